"""Opening a file: keys go on working meanwhile, Escape goes back, and what was opened for nobody is closed again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.paths import tour_file
from readiness.tui.app import ReadinessApp
from readiness.tui.screens.start import StartScreen
from readiness.tui.session import Clock, Session
from readiness.tui.state.recent import Recent, load_recent, remember

from .driving import everything, interview, listed, on_screen, text_of, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
PATIENCE = 60


class Gate:
    """Holds up the thread that opens a file until it is let go; knows which sessions it opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.sessions: list[Session] = []
        whole = Session.open

        def slowly(path: Path, config: Config, clock: Clock) -> Session:
            self.reached.set()
            assert self.open.wait(PATIENCE)
            self.sessions.append(whole(path, config, clock))
            return self.sessions[-1]

        monkeypatch.setattr(Session, "open", slowly)

    @property
    def closed(self) -> bool:
        """Whether what was opened last can't be read any more."""
        with pytest.raises(ReadinessError):
            self.sessions[-1].assessment.history()
        return True


async def test_keys_work_while_a_file_opens_and_none_begins_anything_else(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = make_file(), make_file("other.readiness", "Other")
    remember(Recent(path=str(other)))
    gate = Gate(monkeypatch)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        assert text_of(pilot, "#status") == "Opening acme.readiness … · Esc stops"
        for key in ("1", "n", "o", "d", "p", "minus", "enter", "down", "enter"):
            await pilot.press(key)
            assert type(pilot.app.screen).__name__ == "StartScreen", key
        assert text_of(pilot, "#status") == "Opening acme.readiness … · Esc stops" and len(load_recent()) == 1
        # Help comes at once; the file that is ready meanwhile waits until it is put away.
        await pilot.press("question_mark")
        await on_screen(pilot, "HelpDialog")
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HelpDialog"
        await pilot.press("escape")
        talk = await interview(pilot)
        assert talk.assessment.scope.organisation == "Acme"
        # The connection was made by another thread and serves this one.
        await pilot.press("4", "z", "q")
        await on_screen(pilot, "StartScreen")
        assert text_of(pilot, "#status") == "" and load_recent()[0].path == str(file)


async def test_escape_stops_it_and_what_is_opened_late_is_closed(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    gate = Gate(monkeypatch)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        assert listed(pilot) == []
        await pilot.press("escape")
        assert text_of(pilot, "#status") == "Stopped; nothing was opened."
        await until(pilot, lambda: "way:new" in listed(pilot))
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "StartScreen" and gate.closed
        # It was not looked at: it is no recent file, and nothing of it is shown. Escape is itself again.
        assert load_recent() == []
        await pilot.press("escape")
        assert "This is the start" in text_of(pilot, "#status")


async def test_stopped_behind_help_it_does_not_come_up_later(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        start = pilot.app.screen
        assert isinstance(start, StartScreen)
        await pilot.press("f2")
        await on_screen(pilot, "ChooseDialog")
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert start.stop_opening() and not start.stop_opening() and gate.closed
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")


async def test_how_long_it_takes_is_told(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        start = pilot.app.screen
        assert isinstance(start, StartScreen)
        start._seconds = 2
        start._tell_opening()
        assert text_of(pilot, "#status") == "Opening acme.readiness … 2 s · Esc stops"
        gate.open.set()
        await interview(pilot)


async def test_leaving_the_program_meanwhile_leaves_no_trace(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    before = file.read_bytes()
    gate = Gate(monkeypatch)
    app = make_app(file)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)
        gate.open.set()
    assert app.return_code == 0 and file.read_bytes() == before and load_recent() == []


async def test_a_file_that_is_ready_while_the_program_is_left_is_closed(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    gate = Gate(monkeypatch)
    app = make_app(file)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, gate.reached.is_set)
        start = app.screen
        assert isinstance(start, StartScreen)
        gate.open.set()
        session = Session.open(file, app.config, app.clock)
        app.exit()
        # The message stands in the queue behind the one that ends the program, or comes before the screen is gone.
        start._was_opened(start.Opened(start._call, session, None))
        with pytest.raises(ReadinessError):
            session.assessment.history()
        assert app.screen is start
    assert load_recent() == []


async def test_an_unforeseen_error_is_one_sentence(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret answer")

    monkeypatch.setattr(Session, "open", broken)
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "ProblemDialog")
        # The path before it may be of any length, so the sentence may go on in the next line anywhere.
        await until(pilot, lambda: "unforeseen" in everything(pilot) and "(ValueError)" in everything(pilot))
        assert "secret" not in everything(pilot)
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")
        assert text_of(pilot, "#status") == "" and "way:new" in listed(pilot)


async def test_the_portfolio_opens_a_file_the_same_way(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    make_file()
    gate = Gate(monkeypatch)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "1 file" in text_of(pilot, "#summary"))
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        assert text_of(pilot, "#status") == "Opening acme.readiness … · Esc stops"
        await pilot.press("enter", "escape")
        assert type(pilot.app.screen).__name__ == "PortfolioScreen" and text_of(pilot, "#status") == ""
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "PortfolioScreen" and gate.closed
        await pilot.press("enter")
        await interview(pilot)
        await pilot.press("q")
        await on_screen(pilot, "PortfolioScreen")


async def test_the_tour_comes_over_the_first_question(make_file: MakeFile, make_app: MakeApp) -> None:
    tour_file().unlink()
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "TourDialog")
        assert [type(screen).__name__ for screen in pilot.app.screen_stack][-2:] == ["InterviewScreen", "TourDialog"]


def test_a_file_opened_by_one_thread_is_read_and_written_by_another(make_file: MakeFile) -> None:
    opened: list[Assessment] = []
    file = make_file()
    worker = threading.Thread(target=lambda: opened.append(Assessment.open(file, write=True, recorder="Ben")))
    worker.start()
    worker.join()
    with opened[0] as assessment:
        assessment.answer(assessment.answers["multi-factor"].model_copy(update={"note": "said here"}))
        assert assessment.answers["multi-factor"].note == "said here"
