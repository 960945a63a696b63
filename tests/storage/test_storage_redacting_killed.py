"""A redaction that is killed: the file is whole, and all of it was erased or nothing."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from redacting_cases import SECRET, redact, say_it_everywhere, stands_in
from storage_cases import answer, read_everything

from readiness.storage import (
    Kind,
    Store,
    files,
    redacting,
    set_answer,
)


def child_redacts(path: Path, kill_at: str) -> int:
    """Redacts in a process of its own, which kills itself there if told to; its id."""
    child = os.fork()
    if child:
        return child
    try:
        if kill_at:
            setattr(redacting if kill_at == "checked" else files, kill_at, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        with Store.open(path, write=True, recorder="Ann") as store:
            redact(store)
    finally:
        os._exit(0)


def require_either(path: Path) -> bool:
    """Whether the text is gone; the file is whole, and either nothing or all of it was erased."""
    with Store.open(path, write=True, recorder="Bo") as store:
        store.verify()
        read_everything(store)
        gone = store.history()[-1].kind is Kind.REDACTION_MADE
    assert stands_in(path.parent) != gone
    if not gone:
        # Killed before its journal was complete, it leaves one that SQLite neither needs nor removes: the next write does.
        with Store.open(path, write=True, recorder="Bo") as store:
            redact(store)
        assert not stands_in(path.parent)
    journal = Path(f"{path}-journal")
    assert not journal.exists() or journal.stat().st_size == 0
    return gone


@pytest.mark.parametrize("kill_at", ["checked", "replace", ""])
def test_killed_at_a_certain_point(path: Path, kill_at: str) -> None:
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
        store.copy_to(path.with_name(f"{path.name}.format-2.bak"))
    os.waitpid(child_redacts(path, kill_at), 0)
    assert require_either(path) == (not kill_at)


def unused_pages(path: Path) -> list[bytes]:
    """The pages that hold nothing, without the numbers by which each list of them finds its pages and the next list."""
    content = path.read_bytes()
    size, trunk = int.from_bytes(content[16:18], "big"), int.from_bytes(content[32:36], "big")
    pages = [content[at : at + size] for at in range(0, len(content), size)]
    found = []
    while trunk:
        numbers = [int.from_bytes(pages[trunk - 1][at : at + 4], "big") for at in range(0, size, 4)]
        found += [pages[leaf - 1] for leaf in numbers[2 : 2 + numbers[1]]] + [pages[trunk - 1][8 + 4 * numbers[1] :]]
        trunk = numbers[0]
    return found


def test_the_file_keeps_its_length_and_its_unused_pages_are_empty(path: Path) -> None:
    """SQLite ends the transaction first and shortens a file afterwards: a kill in between would leave its old end."""
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
        store.append([set_answer("r2", answer("x1", note=SECRET * 1_000))])
    size = path.stat().st_size
    with Store.open(path, write=True, recorder="Ann") as store:
        redact(store)
        store.verify()
    assert path.stat().st_size == size
    unused = unused_pages(path)
    assert len(unused) > 2 and not any(map(any, unused))


def test_killed_anywhere(tmp_path: Path) -> None:
    """Each run a little later than the one before, from the first moment until past the end of a whole one."""
    made = tmp_path / "made"
    with Store.create(made, recorder="Ann") as store:
        say_it_everywhere(store)
    runs = 24
    begun = time.perf_counter()
    whole = tmp_path / "whole" / "a"
    whole.parent.mkdir()
    whole.write_bytes(made.read_bytes())
    os.waitpid(child_redacts(whole, ""), 0)
    taken = time.perf_counter() - begun
    assert require_either(whole)
    chance = random.Random(7)
    for run in range(runs):
        path = tmp_path / f"run{run}" / "a"
        path.parent.mkdir()
        path.write_bytes(made.read_bytes())
        until = time.perf_counter() + taken * (run + chance.random()) / runs
        child = child_redacts(path, "")
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        require_either(path)
