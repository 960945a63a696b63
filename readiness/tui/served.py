"""The program in a browser: one file and no other, with a driver that ends when its server does."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from threading import Lock

from textual import messages
from textual.app import App, ComposeResult
from textual.content import Content
from textual.driver import Driver
from textual.drivers.web_driver import WebDriver
from textual.widgets import Static

from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.tui.app import ReadinessApp
from readiness.tui.opening import Opening
from readiness.tui.screens.base import CommandScreen
from readiness.tui.session import Clock, Session
from readiness.tui.state.text import one_line


class Packets:
    """A pipe that several threads write packets to: one after the other, each in one piece."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._turn = Lock()

    def write(self, packet: bytes) -> int:
        """Writes all of a packet, however often that takes, before the next one's turn."""
        with self._turn:
            rest = memoryview(packet)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        return len(packet)


class ServedDriver(WebDriver):
    """Textual's, made safe in two ways.

    The thread that reads keys also writes downloads while the screen is drawn: packets must not mix. And a server that is gone does
    not leave the program behind.
    """

    def __init__(self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = partial(Packets(self.fileno).write)

    def run_input_thread(self) -> None:
        """Reads keys until there are no more to come."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())


class OnlyScreen(Opening):
    """One line while the file opens, below the interview afterwards; has no keys: nobody opens another client's file from here."""

    def __init__(self, config: Config, clock: Clock, file: Path) -> None:
        super().__init__(config, clock)
        self._file = file
        self._begun = False

    def compose(self) -> ComposeResult:
        """What is being opened."""
        yield Static(Content(f"Opening {one_line(self._file.name)} …"))

    def begin(self) -> None:
        """Opens the file."""
        self.open_file(self._file)

    def enter(self, session: Session) -> None:
        """Goes to the interview, and after it to the end."""
        self._begun = True
        super().enter(session)

    def refused(self, error: ReadinessError) -> None:
        """Says why the file can't be opened, and comes to the end."""
        self._begun = True
        super().refused(error)

    def on_screen_resume(self) -> None:
        """The file was closed, or the reason why it can't be opened was read."""
        if self._begun:
            self.app.exit()


class ServedApp(ReadinessApp):
    """The program with one file: closing it ends the program, and no other can be opened."""

    def get_driver_class(self) -> type[Driver]:
        """The driver whose other end is a browser."""
        return ServedDriver

    def first_screen(self) -> CommandScreen:
        """Opens the file, without the start screen's ways to others."""
        assert self.file is not None
        return OnlyScreen(self.config, self.clock, self.file)


def run_served(file: Path) -> None:
    """Runs the program for a browser until its page is closed. Exits with 1 after a crash."""
    app = ServedApp(file)
    app.run()
    if app.crash:
        sys.stderr.write(f"{app.crash}\n")
        raise SystemExit(1)
