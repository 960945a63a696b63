"""Whether an answer can be kept: its question is there and allows it, and its days have come."""

from __future__ import annotations

from datetime import date

from pydantic import ValidationError

from questionnaires.model import Library
from questionnaires.wording import ended, explained
from readiness.errors import ReadinessError
from scoring.model import Answer, Scope
from scoring.objections import objection

EARLIEST = date(2000, 1, 1)
"""No control of a company that is asked for its first report runs since before; a day before it is a slip of the keyboard."""


def unsaved(error: ValidationError) -> ReadinessError:
    """What a model objects to in what was to be written, in one sentence."""
    detail = error.errors(include_url=False)[0]
    said = ": ".join(filter(None, (".".join(map(str, detail["loc"])), detail["msg"].removeprefix("Value error, "))))
    return ReadinessError(f"{said}; nothing was saved.")


def objected(what: str, error: ValidationError) -> ReadinessError:
    """What a model objects to first in what is said about ``what``, in one sentence that names the field in words."""
    detail = error.errors(include_url=False)[0]
    field = "".join(f"{str(part).replace('_', ' ')} " for part in detail["loc"][:1])
    return ReadinessError(ended(f"{what}: {field}{explained(detail)}"))


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
        if day is not None and day < EARLIEST:
            raise ReadinessError(f"{answer.question}: {what} {day} is before {EARLIEST.year}; check the year.")
