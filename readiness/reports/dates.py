"""Rows about time and money: the plan's dates, expected readiness by week, totals, and the two Type II answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Library
from readiness.reports.words import day_text
from scoring.asked import Asked
from scoring.burnup import burn_up
from scoring.costs import Total, budget
from scoring.milestones import StatedWindow, aside_text, stated_text, stated_window
from scoring.model import Answer, ReportType, Scope, Window
from scoring.plan import Plan
from scoring.records import RESULT_TEXT
from scoring.schedule import EVERYONE_ELSE, Schedule
from scoring.score import Scorecard
from scoring.window import OBSTACLE_TEXT, Holding, Opening, Settled

_ALL = "all"
_Key = Literal["done", "type_1_date", "window_opens", "window_ends", "stated_opens", "stated_ends"]
STATED: tuple[_Key, ...] = ("stated_opens", "stated_ends")
"""The days that follow from no plan: the scope states them."""


_FOLLOWS = (
    "The window could open before everything is done: only the controls it needs have to run before it, the rest may follow inside it. "
    "What is not in place on its first day an auditor may still report."
)
_CURVE = "Until the window's last day what is done counts as running; only then can every occurrence be on record."


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A date the plan is made for; ``least`` and ``most`` count efforts with their ends. ``not_before``: open questions could move it.

    A stated day is the same whatever the efforts.
    """

    id: _Key
    title: str
    day: date
    least: date
    most: date
    not_before: bool


@dataclass(frozen=True, slots=True)
class LikelyReport:
    """Between which days a report is likely; indicative."""

    report_type: ReportType
    title: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """Person-days a week of one role, or of everyone else."""

    who: str
    days: float


@dataclass(frozen=True, slots=True)
class WorkDates:
    """An item's days: work from ``start`` to ``finish``, ``done`` with its lead time; ``slack_days`` are workdays it could slip."""

    number: int
    question: str
    who: str
    start: date
    finish: date
    done: date
    critical: bool
    slack_days: int


@dataclass(frozen=True, slots=True)
class PackageDates:
    """A work package's days, by its number in the plan."""

    number: int
    start: date
    finish: date
    done: date
    critical: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The plan on the calendar, for the stated capacity (``weekly_days`` person-days a week in all).

    ``stated`` says in sentences what becomes of a window that the scope states, and of gaps set aside, empty without either. In time,
    the window's days stand among the milestones and the likely report follows it; too early, ``stated_too_early`` is set and they are
    the planned ones. ``set_aside``: no date waits for some gap that a criterion rests on.
    ``follows`` says why the window could open before everything is done, empty where it could not; ``curve`` how expected readiness
    comes about, empty for Type I.
    """

    start: date
    weekly_days: float
    capacity: tuple[CapacityRow, ...]
    window_months: int
    milestones: tuple[MilestoneRow, ...]
    likely: tuple[LikelyReport, ...]
    basis: str
    work: tuple[WorkDates, ...]
    packages: tuple[PackageDates, ...]
    stated: str = ""
    stated_too_early: bool = False
    set_aside: bool = False
    follows: str = ""
    curve: str = ""


@dataclass(frozen=True, slots=True)
class BurnUpRow:
    """Expected at the end of a week if the plan is kept: items done, criteria met, readiness in percent (0-100)."""

    day: date
    done: int
    met: int
    low: float
    value: float | None
    high: float


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Person-days and money a year of some items, each (least, most); money is None where the library has no figures."""

    title: str
    items: int
    effort_days: tuple[float, float]
    money: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class BudgetRows:
    """What the plan takes; ``by_month`` is empty without dates, ``currency`` and ``basis`` where the library has no money figures."""

    currency: str
    basis: str
    dated: date | None
    whole: TotalRow
    by_owner: tuple[TotalRow, ...]
    by_category: tuple[TotalRow, ...]
    by_month: tuple[TotalRow, ...]


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A key control that keeps a window from opening, and how."""

    question: str
    text: str
    rung: int
    obstacle: str


@dataclass(frozen=True, slots=True)
class WindowRows:
    """The two Type II answers (yes, no or "not settled") with the windows they are about.

    ``opening_*``: could a window open on the report's day. ``holding_*``: would one that ran hold, with controls counted by result;
    ``over`` is False while part of it is still to come. ``stated`` names the window of the scope while it lies ahead, else empty.
    """

    opening: Settled
    opening_start: date
    opening_end: date
    blocking: tuple[BlockRow, ...]
    could_block: int
    holding: Settled
    holding_start: date
    holding_end: date
    over: bool
    results: tuple[tuple[str, int], ...]
    stated: str = ""


def date_rows(library: Library, plan: Plan, made: Schedule | None, stated: Window | None) -> Dates | None:
    """The dates of ``plan``, with the window ``stated`` where there is one; None while there are none."""
    if made is None:
        return None
    numbers = {item.question: number for number, item in enumerate(plan.items, start=1)}
    titles = {role.id: role.title for role in library.roles}
    shares = [CapacityRow(titles.get(role, role), days) for role, days in made.capacity.by_role.items()]
    rest = [CapacityRow("everyone else", made.capacity.left)] if shares and made.capacity.left else []
    calendar = library.calendar
    told = stated_window(calendar, made.expected, stated, made.open_window)
    return Dates(
        start=made.start,
        weekly_days=made.capacity.total,
        capacity=(*shares, *rest),
        window_months=made.window_months,
        milestones=tuple(_milestones(made, told)),
        likely=tuple(
            LikelyReport(kind, title, between[0], between[1]) for kind, title, between in _reports(made, told) if between is not None
        ),
        stated=" ".join(
            filter(
                None,
                (
                    "" if told is None else stated_text(told, day_text),
                    aside_text(made.aside, lambda one: library.question_by_id[one].title),
                ),
            )
        ),
        set_aside=bool(made.aside),
        stated_too_early=told is not None and not told.in_time,
        follows=_FOLLOWS if made.window_opens is not None and made.window_opens < made.expected.done else "",
        curve=_CURVE if made.window_ends is not None else "",
        basis="" if calendar is None else f"How long reports take is indicative ({calendar.dated}): {calendar.basis}",
        work=tuple(
            WorkDates(
                number=numbers[item.question],
                question=item.question,
                who="everyone else" if item.server == EVERYONE_ELSE else titles.get(item.server, item.server),
                start=item.start,
                finish=item.finish,
                done=item.done,
                critical=item.critical,
                slack_days=item.slack_days,
            )
            for item in made.items.values()
            if item.question in numbers
        ),
        packages=tuple(
            PackageDates(number, dated.start, dated.finish, dated.done, dated.critical)
            for number, package in enumerate(plan.packages, start=1)
            if (dated := made.packages.get(package.id)) is not None
        ),
    )


def _reports(made: Schedule, told: StatedWindow | None) -> Iterable[tuple[ReportType, str, tuple[date, date] | None]]:
    yield 1, "Type I report likely", made.expected.type_1_report_between
    yield 2, "Type II report likely", made.expected.report_between if told is None else told.report_between


def why_undated(scope: Scope, plan: Plan, made: Schedule | None) -> str:
    """One sentence on what would give dates; empty where there are some."""
    if made is not None:
        return ""
    if not plan.items:
        return "There are no dates: nothing is left to put on a calendar."
    if scope.planning is not None and scope.planning.capacity is not None:
        return (
            "There are no dates: with the stated capacity the plan does not end, or some of its work has nobody left to do it; "
            "state more person-days a week under planning."
        )
    return (
        "There are no dates yet: state how many person-days a week there are, as planning: {capacity: 5} in FACTS.yaml or on the "
        "scope screen, and this chapter tells what is done by when."
    )


def _milestones(made: Schedule, told: StatedWindow | None) -> Iterable[MilestoneRow]:
    follows = told is not None and told.in_time
    rows: tuple[tuple[_Key, str, tuple[str, ...]], ...] = (
        ("done", "Everything done", made.open_type_1),
        ("type_1_date", "Type I at the earliest as of", made.open_type_1),
        ("window_opens", "Observation window could open" + (" from" if follows and not made.open_window else ""), made.open_window),
        ("window_ends", "Observation window ends", made.open_window),
    )
    for key, title, open_questions in rows:
        days = [getattr(milestones, key) for milestones in (made.expected, made.least, made.most)]
        if all(day is not None for day in days) and not (follows and key == "window_ends"):
            yield MilestoneRow(key, title, days[0], days[1], days[2], bool(open_questions))
    if told is not None and told.in_time:
        opens, ends = told.window.start, told.window.end
        yield MilestoneRow("stated_opens", "Observation window opens, as stated", opens, opens, opens, False)
        yield MilestoneRow("stated_ends", "Observation window ends, as stated", ends, ends, ends, False)


def burn_up_rows(
    questions: Asked, scope: Scope, answers: Mapping[str, Answer], card: Scorecard, plan: Plan, made: Schedule | None
) -> tuple[BurnUpRow, ...]:
    """Expected readiness by week; empty without dates."""
    if made is None:
        return ()
    return tuple(
        BurnUpRow(point.day, point.done, point.met, point.figure.low, point.figure.value, point.figure.high)
        for point in burn_up(questions, scope, answers, card, plan, made)
    )


def budget_rows(library: Library, plan: Plan, made: Schedule | None) -> BudgetRows | None:
    """What ``plan`` takes, in words; None where there is nothing to do."""
    if not plan.items:
        return None
    found, costs = budget(library, plan, made), library.costs
    roles = {role.id: role.title for role in library.roles}
    categories = {category.id: category.title for category in library.categories}
    return BudgetRows(
        currency="" if costs is None else costs.currency,
        basis="" if costs is None else f"Money is a year's and indicative ({costs.dated}): {costs.basis}",
        dated=None if costs is None else costs.dated,
        whole=_total(found.whole, {_ALL: "the whole plan"}),
        by_owner=tuple(_total(total, roles) for total in found.by_owner),
        by_category=tuple(_total(total, categories) for total in found.by_category),
        by_month=tuple(_total(total, {}) for total in found.by_month),
    )


def _total(total: Total, titles: Mapping[str, str]) -> TotalRow:
    return TotalRow(titles.get(total.key, total.key), total.items, total.effort_days, total.money)


def window_rows(library: Library, found: tuple[Opening, Holding] | None, stated: Window | None) -> WindowRows | None:
    """Both Type II answers beside the window ``stated``; None where they are not asked for."""
    if found is None:
        return None
    opening, holding = found
    return WindowRows(
        stated=_ahead(stated) if stated is not None and stated.start > opening.window.start else "",
        opening=opening.verdict,
        opening_start=opening.window.start,
        opening_end=opening.window.end,
        blocking=tuple(
            BlockRow(one.question, library.question_by_id[one.question].title, one.rung, OBSTACLE_TEXT[one.obstacle])
            for one in opening.blocking
        ),
        could_block=len(opening.could_block),
        holding=holding.verdict,
        holding_start=holding.window.start,
        holding_end=holding.window.end,
        over=holding.over,
        results=tuple((text, count) for result, text in RESULT_TEXT.items() if (count := len(holding.of(result)))),
    )


def _ahead(stated: Window) -> str:
    between = f"{day_text(stated.start)} to {day_text(stated.end)}"
    return f"The window you stated, {between}, lies ahead. Until it opens, the two answers here are about the days they name."
