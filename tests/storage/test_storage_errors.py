"""Each way an assessment file can fail: one sentence with the path, and the file left as it was."""

from __future__ import annotations

import os
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_cases import answer, folder_state, in_child, read_everything

from readiness.errors import FileProblem
from readiness.storage import Store, clear_fact, connection, fact_subject, problems, set_answer, set_fact

Opener = Callable[[Path], Store]
BOTH = pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])


def problem(path: Path, write: bool) -> str:
    """The sentence with which opening fails; the folder must be untouched by it."""
    before = folder_state(path.parent) if path.parent.is_dir() and not path.is_dir() else None
    with pytest.raises(FileProblem) as caught:
        Store.open(path, write=write)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    if before is not None:
        assert folder_state(path.parent) == before
    return sentence


def altered(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


@BOTH
def test_missing(tmp_path: Path, write: bool) -> None:
    assert "does not exist" in problem(tmp_path / "none.rdns", write)
    assert "does not exist" in problem(tmp_path / "no" / "folder.rdns", write)


@BOTH
def test_a_folder(tmp_path: Path, write: bool) -> None:
    assert "is a folder" in problem(tmp_path, write)


@BOTH
@pytest.mark.parametrize("content", [b"hello", b"x" * 5000, b"SQLite format 3\x00" + b"\0" * 20])
def test_not_sqlite(path: Path, write: bool, content: bytes) -> None:
    path.write_bytes(content)
    assert "not an SQLite file" in problem(path, write)


@BOTH
def test_empty(path: Path, write: bool) -> None:
    path.touch()
    assert "is empty" in problem(path, write)


def test_a_named_pipe_does_not_hang(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(FileProblem, match="not an SQLite file"):
        Store.open(path, write=True)


@BOTH
def test_another_programs_sqlite_file(path: Path, write: bool) -> None:
    altered(path, "CREATE TABLE bookmarks (url)")
    assert "another program" in problem(path, write)


@BOTH
def test_newer_format(filled: Path, write: bool) -> None:
    altered(filled, "PRAGMA user_version=7")
    sentence = problem(filled, write)
    assert "format 7" in sentence and "up to 3" in sentence and "update" in sentence


@BOTH
def test_format_zero(filled: Path, write: bool) -> None:
    altered(filled, "PRAGMA user_version=0")
    assert "damaged" in problem(filled, write)


@BOTH
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM answers; END", "unknown trigger named t"),
        ("CREATE VIEW v AS SELECT * FROM answers", "unknown view named v"),
        ("CREATE TABLE extra (x)", "unknown table named extra"),
        ("CREATE INDEX i ON answers (level)", "unknown index named i"),
        ("ALTER TABLE answers ADD COLUMN more", "altered table named answers"),
        ("CREATE VIRTUAL TABLE f USING fts5(x)", "unknown table named f"),
    ],
)
def test_an_unexpected_schema_is_not_trusted(filled: Path, write: bool, statement: str, named: str) -> None:
    altered(filled, statement)
    assert named in problem(filled, write)


@BOTH
def test_a_missing_table(filled: Path, write: bool) -> None:
    altered(filled, "DROP TABLE evidence")
    assert "evidence is missing" in problem(filled, write)


@BOTH
def test_statistics_of_analyze_are_accepted(filled: Path, write: bool) -> None:
    altered(filled, "ANALYZE")
    with Store.open(filled, write=write) as store:
        read_everything(store)


@BOTH
@pytest.mark.parametrize("size", [100, 4096, 8000, -4096, -1])
def test_truncated(filled: Path, write: bool, size: int) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[:size])
    assert "damaged" in problem(filled, write)


@BOTH
def test_garbage_pages(filled: Path, write: bool) -> None:
    content = bytearray(filled.read_bytes())
    content[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    filled.write_bytes(content)
    assert "damaged" in problem(filled, write)


@BOTH
def test_identity_missing(filled: Path, write: bool) -> None:
    altered(filled, "DELETE FROM meta WHERE key='file_id'")
    assert "table meta" in problem(filled, write)


def test_no_permission(filled: Path, open_folder: Path) -> None:
    target = open_folder / "a.rdns"
    target.write_bytes(filled.read_bytes())
    target.chmod(0o600 if os.geteuid() == 0 else 0o000)

    def attempt() -> None:
        for write in (False, True):
            with pytest.raises(FileProblem, match="no permission"):
                Store.open(target, write=write)

    assert in_child(attempt, as_nobody=True) == ""


def test_writing_to_a_read_only_file_or_folder(filled: Path, open_folder: Path) -> None:
    target = open_folder / "a.rdns"
    target.write_bytes(filled.read_bytes())

    def attempt() -> None:
        with pytest.raises(FileProblem, match="read-only"):
            Store.open(target, write=True)
        with pytest.raises(FileProblem, match="no permission"):
            Store.create(open_folder / "new.rdns", recorder="Ann")

    for file_mode, folder_mode in ((0o444, 0o555), (0o666, 0o555)):
        target.chmod(file_mode)
        open_folder.chmod(folder_mode)
        assert in_child(attempt, as_nobody=True) == ""


def test_a_folder_that_turns_read_only_while_open(filled: Path, open_folder: Path) -> None:
    target = open_folder / "a.rdns"
    target.write_bytes(filled.read_bytes())
    target.chmod(0o666)
    open_folder.chmod(0o777)
    gate, opened = os.pipe(), os.pipe()

    def attempt() -> None:
        with Store.open(target, write=True, recorder="Ann") as store:
            os.write(opened[1], b"x")
            os.read(gate[0], 1)
            with pytest.raises(FileProblem, match="read-only"):
                store.append([set_fact("late", 1)])
            read_everything(store)

    # The folder is changed by its owner while the unprivileged child has the file open.
    child = os.fork()
    if child == 0:
        os.read(opened[0], 1)
        open_folder.chmod(0o555)
        os.write(gate[1], b"x")
        os._exit(0)
    report = in_child(attempt, as_nobody=True)
    os.waitpid(child, 0)
    assert report == ""


def test_reading_only_means_no_writing(filled: Path) -> None:
    with Store.open(filled, write=False) as store:
        for attempt in (lambda: store.append([set_fact("x", 1)]), store.rebuild, lambda: store.put_library("{}", "k", "1")):
            with pytest.raises(FileProblem, match="reading only"):
                attempt()
        with pytest.raises(sqlite3.Error):
            store._db.execute("DELETE FROM events")


def test_creating_over_something(filled: Path, tmp_path: Path) -> None:
    dangling = tmp_path / "link.rdns"
    dangling.symlink_to(tmp_path / "nowhere")
    before = filled.read_bytes()
    for target in (filled, tmp_path, dangling):
        with pytest.raises(FileProblem, match="already exists"):
            Store.create(target, recorder="Ann")
    assert filled.read_bytes() == before
    assert not (tmp_path / "nowhere").exists()


def test_creating_below_a_file(filled: Path) -> None:
    with pytest.raises(FileProblem):
        Store.create(filled / "a.rdns", recorder="Ann")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.02)


@pytest.mark.usefixtures("impatient")
def test_locked_by_another_program(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        other = sqlite3.connect(filled, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileProblem, match="another program"):
            store.append([set_fact("x", 1)])
        read_everything(store)
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        for attempt in (store.history, store.verify, lambda: store.append([set_fact("x", 1)])):
            with pytest.raises(FileProblem, match="another program"):
                attempt()
        for write in (False, True):
            assert "another program" in problem(filled, write)
        other.execute("ROLLBACK")
        other.close()
        store.append([set_fact("x", 1)])


@pytest.mark.usefixtures("impatient")
def test_a_reader_that_stays_blocks_the_commit_not_the_file(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        other = sqlite3.connect(filled, isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT * FROM answers LIMIT 1").fetchone()
        with pytest.raises(FileProblem, match="another program"):
            store.append([set_fact("x", 1)])
        other.execute("COMMIT")
        other.close()
        assert store.append([set_fact("x", 1)])[0].seq == 1


def test_a_file_replaced_while_open(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        content = filled.read_bytes()
        filled.unlink()
        filled.write_bytes(content)
        with pytest.raises(FileProblem, match="moved, replaced or deleted"):
            store.append([set_fact("x", 1)])
    assert filled.read_bytes() == content


def test_disk_full_keeps_what_was_saved(filled: Path) -> None:
    saved = []
    with Store.open(filled, write=True, recorder="Ann") as store:
        earlier = set(store.answers("r1"))
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count={pages + 20}")
        with pytest.raises(FileProblem, match="disk is full"):
            for number in range(1000):
                store.append([set_answer("r1", answer(f"full{number}", note="n" * 2000))])
                saved.append(f"full{number}")
        read_everything(store)
        assert len(saved) >= 3
        assert set(store.answers("r1")) == earlier | set(saved)
    with Store.open(filled, write=True, recorder="Ann") as store:
        assert set(store.answers("r1")) == earlier | set(saved)
        store.verify()
        store.append([set_answer("r1", answer("after"))])


def test_size_limit_of_the_system(filled: Path) -> None:
    """The limit bites in the middle of the commit's page writes, where the journal has to undo them."""

    def attempt() -> None:
        limit = filled.stat().st_size + 3 * 4096
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with Store.open(filled, write=True, recorder="Ann") as store:
            with pytest.raises(FileProblem, match=r"could not be written|disk is full"):
                store.append([set_answer("r1", answer(f"full{number}", note="n" * 2000)) for number in range(40)])
            assert "full0" not in store.answers("r1")

    with Store.open(filled, write=False) as store:
        before = store.dump()
    assert in_child(attempt) == ""
    with Store.open(filled, write=True, recorder="Ann") as store:
        assert store.dump() == before
        store.verify()
        store.append([set_answer("r1", answer("after"))])


def test_no_room_to_create(path: Path) -> None:
    def attempt() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        with pytest.raises(FileProblem, match="disk is full"):
            Store.create(path, recorder="Ann")

    assert in_child(attempt) == ""
    assert not path.exists()


@pytest.mark.parametrize(
    ("statement", "ask", "named"),
    [
        ("UPDATE answers SET level='7' WHERE question='q1'", lambda s: s.answers("r1"), "table answers, r1/q1"),
        ("UPDATE answers SET note=x'ff' WHERE question='q1'", lambda s: s.answers("r1"), "table answers, r1/q1"),
        ("UPDATE answers SET note=x'ff' WHERE question='q1'", lambda s: s.past_answers("r1")["q1"], "table answers, r1/q1"),
        ("UPDATE answers SET compensating='{' WHERE question='q1'", lambda s: s.answers("r1"), "table answers, r1/q1"),
        ("UPDATE evidence SET reference=''", lambda s: s.answers("r1"), "table answers, r1/CC6.1-mfa"),
        ("UPDATE scope SET value='[' WHERE key='organisation'", lambda s: s.scope(), "table scope, organisation"),
        ("UPDATE scope SET value='9' WHERE key='report_type'", lambda s: s.scope(), "table scope, report_type"),
        ("INSERT INTO scope VALUES ('bogus', '1', '', '')", lambda s: s.scope(), "table scope, bogus"),
        ("UPDATE facts SET value='{}' WHERE id='staff'", lambda s: s.scope(), "table facts, staff"),
        ("UPDATE vendors SET method='none'", lambda s: s.scope(), "table vendors, aws"),
        ("UPDATE rounds SET number='many'", lambda s: s.rounds(), "table rounds, r1"),
        ("UPDATE rounds SET plan='[1]'", lambda s: s.rounds(), "table rounds, r1"),
        ("UPDATE items SET status='lost' WHERE id='i2'", lambda s: s.items(), "table items, i2"),
        ("UPDATE items SET event='?' WHERE id='i2'", lambda s: s.items(), "table items, i2"),
        ("UPDATE events SET kind='x' WHERE subject='fact:staff'", lambda s: s.history(), "table events, "),
        ("UPDATE events SET clock='x' WHERE subject='fact:staff'", lambda s: s.history(), "table events, "),
        ("UPDATE events SET payload='[' WHERE subject='fact:staff'", lambda s: s.history(fact_subject("staff")), "table events, "),
        ("UPDATE events SET version=2 WHERE subject='fact:staff'", lambda s: s.history(), "table events, "),
        ("UPDATE events SET payload='{\"value\":0.5}' WHERE subject='fact:staff'", lambda s: s.rebuild(), "table events, "),
        ("UPDATE events SET clock=9e18 WHERE subject='fact:staff'", lambda s: s.append([set_fact("new", 1)]), "table events, "),
        (
            "UPDATE events SET clock=9223372036854775807 WHERE subject='fact:staff'",
            lambda s: s.append([set_fact("new", 1)]),
            "table events, ",
        ),
    ],
)
def test_an_invalid_row_is_named(filled: Path, statement: str, ask: Callable[[Store], object], named: str) -> None:
    altered(filled, statement)
    with Store.open(filled, write=True) as store:
        with pytest.raises(FileProblem, match="invalid row") as caught:
            ask(store)
        assert named in str(caught.value)
        assert str(filled) in str(caught.value)
        with pytest.raises(FileProblem):
            store.verify()


def test_deeply_nested_json_is_refused(filled: Path) -> None:
    altered(filled, f"UPDATE facts SET value='{'[' * 100_000}' WHERE id='staff'")
    with Store.open(filled, write=False) as store, pytest.raises(FileProblem, match="table facts"):
        store.scope()


def test_text_that_is_not_utf8_is_refused(filled: Path) -> None:
    altered(filled, "UPDATE answers SET note=CAST(x'80ff' AS TEXT) WHERE question='q1'")
    with Store.open(filled, write=False) as store, pytest.raises(FileProblem, match="damaged"):
        store.answers("r1")


def test_a_contradiction_is_told(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        [event] = store.append([set_fact("x", 1)])
        with pytest.raises(FileProblem, match="contradicts"), store._changing():
            store._db.execute("INSERT INTO events SELECT * FROM events WHERE id=?", (event.id,))
        store.append([clear_fact("x", based_on=event.id)])


def test_every_result_code_has_a_sentence(path: Path) -> None:
    codes = [value for name, value in vars(sqlite3).items() if name.startswith("SQLITE_") and isinstance(value, int)]
    for code in codes:
        error = sqlite3.OperationalError("it\nfailed")
        error.sqlite_errorcode = code
        sentence = str(problems.from_sqlite(path, error))
        assert str(path) in sentence and ": " in sentence
