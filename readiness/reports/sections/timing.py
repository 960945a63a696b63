"""Dates and budget: by when, the two Type II answers in short, expected readiness, packages by week, and what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.calendars import Bar, BurnUp, Gantt, Mark
from readiness.reports.dates import BudgetRows, Dates, MilestoneRow, TotalRow, WindowRows
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.tables import Cell, Table, to_the_edge
from readiness.reports.words import amount_text, day_text, month_text, number_text, range_text, short_day, shorten
from scoring.headline import verdict_word

_MILESTONES = (164.0, 139.0, 92.0)
# What a calendar shares its page with: its heading and a sentence.
_ABOVE_CALENDAR = 84.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The chapter; without dates one sentence says what would give them."""
    parts: list[Flowable] = []
    dates = context.dates
    if dates is None:
        parts += together([*kit.section("dates"), kit.paragraph(context.no_dates, theme.BODY)], [])
    else:
        head = kit.section("dates", _capacity(dates))
        parts += together(head, [Table(_milestones(kit, dates), to_the_edge(_MILESTONES))])
        parts += [Space(6), *(kit.paragraph(line, theme.SMALL_MUTED) for line in _notes(dates))]
    if context.window is not None:
        lines: list[Flowable] = [kit.paragraph(context.window.stated, theme.BODY)] if context.window.stated else []
        lines += [kit.paragraph(line, theme.BULLET, bullet="•") for line in window_lines(context.window)]
        # A short list: it stays with its heading whole.
        parts += together([*kit.chapter("Observation window", "window", level=1), *lines], [])
    if context.burn_up:
        parts += together(kit.chapter("Expected readiness, if the plan is kept", "burn-up", level=1), _burn_up(kit, context))
    if dates is not None and dates.packages:
        parts += _calendar(kit, context, dates)
    if context.budget is not None:
        parts += _budget(kit, context.budget)
    return parts


def _capacity(dates: Dates) -> str:
    shares = ", ".join(f"{row.who} {number_text(row.days)}" for row in dates.capacity)
    return (
        f"From {day_text(dates.start)} with {number_text(dates.weekly_days)} person-days a week{f' ({shares})' if shares else ''}. "
        "Expectations from effort ranges, not promises."
    )


def _milestones(kit: Kit, dates: Dates) -> list[list[Cell]]:
    words = ("By when", "Expected", "Least effort", "Most effort")
    rows: list[list[Cell]] = [[kit.paragraph(text, theme.CELL_HEAD) for text in words]]
    for row in dates.milestones:
        cells = (milestone_day(row), day_text(row.least), day_text(row.most))
        rows.append([kit.paragraph(row.title, theme.SMALL_BOLD), *(kit.paragraph(text, theme.SMALL) for text in cells)])
    for likely in dates.likely:
        between = f"{short_day(likely.earliest)} to {short_day(likely.latest)}"
        rows.append([kit.paragraph(likely.title, theme.SMALL_BOLD), kit.paragraph(between, theme.SMALL), "", ""])
    return rows


def milestone_day(row: MilestoneRow) -> str:
    """The expected day, with a warning where an open question could still move it."""
    return f"{'not before ' if row.not_before else ''}{day_text(row.day)}"


def _notes(dates: Dates) -> list[str]:
    moved = any(row.not_before for row in dates.milestones)
    open_questions = "Not before: open questions could still move the day." if moved else ""
    # One after the other: a line each would cost the chart below its place on the page.
    about_table = " ".join(filter(None, (open_questions, dates.follows, dates.basis)))
    return [text for text in (dates.stated, about_table) if text]


def window_lines(window: WindowRows) -> tuple[str, str]:
    """Both Type II answers, a sentence or two each."""
    obstacles = Counter(row.obstacle for row in window.blocking)
    held = "; ".join(f"{obstacle}: {count_text(count, 'key control')}" for obstacle, count in obstacles.items())
    could = f"{count_text(window.could_block, 'open question')} could still hold it up" if window.could_block else ""
    results = "; ".join(f"{text}: {count}" for text, count in window.results)
    so_far = "" if window.over else ", as far as it has run,"
    opening = [
        f"Could a window open on {day_text(window.opening_start)} and run to {day_text(window.opening_end)}? {window.opening.capitalize()}"
    ]
    ran = f"from {day_text(window.holding_start)} to {day_text(window.holding_end)}"
    holding = [f"Would the window {ran}{so_far} hold? {window.holding.capitalize()}"]
    opening += [text for text in (held, could) if text]
    holding += [results] if results else []
    return ". ".join(opening) + ".", ". ".join(holding) + "."


def _burn_up(kit: Kit, context: ReportContext) -> list[Flowable]:
    word = verdict_word("met", screen=context.cover.screen)
    drawn = BurnUp(context.burn_up, len(context.criteria), f"criteria {word}", theme.PAGE.text_width)
    curve = context.dates.curve if context.dates is not None else ""
    return [drawn, kit.paragraph(curve, theme.SMALL_MUTED)] if curve else [drawn]


def _calendar(kit: Kit, context: ReportContext, dates: Dates) -> list[Flowable]:
    titles = {package.number: package.title for package in context.packages}
    spans = {row.number: (row.start, row.finish) for row in dates.work if row.critical}
    critical = {p.number: tuple(spans[item.number] for item in p.items if item.number in spans) for p in context.packages}
    bars = [
        Bar(f"{row.number}  {shorten(titles[row.number], 120)}", row.start, row.finish, row.done, critical[row.number])
        for row in sorted(dates.packages, key=lambda row: (row.start, row.finish, row.number))
    ]
    last = max(row.done for row in dates.packages)
    marks = [Mark(row.day, f"{row.title}: {milestone_day(row)}") for row in dates.milestones if dates.start <= row.day and row.day <= last]
    drawing = Gantt(bars, marks, dates.start, theme.PAGE.text_width, theme.PAGE.text_height - _ABOVE_CALENDAR)
    head = kit.chapter("Work packages by week", "calendar", level=1)
    if drawing.left:
        more = f"The {count_text(drawing.left, 'package')} that start last are not drawn; their days stand with them in the plan."
        head.append(kit.paragraph(more, theme.SMALL_MUTED))
    return together(head, [drawing])


def _budget(kit: Kit, budget: BudgetRows) -> list[Flowable]:
    lead = "Effort in person-days" + (f", bought things in {budget.currency} a year" if budget.currency else "") + ", from least to most."
    head = [*kit.chapter("What it takes", "budget", level=1), kit.paragraph(f"{lead} {budget.basis}", theme.SMALL_MUTED)]
    groups: tuple[tuple[str, Sequence[TotalRow]], ...] = (
        ("In all", (budget.whole,)),
        ("By owner", budget.by_owner),
        ("By category", budget.by_category),
        ("By month of start", [replace(row, title=month_text(row.title)) for row in budget.by_month]),
    )
    parts: list[Flowable] = []
    for title, rows in groups:
        if rows:
            made = [_total(kit, row, budget.currency) for row in rows]
            parts += together([*head, kit.paragraph(title, theme.H3)], made)
            head = []
    return parts


def _total(kit: Kit, row: TotalRow, currency: str) -> Box:
    money = amount_text(row.money, currency) if row.money is not None and currency else ""
    cells: Sequence[tuple[float, str]] = (
        (196.0, shorten(row.title, 200) or "nobody yet"),
        (56.0, count_text(row.items, "item")),
        (92.0, range_text(row.effort_days)),
        (theme.PAGE.text_width - 374.0, money),
    )
    return Box([Column(width, [kit.paragraph(text, theme.SMALL)] if text else []) for width, text in cells], gap=10, above=2.5, below=3)
