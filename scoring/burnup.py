"""Expected readiness by week if the plan is kept: each week scored as if the items done by its end were finished."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scoring.asked import Asked
from scoring.milestones import stated_window
from scoring.model import Answer, Scope
from scoring.plan import Plan
from scoring.schedule import Schedule
from scoring.score import Figure, Scorecard, score_asked
from scoring.whatif import finished
from scoring.window_rule import opening_rung

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
    asked: Asked,
    scope: Scope,
    answers: Mapping[str, Answer],
    before: Scorecard,
    plan: Plan,
    schedule: Schedule,
    *,
    with_window: bool = True,
) -> tuple[BurnUpPoint, ...]:
    """Readiness for ``before``'s report type from the schedule's start, Friday by Friday, until its last item is done.

    An expectation, not a promise: a finished item runs, with a latest example to show, and open questions stay open. For Type II the
    record comes with time alone, so a last point on the window's last day (unless ``with_window`` is False) takes finished items at
    their target.
    """
    running = opening_rung(asked.library.rating)
    done_on = {question: item.done for question, item in schedule.items.items()}
    last = max(done_on.values(), default=schedule.start)
    friday = schedule.start + timedelta(days=(4 - schedule.start.weekday()) % 7)
    weeks = max(1, -(-((last - friday).days + 1) // 7))
    step = timedelta(weeks=-(-weeks // MOST_POINTS))
    points = [_point(schedule.start, 0, before)]
    day = friday
    while True:
        ready = {question for question, done in done_on.items() if done <= day}
        point = replace(points[-1], day=day)
        if len(ready) > point.done:
            point = _point(day, len(ready), _supposed(asked, scope, answers, plan, ready, running))
        points.append(point)
        if day >= last:
            break
        day += step
    told = stated_window(asked.library.calendar, schedule.expected, scope.window, schedule.open_window)
    ends = told.window.end if told is not None and told.in_time else schedule.window_ends
    if with_window and ends is not None and ends > points[-1].day:
        points.append(_point(ends, len(done_on), _supposed(asked, scope, answers, plan, set(done_on))))
    return tuple(points)


def _supposed(
    asked: Asked, scope: Scope, answers: Mapping[str, Answer], plan: Plan, ready: Collection[str], most: int | None = None
) -> Scorecard:
    supposed = finished(asked.library, plan, answers, ready, most)
    return score_asked(asked, scope, {**answers, **supposed}, plan.report_type)


def _point(day: date, done: int, card: Scorecard) -> BurnUpPoint:
    return BurnUpPoint(day, done, card.readiness, sum(1 for result in card.criteria.values() if result.verdict == "met"))
