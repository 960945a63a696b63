"""What the same work serves elsewhere: one table of the other frameworks the plan's controls are related to."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.related import RelatedRow
from readiness.reports.tables import Cell, Table, to_the_edge
from scoring.related import COUNT_NOTE

_WIDTHS = (170.0, 62.0, 70.0)


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The table, or nothing where the plan is empty or the library knows no other framework."""
    if not context.related:
        return []
    head: list[Cell] = [
        kit.paragraph(text, theme.CELL_HEAD) for text in ("Framework", "Related ids, of those mapped", "Published mapping", "Of its whole")
    ]
    rows: list[list[Cell]] = [head, *(_row(kit, row) for row in context.related)]
    chapter = kit.section("related", COUNT_NOTE, level=1)
    return together(chapter, [Table(rows, to_the_edge(_WIDTHS))])


def _row(kit: Kit, row: RelatedRow) -> list[Cell]:
    whole = [kit.paragraph(text, theme.SMALL) for text in (row.whole, row.levels) if text]
    return [
        kit.paragraph(row.framework, theme.SMALL_BOLD),
        kit.paragraph(f"{row.count} of {row.mapped}", theme.SMALL),
        kit.paragraph(str(row.published) if row.published else "none, indicative", theme.SMALL),
        whole or [kit.paragraph("–", theme.SMALL_MUTED)],
    ]
