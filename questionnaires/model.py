"""The schema of a question library: frameworks, facts, themes and control questions as immutable data.

Criteria, categories, rung credits and thresholds are library data under a version key; nothing in the code names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from questionnaires.conditions import Condition, FactValue

Rung = Literal[0, 1, 2, 3, 4, 5]
RUNGS: tuple[Rung, ...] = (0, 1, 2, 3, 4, 5)
Role = Literal["key", "supports"]
ControlType = Literal["configuration", "policy", "event", "periodic", "governance"]
Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
CostBand = Literal["none", "low", "medium", "high"]
Frequency = Literal["continuous", "event", "daily", "weekly", "monthly", "quarterly", "semi-annual", "annual", "once"]
FactType = Literal["yes-no", "number", "text", "choice", "choices"]

Text = Annotated[str, Field(strict=True, min_length=1, max_length=2_000)]
ShortText = Annotated[str, Field(strict=True, min_length=1, max_length=300)]
Slug = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
FactId = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
CriterionId = Annotated[str, Field(strict=True, max_length=16, pattern=r"^[A-Z]{1,4}[0-9]+(\.[0-9]+)*$")]
PointId = CriterionId
SeriesId = Annotated[str, Field(strict=True, max_length=16, pattern=r"^[A-Z]{1,4}[0-9]*$")]
Flag = Annotated[bool, Field(strict=True)]
Days = Annotated[float, Field(ge=0, le=1_000)]
DayRange = tuple[Days, Days]


class Data(BaseModel):
    """Immutable, closed data: an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, ignored_types=(cached_property,))


class Category(Data):
    """One trust services category, shown by its own series and, where ``common`` ones exist, by those too.

    ``description`` marks the block on the system description: asked with every full set, a line of its own, never inside a
    percentage or a category's verdict.
    """

    id: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{1,4}$")]
    title: ShortText
    common: Flag = False
    description: Flag = False


class Series(Data):
    """A group of criteria, such as CC6."""

    id: SeriesId
    category: str
    title: ShortText


class Criterion(Data):
    """One criterion in this project's own words; ``attention`` is how much of an audit's effort it usually takes."""

    id: CriterionId
    category: str
    series: SeriesId
    title: ShortText
    meaning: Text
    attention: Literal["low", "medium", "high"] = "medium"


class PointOfFocus(Data):
    """What a criterion pays attention to, as an own-words topic: an aid, never a requirement and never scored."""

    id: PointId
    topic: ShortText
    applies: Annotated[str, Field(strict=True)] = "all"
    role: Literal["controller", "processor"] | None = None


class Theme(Data):
    """A work package's subject. The order of themes in the library breaks ties in a plan."""

    id: Slug
    title: ShortText
    summary: ShortText


class Framework(Data):
    """Ids of another framework that ask for related work, by criterion, each with the published mappings behind the pair.

    Related, never "satisfies"; a pair without a source is this project's own judgement and shows as indicative.
    """

    id: Annotated[str, Field(strict=True, max_length=32, pattern=r"^[a-z][a-z0-9_]*$")]
    title: ShortText
    version: ShortText
    sources: dict[Annotated[str, Field(strict=True, max_length=32)], ShortText] = {}
    related: dict[CriterionId, dict[Annotated[str, Field(strict=True, max_length=64)], tuple[ShortText, ...]]]


class OwnerRole(Data):
    """A role that can own a control in a small company."""

    id: Slug
    title: ShortText


class Rating(Data):
    """How rungs become verdicts, credit (0-1) and severity; see the words of the architecture page.

    ``credit`` and ``severity_lower`` are keyed by report type; each list has one entry a rung, 0 to 5.
    ``severity_lower`` counts steps below the question's own severity; null means no gap.
    """

    credit: dict[Literal["type_1", "type_2"], tuple[float, float, float, float, float, float]]
    target: dict[Literal["type_1", "type_2"], Rung]
    absent_up_to: Rung
    floor: Rung
    compensated_up_to: Rung
    role_weight: dict[Role, Annotated[float, Field(gt=0, le=10)]]
    unasked_weight: Annotated[float, Field(gt=0, le=10)]
    severity_lower: dict[Literal["type_1", "type_2"], dict[Role, tuple[Annotated[int, Field(ge=0, le=3)] | None, ...]]]
    documentation_lower: Annotated[int, Field(ge=0, le=3)]
    compensated_lower: Annotated[int, Field(ge=0, le=3)]

    @model_validator(mode="after")
    def _complete(self) -> Rating:
        both = {"type_1", "type_2"}
        if set(self.credit) != both or set(self.target) != both or set(self.severity_lower) != both:
            raise ValueError("credit, target and severity_lower each need both type_1 and type_2")
        if set(self.role_weight) != {"key", "supports"}:
            raise ValueError("role_weight needs key and supports")
        for credits in self.credit.values():
            if list(credits) != sorted(credits) or credits[0] != 0 or credits[5] != 1:
                raise ValueError("credit must rise from 0 at rung 0 to 1 at rung 5")
        for table in self.severity_lower.values():
            if set(table) != {"key", "supports"} or any(len(steps) != 6 for steps in table.values()):
                raise ValueError("severity_lower needs key and supports with one entry a rung, 0 to 5")
        return self


class Fact(Data):
    """One fact about the scope that questions and steps branch on; asked once."""

    id: FactId
    type: FactType
    text: ShortText
    why: Text
    choices: dict[Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)], ShortText] = {}
    minimum: Annotated[int, Field(strict=True)] | None = None
    maximum: Annotated[int, Field(strict=True)] | None = None

    @model_validator(mode="after")
    def _choices_fit(self) -> Fact:
        if (self.type in ("choice", "choices")) != bool(self.choices):
            raise ValueError("choices belong to facts of type choice or choices, and these need some")
        if (self.minimum is not None or self.maximum is not None) and self.type != "number":
            raise ValueError("minimum and maximum belong to facts of type number")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("minimum may not exceed maximum")
        return self


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


class Library(Data):
    """A whole effective library: framework, facts, themes and questions, complete in itself."""

    key: Slug
    title: ShortText
    version: Annotated[str, Field(strict=True, pattern=r"^\d+\.\d+\.\d+$")]
    version_key: Annotated[str, Field(strict=True, max_length=64)]
    standard: ShortText
    language: Annotated[str, Field(strict=True, max_length=16)] = "en"
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    criteria: tuple[Criterion, ...]
    points: tuple[PointOfFocus, ...] = ()
    rating: Rating
    roles: tuple[OwnerRole, ...]
    themes: tuple[Theme, ...]
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    frameworks: tuple[Framework, ...] = ()
    unasked_points: Annotated[dict[PointId, ShortText], Field(max_length=9)] = {}

    def with_questions(self, questions: tuple[Question, ...]) -> Library:
        """The same framework asking other questions."""
        copy = self.model_copy(update={"questions": questions})
        # A copy takes along what was cached about the old questions.
        for cached in ("question_by_id", "questions_in_order"):
            copy.__dict__.pop(cached, None)
        return copy

    @cached_property
    def questions_in_order(self) -> tuple[Question, ...]:
        """The questions in the standard's order of their home criteria, whatever files they were written in."""
        place = {criterion.id: index for index, criterion in enumerate(self.criteria)}
        return tuple(sorted(self.questions, key=lambda question: place.get(question.home, len(place))))

    @cached_property
    def scored_categories(self) -> tuple[Category, ...]:
        """The categories that can be examined: all but the block on the system description."""
        return tuple(category for category in self.categories if not category.description)

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def criterion_by_id(self) -> dict[str, Criterion]:
        """Criteria by id, in the standard's order."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Facts by id, in the order they are asked."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def theme_by_id(self) -> dict[str, Theme]:
        """Themes by id, in the library's order."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def category_by_id(self) -> dict[str, Category]:
        """Categories by id."""
        return {category.id: category for category in self.categories}

    @cached_property
    def role_by_id(self) -> dict[str, OwnerRole]:
        """Owner roles by id."""
        return {role.id: role for role in self.roles}
