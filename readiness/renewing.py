"""Asks the current round of an assessment with another library: what that changes, and which answers move to new questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from questionnaires.changes import Changes, changes
from questionnaires.loader import canonical_text, content_hash
from questionnaires.model import Library, Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import StoredAnswer, open_round, set_answer
from scoring.model import Answer
from scoring.objections import objection

LONGEST_NOTE = 20_000
WhyOpen = Literal["differ", "not allowed"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """What taking a library over does, worked out before anything is written.

    ``related`` is False for another framework: none of its questions are asked now, or replace one that is. ``carried`` are
    answers for questions that replace others, each unconfirmed, and ``origin`` says which; ``left_open`` are such questions whose
    old answers contradict each other, or whose old answer the new question does not allow. ``kept`` are answered questions that
    the new library no longer has: their answers stay in the file, unasked.
    """

    library: Library
    digest: str
    same: bool
    related: bool
    changes: Changes
    carried: tuple[Answer, ...]
    origin: dict[str, str]
    left_open: dict[str, WhyOpen]
    kept: tuple[str, ...]


def renewal(assessment: Assessment, library: Library) -> Renewal:
    """What it would mean to ask the current round with ``library``. Writes nothing."""
    digest = content_hash(canonical_text(library))
    current = assessment.stored_library
    found = changes(current, library)
    stored = assessment.stored_answers
    carried: list[Answer] = []
    origin: dict[str, str] = {}
    left_open: dict[str, WhyOpen] = {}
    for question in library.questions_in_order:
        old = [stored[name] for name in question.replaces if name in stored and name not in library.question_by_id]
        if not old or question.id in stored:
            continue
        if len({one.answer.level for one in old}) > 1:
            left_open[question.id] = "differ"
            continue
        newest = max(old, key=lambda one: (one.recorded_at, one.event))
        answer = _moved(newest, question, current)
        if objection(question, answer, assessment.scope):
            left_open[question.id] = "not allowed"
        else:
            carried.append(answer)
            origin[question.id] = newest.answer.question
    superseded = {old for question in library.questions for old in question.replaces}
    return Renewal(
        library=library,
        digest=digest,
        same=digest == assessment.round.library or library == current,
        related=bool(found.replaced) or not current.question_by_id.keys().isdisjoint(library.question_by_id),
        changes=found,
        carried=tuple(carried),
        origin=origin,
        left_open=left_open,
        kept=tuple(name for name in found.gone if name in stored and name not in superseded),
    )


def _moved(stored: StoredAnswer, question: Question, asked_with: Library) -> Answer:
    """The old answer under the new question, unconfirmed: it counts as open until somebody has read the new wording."""
    answer = stored.answer
    line = f"Carried over from {answer.question} ({asked_with.key} {asked_with.version}), answered {stored.recorded_at[:10]}."
    note = f"{answer.note[: LONGEST_NOTE - len(line) - 1]}\n{line}" if answer.note else line
    return answer.model_copy(update={"question": question.id, "note": note, "carried": True})


_ORIGIN = re.compile(r"^Carried over from (\S+) \(", re.MULTILINE)


def moved_from(note: str) -> list[str]:
    """The questions whose answers moved to the one that has this note, as `renewal` writes it under the note that moved along."""
    return _ORIGIN.findall(note)


def take(assessment: Assessment, plan: Renewal) -> None:
    """Asks the current round with the plan's library, in one step: answers keep their ids, those of replaced questions move.

    Raises ReadinessError for a closed round, which keeps the library it was asked with, and for a library that asks nothing
    of what this round asks.
    """
    stated = assessment.round
    if stated.closed:
        raise ReadinessError(
            f"{assessment.path}: {stated.name} is closed and keeps the library it was asked with; a new round can be asked with another."
        )
    if not plan.related:
        raise ReadinessError(
            f"{plan.library.title} asks none of the questions of {stated.name}: it is another framework; start an assessment for it."
        )
    if plan.same:
        return
    renewed = stated.model_copy(update={"library": assessment.keep_library(plan.library)})
    answers = [set_answer(stated.id, answer.model_copy(update={"recorder": assessment.recorder})) for answer in plan.carried]
    assessment.change_scope([open_round(renewed), *answers])
