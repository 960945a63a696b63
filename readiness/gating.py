"""The use case behind the gates of a scheduled job: each rule with its limit, the value found, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.tending import live, name_of
from scoring.headline import verdict_word
from scoring.model import Round
from scoring.regressions import regressions
from scoring.score import Scorecard

RuleName = Literal["fail-under", "no-regression", "max-overdue"]
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it was tested: ``limit`` and ``value`` in percent or as a count, ``which`` criteria or items broke it.

    ``against`` is the round compared with; ``says`` is one sentence on why the rule was broken, or was kept for want of something
    to compare with, and empty otherwise.
    """

    name: RuleName
    limit: float
    value: float
    kept: bool
    which: tuple[str, ...] = ()
    against: str | None = None
    says: str = ""


def lowest_readiness(card: Scorecard, limit: float) -> Rule:
    """Whether the lowest possible readiness reaches ``limit`` (percent)."""
    # Rounded as it is printed: 100 % that sums to 99.999… passes a limit of 100.
    low = round(card.readiness.low, 2)
    kept = low >= limit
    return Rule("fail-under", limit, low, kept, says="" if kept else f"the lowest possible readiness, {low:g} %, is below {limit:g} %.")


def no_regression(assessment: Assessment, card: Scorecard, against: str | None = None) -> Rule:
    """Whether every criterion can still have the verdict it had in the round ``against``, or in the last closed one before.

    Kept where no round was closed before. Raises ReadinessError for a round that is not there, or that is not an earlier closed one.
    """
    earlier = _earlier(assessment, against)
    if earlier is None:
        return Rule("no-regression", 0, 0, True, says="no earlier round is closed, so there is nothing to fall back from.")
    found = regressions(assessment.looking_at(earlier).scorecard(card.report_type), card)
    were, are = earlier.set == "quick", card.screen
    moved = [f"{one.criterion} ({verdict_word(one.before, screen=were)}, now {verdict_word(one.now, screen=are)} at best)" for one in found]
    number = "1 criterion" if len(found) == 1 else f"{len(found)} criteria"
    kept = f"no criterion is known to have fallen back since {earlier.name}; {card.answered_count} of {card.asked} questions are confirmed."
    says = f"{number} fell back since {earlier.name}: {_listed(moved)}." if found else kept
    return Rule("no-regression", 0, len(found), not found, tuple(one.criterion for one in found), earlier.name, says)


def _earlier(assessment: Assessment, wanted: str | None) -> Round | None:
    before = [one for one in assessment.rounds if one.closed and one.number < assessment.round.number]
    if wanted is None:
        return max(before, key=lambda one: one.number, default=None)
    named = assessment.round_named(wanted)
    if named not in before:
        raise ReadinessError(
            f"--against {named.name}: is no closed round before {assessment.round.name}; "
            + (f"those are {', '.join(one.name for one in before)}." if before else "there is none yet.")
        )
    return named


def overdue_items(assessment: Assessment, limit: int) -> Rule:
    """Whether no more than ``limit`` remediation items are overdue."""
    late = tuple(name_of(one) for one in live(assessment) if one.overdue)
    kept = len(late) <= limit
    says = "" if kept else f"{len(late)} {'item is' if len(late) == 1 else 'items are'} overdue, more than {limit}: {_listed(late)}."
    return Rule("max-overdue", limit, len(late), kept, late, says=says)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
