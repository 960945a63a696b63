"""What people took out of the plan: risks accepted until a day, and items done that ask for a new answer. One table."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Kit, together
from readiness.reports.model import ReportContext, SetAsideRow
from readiness.reports.tables import Table, to_the_edge
from readiness.reports.words import day_text, shorten

_WIDTHS = (196.0, 100.0)
_LEAD = "Left out of the plan by decision. The gaps stay gaps: accepting a risk changes no verdict, and done is proven by a new answer."


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The table, or nothing where nothing is set aside."""
    if not context.set_aside:
        return []
    head = [kit.paragraph(text, theme.CELL_HEAD) for text in ("Item", "Decided", "By whom and why")]
    chapter = kit.section("set-aside", _LEAD, level=1)
    return together(chapter, [Table([head, *(_row(kit, row) for row in context.set_aside)], to_the_edge(_WIDTHS))])


def _row(kit: Kit, row: SetAsideRow) -> list[Flowable | list[Flowable]]:
    when = f"until {day_text(row.until)}" if row.until else f"on {day_text(row.day)}" if row.day else ""
    # A table's row stays whole on one page, and a reason may fill several.
    why = ": ".join(text for text in (row.by, shorten(row.reason, 600)) if text)
    return [
        kit.paragraph(row.title, theme.SMALL_BOLD),
        kit.paragraph(f"{row.state} {when}".strip(), theme.SMALL),
        [kit.paragraph(text, style) for text, style in ((why, theme.SMALL), (row.effect, theme.SMALL_MUTED)) if text],
    ]
