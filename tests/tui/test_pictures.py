"""Pictures of every screen at two sizes, in the light theme and without colour."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readiness.assessment import Assessment
from readiness.storage import set_scope
from readiness.tui.app import ReadinessApp
from readiness.tui.state.recent import Recent, remember
from scoring.model import Answer, Capacity, Planning

from .driving import interview, on_screen, typed, until

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Compare = Callable[..., bool]
MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Walk = Callable[[Pilot[None]], Awaitable[None]]


def after(*steps: tuple[list[str], str]) -> Walk:
    """Waits for the interview, then presses keys and waits for the screen they lead to."""

    async def walk(pilot: Pilot[None]) -> None:
        await interview(pilot)
        for keys, name in steps:
            await pilot.press(*keys)
            await on_screen(pilot, name)
        await pilot.pause()

    return walk


WALKS = {
    "interview": after(),
    "interview-answered": after((["left", "left"], "InterviewScreen")),
    "scope": after((["s"], "ScopeScreen")),
    "results": after((["r"], "ResultsScreen")),
    "results-criteria": after((["r", "tab", "g", "down", "down", "enter"], "CriteriaDialog")),
    "results-explained": after((["r", "tab", "g", "down", "down", "y"], "ExplainDialog")),
    "criterion-explained": after((["r", "y"], "ExplainDialog")),
    "results-next": after((["r", "n"], "ChooseDialog")),
    "what-if": after((["p", "w"], "SupposeDialog"), (["space", "down", "down"], "SupposeDialog")),
    "plan": after((["p", "down"], "PlanScreen")),
    "export": after((["x"], "ExportScreen")),
    "help": after((["question_mark"], "HelpDialog")),
    "glossary": after((["equals_sign"], "GlossaryDialog")),
    "palette": after((["colon"], "PaletteDialog")),
    "tour": after((["f3"], "TourDialog")),
    "why": after((["y"], "ReaderDialog")),
    "details": after((["left", "d"], "FormDialog")),
    "find": after((["slash"], "FindDialog")),
}


@SIZES
@pytest.mark.parametrize("name", list(WALKS))
def test_assessment(name: str, size: tuple[int, int], snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file()), terminal_size=size, run_before=WALKS[name])


@SIZES
def test_plan_with_dates(size: tuple[int, int], snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.answer(Answer(question="access-review", level="2"))
        planning = Planning(start=date(2026, 12, 1), capacity=Capacity(total=1), window_months=6)
        assessment.change_scope([set_scope("planning", planning.model_dump(mode="json"))])
    assert snap_compare(make_app(file), terminal_size=size, run_before=after((["p"], "PlanScreen")))


@SIZES
def test_planning_inputs(size: tuple[int, int], snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    walk = after((["s", "G", "up", "up", "up", "enter"], "FormDialog"))
    assert snap_compare(make_app(make_file()), terminal_size=size, run_before=walk)


def test_tree(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file()), terminal_size=(80, 24), run_before=after((["t"], "TreeDialog")))


def test_results_with_nothing_answered(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file(answered=0)), terminal_size=(80, 24), run_before=after((["r"], "ResultsScreen")))


def test_light_theme(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    app = make_app(make_file(), theme="readiness-light")
    assert snap_compare(app, terminal_size=(120, 40), run_before=WALKS["interview-answered"])


def test_without_colour(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(make_app(make_file()), terminal_size=(120, 40), run_before=WALKS["interview-answered"])


@SIZES
def test_start(size: tuple[int, int], snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    remember(Recent(path=str(Path("gone.readiness").absolute()), organisation="Gone", touched="2026-11-01T09:00:00"))
    remember(Recent(path=str(make_file()), touched="2026-11-22T17:30:00"))

    async def looked(pilot: Pilot[None]) -> None:
        screen = await on_screen(pilot, "StartScreen")
        await pilot.app.workers.wait_for_complete()
        await until(pilot, lambda: len(screen._checked) == 2)  # type: ignore[attr-defined]
        await pilot.pause()

    assert snap_compare(make_app(), terminal_size=size, run_before=looked)


def test_new(snap_compare: Compare, make_app: MakeApp) -> None:
    async def form(pilot: Pilot[None]) -> None:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Acme")

    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=form)
