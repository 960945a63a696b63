"""sqlite-utils, imported in this one place, and as if pandas and numpy were not there: it loads both where it finds them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def unseen(*names: str) -> Iterator[None]:
    """Lets an import inside the block believe that these packages are not installed, unless they are in memory already."""
    hidden = [name for name in names if name not in sys.modules]
    # None makes `import name` raise ImportError: https://docs.python.org/3/reference/import.html#the-module-cache
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with unseen("pandas", "numpy"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
