"""Evidence to prepare, by the role that owns it: proof of design, of operation, and populations."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import EvidenceRow, ReportContext

_GAP = 14.0
_QUESTION = 196.0
_WANTED = theme.WIDTH - _QUESTION - _GAP


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One block a role, one row a control."""
    lead = (
        "What auditors usually ask for, for the controls that exist and those the plan builds. Design: what shows that the control "
        "exists as described. Operation: what shows that it ran. Population: the complete list that samples are drawn from, out of "
        "the system of record. Nothing here can be made afterwards."
    )
    chapter = kit.section("evidence", lead)
    if not context.evidence:
        none = "No answer names a control yet; evidence stands here as soon as one does."
        return together([*chapter, kit.paragraph(none, theme.BODY)], [])
    parts: list[Flowable] = [CondPageBreak(theme.HEIGHT * 0.5)]
    for number, group in enumerate(context.evidence, start=1):
        head = kit.chapter(group.owner, f"evidence-{number}", level=1, listed=False)
        parts += together([*(chapter if number == 1 else []), *head], [_row(kit, row) for row in group.rows])
    return parts


def _row(kit: Kit, row: EvidenceRow) -> Box:
    question: list[Flowable] = [
        kit.paragraph(row.text, theme.DENSE_BOLD),
        kit.paragraph(f"{row.criterion} · {row.frequency}", theme.DENSE_MUTED),
    ]
    kinds = (("Design:", row.wanted.design), ("Operation:", row.wanted.operation), ("Population:", row.wanted.population))
    stated = [(label, "; ".join(entries) + ".") for label, entries in kinds if entries]
    wanted: list[Flowable] = [kit.run_in(stated or [("", "–")], theme.DENSE)]
    if row.noted:
        wanted.append(kit.labelled("Noted", "\n".join(row.noted), theme.DENSE_MUTED))
    return Box([Column(_QUESTION, question), Column(_WANTED, wanted)], gap=_GAP, above=3, below=3.5)
