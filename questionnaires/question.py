"""The schema of one control question: how it is worded, rated, evidenced and mended."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from questionnaires.conditions import Condition, FactValue
from questionnaires.data import (
    RUNGS,
    ControlName,
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

    design: tuple[ShortText, ...] = Field(
        (), description="What shows that the control is designed and in place, named as an auditor asks for it"
    )
    operation: tuple[ShortText, ...] = Field((), description="What shows that it worked through the months examined")
    population: tuple[ShortText, ...] = Field((), description="The complete lists that samples are drawn from")


class Step(Data):
    """One remediation step, needed at rung ``upto`` or below; ``days`` is effort in person-days (least, most)."""

    upto: Annotated[int, Field(strict=True, ge=0, le=4, description="Needed by whoever stands at this rung or below")]
    days: DayRange = Field(description="Effort in person-days: [least, most]")
    do: Text = Field(description="What to do, beginning with a verb; may branch on facts")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
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

    when: Condition = Field(description="The facts under which this wording takes the place of the usual one")
    reason: ShortText = Field(description="Why the usual wording would miss, for the report")
    text: ShortText | None = Field(None, description="The question as these companies read it")
    why: Text | None = Field(None, description="Why it matters to them")
    anchors: Anchors | None = Field(None, description="Their six sentences")
    remediation: Steps | None = Field(None, description="Their steps")
    tiny: Text | None = Field(None, description="What is enough for the smallest of them")


class ProposedNotApplicable(Data):
    """Facts under which not applicable is proposed, never filled in, with the reason for the auditor's agreement."""

    when: Condition = Field(description="The facts under which not applicable is offered")
    reason: ShortText = Field(description="The reason offered with it, for the auditor to agree to")


class Question(Data):
    """Asks for one control that a real company has or has not, with everything needed to rate, plan and report it."""

    id: Slug = Field(description="Its name for good: stored answers refer to it")
    control: ControlName = Field("", description="What it asks for, as a plan or a list names it: Quarterly access review")
    text: ShortText = Field(description="One yes-leaning question about one fact")
    why: Text = Field(description="What goes wrong without it, and what an auditor does with it")
    criteria: Annotated[
        dict[CriterionId, Role], Field(min_length=1, description="The criteria it serves, each as key or supports; the first is its home")
    ]
    points: tuple[PointId, ...] = Field((), description="Ids of the points of focus it touches")
    only_with: tuple[str, ...] = Field((), description="Categories it is asked with; empty means always")
    only_type: Annotated[int, Field(strict=True, ge=1, le=2)] | None = Field(
        None, description="The report type it is asked for: 1 or 2; left out means both"
    )
    type: ControlType = Field(description="Kind of control: sets what the rungs look like")
    theme: Slug = Field(description="The work package its gap belongs to")
    anchors: Anchors = Field(description="What a visitor would see at each rung, 0 to 5")
    no_events: Flag = Field(description="Whether a period can pass without any case")
    inheritable: Flag = Field(description="Whether a provider can run this control for the company")
    waivable: Flag = Field(description="Whether a company may call it not applicable, with a reason")
    written_expected: Flag = Field(description="Whether an auditor expects a written rule behind it")
    evidence: EvidenceWanted = Field(description="What an auditor asks to see")
    frequency: Frequency = Field(description="How often the control runs")
    owner: Slug = Field(description="The role that usually owns it in a small company")
    severity: Severity = Field(description="How grave its absence is")
    weight: Annotated[float, Field(gt=0, le=10, description="Its share in readiness beside its neighbours; 1 to 3 in practice")]
    quick: Flag = Field(description="Whether the quick set asks it")
    quick_win: Flag = Field(description="Whether days of work cut much risk with nothing to wait for")
    lead_days: Annotated[int, Field(strict=True, ge=0, le=365, description="Calendar days of waiting that cost no work")]
    cost: CostBand = Field(description="Money a year beside the work")
    after: tuple[Slug, ...] = Field((), description="Questions whose gaps have to be closed first; nothing else can start before")
    sooner_than: tuple[Slug, ...] = Field((), description="Questions it is better taken up before; never holds up a quick win")
    applies_when: Condition = Field(
        Condition({}), description="The facts under which the question makes sense; an unknown fact never removes it"
    )
    replaces: tuple[Slug, ...] = Field(
        (), description="Ids of questions that this one takes the place of; their answers are carried over to it"
    )
    alternatives: tuple[Slug, ...] = Field((), description="Controls that can stand in for this one: the better of them counts")
    variants: Annotated[
        tuple[Variant, ...],
        Field(max_length=8, description="Other wordings for companies the usual one would miss; the first that fits is used"),
    ] = ()
    proposes_na: ProposedNotApplicable | None = Field(None, description="When to offer not applicable; never filled in by itself")
    provider_report: Flag = Field(False, description="Whether the control is the reading of a provider's own report")
    remediation: Steps = Field(description="The steps that close the gap, in order")
    tiny: Text = Field(description="What is enough for a dozen people")

    @property
    def title(self) -> str:
        """What a plan or a list calls its control: the control's name, or the question where it has none."""
        return self.control or self.text

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

    def reworded(self, facts: Mapping[str, FactValue]) -> Self:
        """The question as these facts make it read: itself, or a copy with its variant's wording."""
        variant = self.variant_for(facts)
        if variant is None:
            return self
        changed = {name: value for name in REWORDED if (value := getattr(variant, name)) is not None}
        return self.model_copy(update=changed)


REWORDED = ("text", "why", "anchors", "remediation", "tiny")
