"""Remembers where each part of a merged library was written, so that any fault can be traced to its line."""

from __future__ import annotations

from questionnaires.data import Place
from questionnaires.sources import Source


class Origins:
    """Where each list entry of a merged library was written."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], tuple[Source, int]] = {}
        self.base: Source | None = None

    def add(self, key: str, position: int, source: Source, index: int) -> None:
        """Remembers that entry ``position`` of the merged list ``key`` is entry ``index`` in ``source``."""
        self._places[key, position] = (source, index)

    def locate(self, path: Place) -> str:
        """``file:line:column`` for a path into the merged library."""
        if len(path) >= 2 and isinstance(path[0], str) and isinstance(path[1], int) and (path[0], path[1]) in self._places:
            source, index = self._places[path[0], path[1]]
            return source.locate((path[0], index, *path[2:]))
        return self.base.locate(path) if self.base else "library"
