"""What stands in a calendar: the runs of recurring controls, the days items are due or planned for, the observation window.

Titles and days only. What recurs weekly or oftener is left out: nobody plans that by a list of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Library
from scoring.live import LiveItem
from scoring.model import Scope
from scoring.occurrences import PERIOD_MONTHS, due_dates, next_due
from scoring.schedule import Schedule
from scoring.score import Scorecard

EntryKind = Literal["recurring", "planned-run", "due", "planned", "window"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar, from ``start`` to ``end``, both included.

    ``key`` names it for as long as it means the same, whatever its days become. ``since`` is the day something overdue came due.
    """

    kind: EntryKind
    key: str
    title: str
    start: date
    end: date
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The entries in order of time, and the recurring controls that run but stand in no calendar: nobody said when last."""

    entries: tuple[Entry, ...]
    undated: tuple[str, ...]


def agenda(
    library: Library,
    scope: Scope,
    card: Scorecard,
    items: Iterable[LiveItem],
    schedule: Schedule | None,
    first: date,
    last: date,
) -> Agenda:
    """What falls on the days from ``first`` to ``last``, both included; what is overdue by then stands on the first of them.

    A control's runs follow from its last one, in its own rhythm. With a ``schedule``, items without a due date stand where it
    puts them, and so do the runs of controls that the plan has yet to set up.
    """
    titles = {name: control.question.title for name, control in card.controls.items()}
    found, dated, undated = _running(library, card, first, last)
    found += _due(items, first, last)
    if schedule is not None:
        found += _planned(items, schedule) + _planned_runs(schedule, titles, {*dated, *undated}, card)
    found += _window(scope)
    inside = [one for one in found if one.start <= last and one.end >= first]
    return Agenda(tuple(sorted(inside, key=lambda one: (one.start, one.kind, one.key))), tuple(undated))


def _running(library: Library, card: Scorecard, first: date, last: date) -> tuple[list[Entry], list[str], list[str]]:
    """The runs of the controls that run today, the names of those controls, and of those without a day to count from."""
    entries: list[Entry] = []
    dated, undated = [], []
    running = library.rating.target["type_1"]
    for name, control in card.controls.items():
        question, answer = control.question, control.answer
        if question.frequency not in PERIOD_MONTHS or control.state != "rated" or answer is None or (answer.rung or 0) < running:
            continue
        if answer.last_done is None:
            undated.append(name)
            continue
        dated.append(name)
        late = next_due(question.frequency, answer.last_done)
        if late is not None and late < first:
            entries.append(Entry("recurring", f"{name} {late}", question.title, first, first, since=late))
        for day in due_dates(question.frequency, answer.last_done, first, last):
            entries.append(Entry("recurring", f"{name} {day}", question.title, day, day))
    return entries, dated, undated


def _due(items: Iterable[LiveItem], first: date, last: date) -> list[Entry]:
    entries = []
    for one in items:
        due = one.stored.due if one.to_do and one.stored is not None else None
        if due is not None and due <= last:
            # Named without its day: an item is due once, and moves when that day does.
            entries.append(Entry("due", one.id, one.title, max(due, first), max(due, first), since=due if due < first else None))
    return entries


def _planned(items: Iterable[LiveItem], schedule: Schedule) -> list[Entry]:
    entries = []
    for one in items:
        days = schedule.items.get(one.key)
        if days is not None and one.to_do and (one.stored is None or one.stored.due is None):
            entries.append(Entry("planned", one.id, one.title, days.start, days.finish))
    return entries


def _planned_runs(schedule: Schedule, titles: Mapping[str, str], running: set[str], card: Scorecard) -> list[Entry]:
    entries: list[Entry] = []
    counts: dict[str, int] = {}
    for run in schedule.recurring:
        if run.question in running or run.question not in titles:
            continue
        if card.controls[run.question].question.frequency not in PERIOD_MONTHS:
            continue
        counts[run.question] = number = counts.get(run.question, 0) + 1
        # Named by its number: a forecast's days move with the plan.
        entries.append(Entry("planned-run", f"{run.question} {number}", titles[run.question], run.day, run.day))
    return entries


def _window(scope: Scope) -> list[Entry]:
    window = scope.own_window
    if window is None:
        return []
    days = (("first", "first day", window.start), ("last", "last day", window.end))
    return [Entry("window", key, f"Observation window: {what}", day, day) for key, what, day in days]
