"""Reads the files named as evidence away from the screen, with a bar; Escape stops and keeps their names alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from readiness.errors import ReadinessError
from readiness.exchange.evidence_files import Fingerprint, fingerprint
from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.text import bar, one_line

Prints = tuple[dict[str, Fingerprint], list[str]]


class FingerprintDialog(Dialog[Prints]):
    """Dismissed with what was read, by reference, and with what could not be: never with None."""

    class Progressed(Message):
        """A share of one file is read (0-1)."""

        def __init__(self, file: str, done: float) -> None:
            super().__init__()
            self.file = file
            self.done = done

    class Finished(Message):
        """Every file was read, or reading was stopped."""

        def __init__(self, prints: dict[str, Fingerprint], problems: list[str]) -> None:
            super().__init__()
            self.prints = prints
            self.problems = problems

    def __init__(self, files: Sequence[tuple[str, Path]]) -> None:
        super().__init__("Reading evidence", "Esc stops and keeps the name alone")
        self.files = files
        self._stop = threading.Event()

    def compose_body(self) -> ComposeResult:
        """The file and how much of it is read."""
        yield Static(id="file", classes="text")

    def ready(self) -> None:
        """Starts to read."""
        self._read()

    @work(thread=True, exit_on_error=False)
    def _read(self) -> None:
        prints: dict[str, Fingerprint] = {}
        problems: list[str] = []
        for reference, path in self.files:
            name, told = one_line(path.name, 60), -1

            def progress(done: float, name: str = name) -> None:
                nonlocal told
                # A message for each percent, not for each piece.
                if int(100 * done) != told:
                    told = int(100 * done)
                    self.post_message(self.Progressed(name, done))

            try:
                found = fingerprint(path, progress, self._stop.is_set)
            except ReadinessError as error:
                problems.append(str(error))
                continue
            if found is None:
                problems.append(f"{name} was not read to its end: it is kept by its name alone.")
                break
            prints[reference] = found
        self.post_message(self.Finished(prints, problems))

    @on(Progressed)
    def _show(self, event: Progressed) -> None:
        event.stop()
        self.query_one("#file", Static).update(Content(f"{event.file}\n{bar(100 * event.done, 100 * event.done, 40)} {event.done:.0%}"))

    @on(Finished)
    def _done(self, event: Finished) -> None:
        event.stop()
        self.dismiss((event.prints, event.problems))

    def action_leave(self) -> None:
        """Stops; the worker then says what it has."""
        self._stop.set()

    def on_unmount(self) -> None:
        """A thread would keep the program alive after its end."""
        self._stop.set()
