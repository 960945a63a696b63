"""score --explain, --suppose and --done: how a figure came about, what if, and what would settle most. Nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

Run = Callable[..., Outcome]


@pytest.fixture
def answered(readiness: Run, acme: Path) -> Path:
    for question, level in (("code-of-conduct", "1"), ("mfa-enforced", "3"), ("policies-acknowledged", "5")):
        assert readiness("answer", "acme.readiness", question, level).code == 0
    return acme


def test_a_criterion_is_explained_line_by_line(readiness: Run, answered: Path) -> None:
    outcome = readiness("score", "acme.readiness", "--explain", "cc1.1")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Not met, because a key control is absent or ad hoc" in outcome.out
    assert "→ code-of-conduct (key" in outcome.out
    assert "rung 1, said; credit 0.05" in outcome.out
    assert "To be partly met: code-of-conduct 1 → 2." in outcome.out
    assert "To show no gap seen: code-of-conduct 1 → 5." in outcome.out
    assert "For Type I: not met" in outcome.out
    assert "claimed" in outcome.out


def test_the_whole_a_category_and_a_series_are_explained(readiness: Run, answered: Path) -> None:
    for wanted in ("all", "Security", "CC", "cc1"):
        outcome = readiness("score", "acme.readiness", "--explain", wanted)
        assert (outcome.code, outcome.err) == (0, "")
        assert "Held there by:\n  CC1.1" in outcome.out
        assert "What costs most" in outcome.out


@pytest.mark.parametrize("wanted", ["Q9", "", "privacy", HOSTILE])
def test_what_is_not_in_scope_cannot_be_explained(readiness: Run, answered: Path, wanted: str) -> None:
    outcome = readiness("score", "acme.readiness", "--explain", wanted)
    if wanted:
        assert_refused(outcome, "nothing in this scope to explain")
    else:
        assert outcome.code == 0
        assert_harmless(outcome.out)


def test_supposed_answers_stand_beside_todays_and_are_not_kept(readiness: Run, answered: Path) -> None:
    before = contents(answered.parent)
    outcome = readiness("score", "acme.readiness", "--suppose", "code-of-conduct=5", "--done", "access-hardening")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Supposed, not stored:" in outcome.out
    assert "CC1.1  ○ not met → ● no gap seen" in outcome.out
    assert "gaps closed: code-of-conduct, mfa-enforced" in outcome.out
    assert contents(answered.parent) == before


def test_json_holds_explanation_supposition_and_what_to_answer_next(readiness: Run, answered: Path) -> None:
    outcome = readiness("score", "acme.readiness", "--json", "--explain", "CC6.1", "--suppose", "mfa-enforced=5")
    data = json.loads(outcome.out)
    assert data["explanation"]["criterion"] == "CC6.1"
    assert data["supposed"]["closed"] == ["mfa-enforced"]
    assert len(data["narrowing"]) == 7
    assert all(one["steps"] >= 0 for one in data["narrowing"])


def test_the_gate_tests_the_supposed_figure(readiness: Run, answered: Path) -> None:
    low = json.loads(readiness("score", "acme.readiness", "--json").out)["readiness"]["low"]
    assert readiness("score", "acme.readiness", "--fail-under", str(low + 0.5)).code == 1
    assert readiness("score", "acme.readiness", "--fail-under", str(low + 0.5), "--suppose", "code-of-conduct=5").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--suppose", "mfa-enforce=3"], "no such question"),
        (["--suppose", "mfa-enforced"], "write ID=LEVEL"),
        (["--suppose", "mfa-enforced=6"], "write ID=LEVEL"),
        (["--suppose", "mfa-enforced=na"], "write ID=LEVEL"),
        (["--suppose", "mfa-enforced=no-events"], "no-events does not fit"),
        (["--done", "nothing-like-it"], "neither an item nor a work package"),
        (["--done", HOSTILE], "neither an item nor a work package"),
    ],
)
def test_suppositions_that_make_no_sense_are_refused(readiness: Run, answered: Path, options: list[str], said: str) -> None:
    assert_refused(readiness("score", "acme.readiness", *options), said)


def test_what_settles_most_is_named(readiness: Run, answered: Path) -> None:
    outcome = readiness("score", "acme.readiness")
    assert "Answer these 7 to settle most: " in outcome.out
