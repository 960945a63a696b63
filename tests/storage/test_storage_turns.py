"""One turn a file: whatever this process does with its bytes drops no lock of SQLite's, and no file waits for another one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from storage_cases import answer, fill

from readiness.errors import FileProblem
from readiness.exchange.evidence_files import fingerprint, never
from readiness.exchange.files import read_bounded
from readiness.storage import Store, connection, is_assessment, set_answer
from readiness.turns import Turn, turn_at

TAKE = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
LOOKS: dict[str, Callable[[Path], object]] = {
    "hashed as evidence": lambda path: fingerprint(path, lambda _: None, never),
    "read as answers": read_bounded,
    "looked at": is_assessment,
}


def refused_to_others(path: Path) -> bool:
    other = subprocess.run([sys.executable, "-c", TAKE, str(path)], capture_output=True, text=True, check=False)
    return "database is locked" in other.stderr


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_reading_the_file_itself_under_any_name_drops_no_lock(path: Path, look: Callable[[Path], object]) -> None:
    link = path.with_name("evidence.csv")
    with Store.create(path, recorder="Ann") as store:
        os.link(path, link)
        with store._changing():
            reading = threading.Thread(target=look, args=(link,))
            reading.start()
            # It has to wait for the transaction to close the file, so this returns without it.
            reading.join(timeout=0.3)
            assert refused_to_others(path)
            assert reading.is_alive()
        reading.join()
        assert not refused_to_others(path)


@pytest.mark.parametrize("look", [is_assessment, lambda path: Store.open(path, write=False).close()], ids=["looked at", "opened"])
def test_a_file_that_does_not_answer_keeps_nobody_from_another(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[Path], object]
) -> None:
    far = tmp_path / "far.rdns"
    Store.create(far, recorder="Ann").close()
    asked, answers = threading.Event(), threading.Event()
    opened = os.open

    def slow(name: str | Path, *rest: int) -> int:
        if Path(name).name == far.name:
            asked.set()
            answers.wait(60)
        return opened(name, *rest)

    with Store.create(path, recorder="Ann") as store:
        fill(store)
        monkeypatch.setattr(os, "open", slow)
        hanging = threading.Thread(target=look, args=(far,))
        hanging.start()
        assert asked.wait(60)
        done = threading.Event()

        def use() -> None:
            store.append([set_answer("r1", answer("x"))])
            with Store.open(path, write=False) as reader:
                assert "x" in reader.answers("r1")
            done.set()

        threading.Thread(target=use, daemon=True).start()
        assert done.wait(60) and hanging.is_alive()
        answers.set()
        hanging.join()


def test_a_file_that_is_in_a_transaction_keeps_nobody_from_another(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.rdns"
    done = threading.Event()

    def use() -> None:
        with Store.create(other, recorder="Bo") as store:
            fill(store)
        done.set()

    with Store.create(path, recorder="Ann") as store, store._changing():
        threading.Thread(target=use, daemon=True).start()
        assert done.wait(60)


def test_a_turn_is_the_files_under_any_name_and_no_other_files(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for one in (path, other):
        one.write_bytes(b"")
    (link := tmp_path / "link").symlink_to(path)
    assert turn_at(path) is turn_at(link)
    first, second = turn_at(path), turn_at(other)
    assert first is not second
    with path.open("rb") as stream:
        assert turn_at(stream.fileno()) is first


def test_a_file_replaced_while_it_is_opened_is_refused(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its transactions would take the turn of the file that lay there before."""
    turns = iter([Turn(), Turn()])
    monkeypatch.setattr(connection, "turn_at", lambda _: next(turns))
    with pytest.raises(FileProblem, match="was moved, replaced or deleted"):
        Store.open(filled, write=True)
