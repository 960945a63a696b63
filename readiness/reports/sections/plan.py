"""The remediation plan: packages in order, each with its items as cards that stay whole."""

from __future__ import annotations

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from readiness.reports import theme
from readiness.reports.charts import Pips
from readiness.reports.dates import PackageDates, WorkDates
from readiness.reports.layout import Band, Box, Column, Kit, space, table, together
from readiness.reports.model import ItemCard, PackageBlock, ReportContext
from readiness.reports.words import RUNG_WORDS, count_text, day_text, range_text, short_day, shorten

_NUMBER = 24.0
_GAP = 6.0
_MAIN = theme.WIDTH - _NUMBER - _GAP
_RUNG = 74.0
_OVERVIEW = (22.0, 178.0, 36.0, 48.0, 66.0, theme.WIDTH - 350.0)


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
    return table(rows, _OVERVIEW, [("TOPPADDING", (0, 1), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 1), (-1, -1), 3)])


def _head(kit: Kit, package: PackageBlock, days: PackageDates | None) -> list[Flowable]:
    facts = [count_text(len(package.items), "item"), range_text(package.effort_days), ", ".join(package.owners)]
    facts += [f"{_days(days)}{', on the critical path' if days.critical else ''}"] if days else []
    return [
        *kit.chapter(f"{package.number}  {package.title}", f"package-{package.number}", level=1),
        kit.paragraph(package.summary, theme.BODY_TIGHT),
        kit.paragraph(" · ".join(facts), theme.SMALL_MUTED),
        *_related(kit, package),
        space(4),
    ]


def _related(kit: Kit, package: PackageBlock) -> list[Flowable]:
    fields = [(related.framework, f"{related.ids}.") for related in package.related]
    return [space(2), kit.run_in([("Related:", ""), *fields], theme.DENSE_MUTED)] if fields else []


def card(kit: Kit, item: ItemCard, work: WorkDates | None = None) -> Box:
    """One remediation item: number, title with its rung, a strip of facts, then why, what and how at full width.

    A card longer than half a page may go on on the next one, between two of its paragraphs.
    """
    return Box(
        [Column(_NUMBER, [kit.paragraph(str(item.number), _number_style(item.number))]), Column(_MAIN, _main(kit, item, work))],
        gap=_GAP,
        above=5,
        below=5,
        anchor=f"item-{item.number}",
        whole=theme.HEIGHT / 2,
    )


def _number_style(number: int) -> ParagraphStyle:
    return theme.NUMBER if number < 100 else theme.scaled(theme.NUMBER, 10.5)


def _main(kit: Kit, item: ItemCard, work: WorkDates | None) -> list[Flowable]:
    parts: list[Flowable] = [_title(kit, item), Band(kit, _facts(item, work))]
    if not item.own:
        parts += [kit.paragraph(item.why, theme.CARD_TEXT), kit.run_in([("Today:", item.present), ("Aim:", item.aim)], theme.CARD_TEXT)]
    if item.response:
        parts.append(kit.labelled("Management", item.response, theme.CARD_TEXT))
    if item.compensated:
        parts.append(kit.paragraph("A compensating control stands beside it; agree with your auditor.", theme.SMALL_ITALIC))
    if item.nothing_written:
        parts.append(kit.paragraph("Nothing is written down yet.", theme.SMALL_ITALIC))
    for number, step in enumerate(item.steps, start=1):
        parts.append(kit.paragraph(f"{step.text} ({range_text(step.days)})", theme.STEP, bullet=f"{number}."))
    if not item.steps and not item.own:
        parts.append(kit.paragraph("No single step is listed; keep the records that show the aim.", theme.SMALL_ITALIC))
    wanted = "; ".join((*item.evidence.design, *item.evidence.operation))
    last = [(label, text) for label, text in (("Evidence to keep:", wanted and f"{wanted}."), ("Smallest sound form:", item.tiny)) if text]
    if last:
        parts.append(kit.run_in(last, theme.CARD_NOTE))
    return parts


def _title(kit: Kit, item: ItemCard) -> Flowable:
    """The title over severity, kind and criteria; at the right the rung and what it is to become."""
    kind = [item.severity, "your own item" if item.own else f"{item.kind_word} gap"]
    kind += ["quick win"] if item.quick_win else []
    kind += [", ".join(item.criteria)] if item.criteria else []
    tag = theme.coloured(theme.CARD_TAG, theme.SIGNAL if item.severity == "critical" else theme.ACCENT)
    named: list[Flowable] = [kit.paragraph(item.title, theme.CARD_TITLE), kit.paragraph(" · ".join(kind), tag)]
    if item.own:
        return Box([Column(_MAIN, named)], rule=None, above=0, below=0)
    rung = f"{RUNG_WORDS[item.rung]}; target {item.target}"
    reached: list[Flowable] = [Pips(item.rung, item.target), kit.paragraph(rung, theme.DENSE_MUTED)]
    return Box([Column(_MAIN - _RUNG - _GAP, named), Column(_RUNG, reached)], gap=_GAP, rule=None, above=0, below=0)


def _facts(item: ItemCard, work: WorkDates | None) -> list[tuple[str, str]]:
    """Who, how much, when: what a table of items would hold."""
    first = ", ".join(f"{number} {shorten(text, 40)}" for number, text in item.after)
    fields = [
        ("Owner:", item.owner),
        ("Effort:", range_text(item.effort_days)),
        ("Lead time:", count_text(item.lead_days, "day") if item.lead_days else ""),
        ("Cost:", item.cost),
        ("State:", item.state),
        ("Due:", day_text(item.due) if item.due else ""),
    ]
    if work is not None:
        fields += [("Dates:", _days(work)), ("Slack:", "none, critical path" if work.critical else count_text(work.slack_days, "workday"))]
    return [(label, text) for label, text in (*fields, ("First do:", first)) if text]


def _days(row: WorkDates | PackageDates) -> str:
    """From when to when, and the day all waiting is over where that is later."""
    later = f", done {short_day(row.done)}" if row.done > row.finish else ""
    return f"{short_day(row.start)} to {short_day(row.finish)}{later}"
