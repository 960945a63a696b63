"""Whether an answer can be kept: its question is there and allows it, its days have come, and it says something else than before."""

from __future__ import annotations

from datetime import date

from pydantic import ValidationError

from questionnaires.model import Library
from questionnaires.wording import ended, explained
from readiness.errors import ReadinessError, StaleWrite
from readiness.storage import Family, Subject, parts
from scoring.model import Answer, Scope
from scoring.objections import objection

EARLIEST = date(2000, 1, 1)
"""No control of a company that is asked for its first report runs since before; a day before it is a slip of the keyboard."""
# A subject of these ends with the id of a question, or with one that no question has.
_OF_QUESTIONS = (Family.ANSWER, Family.ITEM, Family.REQUEST)


def unsaved(error: ValidationError | StaleWrite, library: Library) -> ReadinessError:
    """What a model objects to in what was to be written, in one sentence, or who was first, with the control by its name."""
    if isinstance(error, StaleWrite):
        return _naming_control(error, library)
    detail = error.errors(include_url=False)[0]
    said = ": ".join(filter(None, (".".join(map(str, detail["loc"])), detail["msg"].removeprefix("Value error, "))))
    return ReadinessError(f"{said}; nothing was saved.")


def _naming_control(stale: StaleWrite, library: Library) -> StaleWrite:
    """The same with ``Multi-factor sign-in (mfa-enforced)`` for a question's id alone."""
    family, *ids = parts(Subject(stale.subject))
    question = library.question_by_id.get(ids[-1]) if family in _OF_QUESTIONS else None
    if question is None or not question.control:
        return stale
    said = str(stale).replace(question.id, f"{question.control} ({question.id})", 1)
    return StaleWrite(said, subject=stale.subject, by=stale.by, at=stale.at, event=stale.event)


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


def says_the_same(earlier: Answer | None, answer: Answer) -> bool:
    """Whether an answer says what stands there already, whoever typed it in; one carried over and now confirmed says more."""
    return earlier is not None and earlier.model_copy(update={"recorder": answer.recorder}) == answer
