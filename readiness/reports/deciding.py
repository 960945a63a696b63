"""What management has yet to settle, in sentences drawn from the scope, the answers and what was decided about the plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaires.wording import count_text
from readiness.reports.words import range_text
from scoring.live import LiveItem
from scoring.model import Scope
from scoring.plan import Plan
from scoring.score import Scorecard

_WEIGHTY = ("critical", "high")


def decision_lines(scope: Scope, card: Scorecard, plan: Plan, decided: Sequence[LiveItem]) -> tuple[str, ...]:
    """The decisions still open, weightiest first; ``plan`` is what is left to do and ``decided`` what people said about it."""
    return (*_about_scope(scope, card), *_about_plan(scope, plan, decided), *_about_answers(card))


def _about_scope(scope: Scope, card: Scorecard) -> list[str]:
    lines = []
    if card.report_type == 1 and scope.as_of is None:
        lines.append("Choose the day that the report is to speak of.")
    if card.report_type == 2 and scope.window is None:
        lines.append("Choose the observation window. Records that are not kept while it runs cannot be made afterwards.")
    if not scope.commitments:
        lines.append("State what is promised to customers: every criterion is judged against it.")
    undecided = [vendor.name for vendor in scope.vendors if vendor.subservice and vendor.method is None]
    if undecided:
        lines.append(f"Decide whether the controls of {', '.join(undecided)} are carved out or included.")
    return lines


def _about_plan(scope: Scope, plan: Plan, decided: Sequence[LiveItem]) -> list[str]:
    to_do = [one for one in decided if one.to_do]
    weighty = [one for one in to_do if one.severity in _WEIGHTY]
    unnamed = [one for one in weighty if one.stored is None or not one.stored.owner]
    unsaid = [one for one in weighty if one.stored is None or not one.stored.agreed]
    refused = [one for one in to_do if one.stored is not None and one.stored.agreed == "no"]
    overdue = [one for one in to_do if one.overdue]
    lines = []
    if plan.items and (scope.planning is None or scope.planning.capacity is None):
        lines.append(f"Grant the time: the plan takes {range_text(plan.effort_days)} of work; say how many days a week there are.")
    if unsaid:
        lines.append(f"Agree to the remediation of {count_text(len(unsaid), 'critical or high item')}, or say what is to be done instead.")
    if refused:
        lines.append(
            f"Settle {count_text(len(refused), 'item')} that management does not agree to: another way, or the risk accepted in writing."
        )
    if unnamed:
        lines.append(f"Name one person for each of {count_text(len(unnamed), 'critical or high item')}; so far a role stands there.")
    if overdue:
        lines.append(f"Set a new day, or find help, for {count_text(len(overdue), 'overdue item')}.")
    return lines


def _about_answers(card: Scorecard) -> list[str]:
    if not card.open_count:
        return []
    return [f"Have {count_text(card.open_count, 'open question')} answered; until then the figures are a range."]
