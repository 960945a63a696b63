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
from readiness.storage import set_scope
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


def windowed(path: Path, first: int, last: int) -> None:
    """Chooses a window that began and ends so many days from today."""
    days = {"from": str(TODAY + timedelta(days=first)), "to": str(TODAY + timedelta(days=last))}
    with Assessment.open(path, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("window", days)])


def covering(last: int) -> EvidenceReference:
    """Evidence collected today of what ended so many days ago."""
    return EvidenceReference(reference=f"export {last}", collected_on=TODAY, covers_to=TODAY - timedelta(days=last))


def test_what_evidence_covers_counts_not_when_it_was_collected(readiness: Run, acme: Path) -> None:
    stale = keep(acme, "quarterly", covering(150))
    fresh = keep(acme, "annual", covering(150))
    found = {one["question"]: (one["freshness"], one["newest"]) for one in told(readiness)["controls"]}
    assert found == {stale: ("overdue", str(TODAY - timedelta(days=150))), fresh: ("fresh", str(TODAY - timedelta(days=150)))}
    assert readiness("evidence", FILE, "check").code == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-30, 60, ["before the window", "fresh", "overdue", "undated"]),
        (30, 120, ["no rhythm", "no rhythm", "overdue", "no rhythm"]),
        (-300, -120, ["fresh", "fresh", "fresh", "undated"]),
    ],
    ids=["running", "to come", "over"],
)
def test_freshness_within_the_chosen_window(readiness: Run, acme: Path, first: int, last: int, expected: list[str]) -> None:
    windowed(acme, first, last)
    names = [
        keep(acme, "continuous", covering(150)),
        keep(acme, "continuous", covering(10), place=1),
        keep(acme, "quarterly", covering(150)),
        keep(acme, "continuous", EvidenceReference(reference="undated"), place=2),
    ]
    found = told(readiness)
    freshness = {one["question"]: one["freshness"] for one in found["controls"]}
    assert [freshness[name] for name in names] == expected
    assert found["measured_on"] == str(TODAY + timedelta(days=min(0, last)))
    assert (found["window"] is None) == (first > 0)


def test_an_answer_keeps_what_tells_its_files_again(readiness: Run, acme: Path, export: Path) -> None:
    with Assessment.open(acme) as one:
        name = one.questions[0].id
    given = (name, "4", "--evidence", "export.csv", "--evidence", "TICKET-7")
    assert readiness("answer", FILE, *given).code == 0
    (control,) = told(readiness)["controls"]
    kept, ticket = control["evidence"]
    assert (kept["sha256"], kept["size"]) == (hashlib.sha256(export.read_bytes()).hexdigest(), 9)
    assert kept["collected_on"] == str(date.fromtimestamp(export.stat().st_mtime))
    assert (ticket["sha256"], ticket["collected_on"]) == (None, None)

    readiness("evidence", FILE, "add", name, "export.csv", "--source", "HR", "--covers-to", "2026-01-31", "--title", "Leavers")
    readiness("answer", FILE, *given)
    (control,) = told(readiness)["controls"]
    assert (control["evidence"][0]["source"], control["evidence"][0]["title"]) == ("HR", "Leavers"), "the same file is known again"
    export.write_text("another list\n")
    readiness("answer", FILE, *given)
    assert told(readiness)["controls"] == [control], "what was said and seen stays: a check finds the change"
    readiness("evidence", FILE, "add", name, "export.csv")
    assert told(readiness)["controls"][0]["evidence"][0]["size"] == 13, "named anew"


def test_a_file_that_cannot_be_read_is_kept_by_its_name(readiness: Run, acme: Path, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 3)
    with Assessment.open(acme) as one:
        name = one.questions[0].id
    for arguments in (("answer", FILE, name, "4", "--evidence", "export.csv"), ("evidence", FILE, "add", name, "./export.csv")):
        outcome = readiness(*arguments)
        assert outcome.code == 0 and "kept by its name alone" in outcome.err
    (control,) = told(readiness)["controls"]
    assert [one["sha256"] for one in control["evidence"]] == [None, None]


def test_evidence_is_named_with_all_that_is_known_of_it(readiness: Run, acme: Path, export: Path) -> None:
    with Assessment.open(acme) as one:
        name = one.questions[0].id
    days = ("--covers-from", "2026-01-01", "--covers-to", "2026-03-31", "--extracted-on", "2026-04-01", "--collected-on", "2026-04-02")
    words = ("--title", "Leavers", "--by", "Bo", "--source", "Payroll", "--query", "left", "--rows", "0")
    outcome = readiness("evidence", FILE, "add", name, "export.csv", *days, *words)
    assert (outcome.code, outcome.err) == (0, "")
    assert "SHA-256" in outcome.out and "0 rows" in outcome.out
    with Assessment.open(acme) as one:
        (kept,) = one.answers[name].evidence
        assert (one.answers[name].level, kept.collected_on, kept.row_count) == ("unanswered", date(2026, 4, 2), 0)
        assert (kept.covers_from, kept.covers_to, kept.extracted_on) == (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
        assert (kept.collected_by, kept.source, kept.query, kept.title) == ("Bo", "Payroll", "left", "Leavers")
    (row,) = csv.DictReader(io.StringIO(readiness("evidence", FILE, "--csv", "-").out))
    assert (row["covers_to"], row["source"], row["row_count"], row["extracted_on"]) == ("2026-03-31", "Payroll", "0", "2026-04-01")
    assert "covers 2026-01-01 to 2026-03-31, from Payroll" in readiness("evidence", FILE).out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("no-such", "x"), "no such control"),
        (("CONTROL", "x", "--covers-from", "2026-02-01", "--covers-to", "2026-01-01"), "ends on or after the day it begins"),
        (("CONTROL", "x", "--collected-on", "2999-01-01"), "still to come"),
        (("CONTROL", " "), "reference"),
        (("CONTROL", "x" * 2_001), "at most 2,000 characters"),
        (("CONTROL",), "REFERENCE"),
    ],
)
def test_what_cannot_be_named(readiness: Run, acme: Path, options: tuple[str, ...], said: str) -> None:
    with Assessment.open(acme) as one:
        name = one.questions[0].id
    before = acme.read_bytes()
    assert_refused(readiness("evidence", FILE, "add", *(name if word == "CONTROL" else word for word in options)), said)
    assert acme.read_bytes() == before


def test_a_lost_file_is_looked_for_in_a_named_folder_too(
    readiness: Run, acme: Path, export: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    keep(acme, "continuous", named(export))
    away = tmp_path_factory.mktemp("archive")
    export.rename(away / "old.csv")
    assert states(readiness, 1) == {"export.csv": "missing"}
    [control] = told(readiness, "check", "--in", str(away), code=1)["controls"]
    assert (control["evidence"][0]["state"], control["evidence"][0]["found"]) == ("moved", str(away / "old.csv"))


@pytest.mark.parametrize(
    ("reference", "a_path"),
    [
        ("exports/nothere.csv", True),
        ("nothere.csv", True),
        ("wiki/code-of-conduct", False),
        ("exports\\nothere", True),
        ("C:\\exports\\nothere", True),
        ("2026.Q1/list", False),
        ("https://wiki/x.csv", False),
        ("jira:SEC-12/3", False),
        ("github.com/acme/app/pull/3", False),
        ("SEC-12", False),
        ("CC6.1", False),
        ("v1.2", False),
        ("see minutes/2026-06", False),
    ],
)
def test_a_path_where_no_file_is(readiness: Run, acme: Path, reference: str, a_path: bool) -> None:
    with Assessment.open(acme) as one:
        name = one.questions[0].id
    added = readiness("evidence", FILE, "add", name, reference)
    assert (added.code, added.out) == (0, f"Saved at {name}: {reference}.\n"), "it is kept all the same"
    assert ("no file there now: kept as words, without a fingerprint" in added.err) == a_path
    assert states(readiness, int(a_path)) == {reference: "missing" if a_path else "elsewhere"}


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


def test_help_after_the_file_lists_the_commands(readiness: Run) -> None:
    for word in ("--help", "-h"):
        said = readiness("evidence", FILE, word)
        assert (said.code, said.err) == (0, "")
        assert "Commands:" in said.out and "  prepare " in said.out
    assert "Commands:" not in readiness("evidence", FILE, "index", "--help").out
