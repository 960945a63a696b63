"""Owners named beside answers: any spelling of a role or person, people outside, and texts that are no name at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import Outcome

Run = Callable[..., Outcome]
CAPACITY = ("--start", "2027-01-04", "--capacity", "5", "--capacity", "Engineering lead=4")


def plan(readiness: Run, *options: str) -> dict:
    return json.loads(readiness("plan", "acme.readiness", "--json", *options).out)


def owner_of(readiness: Run, question: str) -> str:
    return next(item["owner"] for item in plan(readiness)["items"] if item["question"] == question)


@pytest.mark.parametrize("owner", ["Engineering lead", "ENGINEERING", " engineering  lead "])
def test_a_roles_title_is_the_role_and_moves_no_date(readiness: Run, answered: Path, owner: str) -> None:
    before = plan(readiness, *CAPACITY, "--budget")
    assert owner_of(readiness, "change-review") == "engineering"
    said = readiness("answer", "acme.readiness", "change-review", "3", "--owner", owner)
    assert (said.code, said.err) == (0, "") and "neither" not in said.out
    assert plan(readiness, *CAPACITY, "--budget") == before
    assert "change-review" in readiness("items", "acme.readiness", "--owner", "engineering").out


def test_somebody_outside_is_kept_and_said_to_have_no_time_of_their_own(readiness: Run, answered: Path) -> None:
    before = plan(readiness, *CAPACITY)["schedule"]["items"]
    said = readiness("answer", "acme.readiness", "change-review", "3", "--owner", "Bolt Consulting")
    assert said.code == 0
    assert (
        "Bolt Consulting is neither a role nor declared in the scope: the plan takes the work from the time of Engineering lead."
        in said.out
    )
    assert owner_of(readiness, "change-review") == "Bolt Consulting"
    assert plan(readiness, *CAPACITY)["schedule"]["items"] == before
    assert "neither" not in readiness("answer", "acme.readiness", "change-review", "3", "--owner", "ada").out


def test_an_owner_of_many_lines_prints_as_one(readiness: Run, answered: Path) -> None:
    said = readiness("answer", "acme.readiness", "change-review", "3", "--owner", "one\ntwo " * 300)
    assert said.code == 0 and "one\ntwo" not in said.out
    shown = owner_of(readiness, "change-review")
    assert shown.startswith("one two one") and len(shown) <= 60
    assert "one\ntwo" not in readiness("plan", "acme.readiness").out
    assert "one\ntwo" not in readiness("items", "acme.readiness").out
