"""Appendix: every answer as given, with the words of the rung chosen."""

from __future__ import annotations

from string import ascii_lowercase

from readiness.reports import theme
from readiness.reports.columns import Block, column_width, in_columns
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import AnswerRow
from readiness.reports.words import RUNG_WORDS

_GAP = 6.0
_ID = 38.0
_RUNGS = ", ".join(f"{rung} {word}" for rung, word in enumerate(RUNG_WORDS))
_LEAD = f"As given, in the order of the criteria, by rung: {_RUNGS}. Said, shown or tested tells how the interviewer knows."


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row an answer, in two columns; what nearly all rows would repeat is said once."""
    rows = context.answers
    if not rows:
        return together([*kit.section("answers", "No answer is recorded yet.")], [])
    # A card of the plan says the words of the rung already.
    told = {item.question for item in context.items if item.present} if "plan" in kit.edition.sections else set()
    names = {row.respondent for row in rows}
    everyone = next(iter(names)) if len(names) == 1 else ""
    letters = dict(zip(dict.fromkeys(remark for row in context.remarks for remark in row.remarks), ascii_lowercase, strict=False))
    lead = [_LEAD, f"All from {everyone}." if everyone else ""]
    if letters:
        lead.append(f"Remarks: {'; '.join(f'{letter} {remark}' for remark, letter in letters.items())}.")
    remarked = {row.question: ", ".join(letters[remark] for remark in row.remarks) for row in context.remarks}
    made = [_row(kit, row, "" if everyone else row.respondent, row.question not in told, remarked.get(row.question, "")) for row in rows]
    return in_columns(kit.section("answers", " ".join(filter(None, lead))), [Block([[row]]) for row in made])


def _row(kit: Kit, row: AnswerRow, respondent: str, worded: bool, remarks: str) -> Box:
    """One answer: at the left criterion, rung and basis; the question with its remarks, the rung's words if ``worded``, the details."""
    rated = f"{row.rung} {row.basis}" if row.rung is not None else row.basis or "open"
    given: list[Flowable] = [kit.paragraph(row.criterion, theme.DENSE_MUTED), kit.paragraph(rated, theme.DENSE_BOLD)]
    level = f"{row.level}." if row.rung is None else ""
    given += [kit.paragraph(remarks, theme.DENSE_MUTED)] if remarks else []
    main: list[Flowable] = [kit.run_in([(level, row.text)], theme.DENSE)]
    words = ": ".join(filter(None, (respondent, row.anchor if worded else "")))
    if words:
        main.append(kit.paragraph(words, theme.DENSE_MUTED))
    details = [detail for detail in _details(row) if not (remarks and detail[0] == "Remarks")]
    return _boxed(kit, given, main, details, column_width())


def answer_row(kit: Kit, row: AnswerRow) -> Box:
    """One answer at full width: the question, the rung with its words, its basis, and the details."""
    given = " · ".join(filter(None, (row.basis, row.respondent)))
    words = f"{given}: {row.anchor}" if row.anchor else given
    main: list[Flowable] = [kit.run_in([(f"{row.level}.", row.text), ("·", words)], theme.DENSE)]
    return _boxed(kit, [kit.paragraph(row.criterion, theme.DENSE_MUTED)], main, _details(row), theme.PAGE.text_width)


def _details(row: AnswerRow) -> list[tuple[str, str]]:
    return [("Note", row.note), *row.details] if row.note else list(row.details)


def _boxed(kit: Kit, given: list[Flowable], main: list[Flowable], details: list[tuple[str, str]], width: float) -> Box:
    if details:
        main.append(kit.run_in([(f"{label}:", text) for label, text in details], theme.DENSE_MUTED))
    return Box([Column(_ID, given), Column(width - _ID - _GAP, main)], gap=_GAP, above=2, below=2.4, whole=0)
