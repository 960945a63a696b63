"""Appendix: every answer as given, with the words of the rung chosen."""

from __future__ import annotations

from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import AnswerRow

_GAP = 10.0
_ID = 36.0
_MAIN = theme.WIDTH - _ID - _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row an answer."""
    if not context.answers:
        return together([*kit.section("answers", "No answer is recorded yet.")], [])
    # A card of the plan says the words of the rung already.
    told = {item.question for item in context.items if item.present} if "plan" in kit.edition.sections else set()
    lead = "As given, in the order of the criteria. Said, shown or tested tells how the interviewer knows."
    return together(kit.section("answers", lead), [answer_row(kit, row, row.question not in told) for row in context.answers])


def answer_row(kit: Kit, row: AnswerRow, worded: bool = True) -> Box:
    """One answer: the question, the rung with its basis and, if ``worded``, its words, and the details."""
    given = " · ".join(filter(None, (row.basis, row.respondent)))
    words = f"{given}: {row.anchor}" if worded and row.anchor else given
    main: list[Flowable] = [kit.run_in([(f"{row.level}.", row.text), ("·", words)], theme.DENSE)]
    details = [("Note", row.note), *row.details] if row.note else row.details
    if details:
        main.append(kit.run_in([(f"{label}:", text) for label, text in details], theme.DENSE_MUTED))
    return Box([Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)]), Column(_MAIN, main)], gap=_GAP, above=2.2, below=2.6)
