"""The command that checks a file and repairs it from its own history: check."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.output import recorder_name
from readiness.cli.started import typed
from readiness.cli.text import complain, say
from readiness.storage import Store
from readiness.storage.checking import worded
from readiness.storage.problems import Inconsistent, Unsound


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--repair", is_flag=True, help="Make it anew from the history, once a copy is kept beside it.")
def check(file: Path, repair: bool) -> int:
    """Say whether FILE is sound: its pages, its history, and what follows from that; exit code 1 if not.

    Scores and reports come from tables that follow from the history. Where they do not, after a crash of the disk or a change by
    another program, --repair makes them anew.
    """
    try:
        with Store.open(file, write=repair, recorder=recorder_name()) as store:
            if repair and (repaired := store.repair()):
                say(f"{file} was repaired from its history: {worded(repaired.rows)}. As it was before it stands in {repaired.backup}.")
                return 0
            store.verify()
    except Inconsistent as error:
        complain(f"{error}; {typed('check', file, '--repair')} makes them anew and keeps a copy.")
        return 1
    except Unsound as error:
        complain(error)
        return 1
    say(f"{file} is sound{': there is nothing to repair' if repair else ''}.")
    return 0
