"""Reads a library from a folder of YAML files: safe loading only, bounded, with errors that name file, line, column and key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.model import Library

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_NODES = 400_000
_LISTS = ("themes", "facts", "points", "questions")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LibraryError(ValueError):
    """A library that cannot be used; ``problems`` holds one clear sentence for each fault found."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Source:
    """One YAML file of a library: its name for messages, its text, its parsed content."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        if len(raw) > MAX_FILE_BYTES:
            raise LibraryError([f"{name}: the file has {len(raw):,} bytes; split it, at most {MAX_FILE_BYTES:,} are read."])
        try:
            self.text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise LibraryError([f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8."]) from None
        self.content = self._parse()

    def _parse(self) -> Any:
        try:
            self._refuse_traps()
            return yaml.load(self.text, Loader=_Loader)  # noqa: S506 - a CSafeLoader class, chosen above
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else self.name
            hint = " (a tab cannot indent YAML; use spaces)" if "\\t" in str(error.problem) else ""
            raise LibraryError([f"{where}: not readable as YAML: {error.problem}{hint}."]) from None
        except (yaml.YAMLError, ValueError) as error:
            raise LibraryError([f"{self.name}: not readable as YAML: {str(error).splitlines()[0]}."]) from None

    def _refuse_traps(self) -> None:
        """Aliases can explode, deep nesting can exhaust the stack, duplicate keys silently drop text: all are refused."""
        depth = 0
        keys: list[set[str] | None] = []
        expecting_key: list[bool] = []
        for count, event in enumerate(yaml.parse(self.text, Loader=_Loader)):
            if count > MAX_NODES:
                raise self._refusal(event, f"more than {MAX_NODES:,} entries; split the file")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self._refusal(event, "anchors and aliases are not allowed; write the text out")
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
                if event.tag is not None and event.tag != "!":
                    raise self._refusal(event, "tags (!...) are not allowed; remove it")
                if keys and keys[-1] is not None:
                    if expecting_key[-1] and isinstance(event, yaml.ScalarEvent):
                        if event.value in keys[-1]:
                            raise self._refusal(event, f"the key {event.value!r} stands twice; keep one")
                        keys[-1].add(event.value)
                    expecting_key[-1] = not expecting_key[-1]
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise self._refusal(event, f"nested deeper than {MAX_DEPTH} levels")
                keys.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
                expecting_key.append(True)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                keys.pop()
                expecting_key.pop()

    def _refusal(self, event: yaml.Event, what: str) -> LibraryError:
        mark = event.start_mark
        where = f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else self.name
        return LibraryError([f"{where}: {what}."])

    @cached_property
    def _root(self) -> Any:
        """The node tree, composed only once a fault has to be located."""
        return yaml.compose(self.text, Loader=_Loader)

    def locate(self, path: tuple[str | int, ...]) -> str:
        """``file:line:column`` of the value at ``path``, or of the nearest thing around it that exists."""
        node = self._root
        for part in path:
            following = _child(node, part)
            if following is None:
                break
            node = following
        mark = node.start_mark if node is not None else None
        return f"{self.name}:{mark.line + 1}:{mark.column + 1}" if mark else self.name


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None


def _yaml_files(folder: Traversable | Path, prefix: str = "") -> Iterator[tuple[str, Traversable | Path]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and not entry.name.startswith((".", "_")):
            yield from _yaml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")):
            yield f"{prefix}{entry.name}", entry


class Origins:
    """Where each list entry of a merged library was written, so that any fault can be traced to its line."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], tuple[Source, int]] = {}
        self.base: Source | None = None

    def add(self, key: str, position: int, source: Source, index: int) -> None:
        """Remembers that entry ``position`` of the merged list ``key`` is entry ``index`` in ``source``."""
        self._places[key, position] = (source, index)

    def locate(self, path: tuple[str | int, ...]) -> str:
        """``file:line:column`` for a path into the merged library."""
        if len(path) >= 2 and isinstance(path[0], str) and isinstance(path[1], int) and (path[0], path[1]) in self._places:
            source, index = self._places[path[0], path[1]]
            return source.locate((path[0], index, *path[2:]))
        return self.base.locate(path) if self.base else "library"


def read_folder(folder: Traversable | Path) -> tuple[Library, Origins]:
    """Loads every YAML file below ``folder`` as one library.

    ``library.yaml`` holds the framework; all other files add to the lists themes, facts, points and questions.
    Raises LibraryError with every fault found, each as ``file:line:column: key: what is wrong and what would be right``.
    """
    if not folder.is_dir():
        raise LibraryError([f"{folder}: no such folder; give a folder with library.yaml in it."])
    origins = Origins()
    merged: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {key: [] for key in _LISTS}
    problems: list[str] = []
    for name, entry in _yaml_files(folder):
        try:
            source = Source(name, _read(entry, name))
        except LibraryError as error:
            problems += error.problems
            continue
        content = source.content
        if not isinstance(content, dict):
            problems.append(f"{name}:1:1: the file must hold keys such as questions:, found {_kind(content)}.")
            continue
        for key, value in content.items():
            if key in lists:
                if not isinstance(value, list):
                    problems.append(f"{source.locate((key,))}: {key}: must be a list, found {_kind(value)}.")
                    continue
                for index, item in enumerate(value):
                    origins.add(key, len(lists[key]), source, index)
                    lists[key].append(item)
            elif name == "library.yaml":
                merged[key] = value
            else:
                problems.append(f"{source.locate((key,))}: {key}: only {', '.join(_LISTS)} may stand here; move it to library.yaml.")
        if name == "library.yaml":
            origins.base = source
    if origins.base is None and not problems:
        problems.append(f"{folder}: library.yaml is missing; it names the framework, its criteria and rating.")
    if problems:
        raise LibraryError(problems)
    return _validated({**merged, **lists}, origins.locate), origins


def _read(entry: Traversable | Path, name: str) -> bytes:
    try:
        with entry.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise LibraryError([f"{name}: cannot be read ({error.strerror}); check the file's permissions."]) from None


def _validated(data: dict[str, Any], locate: Callable[[tuple[str | int, ...]], str]) -> Library:
    try:
        return Library.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_sentence(detail, locate) for detail in error.errors(include_url=False)[:50]]) from None


_RIGHT = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a key that may stand here; check the spelling or remove it",
    "string_pattern_mismatch": "has the wrong form",
}


def _sentence(detail: ErrorDetails, locate: Callable[[tuple[str | int, ...]], str]) -> str:
    path = tuple(part for part in detail["loc"] if not str(part).startswith(("function-", "constrained-", "tuple[")))
    value = detail.get("input")
    if detail["type"] == "string_type":
        what = f"must be text, found {_kind(value)}; put it in quotes"
    elif detail["type"] in _RIGHT:
        pattern = detail.get("ctx", {}).get("pattern")
        what = _RIGHT[detail["type"]] + (f", it must match {pattern}" if pattern else "")
    elif detail["type"] == "value_error":
        what = detail["msg"].removeprefix("Value error, ")
    else:
        what = detail["msg"][:1].lower() + detail["msg"][1:] + (f", found {_kind(value)}" if detail["type"] != "missing" else "")
    key = ".".join(str(part) for part in path) or "file"
    return f"{locate(path)}: {key}: {what}."


def _kind(value: object) -> str:
    """What YAML made of a value, in words that point at the usual traps."""
    if isinstance(value, bool):
        return "yes/no (YAML reads yes, no, on and off as truth values)"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping (a text with ': ' in it must be quoted)"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"{type(value).__name__} {str(value)[:40]}"


def load_library(folder: Path | None = None) -> Library:
    """The library in ``folder``, or the SOC 2 library that ships with the program. Raises LibraryError."""
    return read_folder(folder if folder is not None else files("questionnaires") / "soc2")[0]


def canonical_text(library: Library) -> str:
    """The whole effective library as one canonical JSON text: what a round is asked with, complete in itself.

    Key order is the schema's and the author's: the first criterion a question names is its home.
    """
    return json.dumps(library.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def content_hash(text: str) -> str:
    """SHA-256 in hex of a canonical library text."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse_library(text: str, name: str = "stored library") -> Library:
    """A library read back from its canonical text; as untrusted as any file. Raises LibraryError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise LibraryError([f"{name}: not readable as JSON; the file may be damaged."]) from None
    if not isinstance(data, dict):
        raise LibraryError([f"{name}: must be an object with keys, found {_kind(data)}."])
    return _validated(data, lambda path: name)


def json_schema() -> dict[str, Any]:
    """JSON Schema of one library file, for completion and checks in editors."""
    schema = Library.model_json_schema()
    schema["title"] = "readiness question library file"
    schema.pop("required", None)
    return schema
