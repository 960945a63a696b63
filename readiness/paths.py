"""Where the program keeps its own small files: configuration and state. Nothing is created before something is written."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path, user_state_path

APP = "readiness"


def config_file() -> Path:
    """The configuration file: ``READINESS_CONFIG`` if set, else the platform's usual place."""
    named = os.environ.get("READINESS_CONFIG")
    return Path(named).expanduser() if named else user_config_path(APP, appauthor=False) / "config.toml"


def recent_file() -> Path:
    """The list of files opened last."""
    return user_state_path(APP, appauthor=False) / "recent.json"


def crash_log() -> Path:
    """Where a crash leaves its trace, readable by the user alone."""
    return user_state_path(APP, appauthor=False) / "crash.log"


def private_parent(path: Path) -> None:
    """Creates the folder of ``path``, readable by the user alone; existing folders keep their permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Replaces ``path`` with ``text`` in one step, mode 0600. Raises OSError."""
    private_parent(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(path)
