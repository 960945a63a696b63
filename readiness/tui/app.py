"""The full-screen program: themes, the start screen, and what happens when something breaks. Light until its first frame."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from readiness.config import Config, load_config
from readiness.tui.crash import write_crash
from readiness.tui.session import Clock
from readiness.tui.state.text import one_line
from readiness.tui.themes import DEFAULT, THEMES, fallback_variables

if TYPE_CHECKING:
    from readiness.tui.screens.base import CommandScreen


def local_now() -> datetime:
    """This moment, for the status line."""
    return datetime.now()


class ReadinessApp(App[None]):
    """The program on a terminal."""

    TITLE = "readiness"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, file: Path | None = None, *, config: Config | None = None, clock: Clock = local_now) -> None:
        super().__init__()
        self.file = file
        self._warnings: list[str] = []
        if config is None:
            config, self._warnings = load_config()
        self.config = config
        self.clock = clock
        self.crash = ""
        for theme in THEMES.values():
            self.register_theme(theme)
        if config.theme in self.available_themes:
            self.theme = config.theme
        else:
            self._warnings.append(f"theme: {one_line(config.theme)} is not known; {DEFAULT} is used. {', '.join(THEMES)} are ours.")
            self.theme = DEFAULT

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Variables of ours for themes that do not have them."""
        return {**super().get_theme_variable_defaults(), **fallback_variables({})}

    def first_screen(self) -> CommandScreen:
        """The start screen, which opens the file that was named."""
        from readiness.tui.screens.start import StartScreen

        return StartScreen(self.config, self.clock, self.file)

    def on_mount(self) -> None:
        """Shows the first screen and what could not be used of the settings."""
        self.push_screen(self.first_screen())
        for warning in self._warnings:
            self.notify(one_line(warning), severity="warning", markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """Leaves with one sentence; the trace goes to a private file, without the values of variables: these are answers."""
        self.crash = write_crash(error)
        self._return_code = 1
        # Tests look here for the first error.
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """Never prints what Textual would: its traces show local variables."""
        self.crash = self.crash or "readiness: stopped because something went wrong; everything answered so far is kept."
        self._return_code = 1
        self._close_messages_no_wait()


def run_app(file: Path | None) -> None:
    """Runs the program until the user leaves it; opens ``file`` at once if one is named. Exits with 1 after a crash."""
    app = ReadinessApp(file)
    app.run()
    if app.crash:
        sys.stderr.write(f"{app.crash}\n")
        raise SystemExit(1)
