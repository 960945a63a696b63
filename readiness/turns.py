"""Turns at a file: closing any descriptor of one drops all the POSIX locks this process has on it, also those of SQLite."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from weakref import WeakValueDictionary


class Turn:
    """What one thread at a time holds: through each transaction on a file, and to close a descriptor of it. It may take it again."""

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._lock.release()


# By device and inode, under whatever name: each lives as long as anybody holds or keeps it. A file that hangs, as on a share that
# does not answer, keeps nobody from another one.
_TURNS: WeakValueDictionary[tuple[int, int], Turn] = WeakValueDictionary()
_FINDING = threading.Lock()


def turn_at(file: Path | int) -> Turn:
    """The turn at the file of that name or open descriptor, the same for all of them. Raises OSError."""
    found = os.fstat(file) if isinstance(file, int) else file.stat()
    with _FINDING:
        return _TURNS.setdefault((found.st_dev, found.st_ino), Turn())


@contextlib.contextmanager
def opened(path: Path, flags: int = 0) -> Iterator[BinaryIO]:
    """A file open for reading, closed when nobody of this process is in a transaction on it. Raises OSError.

    Whatever reads a file that a person named reads it so: it may be the assessment itself.
    """
    descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            yield stream
    finally:
        with turn_at(descriptor):
            os.close(descriptor)
