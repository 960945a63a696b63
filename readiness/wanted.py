"""The day somebody waits for the report beside the day that the plan leads to. Knows no capacity and no screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from readiness.assessment import Assessment
from readiness.storage import fact_subject
from scoring.milestones import stated_window
from scoring.schedule import Schedule
from scoring.wish import report_by
from scoring.workdays import months_later

# The fact that asks in how many months the report is expected. A library that asks nothing of the kind states no such day.
MONTHS_FACT = "deadline_months"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stated day and the planned one for the same; ``asked`` is how the day was stated, ``moving``: open questions could put it off."""

    by: date
    planned: date
    asked: str
    moving: bool = False

    @property
    def days_late(self) -> int:
        """How many days later than wanted it comes; negative for days to spare."""
        return (self.planned - self.by).days

    @property
    def words(self) -> str:
        """The same in one line, such as ``Wanted by 2027-06-30: 3 weeks late.``"""
        late = self.days_late
        if late > 0:
            # Started weeks count: two weeks and a day is no "two weeks late".
            said = f"{'at least ' if self.moving else ''}{_span(late, -(-late // _WEEK))} late"
        else:
            spare = _span(-late, -late // _WEEK) if late else "not a day"
            said = f"in time{' so far' if self.moving else ''}, {spare} to spare"
        return f"Wanted {self.asked}: {said}."


def _span(days: int, weeks: int) -> str:
    """Days as people say them: in weeks from one week on."""
    count, unit = (days, "day") if days < _WEEK else (weeks, "week")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def wanted(assessment: Assessment, made: Schedule) -> Wanted | None:
    """What the scope says of when the report is wanted, beside ``made``; None where it says nothing.

    For Type I the day it is to be as of, else the months in which the report is expected, counted from when that was stated; these
    are held against the last day of the likely report. Raises ReadinessError where the file can't be read.
    """
    scope = assessment.scope
    day = scope.own_as_of
    if day is not None:
        return Wanted(day, made.type_1_date, f"as of {day}", bool(made.open_type_1))
    months = scope.facts.get(MONTHS_FACT)
    stated = assessment.history_of(fact_subject(MONTHS_FACT))
    if not isinstance(months, int) or isinstance(months, bool) or not stated:
        return None
    told = stated_window(assessment.library.calendar, made.expected, scope.window, made.open_window)
    planned = report_by(made)
    if told is not None and told.in_time:
        planned = told.report_by
    if planned is None:
        return None
    by = months_later(_local_day(stated[-1].recorded_at), months)
    return Wanted(by, planned, f"by {by}", bool(made.open_window if scope.report_type == 2 else made.open_type_1))


def _local_day(recorded_at: str) -> date:
    """The day of a recorded moment (UTC, ISO 8601), as it was for whoever recorded it here."""
    return datetime.fromisoformat(recorded_at).astimezone().date()
