"""Reads one YAML file safely: bounded, without YAML's traps, and able to say on which line and column a value stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NoReturn

import yaml

from questionnaires.wording import ended

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same otherwise
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 150_000
MOST_PROBLEMS = 50
_MAX_DIGITS = 40
_MERGE = "tag:yaml.org,2002:merge"
# What YAML calls not printable, and a byte order mark that is not the first character.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

Path = tuple[str | int, ...]


class LibraryError(ValueError):
    """A library that cannot be used; ``problems`` holds one clear sentence for each fault found, the first MOST_PROBLEMS."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [ended(problem) for problem in problems[:MOST_PROBLEMS]]
        super().__init__("\n".join(self.problems))


class _Loader(_SafeLoader):
    """The safe loader with YAML's surprises made errors: keys given twice or merged in, impossible dates, endless numbers."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping as a dict. Raises ConstructorError at the key that is merged in or stands twice."""
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                _refuse(key, "a list or mapping cannot be a key; put a text that starts with { or [ in quotes")
            if key.tag == _MERGE:
                _refuse(key, "<< merges another mapping in, which is not allowed here; write its entries out")
        mapping = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            seen = set()
            for key, _ in node.value:
                made = self.construct_object(key, deep=True)
                if made in seen:
                    _refuse(key, f"the key {key.value[:60]!r} stands twice; keep one")
                seen.add(made)
        return mapping


def _refuse(node: yaml.Node, what: str) -> NoReturn:
    raise yaml.constructor.ConstructorError(None, None, what, node.start_mark)


def _number(loader: _Loader, node: yaml.ScalarNode) -> object:
    """A number; ``12:30`` stays text (YAML 1.1 would make it 750)."""
    text = str(node.value)
    if ":" in text:
        return text
    if len(text) > _MAX_DIGITS:
        _refuse(node, f"a number of {len(text):,} digits cannot be right; put it in quotes if it is meant as text")
    try:
        return loader.construct_yaml_float(node) if node.tag.endswith(":float") else loader.construct_yaml_int(node)
    except (ValueError, OverflowError):
        _refuse(node, f"{text!r} is no number; put it in quotes if it is meant as text")


def _day(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        _refuse(node, f"{node.value[:40]!r} is no day of the calendar; write a date such as 2026-03-31, or put it in quotes if it is text")


def _equals_sign(_loader: _Loader, node: yaml.ScalarNode) -> object:
    return node.value


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:value", _equals_sign)


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
        odd = _UNPRINTABLE.search(self.text)
        if odd:
            line = self.text.count("\n", 0, odd.start()) + 1
            column = odd.start() - self.text.rfind("\n", 0, odd.start())
            raise LibraryError([f"{self.name}:{line}:{column}: the character U+{ord(odd[0]):04X} is not text; remove it."])
        try:
            self._refuse_traps()
            return yaml.load(self.text, Loader=_Loader)  # noqa: S506 - a SafeLoader, above
        except yaml.MarkedYAMLError as error:
            raise LibraryError([self._unreadable(error)]) from None
        except yaml.YAMLError as error:
            raise LibraryError([f"{self.name}: not readable as YAML: {str(error).splitlines()[0]}."]) from None

    def _unreadable(self, error: yaml.MarkedYAMLError) -> str:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem)
        if mark is None:
            return f"{self.name}: not readable as YAML: {problem}."
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
        if isinstance(error, yaml.constructor.ConstructorError):
            return f"{where}: {problem}."
        lines = self.text.splitlines()
        rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
        if rest.startswith("\t") or "\\t" in problem:
            hint = "; a tab cannot indent YAML, use spaces"
        elif "cannot start any token" in problem:
            hint = f"; put a text that starts with {rest[:1]} in quotes"
        elif problem.startswith("mapping values"):
            hint = "; a text with ': ' in it must be quoted, and a key must be indented like its neighbours"
        elif "another document" in problem:
            problem, hint = "a second document begins with ---", "; keep one in a file"
        else:
            hint = ""
        return f"{where}: not readable as YAML: {problem}{hint}."

    def _refuse_traps(self) -> None:
        """Aliases can explode, deep nesting can exhaust the stack, tags can name types: refused before anything is built."""
        depth = 0
        for count, event in enumerate(yaml.parse(self.text, Loader=_Loader)):
            if count > MAX_NODES:
                raise self._refusal(event, f"more than {MAX_NODES:,} entries; split the file")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self._refusal(
                    event, "anchors and aliases are not allowed; write the text out, or quote a text that starts with & or *"
                )
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag not in (None, "!"):
                raise self._refusal(event, "tags (!...) are not allowed; remove it, or quote a text that starts with !")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise self._refusal(event, f"nested deeper than {MAX_DEPTH} levels")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1

    def _refusal(self, event: yaml.Event, what: str) -> LibraryError:
        return LibraryError([f"{self._at(event.start_mark)}: {what}."])

    def _at(self, mark: Any) -> str:
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else self.name

    @cached_property
    def _root(self) -> Any:
        """The node tree, composed only once a fault has to be located."""
        return yaml.compose(self.text, Loader=_Loader)

    def locate(self, path: Path) -> str:
        """``file:line:column`` of the value at ``path``, or of the nearest thing around it that exists."""
        node = self._root
        for part in path:
            following = _child(node, part)
            if following is None:
                break
            node = following
        return self._at(node.start_mark if node is not None else None)

    def key_place(self, position: int) -> str:
        """``file:line:column`` of the top-level key at ``position`` in ``content``."""
        return self._at(self._root.value[position][0].start_mark)

    def key_places(self) -> list[str]:
        """``file:line:column`` of each top-level key, in the order of ``content``; empty if that is no mapping."""
        return [self.key_place(position) for position in range(len(self.content))] if isinstance(self.content, dict) else []


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None
