"""Why readiness moved between two rounds: one part for each cause, parts that sum exactly, verdicts lost and gained.

The parts come from walking from the earlier standing to the later one, one cause at a time and always in the order of
``CAUSES``, scoring after each step: a part is the figure after its step less the figure before it. So they sum to the whole
difference whatever happened, and what two causes bring about together goes to the later of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Library, Question
from scoring.asked import asked
from scoring.controls import Control, alone
from scoring.model import Answer, QuestionSet, ReportType, Scope
from scoring.score import RANK, Figure, Scorecard, Verdict, score_asked

Cause = Literal["rules", "questions", "scope", "left-out", "unconfirmed", "answered", "improved", "fell-back"]
CAUSES: tuple[Cause, ...] = ("rules", "questions", "scope", "left-out", "unconfirmed", "answered", "improved", "fell-back")
CAUSE_TEXT: dict[Cause, str] = {
    "rules": "Scoring rules changed",
    "questions": "Questions changed",
    "scope": "Scope changed",
    "left-out": "N/a, carve-outs, no events",
    "unconfirmed": "Not confirmed, or open again",
    "answered": "Newly answered",
    "improved": "Improved",
    "fell-back": "Fell back",
}
Side = Literal["low", "value", "high"]
SIDES: tuple[Side, ...] = ("low", "value", "high")
Direction = Literal["lost", "unsettled", "gained", "settled", "entered", "left"]
DIRECTIONS: tuple[Direction, ...] = ("lost", "unsettled", "gained", "settled", "entered", "left")
DIRECTION_TEXT: dict[Direction, str] = {
    "lost": "lost",
    "unsettled": "no longer settled",
    "gained": "gained",
    "settled": "newly settled",
    "entered": "newly in scope",
    "left": "out of scope",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands: what was asked (the library as it is written), of whom, what was answered, and the scorecard shown.

    ``card`` may have been made by other scoring rules than today's; what sets it apart from a new one is the part of "rules".
    """

    library: Library
    question_set: QuestionSet
    scope: Scope
    answers: Mapping[str, Answer]
    card: Scorecard


@dataclass(frozen=True, slots=True)
class Shift:
    """One control that one cause moved; a level is what was answered, None for no answer or no question."""

    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One cause: readiness in percent (0-100) after it, and the controls it moved, in the standard's order."""

    cause: Cause
    figure: Figure
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class VerdictMove:
    """A criterion whose verdict differs: ``lost`` one or more ranks, ``gained`` some, no longer (``unsettled``) or newly
    ``settled``, or one that ``entered`` or ``left`` what counts (None or not applicable on the side where it does not)."""

    criterion: str
    before: Verdict | None
    after: Verdict | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class Comparison:
    """What set two standings apart, for one report type. ``verdicts``: regressions first, each kind in the standard's order."""

    report_type: ReportType
    before: Figure
    after: Figure
    steps: tuple[Step, ...]
    verdicts: tuple[VerdictMove, ...]

    def difference(self, side: Side, digits: int = 2) -> int | None:
        """What the printed figures differ by, in units of their last digit (hundredths of a point for two).

        None while nothing is answered on one of the two sides.
        """
        first, last = _units(getattr(self.before, side), digits), _units(getattr(self.after, side), digits)
        return None if first is None or last is None else last - first

    def parts(self, side: Side, digits: int = 2) -> dict[Cause, int] | None:
        """What each cause moved that figure by, in the same units; None where there is no difference to speak of.

        Each figure on the way is rounded once, as it would be printed, and the parts are the differences of those: whole
        numbers that sum to `difference` exactly, each less than one unit from what it is unrounded. On the way, a value that
        does not exist because everything is open stays what it was.
        """
        if self.difference(side, digits) is None:
            return None
        at = _units(getattr(self.before, side), digits)
        assert at is not None
        found: dict[Cause, int] = {}
        for step in self.steps:
            now = _units(getattr(step.figure, side), digits)
            now = at if now is None else now
            found[step.cause] = now - at
            at = now
        end = _units(getattr(self.after, side), digits)
        assert end is not None
        # A later standing that other rules scored differs from the last step by these rules alone.
        found["rules"] += end - at
        return found

    def shifts(self, cause: Cause) -> tuple[Shift, ...]:
        """The controls that cause moved."""
        return next(step.shifts for step in self.steps if step.cause == cause)


def _units(percent: float | None, digits: int) -> int | None:
    # Rounded as figures are everywhere; the product only clears away what binary fractions leave.
    return None if percent is None else round(round(percent, digits) * 10**digits)


def compare(before: Standing, after: Standing) -> Comparison:
    """Why the readiness of ``before`` became that of ``after``, for the report type that both scorecards are for."""
    report_type = after.card.report_type
    rerated = before.library.model_copy(update={"rating": after.library.rating})
    first = asked(rerated, before.scope, before.question_set)
    other_questions = asked(after.library, before.scope, after.question_set)
    last = asked(after.library, after.scope, after.question_set)

    then = alone(last, after.scope, before.answers, None)
    now = alone(last, after.scope, after.answers, None)
    moved: dict[Cause, list[Shift]] = {cause: [] for cause in CAUSES}
    for one, other in zip(then, now, strict=True):
        cause = _cause(one, other)
        if cause is not None:
            moved[cause].append(Shift(one.question.id, _level(one), _level(other)))
    moved["questions"] = _asked_or_not(first.questions, other_questions.questions, before.answers, after.answers)
    moved["scope"] = _asked_or_not(other_questions.questions, last.questions, before.answers, after.answers)

    answers = dict(before.answers)
    figures: dict[Cause, Figure] = {
        "rules": score_asked(first, before.scope, answers, report_type).readiness,
        "questions": score_asked(other_questions, before.scope, answers, report_type).readiness,
        "scope": score_asked(last, after.scope, answers, report_type).readiness,
    }
    for cause in CAUSES[len(figures) :]:
        for shift in moved[cause]:
            if shift.question in after.answers:
                answers[shift.question] = after.answers[shift.question]
            else:
                answers.pop(shift.question, None)
        figures[cause] = score_asked(last, after.scope, answers, report_type).readiness
    return Comparison(
        report_type=report_type,
        before=before.card.readiness,
        after=after.card.readiness,
        steps=tuple(Step(cause, figures[cause], tuple(moved[cause])) for cause in CAUSES),
        verdicts=verdict_moves(before.card, after.card),
    )


_LEFT_OUT = ("no-events", "carved-out", "not-applicable")


def _cause(one: Control, other: Control) -> Cause | None:
    """Why a control counts otherwise by another answer; None if it does not."""
    if one.state == other.state and one.rung == other.rung:
        return None
    if other.state == "open":
        return "unconfirmed"
    if one.state in _LEFT_OUT or other.state in _LEFT_OUT:
        return "left-out"
    if one.rung is None or other.rung is None:
        return "answered"
    return "improved" if other.rung > one.rung else "fell-back"


def _level(control: Control) -> str | None:
    return None if control.answer is None else control.answer.level


def _asked_or_not(
    before: Sequence[Question], after: Sequence[Question], answered: Mapping[str, Answer], answers: Mapping[str, Answer]
) -> list[Shift]:
    """The questions asked on one side only, each with its answer on that side."""
    had, has = ({question.id: None for question in questions} for questions in (before, after))
    gone = [Shift(name, answered[name].level if name in answered else None, None) for name in had if name not in has]
    return gone + [Shift(name, None, answers[name].level if name in answers else None) for name in has if name not in had]


def verdict_moves(before: Scorecard, after: Scorecard) -> tuple[VerdictMove, ...]:
    """The criteria whose verdicts differ, those of the system description included: regressions first."""
    had = {criterion: result.verdict for criterion, result in {**before.criteria, **before.description}.items()}
    has = {criterion: result.verdict for criterion, result in {**after.criteria, **after.description}.items()}
    moves = [
        VerdictMove(criterion, had.get(criterion), has.get(criterion), _direction(had.get(criterion), has.get(criterion)))
        for criterion in dict.fromkeys((*has, *had))
        if had.get(criterion) != has.get(criterion)
    ]
    return tuple(sorted(moves, key=lambda move: DIRECTIONS.index(move.direction)))


def _direction(before: Verdict | None, after: Verdict | None) -> Direction:
    if before in (None, "not_applicable"):
        return "entered"
    if after in (None, "not_applicable"):
        return "left"
    if before in RANK and after in RANK:
        return "gained" if RANK[after] > RANK[before] else "lost"
    return "unsettled" if after == "not_assessed" else "settled"


def confirmed(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers as they would count if every carried one were confirmed as it stands."""
    return {name: one.model_copy(update={"carried": False}) if one.carried else one for name, one in answers.items()}


def carried_share(card: Scorecard) -> float:
    """Share of the questions on criteria whose answer is carried over and not confirmed, 0-1; unsure ones have none to confirm."""
    answers = (control.answer for control in card.controls.values() if control.question.home in card.criteria)
    waiting = sum(1 for answer in answers if answer is not None and answer.to_confirm)
    return waiting / card.asked if card.asked else 0.0
