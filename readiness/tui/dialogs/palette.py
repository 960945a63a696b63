"""The dialog that finds a command by words: all that works on the screen below, and of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.tui.commands import Command, Keymap, key_text
from readiness.tui.dialogs.searching import SearchDialog
from readiness.tui.state.text import column


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do: its name in the settings, its keys in force, what it is called and does, and the action behind it."""

    id: str
    shown: str
    label: str
    help: str
    action: str
    by_enter: bool

    def fits(self, words: Sequence[str]) -> bool:
        """Whether all the words stand in its name, label or help, or one of them is its key."""
        text = f"{self.id} {self.label} {self.help}".casefold()
        return all(word in text or word == self.shown.casefold() for word in words)


def choices(commands: Sequence[Command], keymap: Keymap) -> list[Choice]:
    """What commands can do; where the key pressed is part of it, one choice a key."""
    found = []
    for command in commands:
        now = command.keys_now(keymap)
        if "{key}" in command.action:
            found += [
                Choice(
                    f"{command.id}.{key}",
                    " ".join(map(key_text, now[key])),
                    f"{command.label} {key}",
                    command.help,
                    command.action.replace("{key}", key),
                    False,
                )
                for key in now
            ]
        else:
            # What Enter does hangs on the row that is highlighted, which only the key itself knows.
            by_enter = "enter" in now
            found.append(Choice(command.id, command.under(keymap).shown, command.label, command.help, command.action, by_enter))
    return found


class PaletteDialog(SearchDialog[Choice]):
    """Dismissed with what is to be done."""

    PLACEHOLDER = "undo, plan, theme …"
    NOTHING = "No command here holds these words."

    def __init__(self, found: Sequence[Choice]) -> None:
        super().__init__("Commands that work here", "type words   ↑ ↓ choose   Enter do it   Esc cancel", self._rows, self._leave_with)
        self.found = found

    def compose_body(self) -> ComposeResult:
        """The words, what they find, and the whole of the highlighted command."""
        yield from super().compose_body()
        yield Static(id="named")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell(event.option_id)

    def show_found(self, options: Sequence[Option]) -> None:
        """Shows commands, and the whole of the first."""
        super().show_found(options)
        self._tell(options[0].id if options else None)

    def _tell(self, row: str | None) -> None:
        one = next((one for one in self.found if one.id == row), None)
        text = Content("") if one is None else Content.assemble(one.help, "\n", (f"In the settings: {one.id}", "$quiet"))
        self.query_one("#named", Static).update(text)

    def _rows(self, typed: str) -> Sequence[Option]:
        """One line a command: key, name, what it does."""
        words = typed.casefold().split()
        return [
            Option(
                Content.assemble((f"{column(one.shown, 9)} ", "bold $accent"), f"{column(one.label, 16)} ", (one.help, "$quiet")), id=one.id
            )
            for one in self.found
            if one.fits(words)
        ]

    def _leave_with(self, row: str) -> None:
        """Leaves with the command."""
        self.dismiss(next(one for one in self.found if one.id == row))
