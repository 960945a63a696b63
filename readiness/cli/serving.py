"""The command that serves one assessment to a browser on this machine: for a workshop at a projector."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.output import reading
from readiness.cli.text import say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen on; any free one if left out.")
def serve(file: Path, port: int) -> None:
    """Show FILE in a browser on this machine, until ctrl+c.

    Only this machine reaches it, only by the secret address that is printed, and only FILE can be opened there.
    """
    with reading(file):
        pass
    from readiness.web.server import serve as serve_file

    serve_file(file, port, _announce)
    say("Stopped; everything answered so far is kept.")


def _announce(address: str) -> None:
    say(f"Open this address in a browser on this machine; whoever has it can read and answer the file:\n\n  {address}\n")
    say("Ctrl+C stops.")
