"""Evidence to prepare, by the role that owns it: proof of design, of operation, and populations."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.reports import theme
from readiness.reports.columns import Block, column_width, in_columns
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import EvidenceGroup, EvidenceRow, ItemCard, ReportContext

_GAP = 6.0
_ID = 30.0
_A_LINE = 10


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One block a role, one row a control; for what a card of the plan says already, the way there is enough."""
    lead = (
        "What auditors usually ask for, for the controls that exist and those the plan builds. Design: what shows that the control "
        "exists as described. Operation: what shows that it ran. Population: the complete list that samples are drawn from, out of "
        "the system of record. Nothing here can be made afterwards."
    )
    items = {name: item for item in context.items for name in item.closes} if "plan" in kit.edition.sections else {}
    chapter = kit.section(
        "evidence", f"{lead} For controls in the plan it stands with their items, whose numbers are given." if items else lead
    )
    if not context.evidence:
        none = "No answer names a control yet; evidence stands here as soon as one does."
        return together([*chapter, kit.paragraph(none, theme.BODY)], [])
    parts: list[Flowable] = []
    for number, group in enumerate(context.evidence, start=1):
        head = kit.chapter(group.owner, f"evidence-{number}", level=1, listed=False)
        parts += in_columns([*(chapter if number == 1 else []), *head], _blocks(kit, group, items))
    return parts


def _blocks(kit: Kit, group: EvidenceGroup, items: dict[str, ItemCard]) -> list[Block]:
    """What stands nowhere else first, then the ways to items."""
    told = {row.question: items[row.question] for row in group.rows if _told(row, items.get(row.question))}
    rows = [_row(kit, row, items.get(row.question)) for row in group.rows if row.question not in told]
    return [*(Block([[row]]) for row in rows), *_ways(kit, list({item.number: item for item in told.values()}.values()))]


def _ways(kit: Kit, items: Sequence[ItemCard]) -> list[Block]:
    """A number for each item whose card says what to keep, leading there."""
    if not items:
        return []
    style = theme.coloured(theme.DENSE, theme.ACCENT)
    numbers = [Column(column_width() / _A_LINE, [kit.linked(str(item.number), f"item-{item.number}", style)]) for item in items]
    head = Box([Column(column_width(), [kit.paragraph("In the plan, with the items", theme.DENSE_BOLD)])], above=1.8, below=0.6)
    lines = [numbers[start : start + _A_LINE] for start in range(0, len(numbers), _A_LINE)]
    first, *rest = [Box(line, gap=0, rule=None, above=0.6, below=0.6) for line in lines]
    return [Block([[head, first], *([line] for line in rest)])]


def _told(row: EvidenceRow, item: ItemCard | None) -> bool:
    """Whether the item's card says all of it: one that closes several gaps asks for the evidence of one of them."""
    return item is not None and item.evidence == row.wanted and not row.noted


def _row(kit: Kit, row: EvidenceRow, item: ItemCard | None) -> Box:
    wanted = row.wanted
    kinds = (("Design:", wanted.design), ("Operation:", wanted.operation), ("Population:", wanted.population))
    stated = [(label, f"{'; '.join(entries)}.") for label, entries in kinds if entries]
    main: list[Flowable] = [kit.run_in([(row.text, f"· {row.frequency}"), *stated], theme.DENSE)]
    if row.noted:
        main.append(kit.labelled("Noted", "\n".join(row.noted), theme.DENSE_MUTED))
    if item is not None:
        main.append(kit.linked(f"item {item.number}", f"item-{item.number}", theme.coloured(theme.DENSE, theme.ACCENT)))
    identity = Column(_ID, [kit.paragraph(row.criterion, theme.DENSE_MUTED)])
    return Box([identity, Column(column_width() - _ID - _GAP, main)], gap=_GAP, above=1.8, below=2.4, whole=0)
