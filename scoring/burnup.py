"""Expected readiness by week if the plan is kept: each week scored as if the items done by its end were finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scoring.asked import Asked
from scoring.model import Answer, Scope
from scoring.plan import Plan
from scoring.schedule import Schedule
from scoring.score import Figure, Scorecard, score_asked
from scoring.whatif import finished

MOST_POINTS = 260
"""Five years of weeks; a longer plan is told in even steps of more weeks."""


@dataclass(frozen=True, slots=True)
class BurnUpPoint:
    """The end of a week: the figure (percent) and how many criteria would be met, if everything due by then is done and shown."""

    day: date
    done: int
    figure: Figure
    met: int


def burn_up(
    asked: Asked, scope: Scope, answers: Mapping[str, Answer], before: Scorecard, plan: Plan, schedule: Schedule
) -> tuple[BurnUpPoint, ...]:
    """Readiness for ``before``'s report type from the schedule's start, Friday by Friday, until its last item is done.

    An expectation, not a promise: finished items are taken at their target rung, and open questions stay open.
    """
    done_on = {question: item.done for question, item in schedule.items.items()}
    last = max(done_on.values(), default=schedule.start)
    friday = schedule.start + timedelta(days=(4 - schedule.start.weekday()) % 7)
    weeks = max(1, -(-((last - friday).days + 1) // 7))
    step = timedelta(weeks=-(-weeks // MOST_POINTS))
    points = [BurnUpPoint(schedule.start, 0, before.readiness, _met(before))]
    day, known = friday, 0
    card = before
    while True:
        ready = {question for question, done in done_on.items() if done <= day}
        if len(ready) > known:
            supposed = finished(asked.library, plan, answers, ready)
            card = score_asked(asked, scope, {**answers, **supposed}, before.report_type)
            known = len(ready)
        points.append(BurnUpPoint(day, known, card.readiness, _met(card)))
        if day >= last:
            return tuple(points)
        day += step


def _met(card: Scorecard) -> int:
    return sum(1 for result in card.criteria.values() if result.verdict == "met")
