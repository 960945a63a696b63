"""Answers to scorecard: verdicts first, percentages second, each with the bounds that open questions leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from questionnaires.model import Library
from scoring.asked import Asked, asked
from scoring.controls import Control, controls
from scoring.model import Answer, QuestionSet, ReportType, Scope
from scoring.scorecard import RANK, CriterionResult, Figure, GroupResult, Scorecard, TypeKey, Verdict
from scoring.scorer import Scorer

__all__ = [
    "RANK",
    "RULES_VERSION",
    "Control",
    "CriterionResult",
    "Figure",
    "GroupResult",
    "Scorecard",
    "TypeKey",
    "Verdict",
    "score",
    "score_asked",
]

RULES_VERSION = "1"


def score(
    library: Library,
    scope: Scope,
    question_set: QuestionSet,
    answers: Mapping[str, Answer],
    report_type: ReportType,
    today: date | None = None,
) -> Scorecard:
    """The scorecard of these answers for Type I (1) or Type II (2).

    Answers to questions that are not asked are ignored; a statement the rules do not allow (not applicable on a question that
    cannot be waived, carved out to an undeclared vendor) counts as open. ``today`` only dates remarks.
    """
    return score_asked(asked(library, scope, question_set), scope, answers, report_type, today)


def score_asked(
    questions: Asked, scope: Scope, answers: Mapping[str, Answer], report_type: ReportType, today: date | None = None
) -> Scorecard:
    """The same over what was asked of this scope before: the cheap way to score it again."""
    counted = controls(questions, scope, answers, today)
    scorer = Scorer(questions, "type_1" if report_type == 1 else "type_2", counted)
    criteria = {name: scorer.criterion(name, members) for name, members in questions.criteria.items()}
    description = {name: scorer.criterion(name, members) for name, members in questions.description.items()}
    lowest, highest = (dict.fromkeys((*RANK, "not_applicable"), 0) for _ in range(2))
    for place, one in enumerate((*criteria.values(), *description.values())):
        lowest[one.verdict_low] |= 1 << place
        highest[one.verdict_high] |= 1 << place
    groups = {(group.kind, group.id): scorer.group(group, lowest, highest) for group in questions.groups}
    described = questions.described
    settled = [one for place, one in enumerate(counted) if one.state != "open" and place not in described]
    return Scorecard(
        report_type=report_type,
        question_set=questions.question_set,
        asked=len(counted) - len(questions.described),
        answered_count=len(settled),
        shown_count=len([1 for one in settled if one.answer is not None and one.answer.basis != "said"]),
        controls=dict(zip(questions.ids, counted, strict=True)),
        criteria=criteria,
        series={group_id: result for (kind, group_id), result in groups.items() if kind == "series"},
        categories={group_id: result for (kind, group_id), result in groups.items() if kind == "category"},
        overall=groups["overall", "all"],
        description=description,
        description_block=groups.get(("description", "description")),
    )
