"""Appendix: every answer as given, with the words of the rung chosen."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable

from readiness.reports import theme
from readiness.reports.charts import Pips
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import AnswerRow, ReportContext

_ID = 44.0
_SIDE = 104.0
_MAIN = theme.WIDTH - _ID - _SIDE - 24


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row an answer."""
    if not context.answers:
        return together([*kit.chapter("Appendix: answers", "answers", "No answer is recorded yet.")], [])
    lead = "As given, in the order of the criteria. Said, shown or tested tells how the interviewer knows."
    return [
        CondPageBreak(theme.HEIGHT * 0.5),
        *together(kit.chapter("Appendix: answers", "answers", lead), [_row(kit, row) for row in context.answers]),
    ]


def _row(kit: Kit, row: AnswerRow) -> Box:
    main: list[Flowable] = [kit.paragraph(row.text, theme.SMALL_BOLD)]
    if row.anchor:
        main.append(kit.paragraph(row.anchor, theme.SMALL))
    if row.note:
        main.append(kit.labelled("Note", row.note, theme.SMALL_MUTED))
    main += [kit.labelled(label, text, theme.SMALL_MUTED) for label, text in row.details]
    side: list[Flowable] = [Pips(row.rung)] if row.rung is not None else []
    side.append(kit.paragraph(row.level, theme.SMALL_BOLD if row.rung is None else theme.SMALL))
    side.append(kit.paragraph(f"{row.basis} · {row.respondent}" if row.respondent else row.basis, theme.SMALL_MUTED))
    identity: list[Flowable] = [kit.paragraph(row.criterion, theme.SMALL_BOLD)]
    return Box([Column(_ID, identity), Column(_MAIN, main), Column(_SIDE, side)], gap=12, above=4.5, below=5)
