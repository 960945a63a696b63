"""Formats: an older file is brought up in memory for reading, and after a backup for writing; all of it or nothing."""

from __future__ import annotations

import sqlite3
import stat
from datetime import date
from pathlib import Path

import pytest
from storage_cases import folder_state, full_answer, read_everything

from readiness.errors import FileProblem
from readiness.storage import Engagement, Store, close_engagement, connection, put, set_answer, set_fact
from readiness.storage import formats as known
from readiness.storage.formats import FORMATS, Formats, format_1, format_2
from scoring.model import Item

NOW = len(FORMATS)


def one_more(*, failing: bool = False) -> Formats:
    """What a later version of the program would know: the formats there are, and one more."""

    def format_4(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE attachments (id TEXT PRIMARY KEY)")
        db.execute("ALTER TABLE items ADD COLUMN cost INTEGER")
        if failing:
            raise sqlite3.OperationalError("no")

    return (*FORMATS, format_4)


def user_version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64])


def test_reading_an_older_format_alters_nothing(filled: Path) -> None:
    before = folder_state(filled.parent)
    with Store.open(filled, write=False) as store:
        kept = store.dump()
    with Store.open(filled, write=False, formats=one_more()) as store:
        assert store._db.execute("SELECT count(*) FROM attachments").fetchone() == (0,)
        assert store.dump() == kept
        store.scope()
        store.answers("r1")
        with pytest.raises(sqlite3.Error):
            store._db.execute("DELETE FROM events")
    assert folder_state(filled.parent) == before


def test_writing_an_older_format_keeps_a_copy_first(filled: Path) -> None:
    old = filled.read_bytes()
    with Store.open(filled, write=True, recorder="Ann", formats=one_more()) as store:
        store.append([set_fact("new", 1)])
        assert store._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        store.verify()
    backup = filled.with_name(f"{filled.name}.format-{NOW}.bak")
    assert backup.read_bytes() == old
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert (user_version(filled), user_version(backup)) == (NOW + 1, NOW)
    with Store.open(backup, write=False) as store:
        read_everything(store)
    with pytest.raises(FileProblem, match=f"format {NOW + 1}"):
        Store.open(filled, write=True)
    # Current again: no second backup.
    Store.open(filled, write=True, recorder="Ann", formats=one_more()).close()
    assert len(list(filled.parent.iterdir())) == 2


def test_an_older_backup_is_never_overwritten(filled: Path) -> None:
    for name in (f"{filled.name}.format-{NOW}.bak", f"{filled.name}.format-{NOW}.2.bak"):
        filled.with_name(name).write_text("precious")
    old = filled.read_bytes()
    Store.open(filled, write=True, recorder="Ann", formats=one_more()).close()
    assert filled.with_name(f"{filled.name}.format-{NOW}.3.bak").read_bytes() == old
    assert filled.with_name(f"{filled.name}.format-{NOW}.bak").read_text() == "precious"
    assert filled.with_name(f"{filled.name}.format-{NOW}.2.bak").read_text() == "precious"


@pytest.mark.parametrize("write", [False, True])
def test_a_failing_migration_leaves_the_old_format(filled: Path, write: bool) -> None:
    old = filled.read_bytes()
    with pytest.raises(FileProblem):
        Store.open(filled, write=write, formats=one_more(failing=True))
    assert filled.read_bytes() == old
    with Store.open(filled, write=True, recorder="Ann") as store:
        read_everything(store)


def test_an_older_file_is_checked_before_it_is_migrated(filled: Path) -> None:
    with sqlite3.connect(filled) as other:
        other.execute("CREATE TABLE attachments (evil)")
    other.close()
    for write in (False, True):
        with pytest.raises(FileProblem, match="never makes"):
            Store.open(filled, write=write, formats=one_more())
    assert user_version(filled) == NOW


def test_an_older_file_that_lies_about_its_migrations(filled: Path) -> None:
    with sqlite3.connect(filled) as other:
        other.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('readiness', 'format_4', '')")
    other.close()
    before = filled.read_bytes()
    for write in (False, True):
        with pytest.raises(FileProblem, match="never makes"):
            Store.open(filled, write=write, formats=one_more())
    assert filled.read_bytes() == before


def test_an_older_format_under_somebodys_lock(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.02)
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for write in (False, True):
        with pytest.raises(FileProblem, match="another program"):
            Store.open(filled, write=write, formats=one_more())
    other.execute("ROLLBACK")
    other.close()
    assert len(list(filled.parent.iterdir())) == 1


def test_a_file_is_created_in_the_newest_format(path: Path) -> None:
    with Store.create(path, recorder="Ann", formats=one_more()) as store:
        store.append([set_fact("x", 1)])
    assert user_version(path) == NOW + 1


def test_items_of_format_1_keep_what_was_decided(path: Path) -> None:
    Store.create(path, recorder="Ann", formats=(format_1,)).close()
    with sqlite3.connect(path) as other:
        columns = {row[1] for row in other.execute("PRAGMA table_info(items)")}
    other.close()
    assert "rank" not in columns
    item = Item(id="i", title="T", effort_days=(1, 2.5), severity="high", rank=3, start=date(2027, 1, 4), agreed="no", response="Why")
    with Store.open(path, write=True, recorder="Ann") as store:
        store.append([put(item), put(Item(id="j", title="U", questions=("q",), status="done", done_on=date(2027, 2, 1)))])
        store.verify()
        assert store.items()[0].item == item
        assert store.items()[1].item.done_on == date(2027, 2, 1)
    assert user_version(path) == NOW


def test_answers_of_format_1_read_as_they_were_and_take_more(path: Path) -> None:
    Store.create(path, recorder="Ann", formats=(format_1,)).close()
    with Store.open(path, write=True, recorder="Ann") as store:
        store.append([set_answer("r1", full_answer())])
        store.verify()
        assert store.answers("r1")["CC6.1-mfa"].answer == full_answer()


def test_a_file_of_format_2_migrates_with_its_backup(path: Path) -> None:
    Store.create(path, recorder="Ann", formats=(format_1, format_2)).close()
    old = path.read_bytes()
    with Store.open(path, write=False) as store:
        assert store.engagement() is None
    assert path.read_bytes() == old
    with Store.open(path, write=True, recorder="Ann") as store:
        store.append([close_engagement(Engagement(closed=True, retain_until=date(2034, 1, 1), by="Ann", why="Report issued"))])
        store.verify()
        assert store.engagement() == Engagement(closed=True, retain_until=date(2034, 1, 1), by="Ann", why="Report issued")
    assert path.with_name(f"{path.name}.format-2.bak").read_bytes() == old
    assert user_version(path) == NOW


def test_the_schema_known_of_each_format_is_the_one_its_steps_make() -> None:
    made = [known._digest(known._expected(FORMATS[:number])) for number in range(1, NOW + 1)]
    assert tuple(made) == known._SCHEMAS


def test_a_schema_that_is_not_the_known_one_is_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.create(path, recorder="Ann").close()
    # What sqlite-utils keeps for itself may be written otherwise by another version of it.
    monkeypatch.setattr(known, "_SCHEMAS", ("",) * NOW)
    Store.open(path, write=False).close()
    with sqlite3.connect(path) as other:
        other.execute("CREATE VIEW evil AS SELECT 1")
    other.close()
    with pytest.raises(FileProblem, match="never makes"):
        Store.open(path, write=False)
