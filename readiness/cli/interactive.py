"""Opens the interactive program: full screen where the terminal can, lines of text where it cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from readiness.errors import FileProblem, ReadinessError


@click.command("open", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
def open_file(file: Path) -> None:
    """Open FILE in the interactive program."""
    open_program(file)


def open_program(file: Path | None) -> None:
    """Runs the interactive program until the user leaves it. Raises ReadinessError without a terminal to run in."""
    if file is not None and not file.exists():
        raise FileProblem(f"{file}: no such file; `readiness new {file} --org NAME` starts one.")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReadinessError("this needs a terminal; `readiness --help` lists the commands that do not.")
    if os.environ.get("TERM", "") in ("", "dumb"):
        from readiness.plain.interview import plain_interview

        plain_interview(file)
        return
    from readiness.tui.app import run_app

    run_app(file)
