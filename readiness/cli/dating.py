"""How `plan` reads what to plan dates with, and prints the dates and what would have to give for a wished one."""

from __future__ import annotations

from typing import Any

import click

from questionnaires.model import Library
from readiness.cli.text import counted, say, say_wrapped
from readiness.exchange.planning import person_days
from readiness.tending import own_name
from scoring.milestones import Milestones, aside_text, stated_text, stated_window
from scoring.model import Capacity, Planning, Window
from scoring.schedule import Schedule, ScheduledItem, ScheduledPackage
from scoring.wish import MOST_CAPACITY, Given, Wish

_LONGEST_PATH = 12
# As in the advice on the scope: in less, a quarterly control does not come round, and readers may not be convinced.
_CONVINCING_MONTHS = 3


class PersonDays(click.ParamType[tuple[str, float]]):
    """A capacity such as 5, or engineering=3."""

    name = "capacity"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Role and person-days a week. Fails with one sentence for anything else."""
        if isinstance(value, tuple):
            return value
        try:
            return person_days(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def capacity_text(library: Library, capacity: Capacity) -> str:
    """``5 person-days a week (Engineering lead 3, everyone else 2)``."""
    shares = [f"{library.role_by_id[role].title} {days:g}" for role, days in capacity.by_role.items() if role in library.role_by_id]
    rest = [f"everyone else {capacity.left:g}"] if capacity.left else []
    named = f" ({', '.join([*shares, *rest])})" if shares else ""
    return f"{capacity.total:g} {'person-day' if capacity.total == 1 else 'person-days'} a week{named}"


def planning_text(library: Library, planned_with: Planning) -> str:
    """What was stated to plan with, on one line."""
    parts = [f"from {planned_with.start}"] if planned_with.start else []
    if planned_with.capacity is not None:
        parts.append(capacity_text(library, planned_with.capacity))
    if planned_with.holidays:
        parts.append(counted(len(planned_with.holidays), "holiday"))
    if planned_with.window_months is not None:
        parts.append(f"a window of {counted(planned_with.window_months, 'month')}")
    return ", ".join(parts)


def all_critical(made: Schedule) -> bool:
    """Whether several items are all on the critical path, which is then said once rather than at each."""
    return len(made.items) > 1 and all(item.critical for item in made.items.values())


def package_dates(package: ScheduledPackage, *, marked: bool = True) -> str:
    """A package's days, for the line below its heading; ``marked`` if it may say that it is on the critical path."""
    waiting = f", waiting over {package.done}" if package.done > package.finish else ""
    return f"{package.start} to {package.finish}{waiting}" + (" · on the critical path" if package.critical and marked else "")


def item_dates(item: ScheduledItem, *, marked: bool = True) -> str:
    """An item's days, and whether it makes the plan as long as it is; ``marked`` if it may say so."""
    waiting = f", waiting over {item.done}" if item.done > item.finish else ""
    if item.critical:
        return f"{item.start} to {item.finish}{waiting}" + (" · on the critical path" if marked else "")
    return f"{item.start} to {item.finish}{waiting} · {counted(item.slack_days, 'day')} slack"


def print_dates(library: Library, made: Schedule, stated: Window | None) -> None:
    """The dates that a plan is made for, with how sure they are."""
    say()
    say_wrapped(f"From {made.start} with {capacity_text(library, made.capacity)}:", indent="")
    told = stated_window(library.calendar, made.expected, stated, made.open_window)
    follows = told is not None and told.in_time
    for label, name, open_questions in (
        ("Everything done", "done", made.open_type_1),
        ("Type I at the earliest as of", "type_1_date", made.open_type_1),
        ("Window could open from" if follows else "Window could open", "window_opens", made.open_window),
        (f"Window of {counted(made.window_months, 'month')} ends", "window_ends", ()),
    ):
        day = getattr(made.expected, name)
        if day is not None and not (follows and name == "window_ends"):
            moved = f"; not before: {counted(len(open_questions), 'open question')} could move it" if open_questions else ""
            _say_date(label, f"{day}  (efforts at their least {_of(made.least, name)}, at their most {_of(made.most, name)}{moved})")
    if told is not None and told.in_time:
        _say_date("Window opens, as stated", str(told.window.start))
        _say_date("Window ends, as stated", str(told.window.end))
    for label, days in (
        ("Type I report likely", made.expected.type_1_report_between),
        ("Type II report likely", made.expected.report_between if told is None else told.report_between),
    ):
        if days is not None:
            _say_date(label, f"{days[0]} to {days[1]}")
    if told is not None:
        say_wrapped(stated_text(told))
    if made.aside:
        say_wrapped(aside_text(made.aside))
    if library.calendar is not None:
        say_wrapped(f"How long reports take is indicative ({library.calendar.dated}): {library.calendar.basis}")
    path = [question if question in library.question_by_id else own_name(question) for question in made.critical_path]
    shown = " > ".join(path if len(path) <= _LONGEST_PATH else [*path[:3], "...", *path[-3:]])
    share = f"all {len(path)} items" if all_critical(made) else f"{len(path)} of {counted(len(made.items), 'item')}"
    say_wrapped(f"Critical path: {share}: {shown}")
    if made.recurring:
        work = sum(run.days for run in made.recurring)
        until = made.recurring[-1].day
        say_wrapped(f"Recurring controls: {counted(len(made.recurring), 'run')} up to {until}, {work:g} person-days, are counted in.")


def _say_date(label: str, text: str) -> None:
    say_wrapped(f"{label:30} {text}", hanging=31)


def _of(dates: Milestones, name: str) -> object:
    return getattr(dates, name)


def print_wish(library: Library, made: Wish, months: int) -> None:
    """What would have to give for a wished day."""
    if made.reached:
        how = "counted from the end of the window you stated" if made.as_stated else "by the middle of each effort"
        say()
        say_wrapped(
            f"As planned, a report by {made.by} may be had: {made.as_planned}, {how} and the longest time a report usually takes. "
            "Open questions could still move it.",
            indent="",
        )
        return
    ending = f"it comes by {made.as_planned}" if made.as_planned else "the plan does not end within twenty years"
    counted_from = ", counted from the end of the window you stated" if made.as_stated else ""
    say()
    say_wrapped(
        f"For a likely report by {made.by} something would have to give; as planned {ending}{counted_from}. One of these would do:",
        indent="",
    )
    alone = [made.moved, made.capacity, *made.categories, made.window]
    for given in alone:
        if given is not None:
            _print_given(_given_text(library, given, months), given)
    if any(alone):
        return
    if made.together is not None:
        _print_given(f"none alone, but together: {_given_text(library, made.together, months)}", made.together)
    else:
        say_wrapped(f"- none, not even {MOST_CAPACITY:g} times the capacity, Security alone and a window of one month together.")


def _print_given(text: str, given: Given) -> None:
    say_wrapped(f"- {text}: then by {given.report_by}")


def _given_text(library: Library, given: Given, months: int) -> str:
    parts = []
    if given.capacity is not None:
        parts.append(f"a capacity of {capacity_text(library, given.capacity)}")
    if given.without:
        parts.append(f"leaving out {', '.join(library.category_by_id[category].title for category in given.without)}")
    if given.window_months is not None:
        weak = "; readers may not be convinced by less than about three months" if given.window_months < _CONVINCING_MONTHS else ""
        parts.append(
            f"a window of {counted(given.window_months, 'month')} instead of {months} (agree it with your auditor and the customer{weak})"
        )
    if given.moved:
        parts.append("a window that opens when the plan lets it, not the one you stated")
    return "; ".join(parts)
