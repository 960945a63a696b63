"""Which criteria fell back between two scorecards for certain, whatever is still open."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.score import RANK, Scorecard, Verdict


@dataclass(frozen=True, slots=True)
class Regression:
    """A criterion whose best possible verdict now is worse than the one it had."""

    criterion: str
    before: Verdict
    now: Verdict


def regressions(before: Scorecard, now: Scorecard) -> tuple[Regression, ...]:
    """The criteria of both scorecards that fell back, those of the system description included, in the standard's order.

    Only what is confirmed counts: a criterion that is open again is no regression as long as its open answers could bring it
    back, and one that entered or left the scope is none either. Both scorecards are for the same report type.
    """
    had = {**before.criteria, **before.description}
    found = []
    for criterion, result in {**now.criteria, **now.description}.items():
        earlier = had[criterion].verdict if criterion in had else None
        best = result.verdict_high
        if earlier in RANK and best in RANK and RANK[best] < RANK[earlier]:
            found.append(Regression(criterion, earlier, best))
    return tuple(found)
