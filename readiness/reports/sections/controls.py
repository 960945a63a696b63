"""Control by control: each criterion with its verdicts and the answers that made them, for who tests them."""

from __future__ import annotations

from collections import defaultdict

from readiness.reports import theme
from readiness.reports.flow import Flowable, Needs
from readiness.reports.layout import Kit, together
from readiness.reports.model import CriterionRow, ReportContext
from readiness.reports.sections.answers import answer_row
from readiness.reports.sections.openpoints import open_row

_LEAD = "Each control stands under the first criterion it serves, with the answer as given and how the interviewer knows."


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """A block a criterion: verdicts, then answers, then what is still open."""
    rows: dict[str, list[Flowable]] = defaultdict(list)
    for answer in context.answers:
        rows[answer.criterion].append(answer_row(kit, answer))
    for open_question in context.open:
        if open_question.kind == "unanswered":
            rows[open_question.criterion].append(open_row(kit, open_question))
    parts: list[Flowable] = [Needs(theme.PAGE.text_height * 0.4), *together(kit.section("controls", _LEAD), [])]
    for criterion in (*context.criteria, *context.description):
        controls = rows[criterion.id] or [kit.paragraph("No control of its own; served by controls of other criteria.", theme.SMALL_MUTED)]
        parts += together(_head(kit, criterion), controls)
    return parts


def _head(kit: Kit, row: CriterionRow) -> list[Flowable]:
    verdicts = f"Type I: {row.type_1.glyph} {row.type_1.word}. Type II: {row.type_2.glyph} {row.type_2.word}."
    return [
        kit.paragraph(f"{row.id}  {row.title}", theme.H3),
        kit.paragraph(verdicts, theme.SMALL_MUTED),
    ]
