"""The sentences of this layer: every way an assessment file can fail, as one FileProblem with what, where and what to do."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from readiness.errors import FileProblem

_WRITE_ERRORS = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_DELETE,
}


class Unsound(FileProblem):
    """What is in the file is not what any version of this program would have written."""


class Inconsistent(Unsound):
    """The state tables or the indexes are not what the log says: they can be made anew from it."""


@contextlib.contextmanager
def told_as_problems(path: Path) -> Iterator[None]:
    """Turns whatever SQLite or the operating system raises inside into the FileProblem that says it about ``path``.

    UnicodeDecodeError is among them because the driver fails so on a damaged name in an error message.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(path, error) from error
    except (UnicodeDecodeError, OverflowError) as error:
        raise damaged(path, "a value in it is not text or out of bounds") from error
    except OSError as error:
        raise from_os(path, error) from error


def from_sqlite(path: Path, error: sqlite3.Error) -> FileProblem:
    """The problem behind an SQLite error, by its extended result code."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and "decode" in str(error):
        return damaged(path, "a text in it is not UTF-8")
    if code is None:
        return FileProblem(f"{path} could not be used ({error}): open it again")
    if code == sqlite3.SQLITE_READONLY_ROLLBACK or (code == sqlite3.SQLITE_CANTOPEN and has_journal(path)):
        return interrupted(path)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return moved(path)
    if code in _WRITE_ERRORS:
        return FileProblem(
            f"{path} could not be written (disk error, quota or size limit): check the disk, then open it again; what was saved is kept"
        )
    return _by_primary_code(path, code & 0xFF, error)


def _by_primary_code(path: Path, primary: int, error: sqlite3.Error) -> FileProblem:
    match primary:
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return locked(path)
        case sqlite3.SQLITE_READONLY:
            return read_only(path)
        case sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH | sqlite3.SQLITE_CANTOPEN:
            return no_permission(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT | sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_ERROR:
            return damaged(path, str(error))
        case sqlite3.SQLITE_CONSTRAINT:
            return FileProblem(
                f"{path} did not take the entry, which contradicts one in it ({error}), so nothing was written: open it again"
            )
        case _:
            return FileProblem(f"{path} could not be read or written ({error}): check the disk, then open it again")


def from_os(path: Path, error: OSError) -> FileProblem:
    """The problem behind an error of the operating system."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return missing(path)
        case errno.EISDIR:
            return FileProblem(f"{path} is a folder, not an assessment file: name a file in it")
        case errno.EEXIST:
            return exists(path)
        case errno.EACCES | errno.EPERM:
            return no_permission(path)
        case errno.EROFS:
            return read_only(path)
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return disk_full(path)
        case _:
            return FileProblem(f"{path} could not be used ({error.strerror or error}): check the path and the disk")


def missing(path: Path) -> FileProblem:
    """There is no such file, or no such folder."""
    return FileProblem(f"{path} does not exist: check the path, or create the assessment first")


def exists(path: Path) -> FileProblem:
    """A file to be created is already there."""
    return FileProblem(f"{path} already exists, and was left as it is: choose another name, or open it")


def not_sqlite(path: Path) -> FileProblem:
    """The file is something else."""
    return FileProblem(f"{path} is not an assessment file (not an SQLite file), and was left as it is: name the right file")


def not_ours(path: Path) -> FileProblem:
    """An SQLite file of another program."""
    return FileProblem(f"{path} is an SQLite file of another program, and was left as it is: name an assessment file")


def newer(path: Path, found: int, known: int) -> FileProblem:
    """A file of a later version of this program."""
    return FileProblem(
        f"{path} has format {found}, this program knows up to {known}: update readiness to open it; the file was left as it is"
    )


def damaged(path: Path, detail: str) -> Unsound:
    """The bytes make no sense: the sentence carries what was found first."""
    return Unsound(f"{path} is damaged ({' '.join(detail.split())[:200]}): restore a backup of it; it was left as it is")


def inconsistent(path: Path, what: str) -> Inconsistent:
    """The log is sound, what is derived from it is not."""
    return Inconsistent(f"{path} is not sound, some of its rows are not what its history says ({what})")


def untrusted(path: Path, what: str) -> FileProblem:
    """The schema is not exactly the one this program makes; a trigger or view could run what its author wished."""
    return FileProblem(
        f"{path} holds {what[:200]}, which this program never makes, so it was not opened: use a copy from a source you trust"
    )


def no_permission(path: Path) -> FileProblem:
    """The user may not read, write or create there."""
    return FileProblem(f"{path} may not be opened by this user (no permission on the file or a folder above it): change its permissions")


def read_only(path: Path) -> FileProblem:
    """The file or its folder cannot be written; reading may well work."""
    return FileProblem(f"{path} or its folder is read-only, so nothing was written: copy the file to a folder you may write to")


def opened_for_reading(path: Path) -> FileProblem:
    """A write was asked of a store opened without ``write``."""
    return FileProblem(f"{path} was opened for reading only, so nothing was written: open it for writing")


def disk_full(path: Path) -> FileProblem:
    """No space, quota or size left."""
    return FileProblem(f"{path} could not grow, because the disk is full: free some space and try again; what was saved before is kept")


def locked(path: Path) -> FileProblem:
    """Another program held the file for longer than the busy timeout."""
    return FileProblem(f"{path} is being written by another program, so nothing was done: close that program or try again in a moment")


def moved(path: Path) -> FileProblem:
    """Under that name lies another file by now, or none."""
    return FileProblem(f"{path} was moved, replaced or deleted while it was open, so nothing was written: open the file again")


def interrupted(path: Path) -> FileProblem:
    """A write was cut short, and undoing it means writing, which a reader does not do."""
    return FileProblem(
        f"{path} was left in the middle of a write and reading alone cannot repair it: keep its -journal file beside it, open for writing"
    )


def in_other_mode(path: Path) -> FileProblem:
    """Another program switched the file to a write-ahead log and left changes in it."""
    return FileProblem(f"{path} has unmerged changes of another program in its -wal file: close that program, or open the file for writing")


def invalid_row(path: Path, table: str, key: str, error: Exception) -> Unsound:
    """A row that no version of this program would have written; the value itself is not repeated, it may be private."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        reason = ": ".join(filter(None, (".".join(str(step) for step in first["loc"]), first["msg"])))
    else:
        reason = str(error)
    reason = " ".join(reason.split())[:200]
    return Unsound(f"{path} holds an invalid row in table {table}, {key[:120]} ({reason}): restore a backup of it")


def has_journal(path: Path) -> bool:
    """Whether a rollback journal lies beside the file."""
    return path.with_name(path.name + "-journal").exists()
