"""Opening and creating: from a path to a connection whose file is known to be ours, whole, trusted and in the newest format."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from readiness.storage import connection, files, formats, problems
from readiness.storage.sqlite import Database, Migrations


def create(path: Path, migrations: Migrations, meta: dict[str, str]) -> None:
    """Creates the file, complete and durable. Raises FileProblem when something is there already or it can't be written."""
    with problems.told_as_problems(path):
        files.write_new(path, formats.new_file(migrations, meta))


def open_for_reading(path: Path, migrations: Migrations) -> Database:
    """A connection that never alters the file nor makes one beside it; an older format is brought up in a memory copy.

    Raises FileProblem: see `problems` for each way.
    """
    header = _our_header(path, migrations)
    with problems.told_as_problems(path):
        if header.wal and _size(path.with_name(path.name + "-wal")):
            raise problems.in_other_mode(path)
        # A file in write-ahead mode would get a -shm file beside it, unless it is promised not to change.
        db = connection.connect(path, mode="ro", immutable=header.wal)
        with _closed_on_error(db):
            found = _require_ours(db, path, migrations)
            if found == formats.newest(migrations):
                return db
            copy = connection.memory_copy(db)
        db.close()
        with _closed_on_error(copy):
            with connection.writing(copy):
                formats.migrate(copy, path, migrations)
            copy.execute("PRAGMA query_only=on")
            return copy


def open_for_writing(path: Path, migrations: Migrations) -> Database:
    """A connection that writes; a file in an older format is first kept beside as FILE.format-N.bak, then brought up.

    A write that was cut short is undone by SQLite here. Raises FileProblem: see `problems` for each way.
    """
    _our_header(path, migrations)
    files.require_writable(path)
    with problems.told_as_problems(path):
        db = connection.connect(path, mode="rw")
        with _closed_on_error(db):
            if _require_ours(db, path, migrations) < formats.newest(migrations):
                _migrate_file(db, path, migrations)
            return db


def _our_header(path: Path, migrations: Migrations) -> files.Header:
    """The header, when it says the file is one this program can open: decided before SQLite sees a byte of it."""
    header = files.read_header(path)
    if header.application_id != files.APPLICATION_ID:
        raise problems.not_ours(path)
    if header.format > formats.newest(migrations):
        raise problems.newer(path, header.format, formats.newest(migrations))
    return header


def _require_ours(db: Database, path: Path, migrations: Migrations) -> int:
    """The file's format, once its schema and pages have been checked as one moment's; SQLite may just have repaired the header."""
    with connection.reading(db):
        if connection.integer(db, "application_id") != files.APPLICATION_ID:
            raise problems.not_ours(path)
        found = connection.integer(db, "user_version")
        if found > formats.newest(migrations):
            raise problems.newer(path, found, formats.newest(migrations))
        if found < 1:
            raise problems.damaged(path, f"format {found}")
        formats.require_schema(db, path, migrations, found)
        connection.quick_check(db, path)
    return found


def _migrate_file(db: Database, path: Path, migrations: Migrations) -> None:
    # Off, because a migration may replace a table others refer to, and this cannot be changed inside a transaction.
    db.execute("PRAGMA foreign_keys=off")
    with connection.writing(db):
        found = connection.integer(db, "user_version")
        if found < formats.newest(migrations):
            files.write_backup(path, found, db.conn.serialize())
            formats.migrate(db, path, migrations)
    db.execute("PRAGMA foreign_keys=on")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


@contextlib.contextmanager
def _closed_on_error(db: Database) -> Iterator[None]:
    """Closes a connection when the block fails, so that a refused file is not kept locked."""
    try:
        yield
    except BaseException:
        db.close()
        raise
