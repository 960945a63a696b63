"""What scoring finds: verdicts and figures by criterion, group and whole, as immutable data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from scoring.controls import Control
from scoring.model import QuestionSet, ReportType

Verdict = Literal["not_met", "partly", "met", "not_assessed", "not_applicable"]
RANK: dict[Verdict, int] = {"not_met": 0, "partly": 1, "met": 2}
"""The verdicts that bounds can take, from worst to best; not applicable has no rank."""
TypeKey = Literal["type_1", "type_2"]


class Figure(NamedTuple):
    """Readiness in percent (0-100): lowest and highest possible value, and the value of what is answered (None: nothing)."""

    low: float
    value: float | None
    high: float


class CriterionResult(NamedTuple):
    """A criterion's verdict with its bounds over all completions, and the answers that made it."""

    id: str
    verdict: Verdict
    verdict_low: Verdict
    verdict_high: Verdict
    figure: Figure
    answered: float
    questions: tuple[str, ...]
    decided_by: tuple[str, ...]
    not_tested: tuple[str, ...]
    carved_out: tuple[str, ...]


class GroupResult(NamedTuple):
    """A series, a category or the whole: the weakest verdict of its criteria, and its readiness."""

    id: str
    verdict: Verdict
    verdict_low: Verdict
    verdict_high: Verdict
    figure: Figure
    answered: float
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Where an assessment stands for one report type. ``screen``: a quick set, which never shows a criterion as met.

    ``asked``, ``answered`` and ``shown`` count the questions on criteria; those on the system description (``description``,
    and as a whole ``description_block``) stand apart, outside every figure.
    """

    report_type: ReportType
    question_set: QuestionSet
    asked: int
    answered_count: int
    shown_count: int
    controls: dict[str, Control]
    criteria: dict[str, CriterionResult]
    series: dict[str, GroupResult]
    categories: dict[str, GroupResult]
    overall: GroupResult
    description: dict[str, CriterionResult]
    description_block: GroupResult | None

    def result(self, criterion_id: str) -> CriterionResult:
        """The result of a criterion, one of the system description included. Raises KeyError if it is not in scope."""
        return self.criteria[criterion_id] if criterion_id in self.criteria else self.description[criterion_id]

    @property
    def open_count(self) -> int:
        """How many of all questions, those on the system description included, have no settled answer."""
        return sum(1 for control in self.controls.values() if control.state == "open")

    @property
    def screen(self) -> bool:
        """True for the quick set: a screen prints "no gap seen", never met."""
        return self.question_set == "quick"

    @property
    def answered(self) -> float:
        """Share of the questions asked that have a settled answer, 0-1."""
        return self.answered_count / self.asked if self.asked else 0.0

    @property
    def shown(self) -> float:
        """Share of the settled answers whose control was shown or tested, not only said, 0-1."""
        return self.shown_count / self.answered_count if self.answered_count else 0.0

    @property
    def readiness(self) -> Figure:
        """Overall readiness in percent."""
        return self.overall.figure
