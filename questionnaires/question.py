"""The schema of one control question: how it is worded, rated, evidenced and mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from questionnaires.conditions import Condition, FactValue
from questionnaires.data import (
    RUNGS,
    ControlType,
    CostBand,
    CriterionId,
    Data,
    DayRange,
    Flag,
    Frequency,
    PointId,
    Role,
    Severity,
    ShortText,
    Slug,
    Text,
)


class EvidenceWanted(Data):
    """What an auditor asks for: proof of design, proof of operation, and the population samples come from."""

    design: tuple[ShortText, ...] = ()
    operation: tuple[ShortText, ...] = ()
    population: tuple[ShortText, ...] = ()


class Step(Data):
    """One remediation step, needed at rung ``upto`` or below; ``days`` is effort in person-days (least, most)."""

    upto: Annotated[int, Field(strict=True, ge=0, le=4)]
    days: DayRange
    do: Text

    @model_validator(mode="after")
    def _ordered(self) -> Step:
        if self.days[0] > self.days[1]:
            raise ValueError("days is [least, most]; the first may not exceed the second")
        return self


def _as_six(value: object) -> object:
    """Accepts the library's mapping 0 to 5 as well as six texts in order (the stored form)."""
    if isinstance(value, dict):
        if set(value) != set(RUNGS):
            raise ValueError("anchors need exactly the six rungs 0, 1, 2, 3, 4 and 5")
        return [value[rung] for rung in RUNGS]
    return value


Anchors = Annotated[tuple[ShortText, ShortText, ShortText, ShortText, ShortText, ShortText], BeforeValidator(_as_six)]
Steps = Annotated[tuple[Step, ...], Field(min_length=1, max_length=8)]


class Variant(Data):
    """How a question reads where the facts make its usual wording miss; ``reason`` is kept for the report."""

    when: Condition
    reason: ShortText
    text: ShortText | None = None
    why: Text | None = None
    anchors: Anchors | None = None
    remediation: Steps | None = None
    tiny: Text | None = None


class ProposedNotApplicable(Data):
    """Facts under which not applicable is proposed, never filled in, with the reason for the auditor's agreement."""

    when: Condition
    reason: ShortText


class Question(Data):
    """Asks for one control that a real company has or has not, with everything needed to rate, plan and report it."""

    id: Slug
    text: ShortText
    why: Text
    criteria: Annotated[dict[CriterionId, Role], Field(min_length=1)]
    points: tuple[PointId, ...] = ()
    only_with: tuple[str, ...] = ()
    type: ControlType
    theme: Slug
    anchors: Anchors
    no_events: Flag
    inheritable: Flag
    waivable: Flag
    written_expected: Flag
    evidence: EvidenceWanted
    frequency: Frequency
    owner: Slug
    severity: Severity
    weight: Annotated[float, Field(gt=0, le=10)]
    quick: Flag
    quick_win: Flag
    lead_days: Annotated[int, Field(strict=True, ge=0, le=365)]
    cost: CostBand
    after: tuple[Slug, ...] = ()
    sooner_than: tuple[Slug, ...] = ()
    applies_when: Condition = Condition({})
    alternatives: tuple[Slug, ...] = ()
    variants: Annotated[tuple[Variant, ...], Field(max_length=8)] = ()
    proposes_na: ProposedNotApplicable | None = None
    provider_report: Flag = False
    remediation: Steps
    tiny: Text

    @property
    def home(self) -> str:
        """The criterion the question belongs to: the first it names."""
        return next(iter(self.criteria))

    @property
    def role(self) -> Role:
        """``key`` if it is a key control of any criterion."""
        return "key" if "key" in self.criteria.values() else "supports"

    def variant_for(self, facts: Mapping[str, FactValue]) -> Variant | None:
        """The first variant whose facts are all stated and fit; None where the usual wording stands."""
        return next((variant for variant in self.variants if variant.when.holds(facts) is True), None)

    def reworded(self, facts: Mapping[str, FactValue]) -> Question:
        """The question as these facts make it read: itself, or a copy with its variant's wording."""
        variant = self.variant_for(facts)
        if variant is None:
            return self
        changed = {name: value for name in _REWORDED if (value := getattr(variant, name)) is not None}
        return self.model_copy(update=changed)


_REWORDED = ("text", "why", "anchors", "remediation", "tiny")
