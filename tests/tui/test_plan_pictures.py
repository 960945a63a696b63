"""Pictures of the plan with what was decided, its timeline and the heat map at three sizes, in light and without colour."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.storage import set_scope
from readiness.tending import change_item
from readiness.tui.app import ReadinessApp
from scoring.model import Answer

from .test_pictures import LOOKS, THREE_SIZES, after, settings

TODAY = date(2026, 11, 23)

WALKS = {
    "plan-decided": after((["p", "down"], "PlanScreen")),
    "plan-timeline": after((["p", "down", "t"], "PlanScreen")),
    "results": after((["r"], "ResultsScreen")),
    "results-heat-map": after((["r", "m", "right"], "ResultsScreen")),
}


@pytest.fixture
def decided(make_file: Callable[..., Path]) -> Path:
    """Somebody is late, something is done, accepted, and all of it has dates."""
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question="access-review", level="1"), Answer(question="physical-places", level="2")])
        one.change_scope([set_scope("planning", {"start": "2026-12-01", "capacity": {"total": 0.3, "by_role": {"it": 0.1}}})])
        change_item(one, "multi-factor", {"due": date(2026, 11, 1), "status": "in-progress", "agreed": "yes"}, today=TODAY)
        change_item(one, "owner-named", {"status": "done"}, today=TODAY)
        accepted = {"accepted_until": date(2027, 3, 31), "reason": "One room.", "accepted_by": "Ada"}
        change_item(one, "physical-places", accepted, today=TODAY)  # type: ignore[arg-type]
    return file


@THREE_SIZES
@pytest.mark.parametrize("name", list(WALKS))
def test_decided(
    name: str, size: tuple[int, int], snap_compare: Callable[..., bool], decided: Path, make_app: Callable[..., ReadinessApp]
) -> None:
    assert snap_compare(make_app(decided), terminal_size=size, run_before=WALKS[name])


@LOOKS
@pytest.mark.parametrize("name", list(WALKS))
def test_look(
    name: str,
    look: str,
    snap_compare: Callable[..., bool],
    decided: Path,
    make_app: Callable[..., ReadinessApp],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(decided, **settings(look, monkeypatch))
    assert snap_compare(app, terminal_size=(120, 40), run_before=WALKS[name])
