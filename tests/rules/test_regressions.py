"""Regressions: certain ones only, whatever is still open, out of scope or newly in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import answer, library, question, scope

from scoring.model import Answer
from scoring.regressions import Regression, regressions
from scoring.score import RANK, Scorecard, score

LIBRARY = library(question("one", {"CC1.1": "key"}), question("two", {"CC1.1": "key"}), question("other", {"CC1.2": "key"}))


def card(**levels: int | str) -> Scorecard:
    return score(LIBRARY, scope(), "full", {name: answer(name, level) for name, level in levels.items()}, 2)


def test_a_worse_verdict_is_one() -> None:
    before = card(one=5, two=5, other=5)
    assert regressions(before, card(one=5, two=3, other=5)) == (Regression("CC1.1", "met", "partly"),)
    assert regressions(before, card(one=0, two=3, other=1)) == (
        Regression("CC1.1", "met", "not_met"),
        Regression("CC1.2", "met", "not_met"),
    )


def test_equal_and_better_ones_are_none() -> None:
    before = card(one=3, two=3, other=0)
    assert regressions(before, before) == ()
    assert regressions(before, card(one=5, two=5, other=5)) == ()


def test_open_again_is_none_while_it_could_come_back() -> None:
    before = card(one=5, two=5, other=5)
    assert regressions(before, card(one=5, other=5)) == ()
    assert regressions(before, card(one=2, other=5)) == (Regression("CC1.1", "met", "partly"),), "no answer to the other can mend it"


def test_a_criterion_on_one_side_only_is_none() -> None:
    before, now = card(one=5, two=5, other=5), card(one=0, two=0, other=0)
    without = {name: result for name, result in before.criteria.items() if name != "CC1.2"}
    assert [one.criterion for one in regressions(replace(before, criteria=without), now)] == ["CC1.1"]
    assert [one.criterion for one in regressions(before, replace(now, criteria={"CC1.1": now.criteria["CC1.1"]}))] == ["CC1.1"]


@pytest.mark.parametrize("verdict", ["not_assessed", "not_applicable"])
def test_what_had_no_verdict_cannot_fall_back(verdict: str) -> None:
    before, now = card(one=5, two=5, other=5), card(one=0, two=0, other=0)
    unsettled = {name: result._replace(verdict=verdict) for name, result in before.criteria.items()}
    assert regressions(replace(before, criteria=unsettled), now) == ()


levels = st.dictionaries(st.sampled_from(["one", "two", "other"]), st.integers(0, 5))


@given(levels, levels, st.integers(0, 5))
def test_answering_on_never_takes_a_regression_back(before: dict[str, int], now: dict[str, int], more: int) -> None:
    first, second = card(**before), card(**now)
    complete = card(**{**dict.fromkeys(("one", "two", "other"), more), **now})
    certain = {one.criterion for one in regressions(first, second)}
    assert certain <= {one.criterion for one in regressions(first, complete)}
    for one in regressions(first, complete):
        assert RANK[one.now] < RANK[one.before]


def test_carried_answers_are_no_regression() -> None:
    before = card(one=5, two=5, other=5)
    carried = {name: Answer(question=name, level="0", carried=True) for name in ("one", "two", "other")}
    assert regressions(before, score(LIBRARY, scope(), "full", carried, 2)) == ()
