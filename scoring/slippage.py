"""Plan slippage: the days a plan promised against the days things were really done. Knows no clock: the day is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scoring.live import LiveItem
from scoring.schedule import Schedule

Source = Literal["due", "planned"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A thing to do and the day it was promised for: ``due`` if people agreed on one, else as ``planned`` with the capacity."""

    item: str
    title: str
    owner: str
    questions: tuple[str, ...]
    promised: date
    source: Source


@dataclass(frozen=True, slots=True)
class Slip:
    """A promise beside what came of it. ``actual`` is the day it was done, None while it is not.

    ``days`` late, counted to the day asked about while it is not done; negative: early, or still time.
    """

    promise: Promise
    actual: date | None
    days: int

    @property
    def late(self) -> bool:
        """Done after the day, or not done by it."""
        return self.days > 0


def promises(items: Iterable[LiveItem], schedule: Schedule | None) -> tuple[Promise, ...]:
    """What was promised for each item with work left: the day people agreed on, else the schedule's; without either nothing."""
    found = []
    for one in items:
        if not one.to_do:
            continue
        due = one.stored.due if one.stored is not None else None
        planned = schedule.items.get(one.key) if schedule is not None else None
        day = due or (planned.done if planned is not None else None)
        if day is not None:
            found.append(Promise(one.id, one.title, one.owner, one.questions, day, "due" if due else "planned"))
    return tuple(found)


def slippage(
    promised: Iterable[Promise], items: Iterable[LiveItem], settled_on: Mapping[str, date | None], today: date
) -> tuple[Slip, ...]:
    """Each promise against ``items`` as they stand now: the latest first, those still to come last.

    A thing is done on the day somebody said so, else on the day of the answer that closed its last gap. ``settled_on`` has that
    day for each question that is asked, None while it is open: an open question shows no gap, and nothing is done by that.
    Accepted risks and items that went with their questions are neither done nor late: they are left out.
    """
    items = tuple(items)
    by_id = {one.id: one for one in items}
    by_question = {question: one for one in items for question in one.questions}
    gaps = {gap.question for one in items for gap in one.gaps}
    found = []
    for promise in promised:
        one = by_id.get(promise.item) or next((by_question[q] for q in promise.questions if q in by_question), None)
        stored = one.stored if one is not None else None
        if stored is not None and stored.status == "risk-accepted":
            continue
        asked = [settled_on[question] for question in promise.questions if question in settled_on]
        if (promise.questions and not asked) or (not promise.questions and one is None):
            continue
        actual = stored.done_on if stored is not None and stored.status == "done" else None
        days = [day for day in asked if day is not None]
        if actual is None and days and len(days) == len(asked) and gaps.isdisjoint(promise.questions):
            actual = max(days)
        found.append(Slip(promise, actual, ((actual or today) - promise.promised).days))
    return tuple(sorted(found, key=lambda slip: (-slip.days, slip.promise.item)))
