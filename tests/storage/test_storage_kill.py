"""SIGKILL at any moment: every answer that was shown as saved is in the file.

When the program is not in a commit the main file copied alone is whole, also in a read-only folder. In the few microseconds in which
a commit writes its pages, a copy needs the ``-journal`` file beside it; a killed program's file reopened in place has it.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from storage_cases import fill, folder_state, in_child, read_everything

from readiness.storage import Store

HERE = Path(__file__).parent
IDLE_RUNS = 12
BUSY_RUNS = 30
BURST = 400


class Answering:
    """The program in a process of its own, asked through its standard input."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "answering.py"), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        )
        self.saved: list[str] = []

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def ask(self, numbers: range) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{number}\n" for number in numbers).encode())
        self.process.stdin.flush()

    def take(self, count: int) -> None:
        assert self.process.stdout is not None
        self.saved += [self.process.stdout.readline().decode().strip() for _ in range(count)]

    def kill(self) -> None:
        """SIGKILL; then takes the lines that were written before it."""
        if self.process.returncode is None:
            self.process.kill()
            assert self.process.stdout is not None and self.process.stdin is not None
            self.saved += self.process.stdout.read().decode().split()
            self.process.wait()
            self.process.stdout.close()
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "acme.rdns"
    with Store.create(path, recorder="Ann") as store:
        fill(store, 0)
    return path


def require_saved(store: Store, saved: list[str]) -> int:
    """Checks every answer shown as saved, and returns how many more there are."""
    answers = store.answers("r1")
    for number in saved:
        found = answers[f"q{number}"].answer
        assert (found.note, found.evidence[0].reference) == (number * 400, f"ticket {number}")
    store.verify()
    read_everything(store)
    return len(answers) - 1 - len(saved)


def test_the_file_copied_alone_right_after_saved(file: Path, tmp_path: Path) -> None:
    """Half of the copies are taken while the program lives and waits, half after it was killed."""
    total = 0
    for run in range(IDLE_RUNS):
        with Answering(file) as program:
            program.wait_until_ready()
            program.ask(range(total, total + 1 + run % 3))
            program.take(1 + run % 3)
            total += 1 + run % 3
            if run % 2:
                program.kill()
            folder = tmp_path / f"copy{run}"
            folder.mkdir()
            alone = folder / file.name
            shutil.copyfile(file, alone)
        alone.chmod(0o444)
        folder.chmod(0o555)
        before = folder_state(folder)
        with Store.open(alone, write=False) as store:
            assert require_saved(store, [str(number) for number in range(total)]) == 0
        assert folder_state(folder) == before
        folder.chmod(0o755)


def test_the_copy_is_readable_by_an_unprivileged_user(file: Path, open_folder: Path) -> None:
    with Answering(file) as program:
        program.wait_until_ready()
        program.ask(range(3))
        program.take(3)
        program.kill()
    alone = open_folder / file.name
    shutil.copyfile(file, alone)
    alone.chmod(0o444)
    open_folder.chmod(0o555)

    def attempt() -> None:
        with Store.open(alone, write=False) as store:
            assert require_saved(store, ["0", "1", "2"]) == 0

    assert in_child(attempt, as_nobody=True) == ""


def test_killed_while_writing(file: Path) -> None:
    """The program is asked for a burst and killed somewhere in it; then the file is reopened in place."""
    chance = random.Random(20260)
    saved: list[str] = []
    more = 0
    interrupted = 0
    for run in range(BUSY_RUNS):
        with Answering(file) as program:
            program.wait_until_ready()
            program.ask(range(run * BURST, (run + 1) * BURST))
            program.take(chance.randrange(1, 12))
            # A busy wait of a random part of one commit, so that the kill falls anywhere in it.
            until = time.perf_counter() + chance.random() * 0.003
            while time.perf_counter() < until:
                pass
            program.kill()
        assert 0 < len(program.saved) < BURST
        saved += program.saved
        interrupted += Path(f"{file}-journal").exists()
        with Store.open(file, write=True, recorder="Bo") as store:
            # At most the one answer that was durable, but not yet shown, when the kill came.
            now = require_saved(store, saved)
            assert now - more in (0, 1)
            more = now
        with Store.open(file, write=False) as store:
            assert len(store.answers("r1")) == 1 + len(saved) + more
    # The kills did meet transactions, else this test would prove nothing.
    assert interrupted > 0
