"""evidence: the index, how fresh it is, and a check that tells missing, moved, changed and unreadable files apart."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment
from readiness.exchange import evidence_files
from scoring.model import Answer, EvidenceReference

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = date.today()
SECRET = "the auditor must never read this"


def named(path: Path, *, days_ago: int | None = 3, name: str = "") -> EvidenceReference:
    raw = path.read_bytes()
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return EvidenceReference(reference=name or path.name, collected_on=day, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))


def keep(path: Path, frequency: str, *evidence: EvidenceReference, place: int = 0) -> str:
    """Names evidence at a control of that frequency, and says which."""
    with Assessment.open(path, write=True, recorder="Rec") as one:
        control = [question.id for question in one.questions if question.frequency == frequency][place]
        one.answer(Answer(question=control, level="4", basis="shown", note=SECRET, evidence=evidence))
    return control


def told(readiness: Run, *arguments: str, code: int = 0) -> dict[str, Any]:
    outcome = readiness("evidence", FILE, *arguments, "--json")
    assert (outcome.code, outcome.err) == (code, ""), outcome
    assert SECRET not in outcome.out
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def states(readiness: Run, code: int) -> dict[str, str]:
    return {one["reference"]: one["state"] for control in told(readiness, "check", code=code)["controls"] for one in control["evidence"]}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text("who,when\n")
    return path


def test_freshness_is_measured_against_the_rhythm(readiness: Run, acme: Path, export: Path) -> None:
    link = EvidenceReference(reference="https://wiki/x", title="Page")
    fresh = keep(acme, "quarterly", named(export), named(export, days_ago=400, name="./export.csv"))
    stale = keep(acme, "annual", named(export, days_ago=400), link)
    undated = keep(acme, "annual", link, place=1)
    none = keep(acme, "continuous", named(export, days_ago=4000))
    bare = keep(acme, "continuous", place=1)
    data = told(readiness)
    assert {one["question"]: one["freshness"] for one in data["controls"]} == {
        fresh: "fresh",
        stale: "overdue",
        undated: "undated",
        none: "no rhythm",
    }
    assert data["without"] == [bare]
    assert {one["state"] for control in data["controls"] for one in control["evidence"]} == {"unchecked"}
    assert told(readiness, "check", code=1)["today"] == str(TODAY)


def test_without_evidence_there_is_nothing_to_check(readiness: Run, acme: Path) -> None:
    outcome = readiness("evidence", FILE, "check")
    assert (outcome.code, outcome.out) == (0, "0 references on 0 controls.\nNothing to check.\n")


def test_files_are_known_again(readiness: Run, acme: Path, export: Path, tmp_path: Path) -> None:
    plain = EvidenceReference(reference="acme.readiness")
    keep(acme, "continuous", named(export), plain, EvidenceReference(reference="TICKET-7"), EvidenceReference(reference="https://wiki/x"))
    before = contents(tmp_path)
    expected = {"export.csv": "as it was", "acme.readiness": "present", "TICKET-7": "elsewhere", "https://wiki/x": "elsewhere"}
    assert states(readiness, 0) == expected
    assert contents(tmp_path) == before, "nothing is written"


@pytest.mark.parametrize("text", ["who,when\nBo,now\n", "WHO,when\n"], ids=["another size", "the same size"])
def test_a_changed_file_is_seen(readiness: Run, acme: Path, export: Path, text: str) -> None:
    keep(acme, "continuous", named(export))
    export.write_text(text)
    assert states(readiness, 1) == {"export.csv": "changed"}


def test_a_lost_file_is_searched_for_by_what_it_holds(readiness: Run, acme: Path, export: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("something else\n")
    keep(acme, "continuous", named(export), named(other), EvidenceReference(reference="./never-there"))
    (tmp_path / "2027" / "q1").mkdir(parents=True)
    (tmp_path / "2027" / "same size").write_text("who,whom\n")
    export.rename(tmp_path / "2027" / "q1" / "renamed.csv")
    other.unlink()
    assert states(readiness, 1) == {"export.csv": "moved", "other.csv": "missing", "./never-there": "missing"}
    words = readiness("evidence", FILE, "check")
    assert f"moved to {tmp_path / '2027' / 'q1' / 'renamed.csv'}" in words.out
    assert words.out.endswith("Checked: 1 moved, 2 missing.\n")


def test_what_is_too_large_to_read_is_said(readiness: Run, acme: Path, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(acme, "continuous", named(export))
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 3)
    [control] = told(readiness, "check", code=1)["controls"]
    assert control["evidence"][0]["state"] == "unreadable"
    assert "larger than" in control["evidence"][0]["detail"]


def test_the_index_for_the_auditor(readiness: Run, acme: Path, export: Path, tmp_path: Path) -> None:
    formula = EvidenceReference(reference="=HYPERLINK()", title="@cmd")
    control = keep(acme, "annual", named(export), formula)
    printed = readiness("evidence", FILE, "--csv", "-").out
    first, second = csv.DictReader(io.StringIO(printed))
    assert (first["control"], first["reference"], first["size"], first["state"]) == (control, "export.csv", "9", "unchecked")
    assert (second["title"], second["reference"], second["sha256"]) == ("'@cmd", "'=HYPERLINK()", "")
    assert readiness("evidence", FILE, "--csv", "index.csv").out == "Wrote index.csv.\n"
    assert (tmp_path / "index.csv").read_text() == printed
    words = readiness("evidence", FILE).out
    assert f"  {control}  " in words and "    - export.csv · " in words
    assert SECRET not in printed + words


def test_hostile_references_stay_words(readiness: Run, acme: Path) -> None:
    keep(acme, "continuous", EvidenceReference(reference=f"./{HOSTILE}", title=HOSTILE, sha256="0" * 64, size=1))
    for options in ((), ("check",), ("check", "--json"), ("check", "--csv", "-")):
        assert_harmless(readiness("evidence", FILE, *options).out)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("chek",), "chek"),
        (("--json", "--csv", "-"), "use one of them"),
        (("--csv", FILE), "is an assessment file"),
        (("--round", "9"), "there is no round 9"),
    ],
)
def test_what_is_refused(readiness: Run, acme: Path, options: tuple[str, ...], said: str) -> None:
    before = acme.read_bytes()
    assert_refused(readiness("evidence", FILE, *options), said)
    assert acme.read_bytes() == before
