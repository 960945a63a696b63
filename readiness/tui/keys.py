"""Keys of the user's own: what the settings say under ``[keys]`` becomes a keymap, or one sentence on why it can't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from textual.binding import Binding
from textual.keys import Keys, format_key, key_to_character

from questionnaires.wording import ended, nearest, shortened
from readiness.tui.commands import APP_COMMANDS, ROOMS, Command, Keymap, key_text

Screens = Mapping[str, tuple[Command, ...]]
_MODIFIERS = ("ctrl", "alt", "shift")
_SPELT = {"esc": "escape", "del": "delete", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
_MOST_KEYS = 5


def all_screens() -> Screens:
    """The commands of every screen by its name. Loads all screens: for users who map keys, and tests."""
    names = ("start", "portfolio", *ROOMS)
    return {name: import_module(f"readiness.tui.screens.{name}").COMMANDS for name in names}


def key_named(text: str) -> str:
    """Textual's name of a key: ``?`` or question_mark, F5, ctrl+r, shift+up. Raises ValueError for what is no key."""
    *modifiers, key = text.split("+") if len(text) > 1 else (text,)
    modifiers = [modifier.lower() for modifier in modifiers]
    if not key or any(modifier not in _MODIFIERS for modifier in modifiers) or len(set(modifiers)) != len(modifiers):
        raise ValueError(text)
    if len(key) == 1:
        if not key.isprintable() or key.isspace():
            raise ValueError(text)
        # Textual's own way from a character to its name; a comma it would take as one between two keys.
        name = "comma" if key == "," else next(iter(Binding.make_bindings([Binding(key, "")]))).key
    else:
        name = _SPELT.get(key.lower(), key.lower())
    # A few characters, such as the plus-minus sign, have a name that Textual does not find its way back from.
    if name not in set(Keys) and len(format_key(name)) != 1 and key_to_character(name) is None:
        raise ValueError(text)
    return "+".join((*sorted(modifiers), name))


def keymap_of(stated: Mapping[str, str], screens: Screens, where: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keymap that ``stated`` asks for, by binding id, and one sentence for each of its lines that can't be used.

    ``stated`` maps the name of a command, or of one of its keys (``answer.3``), to keys separated by spaces; ``where`` is the file.
    A command gets the keys stated and no others. Two commands of a screen never share a key: a line that would make them is left out.
    """
    commands = {command.id: command for commands in screens.values() for command in commands} | {one.id: one for one in APP_COMMANDS}
    parts = {binding_id: command for command in commands.values() for binding_id in command.ids.values()}
    warnings: list[str] = []
    wanted: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, text in stated.items():
        try:
            wanted[name] = _wanted(name, text, screens, parts)
        except ValueError as error:
            warnings.append(ended(f"{where}: keys.{shortened(name, 60)} is left out: {error}"))
    while clash := _clash(wanted, screens):
        name, sentence = clash
        del wanted[name]
        warnings.append(ended(f"{where}: keys.{name} is left out: {sentence}"))
    return {binding_id: keys for mapped in wanted.values() for binding_id, keys in mapped.items()}, warnings


def _wanted(name: str, text: str, screens: Screens, parts: Mapping[str, Command]) -> dict[str, tuple[str, ...]]:
    """The keys of one line by binding id. Raises ValueError with what is wrong."""
    every = [command for commands in (*screens.values(), APP_COMMANDS) for command in commands]
    mine = [command for command in every if command.id == name]
    several = next((command for command in mine if "{key}" in command.action), None)
    if several is not None:
        raise ValueError(f"each of its keys means something else; name one of them, such as {name}.{several.keys.split(',')[1]}")
    single = [(command, key) for command in every for key in command.keys.split(",") if f"{command.id}.{key}" == name]
    if not mine and not single:
        raise ValueError(f"no command has this name{nearest(name, parts) or '; : in the program lists them'}")
    keys: list[str] = []
    for part in text.split():
        try:
            keys.append(key_named(part))
        except ValueError:
            raise ValueError(f"{shortened(part, 30)!r} is no key; write a character, F5, ctrl+r, shift+up or the like") from None
    if not 1 <= len(keys) <= _MOST_KEYS:
        raise ValueError(f"name one to {_MOST_KEYS} keys, separated by spaces")
    if mine:
        return {binding_id: tuple(keys) for command in mine for binding_id in command.ids.values()}
    return {command.ids[key]: tuple(keys) for command, key in single}


def _clash(wanted: Mapping[str, Mapping[str, tuple[str, ...]]], screens: Screens) -> tuple[str, str] | None:
    """A line that gives a command a key which another one on the same screen has, and what to say of it."""
    keymap: Keymap = {binding_id: keys for mapped in wanted.values() for binding_id, keys in mapped.items()}
    line = {binding_id: name for name, mapped in wanted.items() for binding_id in mapped}
    for screen, commands in screens.items():
        taken: dict[str, tuple[Command, str]] = {}
        for command, binding_id, key in _in_force((*commands, *APP_COMMANDS), keymap):
            other, other_id = taken.setdefault(key, (command, binding_id))
            if _same(command, binding_id, other, other_id):
                continue
            mapped = line.get(binding_id) or line.get(other_id)
            if mapped is not None:
                rival = other if line.get(binding_id) == mapped else command
                return (
                    mapped,
                    f"{key_text(key)} is the key of {rival.id} on the {screen} screen already; pick another, or move that one too",
                )
    return None


def _same(command: Command, binding_id: str, other: Command, other_id: str) -> bool:
    """Whether two bindings do the same thing."""
    return binding_id == other_id or (command.id == other.id and "{key}" not in command.action)


def _in_force(commands: Iterable[Command], keymap: Keymap) -> Iterable[tuple[Command, str, str]]:
    for command in commands:
        for own, keys in command.keys_now(keymap).items():
            for key in keys:
                yield command, command.ids[own], key
