"""The last line of a screen: its commands, as many as fit. Each can be clicked, too."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from readiness.tui.commands import Command, fitting, in_force


class KeyLine(Widget):
    """Shows the keys of a screen's commands."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; background: $panel; color: $quiet; }
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self.commands = commands
        self._left_out: frozenset[str] = frozenset()

    def leave_out(self, *command_ids: str) -> None:
        """Shows all but these commands, which do nothing just now."""
        if self._left_out != frozenset(command_ids):
            self._left_out = frozenset(command_ids)
            self.refresh()

    def render(self) -> Content:
        """The commands that fit into the width there is."""
        useful = [command for command in self.commands if command.id not in self._left_out]
        return Content("  ").join(self._hint(command) for command in fitting(in_force(useful, self.app), self.content_size.width))

    def _hint(self, command: Command) -> Content:
        hint = Content.assemble((command.shown, "bold $accent"), " ", (command.label, "$quiet"))
        # A range of keys has no single action to click. Not "@click": Textual paints that as a link.
        return hint if "{key}" in command.action else hint.stylize(Style.from_meta({"command": command.action}))

    async def on_click(self, event: events.Click) -> None:
        """Runs the command under the pointer."""
        action = event.style.meta.get("command")
        if isinstance(action, str):
            await self.screen.run_action(action)
