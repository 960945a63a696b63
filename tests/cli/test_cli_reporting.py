"""report for a reader, in sections, under a brand; final: made once it is acknowledged, listed, printed as it was frozen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, contents
from pypdf import PdfReader

from readiness.assessment import Assessment
from readiness.reports.machine import SCHEMA_FILE
from scoring.model import Answer

Run = Callable[..., Outcome]
MAKE = ("final", "acme.readiness", "--by", "Dana Ruiz", "--role", "Founder", "--acknowledge", "--date", "2026-11-23")


@pytest.fixture
def answered(acme: Path) -> Path:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer_all([Answer(question=one.id, level="1" if at % 2 else "4") for at, one in enumerate(assessment.questions[:8])])
    return acme


@pytest.mark.parametrize("reader", ["board", "team", "auditor", "buyer", "Engineering lead", "engineering"])
def test_a_report_for_each_reader(readiness: Run, answered: Path, tmp_path: Path, reader: str) -> None:
    outcome = readiness("report", "acme.readiness", "-o", "o.md", "--for", reader)
    assert (outcome.code, outcome.out) == (0, "Wrote o.md.\n")
    said = (tmp_path / "o.md").read_text(encoding="utf-8")
    assert ("Status of our preparation" in said) == (reader == "buyer")
    assert ("What we ask you to decide" in said) == (reader == "board")
    assert ("requests to Engineering lead" in said) == reader.startswith(("Eng", "eng"))


def test_sections_state_and_label(readiness: Run, answered: Path, tmp_path: Path) -> None:
    options = ("--section", "gaps", "--section", "method", "--state", "review", "--label", "For the  committee")
    assert readiness("report", "acme.readiness", "-o", "o.md", *options).code == 0
    said = (tmp_path / "o.md").read_text(encoding="utf-8")
    assert [line for line in said.splitlines() if line.startswith("## ")] == ["## Gaps", "## How the figures are computed"]
    assert "Draft for management review. For the committee." in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--for", "Nobody Here"), "owns nothing here"),
        (("--section", "gapz"), "did you mean gaps?"),
        (("--without", "nothing"), "is no section of a report"),
        (("--state", "final"), "no version of this round's report is final"),
        (("--version", "1"), "add --state final"),
        (("--state", "final", "--version", "7"), "there is no such final version"),
        (("--state", "almost"), "'almost' is not one of 'draft', 'review', 'final'"),
        (("--label", "   "), "--label: give 1 to 70 characters, found 0"),
        (("--label", "x" * 71), "--label: give 1 to 70 characters, found 71"),
        (("--brand", "missing.yaml"), "missing.yaml: no such file"),
        (("--brand", "brand.yaml"), "brand.yaml:3:3: colors: is not a known key; did you mean colours?"),
        (("-o", "p.md", "--template", "mine.md.j2", "--for", "board"), "says itself what it prints"),
    ],
)
def test_what_is_refused_leaves_nothing(readiness: Run, answered: Path, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    (tmp_path / "brand.yaml").write_text('name: A\ncolors:\n  accent: "#000000"\n')
    (tmp_path / "mine.md.j2").write_text("x")
    before = contents(tmp_path)
    assert_refused(readiness("report", "acme.readiness", "-o", "o.pdf", *options), said)
    assert contents(tmp_path) == before


def test_the_command_line_wins_over_the_brand_and_that_over_the_settings(
    readiness: Run, answered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.yaml").write_text("paper: letter\n")
    (tmp_path / "any.yaml").write_text("name: A\n")

    def paper(*options: str) -> str:
        outcome = readiness("report", "acme.readiness", "-o", "o.html", *options)
        assert outcome.code == 0, outcome
        (found,) = set(re.findall(r"@page[ \w]* \{ size: (\w+)", (tmp_path / "o.html").read_text(encoding="utf-8")))
        return found

    assert paper() == "a4"
    assert paper("--brand", "letter.yaml") == "letter"
    assert paper("--paper", "A4", "--brand", "letter.yaml") == "a4"
    monkeypatch.setenv("READINESS_PAPER", "letter")
    assert paper() == paper("--brand", "any.yaml") == "letter"
    assert paper("--paper", "a4") == paper("--paper", "a4", "--brand", "any.yaml") == "a4"
    monkeypatch.setenv("READINESS_PAPER", "a5")
    outcome = readiness("report", "acme.readiness", "-o", "o.html")
    assert outcome.code == 0 and "READINESS_PAPER must be 'a4' or 'letter', found" in outcome.err
    assert_refused(readiness("report", "acme.readiness", "-o", "o.html", "--paper", "a5"), "'a5' is not one of 'a4', 'letter'")


def test_a_final_version_is_printed_on_any_paper(readiness: Run, answered: Path, tmp_path: Path) -> None:
    assert readiness(*MAKE).code == 0
    for paper, width in (("letter", 612), ("a4", 595)):
        assert readiness("report", "acme.readiness", "-o", "f.pdf", "--state", "final", "--paper", paper).code == 0
        assert int(PdfReader(tmp_path / "f.pdf").pages[0].mediabox.width) == width


def test_the_brand_file_is_not_written_over(readiness: Run, answered: Path, tmp_path: Path) -> None:
    (tmp_path / "brand.md").write_text("name: A")
    outcome = readiness("report", "acme.readiness", "-o", "brand.md", "--brand", "brand.md")
    assert_refused(outcome, "is the brand file itself")
    assert (tmp_path / "brand.md").read_text() == "name: A"


def test_the_schema_is_printed_without_a_file(readiness: Run) -> None:
    outcome = readiness("report", "--schema")
    assert outcome.code == 0
    assert json.loads(outcome.out) == json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def test_final_is_made_listed_and_printed(readiness: Run, answered: Path, tmp_path: Path) -> None:
    nothing = readiness("final", "acme.readiness")
    assert nothing.code == 0
    assert nothing.out.startswith("No version is final yet.") and "--by NAME --role ROLE --acknowledge" in nothing.out
    made = readiness(*MAKE)
    assert made.code == 0
    assert made.out.startswith(
        "Version 1 is final, acknowledged by Dana Ruiz, Founder, and dated 2026-11-23.\nSHA-256 of what was frozen: "
    )
    assert readiness("report", "acme.readiness", "-o", "a.json", "--state", "final").err == ""
    assert readiness("answer", "acme.readiness", "mfa-enforced", "5").code == 0
    again = readiness("report", "acme.readiness", "-o", "b.json", "--state", "final")
    assert "have changed since version 1" in again.err
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    (told,) = json.loads(readiness("final", "acme.readiness", "--json").out)
    assert (told["number"], told["by"], told["changed_since"]) == (1, "Dana Ruiz", True)
    assert told["sha256"] in readiness("final", "acme.readiness").out
    assert "final version 1 of the report" in readiness("history", "acme.readiness").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "Dana"), "say who acknowledges for management, and the role they hold"),
        (("--by", "Dana", "--role", "CEO"), 'add --acknowledge if Dana says this. "Management has read this document.'),
        (("--acknowledge",), "say who acknowledges"),
        (("--date", "2026-11-23"), "belongs to making a version final"),
        (("--by", " ", "--role", "CEO", "--acknowledge"), "nothing was made final"),
        (("--by", "Dana", "--role", "CEO", "--acknowledge", "--date", "1999-01-01"), "is no day for a report"),
    ],
)
def test_final_refuses_in_a_sentence(readiness: Run, answered: Path, options: tuple[str, ...], said: str) -> None:
    before = answered.read_bytes()
    assert_refused(readiness("final", "acme.readiness", *options), said)
    assert answered.read_bytes() == before


def test_nothing_answered_cannot_be_final(readiness: Run, acme: Path) -> None:
    assert_refused(readiness(*MAKE), "nothing is answered yet")
