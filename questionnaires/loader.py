"""Reads a library from a folder of YAML files: safe loading only, bounded, with errors that name file, line, column and key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.model import RUNGS, Library
from questionnaires.sources import MAX_FILE_BYTES, LibraryError, Source
from questionnaires.wording import ended, explained, kind

MAX_FILES = 500
MAX_FOLDERS_DEEP = 6
_LISTS = ("themes", "facts", "points", "questions", "frameworks")

__all__ = [
    "LibraryError",
    "Origins",
    "Source",
    "canonical_text",
    "content_hash",
    "json_schema",
    "load_library",
    "parse_library",
    "read_folder",
]


def _yaml_files(folder: Traversable | Path, prefix: str = "") -> Iterator[tuple[str, Traversable | Path]]:
    """Every YAML file below, by its path in the library. Linked folders are left out: they could lead in circles."""
    if prefix.count("/") > MAX_FOLDERS_DEEP:
        raise LibraryError([f"{prefix}: folders are nested deeper than {MAX_FOLDERS_DEEP}; move the files up."])
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir():
            if not (isinstance(entry, Path) and entry.is_symlink()):
                yield from _yaml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")):
            yield f"{prefix}{entry.name}", entry


def _files_of(folder: Traversable | Path) -> list[tuple[str, Traversable | Path]]:
    """The library's files. Raises LibraryError if ``folder`` is none, or cannot be looked through."""
    try:
        if not folder.is_dir():
            what = (
                "is a file; give the folder that library.yaml is in"
                if folder.is_file()
                else "no such folder; give a folder with library.yaml in it"
            )
            raise LibraryError([f"{folder}: {what}."])
        # Looked for first, so that a wrong folder, a whole disk even, is refused without reading it.
        if not (folder / "library.yaml").is_file():
            raise LibraryError([f"{folder}: library.yaml is missing; it names the framework, its criteria and rating."])
        found = list(islice(_yaml_files(folder), MAX_FILES + 1))
    except OSError as error:
        raise LibraryError([f"{error.filename or folder}: cannot be read ({error.strerror}); check its permissions."]) from None
    if len(found) > MAX_FILES:
        raise LibraryError([f"{folder}: has more than {MAX_FILES} YAML files; is it really a question library?"])
    return found


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
    origins = Origins()
    merged: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {key: [] for key in _LISTS}
    problems: list[str] = []
    for name, entry in _files_of(folder):
        try:
            source = Source(name, _read(entry, name))
        except LibraryError as error:
            problems += error.problems
            continue
        content = source.content
        if not isinstance(content, dict):
            problems.append(f"{name}:1:1: the file must hold keys such as questions:, found {kind(content)}.")
            continue
        for (key, value), place in zip(content.items(), source.key_places(), strict=True):
            if not isinstance(key, str):
                problems.append(f"{place}: {key}: is no key of a library; keys are text, put it in quotes.")
            elif key in lists:
                if not isinstance(value, list):
                    problems.append(f"{source.locate((key,))}: {key}: must be a list, found {kind(value)}.")
                    continue
                for index, item in enumerate(value):
                    origins.add(key, len(lists[key]), source, index)
                    lists[key].append(item)
            elif name == "library.yaml":
                merged[key] = value
            else:
                problems.append(f"{place}: {key}: only {', '.join(_LISTS)} may stand here; move it to library.yaml.")
        if name == "library.yaml":
            origins.base = source
    if problems:
        raise LibraryError(problems)
    return _validated({**merged, **lists}, origins.locate), origins


def _read(entry: Traversable | Path, name: str) -> bytes:
    try:
        if not entry.is_file():
            raise LibraryError([f"{name}: is no regular file; remove it or put the file itself there."])
        with entry.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise LibraryError([f"{name}: cannot be read ({error.strerror}); check the file's permissions."]) from None


def _validated(data: dict[str, Any], locate: Callable[[tuple[str | int, ...]], str]) -> Library:
    try:
        return Library.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_sentence(detail, locate) for detail in error.errors(include_url=False)[:50]]) from None


def _sentence(detail: ErrorDetails, locate: Callable[[tuple[str | int, ...]], str]) -> str:
    path = detail["loc"]
    key = ".".join(str(part) for part in path) or "file"
    return ended(f"{locate(path)}: {key}: {explained(detail)}")


def load_library(folder: Traversable | Path | None = None) -> Library:
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
        raise LibraryError([f"{name}: must be an object with keys, found {kind(data)}."])
    return _validated(data, lambda path: name)


def json_schema() -> dict[str, Any]:
    """JSON Schema of one library file, for completion and checks in editors."""
    schema = Library.model_json_schema()
    schema["title"] = "readiness question library file"
    schema.pop("required", None)
    six = {
        "type": "object",
        "properties": {str(rung): {"type": "string", "minLength": 1, "maxLength": 300} for rung in RUNGS},
        "required": [str(rung) for rung in RUNGS],
        "additionalProperties": False,
    }
    # In a file the anchors are written by rung; the list of six is the stored form.
    for name in ("Question", "Variant"):
        schema["$defs"][name]["properties"]["anchors"] = six
    return schema
