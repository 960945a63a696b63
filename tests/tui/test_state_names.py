"""A control's name stands in lists of gaps, items and controls; the question's own words where somebody is to answer it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.tui.dialogs.answering import titled
from readiness.tui.state import card, planning, results
from readiness.tui.state.confirming import Confirming
from readiness.tui.state.interview import Interview
from readiness.tui.state.settling import settling
from scoring.model import Answer

from .conftest import NOON
from .small_library import LEAVERS, QUESTIONS, small_library

NAME = "Prompt farewell"
NAMED = [{**one, "control": NAME} if one["id"] == "leaver-access" else one for one in QUESTIONS]


@pytest.fixture
def assessment(tmp_path: Path) -> Iterator[Assessment]:
    alternatives = [{**one, "alternatives": ["leaver-access"]} if one["id"] == "access-review" else one for one in NAMED]
    library = Library.model_validate({**small_library().model_dump(), "questions": alternatives})
    with Assessment.create(tmp_path / "a.readiness", "Acme", recorder="Ben", library=library) as made:
        yield made


def test_a_question_is_found_by_the_name_of_its_control_and_by_its_words(assessment: Assessment) -> None:
    talk = Interview(assessment)
    for words in ("farewell", "prompt farewell", "farewel", "leaves promise"):
        assert [one.id for one in talk.find(words)][:1] == ["leaver-access"], words


def test_gaps_items_and_stand_ins_are_called_by_their_control(assessment: Assessment) -> None:
    assessment.answer(Answer(question="leaver-access", level="1"))
    assert [row.text for row in results.gap_rows(assessment)] == [NAME]
    made, _ = planning.left_to_do(assessment, NOON.date())
    assert NAME in [row.title for row in planning.plan_rows(assessment, made)]
    assert titled("Note", assessment.library.question_by_id["leaver-access"]) == f"Note · {NAME}"
    assert f"- {NAME}" in dict(card.reasons(Interview(assessment, "access-review")))["Can stand in for it"]


def test_what_is_to_be_answered_next_is_asked_in_full(assessment: Assessment) -> None:
    _, choices = settling(assessment)
    assert dict(choices)["leaver-access"].startswith(LEAVERS)


def test_what_is_to_be_confirmed_is_listed_by_name_and_asked_in_full(assessment: Assessment) -> None:
    asked = Confirming(assessment).asked("leaver-access", NOON.date())
    assert asked is not None and (asked.title, asked.text) == (NAME, LEAVERS)
    assert Confirming(assessment).title("rules-of-conduct") == "Do people know the rules of conduct, and have they said so?"
