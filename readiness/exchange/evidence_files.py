"""Local files that are named as evidence: found, and known again by SHA-256, size and date. Their content is never kept."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from questionnaires.wording import shortened
from readiness.errors import ReadinessError

MOST_BYTES = 200_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file as it was read: SHA-256 in hex, size in bytes, the day it was last written."""

    sha256: str
    size: int
    written: date


def local_file(reference: str, beside: Path) -> Path | None:
    """The file that a reference names: from the working folder or, failing that, from ``beside``; None if there is none."""
    if not reference.strip() or "://" in reference:
        return None
    try:
        named = Path(reference.strip()).expanduser()
        return next((path for path in (named.absolute(), beside / named) if path.is_file()), None)
    except (OSError, ValueError, RuntimeError):
        # Too long for a path, a NUL byte, the home of somebody who is nobody: a ticket or a sentence, then.
        return None


def fingerprint(path: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> Fingerprint | None:
    """Reads a file once, chunk by chunk; None when cancelled. ``progress`` gets the share read (0-1).

    Raises ReadinessError for a file that can't be read, is no ordinary file, or is larger than 200 MB.
    """
    try:
        # Without waiting: a pipe with nobody at its other end would hold the reader for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            known = os.fstat(stream.fileno())
            if not stat.S_ISREG(known.st_mode):
                raise ReadinessError(f"{_name(path)} is no ordinary file: it is kept by its name alone.")
            digest, read = hashlib.sha256(), 0
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > MOST_BYTES:
                    raise ReadinessError(f"{_name(path)} is larger than 200 MB: it is kept by its name alone.")
                if cancelled():
                    return None
                digest.update(chunk)
                progress(min(1.0, read / max(known.st_size, read)))
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise ReadinessError(f"{_name(path)}: {reason}; it is kept by its name alone.") from None
    return Fingerprint(digest.hexdigest(), read, datetime.fromtimestamp(known.st_mtime).date())


def _name(path: Path) -> str:
    return shortened("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in path.name), 60)
