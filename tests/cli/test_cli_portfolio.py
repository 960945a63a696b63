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
from readiness.portfolio import SORT_KEYS, files_in, rows
from readiness.storage import set_scope
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
