"""How this program was started, so that the commands it proposes can be typed just as they stand."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "readiness"


def typed(*arguments: object) -> str:
    """A command line in backquotes that starts this very program again with ``arguments``."""
    return f"`{command_name()} {shlex.join(map(str, arguments))}`"


def command_name() -> str:
    """``readiness`` where that is on PATH, else the path it was started by, relative to here where it lies below."""
    started, on_path = Path(sys.argv[0]), shutil.which(NAME)
    if started.name == NAME and started.is_file():
        return NAME if on_path is not None and started.samefile(on_path) else shlex.quote(_from_here(started))
    if on_path is not None:
        return NAME
    if started.name == "__main__.py" and started.parent.name == NAME and sys.executable:
        return f"{shlex.quote(_from_here(Path(sys.executable)))} -m {NAME}"
    return NAME


def _from_here(path: Path) -> str:
    """The path as a shell takes it: relative if it lies below the working folder, always with a separator in it."""
    # Not resolved: a virtual environment's python is a link to one that has none of its packages.
    whole = Path(os.path.abspath(path))  # noqa: PTH100
    try:
        below = whole.relative_to(Path.cwd())
    except (ValueError, OSError):
        return str(whole)
    return str(below) if len(below.parts) > 1 else f".{os.sep}{below}"
