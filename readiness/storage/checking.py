"""Whether a file is sound: its pages and indexes, each event and library text, and the state tables against the log."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from readiness.storage import libraries, log, problems, state

_INDEXES = "the indexes"


class Repaired(NamedTuple):
    """What was made anew, as `faults` counts it, and the copy of the file as it was."""

    rows: Mapping[str, int]
    backup: Path


def faults(copy: sqlite3.Connection, path: Path) -> dict[str, int]:
    """How many rows the log would have otherwise, by state table, and how many entries of the indexes are wrong; empty for a sound file.

    Mends them in ``copy``, which nothing else may need; the caller holds the transaction. Raises Unsound for what the log does not mend.
    """
    broken = _integrity(copy)
    try:
        copy.execute("REINDEX")
    except sqlite3.IntegrityError as error:
        raise problems.damaged(path, str(error)) from error
    if left := _integrity(copy):
        raise problems.damaged(path, left[0])
    for event in log.history(copy, path):
        log.require_sound(path, event)
    for (name,) in copy.execute("SELECT hash FROM libraries").fetchall():
        libraries.get(copy, path, name)
    before = state.dump(copy)
    log.rebuild(copy, path)
    found = {table: _differing(before[table], rows) for table, rows in state.dump(copy).items() if before[table] != rows}
    if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise problems.damaged(path, "its history refers to an event that is missing")
    return found | ({_INDEXES: len(broken)} if broken else {})


def worded(found: Mapping[str, int]) -> str:
    """The faults in words: ``2 in answers, 1 in item questions``."""
    return ", ".join(f"{count} in {name.replace('_', ' ')}" for name, count in found.items())


def _differing(one: str, other: str) -> int:
    """A row that was changed counts once."""
    left, right = Counter(filter(None, one.split("\n"))), Counter(filter(None, other.split("\n")))
    return max((left - right).total(), (right - left).total())


def _integrity(db: sqlite3.Connection) -> list[str]:
    return [str(found) for (found,) in db.execute("PRAGMA integrity_check") if found != "ok"]
