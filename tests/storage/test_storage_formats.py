"""Formats: an older file is brought up in memory for reading, and after a backup for writing; all of it or nothing."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations
from storage_cases import folder_state, read_everything

from readiness.errors import FileProblem
from readiness.storage import Store, connection, set_fact
from readiness.storage.formats import format_1


def two_formats(*, failing: bool = False) -> Migrations:
    """What a later version of the program would know: format 1, and one more."""
    formats = Migrations("readiness")
    formats(name="format_1")(format_1)

    @formats(name="format_2")
    def format_2(db: Database) -> None:
        db.execute("CREATE TABLE attachments (id TEXT PRIMARY KEY)")
        db.execute("ALTER TABLE items ADD COLUMN cost INTEGER")
        if failing:
            raise sqlite3.OperationalError("no")

    return formats


def user_version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64])


def test_reading_an_older_format_alters_nothing(filled: Path) -> None:
    before = folder_state(filled.parent)
    with Store.open(filled, write=False) as store:
        kept = store.dump()
    with Store.open(filled, write=False, migrations=two_formats()) as store:
        assert store._db.execute("SELECT count(*) FROM attachments").fetchone() == (0,)
        assert store.dump() == kept
        store.scope()
        store.answers("r1")
        with pytest.raises(sqlite3.Error):
            store._db.execute("DELETE FROM events")
    assert folder_state(filled.parent) == before


def test_writing_an_older_format_keeps_a_copy_first(filled: Path) -> None:
    old = filled.read_bytes()
    with Store.open(filled, write=True, recorder="Ann", migrations=two_formats()) as store:
        store.append([set_fact("new", 1)])
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        store.verify()
    backup = filled.with_name(f"{filled.name}.format-1.bak")
    assert backup.read_bytes() == old
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert (user_version(filled), user_version(backup)) == (2, 1)
    with Store.open(backup, write=False) as store:
        read_everything(store)
    with pytest.raises(FileProblem, match="format 2"):
        Store.open(filled, write=True)
    # Current again: no second backup.
    Store.open(filled, write=True, recorder="Ann", migrations=two_formats()).close()
    assert len(list(filled.parent.iterdir())) == 2


def test_an_older_backup_is_never_overwritten(filled: Path) -> None:
    for name in (f"{filled.name}.format-1.bak", f"{filled.name}.format-1.2.bak"):
        filled.with_name(name).write_text("precious")
    old = filled.read_bytes()
    Store.open(filled, write=True, recorder="Ann", migrations=two_formats()).close()
    assert filled.with_name(f"{filled.name}.format-1.3.bak").read_bytes() == old
    assert filled.with_name(f"{filled.name}.format-1.bak").read_text() == "precious"
    assert filled.with_name(f"{filled.name}.format-1.2.bak").read_text() == "precious"


@pytest.mark.parametrize("write", [False, True])
def test_a_failing_migration_leaves_the_old_format(filled: Path, write: bool) -> None:
    old = filled.read_bytes()
    with pytest.raises(FileProblem):
        Store.open(filled, write=write, migrations=two_formats(failing=True))
    assert filled.read_bytes() == old
    with Store.open(filled, write=True, recorder="Ann") as store:
        read_everything(store)


def test_an_older_file_is_checked_before_it_is_migrated(filled: Path) -> None:
    with sqlite3.connect(filled) as other:
        other.execute("CREATE TABLE attachments (evil)")
    other.close()
    for write in (False, True):
        with pytest.raises(FileProblem, match="never makes"):
            Store.open(filled, write=write, migrations=two_formats())
    assert user_version(filled) == 1


def test_an_older_file_that_lies_about_its_migrations(filled: Path) -> None:
    with sqlite3.connect(filled) as other:
        other.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('readiness', 'format_2', '')")
    other.close()
    before = filled.read_bytes()
    for write in (False, True):
        with pytest.raises(FileProblem, match="never makes"):
            Store.open(filled, write=write, migrations=two_formats())
    assert filled.read_bytes() == before


def test_an_older_format_under_somebodys_lock(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.02)
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for write in (False, True):
        with pytest.raises(FileProblem, match="another program"):
            Store.open(filled, write=write, migrations=two_formats())
    other.execute("ROLLBACK")
    other.close()
    assert len(list(filled.parent.iterdir())) == 1


def test_a_file_is_created_in_the_newest_format(path: Path) -> None:
    with Store.create(path, recorder="Ann", migrations=two_formats()) as store:
        store.append([set_fact("x", 1)])
    assert user_version(path) == 2
