"""One sitting of the plain interview: who speaks, what is asked next, what was stated; every statement is on disk when it returns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from uuid_utils.compat import uuid7

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import make_answer
from readiness.plain.terminal import plain
from readiness.storage import parts, put
from readiness.undoing import standing_answers, turn, undo_answer
from scoring.filters import Choice, chosen
from scoring.model import Answer, Basis, Scope, Vendor
from scoring.restating import unanswered
from scoring.score import Scorecard
from scoring.whatif import VerdictChange, difference

LEAST_FOR_PACE = 3
LONGEST_NAME = 200
# Where an answers file has other names than the answer itself.
_KEYS = {"respondent": "by", "flagged": "flag"}


@dataclass
class Sitting:
    """What one sitting remembers besides the file.

    ``at`` is the question asked for by name, empty for the next one in line; ``basis`` is None until the person says how they
    know; ``done`` are questions that do not come again in this sitting, put off ones among them; ``clock`` counts seconds.
    """

    assessment: Assessment
    choice: Choice = field(default_factory=Choice)
    respondent: str = ""
    at: str = ""
    clock: Callable[[], float] = time.monotonic
    basis: Basis | None = None
    done: set[str] = field(default_factory=set)
    _stated: list[str] = field(default_factory=list)
    _events: set[str] = field(default_factory=set)
    _moments: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.respondent = person_named(self.assessment.scope, self.respondent)
        self._moments.append(self.clock())

    # What is asked

    def current(self) -> Question | None:
        """The question on hand, as the file stands now: the one asked for by name, else the first in line; None at the end."""
        self.assessment.refresh()
        if self.at:
            named = next((question for question in self.assessment.questions if question.id == self.at), None)
            if named is not None:
                return named
            self.at = ""
        return next(iter(self.waiting()), None)

    def waiting(self) -> list[Question]:
        """What is left to ask in this sitting: first what has no answer at all, then what is to be said again."""
        answered = {name for name, answer in self.assessment.answers.items() if answer.level != "unanswered"}
        return sorted((q for q in self.asked_now() if q.id not in self.done), key=lambda question: question.id in answered)

    def asked_now(self) -> tuple[Question, ...]:
        """Every question that the choice asks as the answers stand, those put off in this sitting too."""
        return chosen(self.assessment.library, self.scorecard, self.assessment.answers, self.choice)

    def put_off(self) -> list[str]:
        """Ids of the questions skipped or left unsure in this sitting."""
        return [question_id for question_id, one in self.scorecard.controls.items() if question_id in self.done and one.state == "open"]

    @property
    def scorecard(self) -> Scorecard:
        """Where the assessment stands."""
        return self.assessment.scorecard()

    def go_to(self, question_id: str) -> None:
        """Makes a question the one on hand, answered or not."""
        self.at = question_id
        self.done.discard(question_id)

    def leave(self, question_id: str) -> None:
        """Goes on without a word about the question; it does not come again in this sitting."""
        self.done.add(question_id)
        self.at = ""

    # What is stated

    def answer(self, question: Question, fields: Mapping[str, Any]) -> tuple[VerdictChange, ...]:
        """Keeps an answer and goes on; what stood beside an earlier one stays where it fits. The verdicts that changed.

        ``fields`` are those of an answers file, ``level`` among them. Raises ReadinessError; then nothing has changed.
        """
        changes = self._keep(question, {**fields, **self._speaking()})
        self.leave(question.id)
        self._moments.append(self.clock())
        return changes

    def confirm(self, question: Question) -> tuple[VerdictChange, ...]:
        """Keeps the earlier answer as it is and goes on. Raises ReadinessError."""
        return self.answer(question, self._fields(question))

    def confirm_carried(self, question_ids: Iterable[str]) -> list[str]:
        """Confirms those of these answers that were carried over and say something; their ids. Raises ReadinessError."""
        answers, library = self.assessment.answers, self.assessment.library
        carried = [one for one in question_ids if one in answers and answers[one].to_confirm]
        for question_id in carried:
            self.confirm(library.question_by_id[question_id])
        return carried

    def beside(self, question: Question, **details: object) -> None:
        """Keeps details beside the answer, or beside a question that stays unanswered. Raises ReadinessError."""
        stands = self.assessment.answers.get(question.id) or unanswered(question.id)
        level = "unsure" if stands.level == "unanswered" else stands.level
        self._keep(question, {"level": level, **details}, level=stands.level, carried=stands.carried)
        self.go_to(question.id)

    def declare_provider(self, name: str) -> None:
        """Adds a subservice organisation of that name to the scope, or marks the declared vendor as one. Raises ReadinessError."""
        known = self.assessment.scope.vendor(name)
        if known is not None:
            vendor = known.model_copy(update={"subservice": True})
        elif 0 < len(name) <= LONGEST_NAME:
            vendor = Vendor(id=str(uuid7()), name=name, subservice=True)
        else:
            raise ReadinessError(f"a name has 1 to {LONGEST_NAME} characters, this one has {len(name):,}.")
        self.assessment.change_scope([put(vendor)])

    def _speaking(self) -> dict[str, str]:
        """Who speaks and how they know, as far as that was said."""
        stated = {"by": self.respondent, "basis": self.basis or ""}
        return {key: value for key, value in stated.items() if value}

    def _fields(self, question: Question) -> dict[str, Any]:
        """The earlier answer in the words of an answers file; empty without one."""
        answer = self.assessment.answers.get(question.id)
        if answer is None:
            return {}
        stated = answer.model_dump(exclude={"question", "recorder", "carried"})
        fields = {_KEYS.get(name, name): value for name, value in stated.items() if value}
        return fields | {"evidence": list(stated["evidence"])}

    def _keep(self, question: Question, fields: Mapping[str, Any], **state: object) -> tuple[VerdictChange, ...]:
        """Keeps what ``fields`` state over what stands, then ``state`` over that, which nobody can state."""
        stands = self.assessment.answers.get(question.id)
        answer = make_answer(question.id, fields, self.assessment.library, self.assessment.scope, means="key", before=stands)
        before = self.scorecard
        stored = self.assessment.answer(answer.model_copy(update=state))
        self._events.add(stored.event)
        self._stated.append(question.id)
        return difference(self.assessment.library, before, self.scorecard).verdicts

    def undo(self) -> str:
        """Takes back the last statement of this sitting, in a sentence. Raises ReadinessError."""
        if not self._stated:
            return "Nothing to take back in this sitting."
        question_id = self._stated[-1]
        standing = standing_answers(self.assessment.history(question_id), self.assessment.round.id, question_id)
        if standing and standing[-1].id not in self._events:
            self._stated.pop()
            self.go_to(question_id)
            return f"{question_id} was changed since by {standing[-1].recorder or 'somebody'}; theirs stays."
        undone_now = undo_answer(self.assessment, question_id)
        self._stated.pop()
        self.go_to(question_id)
        return f"Taken back: {question_id}." if undone_now else "Nothing to take back."

    def redo(self) -> str:
        """Says again what `undo` took back last in this sitting, in a sentence. Raises ReadinessError."""
        steps = turn(self.assessment, "redo", run=True)
        if not steps:
            return "Nothing was taken back since you last said something."
        question_id = parts(steps[0].subjects[-1])[-1]
        self._stated.append(question_id)
        self.leave(question_id)
        return f"Said again: {question_id}."

    # What was said

    def said_here(self) -> list[Answer]:
        """The answers stated in this sitting, as they stand, in the order they were first given."""
        answers = self.assessment.answers
        stated = [answers[question_id] for question_id in dict.fromkeys(self._stated) if question_id in answers]
        return [answer for answer in stated if answer.level != "unanswered"]

    def said_by_respondent(self) -> list[Answer]:
        """The answers of whoever speaks now, in this round; without a name, those of this sitting."""
        if not self.respondent:
            return self.said_here()
        wanted = self.respondent.casefold()
        answers = self.assessment.answers
        return [answers[q.id] for q in self.assessment.questions if q.id in answers and answers[q.id].respondent.casefold() == wanted]

    @property
    def last_stated(self) -> str:
        """The id of the question spoken of last; empty if there is none."""
        return self._stated[-1] if self._stated else ""

    def seconds_an_answer(self) -> float | None:
        """The usual time between two answers of this sitting, in seconds: the median, which a coffee break leaves alone."""
        times = [later - earlier for earlier, later in zip(self._moments, self._moments[1:], strict=False)]
        return median(times) if len(times) >= LEAST_FOR_PACE else None


def person_named(scope: Scope, name: str) -> str:
    """The name as the scope writes it, where it declares such a person (case ignored); else as it was typed, on one line.

    Raises ReadinessError for a name that is too long.
    """
    typed = plain(name)
    if len(typed) > LONGEST_NAME:
        raise ReadinessError(f"a name has at most {LONGEST_NAME} characters, this one has {len(typed):,}; shorten it.")
    return next((person.name for person in scope.people if person.name.casefold() == typed.casefold()), typed)
