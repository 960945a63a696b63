"""Recurring controls: which, how often, whose, and on which days they come due next."""

from __future__ import annotations

from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.requested import RecurringRow
from readiness.reports.words import day_text, short_day

_GAP = 12.0
_ID, _OWNER, _DAYS = 36.0, 90.0, 172.0
_MAIN = theme.WIDTH - _ID - _OWNER - _DAYS - 3 * _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a control, what comes due soonest first."""
    found = context.recurring
    if found is None:
        return []
    lead = (
        f"From {day_text(found.first)} to {day_text(found.last)}, each in its own rhythm from the day it was last done. "
        "A run that was missed cannot be made up for afterwards; `readiness calendar` puts these days into your own calendar."
    )
    return together(kit.section("recurring", lead), [_row(kit, row) for row in found.rows])


def _row(kit: Kit, row: RecurringRow) -> Box:
    main: list[Flowable] = [kit.run_in([(row.text, f"· {row.frequency}")], theme.DENSE)]
    often: list[Flowable] = [kit.paragraph(row.owner, theme.DENSE)]
    days: list[Flowable] = []
    if row.since is not None:
        days.append(kit.paragraph(f"overdue since {short_day(row.since)}", theme.DENSE_BOLD))
    if row.days:
        days.append(kit.paragraph(", ".join(map(short_day, row.days)), theme.DENSE))
    notes = [f"last done {short_day(row.last_done)}"] if row.last_done is not None else []
    if notes := [*notes, *([row.note] if row.note else [])]:
        days.append(kit.paragraph("; ".join(notes), theme.DENSE_MUTED))
    identity = Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)])
    return Box([identity, Column(_MAIN, main), Column(_OWNER, often), Column(_DAYS, days)], gap=_GAP, above=1.8, below=2.2)
