"""How far the interview is, by category, series and criterion: the rows of its tree. Knows no terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from questionnaires.model import Category
from readiness.assessment import Assessment
from readiness.tui.state.text import column, share
from scoring.headline import GLYPHS, verdict_word
from scoring.score import CriterionResult, GroupResult

BranchKind = Literal["category", "series", "criterion"]
_INDENT: dict[BranchKind, int] = {"category": 0, "series": 1, "criterion": 5}


class Branch(NamedTuple):
    """One row: what it stands for, its verdict as glyph and word, and how many of its questions are answered.

    ``folded`` is None where there is nothing to fold, else whether its criteria are hidden.
    """

    id: str
    kind: BranchKind
    title: str
    glyph: str
    word: str
    answered: int
    asked: int
    folded: bool | None = None

    def line(self, width: int) -> str:
        """The row in ``width`` cells: glyph, id and title at the left, progress at the right."""
        figures = f"{self.answered}/{self.asked}" if self.asked else "–"
        fold = "" if self.folded is None else "▸ " if self.folded else "▾ "
        name = self.title if self.kind == "category" else f"{self.id} {self.title}"
        left = f"{fold}{self.glyph} {name}"
        room = max(4, width - len(figures) - 1)
        indent = _INDENT[self.kind]
        return f"{' ' * indent}{column(left, max(1, room - indent))} {figures}"

    @property
    def explained(self) -> str:
        """The row in a sentence, for a status line."""
        return f"{self.id} {self.title}: {self.word}, {share(self.answered, self.asked)} answered"


def branches(assessment: Assessment, unfolded: Collection[str]) -> list[Branch]:
    """The tree's visible rows: every category and series, and the criteria of the series that are unfolded."""
    library, card = assessment.library, assessment.scorecard()
    rows: list[Branch] = []
    for category in library.categories:
        if category.description and card.description_block is not None:
            rows += _description(assessment, category, card.description_block, category.id in unfolded)
        if category.id not in card.categories:
            continue
        series = [entry for entry in library.series if entry.category == category.id and entry.id in card.series]
        own = [criterion for entry in series for criterion in card.series[entry.id].criteria]
        if not own:
            continue
        rows.append(_branch(assessment, category.id, "category", category.title, card.categories[category.id], own))
        for entry in series:
            folded = entry.id not in unfolded
            group = card.series[entry.id]
            rows.append(_branch(assessment, entry.id, "series", entry.title, group, group.criteria, folded))
            if not folded:
                rows += [
                    _branch(assessment, c, "criterion", library.criterion_by_id[c].title, card.criteria[c], [c]) for c in group.criteria
                ]
    return rows


def _description(assessment: Assessment, category: Category, block: GroupResult, unfolded: bool) -> list[Branch]:
    """The system description: a series of its own without a category's row, since it belongs to none that is examined."""
    rows = [_branch(assessment, category.id, "series", category.title, block, block.criteria, not unfolded)]
    if unfolded:
        titles = assessment.library.criterion_by_id
        card = assessment.scorecard()
        rows += [_branch(assessment, c, "criterion", titles[c].title, card.result(c), [c]) for c in block.criteria]
    return rows


def _branch(
    assessment: Assessment,
    branch_id: str,
    kind: BranchKind,
    title: str,
    result: CriterionResult | GroupResult,
    criteria: Iterable[str],
    folded: bool | None = None,
) -> Branch:
    card = assessment.scorecard()
    asked = {question for criterion in criteria for question in card.result(criterion).questions}
    return Branch(
        id=branch_id,
        kind=kind,
        title=title,
        glyph=GLYPHS[result.verdict],
        word=verdict_word(result.verdict, screen=card.screen),
        answered=sum(1 for question in asked if card.controls[question].state != "open"),
        asked=len(asked),
        folded=folded,
    )


def legend(screen: bool) -> str:
    """The glyphs with their words."""
    return "  ".join(f"{glyph} {verdict_word(verdict, screen=screen)}" for verdict, glyph in GLYPHS.items())
