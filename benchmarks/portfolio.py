"""A portfolio of generated files against a bare SQLite open of the same files, in the same run: a ratio, and the memory it takes."""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from readiness.assessment import Assessment
from readiness.portfolio import files_in, rows
from readiness.shipped import shipped_library
from scoring.model import Answer

FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000


def generate(folder: Path, files: int) -> None:
    """That many files: copies of four companies, half on the quick and half on the full set, everything answered."""
    chance = random.Random(7)
    library = shipped_library()
    made = []
    for number in range(4):
        path = folder / f"{number:04}.readiness"
        with Assessment.create(
            path, f"Company {number}", question_set="full" if number % 2 else "quick", recorder="Benchmark", library=library
        ) as one:
            one.answer_all(Answer(question=question.id, level=str(chance.randrange(6))) for question in one.questions)  # type: ignore[arg-type]
        made.append(path)
    for number in range(len(made), files):
        shutil.copyfile(made[number % len(made)], folder / f"{number:04}.readiness")


def bare(folder: Path) -> int:
    """Opens each file with SQLite alone and counts its events."""
    count = 0
    for path in files_in(folder):
        db = sqlite3.connect(path)
        count += int(db.execute("SELECT count(*) FROM events").fetchone()[0])
        db.close()
    return count


def least(work: Callable[[], object], runs: int = 3) -> float:
    """The least processor time of some runs, in seconds: the machine may have other things to do."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Prints files a second, the ratio to a bare SQLite open and count, and the peak of traced memory for a tenth and for more."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, FILES)
        size = sum(path.stat().st_size for path in folder.iterdir())
        alone = least(lambda: bare(folder))
        taken = least(lambda: sum(1 for _ in rows(files_in(folder))))
        print(f"{FILES} files, {size / 1e6:.0f} MB: {taken:.1f} s, {FILES / taken:.0f} files a second, ", end="")
        print(f"{taken / alone:.0f} x opening each with SQLite and counting its events")
        for files in (FILES // 10, FILES // 5):
            tracemalloc.start()
            paths = (path for number, path in enumerate(files_in(folder)) if number < files)
            for _ in rows(paths):
                pass
            print(f"{files:6} files: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB at the peak")
            tracemalloc.stop()


if __name__ == "__main__":
    main()
