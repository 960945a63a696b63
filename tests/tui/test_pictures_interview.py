"""Pictures of the interview at three sizes: a verdict that has just changed, filters, and people one after the other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.storage import put
from readiness.tui.app import ReadinessApp
from scoring.model import Answer, Person

from .test_pictures import THREE_SIZES, after

Compare = Callable[..., bool]
WALKS = {
    "interview": after(),
    "verdict": after((["left", "0"], "InterviewScreen")),
    "sitting": after((["H"], "ChooseDialog"), (["1"], "InterviewScreen")),
    "people": after((["H"], "ChooseDialog")),
    "read-back": after((["H"], "ChooseDialog"), (["1"], "InterviewScreen"), (["R"], "ReadBackDialog")),
    "ask-list": after((["L"], "AskListDialog")),
    "filter": after((["F"], "FormDialog")),
    "evidence": after((["v"], "FormDialog")),
}


@pytest.fixture
def file(make_file: Callable[..., Path]) -> Path:
    """A few answers in the name of one of two people, one of them parked."""
    path = make_file()
    with Assessment.open(path, write=True, recorder="Ann") as assessment:
        assessment.change_scope([put(Person(id="ada", name="Ada Marsh", role="ceo")), put(Person(id="bo", name="Bo Lind", role="it"))])
        assessment.answer(
            Answer(question="owner-named", level="4", basis="shown", respondent="Ada Marsh", owner="Ada Marsh", note="In writing.")
        )
        assessment.answer(Answer(question="rules-of-conduct", level="1", respondent="Ada Marsh"))
        assessment.answer(Answer(question="access-review", level="unsure", respondent="Ada Marsh", flagged=True))
    return path


@THREE_SIZES
@pytest.mark.parametrize("name", list(WALKS))
def test_interview(name: str, size: tuple[int, int], snap_compare: Compare, file: Path, make_app: Callable[..., ReadinessApp]) -> None:
    assert snap_compare(make_app(file), terminal_size=size, run_before=WALKS[name])
