"""Reads a library from a folder of YAML files: safe loading only, bounded, with errors that name file, line, column and key."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires.data import Data
from questionnaires.extension import Changes, Extension, Override, base_folder
from questionnaires.folders import library_files, read_bytes
from questionnaires.locale import translated
from questionnaires.model import RUNGS, Library
from questionnaires.origins import Origins
from questionnaires.sources import MOST_PROBLEMS, LibraryError, Source
from questionnaires.wording import dotted, ended, explained, kind

_LISTS = ("themes", "facts", "points", "questions", "frameworks", "advice", "glossary")
MAX_LIBRARY_BYTES = 8_000_000

Checked = TypeVar("Checked", bound=Data)

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


def read_folder(folder: Traversable | Path) -> tuple[Library, Origins]:
    """Loads every YAML file below ``folder`` as one library, laid over the shipped one where it ``extends`` that.

    ``library.yaml`` holds the framework; all other files add to the lists themes, facts, points and questions.
    Raises LibraryError with every fault found, each as ``file:line:column: key: what is wrong and what would be right``.
    """
    origins = Origins()
    merged: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {key: [] for key in (*_LISTS, "overrides")}
    problems: list[str] = []
    size = 0
    for name, entry in library_files(folder):
        if size > MAX_LIBRARY_BYTES:
            problems.append(f"{name}: the files before it have more than {MAX_LIBRARY_BYTES:,} bytes; shorten the library.")
            break
        try:
            raw = read_bytes(entry, name)
            size += len(raw)
            source = Source(name, raw)
        except LibraryError as error:
            problems += error.problems
            continue
        content = source.content
        if not isinstance(content, dict):
            problems.append(f"{name}:1:1: the file must hold keys such as questions:, found {kind(content)}.")
            continue
        for position, (key, value) in enumerate(content.items()):
            if not isinstance(key, str):
                problems.append(f"{source.key_place(position)}: {dotted([key])}: is no key of a library; keys are text, put it in quotes.")
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
                problems.append(
                    f"{source.key_place(position)}: {dotted([key])}: only {', '.join(_LISTS)} may stand here; move it to library.yaml."
                )
        if name == "library.yaml":
            origins.base = source
    if problems:
        raise LibraryError(problems)
    if "extends" in merged:
        return _extended({**merged, **lists}, origins)
    if not lists["overrides"]:
        del lists["overrides"]
    return _validated(Library, {**merged, **lists}, origins.locate), origins


def _extended(written: dict[str, Any], own: Origins) -> tuple[Library, Origins]:
    extension = Extension(written, own, *read_folder(base_folder(written["extends"], own)))
    changes = _validated(Changes, extension.changes, own.locate)
    library = _validated(Library, extension.merged(changes), extension.locate)
    extension.require_firm(library, changes)
    return library, extension


def _validated(schema: type[Checked], data: dict[str, Any], locate: Callable[[tuple[str | int, ...]], str]) -> Checked:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_sentence(detail, locate) for detail in error.errors(include_url=False)[:MOST_PROBLEMS]]) from None


def _sentence(detail: ErrorDetails, locate: Callable[[tuple[str | int, ...]], str]) -> str:
    path = detail["loc"]
    key = dotted(path) or "file"
    return ended(f"{locate(path)}: {key}: {explained(detail)}")


def load_library(folder: Traversable | Path | None = None, language: str | None = None) -> Library:
    """The library in ``folder``, or the SOC 2 library that ships with the program, in its own language or in ``language``.

    What is not translated reads as the library was written. Raises LibraryError, for an unknown language too.
    """
    source = folder if folder is not None else files("questionnaires") / "soc2"
    library = read_folder(source)[0]
    return library if language is None else translated(library, library_layers(library, source), language)


def library_layers(library: Library, folder: Traversable | Path | None = None) -> list[Traversable | Path]:
    """The folders that a library was read from: the shipped one that it extends, if any, and its own."""
    shipped = files("questionnaires")
    own = folder if folder is not None else shipped / "soc2"
    return [shipped / library.extends.split()[0], own] if library.extends else [own]


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
    # Straight from the text, twice as fast as by way of Python values. What it refuses is read again, to be told in our words.
    with contextlib.suppress(ValueError):
        return Library.model_validate_json(text)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise LibraryError([f"{name}: not readable as JSON; the file may be damaged."]) from None
    if not isinstance(data, dict):
        raise LibraryError([f"{name}: must be an object with keys, found {kind(data)}."])
    return _validated(Library, data, lambda path: name)


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
        fields = schema["$defs"][name]["properties"]
        fields["anchors"] = {**six, "description": fields["anchors"]["description"]}
    asked = schema["$defs"]["Question"]["properties"]
    schema["properties"]["extends"] = {"type": "string", "description": "The key of the shipped library that this folder adds to"}
    schema["properties"]["overrides"] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: asked[name] for name in Override.model_fields},
            "required": ["id"],
            "additionalProperties": False,
        },
    }
    return schema
