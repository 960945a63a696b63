"""The use cases behind closing a file for good: nothing in it changes any more, and it is kept until a day. Never deletes anything."""

from __future__ import annotations

from datetime import date

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import Engagement, Kind, Redaction, close_engagement, reopen_engagement


def close_file(assessment: Assessment, retain_until: date, by: str, why: str = "", *, today: date | None = None) -> Engagement:
    """Closes the file to every change until it is reopened; closing it again states another day, person or reason.

    Raises ReadinessError for a day that is over, or without a name.
    """
    if retain_until < (today or date.today()):
        raise ReadinessError(f"--retain-until {retain_until}: that day is over; give the day until which the file is to be kept.")
    stated = Engagement(closed=True, retain_until=retain_until, by=_name(by), why=why.strip())
    assessment.change_scope([close_engagement(stated)])
    return stated


def redactions(assessment: Assessment) -> list[tuple[str, Redaction]]:
    """What was removed from the file for good and when (UTC, ISO 8601), oldest first."""
    made = (event for event in assessment.history() if event.kind is Kind.REDACTION_MADE)
    return [(event.recorded_at, Redaction.model_validate(event.payload)) for event in made]


def reopen_file(assessment: Assessment, by: str, why: str) -> Engagement:
    """Opens a closed file to changes again; its day of retention stays. Raises ReadinessError without a name or reason."""
    standing = assessment.engagement
    if standing is None or not standing.closed:
        raise ReadinessError(f"{assessment.path}: is not closed, so there is nothing to reopen.")
    if not why.strip():
        raise ReadinessError("a closed file is opened again for a reason: say with --why what has to change.")
    stated = Engagement(closed=False, retain_until=standing.retain_until, by=_name(by), why=why.strip())
    assessment.change_scope([reopen_engagement(stated)])
    return stated


def _name(by: str) -> str:
    name = " ".join(by.split())
    if not 0 < len(name) <= 200:
        raise ReadinessError("--by: say in up to 200 characters who decides it, so that the history can tell.")
    return name
