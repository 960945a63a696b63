"""Builds the one context that every report format prints from. Pure: no I/O, no clock, no layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from questionnaires.model import SEVERITIES, Library
from readiness.reports import dates, gather, planned
from readiness.reports.deciding import decision_lines
from readiness.reports.lettering import status_letter
from readiness.reports.method import assumption_lines, method_lines
from readiness.reports.model import Cover, CriterionRow, GroupRow, ReportContext, Standing, TypeSummary, VerdictCount
from readiness.reports.progressed import progress_rows
from readiness.reports.providers import provider_rows
from readiness.reports.related import related_rows
from readiness.reports.requested import recurring_rows, request_rows
from readiness.reports.words import DISCLAIMER, SET_WORDS, TYPE_WORDS, day_text
from scoring.asked import asked
from scoring.gaps import gaps
from scoring.headline import GLYPHS, description_text, headline, verdict_counts, verdict_word
from scoring.live import live_items, open_plan
from scoring.model import Answer, EvidenceRequest, Item, ReportType, Round, Scope
from scoring.plan import Plan, plan
from scoring.schedule import Schedule
from scoring.score import CriterionResult, GroupResult, Scorecard, score
from scoring.select import chosen_categories, reworded
from scoring.window import Holding, Opening

if TYPE_CHECKING:
    # What reads rounds takes long to load, and a first round has none before it.
    from readiness.progressing import Progress, TrendPoint

__all__ = ["ReportContext", "build_context"]

_TYPES: tuple[ReportType, ReportType] = (1, 2)


def build_context(
    library: Library,
    scope: Scope,
    round_: Round,
    answers: Mapping[str, Answer],
    *,
    today: date,
    report_type: ReportType | None = None,
    schedule: Schedule | None = None,
    window: tuple[Opening, Holding] | None = None,
    items: Sequence[Item] = (),
    requests: Sequence[EvidenceRequest] = (),
    progress: tuple[Progress, Sequence[TrendPoint]] | None = None,
) -> ReportContext:
    """The context of one round's report, dated ``today``; ``report_type`` is the scope's unless given.

    ``library`` is the one the round was asked with; ``answers`` are by question id. ``schedule`` is the plan's and ``window`` the
    answers to the two Type II questions; without them the report has no dates and no word on a window. ``items`` are what people
    decided about remediation: the plan is what is left to do. ``requests`` are what they stated about evidence requests, ``progress``
    is what moved since the round before, with where every round stood.
    """
    chosen = report_type or scope.report_type
    library = reworded(library, scope)
    questions = asked(library, scope, round_.set)
    cards: dict[ReportType, Scorecard] = {kind: score(library, scope, round_.set, answers, kind, today) for kind in _TYPES}
    plans = {kind: plan(library, scope, card) for kind, card in cards.items()}
    decided = {kind: live_items(whole, items, today) for kind, whole in plans.items()}
    left = {kind: open_plan(whole, decided[kind]) for kind, whole in plans.items()}
    card, the_plan = cards[chosen], left[chosen]
    cover, dated = _cover(library, scope, round_, card, today), dates.date_rows(library, the_plan, schedule, scope.window)
    cards_of_items = planned.item_cards(library, the_plan, decided[chosen])
    return ReportContext(
        report_type=chosen,
        cover=cover,
        asked=card.asked,
        answered=card.answered_count,
        shown=card.shown_count,
        headline=headline(card),
        description_said=description_text(card),
        types=(_summary(cards[1], plans[1], left[1], chosen), _summary(cards[2], plans[2], left[2], chosen)),
        categories=_groups({c.id: c.title for c in library.scored_categories}, cards, chosen, "categories"),
        series=_groups({s.id: s.title for s in library.series}, cards, chosen, "series"),
        criteria=tuple(_criterion(library, cards, chosen, criterion_id) for criterion_id in card.criteria),
        gaps=planned.gap_rows(library, gaps(library, card), cards_of_items),
        packages=planned.package_blocks(library, the_plan, cards_of_items),
        set_aside=planned.set_aside_rows(decided[chosen]),
        related=related_rows(library, (question for one in cards_of_items.values() for question in one.closes)),
        effort_days=the_plan.effort_days,
        quick_wins=tuple(cards_of_items[item.question] for item in the_plan.items if item.quick_win),
        evidence=planned.evidence_groups(library, card, the_plan),
        requests=request_rows(library, scope, card, the_plan, requests, today),
        recurring=recurring_rows(library, scope, card, schedule, today),
        progress=progress_rows(library, progress),
        left_out=gather.left_out_rows(library, scope, card),
        compensating=gather.compensating_rows(card),
        removed=gather.removed_rows(library, scope, round_.set),
        reworded=gather.reworded_rows(library, scope, round_.set),
        open=gather.open_rows(library, scope, card),
        remarks=gather.remark_rows(card),
        scope=(*gather.scope_groups(library, scope), *gather.advice_groups(library, scope)),
        assumptions=assumption_lines(library, scope, card),
        method=method_lines(library.rating),
        answers=gather.answer_rows(scope, card),
        dates=dated,
        no_dates=dates.why_undated(scope, the_plan, schedule),
        burn_up=dates.burn_up_rows(questions, scope, answers, card, the_plan, schedule),
        budget=dates.budget_rows(library, the_plan, schedule),
        window=dates.window_rows(library, window, scope.window),
        description=tuple(_criterion(library, cards, chosen, criterion_id) for criterion_id in card.description),
        evidence_index=gather.index_rows(card),
        decisions=decision_lines(scope, card, the_plan, decided[chosen]),
        letter=status_letter(scope, cover.categories, cover.standard, chosen, dated),
        providers=provider_rows(library, scope, questions, card, today),
    )


def _cover(library: Library, scope: Scope, round_: Round, card: Scorecard, today: date) -> Cover:
    return Cover(
        title=library.title,
        organisation=scope.organisation,
        product=scope.product.strip(),
        entities=scope.entities,
        categories=tuple(library.category_by_id[category].title for category in chosen_categories(library, scope)),
        type_word=TYPE_WORDS[card.report_type],
        period=_period(scope, card.report_type),
        report_date=today,
        round_name=round_.name,
        set_word=SET_WORDS[round_.set],
        screen=card.screen,
        standard=library.standard,
        library=f"{library.title} {library.version} ({library.version_key}), scoring rules {round_.rules}",
        language=library.language,
        disclaimer=DISCLAIMER.format(shown=card.shown_count, answered=card.answered_count, concludes=library.disclaimer),
        basis_line=f"{card.answered_count} of {card.asked} questions answered, {card.shown_count} of {card.answered_count} answers shown",
    )


def _period(scope: Scope, report_type: ReportType) -> str:
    if report_type == 1:
        return f"as of {day_text(scope.as_of)}" if scope.as_of else "as-of date not chosen yet"
    if scope.window is None:
        return "observation window not chosen yet"
    return f"observation window {day_text(scope.window.start)} to {day_text(scope.window.end)}"


def _summary(card: Scorecard, whole: Plan, left: Plan, chosen: ReportType) -> TypeSummary:
    """Gaps are counted whole, whatever was decided about them; effort is what is left to do."""
    severities = [item.severity for item in whole.items]
    return TypeSummary(
        report_type=card.report_type,
        word=TYPE_WORDS[card.report_type],
        chosen=card.report_type == chosen,
        sentence=headline(card),
        standing=_standing(card.overall, card.screen),
        counts=tuple(
            VerdictCount(verdict, GLYPHS[verdict], verdict_word(verdict, screen=card.screen), count)
            for verdict, count in verdict_counts(card).items()
        ),
        gaps=len(whole.items),
        severities=tuple((severity, severities.count(severity)) for severity in reversed(SEVERITIES)),
        effort_days=left.effort_days,
    )


def _standing(result: CriterionResult | GroupResult, screen: bool) -> Standing:
    figure = result.figure
    return Standing(
        result.verdict, GLYPHS[result.verdict], verdict_word(result.verdict, screen=screen), figure.low, figure.value, figure.high
    )


def _groups(titles: Mapping[str, str], cards: Mapping[ReportType, Scorecard], chosen: ReportType, kind: str) -> tuple[GroupRow, ...]:
    results = {number: card.categories if kind == "categories" else card.series for number, card in cards.items()}
    rows = []
    for group_id, result in results[chosen].items():
        standing = {number: _standing(groups[group_id], cards[number].screen) for number, groups in results.items()}
        rows.append(
            GroupRow(group_id, titles[group_id], standing[1], standing[2], standing[chosen], result.answered, result.criteria),
        )
    return tuple(rows)


def _criterion(library: Library, cards: Mapping[ReportType, Scorecard], chosen: ReportType, criterion_id: str) -> CriterionRow:
    criterion = library.criterion_by_id[criterion_id]
    standing = {number: _standing(card.result(criterion_id), card.screen) for number, card in cards.items()}
    other: ReportType = 1 if chosen == 2 else 2
    result = cards[chosen].result(criterion_id)
    return CriterionRow(
        id=criterion_id,
        title=criterion.title,
        meaning=criterion.meaning,
        series=criterion.series,
        category=criterion.category,
        type_1=standing[1],
        type_2=standing[2],
        main=standing[chosen],
        other=standing[other],
        other_word=TYPE_WORDS[other],
        answered=result.answered,
        questions=len(result.questions),
        decided_by=tuple(library.question_by_id[question].title for question in result.decided_by),
        not_tested=len(result.not_tested),
        carved_out=len(result.carved_out),
    )
