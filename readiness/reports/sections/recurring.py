"""Recurring controls: which, how often, whose, and on which days they come due next."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.columns import Block, column_width, in_columns
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit
from readiness.reports.model import ReportContext
from readiness.reports.requested import RecurringRow
from readiness.reports.words import day_text, short_day

_GAP, _ID = 6.0, 30.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a control in two columns, what comes due soonest first; those without a day after them, under what they lack."""
    found = context.recurring
    if found is None:
        return []
    lead = (
        f"From {day_text(found.first)} to {day_text(found.last)}, each in its own rhythm from the day it was last done. "
        "A run that was missed cannot be made up for afterwards; `readiness calendar` puts these days into your own calendar."
    )
    blocks = [Block([[_row(kit, row)]]) for row in found.rows if row.days or row.since is not None]
    undated: dict[str, list[RecurringRow]] = {}
    for row in found.rows:
        if not row.days and row.since is None:
            undated.setdefault(row.note, []).append(row)
    head = kit.section("recurring", lead)
    parts: list[Flowable] = []
    if blocks:
        parts, head = in_columns(head, blocks), []
    for note, rows in undated.items():
        # Without a dated row the chapter's heading stays with the first of these.
        head += [kit.paragraph(f"{note[:1].upper()}{note[1:]}:" if note else "Without a day:", theme.SMALL_BOLD), Space(3)]
        parts += in_columns(head, [Block([[_row(kit, row, noted=False)]]) for row in rows])
        head = []
    return parts + head


def _row(kit: Kit, row: RecurringRow, *, noted: bool = True) -> Box:
    main: list[Flowable] = [kit.run_in([(row.text, f"· {row.frequency} · {row.owner}")], theme.DENSE)]
    if row.since is not None:
        main.append(kit.paragraph(f"overdue since {short_day(row.since)}", theme.DENSE_BOLD))
    if row.days:
        main.append(kit.paragraph(", ".join(map(short_day, row.days)), theme.DENSE))
    notes = [f"last done {short_day(row.last_done)}"] if row.last_done is not None else []
    if notes := [*notes, *([row.note] if row.note and noted else [])]:
        main.append(kit.paragraph("; ".join(notes), theme.DENSE_MUTED))
    identity = Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)])
    return Box([identity, Column(column_width() - _ID - _GAP, main)], gap=_GAP, above=1.8, below=2.2, whole=0)
