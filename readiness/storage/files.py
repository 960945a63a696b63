"""Assessment files as the operating system sees them: header, permissions, creation. Knows no SQL."""

from __future__ import annotations

import contextlib
import os
import stat
from itertools import count
from pathlib import Path
from typing import NamedTuple

from readiness.errors import FileProblem
from readiness.storage import problems
from readiness.turns import opened

APPLICATION_ID = 0x52444E53
"""``PRAGMA application_id`` of an assessment file, "RDNS": tells it from any other SQLite file."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


class Header(NamedTuple):
    """What the first 100 bytes of an SQLite file say (https://sqlite.org/fileformat2.html#the_database_header)."""

    application_id: int
    format: int
    wal: bool


def read_header(path: Path) -> Header:
    """The header of an SQLite file, read without SQLite.

    Raises FileProblem when the file is missing, a folder or a device, not readable, empty, or not an SQLite file.
    """
    # O_NONBLOCK: a named pipe must not hang the program.
    with problems.told_as_problems(path), opened(path, os.O_NONBLOCK) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise problems.not_sqlite(path)
        head = stream.read(_HEADER_BYTES)
    if not head:
        raise FileProblem(f"{path} is empty, its creation was probably cut short: delete it and create the assessment again")
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        raise problems.not_sqlite(path)
    return Header(application_id=int.from_bytes(head[68:72]), format=int.from_bytes(head[60:64]), wal=head[18] == 2 or head[19] == 2)


def is_assessment(path: Path) -> bool:
    """Whether the file's header says it is an assessment file, whole or not; False for what cannot be read."""
    try:
        return read_header(path).application_id == APPLICATION_ID
    except FileProblem:
        return False


def require_writable(path: Path) -> None:
    """Raises FileProblem when the file, or the folder its journal has to lie in, cannot be written by this user."""
    real = path.resolve()
    if not (os.access(real, os.W_OK) and os.access(real.parent, os.W_OK | os.X_OK)):
        raise problems.read_only(path)


def write_new(path: Path, content: bytes) -> None:
    """Writes a new private file (0600 from its first moment) and makes it durable; folders it needs are made 0700.

    Raises FileProblem when something is there already, and removes what it began when it cannot finish.
    """
    with problems.told_as_problems(path):
        _make_folders(path.absolute().parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            sync_folder(path.absolute().parent)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def write_backup(path: Path, found: int, content: bytes) -> Path:
    """Keeps ``content``, the file in format ``found``, beside it: FILE.format-N.bak, or FILE.format-N.2.bak and on.

    Returns the path that was free. Raises FileProblem when it cannot be written.
    """
    for number in count(1):
        backup = path.with_name(f"{path.name}.format-{found}{'' if number == 1 else f'.{number}'}.bak")
        if not os.path.lexists(backup):
            write_new(backup, content)
            return backup
    raise AssertionError("count() never ends")


def replace(path: Path, content: bytes) -> None:
    """Replaces a file in one step by a private, durable one of that content. Raises FileProblem; then it is as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with problems.told_as_problems(path):
        beside.unlink(missing_ok=True)
        write_new(beside, content)
        try:
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.absolute().parent)


def _make_folders(folder: Path) -> None:
    """Makes the folders that are missing, each 0700: ``mkdir(parents=True)`` would leave those above open to all."""
    absent = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(absent):
        one.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes a new name in a folder durable; some network file systems can't, and then nothing more can be done."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
