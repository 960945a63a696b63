"""Every gap in one table, each leading to its card in the plan."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.charts import Pips
from readiness.reports.flow import Flowable
from readiness.reports.layout import Kit, together
from readiness.reports.model import GapRow, ReportContext
from readiness.reports.tables import Cell, Table, to_the_edge

# Wide enough for one line a row in most rows.
_WIDTHS = (20.0, 37.0, 178.0, 46.0, 61.0, 36.0)


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The gap table, or a sentence that none is known."""
    word = context.cover.type_word
    if not context.gaps:
        known = (
            "No gap is known: nothing is answered yet."
            if not context.answered
            else f"No gap for {word} is seen in what was said and shown so far."
        )
        return together(kit.section("gaps", known), [])
    lead = (
        f"{count_text(len(context.gaps), 'control')} below target for {word}. The number leads to the item in the remediation plan "
        "and is its place in the overall order."
    )
    head: list[Cell] = [
        kit.paragraph(text, theme.CELL_HEAD) for text in ("No.", "Criterion", "Control", "Rung", "Kind of gap", "Severity", "Work package")
    ]
    rows: list[list[Cell]] = [head, *(_row(kit, gap) for gap in context.gaps)]
    return together(kit.section("gaps", lead), [Table(rows, to_the_edge(_WIDTHS), above=1.6, below=2.2, right=3)])


def _row(kit: Kit, gap: GapRow) -> list[Cell]:
    kind: list[Flowable] = [kit.paragraph(gap.kind_word, theme.DENSE)]
    if gap.nothing_written and gap.kind != "documentation":
        kind.append(kit.paragraph("nothing written", theme.DENSE_MUTED))
    if not gap.number:
        kind.append(kit.paragraph("set aside", theme.DENSE_MUTED))
    if gap.compensated:
        kind.append(kit.paragraph("compensated; agree with your auditor", theme.DENSE_MUTED))
    severity = theme.DENSE_BOLD if gap.severity in ("critical", "high") else theme.DENSE
    return [
        _number(kit, gap),
        kit.paragraph(gap.criterion, theme.DENSE),
        kit.paragraph(gap.text, theme.DENSE),
        Pips(gap.rung),
        kind,
        kit.paragraph(gap.severity, theme.coloured(severity, theme.SEVERITY_COLOUR[gap.severity])),
        kit.paragraph(gap.package, theme.DENSE_MUTED),
    ]


def _number(kit: Kit, gap: GapRow) -> Flowable:
    """The way to its item; a gap that is set aside has none in the plan."""
    if not gap.number:
        return kit.paragraph("–", theme.DENSE_MUTED)
    return kit.linked(str(gap.number), f"item-{gap.number}", theme.coloured(theme.DENSE_BOLD, theme.ACCENT))
