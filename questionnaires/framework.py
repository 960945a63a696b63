"""What a library asks about, without its questions: criteria, points, themes, other frameworks, rating and facts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from questionnaires.data import CriterionId, Data, FactId, FactType, Flag, PointId, Role, Rung, SeriesId, ShortText, Slug, Text


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
    sources: dict[Annotated[str, Field(strict=True, max_length=32)], ShortText] = Field(default_factory=dict)
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


ChoiceId = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]


class Fact(Data):
    """One fact about the scope that questions and steps branch on; asked once."""

    id: FactId
    type: FactType
    text: ShortText
    why: Text
    choices: dict[ChoiceId, ShortText] = Field(default_factory=dict)
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
