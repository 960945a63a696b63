"""check: a sound file, one whose tables are not what its history says, one that can't be mended, and one that can't be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, contents

from readiness.assessment import Assessment
from readiness.storage.problems import read_only

Run = Callable[..., Outcome]
FILE = "acme.readiness"
BACKUP = f"{FILE}.format-3.bak"


def spoil(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def assert_unsound(outcome: Outcome, *said: str) -> None:
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"readiness: {FILE} ") and outcome.err.count("\n") == 1
    for text in said:
        assert text in outcome.err, outcome.err


def test_a_sound_file_is_said_to_be_and_left_as_it_is(readiness: Run, answered: Path) -> None:
    before = contents(answered.parent)
    assert readiness("check", FILE).out == f"{FILE} is sound.\n"
    assert readiness("check", FILE, "--repair").out == f"{FILE} is sound: there is nothing to repair.\n"
    assert contents(answered.parent) == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE answers SET level='5' WHERE question IN ('mfa-enforced', 'security-owner')", "2 in answers"),
        ("DELETE FROM answers WHERE question='mfa-enforced'", "1 in answers"),
        ("INSERT INTO facts VALUES ('made-up', 'true', 'x', 'y')", "1 in facts"),
        ("UPDATE rounds SET number=9", "1 in rounds"),
    ],
)
def test_rows_that_the_history_does_not_say_are_found_and_mended(readiness: Run, answered: Path, statement: str, said: str) -> None:
    with Assessment.open(answered) as one:
        stood = one.answers, one.scope, one.rounds
    spoil(answered, statement)
    spoilt = answered.read_bytes()
    assert_unsound(readiness("check", FILE), f"({said})", f"`readiness check {FILE} --repair`")
    assert contents(answered.parent) == {FILE: spoilt}
    repaired = readiness("check", FILE, "--repair")
    assert (repaired.code, repaired.err) == (0, "")
    assert repaired.out == f"{FILE} was repaired from its history: {said}. As it was before it stands in {BACKUP}.\n"
    backup = answered.with_name(BACKUP)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert_unsound(Outcome(*_as(FILE, readiness("check", BACKUP))), f"({said})")
    assert readiness("check", FILE).out == f"{FILE} is sound.\n"
    with Assessment.open(answered) as one:
        assert (one.answers, one.scope, one.rounds) == stood


def _as(name: str, outcome: Outcome) -> tuple[int, str, str]:
    return outcome.code, outcome.out, outcome.err.replace(BACKUP, name)


def test_an_index_that_misses_a_row_is_found_and_mended(readiness: Run, answered: Path) -> None:
    """Without it the newest event of a subject is not found."""
    where = "type='index' AND name='events_by_subject'"
    spoil(
        answered,
        "CREATE TABLE kept AS SELECT sql FROM sqlite_schema WHERE " + where,
        "PRAGMA writable_schema=on",
        "UPDATE sqlite_schema SET sql=sql || ' WHERE seq < 3' WHERE " + where,
    )
    spoil(answered, "REINDEX events_by_subject")
    spoil(
        answered,
        "PRAGMA writable_schema=on",
        "UPDATE sqlite_schema SET sql=(SELECT sql FROM kept) WHERE " + where,
        "DROP TABLE kept",
    )
    assert_unsound(readiness("check", FILE), "in the indexes")
    assert "in the indexes" in readiness("check", FILE, "--repair").out
    assert readiness("check", FILE).code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET payload='{}' WHERE subject LIKE 'answer:%:mfa-enforced'",
        "UPDATE events SET recorded_at='yesterday'",
        "UPDATE libraries SET content=zeroblob(100)",
        "UPDATE events SET based_on='00000000-0000-7000-8000-000000000000' WHERE subject LIKE 'answer:%:mfa-enforced'",
    ],
)
def test_what_the_history_does_not_mend_is_left_as_it_is(readiness: Run, answered: Path, statement: str) -> None:
    spoil(answered, statement)
    before = contents(answered.parent)
    for options in ((), ("--repair",)):
        assert_unsound(readiness("check", FILE, *options), "restore a backup")
        assert contents(answered.parent) == before


def test_a_damaged_file_is_told_in_one_sentence(readiness: Run, answered: Path) -> None:
    raw = answered.read_bytes()
    answered.write_bytes(raw[: len(raw) // 2])
    before = contents(answered.parent)
    for options in ((), ("--repair",)):
        assert_unsound(readiness("check", FILE, *options), "is damaged", "restore a backup")
        assert contents(answered.parent) == before


def test_a_file_that_cannot_be_written_is_checked_and_not_repaired(readiness: Run, answered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(answered, "DELETE FROM answers WHERE question='mfa-enforced'")
    before = contents(answered.parent)

    def refuse(path: Path) -> None:
        raise read_only(path)

    monkeypatch.setattr("readiness.storage.files.require_writable", refuse)
    assert_unsound(readiness("check", FILE), "1 in answers")
    assert_refused(readiness("check", FILE, "--repair"), "read-only, so nothing was written")
    assert contents(answered.parent) == before


def test_what_is_no_assessment_is_bad_input(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    assert_refused(readiness("check", "notes.txt"), "not an assessment file")
    assert_refused(readiness("check", "gone.readiness"), "does not exist")
