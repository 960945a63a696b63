"""Open questions with who should answer them, and answers that need another look."""

from __future__ import annotations

from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, space, together
from readiness.reports.model import ReportContext
from readiness.reports.said import OpenRow, RemarkRow
from readiness.reports.words import count_text

_GAP = 10.0
_ID = 50.0
_WHO = 136.0
_MAIN = theme.WIDTH - _ID - _WHO - 2 * _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """Both lists; each is one sentence when empty."""
    count = count_text(len(context.open), "question")
    lead = (
        f"{count} without a settled answer. Until then they widen the range between the lowest and the highest possible figure."
        if context.open
        else "Every question of this round has a settled answer."
    )
    head = [*kit.section("open", lead)]
    parts = together(head, [open_row(kit, row) for row in context.open])
    if context.remarks:
        note = "Remarks never change a verdict; an auditor would ask about them."
        remark_head = [
            *kit.chapter("Answers that need another look", "remarks", level=1, listed=False),
            kit.paragraph(note, theme.SMALL_MUTED),
            space(5),
        ]
        parts += together(remark_head, [_remark(kit, row) for row in context.remarks])
    return parts


def open_row(kit: Kit, row: OpenRow) -> Box:
    """One open question with who should know."""
    main: list[Flowable] = [kit.paragraph(row.text, theme.DENSE)]
    if row.kind != "unanswered":
        main.append(kit.paragraph(row.state, theme.DENSE_MUTED))
    if row.note:
        main.append(kit.labelled("Note", row.note, theme.DENSE_MUTED))
    identity: list[Flowable] = [kit.run_in([(row.criterion, "key" if row.key else "")], theme.DENSE)]
    return Box(
        [Column(_ID, identity), Column(_MAIN, main), Column(_WHO, [kit.paragraph(row.who, theme.DENSE)])], gap=_GAP, above=2.5, below=3
    )


def _remark(kit: Kit, row: RemarkRow) -> Box:
    identity = Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_BOLD)])
    remarks: list[Flowable] = [kit.paragraph(remark, theme.DENSE) for remark in row.remarks]
    half = (theme.WIDTH - _ID - 2 * _GAP) / 2
    return Box([identity, Column(half, [kit.paragraph(row.text, theme.DENSE)]), Column(half, remarks)], gap=_GAP, above=2.5, below=3)
