"""The remediation plan: packages in order, each with its items as cards that stay whole."""

from __future__ import annotations

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.charts import Pips
from readiness.reports.dates import PackageDates, WorkDates
from readiness.reports.layout import Box, Column, Kit, space, table, together
from readiness.reports.model import ItemCard, PackageBlock, ReportContext
from readiness.reports.words import RUNG_WORDS, count_text, day_text, range_text, short_day, shorten

_SIDE = 100.0
_NUMBER = 24.0
_MAIN = theme.WIDTH - _SIDE - _NUMBER - 16
_OVERVIEW = (24.0, 196.0, 40.0, 54.0, 72.0, theme.WIDTH - 386.0)


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """Overview of packages, then each package with its cards."""
    if not context.packages:
        text = (
            "Nothing is left to plan: every gap known so far is set aside."
            if context.gaps
            else "Work packages appear here as soon as answers show gaps; none is known so far."
        )
        head = kit.section("plan", text)
        return together(head, [])
    items = count_text(len(context.items), "item")
    lead = (
        f"{count_text(len(context.packages), 'work package')} with {items}, {range_text(context.effort_days)} of work in all. "
        "Numbers follow the order to take items up; packages keep together what shares an owner and a subject."
    )
    parts = together(kit.section("plan", lead), [_overview(kit, context)])
    work = {row.number: row for row in context.dates.work} if context.dates else {}
    days = {row.number: row for row in context.dates.packages} if context.dates else {}
    for package in context.packages:
        cards: list[Flowable] = [card(kit, item, work.get(item.number)) for item in package.items]
        parts += together(_head(kit, package, days.get(package.number)), cards)
    return parts


def _overview(kit: Kit, context: ReportContext) -> Flowable:
    head = [kit.paragraph(text, theme.CELL_HEAD) for text in ("", "Work package", "Items", "Severity", "Effort", "Owners")]
    rows: list[list[Flowable]] = [head]
    for package in context.packages:
        severity = theme.SMALL_BOLD if package.severity in ("critical", "high") else theme.SMALL
        rows.append(
            [
                kit.paragraph(str(package.number), theme.coloured(theme.SMALL_BOLD, theme.ACCENT)),
                kit.linked(package.title, f"package-{package.number}", theme.SMALL_BOLD),
                kit.paragraph(str(len(package.items)), theme.SMALL),
                kit.paragraph(package.severity, theme.coloured(severity, theme.SEVERITY_COLOUR[package.severity])),
                kit.paragraph(range_text(package.effort_days), theme.SMALL),
                kit.paragraph(shorten(", ".join(package.owners), 160), theme.SMALL),
            ]
        )
    return table(rows, _OVERVIEW)


def _head(kit: Kit, package: PackageBlock, days: PackageDates | None) -> list[Flowable]:
    facts = f"{count_text(len(package.items), 'item')} · {range_text(package.effort_days)} · {', '.join(package.owners)}"
    when = f"{_days(days)}{', on the critical path' if days.critical else ''}." if days else ""
    return [
        *kit.chapter(f"{package.number}  {package.title}", f"package-{package.number}", level=1),
        kit.paragraph(package.summary, theme.BODY_TIGHT),
        kit.paragraph(facts, theme.SMALL_MUTED),
        *([kit.paragraph(when, theme.SMALL_MUTED)] if when else []),
        *_related(kit, package),
        space(5),
    ]


def _related(kit: Kit, package: PackageBlock) -> list[Flowable]:
    fields = [(related.framework, f"{related.ids}.") for related in package.related]
    return [space(2), kit.run_in([("Related:", ""), *fields], theme.DENSE_MUTED)] if fields else []


def card(kit: Kit, item: ItemCard, work: WorkDates | None = None) -> Box:
    """One remediation item: number, what and why and how, and the facts with its days in a narrow column."""
    return Box(
        [
            Column(_NUMBER, [kit.paragraph(str(item.number), _number_style(item.number))]),
            Column(_MAIN, _main(kit, item)),
            Column(_SIDE, _side(kit, item, work), fill=theme.PALE, inset=7),
        ],
        gap=8,
        above=8,
        below=8,
        anchor=f"item-{item.number}",
    )


def _number_style(number: int) -> ParagraphStyle:
    return theme.NUMBER if number < 100 else theme.scaled(theme.NUMBER, 11)


def _main(kit: Kit, item: ItemCard) -> list[Flowable]:
    kind = f"{item.severity} · your own item" if item.own else f"{item.severity} · {item.kind_word} gap"
    if item.quick_win:
        kind += " · quick win"
    tag = theme.coloured(theme.SMALL_BOLD, theme.SIGNAL if item.severity == "critical" else theme.ACCENT)
    parts: list[Flowable] = [
        kit.paragraph(item.title, theme.CARD_TITLE),
        kit.paragraph(kind, tag),
    ]
    if not item.own:
        parts += [
            space(2),
            kit.paragraph(item.why, theme.CARD_TEXT),
            space(3),
            kit.labelled("Today", item.present, theme.CARD_TEXT),
            space(1),
            kit.labelled("Aim", item.aim, theme.CARD_TEXT),
        ]
    if item.response:
        parts += [space(3), kit.labelled("Management", item.response, theme.CARD_TEXT)]
    if item.compensated:
        parts.append(kit.paragraph("A compensating control stands beside it; agree with your auditor.", theme.SMALL_ITALIC))
    if item.nothing_written:
        parts.append(kit.paragraph("Nothing is written down yet.", theme.SMALL_ITALIC))
    parts.append(space(4))
    if item.steps:
        parts.append(kit.paragraph("To do:", theme.SMALL_BOLD))
    for number, step in enumerate(item.steps, start=1):
        parts.append(kit.paragraph(f"{step.text} ({range_text(step.days)})", theme.STEP, bullet=f"{number}."))
    if not item.steps and not item.own:
        parts.append(kit.paragraph("No single step is listed; keep the records that show the aim.", theme.SMALL_ITALIC))
    wanted = (*item.evidence.design, *item.evidence.operation)
    if wanted:
        parts += [space(2), kit.labelled("Evidence to keep", "; ".join(wanted), theme.CARD_TEXT)]
    if item.tiny:
        parts += [space(2), kit.labelled("Smallest sound form", item.tiny, theme.CARD_NOTE)]
    return parts


def _days(row: WorkDates | PackageDates) -> str:
    """From when to when, and the day all waiting is over where that is later."""
    later = f", done {short_day(row.done)}" if row.done > row.finish else ""
    return f"{short_day(row.start)} to {short_day(row.finish)}{later}"


def _side(kit: Kit, item: ItemCard, work: WorkDates | None) -> list[Flowable]:
    first = ", ".join(f"{number} {shorten(text, 40)}" for number, text in item.after)
    parts: list[Flowable] = []
    if not item.own:
        parts += [kit.paragraph("RUNG", theme.LABEL), Pips(item.rung, item.target)]
        parts.append(kit.paragraph(f"{RUNG_WORDS[item.rung]}; target {item.target}", theme.VALUE))
    parts += kit.field("State", item.state)
    parts += kit.field("Due", day_text(item.due) if item.due else "")
    if work is not None:
        parts += kit.field("Dates", _days(work))
        parts += kit.field("Slack", "none: critical path" if work.critical else count_text(work.slack_days, "workday"))
    parts += kit.field("Owner", item.owner)
    parts += kit.field("Effort", range_text(item.effort_days))
    parts += kit.field("Lead time", count_text(item.lead_days, "day") if item.lead_days else "none")
    parts += kit.field("Cost", item.cost)
    parts += kit.field("Criteria", ", ".join(item.criteria))
    parts += kit.field("First do", first)
    return parts
