"""Reads a user's file whole, up to a bound, with the errors people really meet in clear words."""

from __future__ import annotations

from pathlib import Path

from readiness.errors import ReadinessError

MAX_BYTES = 10_000_000


def read_bounded(path: Path) -> bytes:
    """The file's bytes. Raises ReadinessError if it is missing, a folder, unreadable or too large."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadinessError(f"{path}: no such file; check the name.") from None
    except IsADirectoryError:
        raise ReadinessError(f"{path}: is a folder; name a file in it.") from None
    except (OSError, ValueError) as error:
        raise ReadinessError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check its permissions.") from None
    if len(raw) > MAX_BYTES:
        raise ReadinessError(f"{path}: has more than {MAX_BYTES:,} bytes; split it.")
    return raw
