"""Reading alters nothing: not a byte, not a time, not a file beside it, also from folders that can't be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from storage_cases import answer, folder_state, in_child, read_everything

from readiness.errors import FileProblem
from readiness.storage import Store, set_answer, set_fact


def test_reading_alters_nothing(filled: Path) -> None:
    before = folder_state(filled.parent)
    with Store.open(filled, write=False) as store:
        read_everything(store)
        store.verify()
        assert folder_state(filled.parent) == before
    assert folder_state(filled.parent) == before


def test_opening_for_writing_without_writing_alters_nothing(filled: Path) -> None:
    before = folder_state(filled.parent)
    with Store.open(filled, write=True, recorder="Ann") as store:
        read_everything(store)
    assert folder_state(filled.parent) == before


@pytest.mark.parametrize("name", ["a b?c#d%41.rdns", "ü—файл.rdns", "-x.rdns", "a'b\"c&mode=rw.rdns", os.fsdecode(b"latin-\xe9.rdns")])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    with Store.create(tmp_path / name, recorder="Ann") as store:
        store.append([set_fact("x", 1)])
    with Store.open(str(tmp_path / name), write=False) as store:
        assert len(store.history()) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_relative_path_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.create("a.rdns", recorder="Ann") as store:
        store.append([set_fact("x", 1)])
    with Store.open("a.rdns", write=False) as store:
        assert len(store.history()) == 1


def test_reading_from_a_read_only_folder_as_an_unprivileged_user(filled: Path, open_folder: Path) -> None:
    target = open_folder / "a.rdns"
    shutil.copyfile(filled, target)
    target.chmod(0o444)
    open_folder.chmod(0o555)
    before = folder_state(open_folder)

    def attempt() -> None:
        with Store.open(target, write=False) as store:
            read_everything(store)
            store.verify()

    assert in_child(attempt, as_nobody=True) == ""
    assert folder_state(open_folder) == before


def test_a_reader_sees_what_a_writer_adds(filled: Path) -> None:
    with Store.open(filled, write=False) as reader, Store.open(filled, write=True, recorder="Bo") as writer:
        seen = reader.data_version()
        writer.append([set_answer("r1", answer("new"))])
        assert reader.data_version() != seen
        assert "new" in reader.answers("r1")


def hot_journal(filled: Path, folder: Path) -> Path:
    """A copy as a crash in the middle of the page writes leaves it: changed pages in the file, the old ones in the journal."""
    target = folder / "hot.rdns"

    def crash() -> None:
        other = sqlite3.connect(filled, isolation_level=None)
        other.execute("PRAGMA cache_size=1")
        other.execute("PRAGMA cache_spill=1")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE answers SET note='lost', reason=?", ("x" * 3000,))
        shutil.copyfile(filled, target)
        shutil.copyfile(f"{filled}-journal", f"{target}-journal")

    assert in_child(crash) == ""
    return target


def test_a_write_cut_short_cannot_be_read_but_is_mended_when_opened_for_writing(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    with Store.open(filled, write=False) as store:
        kept = store.dump()
    hot = hot_journal(filled, folder)
    before = folder_state(folder)
    with pytest.raises(FileProblem, match="in the middle of a write"):
        Store.open(hot, write=False)
    assert folder_state(folder) == before
    with Store.open(hot, write=True, recorder="Ann") as store:
        assert store.dump() == kept
        store.verify()
    with Store.open(hot, write=False) as store:
        assert store.dump() == kept


def test_a_journal_of_a_living_writer_does_not_stop_a_reader(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as writer, Store.open(filled, write=False) as reader:
        before = reader.dump()
        with pytest.raises(KeyboardInterrupt), writer._changing():
            writer._db.execute("DELETE FROM answers")
            assert Path(f"{filled}-journal").exists()
            assert reader.dump() == before
            raise KeyboardInterrupt
        assert writer.dump() == before


def to_wal(path: Path, *, leave: bool) -> None:
    """Switches a file to a write-ahead log, as another program may; ``leave`` ends without merging the log."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=wal")
    if leave:
        other.execute("CREATE TABLE IF NOT EXISTS meta_ (x)")
        other.execute("DROP TABLE meta_")
        os._exit(0)
    other.close()


def test_a_file_switched_to_a_write_ahead_log(filled: Path) -> None:
    to_wal(filled, leave=False)
    before = folder_state(filled.parent)
    with Store.open(filled, write=False) as store:
        read_everything(store)
    assert folder_state(filled.parent) == before
    with Store.open(filled, write=True, recorder="Ann") as store:
        store.append([set_fact("x", 1)])
    assert filled.read_bytes()[18] == 1
    assert set(os.listdir(filled.parent)) == {filled.name}


def test_a_write_ahead_log_left_behind(filled: Path) -> None:
    in_child(lambda: to_wal(filled, leave=True))
    before = folder_state(filled.parent)
    with pytest.raises(FileProblem, match="-wal file"):
        Store.open(filled, write=False)
    assert folder_state(filled.parent) == before
    with Store.open(filled, write=True, recorder="Ann") as store:
        read_everything(store)
    assert set(os.listdir(filled.parent)) == {filled.name}
