"""Keys that come faster than the screens do: nothing typed is lost, changes places or is taken for a command."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from readiness.tui.app import ReadinessApp

from .driving import interview, listed, on_screen, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


def at_once(app: App[None], *keys: str, text: str = "") -> None:
    """Hands keys, then a text key by key, to the driver in one go, as a terminal does that read them together."""
    driver = app._driver
    assert driver is not None
    for key in (*keys, *text):
        event = events.Key({" ": "space"}.get(key, key), key if len(key) == 1 else None)
        event.set_sender(app)
        driver.send_message(event)


def field_text(app: App[None]) -> str:
    """What stands in the field that has the focus."""
    field = app.focused
    return field.text if isinstance(field, TextArea) else field.value if isinstance(field, Input) else ""


@pytest.mark.parametrize(
    ("opener", "dialog", "already"),
    [
        ("m", "FormDialog", ""),
        ("M", "FormDialog", ""),
        ("slash", "FindDialog", ""),
        ("colon", "PaletteDialog", ""),
        ("n", "FormDialog", ""),
        ("v", "FormDialog", ""),
        ("x", "ExportScreen", "acme-plan.pdf"),
    ],
)
async def test_a_field_gets_every_key_behind_the_one_that_opens_it(
    make_file: MakeFile, make_app: MakeApp, opener: str, dialog: str, already: str
) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("4", "left")
        here, answers = talk.current.id, dict(talk.assessment.answers)
        at_once(pilot.app, opener, text="5 hello world")
        await on_screen(pilot, dialog)
        await until(pilot, lambda: field_text(pilot.app) == f"{already}5 hello world")
        assert talk.current.id == here and talk.assessment.answers == answers


@pytest.mark.parametrize("gap", [1, 2, 3, 5, 8])
async def test_typing_goes_on_behind_the_text_that_is_there(make_file: MakeFile, make_app: MakeApp, gap: int) -> None:
    async with make_app(make_file(answered=1)).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        talk.go_to("rules-of-conduct")
        for key in ("m", *" hello world"):
            at_once(pilot.app, key)
            for _ in range(gap):
                await asyncio.sleep(0)
        await until(pilot, lambda: field_text(pilot.app) == "Contracts hold some. hello world")


async def test_a_note_is_written_and_the_next_question_answered_in_one_go(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        first = talk.current.id
        at_once(pilot.app, "3", "M", *"4 of 5 teams", "ctrl+s", "2", "r", "p", "x")
        await on_screen(pilot, "ExportScreen")
        stated = talk.assessment.answers
        assert stated[first].level == "3" and stated[first].note == "4 of 5 teams"
        assert [answer.level for answer in stated.values()].count("2") == 1
        assert [type(screen).__name__ for screen in pilot.app.screen_stack][-2:] == ["PlanScreen", "ExportScreen"]


async def test_a_key_that_comes_when_all_is_at_rest_does_not_wait(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        for _ in range(3):
            at_once(pilot.app, "m", *"hello")
            await until(pilot, lambda: field_text(pilot.app) == "hello")
            at_once(pilot.app, "escape", "escape")
            await on_screen(pilot, "InterviewScreen")
        app = pilot.app
        assert isinstance(app, ReadinessApp) and app._resting and not app._held


async def test_a_screen_that_goes_before_it_is_drawn_does_not_take_the_keyboard_with_it(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)

        class Passing(ModalScreen[None]):
            def on_mount(self) -> None:
                self.call_after_refresh(self.go)

            def go(self) -> None:
                self.dismiss()

        shown = pilot.app.screen
        pilot.app.action_tour = lambda: pilot.app.push_screen(Passing())  # type: ignore[attr-defined]
        at_once(pilot.app, "f3", "m", *"hello")
        await until(pilot, lambda: field_text(pilot.app) == "hello")
        assert pilot.app.screen_stack[-2] is shown


async def test_what_leaves_the_program_waits_its_turn_but_never_for_ever(make_file: MakeFile, make_app: MakeApp) -> None:
    app = make_app(make_file())
    go_on = asyncio.Event()

    async def turns() -> None:
        # Not `pilot.pause`, which would wait for the screen as the keys do.
        for _ in range(200):
            await asyncio.sleep(0)

    async with app.run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        app.screen.call_later(go_on.wait)
        at_once(app, "down", "down", "ctrl+q")
        await turns()
        assert len(app._held) == 2 and not app._exit
        # A while later.
        app._came -= 10
        at_once(app, "ctrl+q")
        await turns()
        left = app._exit
        go_on.set()
    assert left


async def test_a_key_that_a_command_stands_for_comes_before_those_pressed_after_it(make_file: MakeFile, make_app: MakeApp) -> None:
    make_file()
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: bool(listed(pilot)))
        at_once(pilot.app, "colon", text="portfolio.open")
        await until(pilot, lambda: field_text(pilot.app) == "portfolio.open")
        at_once(pilot.app, "enter", "question_mark")
        await on_screen(pilot, "HelpDialog")
        await pilot.press("escape")
        await interview(pilot)
