"""Many files in one table, by keyboard alone."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.portfolio import Row, rows
from readiness.tui.app import ReadinessApp
from readiness.tui.widgets.listing import Listing

from .driving import everything, interview, listed, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


@pytest.fixture
def folder(make_file: MakeFile) -> Path:
    make_file("a.readiness", "Beta")
    make_file("b.readiness", "Alpha", answered=0)
    Path("c.readiness").write_text("junk")
    Path("below").mkdir()
    make_file("below/d.readiness", "Delta")
    return Path.cwd()


async def test_the_portfolio_shows_sorts_and_opens(folder: Path, make_app: MakeApp, reread: Reread) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "3 files · 1 can't be read" in text_of(pilot, "#summary"))
        assert [Path(row).name for row in listed(pilot)] == ["b.readiness", "a.readiness", "c.readiness"]
        assert pilot.app.screen.query_one(Listing).highlighted == 0
        await pilot.press("6")
        assert [Path(row).name for row in listed(pilot)] == ["a.readiness", "b.readiness", "c.readiness"]
        await pilot.press("end")
        assert "not an SQLite file" in text_of(pilot, "#details")
        await pilot.press("enter")
        assert "can't be read" in text_of(pilot, "#status")
        await pilot.press("home", "enter")
        talk = await interview(pilot)
        assert talk.assessment.scope.organisation == "Beta"
        await pilot.press("4", "q")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "67 %" in everything(pilot))
        await pilot.press("b")
        await until(pilot, lambda: "4 files" in text_of(pilot, "#summary"))
        assert "Delta" in everything(pilot)
        await pilot.press("f")
        await on_screen(pilot, "FormDialog")
        await pilot.press("ctrl+u")
        await typed(pilot, "nowhere")
        await pilot.press("enter")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "name a folder that holds assessment files" in text_of(pilot, "#status"))
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")


async def test_reading_many_files_can_be_stopped(folder: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = threading.Event()

    def endless(paths: Iterator[Path], *, today: date) -> Iterator[Row]:
        for number, path in enumerate([*paths] * 1000):
            yield Row(path.with_name(f"{number:05}.readiness"), None, "is slow")
            if number == 2:
                seen.wait()

    monkeypatch.setattr("readiness.tui.screens.portfolio.rows", endless)
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "3 of 3" in text_of(pilot, "#summary"))
        assert "Esc stops" in text_of(pilot, "#summary")
        await pilot.press("escape")
        assert type(pilot.app.screen).__name__ == "PortfolioScreen"
        seen.set()
        await until(pilot, lambda: "3 files" in text_of(pilot, "#summary"))
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")


async def test_an_empty_folder_says_what_to_do(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "No assessment file in this folder" in text_of(pilot, "#summary"))
        await pilot.press("f")
        await on_screen(pilot, "FormDialog")


async def test_an_unforeseen_error_while_reading_is_told(folder: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(paths: Iterator[Path], *, today: date) -> Iterator[Row]:
        raise ValueError(next(paths))
        yield

    monkeypatch.setattr("readiness.tui.screens.portfolio.rows", broken)
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "unforeseen error (ValueError)" in text_of(pilot, "#status"))


async def test_reading_stops_while_a_file_is_open_and_goes_on_afterwards(
    folder: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[str]] = []
    opened = threading.Event()

    def one_then_wait(paths: Iterator[Path], *, today: date) -> Iterator[Row]:
        taken: list[str] = []
        read.append(taken)
        for row in rows(paths, today=today):
            taken.append(row.path.name)
            yield row
            if len(read) == 1:
                opened.wait(60)

    monkeypatch.setattr("readiness.tui.screens.portfolio.rows", one_then_wait)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "1 of 3" in text_of(pilot, "#summary"))
        await pilot.press("enter")
        await interview(pilot)
        reader = next(worker for worker in pilot.app.workers if worker.group == "portfolio")
        opened.set()
        await reader.wait()
        assert read == [["a.readiness"]]
        await pilot.press("q")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "3 files · 1 can't be read" in text_of(pilot, "#summary"))
        assert read[1] == ["a.readiness", "b.readiness", "c.readiness"]
