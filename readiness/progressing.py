"""The use cases behind progress: two rounds of a file compared, the plan of the earlier one against what was done, all rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.rounds import origins
from readiness.scheduling import planning, scheduled
from readiness.tending import live
from scoring.burnup import BurnUpPoint, burn_up
from scoring.live import open_plan
from scoring.model import ReportType, Round
from scoring.progress import Comparison, Standing, carried_share, compare
from scoring.schedule import Schedule
from scoring.score import Figure
from scoring.slippage import Slip, promises, slippage


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """Where one round stood: figures in percent, shares 0-1. ``day`` is the day it was closed, today for an open one."""

    round: Round
    day: date
    readiness: Figure
    answered: float
    carried: float
    met: int
    criteria: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Two rounds of one file beside each other.

    ``slips`` are what the plan of the earlier one promised; ``expected`` is its burn-up, empty where it had no dates, and
    ``planned`` the point of it that the later round's day had reached.
    """

    earlier: Round
    later: Round
    earlier_day: date
    later_day: date
    comparison: Comparison
    slips: tuple[Slip, ...]
    expected: tuple[BurnUpPoint, ...]
    planned: BurnUpPoint | None


def trend(assessment: Assessment, report_type: ReportType | None = None, *, today: date | None = None) -> tuple[TrendPoint, ...]:
    """Where every round stood, by number, for the scope's report type unless another is asked for."""
    kind = report_type or assessment.scope.report_type
    return tuple(_point(assessment.looking_at(one), kind, today) for one in assessment.rounds)


def _day(view: Assessment, today: date | None) -> date:
    """The day a round is measured on: the one it was closed on, else ``today`` as given."""
    return view.today if view.kept is not None or today is None else today


def _point(view: Assessment, kind: ReportType, today: date | None) -> TrendPoint:
    card = view.scorecard(kind)
    met = sum(1 for result in card.criteria.values() if result.verdict == "met")
    return TrendPoint(view.round, _day(view, today), card.readiness, card.answered, carried_share(card), met, len(card.criteria))


def progress(
    assessment: Assessment,
    earlier: str | None = None,
    later: str | None = None,
    report_type: ReportType | None = None,
    *,
    today: date | None = None,
) -> Progress:
    """What moved from one round to another; without names from the round before to the last one. Raises ReadinessError.

    An open round is measured on ``today``, the present day unless given.
    """
    rounds = assessment.rounds
    second = assessment.round_named(later)
    before = [one for one in rounds if one.number < second.number]
    if earlier is None and not before:
        alone = "holds one round only" if len(rounds) == 1 else f"has no round before {second.name}"
        raise ReadinessError(
            f"{assessment.path}: {alone}, so there is nothing to compare; `readiness round FILE --new NAME` starts the next."
        )
    first = assessment.round_named(earlier) if earlier is not None else before[-1]
    if first.id == second.id:
        raise ReadinessError(f"{assessment.path}: --from and --to are both {first.name}; name two rounds.")
    if first.number > second.number:
        raise ReadinessError(f"{assessment.path}: {first.name} comes after {second.name}; give the earlier one with --from.")
    old, new = assessment.looking_at(first), assessment.looking_at(second)
    kind = report_type or assessment.scope.report_type
    found = compare(_standing(old, kind), _standing(new, kind))
    schedule = _dates(old, kind)
    expected = _expected(old, kind, schedule) if schedule is not None else ()
    day = _day(new, today)
    return Progress(
        earlier=first,
        later=second,
        earlier_day=old.today,
        later_day=day,
        comparison=found,
        slips=_slips(old, new, kind, schedule, day),
        expected=expected,
        planned=next((point for point in reversed(expected) if point.day <= day), None),
    )


def _standing(view: Assessment, kind: ReportType) -> Standing:
    return Standing(view.stored_library, view.round.set, view.scope, view.answers, view.scorecard(kind))


def _dates(view: Assessment, kind: ReportType) -> Schedule | None:
    """The dates that the round's plan had on its last day; None where no capacity was stated then, or none can be worked out."""
    if view.scope.planning is None or view.scope.planning.capacity is None:
        return None
    items = live(view, kind, today=view.today)
    try:
        return scheduled(view, open_plan(view.plan(kind), items), planning(view, today=view.today), items)
    except ReadinessError:
        # A clock far off, or a capacity that never ends the plan: it promised no day.
        return None


def _expected(view: Assessment, kind: ReportType, schedule: Schedule) -> tuple[BurnUpPoint, ...]:
    left = open_plan(view.plan(kind), live(view, kind, today=view.today))
    return burn_up(view.asked, view.scope, view.answers, view.scorecard(kind), left, schedule, with_window=False)


def _slips(old: Assessment, new: Assessment, kind: ReportType, schedule: Schedule | None, day: date) -> tuple[Slip, ...]:
    known = origins(new)
    settled_on = {
        name: known[name].day if control.state != "open" and name in known else None
        for name, control in new.scorecard(kind).controls.items()
    }
    promised = promises(live(old, kind, today=old.today), schedule)
    return slippage(promised, live(new, kind, today=day), settled_on, day)
