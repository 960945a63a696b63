"""Commands: one list a screen feeds its key bindings, its key line and its help, so that none can say what another does not do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType
from textual.keys import format_key

# Keys in force by the id of a binding, where the user's settings say another than the command's own.
Keymap = Mapping[str, tuple[str, ...]]

_NAMED = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


def key_text(key: str) -> str:
    """A key as people write it: ``?`` for question_mark, ``ctrl+k``, ``F2``."""
    if key in _NAMED:
        return _NAMED[key]
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return key if "+" in key else format_key(key)


class Command(NamedTuple):
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
    def ids(self) -> dict[str, str]:
        """The id of each key's binding, by key. They are unique, so that each can be mapped anew by its own."""
        first, *others = self.keys.split(",")
        return {first: self.id} | {key: f"{self.id}.{key}" for key in others}

    @property
    def bindings(self) -> list[Binding]:
        """One binding a key."""
        return [
            Binding(
                key,
                self.action.replace("{key}", key),
                self.label,
                show=False,
                key_display=self.shown,
                tooltip=self.help,
                id=binding_id,
            )
            for key, binding_id in self.ids.items()
        ]

    def keys_now(self, keymap: Keymap) -> dict[str, tuple[str, ...]]:
        """The keys in force for each of the command's own keys."""
        return {key: keymap.get(binding_id, (key,)) for key, binding_id in self.ids.items()}

    def named(self, keymap: Keymap) -> str:
        """How a sentence calls the command's key: the one meant, or the first that the user's settings put in its place."""
        first = self.keys.split(",")[0]
        now = self.keys_now(keymap)[first]
        return self.shown if now == (first,) else key_text(now[0])

    def told(self, keymap: Keymap) -> Command:
        """The command as help tells it: with every other key that does the same."""
        if "{key}" in self.action or any(binding_id in keymap for binding_id in self.ids.values()):
            return self.under(keymap)
        others = [text for key in self.keys.split(",") if (text := key_text(key)) != self.shown]
        return self._replace(help=f"{self.help.removesuffix('.')} (also {', '.join(others)}).") if others else self

    def under(self, keymap: Keymap) -> Command:
        """The command as it is shown where these keys are in force."""
        if not any(binding_id in keymap for binding_id in self.ids.values()):
            return self
        now = list(dict.fromkeys(key for keys in self.keys_now(keymap).values() for key in keys))
        return self._replace(shown=" ".join(map(key_text, now)))


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of a screen."""
    return [binding for command in commands for binding in command.bindings]


HELP = Command("help", "question_mark,f1", "?", "help", "keys", "Lists every key of this screen.", rank=1)
BACK = Command("back", "q,escape", "q", "back", "back", "Goes back one screen.", rank=2)
QUIT = Command("quit", "ctrl+q,ctrl+c", "ctrl+q", "app.quit", "quit", "Leaves the program; everything saved is kept.")

# Of the program itself: these work on every screen.
PALETTE = Command("palette", "colon,ctrl+p", ":", "app.palette", "commands", "Lists every command that works here, to find by words.")
GLOSSARY = Command("glossary", "equals_sign,D", "=", "app.glossary", "terms", "Explains the terms: what a word means here.")
TOUR = Command("tour", "f3", "F3", "app.tour", "tour", "Shows the tour of five steps again.")
THEME = Command("theme", "f2", "F2", "app.choose_theme", "theme", "Picks other colours, light, dark or the terminal's own.")
APP_COMMANDS = (PALETTE, GLOSSARY, TOUR, THEME)

WHAT_IF = Command("what_if", "w", "w", "what_if", "what if", "Marks items as if they were finished and compares; nothing is stored.", 5)


def room(name: str, key: str, label: str, help_text: str, rank: int = 6) -> Command:
    """The command that goes to another screen of the same assessment."""
    return Command(f"room.{name}", key, key, f"room('{name}')", label, help_text, rank)


ROOMS: dict[str, Command] = {
    "interview": room("interview", "i", "interview", "Goes back to the interview.", rank=3),
    "results": room("results", "r", "results", "Shows verdicts, readiness and gaps.", rank=5),
    "plan": room("plan", "p", "plan", "Shows the remediation plan.", rank=7),
    "round": room("round", "N", "rounds", "Shows what is still to confirm and earlier rounds; starts the next round.", rank=8),
    "progress": room("progress", "P", "progress", "Shows what moved since an earlier round, and why.", rank=8),
    "scope": room("scope", "s", "scope", "Shows and changes what the assessment is about.", rank=7),
    "export": room(
        "export", "x", "export", "Writes the report: PDF, web page, Markdown, Word, Excel or JSON, for the reader you choose.", rank=8
    ),
    "importing": room("importing", "I", "import answers", "Takes over answers from a file; shows first what would change.", rank=0),
}


UNDO = Command("undo", "z", "z", "undo", "undo", "Takes the last change of this session back, whatever it was; the history keeps both.")
REDO = Command("redo", "Z", "Z", "redo", "redo", "Brings again what was taken back last.")
FIND = Command("find", "slash", "/", "find", "find", "Finds a question by id, criterion or any words; Esc leads back from it.")


def rooms_besides(here: str) -> tuple[Command, ...]:
    """What works on each screen of an assessment: the ways to the others and to any question, undo and redo.

    Where a field has the focus, as in the report's form, letters and signs are text: those screens have none of it.
    """
    # The interview says more of its own undo, and goes to what was found without a way back.
    turning = (REDO,) if here == "interview" else (FIND, UNDO, REDO)
    return (*(command for name, command in ROOMS.items() if name != here), *turning)


def keymap_of(app: object) -> Keymap:
    """The keys that ``app`` has in force in place of the commands' own, as far as it knows of any."""
    keymap: Keymap = getattr(app, "keymap", {})
    return keymap


def in_force(commands: Iterable[Command], app: object) -> list[Command]:
    """The commands with the keys that ``app`` has in force."""
    return [command.under(keymap_of(app)) for command in commands]


def fitting(commands: Sequence[Command], width: int) -> list[Command]:
    """The commands for a key line of ``width`` cells, in their own order; the ones of high rank give way first."""
    shown = [command for command in commands if command.rank]
    # A space inside each, and two between them.
    while sum(len(command.shown) + len(command.label) + 3 for command in shown) - 2 > width and len(shown) > 1:
        last = max(command.rank for command in shown)
        index = max(position for position, command in enumerate(shown) if command.rank == last)
        del shown[index]
    return shown
