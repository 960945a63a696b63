"""Pictures of the screens at two sizes, some of them at a third, in the light theme and without colour."""

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
THREE_SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=["80x24", "120x40", "200x60"])
LOOKS = pytest.mark.parametrize("look", ["light", "without-colour"])
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


def settings(look: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings of an app that looks like that; what the terminal says of itself is set, too."""
    if look == "light":
        return {"theme": "readiness-light"}
    monkeypatch.setenv("NO_COLOR", "1")
    return {}


WALKS = {
    "interview": after(),
    "interview-answered": after((["left", "left"], "InterviewScreen")),
    "scope": after((["s"], "ScopeScreen")),
    "scope-categories": after((["s", "2"], "ScopeScreen")),
    "scope-type": after((["s", "3", "down"], "ScopeScreen")),
    "scope-vendors": after((["s", "4"], "ScopeScreen")),
    "scope-people": after((["s", "5"], "ScopeScreen")),
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


@pytest.mark.parametrize("name", ["scope", "scope-vendors", "export"])
def test_on_a_large_terminal(name: str, snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file()), terminal_size=(200, 60), run_before=WALKS[name])


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
    walk = after((["s", "6", "enter"], "FormDialog"))
    assert snap_compare(make_app(make_file()), terminal_size=size, run_before=walk)


def test_tree(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file()), terminal_size=(80, 24), run_before=after((["t"], "TreeDialog")))


def test_results_with_nothing_answered(snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(make_file(answered=0)), terminal_size=(80, 24), run_before=after((["r"], "ResultsScreen")))


@LOOKS
@pytest.mark.parametrize("name", ["interview-answered", "scope", "scope-vendors", "export", "criterion-explained"])
def test_look(name: str, look: str, snap_compare: Compare, make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(make_file(), **settings(look, monkeypatch))
    assert snap_compare(app, terminal_size=(120, 40), run_before=WALKS[name])


def remembered(make_file: MakeFile) -> Walk:
    """Two files, of which one is gone; waits until the start screen has looked at both."""
    remember(Recent(path=str(Path("gone.readiness").absolute()), organisation="Gone", touched="2026-11-01T09:00:00"))
    remember(Recent(path=str(make_file()), touched="2026-11-22T17:30:00"))

    async def looked(pilot: Pilot[None]) -> None:
        screen = await on_screen(pilot, "StartScreen")
        await pilot.app.workers.wait_for_complete()
        await until(pilot, lambda: len(screen._checked) == 2)  # type: ignore[attr-defined]
        await pilot.pause()

    return looked


@THREE_SIZES
def test_start(size: tuple[int, int], snap_compare: Compare, make_file: MakeFile, make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=remembered(make_file))


@LOOKS
def test_start_look(look: str, snap_compare: Compare, make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(**settings(look, monkeypatch))
    assert snap_compare(app, terminal_size=(80, 24), run_before=remembered(make_file))


def test_new(snap_compare: Compare, make_app: MakeApp) -> None:
    async def form(pilot: Pilot[None]) -> None:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Acme")

    assert snap_compare(make_app(), terminal_size=(80, 24), run_before=form)
