"""From answers to controls as they count: rated, open or left out, lifted by what stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from questionnaires.model import Question
from scoring.asked import Asked
from scoring.evidence import Remark, remarks
from scoring.model import RUNG_OF, Answer, Scope
from scoring.objections import objection

State = Literal["rated", "open", "no-events", "carved-out", "not-applicable"]
_LEFT_OUT: dict[str, State] = {"no-events": "no-events", "carved-out": "carved-out", "na": "not-applicable"}


class Control(NamedTuple):
    """One question with its answer as it counts.

    ``rung`` is the effective one, None unless rated; ``lowest`` and ``highest`` are the rungs it can count with once its own
    question and those of controls that can stand in for it are answered. ``stands_in`` names the control that lifts it.
    """

    question: Question
    answer: Answer | None
    state: State
    rung: int | None
    compensated: bool
    remarks: tuple[Remark, ...]
    lowest: int = 0
    highest: int = 5
    stands_in: str | None = None

    @property
    def claimed(self) -> bool:
        """At the top rung by word only."""
        return "claimed" in self.remarks


def controls(asked: Asked, scope: Scope, answers: Mapping[str, Answer], today: date | None) -> list[Control]:
    """Every asked question with its answer as it counts, in order.

    A statement the rules do not allow (not applicable on a question that cannot be waived, carved out to an undeclared
    vendor) counts as open. ``today`` only dates remarks.
    """
    return beside(asked, alone(asked, scope, answers, today))


def alone(asked: Asked, scope: Scope, answers: Mapping[str, Answer], today: date | None) -> list[Control]:
    """Every asked question by its own answer, before controls stand in for one another."""
    rating = asked.library.rating
    found: list[Control] = []
    put, new, rung_of = found.append, tuple.__new__, RUNG_OF.get
    # One loop and tuples made in one go: this runs for every question after every key.
    for question, answer in zip(asked.questions, map(answers.get, asked.ids), strict=True):
        rung = None if answer is None else rung_of(answer.level)
        if answer is None or rung is None or answer.carried:
            state = "open" if answer is None else _unrated(question, answer, scope)
            put(Control(question, answer, state, None, False, ()))
            continue
        counted = rung if answer.compensating is None else max(rung, min(answer.compensating.rung, rating.compensated_up_to))
        noted = remarks(rung, question, answer, today) if rung >= 4 or answer.nothing_written else ()
        put(new(Control, (question, answer, "rated", counted, counted > rung, noted, counted, counted, None)))
    return found


def beside(asked: Asked, each: list[Control]) -> list[Control]:
    """The controls as they count beside those that can stand in for them."""
    counted = each.copy()
    for place, others in asked.alternatives.items():
        if each[place].rung is not None:
            counted[place] = with_alternatives(each[place], [each[other] for other in others])
    return counted


def _unrated(question: Question, answer: Answer, scope: Scope) -> State:
    if answer.is_open or objection(question, answer, scope):
        return "open"
    return _LEFT_OUT[answer.level]


def _reached(control: Control) -> int:
    return -1 if control.rung is None else control.rung


def with_alternatives(control: Control, others: list[Control]) -> Control:
    """The control as it counts beside those that can stand in for it: the better one counts, an open one still may."""
    best = max(others, key=_reached)
    own = control.rung if control.rung is not None else 0
    lifted = best.rung is not None and best.rung > own
    rung = best.rung if lifted and best.rung is not None else own
    highest = 5 if any(other.state == "open" for other in others) else rung
    if not lifted and highest == control.highest:
        return control
    return control._replace(rung=rung, lowest=rung, highest=highest, stands_in=best.question.id if lifted else None)
