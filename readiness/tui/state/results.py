"""What the results screen shows: the headline, both report types, the map of criteria and the gaps. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import SEVERITIES
from readiness.assessment import Assessment
from readiness.tending import live
from readiness.tui.state.quick_asking import gauge_words
from readiness.tui.state.tended import role_title
from readiness.tui.state.text import bar, clean, one_line, percent_range, share, type_word
from scoring.gaps import gaps
from scoring.headline import GLYPHS, headline, verdict_word
from scoring.model import ReportType
from scoring.score import CriterionResult, Figure, GroupResult

GAUGE_CELLS = 14


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """One report type's figures in words; ``chosen`` is the type the assessment is for."""

    title: str
    chosen: bool
    bounds: str
    bar: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A category or a series: verdict in glyph and word, its criteria as glyphs, its bounds, and the criteria's ids.

    ``gauge`` is a category's bar of lowest, present and highest value, ``value`` the present one in words; empty for a series.
    ``remark`` says so where the quick set leaves a category out.
    """

    id: str
    title: str
    glyph: str
    word: str
    glyphs: str
    bounds: str
    criteria: tuple[str, ...]
    category: bool
    gauge: str = ""
    value: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap in words. ``owner`` is whoever the plan gives it to, ``effort_days`` least and most; ``place`` its number in the
    library's order."""

    question: str
    severity: str
    criterion: str
    text: str
    kind: str
    rung: int
    owner: str
    effort_days: tuple[float, float]
    place: int


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion in words, and where to go from it: the questions that decide it, or those that serve it."""

    id: str
    title: str
    glyph: str
    word: str
    bounds: str
    answered: str
    questions: tuple[str, ...]


def headline_text(assessment: Assessment) -> str:
    """The sentence that stands first, for the assessment's own type."""
    return clean(headline(assessment.scorecard()))


def type_figures(assessment: Assessment) -> tuple[TypeFigures, TypeFigures]:
    """Type I and Type II side by side."""
    return _figures(assessment, 1), _figures(assessment, 2)


def _figures(assessment: Assessment, report_type: ReportType) -> TypeFigures:
    card = assessment.scorecard(report_type)
    figure = card.readiness
    return TypeFigures(
        title=type_word(report_type),
        chosen=report_type == assessment.scope.report_type,
        bounds=percent_range(figure.low, figure.high),
        bar=bar(figure.low, figure.high, 14),
        value="nothing answered yet" if figure.value is None else f"{figure.value:.0f} % of what is answered",
        shown=f"evidence shown for {share(card.shown_count, card.answered_count)} {'answer' if card.answered_count == 1 else 'answers'}",
    )


def map_rows(assessment: Assessment) -> list[MapRow]:
    """Categories first, then every series with its criteria."""
    library, card = assessment.library, assessment.scorecard()
    categories = [
        _row(assessment, result, library.category_by_id[key].title, glyphs=False)
        for key, result in card.categories.items()
        if result.criteria
    ]
    titles = {series.id: series.title for series in library.series}
    return categories + [_row(assessment, result, titles[key], glyphs=True) for key, result in card.series.items()]


def _row(assessment: Assessment, result: GroupResult, title: str, *, glyphs: bool) -> MapRow:
    card = assessment.scorecard()
    bounds = percent_range(result.figure.low, result.figure.high)
    value = "" if glyphs or result.figure.value is None else f"{result.figure.value:.0f} %"
    return MapRow(
        id=result.id,
        title=one_line(title),
        glyph=GLYPHS[result.verdict],
        word=verdict_word(result.verdict, screen=card.screen),
        glyphs="".join(GLYPHS[card.criteria[criterion].verdict] for criterion in result.criteria) if glyphs else "",
        bounds=bounds,
        criteria=result.criteria,
        category=not glyphs,
        gauge="" if glyphs else gauge(result.figure),
        value="" if value == bounds else value,
        remark=""
        if glyphs or assessment.round.set == "full"
        else gauge_words(assessment.library, assessment.library.category_by_id[result.id]),
    )


def gauge(figure: Figure, width: int = GAUGE_CELLS) -> str:
    """A figure as a bar: solid up to the lowest value, hatched up to the highest, a stroke at the value of what is answered."""
    drawn = bar(figure.low, figure.high, width)
    if figure.value is None:
        return drawn
    place = 1 + min(width - 1, int(figure.value / 100 * width))
    return f"{drawn[:place]}┃{drawn[place + 1 :]}"


def criterion_rows(assessment: Assessment, criteria: tuple[str, ...]) -> list[CriterionRow]:
    """Criteria in words, in the standard's order."""
    return [_criterion(assessment, assessment.scorecard().criteria[criterion]) for criterion in criteria]


def _criterion(assessment: Assessment, result: CriterionResult) -> CriterionRow:
    card = assessment.scorecard()
    settled = sum(1 for question in result.questions if card.controls[question].state != "open")
    word = verdict_word(result.verdict, screen=card.screen)
    if result.verdict == "not_assessed" and result.verdict_low != result.verdict_high:
        ends = [verdict_word(end, screen=card.screen) for end in (result.verdict_low, result.verdict_high)]
        word = f"{word} ({ends[0]} to {ends[1]})"
    return CriterionRow(
        id=result.id,
        title=one_line(assessment.library.criterion_by_id[result.id].title),
        glyph=GLYPHS[result.verdict],
        word=word,
        bounds=percent_range(result.figure.low, result.figure.high),
        answered=f"{settled}/{len(result.questions)}",
        questions=result.decided_by or result.questions,
    )


def gap_rows(assessment: Assessment) -> list[GapRow]:
    """Every known gap, the most severe first, then in the library's order."""
    in_order = gaps(assessment.library, assessment.scorecard())
    found = sorted(enumerate(in_order), key=lambda one: -SEVERITIES.index(one[1].severity))
    planned = {item.question: (one, item) for one in live(assessment) for item in one.gaps}
    return [
        GapRow(
            question=gap.question,
            severity=gap.severity,
            criterion=gap.criteria[0] if gap.criteria else "",
            text=one_line(assessment.library.question_by_id[gap.question].title),
            kind=gap.kind,
            rung=gap.rung,
            owner=role_title(assessment.library, planned[gap.question][0].owner) if gap.question in planned else "",
            effort_days=planned[gap.question][1].effort_days if gap.question in planned else (0.0, 0.0),
            place=number,
        )
        for number, gap in found
    ]
