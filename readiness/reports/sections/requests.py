"""Evidence requests: what an auditor will ask for, of whom, by when, how far it is; complete lists with where they come from."""

from __future__ import annotations

from collections import Counter

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.requested import RequestRow
from readiness.reports.words import short_day
from scoring.model import REQUEST_STATUSES

_GAP = 12.0
_ID, _OWNER, _STATUS = 36.0, 90.0, 96.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a request; what each takes stands here unless the chapter on evidence says it already."""
    rows = context.requests
    if not rows:
        return []
    texts = "evidence" not in kit.edition.sections
    if texts:
        return together(kit.section("requests", summary(rows)), [_row(kit, row, texts=True) for row in rows])
    shown = [row for row in rows if _moved(row)]
    more = " What each takes stands under the evidence to prepare."
    if not shown:
        more += " None has a day, a complete list or a word on how far it is yet."
    elif len(shown) < len(rows):
        more += " Those with a day, a complete list or a word on how far they are stand here."
    return together(kit.section("requests", f"{summary(rows)}{more}"), [_row(kit, row, texts=False) for row in shown])


def _moved(row: RequestRow) -> bool:
    """Whether anything is stated about a request beyond that it is open."""
    return row.status != "open" or row.due is not None or bool(row.reason or row.population)


def summary(rows: tuple[RequestRow, ...]) -> str:
    """How many requests there are, for which period, and how far they are."""
    counts = Counter(row.status for row in rows)
    parts = ", ".join(f"{counts[status]} {status}" for status in REQUEST_STATUSES if counts[status])
    late = sum(row.overdue for row in rows)
    period = rows[0].period
    return f"{count_text(len(rows), 'request')}, {period}: {parts}{f'; {late} overdue' if late else ''}."


def _row(kit: Kit, row: RequestRow, *, texts: bool) -> Box:
    named = f" · {count_text(row.named, 'reference')} noted" if row.named else ""
    wanted = f" · {'; '.join(row.wanted)}." if texts and row.wanted else ""
    main: list[Flowable] = [kit.run_in([(row.text, f"· {row.kind}{named}{wanted}")], theme.DENSE)]
    if row.population:
        main.append(kit.labelled("Complete list", row.population, theme.DENSE))
    due = f"due {short_day(row.due)}" if row.due is not None else ""
    status: list[Flowable] = [kit.run_in([(f"{row.status}, overdue" if row.overdue else row.status, due)], theme.DENSE)]
    if row.reason:
        status.append(kit.paragraph(row.reason, theme.DENSE))
    return Box(
        [
            Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)]),
            Column(theme.PAGE.text_width - _ID - _OWNER - _STATUS - 3 * _GAP, main),
            Column(_OWNER, [kit.paragraph(row.owner, theme.DENSE)]),
            Column(_STATUS, status),
        ],
        gap=_GAP,
        above=1.8,
        below=2.2,
    )
