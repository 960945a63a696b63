"""What the plan's dates are worked out with, as rows of the scope, and the changes that edits make. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping

from questionnaires.model import Library
from questionnaires.wording import count_text
from readiness.errors import ReadinessError
from readiness.exchange.planning import TOTAL, capacity_of, planning_with
from readiness.storage import Draft, set_scope
from readiness.tui.state.interview import day_of
from readiness.tui.state.scoping import NOT_STATED, ScopeRow, ScopeSection
from readiness.tui.state.text import one_line
from scoring.model import Planning, Scope

MOST_MONTHS = 12
_LEAST_DAYS, _MOST_DAYS = 0.1, 1_000


def section(library: Library, scope: Scope) -> ScopeSection:
    """The planning inputs; every one may stay not stated, but dates need the person-days a week."""
    stated = scope.planning or Planning()
    months = stated.window_months
    return ScopeSection(
        "Planning",
        (
            ScopeRow(
                "planning:capacity",
                "Person-days a week",
                capacity_text(library, stated),
                "What all of you together can give to the plan in a week, and whose days are known. Gives the plan its dates.",
            ),
            ScopeRow(
                "planning:start",
                "Start of work",
                str(stated.start or NOT_STATED),
                "The first day of work on the plan; while it is not stated, today.",
            ),
            ScopeRow(
                "planning:holidays",
                "Days off",
                count_text(len(stated.holidays), "day") if stated.holidays else NOT_STATED,
                "Holidays on which nobody works on the plan. Weekends are off anyway.",
            ),
            ScopeRow(
                "planning:window_months",
                "Months of the window to plan for",
                count_text(months, "month") if months is not None else NOT_STATED,
                "How long the observation window shall be, 1 to 12 months; not stated: as the one above, or as is usual.",
            ),
        ),
    )


def capacity_text(library: Library, stated: Planning) -> str:
    """The total a week, and what of it belongs to named roles."""
    capacity = stated.capacity
    if capacity is None:
        return NOT_STATED
    titles = {role.id: one_line(role.title) for role in library.roles}
    shares = [f"{titles.get(role, one_line(role))} {days:g}" for role, days in capacity.by_role.items()]
    rest = [f"everyone else {capacity.left:g}"] if capacity.left else []
    named = f" ({', '.join([*shares, *rest])})" if shares else ""
    return f"{capacity.total:g}{named}"


def capacity_fields(library: Library, scope: Scope) -> list[tuple[str, str, str]]:
    """Key, label and present text of the total and of each owner role."""
    capacity = scope.planning.capacity if scope.planning is not None else None
    total = f"{capacity.total:g}" if capacity is not None else ""
    by_role = capacity.by_role if capacity is not None else {}
    roles = [
        (role.id, f"Of these, {one_line(role.title)}", f"{by_role[role.id]:g}" if role.id in by_role else "")
        for role in library.roles
        if role.id != TOTAL
    ]
    return [(TOTAL, "Person-days a week in all; nothing for “not stated”", total), *roles]


def capacity_drafts(library: Library, scope: Scope, typed: Mapping[str, str]) -> list[Draft]:
    """The change of the capacity as typed, by role and in all; nothing typed clears it. Raises ReadinessError."""
    labels = {key: label.partition(";")[0] for key, label, _ in capacity_fields(library, scope)}
    stated = {key: _person_days(labels[key], text) for key, text in typed.items() if text.strip()}
    if not stated:
        return _drafts(scope, capacity=None)
    try:
        return _drafts(scope, capacity=capacity_of(stated, library))
    except ValueError as error:
        sentence = str(error).removeprefix("capacity: ")
        raise ReadinessError(f"{sentence[:1].upper()}{sentence[1:].removesuffix('.')}.") from None


def _person_days(label: str, typed: str) -> float:
    try:
        days = float(typed.strip().replace(",", "."))
    except ValueError:
        days = 0.0
    if not _LEAST_DAYS <= days <= _MOST_DAYS:
        raise ReadinessError(f"{label}: write a number from {_LEAST_DAYS:g} to {_MOST_DAYS:,}, such as 2.5.")
    return days


def start_drafts(scope: Scope, typed: str) -> list[Draft]:
    """The change of the first day of work; nothing typed clears it. Raises ReadinessError."""
    return _drafts(scope, start=day_of(typed))


def holidays_text(scope: Scope) -> str:
    """The days off as text to edit, one a line."""
    return "\n".join(str(day) for day in scope.planning.holidays) if scope.planning is not None else ""


def holidays_drafts(scope: Scope, typed: str) -> list[Draft]:
    """The change of the days off, one a line or between commas. Raises ReadinessError."""
    days = {day for line in typed.replace(",", "\n").splitlines() if (day := day_of(line)) is not None}
    return _drafts(scope, holidays=tuple(sorted(days)))


def months_drafts(scope: Scope, typed: str) -> list[Draft]:
    """The change of the window's length in months; nothing typed clears it. Raises ReadinessError."""
    text = typed.strip()
    if not text:
        return _drafts(scope, window_months=None)
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MOST_MONTHS):
        raise ReadinessError(f"Write the months as a number from 1 to {MOST_MONTHS}.")
    return _drafts(scope, window_months=int(text))


def _drafts(scope: Scope, **changes: object) -> list[Draft]:
    try:
        changed = planning_with(scope.planning, changes)
    except ValueError as error:
        sentence = str(error)
        raise ReadinessError(f"{sentence[:1].upper()}{sentence[1:].removesuffix('.')}.") from None
    return [set_scope("planning", changed.model_dump(mode="json") if changed != Planning() else None)]
