"""The command on many assessments at once: portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from questionnaires.wording import shortened
from readiness.cli.output import write_text
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.items import day_data
from readiness.exchange.results import figure_data
from readiness.exchange.tables import Cell, csv_text
from readiness.portfolio import SORT_KEYS, Row, SortKey, files_in, in_order, rows

_COLUMNS = (
    "file",
    "organisation",
    "type",
    "set",
    "round",
    "answered_percent",
    "readiness_low",
    "readiness_value",
    "readiness_high",
    "unmet",
    "unmet_criteria",
    "overdue_items",
    "overdue_requests",
    "next_date",
    "next_event",
    "closed",
    "retain_until",
    "problem",
)
_NAME = 24


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--recursive", "-r", is_flag=True, help="The folders below it as well.")
@click.option("--sort", "key", type=click.Choice(SORT_KEYS), default="organisation", help="What needs attention first by this.")
@click.option("--past-retention", is_flag=True, help="Only closed files whose day of retention is over, to be disposed of by you.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, or print it with -.")
def portfolio(folder: Path, recursive: bool, key: str, past_retention: bool, as_json: bool, table: str | None) -> None:
    """Show where every assessment in DIR stands, in one table. Deletes nothing."""
    if as_json and table is not None:
        raise ReadinessError("--json and --csv are two ways to print the same table; use one of them.")
    today = date.today()
    every = rows(files_in(folder, recursive=recursive), today=today)
    found = in_order([row for row in every if not past_retention or _is_past(row, today)], cast(SortKey, key))
    if as_json:
        print_json({"today": today.isoformat(), "files": [_data(row) for row in found]})
    elif table is not None:
        text = csv_text(_COLUMNS, map(_cells, found))
        write_text(table, text, [row.path for row in found])
    else:
        _print(folder, found, past_retention)


def _is_past(row: Row, today: date) -> bool:
    """A file that cannot be read is listed with the rest: nobody knows how long it is to be kept."""
    return row.standing is None or row.standing.past_retention(today)


def _data(row: Row) -> dict[str, Any]:
    """Shares 0-1, figures percent; everything null in a file that cannot be read, ``problem`` null in any other."""
    one = row.standing
    return {
        "file": str(row.path),
        "file_id": one and one.file_id,
        "organisation": one and one.organisation,
        "type": one and one.report_type,
        "set": one and one.question_set,
        "round": one and one.round,
        "answered": None if one is None else round(one.answered, 4),
        "readiness": None if one is None else figure_data(one.readiness),
        "unmet": None if one is None else list(one.unmet),
        "overdue_items": None if one is None else one.overdue,
        "overdue_requests": None if one is None else one.overdue_requests,
        "next_date": None if one is None else day_data(one.next_date),
        "next_event": one and one.next_event,
        "closed": one and one.closed,
        "retain_until": None if one is None else day_data(one.retain_until),
        "problem": row.problem or None,
    }


def _cells(row: Row) -> Sequence[Cell]:
    one = row.standing
    if one is None:
        return (str(row.path), *[None] * (len(_COLUMNS) - 2), row.problem)
    figure = figure_data(one.readiness)
    return (
        str(row.path),
        one.organisation,
        one.report_type,
        one.question_set,
        one.round,
        round(100 * one.answered, 1),
        figure["low"],
        figure["value"],
        figure["high"],
        len(one.unmet),
        " ".join(one.unmet),
        one.overdue,
        one.overdue_requests,
        one.next_date,
        one.next_event,
        "yes" if one.closed else "no",
        one.retain_until,
        None,
    )


def _print(folder: Path, found: Sequence[Row], past_retention: bool) -> None:
    if not found:
        say(f"No assessment file in {folder}{' is closed and past its day of retention' if past_retention else ''}.")
        return
    say(f"  {'organisation':{_NAME}} {'type':4} {'answered':>8} {'readiness':>10} {'unmet':>5} {'overdue':>7}  next")
    for row in found:
        one = row.standing
        if one is None:
            continue
        name, figure = shortened(" ".join(one.organisation.split()), _NAME), one.readiness
        bounds = f"{figure.low:.0f}-{figure.high:.0f} %"
        line = (
            f"{name:{_NAME}} {'I' * one.report_type:4} {f'{100 * one.answered:.0f} %':>8} {bounds:>10} {len(one.unmet):>5} {one.overdue:>7}"
        )
        say(f"{'!' if one.overdue or one.overdue_requests else ' '} {line}  {one.next_date or ''}")
        more = f"{one.round}{' (quick set)' if one.question_set == 'quick' else ''}" + (
            f"; next: {one.next_event}" if one.next_event else ""
        )
        late = f"; {counted(one.overdue_requests, 'evidence request')} overdue" if one.overdue_requests else ""
        kept = f"; closed, kept until {one.retain_until}" if one.closed else ""
        say(f"    {row.path}: {more}{late}{kept}")
    unreadable = [row for row in found if row.standing is None]
    for row in unreadable:
        say(f"! {row.path}:")
        say_wrapped(row.problem, indent="    ")
    say(f"\n{counted(len(found), 'file')}{f', {len(unreadable)} of them cannot be read' if unreadable else ''}.")
    if past_retention and len(found) > len(unreadable):
        say("To be disposed of by whoever decides that; with their .bak files and the reports written from them. Nothing was deleted.")
