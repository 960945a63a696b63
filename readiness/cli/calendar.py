"""The command that puts what falls due into a calendar: calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness.agenda import calendar as calendar_of
from readiness.cli.output import reading, write_file
from readiness.cli.text import say_wrapped
from readiness.cli.windowing import Day
from readiness.exchange.calendars import calendar_text

_MOST = 12


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT.ics", help="Where to write it.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day; today if left out.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day; a year on if left out.")
def calendar(file: Path, output: Path, first: date | None, last: date | None) -> None:
    """Write recurring controls and due items as a calendar (.ics).

    Imported again, entries update. With a capacity stated in the file, planned work stands in it too.
    """
    with reading(file) as assessment:
        made = calendar_of(assessment, first, last)
    entries, undated = made.agenda.entries, made.agenda.undated
    write_file(output, calendar_text(made.file_id, made.organisation, entries, made.revision, made.today), [file])
    say_wrapped(f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'} from {made.first} to {made.last}.")
    if undated:
        say_wrapped(f"Not in it, because nobody said when they last ran ({len(undated)}):")
        say_wrapped(", ".join(undated[:_MOST]) + (f" and {len(undated) - _MOST} more" if len(undated) > _MOST else ""), indent="    ")
    say_wrapped("Titles and days only; who can see your calendar can read them.")
