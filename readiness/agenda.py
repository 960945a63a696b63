"""The use case behind a calendar: what is due when in one assessment, and how far its file has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.scheduling import planning, scheduled
from readiness.tending import live
from scoring.agenda import Agenda, agenda
from scoring.live import open_plan
from scoring.workdays import months_later

_USUAL_MONTHS = 12
_MOST_DAYS = 5 * 366
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The agenda of one file as of ``today``; ``revision`` grows with every word said in the file and with every day."""

    file_id: str
    organisation: str
    today: date
    revision: int
    first: date
    last: date
    agenda: Agenda


def calendar(assessment: Assessment, first: date | None = None, last: date | None = None, *, today: date | None = None) -> Calendar:
    """What falls due from ``first`` (today) to ``last`` (a year on), for the scope's report type.

    With the capacity that the file states, planned days as well. Raises ReadinessError for days that are no period of use.
    """
    day = today or assessment.today
    begin = first or day
    end = last or months_later(begin, _USUAL_MONTHS) - timedelta(days=1)
    if begin.year not in _YEARS or end.year not in _YEARS or not begin <= end or (end - begin).days > _MOST_DAYS:
        raise ReadinessError(f"a calendar from {begin} to {end} makes no sense; give --from and a later --to, at most five years apart.")
    items = live(assessment, today=day)
    left = open_plan(assessment.plan(), items)
    dated = scheduled(assessment, left, planning(assessment, today=day), items)
    found = agenda(assessment.library, assessment.scope, assessment.scorecard(), items, dated, begin, end)
    events = assessment.history()
    # Both parts only ever grow: a program that took the calendar over before takes this for the newer one.
    revision = events[-1].clock + max(0, (day - date.fromisoformat(events[0].recorded_at[:10])).days)
    return Calendar(assessment.file_id, assessment.scope.organisation, day, revision, begin, end, found)
