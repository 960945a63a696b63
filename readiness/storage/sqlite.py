"""sqlite-utils, imported in this one place, and as if pandas and numpy were not there: it loads both where it finds them."""

from __future__ import annotations

import contextlib
import functools
import re
import sys
from collections.abc import Iterator
from typing import Any


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


class _OnUse:
    """A regular expression that is compiled when it is first asked for anything."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made = functools.cache(functools.partial(_compile, pattern, flags))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made(), name)


_compile = re.compile


def _compile_unless_slow(pattern: Any, flags: int = 0) -> Any:
    # Letters of every script whatever their case, for virtual tables, of which there are none here: a fifth of the import.
    slow = isinstance(pattern, str) and "VIRTUAL" in pattern
    return _OnUse(pattern, flags) if slow else _compile(pattern, flags)


@contextlib.contextmanager
def slow_patterns_later() -> Iterator[None]:
    """Lets an import inside the block put off the one regular expression of sqlite-utils that takes longest to compile."""
    re.compile = _compile_unless_slow
    try:
        yield
    finally:
        re.compile = _compile


with unseen("pandas", "numpy"), slow_patterns_later():
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
