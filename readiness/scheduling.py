"""The use case behind a plan with dates: what is planned with, by the file and by the options of a command, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from questionnaires.wording import ended
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.planning import capacity_of, planning_with
from scoring.burnup import BurnUpPoint, burn_up
from scoring.live import LiveItem, open_plan, owned_by_roles, pins
from scoring.model import Planning
from scoring.occurrences import months_of
from scoring.plan import Plan
from scoring.schedule import Schedule, schedule
from scoring.wish import Situation, Wish, wish
from scoring.workdays import BeyondHorizon, WorkCalendar

# Used where neither a person nor the library says how long a window lasts.
_USUAL_MONTHS = _WHOLE_YEAR = 12


def planning(
    assessment: Assessment,
    *,
    start: date | None = None,
    capacity: Mapping[str, float] | None = None,
    holidays: tuple[date, ...] = (),
    window_months: int | None = None,
    today: date | None = None,
) -> Planning:
    """What to plan with: what the file states, with these in its place; nothing is stored.

    ``capacity`` is in person-days a week by owner role or "total"; without a total its roles join the stated capacity. Holidays
    are added. The start is today unless somebody said another day; the window as long as was said, as the scope's own, or as is
    usual. Raises ReadinessError.
    """
    stated = assessment.scope.planning or Planning()
    changes: dict[str, object] = {"start": start or stated.start or today or assessment.today}
    try:
        if capacity:
            changes["capacity"] = capacity_of(capacity, assessment.library, stated.capacity)
        if holidays:
            changes["holidays"] = tuple(sorted({*stated.holidays, *holidays}))
        changes["window_months"] = window_months or stated.window_months or _usual_months(assessment)
        return planning_with(stated, changes)
    except ValueError as error:
        raise ReadinessError(ended(str(error))) from None


def _usual_months(assessment: Assessment) -> int:
    window = assessment.scope.window
    if window is not None:
        return min(_WHOLE_YEAR, max(1, months_of(window)))
    practice = assessment.library.window
    return practice.usual_months if practice is not None else _USUAL_MONTHS


def scheduled(assessment: Assessment, made: Plan, planned_with: Planning, items: Iterable[LiveItem] = ()) -> Schedule | None:
    """The dates of ``made``, what is left of the assessment's plan; None while no capacity is stated or there is nothing to do.

    ``items`` are those that ``made`` was left by: the days that people pinned stand. Raises ReadinessError if the capacity is too
    little for the plan ever to end.
    """
    if planned_with.capacity is None or not made.items:
        return None
    assert planned_with.start is not None and planned_with.window_months is not None
    calendar = WorkCalendar(planned_with.start, planned_with.holidays)
    card = assessment.scorecard(made.report_type)
    try:
        left = owned_by_roles(made, assessment.library, assessment.scope.people)
        months, as_of = planned_with.window_months, assessment.scope.own_as_of
        return schedule(assessment.asked, card, left, planned_with.capacity, calendar, months, pins(items), as_of=as_of)
    except BeyondHorizon as error:
        raise ReadinessError(f"with this capacity {error}; state more person-days a week.") from None


def finish_days(assessment: Assessment, items: Iterable[LiveItem], today: date | None = None) -> dict[str, date]:
    """The day on which each item that is left to do is planned to be done, its waiting included, by the item's key.

    Empty while no capacity is stated. Raises ReadinessError if the capacity is too little for the plan ever to end.
    """
    decided = tuple(items)
    stated = assessment.scope.planning
    if stated is None or stated.capacity is None:
        return {}
    made = scheduled(assessment, open_plan(assessment.plan(), decided), planning(assessment, today=today), decided)
    return {} if made is None else {question: item.done for question, item in made.items.items()}


def wished(assessment: Assessment, planned_with: Planning, by: date, today: date | None = None) -> Wish | None:
    """What would have to give for a likely report by that day; None while no capacity is stated."""
    if planned_with.capacity is None:
        return None
    assert planned_with.start is not None and planned_with.window_months is not None
    if by < planned_with.start:
        raise ReadinessError(f"--by {by}: lies before the start, {planned_with.start}; give a later day.")
    situation = Situation(
        library=assessment.stored_library,
        scope=assessment.scope,
        question_set=assessment.round.set,
        answers=assessment.answers,
        capacity=planned_with.capacity,
        calendar=WorkCalendar(planned_with.start, planned_with.holidays),
        window_months=planned_with.window_months,
        today=today or assessment.today,
        stored=assessment.items,
    )
    return wish(situation, by)


def expected(assessment: Assessment, made: Plan, dated: Schedule) -> tuple[BurnUpPoint, ...]:
    """Readiness by week if the plan is kept, for the plan's report type: an expectation, nothing is stored."""
    card = assessment.scorecard(made.report_type)
    return burn_up(assessment.asked, assessment.scope, assessment.answers, card, made, dated)
