"""Opens the interactive program: full screen where the terminal can, lines of text where it cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

import click

from readiness.cli.started import command_name, typed
from readiness.errors import FileProblem, ReadinessError


@click.command("open", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plain", is_flag=True, help="Ask in lines of text instead: for screen readers and simple terminals.")
@click.option("--served", is_flag=True, hidden=True, help="Speak to the server of `readiness serve`, which starts this.")
@click.pass_context
def open_file(context: click.Context, file: Path, plain: bool, served: bool) -> None:
    """Open FILE in the interactive program."""
    if served:
        from readiness.tui.served import run_served

        run_served(file)
        return
    open_program(file, plain=plain or bool(context.obj["plain"]))


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
    from readiness.tui.app import run_app

    run_app(file)


def check_there(file: Path) -> None:
    """Raises FileProblem, with the command that starts one, for a file that does not exist."""
    if not os.path.lexists(file):
        raise FileProblem(f"{file}: no such file; {typed('new', file, '--org', 'NAME')} starts one.")


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at the other end; a stream that was closed before the start is None."""
    return stream is not None and stream.isatty()
