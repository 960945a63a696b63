"""Reads one YAML file safely: bounded, without YAML's traps, and able to say on which line and column a value stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from questionnaires.wording import ended

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 150_000
MOST_PROBLEMS = 50
# What YAML calls not printable, and a byte order mark that is not the first character. Compiled on use: that takes long.
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"

Path = tuple[str | int, ...]


class LibraryError(ValueError):
    """A library that cannot be used; ``problems`` holds one clear sentence for each fault found, the first MOST_PROBLEMS."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [ended(problem) for problem in problems[:MOST_PROBLEMS]]
        super().__init__("\n".join(self.problems))


class Source:
    """One YAML file: its name for messages, its text, its parsed content. Raises LibraryError if it is not sound YAML."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        if len(raw) > MAX_FILE_BYTES:
            raise LibraryError([f"{name}: the file has {len(raw):,} bytes; split it, at most {MAX_FILE_BYTES:,} are read."])
        try:
            self.text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise LibraryError([f"{name}:{line}: byte {error.start + 1} is not UTF-8; save the file as UTF-8."]) from None
        self.content = self._parse()

    def _parse(self) -> Any:
        odd = re.search(_UNPRINTABLE, self.text)
        if odd:
            line = self.text.count("\n", 0, odd.start()) + 1
            column = odd.start() - self.text.rfind("\n", 0, odd.start())
            raise LibraryError([f"{self.name}:{line}:{column}: the character U+{ord(odd[0]):04X} is not text; remove it."])
        # PyYAML takes long to load, and a library that comes out of a file or the cache is no YAML.
        from questionnaires.parsing import parsed

        return parsed(self.name, self.text)

    @cached_property
    def _root(self) -> Any:
        """The node tree, composed only once a fault has to be located."""
        from questionnaires.parsing import composed

        return composed(self.text)

    def locate(self, path: Path) -> str:
        """``file:line:column`` of the value at ``path``, or of the nearest thing around it that exists."""
        from questionnaires.parsing import at, child

        node = self._root
        for part in path:
            following = child(node, part)
            if following is None:
                break
            node = following
        return at(self.name, node.start_mark if node is not None else None)

    def key_place(self, position: int) -> str:
        """``file:line:column`` of the top-level key at ``position`` in ``content``."""
        from questionnaires.parsing import at

        return at(self.name, self._root.value[position][0].start_mark)

    def key_places(self) -> list[str]:
        """``file:line:column`` of each top-level key, in the order of ``content``; empty if that is no mapping."""
        return [self.key_place(position) for position in range(len(self.content))] if isinstance(self.content, dict) else []
