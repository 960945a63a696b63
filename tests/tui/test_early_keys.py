"""Keys pressed before the first question is on the screen: none answers it or begins anything else, help and the ways out work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from readiness.tui.app import ReadinessApp
from readiness.tui.opening import Opening
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.screens.start import StartScreen
from readiness.tui.session import Session
from readiness.tui.state.recent import Recent, remember

from .driving import on_screen, text_of, until
from .test_in_order import at_once

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Session]]:
    """Presses keys the moment the interview takes the place of the start screen, before it is drawn; the sessions opened."""

    def pressing(app: ReadinessApp, *keys: str) -> list[Session]:
        sessions: list[Session] = []
        whole = Opening.enter

        def enter(self: Opening, session: Session) -> None:
            whole(self, session)
            sessions.append(session)
            at_once(app, *keys)

        monkeypatch.setattr(Opening, "enter", enter)
        return sessions

    return pressing


@pytest.mark.parametrize("keys", [("3",), ("f",), ("w",), ("z",)])
async def test_nothing_is_said_to_a_question_that_nobody_has_seen(
    keys: tuple[str, ...], make_file: MakeFile, make_app: MakeApp, opened: Callable[..., list[Session]]
) -> None:
    file = make_file()
    app = make_app(file)
    before = file.read_bytes()
    sessions = opened(app, *keys)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: app._resting and not app._held)
        (session,) = sessions
        assert len(session.assessment.answers) == 3 and file.read_bytes() == before and text_of(pilot, "#status") == ""
        # Once it is there, the same key is one.
        await pilot.press("3")
        assert len(session.assessment.answers) == 4


async def test_a_key_pressed_the_moment_the_question_is_on_the_terminal_answers_it(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that reads the terminal is faster than what the screen has to do once it has written its frame."""
    app = make_app(make_file())
    whole = app._display
    painted: list[object] = []

    def display(screen: Screen[object], renderable: RenderableType | None) -> None:
        whole(screen, renderable)
        if isinstance(screen, InterviewScreen) and renderable is not None and not painted:
            painted.append(screen)
            at_once(app, "3")

    monkeypatch.setattr(app, "_display", display)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(painted) and app._resting)
        screen = app.screen
        assert isinstance(screen, InterviewScreen)
        await until(pilot, lambda: len(screen.session.assessment.answers) == 4)


@pytest.mark.parametrize(("key", "screen"), [("question_mark", "HelpDialog"), ("q", "StartScreen")])
async def test_help_and_the_way_back_work_at_once(
    key: str, screen: str, make_file: MakeFile, make_app: MakeApp, opened: Callable[..., list[Session]]
) -> None:
    app = make_app(make_file())
    sessions = opened(app, key)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(sessions))
        await on_screen(pilot, screen)


async def test_the_program_is_left_at_once(make_file: MakeFile, make_app: MakeApp, opened: Callable[..., list[Session]]) -> None:
    app = make_app(make_file())
    opened(app, "ctrl+q")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app._exit)


async def test_before_the_file_is_begun_nothing_else_is_and_escape_stops_it(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of a shell line that was typed ahead come before the first frame."""
    file = make_file()
    remember(Recent(path=str(make_file("other.readiness", "Other"))))
    held: list[StartScreen] = []
    whole = StartScreen.begin
    monkeypatch.setattr(StartScreen, "begin", lambda screen: held.append(screen))
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: bool(held))
        for key in ("1", "n", "o", "d", "p", "enter"):
            await pilot.press(key)
            assert type(pilot.app.screen).__name__ == "StartScreen", key
        assert text_of(pilot, "#status").startswith("Opening acme.readiness")
        await pilot.press("escape")
        assert text_of(pilot, "#status") == "Stopped; nothing was opened."
        whole(held[0])
        await pilot.pause()
        assert held[0].opening is None and type(pilot.app.screen).__name__ == "StartScreen"
