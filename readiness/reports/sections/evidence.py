"""Evidence to prepare, by the role that owns it: proof of design, of operation, and populations."""

from __future__ import annotations

from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import EvidenceRow, ItemCard, ReportContext

_GAP = 10.0
_ID = 36.0
_MAIN = theme.WIDTH - _ID - _GAP
_WAY = 40.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One block a role, one row a control; what a card of the plan says already is not said again."""
    lead = (
        "What auditors usually ask for, for the controls that exist and those the plan builds. Design: what shows that the control "
        "exists as described. Operation: what shows that it ran. Population: the complete list that samples are drawn from, out of "
        "the system of record. Nothing here can be made afterwards."
    )
    items = {name: item for item in context.items for name in item.closes} if "plan" in kit.edition.sections else {}
    chapter = kit.section("evidence", f"{lead} For controls in the plan, design and operation stand with their items." if items else lead)
    if not context.evidence:
        none = "No answer names a control yet; evidence stands here as soon as one does."
        return together([*chapter, kit.paragraph(none, theme.BODY)], [])
    parts: list[Flowable] = []
    for number, group in enumerate(context.evidence, start=1):
        head = kit.chapter(group.owner, f"evidence-{number}", level=1, listed=False)
        rows: list[Flowable] = [_row(kit, row, items.get(row.question)) for row in group.rows]
        parts += together([*(chapter if number == 1 else []), *head], rows)
    return parts


def _row(kit: Kit, row: EvidenceRow, item: ItemCard | None) -> Box:
    wanted = row.wanted
    # An item that closes several gaps asks for the evidence of one of them.
    told = item is not None and (item.evidence.design, item.evidence.operation) == (wanted.design, wanted.operation)
    kinds = [("Design:", wanted.design), ("Operation:", wanted.operation)] if not told else []
    stated = [(label, f"{'; '.join(entries)}.") for label, entries in (*kinds, ("Population:", wanted.population)) if entries]
    main: list[Flowable] = [kit.run_in([(row.text, f"· {row.frequency}"), *stated], theme.DENSE)]
    if row.noted:
        main.append(kit.labelled("Noted", "\n".join(row.noted), theme.DENSE_MUTED))
    identity = Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)])
    if item is None:
        return Box([identity, Column(_MAIN, main)], gap=_GAP, above=1.8, below=2.4)
    way = kit.linked(f"item {item.number}", f"item-{item.number}", theme.coloured(theme.DENSE, theme.ACCENT))
    return Box([identity, Column(_MAIN - _WAY - _GAP, main), Column(_WAY, [way])], gap=_GAP, above=1.8, below=2.4)
