"""The use case behind asking on: who said of a parked question that they do not know, so that nobody is asked twice."""

from __future__ import annotations

from readiness.assessment import Assessment
from readiness.undoing import standing_answers


def said_unsure(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Everybody who said "unsure" in this round to a question that is unsure now, by its id; what was undone is left out."""
    found = {}
    for question_id, answer in assessment.answers.items():
        if answer.level == "unsure":
            said = standing_answers(assessment.history(question_id), assessment.round.id, question_id)
            names = (str(one.payload.get("respondent", "")) for one in said if one.payload.get("level") == "unsure")
            found[question_id] = tuple(dict.fromkeys(filter(None, names)))
    return found
