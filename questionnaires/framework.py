"""What a library asks about, without its questions: criteria, points, themes, other frameworks, rating and facts."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.data import CriterionId, Data, FactId, FactType, Flag, Frequency, PointId, Role, Rung, SeriesId, ShortText, Slug, Text


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
    """A group of criteria, such as CC6.

    ``entity_level`` says that what it asks usually holds for the whole organisation, whichever of its systems a report is about: a
    new assessment may take such answers over from another one, each open until confirmed.
    """

    id: SeriesId
    category: str
    title: ShortText
    entity_level: Flag = False


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

    id: Slug = Field(description="The name that questions give as theme")
    title: ShortText = Field(description="Heading of the work package")
    summary: ShortText = Field(description="What the work package brings about")


RelatedId = Annotated[str, Field(strict=True, min_length=1, max_length=64)]
LevelName = Annotated[str, Field(strict=True, max_length=32, pattern=r"^[a-z][a-z0-9-]*$")]


class Levels(Data):
    """In which levels of another framework each related id stands, such as the baselines that draw on a catalogue."""

    title: ShortText = Field(description="What the levels are")
    source: ShortText = Field(description="Where they were read")
    names: Annotated[tuple[LevelName, ...], Field(min_length=1, max_length=8, description="The levels, in order")]
    ids: dict[RelatedId, tuple[LevelName, ...]] = Field(description="For each related id its levels, in order; [] says: in none")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if len(set(self.names)) != len(self.names):
            raise ValueError("names may not repeat a level")
        for related_id, stated in self.ids.items():
            if list(stated) != [name for name in self.names if name in stated]:
                raise ValueError(f"{related_id} needs levels out of {', '.join(self.names)}, each at most once and in this order")
        return self


class Total(Data):
    """How many ids another framework has in all, where that is a definite number."""

    count: Annotated[int, Field(strict=True, gt=0, le=10_000, description="How many there are")]
    of: ShortText = Field(description="What they are, in the plural")
    prefix: Annotated[str, Field(strict=True, max_length=32)] = Field("", description="What the ids that count begin with, if not all do")


class Framework(Data):
    """Ids of another framework that ask for related work, by criterion, each with the published mappings behind the pair.

    Related, never "satisfies"; a pair without a source is this project's own judgement and shows as indicative.
    """

    id: Annotated[str, Field(strict=True, max_length=32, pattern=r"^[a-z][a-z0-9_]*$", description="Short name of the other framework")]
    title: ShortText = Field(description="Its usual name")
    version: ShortText = Field(description="The edition the ids come from")
    sources: dict[Annotated[str, Field(strict=True, max_length=32)], ShortText] = Field(
        default_factory=dict, description="The published mappings the pairs were taken from, by short name"
    )
    total: Total | None = Field(None, description="How many ids it has in all, if that is a definite number")
    levels: Levels | None = Field(None, description="In which of its levels each related id stands, if it has levels")
    related: dict[CriterionId, dict[RelatedId, tuple[ShortText, ...]]] = Field(
        description="For each criterion the ids of related work, each with the short names of its sources"
    )

    @property
    def name(self) -> str:
        """Title and version: ``ISO/IEC 27001 2022``."""
        return f"{self.title} {self.version}"

    @cached_property
    def related_ids(self) -> frozenset[str]:
        """Every id that is related to some criterion."""
        return frozenset(other for ids in self.related.values() for other in ids)


Phrase = Annotated[str, Field(strict=True, max_length=100, pattern=r"^\S+( \S+)*$")]


class Claim(Data):
    """What no text of the library may say of its framework because it is wrong or misleading, and what is right."""

    never: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=50)] = Field(
        description="Phrases found as whole words in any case; # stands for a number"
    )
    instead: ShortText = Field(description="What is right, as the end of a sentence")


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
    def _complete(self) -> Self:
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


SampleSize = Annotated[int, Field(strict=True, ge=1, le=1_000)]


class WindowPractice(Data):
    """What examiners commonly do with the months a report covers: figures of the market, never a rule; each asks its own examiner."""

    sampling: Annotated[dict[Frequency, tuple[SampleSize, SampleSize]], Field(min_length=1)] = Field(
        description="By how often a control runs: how many of its runs are commonly looked at, [fewest, most]"
    )
    note: Text = Field(description="What to say beside these figures")
    basis: ShortText = Field(description="Where they come from, and how far to trust them")
    carry_months: Annotated[int, Field(strict=True, ge=1, le=24)] = Field(
        description="How many months before a window's end a rare run may lie and still count, if the examiner agrees"
    )
    usual_months: Annotated[int, Field(strict=True, ge=1, le=12)] = Field(description="How long a first window commonly is")
    bridge_months: Annotated[int, Field(strict=True, ge=1, le=12)] = Field(
        description="How many months after a provider's report its own letter commonly bridges"
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for frequency, (fewest, most) in self.sampling.items():
            if fewest > most:
                raise ValueError(f"sampling: {frequency} is [fewest, most]; the first may not exceed the second")
        return self


Weeks = Annotated[int, Field(strict=True, ge=0, le=104)]


class ReportCalendar(Data):
    """How many weeks a report commonly takes, [fewest, most]: figures of the market on a date, indicative."""

    type_1_report_weeks: tuple[Weeks, Weeks] = Field(description="From the date a Type I examination looks at")
    type_2_report_weeks: tuple[Weeks, Weeks] = Field(description="From the last day of a Type II window")
    basis: ShortText = Field(description="Where they come from, and how far to trust them")
    dated: date = Field(description="When they were last looked at")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name in ("type_1_report_weeks", "type_2_report_weeks"):
            fewest, most = getattr(self, name)
            if fewest > most:
                raise ValueError(f"{name} is [fewest, most]; the first may not exceed the second")
        return self


TOPICS = {"report": "What the report is for", "organisation": "About the organisation"}
ChoiceId = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]


class Fact(Data):
    """One fact about the scope that questions and steps branch on; asked once."""

    id: FactId = Field(description="The name that conditions and steps use")
    type: FactType = Field(description="What kind of answer it takes")
    text: ShortText = Field(description="The question that asks for it")
    why: Text = Field(description="What it changes")
    choices: dict[ChoiceId, ShortText] = Field(default_factory=dict, description="What can be chosen: id and wording")
    topic: Literal["report", "organisation"] = Field(
        "organisation", description="Whether it is about the report to come or the organisation"
    )
    minimum: Annotated[int, Field(strict=True)] | None = Field(None, description="Smallest number that makes sense")
    maximum: Annotated[int, Field(strict=True)] | None = Field(None, description="Largest number that makes sense")

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.type in ("choice", "choices")) != bool(self.choices):
            raise ValueError("choices belong to facts of type choice or choices, and these need some")
        if (self.minimum is not None or self.maximum is not None) and self.type != "number":
            raise ValueError("minimum and maximum belong to facts of type number")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("minimum may not exceed maximum")
        return self
