"""Pictures of rounds, progress and the portfolio at three sizes, in the light theme and without colour."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readiness.assessment import Assessment
from readiness.rounds import confirm, waiting
from readiness.tui.app import ReadinessApp
from readiness.tui.state.recent import Recent, remember
from scoring.model import Answer

from .driving import on_screen, text_of, until
from .rounds_cases import second
from .test_pictures import LOOKS, THREE_SIZES, MakeFile, after, settings

__all__ = ["second"]
Compare = Callable[..., bool]
MakeApp = Callable[..., ReadinessApp]

WALKS = {
    "round": after((["N"], "RoundScreen")),
    "round-group": after((["N", *["down"] * 5, "enter", "down"], "RoundScreen")),
    "round-closed": after((["N", "G", "enter"], "ResultsScreen")),
    "round-start": after((["N", "c", "n"], "FormDialog"), (["W", "i", "n", "t", "e", "r", "enter"], "ConfirmDialog")),
    "progress": after((["P"], "ProgressScreen")),
    "progress-end": after((["P", "G"], "ProgressScreen")),
}


def worked_through(path: Path) -> Path:
    """The second round with most of it confirmed: two controls better, one worse, one still open."""
    with Assessment.open(path, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question=name, level=level) for name, level in (("multi-factor", "5"), ("leaver-access", "1"))])
        one.answer(Answer(question="rules-of-conduct", level="5"))
        confirm(one, [name for name in waiting(one) if name != "access-review"])
    return path


@THREE_SIZES
@pytest.mark.parametrize("name", list(WALKS))
def test_rounds(name: str, size: tuple[int, int], snap_compare: Compare, second: Path, make_app: MakeApp) -> None:
    path = worked_through(second) if name.startswith("progress") else second
    assert snap_compare(make_app(path), terminal_size=size, run_before=WALKS[name])


@LOOKS
@pytest.mark.parametrize("name", ["round", "progress"])
def test_look(name: str, look: str, snap_compare: Compare, second: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(worked_through(second), **settings(look, monkeypatch))
    assert snap_compare(app, terminal_size=(120, 40), run_before=WALKS[name])


async def portfolio_read(pilot: Pilot[None]) -> None:
    """Opens the portfolio and waits until all is read."""
    await on_screen(pilot, "StartScreen")
    await pilot.press("p")
    await on_screen(pilot, "PortfolioScreen")
    await until(pilot, lambda: "can't be read" in text_of(pilot, "#summary"))
    await pilot.pause()


@pytest.fixture
def clients(second: Path, make_file: MakeFile) -> None:
    """A folder of four files, of which one can't be read, where a file was opened last."""
    folder = Path("clients")
    folder.mkdir()
    worked_through(second).rename(folder / "acme.readiness")
    make_file("clients/b.readiness", "Beta Instruments")
    make_file("clients/g.readiness", "Gamma", answered=0)
    (folder / "z.readiness").write_text("junk")
    remember(Recent(path=str(folder.absolute() / "acme.readiness")))


@THREE_SIZES
@pytest.mark.usefixtures("clients")
def test_portfolio(size: tuple[int, int], snap_compare: Compare, make_app: MakeApp) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=portfolio_read)


@LOOKS
@pytest.mark.usefixtures("clients")
def test_portfolio_look(look: str, snap_compare: Compare, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert snap_compare(make_app(**settings(look, monkeypatch)), terminal_size=(120, 40), run_before=portfolio_read)
