"""Writes to the terminal: user text without control characters, JSON without surprises, whatever the terminal can show.

Imports nothing heavy: the commands that only print a version or a help text load this too.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from typing import Any

_NARROWEST, _WIDEST = 60, 100
_JOINED = "\N{NO-BREAK SPACE}"


def safe(text: str) -> str:
    """Text from a file or a user, fit for a terminal: control and direction-changing characters become visible marks."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_odd(char) else char for char in text)


def _is_odd(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs")


def counted(number: int, thing: str) -> str:
    """``1 answer``, ``2 answers``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def none_of_them(*, overdue: bool, status: str = "", owner: str | None = None) -> str:
    """Why a filtered list is empty: ``None of them is overdue and owned by Ada.`` At least one filter is given."""
    wanted = [
        *["overdue"] * overdue,
        *[f"marked {status}"] * bool(status),
        *([] if owner is None else [f"owned by {owner or 'nobody yet'}"]),
    ]
    return f"None of them is {' and '.join(wanted)}."


def say(text: str = "") -> None:
    """One line on standard output, made safe."""
    _write(safe(text))


def say_wrapped(text: str, indent: str = "  ", hanging: int = 0) -> None:
    """A text in lines as wide as the terminal is, or as is good to read, each indented; from the second on ``hanging`` cells more,
    half a line at most.

    What stands in backticks stays on one line, to be copied whole; so does what a no-break space joins. Other words that are longer
    than a line are broken.
    """
    width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    hanging = min(hanging, width // 2)
    room = width - len(indent) - hanging

    def fit(found: re.Match[str]) -> str:
        word = found[0]
        if word.startswith("`"):
            return word.replace(" ", _JOINED)
        return " ".join(word[at : at + room] for at in range(0, len(word), room))

    whole = re.sub(rf"`[^`]*`|[^\s`]{{{room + 1},}}", fit, text)
    lines = textwrap.wrap(
        whole,
        width,
        initial_indent=indent,
        subsequent_indent=indent + " " * hanging,
        break_on_hyphens=False,
        break_long_words=False,
    )
    for line in lines:
        say(line.replace(_JOINED, " "))


def joined(*parts: str) -> str:
    """Parts that `say_wrapped` keeps on one line, with spaces between them."""
    return _JOINED.join(parts)


def complain(text: object) -> None:
    """One message of the program on standard error, made safe."""
    # Late, here and below: the full-screen program says nothing before its first frame.
    import click

    click.echo(f"readiness: {safe(str(text))}", err=True)


def print_json(data: Any) -> None:
    """Data as indented JSON on standard output; what a terminal could take for a command is written as an escape."""
    text = json.dumps(data, ensure_ascii=not _writes_unicode(), indent=2)
    _write("".join(_json_escape(char) if _is_odd(char) else char for char in text))


def _json_escape(char: str) -> str:
    pair = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pair[at]:02x}{pair[at + 1]:02x}" for at in range(0, len(pair), 2))


def _writes_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def _write(text: str) -> None:
    import click

    try:
        click.echo(text)
    except BrokenPipeError:
        # The reader went away (a pager closed); the command still ends with its own exit code.
        discard_output()


def discard_output() -> None:
    """Sends the rest of standard output nowhere, so that flushing it at the end cannot fail."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def allow_any_text() -> None:
    """Lets standard output write every character, as an escape such as ``\\u2192`` where its encoding has no such thing."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not _writes_unicode():
        sys.stdout.reconfigure(errors="backslashreplace")
