"""How near the planned sequence is to the best possible: small cases against the optimum of an exact model."""

from __future__ import annotations

import statistics

import pytest
from schedule_cases import optimum, random_shop

from scoring.sequencing import Aims, aims, best_sequence

SEEDS = range(48)
# Measured on these cases; benchmarks/plan_quality.py prints the same for some hundred others.
FINISH_WORST = 0.22
WAITING_WORST = 0.13
MEAN_OF_BOTH = 0.025


@pytest.fixture(scope="module")
def gaps() -> list[Aims]:
    """By how much of the optimum each case is over it, for both aims."""
    found = []
    for seed in SEEDS:
        shop = random_shop(seed)
        planned = best_sequence(shop)
        reached = aims(shop, planned)
        finish, finish_bound = optimum(shop, "finish", planned)
        waiting, waiting_bound = optimum(shop, "waiting", planned)
        assert (finish, waiting) == (finish_bound, waiting_bound)
        assert finish <= reached.finish
        assert waiting <= reached.waiting
        found.append(Aims(reached.finish / finish - 1, reached.waiting / waiting - 1))  # type: ignore[arg-type]
    return found


def test_most_cases_are_planned_at_the_optimum_of_both_aims(gaps: list[Aims]) -> None:
    assert statistics.median(gap.finish for gap in gaps) == 0
    assert statistics.median(gap.waiting for gap in gaps) == 0


def test_no_case_is_far_from_either_optimum(gaps: list[Aims]) -> None:
    """The two optima are seldom one schedule: what is lost on one aim is what the other is worth."""
    assert max(gap.finish for gap in gaps) <= FINISH_WORST
    assert max(gap.waiting for gap in gaps) <= WAITING_WORST
    assert statistics.mean(gap.finish + gap.waiting for gap in gaps) <= MEAN_OF_BOTH
