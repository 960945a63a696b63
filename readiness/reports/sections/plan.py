"""The remediation plan: packages in order, each with its items as cards in two columns."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.charts import Pips
from readiness.reports.columns import Block, column_width, in_columns
from readiness.reports.dates import PackageDates, WorkDates
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Band, Box, Column, Kit, together
from readiness.reports.model import ItemCard, PackageBlock, ReportContext
from readiness.reports.tables import Table, to_the_edge
from readiness.reports.words import RUNG_WORDS, day_text, range_text, short_day, shorten

_NUMBER = 20.0
_GAP = 4.0
_RUNG = 44.0
_OVERVIEW = (20.0, 158.0, 34.0, 44.0, 66.0)


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
        "Numbers follow the order to take items up; packages keep together what shares an owner and a subject; "
        "d are person-days."
    )
    parts = together(kit.section("plan", lead), [_overview(kit, context)])
    work = {row.number: row for row in context.dates.work} if context.dates else {}
    days = {row.number: row for row in context.dates.packages} if context.dates else {}
    often = {row.question: row.frequency for group in context.evidence for row in group.rows}
    for package in context.packages:
        cards = [card(kit, item, work.get(item.number), often.get(item.question, "")) for item in package.items]
        parts += in_columns(_head(kit, package, days.get(package.number)), cards)
    return parts


def _overview(kit: Kit, context: ReportContext) -> Flowable:
    head = [kit.paragraph(text, theme.CELL_HEAD) for text in ("", "Work package", "Items", "Severity", "Effort", "Owners")]
    rows: list[list[Flowable]] = [[*head]]
    for package in context.packages:
        severity = theme.DENSE_BOLD if package.severity in ("critical", "high") else theme.DENSE
        rows.append(
            [
                kit.paragraph(str(package.number), theme.coloured(theme.DENSE_BOLD, theme.ACCENT)),
                kit.linked(package.title, f"package-{package.number}", theme.DENSE_BOLD),
                kit.paragraph(str(len(package.items)), theme.DENSE),
                kit.paragraph(package.severity, theme.coloured(severity, theme.SEVERITY_COLOUR[package.severity])),
                kit.paragraph(range_text(package.effort_days), theme.DENSE),
                kit.paragraph(shorten(", ".join(package.owners), 160), theme.DENSE),
            ]
        )
    return Table(rows, to_the_edge(_OVERVIEW), above=1.8, below=2.2)


def _head(kit: Kit, package: PackageBlock, days: PackageDates | None) -> list[Flowable]:
    facts = [count_text(len(package.items), "item"), range_text(package.effort_days), ", ".join(package.owners)]
    facts += [f"{_days(days)}{', on the critical path' if days.critical else ''}"] if days else []
    return [
        *kit.chapter(f"{package.number}  {package.title}", f"package-{package.number}", level=1),
        kit.run_in([("", package.summary), (" · ".join(facts), "")], theme.SMALL),
        *_related(kit, package),
        Space(3),
    ]


def _related(kit: Kit, package: PackageBlock) -> list[Flowable]:
    fields = [(related.framework, f"{related.ids}.") for related in package.related]
    return [Space(2), kit.run_in([("Related:", ""), *fields], theme.DENSE_MUTED)] if fields else []


def card(kit: Kit, item: ItemCard, work: WorkDates | None = None, frequency: str = "") -> Block:
    """One remediation item: number, title and rung, what it is, a strip of facts, then why, the aim, steps, and evidence to keep.

    Its opening stays together; ``frequency`` says how often the evidence arises.
    """
    opening: list[Flowable] = [_title(kit, item), Band(kit, _facts(item, work))]
    if not item.own:
        opening.append(kit.paragraph(item.why, theme.CARD_TEXT))
    rest: list[Flowable] = []
    if not item.own:
        today, aim = f"Today, {RUNG_WORDS[item.rung]}:", f"Aim, {RUNG_WORDS[item.target]}:"
        rest.append(kit.run_in([(today, item.present), (aim, item.aim)], theme.CARD_TEXT))
    if item.response:
        rest.append(kit.labelled("Management", item.response, theme.CARD_TEXT))
    if item.compensated:
        rest.append(kit.paragraph("A compensating control stands beside it; agree with your auditor.", theme.SMALL_ITALIC))
    if item.nothing_written:
        rest.append(kit.paragraph("Nothing is written down yet.", theme.SMALL_ITALIC))
    for number, step in enumerate(item.steps, start=1):
        rest.append(kit.paragraph(f"{step.text} ({_short(step.days)})", theme.STEP, bullet=f"{number}."))
    if not item.steps and not item.own:
        rest.append(kit.paragraph("No single step is listed; keep the records that show the aim.", theme.SMALL_ITALIC))
    if last := _last(item, frequency):
        rest.append(kit.run_in(last, theme.CARD_NOTE))
    return Block(
        [opening, *([flowable] for flowable in rest)],
        lambda: kit.paragraph(f"{item.number}  {shorten(item.title, 60)}, continued", theme.CARD_TAG),
    )


def _short(days: tuple[float, float]) -> str:
    """A step's person-days so short that they seldom need a line of their own."""
    return f"{range_text(days).partition(' ')[0]}\N{NO-BREAK SPACE}d"


def _last(item: ItemCard, frequency: str) -> list[tuple[str, str]]:
    """What the evidence chapter would say of this item, and how little is enough."""
    kept = f"Evidence, {frequency}:" if frequency else "Evidence:"
    wanted = item.evidence
    fields = ((kept, (*wanted.design, *wanted.operation)), ("Population:", wanted.population), ("Smallest sound form:", (item.tiny,)))
    return [(label, f"{text.rstrip('.')}.") for label, texts in fields if (text := "; ".join(filter(None, texts)))]


def _title(kit: Kit, item: ItemCard) -> Flowable:
    """The number and the title over what kind of gap it is; at the right of that the rung and what it is to become."""
    title, named = kit.paragraph(item.title, theme.CARD_TITLE), column_width() - _NUMBER - _GAP
    kind: list[Flowable] = [
        kit.paragraph(_kind(item), theme.coloured(theme.CARD_TAG, theme.SIGNAL if item.severity == "critical" else theme.ACCENT))
    ]
    if not item.own:
        kind = [
            Box([Column(named - _RUNG - _GAP, kind), Column(_RUNG, [Pips(item.rung, item.target)])], gap=_GAP, rule=None, above=0, below=0)
        ]
    return Box(
        [Column(_NUMBER, [kit.paragraph(str(item.number), theme.NUMBER)]), Column(named, [title, *kind])],
        gap=_GAP,
        above=3.5,
        below=0,
        anchor=f"item-{item.number}",
        before=6,
        whole=0,
    )


def _kind(item: ItemCard) -> str:
    kind = [item.severity, "your own item" if item.own else f"{item.kind_word} gap"]
    kind += ["quick win"] if item.quick_win else []
    kind += [", ".join(item.criteria)] if item.criteria else []
    return " · ".join(kind)


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
