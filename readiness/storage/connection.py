"""Connections: how SQLite is opened, set and locked. Every transaction of the layer goes through here."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from readiness.storage import problems
from readiness.turns import Turn, turn_at

BUSY_SECONDS = 5.0
"""How long to wait for another program's transaction; ours take about a millisecond."""

_LONGEST_VALUE = 64 * 2**20
"""Bytes of the largest value read or written: an untrusted file must not fill the memory with one."""

# temp_store: answers never reach a temporary folder. cell_size_check and trusted_schema: https://sqlite.org/security.html
_SETTINGS = "trusted_schema=off", "cell_size_check=on", "foreign_keys=on", "temp_store=memory", "mmap_size=0", "cache_size=-500"
# cache_spill: the main file is touched in the moment of a commit only, so a copy of it alone is whole at any other.
# secure_delete: what was typed and not wanted after all is not to stay in an unused page.
_WRITER_SETTINGS = "synchronous=extra", "cache_spill=off", "secure_delete=on"


class Connection(sqlite3.Connection):
    """A connection with its file's turn, which all that asks or writes by it holds to its end, in `reading`, `writing` or `replacing`.

    So any thread may use it, and a store over it: a screen lets a worker open a file, or write to it, and goes on with the same one. No
    two threads are ever inside one file, and none closes a descriptor of a file that another is inside of; files of other names wait for
    nobody. What keeps what it read, such as an assessment, is one thread's at a time all the same: a worker gets one of its own over the
    same store, or what was read before it starts.
    """

    turn: Turn


def connect(path: Path, *, mode: Literal["ro", "rw"], immutable: bool = False) -> Connection:
    """Opens an existing file; ``ro`` never writes a byte. ``immutable`` promises that nobody changes the file meanwhile.

    Raises sqlite3.Error, as everything in this module does, and FileProblem when the rollback journal cannot be had.
    """
    uri = f"file://{quote(os.fsencode(path.absolute()))}?mode={mode}{'&immutable=1' if immutable else ''}"
    turn = turn_at(path)
    with turn:
        db = _prepared(_connected(uri, turn))
        try:
            # Whoever replaces the file at this very moment would leave it under the turn of another.
            if turn_at(path) is not turn:
                raise problems.moved(path)
            if mode == "ro":
                db.execute("PRAGMA query_only=on")
            else:
                _prepare_writer(db, path)
        except BaseException:
            db.close()
            raise
    return db


def _connected(uri: str, turn: Turn) -> Connection:
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=Connection)
    db.turn = turn
    return db


def _prepare_writer(db: Connection, path: Path) -> None:
    for setting in _WRITER_SETTINGS:
        db.execute(f"PRAGMA {setting}")
    # Another program may have switched the file to a write-ahead log, of which a lone copy is not readable. Being the first
    # look into the file, this also undoes a write that was cut short.
    if db.execute("PRAGMA journal_mode=delete").fetchone()[0] != "delete":
        raise problems.locked(path)


def in_memory() -> Connection:
    """An empty database that touches no disk."""
    return _prepared(_connected(":memory:", Turn()))


def memory_copy(db: Connection) -> Connection:
    """The content of a database as it is now, in memory."""
    copy = in_memory()
    try:
        with reading(db):
            # Holding the read lock first: a backup waits for ever for one that another program keeps.
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            db.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def _prepared(db: Connection) -> Connection:
    try:
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        for setting in _SETTINGS:
            db.execute(f"PRAGMA {setting}")
    except BaseException:
        db.close()
        raise
    return db


@contextlib.contextmanager
def writing(db: Connection, *, wait: bool = True) -> Iterator[None]:
    """One write transaction, durable when the block is left without an error and without a trace otherwise.

    The lock is taken at once, so that what is read inside is still true when it is written. Without ``wait`` it fails at once where
    another program has the file, see `busy`.
    """
    with db.turn, _patience(db, wait):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself on some errors; a second failure must not hide the first.
            with contextlib.suppress(sqlite3.Error):
                db.rollback()
            raise


@contextlib.contextmanager
def _patience(db: Connection, wait: bool) -> Iterator[None]:
    if wait:
        yield
        return
    db.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout={1_000 * BUSY_SECONDS:.0f}")


def busy(error: sqlite3.Error) -> bool:
    """Whether this says that another program has the file just now."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextlib.contextmanager
def attempt(db: Connection) -> Iterator[None]:
    """A part of a transaction that leaves no trace if it fails, while the rest of it stands; the caller holds the transaction."""
    db.execute("SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        # Some errors end the whole transaction, this part with it.
        if db.in_transaction:
            db.execute("ROLLBACK TO attempt")
            db.execute("RELEASE attempt")
        raise
    db.execute("RELEASE attempt")


@contextlib.contextmanager
def replacing(db: Connection) -> Iterator[Connection]:
    """A copy in memory that is written over the whole file, in one transaction, when the block is left without an error.

    Nobody else reads or writes the file meanwhile. Every page is written anew, unused ones as zeros, so nothing stays of what was
    taken out of the copy, except in the file's journal until that is deleted with the transaction. The file gets no shorter: SQLite
    would cut off its end only after that, and a kill in between would leave the old one.
    """
    with db.turn:
        # Keeps the lock between the transactions: https://sqlite.org/pragma.html#pragma_locking_mode
        db.execute("PRAGMA locking_mode=exclusive")
        try:
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")
            # In this mode a deleted journal would be kept with its old pages, a truncated one is empty.
            db.execute("PRAGMA journal_mode=truncate")
            copy = memory_copy(db)
            try:
                yield copy
                copy.execute("VACUUM")
                _lengthen(copy, integer(db, "page_count"))
                copy.backup(db)
            finally:
                copy.close()
        finally:
            # Where the lock was never had, none of this is possible or needed; a failure must not hide the first one.
            with contextlib.suppress(sqlite3.Error):
                db.execute("PRAGMA journal_mode=delete")
                db.execute("PRAGMA locking_mode=normal")
                # The lock is given back by the next look into the file.
                db.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _lengthen(copy: Connection, pages: int) -> None:
    """Adds unused pages of zeros until the copy has as many as are given, if it has fewer."""
    copy.execute("PRAGMA secure_delete=on")
    copy.execute("CREATE TABLE filling (zeros BLOB)")
    size = integer(copy, "page_size")
    while (missing := pages - integer(copy, "page_count")) > 0:
        copy.execute("INSERT INTO filling VALUES (zeroblob(?))", (min(missing * size, _LONGEST_VALUE // 2),))
    copy.execute("DROP TABLE filling")


@contextlib.contextmanager
def reading(db: Connection) -> Iterator[None]:
    """One read transaction: all queries inside see the same moment."""
    with db.turn:
        db.execute("BEGIN")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                db.rollback()


def integer(db: Connection, pragma: Literal["application_id", "user_version", "data_version", "page_count", "page_size"]) -> int:
    """The value of a pragma that is a number."""
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])


def quick_check(db: Connection, path: Path) -> None:
    """Raises FileProblem when a page, cell or row does not hold together; the caller holds the read transaction."""
    pages, size = integer(db, "page_count"), integer(db, "page_size")
    # SQLite takes a last page that was cut short for one that ends in zeros.
    if path.stat().st_size < pages * size:
        raise problems.damaged(path, "its end is missing")
    found = db.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise problems.damaged(path, str(found[0]) if found else "quick check says nothing")
