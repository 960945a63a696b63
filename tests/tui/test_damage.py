"""A file of which an earlier round's answer is damaged: told once while it is open, marked afterwards, and all else is shown."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.tui.app import ReadinessApp

from .conftest import NOON
from .driving import everything, interview, on_screen, text_of, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
MARK = "! not all read"


@pytest.fixture
def damaged(make_file: MakeFile) -> Path:
    """Two rounds; every answer of the first has a level that there is not."""
    path = make_file()
    with Assessment.open(path, write=True, recorder="Ann") as opened:
        first = opened.round.id
        start_round(opened, "second", today=NOON.date())
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute("UPDATE answers SET level='7' WHERE round=?", (first,)).rowcount == 3
    return path


async def test_it_is_told_once_and_then_marked(damaged: Path, make_app: MakeApp) -> None:
    async with make_app(damaged).run_test(size=(120, 40)) as pilot:
        talk = await interview(pilot)
        assert MARK not in everything(pilot)
        talk.go_to("owner-named")
        await pilot.press("left")
        await on_screen(pilot, "ProblemDialog")
        await until(pilot, lambda: "Not all of the file can be read" in everything(pilot))
        await pilot.press("escape")
        await interview(pilot)
        for way in ("right", "right", "left", "left"):
            before = talk.current.id
            await pilot.press(way)
            await until(pilot, lambda before=before: talk.current.id != before)  # type: ignore[misc]
            await until(pilot, lambda: MARK in everything(pilot).splitlines()[0])
            await until(pilot, lambda: "It can't be read" in text_of(pilot, "#reasons"))
            assert "Evidence they want" in text_of(pilot, "#reasons")
            await on_screen(pilot, "InterviewScreen")
        # All that stands behind the question is there, too.
        await pilot.press("y")
        await on_screen(pilot, "ReaderDialog")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_screen_that_needs_it_says_so_in_its_status_line(damaged: Path, make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app(damaged).run_test(size=size) as pilot:
        for first in (True, False):
            await interview(pilot)
            await pilot.press("N")
            if first:
                await on_screen(pilot, "ProblemDialog")
                await pilot.press("escape")
                await on_screen(pilot, "RoundScreen")
            else:
                await until(pilot, lambda: "holds an invalid row" in everything(pilot))
            await until(pilot, lambda: MARK in everything(pilot).splitlines()[0])
            await pilot.press("q")
        # Another opening tells it again.
        await interview(pilot)
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")
        await pilot.press("1")
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "ProblemDialog")
