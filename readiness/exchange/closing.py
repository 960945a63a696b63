"""What a round keeps when it is closed, as plain data and back: its scope, its scorecards, its plan and what was decided of it.

Read from an untrusted file, all of it is validated. A field added to these shapes later needs a default, or ``FORM`` a new number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, ValidationError

from questionnaires.model import Library
from readiness.errors import FileProblem
from scoring.controls import Control, State
from scoring.evidence import Remark
from scoring.model import Answer, EvidenceRequest, Item, ReportType, Round, Scope, Statement
from scoring.plan import Plan
from scoring.score import CriterionResult, GroupResult, Scorecard

FORM: Literal[1] = 1


class KeptControl(Statement):
    """One control as it counted; its question and answer stand in the library and the answers of the round."""

    state: State
    rung: Annotated[int, Field(ge=0, le=5)] | None
    compensated: bool
    remarks: tuple[Remark, ...]
    lowest: Annotated[int, Field(ge=0, le=5)]
    highest: Annotated[int, Field(ge=0, le=5)]
    stands_in: str | None


def _by_name(result: CriterionResult | GroupResult) -> dict[str, Any]:
    return result._asdict() | {"figure": result.figure._asdict()}


KeptCriterion = Annotated[CriterionResult, PlainSerializer(_by_name)]
KeptGroup = Annotated[GroupResult, PlainSerializer(_by_name)]


class KeptCard(Statement):
    """A scorecard without the texts of its questions."""

    asked: int
    answered_count: int
    shown_count: int
    controls: dict[str, KeptControl]
    criteria: dict[str, KeptCriterion]
    series: dict[str, KeptGroup]
    categories: dict[str, KeptGroup]
    overall: KeptGroup
    description: dict[str, KeptCriterion]
    description_block: KeptGroup | None


class KeptScores(Statement):
    """What stands in ``Round.scorecard``: the day of closing, the scope as it was then, and the scorecards by report type."""

    form: Literal[1]
    day: date
    scope: Scope
    type_1: KeptCard
    type_2: KeptCard


class KeptPlan(Statement):
    """What stands in ``Round.plan``: the plan for the scope's report type, the stored items laid over it, and evidence requests."""

    form: Literal[1]
    made: Plan
    items: Annotated[tuple[Item, ...], Field(max_length=10_000)]
    requests: Annotated[tuple[EvidenceRequest, ...], Field(max_length=10_000)] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a closed round kept: made by `read_kept`, and read from ``path``."""

    path: Path
    stated: Round
    day: date
    scope: Scope
    items: tuple[Item, ...]
    requests: tuple[EvidenceRequest, ...]
    plan: Plan
    cards: Mapping[ReportType, KeptCard]

    def card(self, report_type: ReportType, library: Library, answers: Mapping[str, Answer]) -> Scorecard:
        """The scorecard as it was, with the questions and answers of its round. Raises FileProblem if they do not fit it."""
        kept = self.cards[report_type]
        controls = {}
        for name, one in kept.controls.items():
            question = library.question_by_id.get(name)
            if question is None:
                raise _unreadable(self.path, self.stated, f"{name[:64]} is not a question of its library")
            controls[name] = Control(question=question, answer=answers.get(name), **dict(one))
        named = {name for result in (*kept.criteria.values(), *kept.description.values()) for name in result.questions}
        if missing := named - controls.keys():
            raise _unreadable(self.path, self.stated, f"{min(missing)[:64]} is not among its controls")
        rest: dict[str, Any] = {name: getattr(kept, name) for name in _SHARED}
        return Scorecard(report_type=report_type, question_set=self.stated.set, controls=controls, **rest)


def closed_round(
    stated: Round,
    day: date,
    scope: Scope,
    items: tuple[Item, ...],
    requests: tuple[EvidenceRequest, ...],
    cards: Mapping[ReportType, Scorecard],
    plan: Plan,
) -> Round:
    """The round as it is closed on that day, with everything it needs to print as it did then."""
    scores = KeptScores(form=FORM, day=day, scope=scope, type_1=_kept_card(cards[1]), type_2=_kept_card(cards[2]))
    planned = KeptPlan(form=FORM, made=plan, items=items, requests=requests)
    kept = {name: part.model_dump(mode="json", by_alias=True) for name, part in (("scorecard", scores), ("plan", planned))}
    return stated.model_copy(update={"closed": True, **kept})


def read_kept(path: Path, stated: Round) -> Kept | None:
    """What the round kept; None for one that was closed without its results. Raises FileProblem for data of no such shape."""
    if stated.scorecard is None or stated.plan is None:
        return None
    try:
        scores, planned = KeptScores.model_validate(stated.scorecard), KeptPlan.model_validate(stated.plan)
    except ValidationError as error:
        detail = error.errors(include_input=False, include_url=False)[0]
        raise _unreadable(path, stated, f"{'.'.join(map(str, detail['loc']))[:120]}: {detail['msg']}") from None
    return Kept(path, stated, scores.day, scores.scope, planned.items, planned.requests, planned.made, {1: scores.type_1, 2: scores.type_2})


def _unreadable(path: Path, stated: Round, what: str) -> FileProblem:
    return FileProblem(f"{path}: what {stated.name} kept when it was closed cannot be read ({what}): restore a backup of it.")


_SHARED = tuple(name for name in KeptCard.model_fields if name != "controls")


def _kept_card(card: Scorecard) -> KeptCard:
    controls = {
        name: KeptControl(**{field: getattr(control, field) for field in KeptControl.model_fields})
        for name, control in card.controls.items()
    }
    return KeptCard(controls=controls, **{name: getattr(card, name) for name in _SHARED})
