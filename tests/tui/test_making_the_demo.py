"""The demo made from the start screen: keys go on working meanwhile, Escape stops it, and nothing half-made stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.demo import FILE_NAME, make_demo
from readiness.errors import ReadinessError
from readiness.rounds import start_round
from readiness.tui.app import ReadinessApp

from .driving import everything, interview, on_screen, text_of, until

MakeApp = Callable[..., ReadinessApp]
PATIENCE = 60


class Gate:
    """Holds up whoever makes the demo until it is let go; knows the thread that makes it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None

        def slowly(*args: object, **named: object) -> object:
            self.thread = threading.current_thread()
            self.reached.set()
            assert self.open.wait(PATIENCE)
            return start_round(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr("readiness.demo.start_round", slowly)


async def test_keys_work_while_the_demo_is_made(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("d", "enter")
        await until(pilot, gate.reached.is_set)
        assert gate.thread is not threading.main_thread()
        told = text_of(pilot, "#status")
        assert told.startswith("Making the demo …") and told.endswith("· Esc stops")
        await pilot.press("n", "d", "down", "question_mark")
        await on_screen(pilot, "HelpDialog")
        await pilot.press("escape")
        gate.open.set()
        talk = await interview(pilot)
        assert talk.assessment.path == Path("readiness-demo", FILE_NAME).absolute() and len(talk.assessment.rounds) == 4


async def test_escape_stops_it_and_leaves_nothing_behind(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gate = Gate(monkeypatch)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("d", "enter")
        await until(pilot, gate.reached.is_set)
        await pilot.press("escape")
        assert text_of(pilot, "#status") == "Stopped; nothing was opened."
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "StartScreen" and not list(tmp_path.rglob("readiness-demo"))
        await pilot.press("d", "enter")
        await interview(pilot)


async def test_why_it_could_not_be_made_is_told(make_app: MakeApp) -> None:
    Path("readiness-demo").write_text("a file", encoding="utf-8")
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("d", "enter")
        await on_screen(pilot, "ProblemDialog")
        await until(pilot, lambda: "The demo could not be made" in everything(pilot))


@pytest.mark.parametrize("moment", [1, 3, 4])
def test_a_demo_that_is_cancelled_at_any_time_is_not_there(moment: int, tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) == moment

    with pytest.raises(ReadinessError, match="no demo was made"):
        make_demo(tmp_path / "there", cancelled=cancelled)
    assert not list(tmp_path.iterdir())
