"""Opening and creating: from a path to a connection whose file is known to be ours, whole, trusted and in the newest format."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from readiness.storage import connection, files, formats, problems
from readiness.storage.connection import Connection
from readiness.storage.formats import Formats


def create(path: Path, known: Formats, meta: dict[str, str]) -> None:
    """Creates the file, complete and durable. Raises FileProblem when something is there already or it can't be written."""
    with problems.told_as_problems(path):
        files.write_new(path, formats.new_file(known, meta))


def open_for_reading(path: Path, known: Formats) -> Connection:
    """A connection that never alters the file nor makes one beside it; an older format is brought up in a memory copy.

    Raises FileProblem: see `problems` for each way.
    """
    header = _our_header(path, known)
    with problems.told_as_problems(path):
        if header.wal and _size(path.with_name(path.name + "-wal")):
            raise problems.in_other_mode(path)
        # A file in write-ahead mode would get a -shm file beside it, unless it is promised not to change.
        db = connection.connect(path, mode="ro", immutable=header.wal)
        with _closed_on_error(db):
            found = _require_ours(db, path, known)
            if found == len(known):
                return db
            copy = connection.memory_copy(db)
        db.close()
        with _closed_on_error(copy):
            with connection.writing(copy):
                formats.migrate(copy, path, known)
            copy.execute("PRAGMA query_only=on")
            return copy


def open_for_writing(path: Path, known: Formats) -> Connection:
    """A connection that writes; a file in an older format is first kept beside as FILE.format-N.bak, then brought up.

    A write that was cut short is undone by SQLite here. Raises FileProblem: see `problems` for each way.
    """
    _our_header(path, known)
    files.require_writable(path)
    with problems.told_as_problems(path):
        db = connection.connect(path, mode="rw")
        with _closed_on_error(db):
            if _require_ours(db, path, known) < len(known):
                _migrate_file(db, path, known)
            return db


def _our_header(path: Path, known: Formats) -> files.Header:
    """The header, when it says the file is one this program can open: decided before SQLite sees a byte of it."""
    header = files.read_header(path)
    if header.application_id != files.APPLICATION_ID:
        raise problems.not_ours(path)
    if header.format > len(known):
        raise problems.newer(path, header.format, len(known))
    return header


def _require_ours(db: Connection, path: Path, known: Formats) -> int:
    """The file's format, once its schema and pages have been checked as one moment's; SQLite may just have repaired the header."""
    with connection.reading(db):
        if connection.integer(db, "application_id") != files.APPLICATION_ID:
            raise problems.not_ours(path)
        found = connection.integer(db, "user_version")
        if found > len(known):
            raise problems.newer(path, found, len(known))
        if found < 1:
            raise problems.damaged(path, f"format {found}")
        formats.require_schema(db, path, known[:found])
        connection.quick_check(db, path)
    return found


def _migrate_file(db: Connection, path: Path, known: Formats) -> None:
    # Off, because a migration may replace a table others refer to, and this cannot be changed inside a transaction.
    db.execute("PRAGMA foreign_keys=off")
    with connection.writing(db):
        found = connection.integer(db, "user_version")
        if found < len(known):
            files.write_backup(path, found, db.serialize())
            formats.migrate(db, path, known)
    db.execute("PRAGMA foreign_keys=on")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@contextlib.contextmanager
def _closed_on_error(db: Connection) -> Iterator[None]:
    """Closes a connection when the block fails, so that a refused file is not kept locked."""
    try:
        yield
    except BaseException:
        db.close()
        raise
