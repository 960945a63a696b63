"""Which questions an interview asks: narrowed to the quick set, owner roles, named ones, or to those in one state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Library, Question
from scoring.gaps import gaps
from scoring.model import Answer
from scoring.score import Scorecard

Only = Literal["open", "flagged", "unsure", "gaps", "key", "not-shown"]
ONLY: tuple[Only, ...] = ("open", "flagged", "unsure", "gaps", "key", "not-shown")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an interview is narrowed to; nothing stated means every open question.

    ``only``: open ones, those flagged for follow-up, unsure ones, known gaps (answered, below target), open ones on key controls,
    or settled answers that were said but neither shown nor tested. ``quick`` keeps to the quick set, ``roles`` to questions these
    owner roles own, ``ids`` to these questions.
    """

    only: Only = "open"
    quick: bool = False
    roles: frozenset[str] = frozenset()
    ids: frozenset[str] | None = None

    @property
    def narrowed(self) -> bool:
        """Whether this asks less than every open question."""
        return self != Choice()

    def takes(self, question: Question) -> bool:
        """Whether a question may be asked at all, whatever its answer."""
        return (
            (question.quick or not self.quick)
            and (not self.roles or question.owner in self.roles)
            and (self.ids is None or question.id in self.ids)
        )


def chosen(library: Library, scorecard: Scorecard, answers: Mapping[str, Answer], choice: Choice) -> tuple[Question, ...]:
    """The questions of the scorecard that the choice asks now, in its order."""
    below = {gap.question for gap in gaps(library, scorecard)} if choice.only == "gaps" else set()

    def asks(question: Question) -> bool:
        answer = answers.get(question.id)
        is_open = scorecard.controls[question.id].state == "open"
        match choice.only:
            case "flagged":
                return answer is not None and answer.flagged
            case "unsure":
                return answer is not None and answer.level == "unsure"
            case "gaps":
                return question.id in below
            case "key":
                return is_open and question.role == "key"
            case "not-shown":
                return not is_open and answer is not None and answer.basis == "said"
            case _:
                return is_open

    asked = (control.question for control in scorecard.controls.values())
    return tuple(question for question in asked if choice.takes(question) and asks(question))
