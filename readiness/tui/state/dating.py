"""The plan's dates in words: result dates, the days of packages and items, and a bar chart of weeks. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from questionnaires.model import Library
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.scheduling import planning, scheduled
from readiness.tui.state.interview import MONTHS
from readiness.tui.state.text import column, one_line
from readiness.wanted import wanted
from scoring.live import LiveItem
from scoring.milestones import StatedWindow, aside_text, stated_text, stated_window
from scoring.plan import Plan
from scoring.schedule import EVERYONE_ELSE, Schedule, ScheduledItem, ScheduledPackage

NO_CAPACITY = "No dates yet: they need the person-days a week that you can give the plan."
# From this width on, a screen has room for the chart.
CHART_FROM = 100
_TITLE_CELLS = 26
_TITLES_FROM = 72
# A month in three letters, and a space.
_NAME_CELLS = 4


@dataclass(frozen=True, slots=True)
class Dating:
    """A plan's dates, or the sentence that says why there are none (empty where there is nothing to do).

    ``stated`` is the window that the scope states, beside the plan's; ``wanted`` sets a stated deadline beside them, in a line.
    """

    schedule: Schedule | None
    why_not: str
    stated: StatedWindow | None = None
    wanted: str = ""


UNDATED = Dating(None, "")


def dated(assessment: Assessment, plan: Plan, today: date, items: Iterable[LiveItem] = ()) -> Dating:
    """The dates of what is left of the assessment's plan with what its scope states; ``items`` are those it was left by.

    Work starts ``today`` where nobody said another day.
    """
    if not plan.items:
        return UNDATED
    try:
        made = scheduled(assessment, plan, planning(assessment, today=today), items)
    except ReadinessError as error:
        sentence = one_line(str(error))
        return Dating(None, f"No dates: {sentence}")
    if made is None:
        return Dating(None, NO_CAPACITY)
    due = wanted(assessment, made)
    told = stated_window(assessment.library.calendar, made.expected, assessment.scope.window, made.open_window)
    return Dating(made, "", told, due.words if due is not None else "")


def results_line(dating: Dating) -> str:
    """What the dates lead to on one line, or why there are none."""
    made = dating.schedule
    if made is None:
        return dating.why_not
    parts = [f"Type I {_not_before(made.open_type_1)}{made.type_1_date}"]
    told = dating.stated
    if told is not None and told.in_time:
        parts += [
            f"window {told.window.start} – {told.window.end} as stated",
            f"could open {_not_before(made.open_window) or 'from '}{made.window_opens}",
        ]
    elif made.window_opens is not None and made.window_ends is not None:
        parts.append(f"window {_not_before(made.open_window)}{made.window_opens} – {made.window_ends}")
    between = told.report_between if told is not None else made.report_between
    if between is not None:
        parts.append(f"report by {between[1]}")
    if made.aside:
        parts.append(f"{count_text(len(made.aside), 'gap')} set aside, not waited for")
    line = " · ".join(parts)
    return f"{line}. {stated_text(told)}" if told is not None and not told.in_time else line


def results_text(library: Library, made: Schedule, told: StatedWindow | None = None) -> str:
    """The same in full, a line each, with how far efforts at their least or most would move them; ``told`` is the stated window."""
    least, most = made.least, made.most
    lines = [
        f"Everything done: {made.expected.done} ({least.done} – {most.done})",
        f"Type I date: {_not_before(made.open_type_1)}{made.type_1_date} ({least.type_1_date} – {most.type_1_date})",
    ]
    if told is not None and told.in_time:
        could = f"{_not_before(made.open_window) or 'from '}{made.window_opens} ({least.window_opens} – {most.window_opens})"
        lines += [
            f"Window could open: {could}",
            f"Window opens, as stated: {told.window.start}",
            f"Window ends, as stated: {told.window.end}",
        ]
    elif made.window_opens is not None and made.window_ends is not None:
        lines += [
            f"Window opens: {_not_before(made.open_window)}{made.window_opens} ({least.window_opens} – {most.window_opens})",
            f"Window ends: {made.window_ends}, after {count_text(made.window_months, 'month')}",
        ]
    between = told.report_between if told is not None else made.report_between
    if between is not None:
        lines.append(f"Report likely: {between[0]} – {between[1]}")
    if told is not None:
        lines.append(stated_text(told))
    if made.aside:
        lines.append(aside_text(made.aside))
    lines.append("In brackets: with every effort at its least and at its most.")
    if between is not None and library.calendar is not None:
        lines.append(f"How long reports take is indicative ({library.calendar.dated}).")
    return "\n".join(lines)


def _not_before(open_questions: tuple[str, ...]) -> str:
    return "not before " if open_questions else ""


def package_days(package: ScheduledPackage) -> str:
    """A package's first and last day of work, and the end of the waiting that follows."""
    return _days(package.start, package.finish, package.done) + (
        "\nOn the critical path: a delay here moves the end." if package.critical else ""
    )


def item_days(library: Library, item: ScheduledItem) -> str:
    """An item's days, who works on it, and how far it could slip."""
    slack = "On the critical path: a delay here moves the end." if item.critical else f"{count_text(item.slack_days, 'workday')} of slack"
    who = "everyone else" if item.server == EVERYONE_ELSE else one_line(library.role_by_id[item.server].title)
    return f"{_days(item.start, item.finish, item.done)}\nPlanned with the days of: {who}\n{slack}"


def _days(start: date, finish: date, done: date) -> str:
    work = f"Work: {start} – {finish}" if finish > start else f"Work: {start}"
    return work + (f"\nWaiting over: {done}" if done > finish else "")


def chart(plan: Plan, made: Schedule, width: int, here: str = "") -> str:
    """A line for each package in at most ``width`` cells: █ work, ░ waiting, by week or by as many weeks as a cell has to hold.

    ``here`` is the id of the package to mark with ▸. Empty where there is no room for ten cells of bars.
    """
    titles = width >= _TITLES_FROM
    label = 4 + (_TITLE_CELLS + 1 if titles else 0)
    room = width - label
    if room < 10 or not made.packages:
        return ""
    first = monday(made.start)
    weeks = max(_week(first, package.done) for package in made.packages.values()) + 1
    scale = -(-weeks // room)
    lines = [" " * label + _months(first, -(-weeks // scale), scale, room)]
    for number, package in enumerate(plan.packages, 1):
        days = made.packages[package.id]
        start, finish, done = (_week(first, day) // scale for day in (days.start, days.finish, days.done))
        bar = " " * start + "█" * (finish - start + 1) + "░" * (done - finish)
        title = f"{column(package.title, _TITLE_CELLS)} " if titles else ""
        lines.append(f"{'▸' if package.id == here else ' '}{number:>2} {title}{bar}".rstrip())
    return "\n".join([*lines, f"{count_text(scale, 'week')} a cell  █ work  ░ waiting"])


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _week(first: date, day: date) -> int:
    return (day - first).days // 7


def month_short(day: date) -> str:
    """A day's month in three letters."""
    return MONTHS[day.month - 1][:3].title()


def _months(first: date, count: int, scale: int, room: int) -> str:
    """The months above the cells in which they begin: first each that has room up to the next one, then others where none is in the way."""
    # Thursday says which month most of a week belongs to.
    cells_of: dict[tuple[int, int], list[int]] = {}
    names: dict[int, str] = {}
    for cell in range(count):
        thursday = first + timedelta(weeks=cell * scale, days=3)
        cells_of.setdefault((thursday.year, thursday.month), []).append(cell)
        names[cell] = month_short(thursday)
    placed: list[int] = []
    for begins, *_ in sorted(cells_of.values(), key=lambda cells: len(cells) < _NAME_CELLS):
        if begins <= room - _NAME_CELLS + 1 and all(abs(begins - other) >= _NAME_CELLS for other in placed):
            placed.append(begins)
    line = ""
    for cell in sorted(placed):
        line = line.ljust(cell) + names[cell]
    return line
