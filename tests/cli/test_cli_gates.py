"""The gates of score: each rule on its own, all together, as JSON, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import Outcome, assert_refused, contents

from readiness.assessment import Assessment
from readiness.rounds import confirm, start_round, waiting
from readiness.tending import change_item
from scoring.model import Answer

Run = Callable[..., Outcome]
FILE = "acme.readiness"


@pytest.fixture
def second(acme: Path) -> Path:
    """Everything at rung 4 in a closed first round; nothing confirmed yet in the second."""
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=question.id, level="4") for question in one.questions)
        start_round(one, "Q1 2027")
    return acme


def gate(readiness: Run, *options: str, code: int) -> dict[str, Any]:
    outcome = readiness("score", FILE, "--json", *options)
    assert outcome.code == code, outcome
    told: dict[str, Any] = json.loads(outcome.out)["gate"]
    broken = [rule["says"] for rule in told["rules"] if not rule["kept"]]
    assert outcome.err == "".join(f"readiness: {text}\n" for text in broken)
    assert told["kept"] is (code == 0)
    return told


def test_without_a_rule_there_is_no_gate(readiness: Run, acme: Path) -> None:
    assert json.loads(readiness("score", FILE, "--json").out)["gate"] is None


def test_before_a_round_is_closed_nothing_can_fall_back(readiness: Run, acme: Path) -> None:
    [rule] = gate(readiness, "--no-regression", code=0)["rules"]
    assert (rule["rule"], rule["limit"], rule["value"], rule["kept"], rule["against"]) == ("no-regression", 0, 0, True, None)
    outcome = readiness("score", FILE, "--no-regression")
    assert outcome.code == 0
    assert outcome.err == "readiness: no earlier round is closed, so there is nothing to fall back from.\n"


def test_carried_answers_are_no_regression_and_worse_ones_are(readiness: Run, second: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    [rule] = gate(readiness, "--no-regression", code=0)["rules"]
    assert (rule["value"], rule["against"]) == (0, "First round") and rule["says"].endswith("0 of 65 questions are confirmed.")
    assert contents(tmp_path) == before
    with Assessment.open(second, write=True, recorder="Rec") as one:
        confirm(one, waiting(one))
    gate(readiness, "--no-regression", "--type", "1", code=0)
    with Assessment.open(second, write=True, recorder="Rec") as one:
        one.answer(Answer(question="mfa-enforced", level="0"))
        fell = {name for name, result in one.scorecard(1).criteria.items() if result.verdict == "not_met"}
    assert fell
    for options in ((), ("--against", "1"), ("--against", "First round")):
        [rule] = gate(readiness, "--no-regression", "--type", "1", *options, code=1)["rules"]
        assert set(rule["which"]) >= fell
        assert rule["value"] == len(rule["which"])
        assert "since First round: " in rule["says"]


def test_as_if_confirmed_moves_no_gate(readiness: Run, second: Path) -> None:
    with Assessment.open(second, write=True, recorder="Rec") as one:
        one.answer(Answer(question="mfa-enforced", level="0"))
    plain = gate(readiness, "--no-regression", "--fail-under", "10", code=1)
    assert gate(readiness, "--no-regression", "--fail-under", "10", "--include-carried", code=1) == plain


def test_overdue_items_are_counted(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=name, level="1") for name in ("mfa-enforced", "security-owner"))
        for name in ("mfa-enforced", "security-owner"):
            change_item(one, name, {"due": date.today() - timedelta(days=1)})
    for limit, code in (("0", 1), ("1", 1), ("2", 0)):
        [rule] = gate(readiness, "--max-overdue", limit, code=code)["rules"]
        assert (rule["limit"], rule["value"], sorted(rule["which"])) == (int(limit), 2, ["mfa-enforced", "security-owner"])
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        change_item(one, "mfa-enforced", {"status": "done"})
    gate(readiness, "--max-overdue", "1", code=0)


def test_every_broken_rule_is_named(readiness: Run, second: Path) -> None:
    told = gate(readiness, "--fail-under", "100", "--no-regression", "--max-overdue", "0", code=1)
    assert [(rule["rule"], rule["kept"]) for rule in told["rules"]] == [
        ("fail-under", False),
        ("no-regression", True),
        ("max-overdue", True),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--against", "1"), "--against belongs to --no-regression"),
        (("--no-regression", "--against", "2"), "is no closed round before Q1 2027; those are First round"),
        (("--no-regression", "--against", "Q9"), "there is no round Q9"),
        (("--no-regression", "--against", "1", "--round", "1"), "there is none yet"),
        (("--max-overdue", "-1"), "-1"),
    ],
)
def test_what_is_refused(readiness: Run, second: Path, options: tuple[str, ...], said: str) -> None:
    assert_refused(readiness("score", FILE, *options), said)
