"""Writes a finished report in one step: complete and private under its name, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from readiness.errors import ReadinessError
from readiness.storage.files import sync_folder


class Cancelled(ReadinessError):
    """The person stopped a report while it was being made; nothing was written."""


def write_atomically(target: Path, content: bytes) -> None:
    """Puts ``content`` under ``target``, mode 0600, replacing what was there; raises ReadinessError and leaves no trace if it cannot."""
    temporary: str | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, temporary = tempfile.mkstemp(prefix=".readiness-", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
        temporary = None
        sync_folder(target.parent)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ReadinessError(f"{target}: cannot be written ({reason}); choose another file name or check the folder.") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
