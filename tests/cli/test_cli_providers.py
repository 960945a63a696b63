"""Controls left to a provider: only to one whose controls stay outside the report, and never longer than they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, contents
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.tui.state.card import remark_line
from readiness.tui.state.interview import Interview

Run = Callable[..., Outcome]
INHERITABLE = next(q.id for q in shipped_once().questions if q.inheritable and q.quick and not q.only_with and q.home.startswith("CC"))
INSIDE = "CardVault's controls are inside your report (inclusive): answer with a rung."


def declare(path: Path, method: str) -> None:
    vendors = [{"name": "CardVault", "subservice": True, "method": method}]
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        assessment.apply_facts(ScopeInput(FactsFile.model_validate({"vendors": vendors})))


@pytest.mark.parametrize("front_end", ["answer", "yaml", "csv"])
def test_a_control_inside_the_report_is_not_left_to_its_provider(readiness: Run, acme: Path, tmp_path: Path, front_end: str) -> None:
    declare(acme, "inclusive")
    (tmp_path / "a.yaml").write_text(f"{INHERITABLE}: {{level: carved-out, vendor: CardVault}}\n")
    (tmp_path / "a.csv").write_text(f"question,level,vendor\n{INHERITABLE},carved-out,CardVault\n")
    before = contents(tmp_path)
    said = ("answer", "acme.readiness", INHERITABLE, "carved-out", "--vendor", "CardVault")
    refused = readiness(*(said if front_end == "answer" else ("import", "acme.readiness", f"a.{front_end}")))
    assert_refused(refused, INSIDE)
    assert contents(tmp_path) == before
    with Assessment.open(acme) as assessment:
        assert Interview(assessment).vendors == ()


def test_what_was_left_to_a_provider_reopens_when_its_controls_come_inside(readiness: Run, acme: Path) -> None:
    declare(acme, "carve-out")
    readiness("answer", "acme.readiness", INHERITABLE, "carved-out", "--vendor", "CardVault")
    with Assessment.open(acme) as assessment:
        assert [one.name for one in Interview(assessment).vendors] == ["CardVault"]
        assert assessment.scorecard().controls[INHERITABLE].state == "carved-out"
    declare(acme, "inclusive")
    with Assessment.open(acme) as assessment:
        assert assessment.scorecard().controls[INHERITABLE].state == "open"
        assert remark_line(Interview(assessment, INHERITABLE)) == f"counts as open: {INSIDE.removesuffix('.')}"
    readiness("report", "acme.readiness", "-o", "a.json")
    assert INSIDE.removesuffix(".") in json.dumps(json.loads((acme.parent / "a.json").read_text()), ensure_ascii=False)
    declare(acme, "carve-out")
    with Assessment.open(acme) as assessment:
        assert assessment.scorecard().controls[INHERITABLE].state == "carved-out"
