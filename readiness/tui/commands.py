"""Commands: one list a screen feeds its key bindings, its key line and its help, so that none can say what another does not do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a screen can do.

    ``keys`` are Textual's key names, the first one meant; ``shown`` is how they are written for people. In ``action``,
    ``{key}`` stands for the key pressed. ``rank`` says how long the command stays on a narrow key line: 1 longest,
    0 never there, only in the help.
    """

    id: str
    keys: str
    shown: str
    action: str
    label: str
    help: str
    rank: int = 0

    @property
    def bindings(self) -> list[Binding]:
        """One binding a key."""
        keys = self.keys.split(",")
        return [
            Binding(
                key,
                self.action.replace("{key}", key),
                self.label,
                show=False,
                key_display=self.shown,
                tooltip=self.help,
                # Ids are unique, so that each key can be mapped anew by its own.
                id=self.id if key == keys[0] else f"{self.id}.{key}",
            )
            for key in keys
        ]


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of a screen."""
    return [binding for command in commands for binding in command.bindings]


HELP = Command("help", "question_mark,f1", "?", "help", "keys", "Lists every key of this screen.", rank=1)
BACK = Command("back", "q,escape", "q", "back", "back", "Goes back one screen.", rank=2)
QUIT = Command("quit", "ctrl+q,ctrl+c", "ctrl+q", "app.quit", "quit", "Leaves the program; everything saved is kept.")


def room(name: str, key: str, label: str, help_text: str, rank: int = 6) -> Command:
    """The command that goes to another screen of the same assessment."""
    return Command(f"room.{name}", key, key, f"room('{name}')", label, help_text, rank)


ROOMS: dict[str, Command] = {
    "interview": room("interview", "i", "interview", "Goes back to the interview.", rank=3),
    "results": room("results", "r", "results", "Shows verdicts, readiness and gaps."),
    "plan": room("plan", "p", "plan", "Shows the remediation plan.", rank=7),
    "scope": room("scope", "s", "scope", "Shows and changes what the assessment is about.", rank=7),
    "export": room("export", "x", "export", "Writes the remediation-plan PDF.", rank=8),
}


def rooms_besides(here: str) -> tuple[Command, ...]:
    """The commands that lead from one screen of an assessment to the others."""
    return tuple(command for name, command in ROOMS.items() if name != here)


def fitting(commands: Sequence[Command], width: int) -> list[Command]:
    """The commands for a key line of ``width`` cells, in their own order; the ones of high rank give way first."""
    shown = [command for command in commands if command.rank]
    while sum(len(command.shown) + len(command.label) + 3 for command in shown) > width and len(shown) > 1:
        last = max(command.rank for command in shown)
        index = max(position for position, command in enumerate(shown) if command.rank == last)
        del shown[index]
    return shown
