"""portfolio: every assessment of a folder in one table, what cannot be read with its reason, and nothing written."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment
from readiness.closing import close_file, reopen_file
from readiness.portfolio import SORT_KEYS, files_in, rows
from readiness.requesting import change_request, own_request
from readiness.storage import set_fact, set_scope
from readiness.tending import change_item
from scoring.model import Answer

Run = Callable[..., Outcome]
TODAY = date.today()


@pytest.fixture
def folder(acme: Path, tmp_path: Path) -> Path:
    """Two companies, one of them with gaps, a late item and a window to come; a broken file; other things; one folder below."""
    where = tmp_path / "clients"
    (where / "below").mkdir(parents=True)
    shutil.copyfile(acme, where / "acme.readiness")
    shutil.copyfile(acme, where / "below" / "deep.readiness")
    other = Path(shutil.copyfile(acme, where / "beta.db"))
    with Assessment.open(other, write=True, recorder="Rec") as one:
        window = {"from": str(TODAY + timedelta(days=10)), "to": str(TODAY + timedelta(days=100))}
        one.change_scope([set_scope("organisation", "=Beta"), set_scope("window", window)])
        one.answer_all(Answer(question=question, level="1") for question in ("mfa-enforced", "security-owner", "logging-on"))
        change_item(one, "mfa-enforced", {"due": TODAY - timedelta(days=1)})
        change_item(one, "security-owner", {"due": TODAY + timedelta(days=5)})
        change_item(one, "logging-on", {"due": TODAY - timedelta(days=9), "status": "done"})
    (where / "broken.readiness").write_bytes(b"SQLite format 3\x00" + b"\x07" * 4000)
    shutil.copyfile(acme, where / "acme.readiness.format-1.bak")
    (where / "notes.txt").write_text("notes")
    os.mkfifo(where / "pipe")
    return where


def told(readiness: Run, folder: Path, *options: str) -> list[dict[str, Any]]:
    outcome = readiness("portfolio", str(folder), "--json", *options)
    assert (outcome.code, outcome.err) == (0, ""), outcome
    files: list[dict[str, Any]] = json.loads(outcome.out)["files"]
    return files


def test_each_file_is_a_row(readiness: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "pipe").unlink()
    before = contents(tmp_path)
    beta, acme, broken = told(readiness, folder)
    assert contents(tmp_path) == before
    assert (beta["organisation"], beta["type"], beta["set"], beta["round"]) == ("=Beta", 2, "quick", "First round")
    with Assessment.open(folder / "beta.db") as one:
        card = one.scorecard()
        assert beta["file_id"] == one.file_id
    assert beta["readiness"]["low"] == round(card.readiness.low, 2)
    assert beta["unmet"] == [key for key, result in card.criteria.items() if result.verdict == "not_met"] != []
    assert beta["answered"] == round(card.answered, 4) > 0
    assert (beta["overdue_items"], beta["next_date"], beta["next_event"]) == (1, str(TODAY + timedelta(days=5)), "item due")
    assert (acme["organisation"], acme["overdue_items"], acme["next_date"], acme["problem"]) == ("Acme", 0, None, None)
    assert broken["organisation"] is broken["readiness"] is None
    assert broken["problem"].startswith("is an SQLite file of another program")


def test_as_text_and_below(readiness: Run, folder: Path) -> None:
    outcome = readiness("portfolio", str(folder), "-r")
    assert outcome.code == 0
    assert "deep.readiness" in outcome.out
    assert "! " in outcome.out and "broken.readiness" in outcome.out
    assert outcome.out.endswith("4 files, 1 of them cannot be read.\n")
    assert "deep" not in readiness("portfolio", str(folder)).out


def test_overdue_requests_are_counted(readiness: Run, folder: Path) -> None:
    with Assessment.open(folder / "acme.readiness", write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=question, level="3") for question in ("mfa-enforced", "logging-on"))
        change_request(one, "mfa-enforced", {"due": TODAY - timedelta(days=1)})
        change_request(one, "logging-on", {"due": TODAY - timedelta(days=1), "status": "received"})
        own_request(one, "The insurance policy", "", {"due": TODAY - timedelta(days=3)})
        own_request(one, "The staff list", "", {"due": TODAY})
    acme, beta, _ = told(readiness, folder, "--sort", "overdue")
    assert (acme["organisation"], acme["overdue_items"], acme["overdue_requests"]) == ("Acme", 0, 2)
    assert (beta["overdue_items"], beta["overdue_requests"]) == (1, 0)
    text = readiness("portfolio", str(folder)).out
    assert "\n! Acme " in text and "First round (quick set); 2 evidence requests overdue" in text
    assert all(len(line) <= 80 or "/" in line for line in text.splitlines())
    by_name = {row["organisation"]: row for row in csv.DictReader(io.StringIO(readiness("portfolio", str(folder), "--csv", "-").out))}
    assert (by_name["Acme"]["overdue_requests"], by_name["'=Beta"]["overdue_requests"]) == ("2", "0")


def test_csv_is_safe_to_open(readiness: Run, folder: Path, tmp_path: Path) -> None:
    printed = readiness("portfolio", str(folder), "--csv", "-").out
    table = list(csv.DictReader(io.StringIO(printed)))
    assert [row["organisation"] for row in table] == ["'=Beta", "Acme", ""]
    assert (table[0]["overdue_items"], table[0]["next_event"]) == ("1", "item due")
    assert table[2]["problem"]
    assert readiness("portfolio", str(folder), "--csv", "all.csv").out == "Wrote all.csv.\n"
    assert (tmp_path / "all.csv").read_text() == printed
    assert (tmp_path / "all.csv").stat().st_mode & 0o777 == 0o600
    assert readiness("portfolio", str(folder), "--csv", "all.csv").out == "Replaced all.csv.\n"


@pytest.mark.parametrize("key", SORT_KEYS)
def test_every_order_keeps_unreadable_files_last(readiness: Run, folder: Path, key: str) -> None:
    found = told(readiness, folder, "--sort", key)
    assert len(found) == 3
    assert found[-1]["problem"]
    if key in ("unmet", "overdue", "next"):
        assert found[0]["organisation"] == "=Beta"


def test_what_is_refused(readiness: Run, folder: Path, tmp_path: Path) -> None:
    assert_refused(readiness("portfolio", "nowhere"), "nowhere", "name a folder")
    assert_refused(readiness("portfolio", str(folder / "notes.txt")), "notes.txt", "name a folder")
    assert_refused(readiness("portfolio", str(folder), "--json", "--csv", "-"), "use one of them")
    kept = (folder / "acme.readiness").read_bytes()
    assert_refused(readiness("portfolio", str(folder), "--csv", str(folder / "acme.readiness")), "is an assessment file")
    assert_refused(readiness("portfolio", str(folder), "--csv", str(folder)), "is a folder")
    assert (folder / "acme.readiness").read_bytes() == kept
    (tmp_path / "empty").mkdir()
    assert readiness("portfolio", "empty").out == "No assessment file in empty.\n"


def test_hostile_names_stay_harmless(readiness: Run, acme: Path, tmp_path: Path) -> None:
    shutil.copyfile(acme, tmp_path / f"{HOSTILE.replace('/', '')}.readiness")
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("organisation", HOSTILE)])
    for options in ((), ("--json",), ("--csv", "-")):
        assert_harmless(readiness("portfolio", ".", *options).out)


def test_files_asked_alike_share_their_questions(folder: Path) -> None:
    shared = list(rows(files_in(folder, recursive=True)))
    alone = [next(rows(iter([row.path]))) for row in shared]
    assert shared == alone


@pytest.fixture
def kept(folder: Path) -> Path:
    """One closed file whose day is over, one whose day is to come, one that was reopened."""
    (folder / "pipe").unlink()
    (folder / "broken.readiness").unlink()
    for name, until, reopened in (("over", -1, False), ("to-come", 0, False), ("again", -1, True)):
        path = Path(shutil.copyfile(folder / "acme.readiness", folder / f"{name}.readiness"))
        with Assessment.open(path, write=True, recorder="Rec") as one:
            day = TODAY + timedelta(days=until)
            close_file(one, day, "Dora", today=day)
            if reopened:
                reopen_file(one, "Dora", "An error")
    return folder


def test_retention_and_what_is_to_be_disposed_of(readiness: Run, kept: Path) -> None:
    before = contents(kept)
    rows_by_name = {Path(one["file"]).name: one for one in told(readiness, kept, "--sort", "retention")}
    assert list(rows_by_name)[:2] == ["over.readiness", "to-come.readiness"]
    assert {name: (one["closed"], one["retain_until"]) for name, one in rows_by_name.items()} == {
        "over.readiness": (True, str(TODAY - timedelta(days=1))),
        "to-come.readiness": (True, str(TODAY)),
        "again.readiness": (False, str(TODAY - timedelta(days=1))),
        "acme.readiness": (False, None),
        "beta.db": (False, None),
    }
    assert [Path(one["file"]).name for one in told(readiness, kept, "--past-retention")] == ["over.readiness"]
    out = readiness("portfolio", str(kept), "--past-retention").out
    assert f"closed, kept until {TODAY - timedelta(days=1)}" in out
    assert out.endswith("Nothing was deleted.\n")
    (kept / "over.readiness").unlink()
    assert "is closed and past its day of retention" in readiness("portfolio", str(kept), "--past-retention").out
    assert contents(kept) == {name: found for name, found in before.items() if name != "over.readiness"}


def test_files_that_ask_the_same_share_what_was_worked_out_and_others_do_not(acme: Path, tmp_path: Path) -> None:
    where = tmp_path / "many"
    where.mkdir()
    scopes = [
        [],
        [set_scope("categories", ["CC", "A"])],
        [set_scope("report_type", 1)],
        [set_fact("headcount", 900)],
        [set_fact("headcount", 900)],
    ]
    for number, drafts in enumerate(scopes):
        path = Path(shutil.copyfile(acme, where / f"{number}.readiness"))
        with Assessment.open(path, write=True, recorder="Rec") as one:
            one.change_scope(drafts)
            one.answer_all(Answer(question=question.id, level="2") for question in one.questions[::2])
            if number == 4:
                one.widen("full")
    for row in rows(files_in(where), today=TODAY):
        with Assessment.open(row.path) as alone:
            assert row.standing is not None
            card = alone.scorecard()
            assert (row.standing.readiness, row.standing.answered) == (card.readiness, card.answered)
            assert set(row.standing.unmet) == {one.id for one in card.criteria.values() if one.verdict == "not_met"}
