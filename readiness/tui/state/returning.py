"""Who answered last in a round that goes on: to be asked about when a file is opened again, never taken for granted."""

from __future__ import annotations

from readiness.assessment import Assessment
from scoring.model import Person


def answered_last(assessment: Assessment) -> Person | None:
    """The person of the scope whose answer is the round's newest; None where that is nobody's, or the round is closed.

    What was carried over from an earlier round was not said in this one.
    """
    said = [stored for stored in assessment.stored_answers.values() if not stored.answer.carried]
    if assessment.round.closed or not said:
        return None
    name = max(said, key=lambda stored: (stored.recorded_at, stored.event)).answer.respondent.strip().casefold()
    return next((person for person in assessment.scope.people if person.name.strip().casefold() == name), None)
