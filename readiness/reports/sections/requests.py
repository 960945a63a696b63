"""Evidence requests: what an auditor will ask for, of whom, by when, how far it is; complete lists with where they come from."""

from __future__ import annotations

from collections import Counter

from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.requested import RequestRow
from readiness.reports.words import count_text, short_day
from scoring.model import REQUEST_STATUSES

_GAP = 12.0
_OWNER, _STATUS = 96.0, 112.0
_MAIN = theme.WIDTH - _OWNER - _STATUS - 2 * _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a request; what each takes stands here unless the chapter on evidence says it already."""
    rows = context.requests
    if not rows:
        return []
    texts = "evidence" not in kit.edition.sections
    more = "" if texts else " What each takes stands under the evidence to prepare."
    head = kit.section("requests", f"{summary(rows)}{more}")
    return together(head, [_row(kit, row, texts=texts) for row in rows])


def summary(rows: tuple[RequestRow, ...]) -> str:
    """How many requests there are, for which period, and how far they are."""
    counts = Counter(row.status for row in rows)
    parts = ", ".join(f"{counts[status]} {status}" for status in REQUEST_STATUSES if counts[status])
    late = sum(row.overdue for row in rows)
    period = rows[0].period
    return f"{count_text(len(rows), 'request')}, {period}: {parts}{f'; {late} overdue' if late else ''}."


def _row(kit: Kit, row: RequestRow, *, texts: bool) -> Box:
    about = " · ".join(text for text in (row.criterion, row.control, row.kind) if text)
    main: list[Flowable] = [kit.paragraph(row.text, theme.DENSE_BOLD), kit.paragraph(about, theme.DENSE_MUTED)]
    if texts and row.wanted:
        main.append(kit.paragraph(f"{'; '.join(row.wanted)}.", theme.DENSE))
    if row.population:
        main.append(kit.labelled("Complete list", row.population, theme.DENSE))
    if row.named:
        main.append(kit.paragraph(f"{count_text(row.named, 'reference')} noted so far", theme.DENSE_MUTED))
    status: list[Flowable] = [kit.paragraph(f"{row.status}, overdue" if row.overdue else row.status, theme.DENSE_BOLD)]
    if row.due is not None:
        status.append(kit.paragraph(f"due {short_day(row.due)}", theme.DENSE))
    if row.reason:
        status.append(kit.paragraph(row.reason, theme.DENSE))
    return Box(
        [Column(_MAIN, main), Column(_OWNER, [kit.paragraph(row.owner, theme.DENSE)]), Column(_STATUS, status)],
        gap=_GAP,
        above=3,
        below=3.5,
    )
