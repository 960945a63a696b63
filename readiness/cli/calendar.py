"""The command that puts what falls due into a calendar: calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness.agenda import calendar as calendar_of
from readiness.cli.output import reading, write_file
from readiness.cli.text import say_wrapped
from readiness.cli.windowing import Day
from readiness.exchange.calendars import Written, calendar_text, written_before

_MOST = 12
_LARGEST = 8 * 2**20
"""Bytes of the largest calendar that is looked at for what was written before."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT.ics", help="Where to write it.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day; today if left out.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day; a year on if left out.")
def calendar(file: Path, output: Path, first: date | None, last: date | None) -> None:
    """Write recurring controls and due items as a calendar (.ics).

    Imported again, entries update; written over an earlier OUT.ics, it calls off what fell due there and no longer does. With a
    capacity stated in the file, planned work stands in it too.
    """
    with reading(file) as assessment:
        made = calendar_of(assessment, first, last)
    entries, undated = made.agenda.entries, made.agenda.undated
    before = _written_before(output, made.file_id)
    # Never less than an export before: days run backwards where a clock is set back.
    revision = max((made.revision, *(one.sequence for one in before)))
    gone = [one for one in before if made.today <= one.end and made.first <= one.end and one.start <= made.last]
    write_file(output, calendar_text(made.file_id, made.organisation, entries, revision, made.today, gone), [file])
    say_wrapped(f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'} from {made.first} to {made.last}.")
    if undated:
        say_wrapped(f"Not in it, because nobody said when they last ran ({len(undated)}):")
        say_wrapped(", ".join(undated[:_MOST]) + (f" and {len(undated) - _MOST} more" if len(undated) > _MOST else ""), indent="    ")
    say_wrapped("Titles and days only; who can see your calendar can read them.")


def _written_before(output: Path, file_id: str) -> tuple[Written, ...]:
    """What an earlier export to the same file holds; nothing where that is no calendar of this file."""
    try:
        if not output.is_file() or output.stat().st_size > _LARGEST:
            return ()
        return written_before(output.read_bytes(), file_id)
    except OSError:
        # Writing will say what is wrong with it.
        return ()
