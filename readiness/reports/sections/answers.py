"""Appendix: every answer as given, with the words of the rung chosen."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import AnswerRow

_GAP = 10.0
_ID = 36.0
_SIDE = 92.0
_MAIN = theme.WIDTH - _ID - _SIDE - 2 * _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row an answer."""
    if not context.answers:
        return together([*kit.section("answers", "No answer is recorded yet.")], [])
    lead = "As given, in the order of the criteria. Said, shown or tested tells how the interviewer knows."
    return [
        CondPageBreak(theme.HEIGHT * 0.5),
        *together(kit.section("answers", lead), [answer_row(kit, row) for row in context.answers]),
    ]


def answer_row(kit: Kit, row: AnswerRow) -> Box:
    """One answer with the words of its rung, its basis and its details."""
    main: list[Flowable] = [kit.run_in([(row.text, row.anchor)], theme.DENSE)]
    details = [("Note", row.note), *row.details] if row.note else row.details
    if details:
        main.append(kit.run_in([(f"{label}:", text) for label, text in details], theme.DENSE_MUTED))
    side: list[Flowable] = [kit.paragraph(row.level, theme.DENSE_BOLD if row.rung is None else theme.DENSE)]
    side.append(kit.paragraph(f"{row.basis} · {row.respondent}" if row.respondent else row.basis, theme.DENSE_MUTED))
    identity: list[Flowable] = [kit.paragraph(row.criterion, theme.DENSE_BOLD)]
    return Box([Column(_ID, identity), Column(_MAIN, main), Column(_SIDE, side)], gap=_GAP, above=3, below=3)
