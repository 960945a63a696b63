"""Where the program keeps its own small files: configuration and state. Nothing is created before something is written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_state_path

APP = "readiness"


def config_file() -> Path:
    """The configuration file: ``READINESS_CONFIG`` if set, else the platform's usual place."""
    named = os.environ.get("READINESS_CONFIG")
    if not named:
        return user_config_path(APP, appauthor=False) / "config.toml"
    try:
        return Path(named).expanduser()
    except RuntimeError:  # ~somebody who is nobody: the file will be missing
        return Path(named)


def recent_file() -> Path:
    """The list of files opened last."""
    return user_state_path(APP, appauthor=False) / "recent.json"


def tour_file() -> Path:
    """What is there once the tour need not be shown again."""
    return user_state_path(APP, appauthor=False) / "tour-seen"


def cache_folder() -> Path:
    """Where things lie that can be made anew at any time."""
    return user_cache_path(APP, appauthor=False)


def crash_log() -> Path:
    """Where a crash leaves its trace, readable by the user alone."""
    return user_state_path(APP, appauthor=False) / "crash.log"


def private_parent(path: Path) -> None:
    """Creates the folder of ``path``, readable by the user alone; existing folders keep their permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Replaces ``path`` with ``text`` in one step, mode 0600. Raises OSError."""
    private_parent(path)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)  # made 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
