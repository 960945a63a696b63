"""The user's configuration: defaults, then the file, then the environment, the later ones winning. Never fatal.

Read before the first frame is drawn, so without pydantic.
"""

from __future__ import annotations

import getpass
import os
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from questionnaires.wording import explained, shortened
from readiness.papers import A4, PAPERS, PaperName
from readiness.paths import config_file

_LONGEST_KEYS = 200


_MOST, _AMONG = "most", "among"
_TRUTH = {word: truth for truth, words in ((True, "1 true t yes y on"), (False, "0 false f no n off")) for word in words.split()}


def _text(default: str = "", *, most: int) -> str:
    """A field for a text of at most that many characters."""
    made: str = field(default=default, metadata={_MOST: most})
    return made


@dataclass(frozen=True, slots=True)
class Config:
    """What a user may set.

    ``recorder`` is who types, kept with every change; ``theme`` a theme name of the full-screen app; ``language`` the code of the
    language that new files are asked in, as far as the questions are translated (empty: as they were written);
    ``library`` the folder of a question library of one's own that they are asked with (empty: the shipped one).
    ``paper`` the name of the size that reports are printed on; ``motion`` whether the full-screen app may move things smoothly;
    ``keys`` maps names of its commands to keys, separated by spaces.
    """

    recorder: str = _text(most=200)
    theme: str = _text("readiness-dark", most=64)
    advance: bool = True
    language: str = _text(most=16)
    library: str = _text(most=4_000)
    paper: PaperName = field(default=A4.name, metadata={_AMONG: tuple(PAPERS)})
    motion: bool = True
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def library_folder(self) -> Path | None:
        """The folder of the user's own library, ``~`` understood; None for the shipped one."""
        if not self.library.strip():
            return None
        try:
            return Path(self.library.strip()).expanduser()
        except RuntimeError:  # ~somebody who is nobody: the folder will be missing
            return Path(self.library.strip())


def load_config(path: Path | None = None) -> tuple[Config, list[str]]:
    """The configuration in force and one warning for each thing in the file that could not be used."""
    source = path or config_file()
    stated, warnings = _from_file(source)
    values = {key: (value, f"{source}: {key}") for key, value in stated.items()}
    settings = {setting.name: setting.metadata for setting in fields(Config)}
    for key in (key for key in settings if key != "keys"):
        variable = f"READINESS_{key.upper()}"
        from_environment = os.environ.get(variable)
        if from_environment is not None:
            values[key] = (from_environment, variable)
    kept: dict[str, Any] = {}
    for key, (value, where) in values.items():
        if key not in settings:
            warnings.append(f"{where} is no setting of this program and is left out.")
            continue
        if key == "keys":
            kept[key], odd = _keys(value, where)
            warnings += odd
            continue
        fault, read = _read(value, settings[key])
        if fault:
            warnings.append(f"{where} {fault}; the default is used.")
        else:
            kept[key] = read
    config = Config(**kept)
    return config if config.recorder.strip() else replace(config, recorder=_login_name()), warnings


def _read(value: object, bounds: Mapping[str, Any]) -> tuple[str, object]:
    """Why this can't be a setting within those bounds, or nothing; then what it is read as."""
    if _MOST in bounds:
        return _fault_in_text(value, bounds[_MOST]), value
    word = _word(value)
    if _AMONG in bounds:
        expected = " or ".join(map(repr, bounds[_AMONG]))
        return "" if word in bounds[_AMONG] else _explained("literal_error", value, expected=expected), word
    return "" if word in _TRUTH else _explained("bool_type", value), _TRUTH.get(word)


def _keys(value: object, where: str) -> tuple[dict[str, str], list[str]]:
    """The entries of a table of keys that are text, and one warning for each that is not."""
    if not isinstance(value, dict):
        return {}, [f"{where} {_explained('dict_type', value)}; the default is used."]
    lines = dict(_lines(value))
    faults = {name: _fault_in_text(wanted, _LONGEST_KEYS) for name, wanted in lines.items()}
    warnings = [f"{where}.{shortened(name)} {fault}; the default is used." for name, fault in faults.items() if fault]
    return {name: wanted for name, wanted in lines.items() if not faults[name]}, warnings


def _lines(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries by their whole names: TOML reads ``room.plan = "P"`` as a table in a table."""
    # No recursion: TOML may nest deeper than Python calls.
    waiting = deque(table.items())
    while waiting:
        name, value = waiting.popleft()
        if isinstance(value, dict):
            waiting.extend((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _fault_in_text(value: object, most: int) -> str:
    """Why this can't be a text of at most that many characters, in the words that every file of the user's is spoken of; else nothing."""
    if not isinstance(value, str):
        return _explained("string_type", value)
    try:
        value.encode()
    except UnicodeEncodeError:
        return _explained("string_unicode", value)
    return _explained("string_too_long", value, max_length=most) if len(value) > most else ""


def _word(value: object) -> str:
    """What stands for one of a few values, as text: an environment variable is nothing else."""
    return str(value).lower() if isinstance(value, bool | int | str) else ""


def _explained(fault: str, value: object, **context: object) -> str:
    return explained({"type": fault, "loc": (), "msg": "", "input": value, "ctx": context})


def _from_file(source: Path) -> tuple[dict[str, object], list[str]]:
    try:
        written = source.read_text(encoding="utf-8")
        # Most people have no such file, and the first frame waits for this.
        import tomllib

        return dict(tomllib.loads(written)), []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return {}, [f"{source}: cannot be used ({reason}); defaults apply."]


def _login_name() -> str:
    try:
        return getpass.getuser()[:200]
    except (OSError, KeyError):
        return "unknown"
