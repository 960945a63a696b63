"""The full-screen program: themes, the start screen, and what happens when something breaks. Light until its first frame."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from readiness.config import Config, load_config
from readiness.paths import config_file
from readiness.tui.commands import APP_COMMANDS, Keymap, bindings
from readiness.tui.crash import write_crash
from readiness.tui.in_order import InOrder
from readiness.tui.session import Clock, loading
from readiness.tui.state.text import one_line
from readiness.tui.themes import DEFAULT, THEMES, fallback_variables

if TYPE_CHECKING:
    from readiness.tui.screens.base import CommandScreen


def local_now() -> datetime:
    """This moment, for the status line."""
    return datetime.now()


class ReadinessApp(InOrder):
    """The program on a terminal."""

    TITLE = "readiness"
    # Ours lists the commands of the screen, so that it can't say anything else than their keys and help do.
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(APP_COMMANDS)

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
        if not config.motion:
            self.animation_level = "none"
        self.keymap: Keymap = {}
        if config.keys:
            from readiness.tui.keys import all_screens, keymap_of

            self.keymap, refused = keymap_of(config.keys, all_screens(), str(config_file()))
            self._warnings += refused
            self.set_keymap({binding_id: ",".join(keys) for binding_id, keys in self.keymap.items()})

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

    def on_ready(self) -> None:
        """Lets the first screen begin once it is drawn: only from here on Textual paints at all."""
        from readiness.tui.screens.base import CommandScreen

        screen = self.screen
        if isinstance(screen, CommandScreen):
            screen.paint()
            screen.call_after_refresh(self._begin, screen)

    def _begin(self, screen: CommandScreen) -> None:
        """Goes on once the first frame is drawn; what was loaded for it stays, and is not searched for garbage any more."""
        with loading():
            screen.begin()

    def refresh_css(self, animate: bool = True) -> None:
        """Takes over the values of a theme. Before there is a screen they only have to be there: styles are parsed with the first one."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate=animate)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Adds the styles of a screen to those there are. Textual would parse them all anew, and style what is in sight once more;
        but a screen's styles are for itself alone."""
        new = [path for path in screen.css_path if not self.stylesheet.has_source(str(path))]
        for path in new:
            self.stylesheet.read(path)
        if new:
            self.stylesheet.parse()
        super()._load_screen_css(screen)

    async def action_palette(self) -> None:
        """Finds a command by words and does it, as its key would."""
        from readiness.tui.dialogs.palette import Choice, PaletteDialog, choices
        from readiness.tui.screens.base import CommandScreen

        below = self.screen
        if not isinstance(below, CommandScreen):
            return

        async def do(chosen: Choice | None) -> None:
            if chosen is None:
                return
            if chosen.by_enter:
                self.simulate_key("enter")
            else:
                await below.run_action(chosen.action)

        self.push_screen(PaletteDialog(choices((*below.COMMANDS_HERE, *APP_COMMANDS[1:]), self.keymap)), do)

    def action_glossary(self) -> None:
        """Explains terms: in the words of the open file's questions where those have a glossary, else in the shipped ones."""
        from readiness.tui.dialogs.glossary import GlossaryDialog
        from readiness.tui.screens.base import Room
        from readiness.tui.state.explained_terms import glossary_for

        opened = next((screen.session.assessment.library for screen in reversed(self.screen_stack) if isinstance(screen, Room)), None)
        self.push_screen(GlossaryDialog(glossary_for(self.config, opened)))

    def action_tour(self) -> None:
        """Shows the tour."""
        from readiness.tui.dialogs.touring import TourDialog

        self.push_screen(TourDialog())

    def action_choose_theme(self) -> None:
        """Picks a theme for now, and says how to keep it."""
        from readiness.tui.dialogs.choice import ChooseDialog

        ours = [name for name in THEMES if name in self.available_themes]
        others = sorted(name for name in self.available_themes if name not in THEMES)

        def use(name: str | None) -> None:
            if name is not None:
                self.theme = name
                self.notify(f'To keep it, write theme = "{name}" in {config_file()}', markup=False)

        self.push_screen(ChooseDialog("Theme", [(name, name) for name in (*ours, *others)], self.theme), use)

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
