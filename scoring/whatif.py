"""What if: the scorecard of supposed answers or finished items beside today's. Nothing here is ever stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from questionnaires.model import Library
from scoring.asked import Asked
from scoring.gaps import gaps
from scoring.model import Answer, ReportType, Scope
from scoring.score import Figure, Scorecard, TypeKey, Verdict, score_asked

if TYPE_CHECKING:
    from scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A criterion whose verdict differs between two scorecards."""

    criterion: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a supposed scorecard apart from today's: figures in percent, verdicts, gaps by question id."""

    before: Figure
    after: Figure
    verdicts: tuple[VerdictChange, ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


def suppose(
    questions: Asked,
    scope: Scope,
    answers: Mapping[str, Answer],
    supposed: Mapping[str, Answer],
    report_type: ReportType,
    today: date | None = None,
) -> Scorecard:
    """The scorecard as it would be with these answers in place of what was said."""
    return score_asked(questions, scope, {**answers, **supposed}, report_type, today)


def finished(
    library: Library, plan: Plan, answers: Mapping[str, Answer], done: Collection[str], most: int | None = None
) -> dict[str, Answer]:
    """The answers that items of a plan would lead to, by question id: each control at its plan's target, its rule written.

    With ``most`` an item alone leads no higher than that rung.
    ``done`` names items (by question id) or whole work packages; what is in neither is ignored. Supposed, not proven: a
    finished item still asks for a new answer.
    """
    key: TypeKey = "type_1" if plan.report_type == 1 else "type_2"
    target = library.rating.target[key] if most is None else min(most, library.rating.target[key])
    supposed = {}
    for item in plan.items:
        if item.question not in done and item.package not in done:
            continue
        # An item that people added themselves closes no gap, so it answers nothing.
        for question in (one for one in item.closes if one in library.question_by_id):
            stated = answers.get(question)
            base = stated if stated is not None else Answer(question=question, level=_LEVEL[target])
            level = _LEVEL[max(target, base.rung or 0)]
            supposed[question] = base.model_copy(update={"level": level, "nothing_written": False, "carried": False})
    return supposed


_LEVEL = {rung: str(rung) for rung in range(6)}


def difference(library: Library, before: Scorecard, after: Scorecard) -> Difference:
    """What changes from one scorecard to the other, of the same scope and report type."""
    had = {gap.question for gap in gaps(library, before)}
    has = {gap.question for gap in gaps(library, after)}
    order = list(before.controls)
    return Difference(
        before=before.readiness,
        after=after.readiness,
        verdicts=verdict_changes(before, after),
        closed=tuple(question for question in order if question in had - has),
        opened=tuple(question for question in order if question in has - had),
    )


def verdict_changes(before: Scorecard, after: Scorecard) -> tuple[VerdictChange, ...]:
    """The criteria, those of the system description included, whose verdict is another one."""
    now = {**after.criteria, **after.description}
    return tuple(
        VerdictChange(criterion, result.verdict, now[criterion].verdict)
        for criterion, result in {**before.criteria, **before.description}.items()
        if criterion in now and now[criterion].verdict != result.verdict
    )
