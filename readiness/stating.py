"""Whether an answer can be kept: its question is there and allows it, and its days have come."""

from __future__ import annotations

from datetime import date

from questionnaires.model import Library
from readiness.errors import ReadinessError
from scoring.model import Answer, Scope
from scoring.objections import objection


def require_allowed(library: Library, scope: Scope, answer: Answer, today: date) -> None:
    """Raises ReadinessError, naming the question, for an answer that cannot be kept as it is stated."""
    question = library.question_by_id.get(answer.question)
    if question is None:
        raise ReadinessError(f"{answer.question}: no such question; `readiness questions` lists them.")
    objected = objection(question, answer, scope)
    if objected:
        raise ReadinessError(f"{answer.question}: {objected}.")
    for what, day in (("operating since", answer.operating_since), ("last done", answer.last_done)):
        if day is not None and day > today:
            raise ReadinessError(f"{answer.question}: {what} {day} is still to come; give a day up to today.")
