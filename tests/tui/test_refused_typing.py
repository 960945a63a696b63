"""What is typed for a field that did not open: it does nothing, until there is a pause or Escape."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from readiness.tui.app import ReadinessApp
from readiness.tui.state.interview import Interview

from .driving import interview, on_screen, text_of, until
from .test_in_order import at_once, field_text

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
# Letters and digits of it answer, flag, open screens and leave the interview.
TEXT = "q3 r unrelated zoo"


def later(app: App[None], key: str, seconds: float) -> None:
    """Hands a key to the driver as if it had come so long after now."""
    event = events.Key(key, key if len(key) == 1 else None)
    event.time += seconds
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


async def came(pilot: Pilot[None], key: str = "f20") -> None:
    """Waits until all keys before it have had their turn: this one is bound to nothing, and no text."""
    at_once(pilot.app, key)
    app = pilot.app
    assert isinstance(app, ReadinessApp)
    await until(pilot, lambda: app._resting and not app._held)


async def at_a_key_control(pilot: Pilot[None]) -> Interview:
    """The interview at a question that nobody may waive."""
    talk = await interview(pilot)
    talk.go_to(next(one.id for one in talk.questions if not one.waivable))
    await pilot.press("right", "left")
    assert talk.why_not("na")
    return talk


async def test_letters_behind_a_refused_key_do_nothing(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await at_a_key_control(pilot)
        here, answers = talk.current.id, dict(talk.assessment.answers)
        at_once(pilot.app, "n", text=TEXT)
        at_once(pilot.app, "backspace", "enter", text="more")
        await came(pilot)
        await on_screen(pilot, "InterviewScreen")
        assert talk.current.id == here and talk.assessment.answers == answers
        assert text_of(pilot, "#status") == talk.why_not("na")


@pytest.mark.parametrize("opener", ["n", "m", "M", "d", "a", "v", "W"])
async def test_the_same_where_nothing_may_be_changed(
    opener: str, make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    monkeypatch.setattr("readiness.storage.files.os.access", lambda *_: False)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        here = talk.current.id
        at_once(pilot.app, opener, text=TEXT)
        await came(pilot)
        await on_screen(pilot, "InterviewScreen")
        assert talk.current.id == here and text_of(pilot, "#status").startswith("This file is read-only here")


async def test_a_decision_about_a_work_package_takes_no_letters_for_keys(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        at_once(pilot.app, "m", text=TEXT)
        await came(pilot)
        await on_screen(pilot, "PlanScreen")
        assert text_of(pilot, "#status").startswith("Go to an item first")


async def test_after_a_pause_a_key_is_a_key_again(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await at_a_key_control(pilot)
        at_once(pilot.app, "n", text="no office")
        later(pilot.app, "r", 5)
        await on_screen(pilot, "ResultsScreen")


async def test_a_slow_typist_is_one_burst(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await at_a_key_control(pilot)
        at_once(pilot.app, "n")
        for number in range(1, 9):
            later(pilot.app, "r", number * 0.5)
        await came(pilot)
        await on_screen(pilot, "InterviewScreen")


async def test_escape_is_for_the_field_and_ends_it(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("p")
        plan = await on_screen(pilot, "PlanScreen")
        at_once(pilot.app, "m", *"text", "escape")
        await came(pilot)
        assert pilot.app.screen is plan
        await pilot.press("escape")
        await interview(pilot)


async def test_other_keys_work_at_once(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await at_a_key_control(pilot)
        here = talk.current.id
        at_once(pilot.app, "n", *"text", "right", "m", *"a note")
        await until(pilot, lambda: field_text(pilot.app).endswith("a note"))
        assert talk.current.id != here
