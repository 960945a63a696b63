"""What screens share whose work runs in a thread of its own: a bar, what came of it, and a way to stop it."""

from __future__ import annotations

import threading

from textual.content import Content
from textual.widgets import Static

from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state.text import bar, clean

_BAR_CELLS = 40


class WorkingRoom(Room):
    """A screen with a line ``#bar`` and a line ``#outcome``. The worker asks ``_stop`` whether it is still wanted."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stop = threading.Event()
        self._writing = False

    def show(self) -> None:
        """Draws the header."""
        self.show_header()

    def tell(self, sentence: str, *, problem: bool = False) -> None:
        """Says what came of it."""
        outcome = self.query_one("#outcome", Static)
        outcome.set_class(problem, "-problem")
        outcome.update(Content(clean(sentence)))

    def draw_done(self, done: float) -> None:
        """Draws the share that is done (0-1)."""
        self.draw_line(f"{bar(100 * done, 100 * done, _BAR_CELLS)} {done:.0%}")

    def draw_line(self, words: str) -> None:
        """Says something where the bar stands."""
        self.query_one("#bar", Static).update(Content(words))

    def stop_writing(self) -> None:
        """Asks the worker to stop. It may be too late for that: it says itself what came of it."""
        self._stop.set()
        self.tell("Stopping …")

    def on_unmount(self) -> None:
        """A thread would keep the program alive after its end."""
        self._stop.set()
