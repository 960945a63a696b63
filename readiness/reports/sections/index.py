"""Evidence index: each piece of evidence that an answer names, under a number to call it by."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import IndexRow
from readiness.reports.words import day_text

_GAP = 10.0
_ID = 36.0
_CONTROL = 190.0
_LEAD = "References as they were noted; nothing here was opened or tested by this program."


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a reference, or one sentence where none is noted."""
    if not context.evidence_index:
        return together(kit.section("evidence-index", "No answer names a piece of evidence yet."), [])
    return together(kit.section("evidence-index", _LEAD), [_row(kit, row) for row in context.evidence_index])


def _row(kit: Kit, row: IndexRow) -> Box:
    known = [f"collected {day_text(row.collected_on)}"] if row.collected_on else []
    known += [f"{row.basis} by {row.respondent}" if row.respondent else row.basis]
    main: list[Flowable] = [kit.paragraph(": ".join(filter(None, (row.title, row.reference))), theme.DENSE)]
    main.append(kit.paragraph(" · ".join(known), theme.DENSE_MUTED))
    if row.known:
        main.append(kit.paragraph(row.known, theme.DENSE_MUTED))
    if row.sha256:
        main.append(kit.paragraph(f"SHA-256 {row.sha256}", theme.DENSE_MUTED))
    control: list[Flowable] = [kit.paragraph(f"{row.criterion} {row.text}", theme.DENSE)]
    width = theme.PAGE.text_width - _ID - _CONTROL - 2 * _GAP
    return Box(
        [Column(_ID, [kit.paragraph(f"E{row.number}", theme.DENSE_BOLD)]), Column(_CONTROL, control), Column(width, main)],
        gap=_GAP,
        above=3,
        below=3,
    )
