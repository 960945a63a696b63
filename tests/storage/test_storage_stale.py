"""Two programs on one file: a superseded write is refused with who and when, and either side's words stay in history."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from storage_cases import answer, round_one

from readiness.errors import FileProblem, StaleWrite
from readiness.storage import Store, answer_subject, open_round, set_answer, set_fact

SUBJECT = answer_subject("r1", "q1")


def two(path: Path) -> tuple[Store, Store]:
    ann = Store.create(path, recorder="Ann")
    return ann, Store.open(path, write=True, recorder="Bo")


def test_keep_mine_and_both_stay_in_history(path: Path) -> None:
    ann, bo = two(path)
    with ann, bo:
        [first] = ann.append([set_answer("r1", answer("q1", "1"))])
        [theirs] = ann.append([set_answer("r1", answer("q1", "2"), based_on=first.id)])
        with pytest.raises(StaleWrite) as caught:
            bo.append([set_fact("other", True), set_answer("r1", answer("q1", "5"), based_on=first.id)])
        stale = caught.value
        assert (stale.subject, stale.by, stale.at, stale.event) == (SUBJECT, "Ann", theirs.recorded_at, theirs.id)
        assert "the answer to q1 was changed by Ann" in str(stale)
        assert bo.answers("r1")["q1"].answer.level == "2"
        assert bo.head(SUBJECT) == theirs.id
        assert len(bo.history()) == 2

        [mine] = bo.append([set_answer("r1", answer("q1", "5"), based_on=stale.event)])
        assert ann.answers("r1")["q1"].answer.level == "5"
        assert [(one.recorder, one.payload["level"]) for one in ann.history(SUBJECT)] == [("Ann", "1"), ("Ann", "2"), ("Bo", "5")]
        assert (mine.based_on, mine.clock, mine.seq) == (theirs.id, 3, 1)
        ann.verify()


def test_a_first_answer_is_stale_when_somebody_was_first(path: Path) -> None:
    ann, bo = two(path)
    with ann, bo:
        ann.append([set_answer("r1", answer("q1"))])
        with pytest.raises(StaleWrite):
            bo.append([set_answer("r1", answer("q1"))])


def test_different_subjects_never_collide(path: Path) -> None:
    ann, bo = two(path)
    with ann, bo:
        for number in range(10):
            (ann if number % 2 else bo).append([set_answer("r1", answer(f"q{number}"))])
        assert [one.clock for one in ann.history()] == list(range(1, 11))
        assert len(ann.answers("r1")) == 10


def test_threads_with_stores_of_their_own_lose_nothing(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        store.append([open_round(round_one("0" * 64))])
    problems: list[Exception] = []

    def work(name: str) -> None:
        try:
            for number in range(8):
                with Store.open(path, write=True, recorder=name) as mine:
                    mine.append([set_answer("r1", answer(f"{name}{number}"))])
                with Store.open(path, write=False) as reader:
                    reader.answers("r1")
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with Store.open(path, write=False) as store:
        assert len(store.answers("r1")) == 32
        assert [one.clock for one in store.history()] == list(range(1, 34))
        store.verify()


def test_a_look_at_the_header_does_not_drop_the_lock_of_a_writer(path: Path) -> None:
    """POSIX drops a process's locks on a file when any of its descriptors of it is closed, also in another thread."""
    with Store.create(path, recorder="Ann") as store, store._changing():
        opening = threading.Thread(target=lambda: Store.open(path, write=False).close())
        opening.start()
        # Opening has to wait for the transaction, so this returns without it.
        opening.join(timeout=0.3)
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
        other = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
        assert "database is locked" in other.stderr
        assert opening.is_alive()
    opening.join()


def test_threads_that_share_a_store_take_turns_and_lose_nothing(path: Path) -> None:
    problems: list[Exception] = []
    asked: list[tuple[int, str]] = []

    def work(name: str) -> None:
        try:
            for number in range(20):
                store.append([set_answer("r1", answer(f"{name}{number}"))])
                assert f"{name}{number}" in store.answers("r1")
        except Exception as error:
            problems.append(error)

    with Store.create(path, recorder="Ann") as store:
        store.append([open_round(round_one("0" * 64))])
        store._db.set_trace_callback(lambda statement: asked.append((threading.get_ident(), statement)))
        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        store._db.set_trace_callback(None)
        assert problems == []
        assert len(store.answers("r1")) == 80
        assert [one.clock for one in store.history()] == list(range(1, 82))
        store.verify()
    # From its first statement to its last a transaction is one thread's, and there is nothing outside of one.
    owner = None
    for thread_id, statement in asked:
        if statement.startswith("BEGIN"):
            assert owner is None
            owner = thread_id
        assert thread_id == owner, statement
        if statement.startswith(("COMMIT", "ROLLBACK")):
            owner = None
    assert owner is None and len({thread_id for thread_id, _ in asked}) == 4


def test_closing_waits_for_the_transaction_of_another_thread(path: Path) -> None:
    store = Store.create(path, recorder="Ann")
    closing = threading.Thread(target=store.close)
    with store._changing():
        closing.start()
        # It has to wait for the transaction, so this returns without it.
        closing.join(timeout=0.3)
        store._db.execute("INSERT INTO meta (key, value) VALUES ('more', 'said')")
    closing.join()
    with pytest.raises(FileProblem):
        store.heads()
    with Store.open(path, write=False) as reader, reader._asking():
        assert reader._db.execute("SELECT value FROM meta WHERE key='more'").fetchone() == ("said",)
