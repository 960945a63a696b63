"""sqlite-utils, imported in this one place, when a file is made or brought to a newer format; as if pandas and numpy were not there."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from sqlite3 import Connection

Step = Callable[[Connection], None]
"""Makes a format out of the one before it."""

_LOADING = threading.Lock()


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


def migrate(db: Connection, name: str, steps: Sequence[Step]) -> None:
    """Takes those of the named ``steps`` that the database has not taken yet, each of them wholly or not at all."""
    # It loads both where it finds them. A file in the newest format needs nothing of it, and it takes long to load by itself.
    # One thread at a time: what one has hidden, another would take for its own to show again.
    with _LOADING, unseen("pandas", "numpy"):
        from sqlite_utils import Database
        from sqlite_utils.migrations import Migrations

    migrations = Migrations(name)
    for step in steps:
        migrations(name=step.__name__)(lambda wrapped, step=step: step(wrapped.conn))
    # Plugins of sqlite-utils are other people's code: none gets near a client's answers.
    migrations.apply(Database(db, recursive_triggers=False, execute_plugins=False))
