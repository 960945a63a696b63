"""One line in, one line out: plain reading where control sequences would do harm, questionary in a capable terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
import unicodedata
from typing import TextIO

LEAST_WIDTH = 40


def prompt(question: str) -> str | None:
    """One line from the user; None at the end of input or on ctrl+c.

    A dumb terminal, a pipe or a file at either end gets no control sequence at all.
    """
    try:
        if not _takes_control_sequences():
            return _bare_line(question)
        # Asking where the cursor stands only makes a slow connection slower, and some terminals print the question.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        import questionary

        return str(questionary.text(question, qmark="").unsafe_ask())
    except UnicodeDecodeError:
        return ""
    except (EOFError, KeyboardInterrupt):
        print_line("")
        return None


def _takes_control_sequences() -> bool:
    return os.environ.get("TERM", "") not in ("", "dumb") and _is_terminal(sys.stdin) and _is_terminal(sys.stdout)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _bare_line(question: str) -> str:
    """A line read as it comes; in a pipe, where nobody types Enter, the prompt ends its own line."""
    if sys.stdin is None:
        raise EOFError
    if _is_terminal(sys.stdin) and _is_terminal(sys.stdout):
        return input(f"{question} ")
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":
        # Bytes that are no text become marks; a strict reader would lose the lines read ahead with them. Possible before the first read.
        sys.stdin.reconfigure(errors="replace")
    print_line(question)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def print_line(line: str) -> None:
    """Writes one line, broken at words to the terminal's width, and at once."""
    sys.stdout.write(f"{wrapped(line, shutil.get_terminal_size().columns)}\n")
    sys.stdout.flush()


def wrapped(line: str, width: int) -> str:
    """The line broken at words to the terminal's width; what goes on under a rung stands under its sentence."""
    indent = "   " if line[:1].isdigit() and line[1:3] == ": " else ""
    broken = textwrap.wrap(line, max(LEAST_WIDTH, width), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(broken)


def plain(text: str) -> str:
    """One line without control characters, whatever a library, a file or a person wrote."""
    return " ".join("".join(" " if unicodedata.category(char).startswith("C") else char for char in text).split())
