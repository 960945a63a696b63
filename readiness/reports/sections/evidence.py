"""Evidence to prepare, by the role that owns it: proof of design, of operation, and populations."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import EvidenceRow, ReportContext

_QUESTION = 148.0
_KIND = (theme.WIDTH - _QUESTION - 3 * 12) / 3


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One block a role, one row a control."""
    lead = (
        "What auditors usually ask for. Design: what shows that the control exists as described. Operation: what shows that it ran. "
        "Population: the complete list that samples are drawn from, out of the system of record. Nothing here can be made afterwards."
    )
    chapter = kit.chapter("Evidence to prepare", "evidence", lead)
    parts: list[Flowable] = [CondPageBreak(theme.HEIGHT * 0.5)]
    for number, group in enumerate(context.evidence, start=1):
        head = [*kit.chapter(group.owner, f"evidence-{number}", level=1, listed=False), _head(kit)]
        parts += together([*(chapter if number == 1 else []), *head], [_row(kit, row) for row in group.rows])
    if not context.evidence:
        parts += [*chapter, kit.paragraph("No control of this round needs evidence.", theme.BODY)]
    return parts


def _columns(question: list[Flowable], kinds: list[list[Flowable]]) -> list[Column]:
    return [Column(_QUESTION, question), *(Column(_KIND, kind) for kind in kinds)]


def _head(kit: Kit) -> Box:
    kinds: list[list[Flowable]] = [[kit.paragraph(text, theme.CELL_HEAD)] for text in ("Design", "Operation", "Population")]
    return Box(_columns([kit.paragraph("Control", theme.CELL_HEAD)], kinds), gap=12, rule=None, above=2, below=3)


def _row(kit: Kit, row: EvidenceRow) -> Box:
    question: list[Flowable] = [
        kit.paragraph(f"{row.criterion} · {row.frequency}", theme.scaled(theme.SMALL_MUTED, 7.2)),
        kit.paragraph(row.text, theme.SMALL_BOLD),
    ]
    if row.noted:
        question.append(kit.labelled("Noted", "\n".join(row.noted), theme.SMALL_MUTED))
    kinds: list[list[Flowable]] = [
        [kit.paragraph(entry, theme.VALUE_LISTED, bullet="•") for entry in entries] or [kit.paragraph("–", theme.SMALL_MUTED)]
        for entries in (row.wanted.design, row.wanted.operation, row.wanted.population)
    ]
    return Box(_columns(question, kinds), gap=12, above=4, below=5)
