"""What if: items of the plan marked as if they were finished, and what that would change. Keeps nothing. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.tui.state.text import days_text, one_line, percent_range, type_word
from scoring.headline import GLYPHS, verdict_word
from scoring.model import ReportType
from scoring.plan import Plan
from scoring.score import Figure
from scoring.whatif import difference, finished

SUPPOSED = "supposed, not stored"
_TYPES: tuple[ReportType, ReportType] = (1, 2)


@dataclass(frozen=True, slots=True)
class SupposeRow:
    """A package (``number`` set) or an item of one, with its mark: ``x`` all of it, ``-`` a part, or a space.

    ``effort`` is in person-days.
    """

    id: str
    number: int
    title: str
    mark: str
    effort: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure today and as supposed."""

    label: str
    today: str
    supposed: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the marks would change: figures, verdicts (``CC6.1  ○ not met → ● met``), and the rest in a sentence."""

    figures: tuple[Beside, ...]
    verdicts: tuple[str, ...]
    summary: str


@dataclass
class Supposition:
    """Marks on the items of one plan. They live as long as this does: nothing is written anywhere."""

    assessment: Assessment
    plan: Plan
    marked: set[str] = field(default_factory=set)

    def rows(self) -> list[SupposeRow]:
        """Packages in the order to take them up, each followed by its items."""
        items = {item.question: item for item in self.plan.items}
        found: list[SupposeRow] = []
        for number, package in enumerate(self.plan.packages, 1):
            here = self.marked & set(package.questions)
            mark = "x" if len(here) == len(package.questions) else "-" if here else " "
            found.append(SupposeRow(f"package:{package.id}", number, one_line(package.title), mark, _days(package.effort_days)))
            found += [
                SupposeRow(
                    question, 0, one_line(items[question].title), "x" if question in here else " ", _days(items[question].effort_days)
                )
                for question in package.questions
            ]
        return found

    def turn(self, row_id: str) -> None:
        """Marks an item, or all of a package; takes the marks away where they are all there."""
        kind, _, name = row_id.partition(":")
        if name:
            questions = {question for package in self.plan.packages if package.id == name for question in package.questions}
        else:
            questions = {item.question for item in self.plan.items if item.question == kind}
        if questions <= self.marked:
            self.marked -= questions
        else:
            self.marked |= questions

    def clear(self) -> None:
        """Takes every mark away."""
        self.marked.clear()

    def comparison(self) -> Comparison:
        """Today beside what is supposed. Raises ReadinessError where an answer that would follow cannot stand."""
        assessment = self.assessment
        supposed = finished(assessment.library, self.plan, assessment.answers, self.marked)
        figures = []
        for report_type in _TYPES:
            before, after = assessment.scorecard(report_type), assessment.supposing(supposed, report_type)
            figures.append(Beside(type_word(report_type), _figure(before.readiness), _figure(after.readiness)))
        own = assessment.scope.report_type
        before, after = assessment.scorecard(own), assessment.supposing(supposed, own)
        told = difference(assessment.library, before, after)
        verdicts = []
        for change in told.verdicts:
            was, now = (f"{GLYPHS[verdict]} {verdict_word(verdict, screen=before.screen)}" for verdict in (change.before, change.after))
            verdicts.append(f"{change.criterion:6} {was} → {now}")
        return Comparison(tuple(figures), tuple(verdicts), self._summary(len(told.closed)))

    def _summary(self, closed: int) -> str:
        if not self.marked:
            return "Nothing is marked: mark items or packages as if they were finished."
        efforts = [item.effort_days for item in self.plan.items if item.question in self.marked]
        low, high = (round(sum(ends), 2) for ends in zip(*efforts, strict=True))
        return f"{count_text(len(efforts), 'item')}, {days_text((low, high))}: {count_text(closed, 'gap')} closed."


def _days(effort: tuple[float, float]) -> str:
    return days_text(effort).removesuffix(" d")


def _figure(figure: Figure) -> str:
    return percent_range(figure.low, figure.high)


def supposition(assessment: Assessment) -> Supposition:
    """Today's plan with nothing marked. Raises ReadinessError where there is no plan to be made."""
    return Supposition(assessment, assessment.plan())
