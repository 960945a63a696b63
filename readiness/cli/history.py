"""The command on who changed what and when: history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from questionnaires.wording import shortened
from readiness.chronicle import Change, Difference
from readiness.chronicle import history as changes
from readiness.cli.output import reading, write_text
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.tables import Cell, csv_text

_COLUMNS = ("recorded_at", "recorder", "respondent", "round", "kind", "subject", "what", "field", "before", "after", "undoes", "event")
_LONGEST = 60


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("question", metavar="[QUESTION]", default="")
@click.option("--by", metavar="WHO", default="", help="What this person recorded or said.")
@click.option("--since", type=Day(), metavar="DATE", help="From this day on (UTC).")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, one line a changed field, or print it with -.")
def history(file: Path, question: str, by: str, since: date | None, as_json: bool, table: str | None) -> None:
    """Show who changed what and when, newest last: in all of FILE, or about QUESTION."""
    if as_json and table is not None:
        raise ReadinessError("--json and --csv are two ways to print the same history; use one of them.")
    with reading(file) as assessment:
        found = changes(assessment, question or None, by=by, since=since)
    if as_json:
        print_json({"events": [_data(change) for change in found]})
    elif table is not None:
        write_text(table, csv_text(_COLUMNS, (row for change in found for row in _cells(change))), [file])
    else:
        for change in found:
            _print(change)
        say(f"{counted(len(found), 'change')}.")


def _data(change: Change) -> dict[str, Any]:
    """Moments in UTC; ``changes`` are the fields that differ from what stood before, as text, empty for nothing."""
    event = change.event
    return {
        "event": event.id,
        "recorded_at": event.recorded_at,
        "recorder": event.recorder,
        "respondent": event.respondent,
        "round": change.round or None,
        "kind": event.kind.value,
        "subject": event.subject,
        "what": change.what,
        "undoes": event.undoes,
        "undone": change.undone,
        "redone": change.redone,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in change.differences],
    }


def _cells(change: Change) -> Iterator[Sequence[Cell]]:
    event = change.event
    about = (event.recorded_at, event.recorder, event.respondent, change.round, event.kind.value, event.subject, change.what)
    for one in change.differences or (Difference("", "", ""),):
        yield (*about, one.field, one.before, one.after, event.undoes, event.id)


def _print(change: Change) -> None:
    event = change.event
    said_by = f", said by {_short(event.respondent)}" if event.respondent and event.respondent != event.recorder else ""
    say(f"{event.recorded_at[:10]} {event.recorded_at[11:16]} UTC  {_short(event.recorder) or 'somebody'}{said_by}")
    where = f" ({_short(change.round)})" if change.round else ""
    say_wrapped(f"{_short(change.what)}{where}: {_how(change)}", indent="    ")


def _how(change: Change) -> str:
    if change.removed:
        how = "taken back" if change.event.kind.value.startswith("answer") else "removed"
    else:
        how = "; ".join(map(_difference, change.differences)) or "said again, unchanged"
    if (back := change.taken_back) is not None:
        # What undoes an undo states again what that had taken back.
        how += f" ({'redoes what was undone' if back.undoes else 'undoes'} {back.recorded_at[:16].replace('T', ' ')} UTC)"
    if change.undone or change.redone:
        how += " [undone since]" if change.undone else " [undone and redone since]"
    return how


def _difference(one: Difference) -> str:
    field = one.field.replace("_", " ")
    if not one.before:
        return f"{field} {_short(one.after)}"
    return f"{field} {_short(one.before)} -> {_short(one.after) or 'nothing'}"


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST)
