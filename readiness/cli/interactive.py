"""Opens the interactive program: full screen where the terminal can, lines of text where it cannot. Imports nothing heavy."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from readiness.cli.started import command_name, typed
from readiness.errors import FileProblem, ReadinessError


def open_program(file: Path | None, *, plain: bool = False) -> None:
    """Runs the interactive program until the user leaves it. Raises ReadinessError without a terminal to run in."""
    if file is not None:
        check_there(file)
    # Asked for by name, lines of text may come from a pipe; otherwise somebody has to be there.
    if not (plain and file is not None) and not all(_is_terminal(stream) for stream in (sys.stdin, sys.stdout)):
        raise ReadinessError("this needs a terminal; `readiness --help` lists the commands that do not.")
    # The full-screen program draws on standard error, so that one has to be a terminal too.
    if plain or os.environ.get("TERM", "") in ("", "dumb") or not _is_terminal(sys.stderr):
        from readiness.cli.output import recorder_name
        from readiness.plain.interview import plain_interview

        plain_interview(file, recorder=recorder_name(), command=command_name())
        return
    # Nearly all of what loads now stays: the screen that has been drawn lets garbage be looked for again.
    gc.disable()
    with without_tls():
        from readiness.tui.app import run_app

    run_app(file)


@contextlib.contextmanager
def without_tls() -> Iterator[None]:
    """Spares the machine's TLS, which asyncio loads where there is one: this program makes no connection. Others find it later."""
    spared = "ssl" not in sys.modules
    if spared:
        sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if spared:
            del sys.modules["ssl"]


def check_there(file: Path) -> None:
    """Raises FileProblem, with the command that starts one, for a file that does not exist."""
    if not os.path.lexists(file):
        raise FileProblem(f"{file}: no such file; {typed('new', file, '--org', 'NAME')} starts one.")


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at the other end; a stream that was closed before the start is None."""
    return stream is not None and stream.isatty()
