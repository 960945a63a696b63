"""Files with rounds for tests of the screens: a first round closed at the end of August, the second one open."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.storage import set_scope
from readiness.tending import change_item
from scoring.model import Answer

from .conftest import NOON
from .small_library import small_library

CLOSED_ON = date(2026, 8, 31)
AS_IT_WAS = "First round"
OPEN_NOW = "Autumn"


def written_at(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """From here on, whatever is written is written on that day."""
    monkeypatch.setattr("readiness.storage.log.utc_now", lambda: f"{day}T09:00:00.000Z")


def still_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open rounds are measured against the day of the still clock, closed ones as always against their own."""
    monkeypatch.setattr(Assessment, "today", property(lambda one: NOON.date() if one.kept is None else one.kept.day))


def second_round(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, organisation: str = "Acme", library: Library | None = None, taken: Library | None = None
) -> Path:
    """One answer is old, one item done, one control came due, three show no sign of change; a capacity gave the plan its dates."""
    still_today(monkeypatch)
    written_at(monkeypatch, "2026-03-02")
    with Assessment.create(path, organisation, recorder="Ann", library=library or small_library()) as one:
        one.answer(Answer(question="rules-of-conduct", level="2", note="Contracts hold some.", respondent="Ada"))
        one.change_scope([set_scope("planning", {"start": "2026-09-07", "capacity": {"total": 2}})])
        written_at(monkeypatch, "2026-07-01")
        one.answer_all(
            [
                Answer(question="owner-named", level="4", basis="shown", respondent="Ada"),
                Answer(question="multi-factor", level="3", respondent="Tomasz"),
                Answer(question="leaver-access", level="2", respondent="Tomasz"),
                Answer(question="physical-places", level="3", respondent="Tomasz"),
                Answer(question="access-review", level="4", last_done=date(2026, 5, 4), respondent="Tomasz"),
            ]
        )
        change_item(one, "leaver-access", {"due": date(2026, 10, 30)}, today=CLOSED_ON)
        change_item(one, "rules-of-conduct", {"due": date(2026, 12, 15)}, today=CLOSED_ON)
        change_item(one, "physical-places", {"due": date(2027, 1, 29)}, today=CLOSED_ON)
        change_item(one, "multi-factor", {"due": date(2026, 7, 31), "status": "done"}, today=date(2026, 8, 3))
        written_at(monkeypatch, f"{CLOSED_ON}")
        start_round(one, OPEN_NOW, library=taken, today=CLOSED_ON)
    written_at(monkeypatch, f"{NOON.date()}")
    return path


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file above in the working folder."""
    return second_round(Path("acme.readiness").absolute(), monkeypatch)


MakeSecond = Callable[..., Path]
