"""`glossary`: one term in full, several by name, all of them, and what is no term."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from cli_cases import HOSTILE, Outcome, assert_refused
from read_once import shipped_once

Run = Callable[..., Outcome]
LIBRARY = shipped_once()
EXAMPLES = Path(__file__).parents[2] / "examples" / "libraries"


def test_one_term_in_full(readiness: Run) -> None:
    shown = readiness("glossary", "cuec")
    assert shown.code == 0
    assert shown.out.startswith("Complementary user entity control (CUEC)\n")
    assert "\nSee also: User entity, " in shown.out
    assert readiness("glossary", "Key", "control").out.startswith("Key control\n")


def test_all_terms_by_name(readiness: Run) -> None:
    shown = readiness("glossary")
    assert [one.term for one in LIBRARY.glossary if one.term not in shown.out.splitlines()] == []
    assert f"{len(LIBRARY.glossary)} terms." in shown.out


def test_as_data(readiness: Run) -> None:
    (one,) = json.loads(readiness("glossary", "bridge letter", "--json").out)
    assert one["id"] == "bridge-letter" and one["see"]


def test_no_term(readiness: Run) -> None:
    assert_refused(readiness("glossary", "criteriom"), "criteriom: no such term; did you mean criterion?")
    assert_refused(readiness("glossary", HOSTILE), "no such term")
    assert_refused(readiness("glossary", "--library", str(EXAMPLES / "hipaa_safeguards")), "explains no terms")
