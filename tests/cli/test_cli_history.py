"""history: who changed what when, newest last, filtered, and harmless wherever it is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.tending import change_item
from readiness.undoing import undo_answer
from scoring.model import Answer

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def told(acme: Path) -> Path:
    """Two people at work: an answer stated, changed and undone, another one cleared, and an item."""
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        one.answer(Answer(question="mfa-enforced", level="2", respondent="Bo", note="=cmd()"))
        one.answer(Answer(question="mfa-enforced", level="4", respondent="Bo", note="=cmd()"))
        undo_answer(one, "mfa-enforced")
    with Assessment.open(acme, write=True, recorder="Cleo") as one:
        one.answer(Answer(question="security-owner", level="5"))
        one.clear_answer("security-owner")
        change_item(one, "mfa-enforced", {"note": "ask again"})
    return acme


def events(readiness: Run, *options: str) -> list[dict[str, Any]]:
    outcome = readiness("history", FILE, *options, "--json")
    assert (outcome.code, outcome.err) == (0, ""), outcome
    found: list[dict[str, Any]] = json.loads(outcome.out)["events"]
    return found


def fields(event: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["field"]: (one["before"], one["after"]) for one in event["changes"]}


def test_the_whole_file_newest_last(readiness: Run, told: Path) -> None:
    found = events(readiness)
    with Assessment.open(told) as one:
        assert [event["event"] for event in found] == [event.id for event in one.history()]
    assert [event["kind"] for event in found[-6:]] == ["answer.set"] * 4 + ["answer.cleared", "item.put"]
    assert found[0]["what"] == "the scope's organisation"
    assert fields(found[0]) == {"value": ("", "Acme")}
    assert {"vendor AWS", "person Ada", "round First round"} <= {event["what"] for event in found}


def test_one_question_with_its_item(readiness: Run, told: Path) -> None:
    first, second, undone, item = events(readiness, "mfa-enforced")
    assert fields(first) == {"level": ("", "2"), "basis": ("", "said"), "note": ("", "=cmd()")}
    assert fields(second) == {"level": ("2", "4")}
    assert (fields(undone), undone["undoes"]) == ({"level": ("4", "2")}, second["event"])
    assert (item["kind"], item["recorder"], fields(item)["note"]) == ("item.put", "Cleo", ("", "ask again"))
    assert (first["recorder"], first["respondent"], first["round"]) == ("Ann", "Bo", "First round")


def test_in_words(readiness: Run, told: Path) -> None:
    out = readiness("history", FILE, "mfa-enforced").out
    assert "UTC  Ann, said by Bo\n    the answer to mfa-enforced (First round): level 2; basis said; note =cmd()\n" in out
    assert "level 4 -> 2 (undoes " in out
    assert out.endswith("4 changes.\n")
    assert "the answer to security-owner (First round): taken back" in readiness("history", FILE, "security-owner").out


def test_filters_add_up(readiness: Run, told: Path) -> None:
    assert {event["recorder"] for event in events(readiness, "--by", " cleo ")} == {"Cleo"}
    assert [event["respondent"] for event in events(readiness, "--by", "bo")] == ["Bo", "Bo", "Bo"]
    assert len(events(readiness, "mfa-enforced", "--by", "Cleo")) == 1
    assert events(readiness, "--since", str(TODAY + timedelta(days=1))) == []
    assert events(readiness, "--since", str(TODAY - timedelta(days=1))) == events(readiness)
    assert events(readiness, "code-of-conduct") == []


def test_every_round_counts_and_results_stay_short(readiness: Run, told: Path) -> None:
    with Assessment.open(told, write=True, recorder="Cleo") as one:
        start_round(one, "Q1 2027")
    assert [event["round"] for event in events(readiness, "mfa-enforced")] == ["First round"] * 3 + [None, "Q1 2027"]
    closed = next(event for event in events(readiness) if event["kind"] == "round.closed")
    assert fields(closed) == {"closed": ("", "yes"), "scorecard": ("", "kept"), "plan": ("", "kept")}


def test_csv_has_a_line_a_field_and_no_formula(readiness: Run, told: Path, tmp_path: Path) -> None:
    printed = readiness("history", FILE, "mfa-enforced", "--csv", "-").out
    table = list(csv.DictReader(io.StringIO(printed)))
    assert [(row["field"], row["before"], row["after"]) for row in table[:4]] == [
        ("level", "", "2"),
        ("basis", "", "said"),
        ("note", "", "'=cmd()"),
        ("level", "2", "4"),
    ]
    assert readiness("history", FILE, "mfa-enforced", "--csv", "log.csv").out == "Wrote log.csv.\n"
    assert (tmp_path / "log.csv").read_text() == printed


def test_hostile_words_stay_words(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder=HOSTILE) as one:
        one.answer(Answer(question="mfa-enforced", level="2", respondent=HOSTILE, note=f"{HOSTILE}\r\n=1"))
        change_item(one, "mfa-enforced", {"note": HOSTILE})
    for options in ((), ("--json",), ("--csv", "-")):
        outcome = readiness("history", FILE, *options)
        assert outcome.code == 0
        assert_harmless(outcome.out)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("mfa-enforcd",), "mfa-enforcd: no such question"),
        (("--by", "Nobody"), "--by Nobody: recorded and said nothing in this file; "),
        (("--since", "soon"), "soon"),
        (("--json", "--csv", "-"), "use one of them"),
        (("--csv", FILE), "is an assessment file"),
    ],
)
def test_what_is_refused(readiness: Run, told: Path, options: tuple[str, ...], said: str) -> None:
    before = told.read_bytes()
    assert_refused(readiness("history", FILE, *options), said)
    assert told.read_bytes() == before
