"""Conditions on facts: decided without evaluating code, and undecided while a fact that matters is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires.conditions import Condition

HOLDS = [
    ({}, {}, True),
    ({"office": "own"}, {"office": "own"}, True),
    ({"office": "own"}, {"office": "none"}, False),
    ({"office": "own"}, {}, None),
    ({"office": ["own", "shared"]}, {"office": "shared"}, True),
    ({"kinds": "card"}, {"kinds": ("card", "health")}, True),
    ({"kinds": ["x", "health"]}, {"kinds": ("card", "health")}, True),
    ({"kinds": "x"}, {"kinds": ("card",)}, False),
    ({"n": {"min": 5}}, {"n": 5}, True),
    ({"n": {"min": 5}}, {"n": 4}, False),
    ({"n": {"max": 5}}, {"n": 6}, False),
    ({"n": {"min": 1, "max": 5}}, {"n": 3}, True),
    ({"n": {"min": 0}}, {"n": True}, False),
    ({"n": {"min": 0}}, {"n": "3"}, False),
    ({"n": 1}, {"n": True}, False),
    ({"flag": True}, {"flag": 1}, False),
    ({"flag": False}, {"flag": False}, True),
    ({"a": 1, "b": 2}, {"a": 1}, None),
    ({"a": 1, "b": 2}, {"a": 0}, False),
    ({"a": 1, "b": 2}, {"b": 0}, False),
]


@pytest.mark.parametrize(("wanted", "facts", "expected"), HOLDS)
def test_what_holds(wanted: dict[str, object], facts: dict[str, object], expected: bool | None) -> None:
    assert Condition.model_validate(wanted).holds(facts) is expected


WRONG = ["yes", ["a"], None, 1, {"a": None}, {"a": 1.5}, {"a": []}, {"a": [[1]]}, {"a": {}}, {"a": {"min": 1, "x": 2}}, {"a": {"min": "1"}}]


@pytest.mark.parametrize("wanted", [*WRONG, {"a": {"min": True}}, {"a": {"min": 5, "max": 4}}, {1: 2}, {"a": {"eval": "x"}}])
def test_what_is_no_condition(wanted: object) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(wanted)


facts = st.dictionaries(st.sampled_from("abc"), st.booleans() | st.integers(0, 3) | st.sampled_from(["x", "y"]) | st.just(("x",)))
wanteds = st.dictionaries(
    st.sampled_from("abc"), st.booleans() | st.integers(0, 3) | st.sampled_from(["x", "y"]) | st.just({"min": 1}) | st.just(["x", 2])
)


@settings(max_examples=100, deadline=None)
@given(wanted=wanteds, stated=facts)
def test_a_fact_that_becomes_known_only_ever_decides(wanted: dict[str, object], stated: dict[str, object]) -> None:
    """Undecided may become true or false; true and false stay. So an unknown fact never removes a question."""
    condition = Condition.model_validate(wanted)
    decided = condition.holds(stated)
    for fact in stated:
        fewer = condition.holds({key: value for key, value in stated.items() if key != fact})
        assert fewer in (None, decided)
    if not stated:
        assert decided is not False
