"""The use case behind the two Type II questions: which months are meant, and what the answers in a file say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from scoring.asked import asked
from scoring.model import Window
from scoring.occurrences import months_of, window_until
from scoring.window import Holding, Opening, could_open, would_hold

MAX_MONTHS = 12
# Used where neither the person nor the library says how long a window lasts.
_WHOLE_YEAR = 12
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class TypeTwo:
    """Both answers as of ``today``."""

    today: date
    opening: Opening
    holding: Holding


def type_two(
    assessment: Assessment,
    *,
    months: int | None = None,
    end: date | None = None,
    window: tuple[date, date] | None = None,
    today: date | None = None,
) -> TypeTwo:
    """Could a window open today, and would one that ran have held, by the current round's answers.

    The window that ran is ``window`` (first and last day), or the ``months`` (1-12) up to ``end``, or the scope's own if it has
    begun, else the last months. Without ``months`` both are as long as the window stated, or as the library's usual one.
    Raises ReadinessError for months nobody can judge yet, or that are no window.
    """
    today = today or assessment.today
    if window is not None and (months is not None or end is not None):
        raise ReadinessError("give either both days of the window (--from, --to), or its length and last day (--months, --end).")
    stated = _window(*window) if window is not None else None
    own = assessment.scope.window
    if stated is None and own is not None and own.start.year in _YEARS and own.end.year in _YEARS:
        # Declared for later, it still says how long one is meant to be.
        stated = own
    practice = assessment.library.window
    length = months or (
        min(MAX_MONTHS, max(1, months_of(stated))) if stated is not None else practice.usual_months if practice else _WHOLE_YEAR
    )
    if window is None and (months is not None or end is not None or stated is None or stated.start > today):
        last = end or today
        if last.year not in _YEARS:
            raise ReadinessError(f"{last} is no day a window can end on; give a year from {_YEARS[0]} to {_YEARS[-1]}.")
        stated = window_until(last, length)
    assert stated is not None
    if stated.start > today:
        raise ReadinessError(
            f"a window from {stated.start} to {stated.end} has not begun, so nothing can be said of its record; "
            "without these days the command says whether one could open today."
        )
    questions = asked(assessment.library, assessment.scope, assessment.round.set)
    return TypeTwo(
        today=today,
        opening=could_open(questions, assessment.scope, assessment.answers, length, today),
        holding=would_hold(questions, assessment.scope, assessment.answers, stated, today),
    )


def _window(first: date, last: date) -> Window:
    if first.year not in _YEARS or last.year not in _YEARS:
        raise ReadinessError(f"a window from {first} to {last} makes no sense; give years from {_YEARS[0]} to {_YEARS[-1]}.")
    if last <= first:
        raise ReadinessError(f"a window from {first} to {last} has no days; its last day comes after its first.")
    return Window(start=first, end=last)
