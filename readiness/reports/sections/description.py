"""How far the description of the system has come, criterion by criterion. It stands outside every figure."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import CriterionRow, ReportContext
from readiness.reports.words import percent_text

_ID = 36.0
_VERDICT = 110.0
_GAP = 10.0
_LEAD = "What management writes about its system, which the auditor examines together with the controls. Outside verdicts and percentages."


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row a description criterion; nothing where the library has none."""
    if not context.description:
        return []
    return together(kit.section("description", _LEAD), [_row(kit, row) for row in context.description])


def _row(kit: Kit, row: CriterionRow) -> Box:
    main: list[Flowable] = [kit.paragraph(row.title, theme.SMALL_BOLD), kit.paragraph(row.meaning, theme.DENSE)]
    if row.decided_by:
        main.append(kit.labelled("Decided by", "; ".join(row.decided_by), theme.DENSE_MUTED))
    told = f"{percent_text(100 * row.answered)} of {count_text(row.questions, 'question')} answered"
    side: list[Flowable] = [kit.paragraph(f"{row.main.glyph} {row.main.word}", theme.SMALL_BOLD), kit.paragraph(told, theme.DENSE_MUTED)]
    width = theme.PAGE.text_width - _ID - _VERDICT - 2 * _GAP
    return Box(
        [Column(_ID, [kit.paragraph(row.id, theme.SMALL_BOLD)]), Column(width, main), Column(_VERDICT, side)], gap=_GAP, above=4, below=4
    )
