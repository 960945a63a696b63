"""What a workbook keeps track with: evidence requests, recurring controls and progress, as tables of name, columns and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from readiness.exchange.tables import Cell

_NARROW, _MIDDLE, _WIDE = 12, 24, 60
Table = tuple[str, Sequence[tuple[str, int]], Sequence[Sequence[Cell]]]
"""A name, columns (heading, width in characters) and rows."""


def tracking_tables(data: Mapping[str, Any]) -> Iterator[tuple[str, Table]]:
    """Each table that has rows in the machine form ``data``, with the section it belongs to."""
    if data["requests"]:
        yield "requests", _requests(data["requests"])
    if data["recurring"]:
        yield "recurring", _recurring(data["recurring"]["rows"])
    if data["progress"]:
        yield "progress", _causes(data["progress"])
        yield "progress", _rounds(data["progress"])
        if data["progress"]["moves"]:
            yield "progress", _moves(data["progress"]["moves"])


def _requests(rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        ("Request", _MIDDLE),
        ("Control", _MIDDLE),
        ("Criterion", _NARROW),
        ("Item", _WIDE),
        ("Kind", _NARROW),
        ("What to bring", _WIDE),
        ("Period", _MIDDLE),
        ("Owner", _MIDDLE),
        ("Due", _NARROW),
        ("Overdue", _NARROW),
        ("Status", _NARROW),
        ("Reason", _MIDDLE),
        ("Source", _MIDDLE),
        ("Query", _MIDDLE),
        ("Rows", _NARROW),
        ("Extracted on", _NARROW),
        ("References noted", _NARROW),
    )
    return (
        "Evidence requests",
        columns,
        [
            (
                *(row[key] for key in ("id", "control", "criterion", "text", "kind")),
                "\n".join(row["wanted"]),
                row["period"],
                row["owner"],
                _day(row["due"]),
                row["overdue"],
                *(row[key] for key in ("status", "reason", "source", "query", "row_count")),
                _day(row["extracted_on"]),
                row["named"],
            )
            for row in rows
        ],
    )


def _recurring(rows: Sequence[Mapping[str, Any]]) -> Table:
    """A line for each day, so that the days can be filtered and sorted; one for a control without any."""
    columns = (
        ("Due", _NARROW),
        ("Control", _WIDE),
        ("Question", _MIDDLE),
        ("Criterion", _NARROW),
        ("How often", _NARROW),
        ("Owner", _MIDDLE),
        ("Last done", _NARROW),
        ("Overdue since", _NARROW),
        ("Note", _MIDDLE),
    )
    listed = [
        (
            _day(day),
            *(row[key] for key in ("text", "question", "criterion", "frequency", "owner")),
            _day(row["last_done"]),
            _day(row["since"]) if place == 0 else None,
            row["note"],
        )
        for row in rows
        for place, day in enumerate(row["days"] or [None])
    ]
    return "Recurring controls", columns, listed


def _causes(progress: Mapping[str, Any]) -> Table:
    columns = (("Why readiness moved", _MIDDLE * 2), ("Points", _NARROW), ("Lowest % before", _NARROW), ("Lowest % after", _NARROW))
    rows: list[Sequence[Cell]] = [
        (row["text"], row["points"], row["before"], row["after"], len(row["controls"])) for row in progress["causes"]
    ]
    whole = (
        f"{progress['earlier']} to {progress['later']}",
        progress["difference"],
        progress["before"]["low"],
        progress["after"]["low"],
        None,
    )
    return "Progress", (*columns, ("Controls", _NARROW)), [*rows, whole]


def _rounds(progress: Mapping[str, Any]) -> Table:
    columns = [("Round", _MIDDLE), ("Day", _NARROW)]
    columns += [(head, _NARROW) for head in ("Lowest %", "Readiness %", "Highest %", "Answered %", "Criteria at their aim", "Criteria")]
    rows = [
        (
            row["round"],
            _day(row["day"]),
            *(row[key] for key in ("low", "value", "high")),
            100 * row["answered"],
            row["met"],
            row["criteria"],
        )
        for row in progress["trend"]
    ]
    return "Rounds", columns, rows


def _moves(moves: Sequence[Mapping[str, Any]]) -> Table:
    columns = (("Criterion", _NARROW), ("Title", _WIDE), ("How", _MIDDLE), ("Before", _MIDDLE), ("After", _MIDDLE))
    return (
        "Verdicts that moved",
        columns,
        [[row[key] for key in ("criterion", "title", "direction_word", "before", "after")] for row in moves],
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
