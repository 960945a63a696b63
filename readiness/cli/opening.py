"""The hidden command behind ``readiness FILE``."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.interactive import open_program


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
