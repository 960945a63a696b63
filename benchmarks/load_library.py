"""Loading the shipped library, from YAML and from its checked cache, against reading it as already-parsed JSON, in the same run."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from questionnaires.loader import canonical_text, load_library
from readiness.shipped import shipped_library

RUNS = 30
ALLOWED_MS = 50


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall time of one call in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Prints median milliseconds, the ratio to plain JSON and the difference from it, first for the YAML, then for the cache."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        text = canonical_text(shipped_library(cache=cache))
        parsed = median_ms(lambda: json.loads(text))
        print(f"json.loads of {len(text):,} characters: {parsed:.1f} ms")
        for name, work, runs in (("YAML", load_library, 5), ("cache", lambda: shipped_library(cache=cache), RUNS)):
            took = median_ms(work, runs)
            print(f"library from {name:5}: {took:8.1f} ms, {took / parsed:6.1f} x, {took - parsed:+8.1f} ms")
        print(f"the cache is to stay within {ALLOWED_MS} ms of plain JSON; it knows its files and itself by SHA-256")


if __name__ == "__main__":
    main()
