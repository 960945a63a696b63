"""The schema of a question library: frameworks, facts, themes and control questions as immutable data.

Criteria, categories, rung credits and thresholds are library data under a version key; nothing in the code names one.
"""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field

from questionnaires.advice import AdviceEntry
from questionnaires.data import (
    COST_BANDS,
    RUNGS,
    SEVERITIES,
    ControlType,
    CostBand,
    Data,
    FactType,
    Frequency,
    PointId,
    Role,
    Rung,
    Severity,
    ShortText,
    Slug,
)
from questionnaires.framework import (
    Category,
    Claim,
    Criterion,
    Fact,
    Framework,
    OwnerRole,
    PointOfFocus,
    Rating,
    ReportCalendar,
    Series,
    Theme,
    WindowPractice,
)
from questionnaires.glossary import GlossaryTerm
from questionnaires.market import Costs, MarketFigure
from questionnaires.question import EvidenceWanted, ProposedNotApplicable, Question, Step, Variant

__all__ = [
    "COST_BANDS",
    "RUNGS",
    "SEVERITIES",
    "AdviceEntry",
    "Category",
    "Claim",
    "ControlType",
    "CostBand",
    "Costs",
    "Criterion",
    "EvidenceWanted",
    "Fact",
    "FactType",
    "Framework",
    "Frequency",
    "GlossaryTerm",
    "Library",
    "MarketFigure",
    "OwnerRole",
    "PointOfFocus",
    "ProposedNotApplicable",
    "Question",
    "Rating",
    "Role",
    "Rung",
    "Series",
    "Severity",
    "Step",
    "Theme",
    "Variant",
    "WindowPractice",
]


class Library(Data):
    """A whole effective library: framework, facts, themes and questions, complete in itself."""

    key: Slug
    title: ShortText
    version: Annotated[str, Field(strict=True, pattern=r"^\d+\.\d+\.\d+$")]
    version_key: Annotated[str, Field(strict=True, max_length=64)]
    standard: ShortText
    language: Annotated[str, Field(strict=True, max_length=16)] = "en"
    # Who concludes in this framework, as the end of "Not an examination, opinion or assurance: ...".
    disclaimer: ShortText = "whoever examines or supervises you decides for themselves, and may conclude otherwise."
    # Of an extension: the shipped library it was laid over, with its version, and what it leaves out of it with the reason.
    extends: Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9-]{0,63} \d+\.\d+\.\d+$")] | None = None
    leaves_out: dict[Slug, ShortText] = Field(default_factory=dict)
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    criteria: tuple[Criterion, ...]
    points: tuple[PointOfFocus, ...] = ()
    rating: Rating
    roles: tuple[OwnerRole, ...]
    themes: tuple[Theme, ...]
    facts: tuple[Fact, ...]
    questions: Annotated[tuple[Question, ...], Field(max_length=1_000)]
    frameworks: tuple[Framework, ...] = ()
    advice: Annotated[tuple[AdviceEntry, ...], Field(max_length=500)] = ()
    glossary: Annotated[tuple[GlossaryTerm, ...], Field(max_length=500)] = ()
    claims: Annotated[tuple[Claim, ...], Field(max_length=100)] = ()
    window: WindowPractice | None = None
    calendar: ReportCalendar | None = None
    costs: Costs | None = None
    unasked_points: Annotated[dict[PointId, ShortText], Field(default_factory=dict, max_length=500)]

    def with_questions(self, questions: tuple[Question, ...]) -> Self:
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
