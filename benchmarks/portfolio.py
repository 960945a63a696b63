"""A portfolio of generated files against reading the same files' bytes, in the same run: a ratio, and the memory it takes."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
import tracemalloc
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


def main() -> None:
    """Prints seconds, the ratio to reading the bytes, and the peak of traced memory for a tenth of the files and for all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, FILES)
        start = time.perf_counter()
        size = sum(len(path.read_bytes()) for path in folder.iterdir())
        reading = time.perf_counter() - start
        start = time.perf_counter()
        count = sum(1 for _ in rows(files_in(folder)))
        taken = time.perf_counter() - start
        print(f"{count} files, {size / 1e6:.0f} MB: {taken:.1f} s, {1000 * taken / count:.1f} ms a file, ", end="")
        print(f"{taken / reading:.0f} x reading their bytes")
        for files in (FILES // 10, FILES // 5):
            tracemalloc.start()
            paths = (path for number, path in enumerate(files_in(folder)) if number < files)
            for _ in rows(paths):
                pass
            print(f"{files:6} files: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB at the peak")
            tracemalloc.stop()


if __name__ == "__main__":
    main()
