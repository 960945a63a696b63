"""Reads a library from a folder of YAML files: safe loading only, bounded, with errors that name file, line, column and key."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from questionnaires.canonical import canonical_text, content_hash, parse_library, validated
from questionnaires.folders import library_files, read_bytes
from questionnaires.model import RUNGS, Library
from questionnaires.origins import Origins
from questionnaires.sources import LibraryError, Source
from questionnaires.wording import dotted, kind

_LISTS = ("themes", "facts", "points", "questions", "frameworks", "advice", "glossary")
MAX_LIBRARY_BYTES = 8_000_000

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
    return validated(Library, {**merged, **lists}, origins.locate), origins


def _extended(written: dict[str, Any], own: Origins) -> tuple[Library, Origins]:
    # Only a library that is laid over another one has to pay for what reads such.
    from questionnaires.extension import Changes, Extension, base_folder

    extension = Extension(written, own, *read_folder(base_folder(written["extends"], own)))
    changes = validated(Changes, extension.changes, own.locate)
    library = validated(Library, extension.merged(changes), extension.locate)
    extension.require_firm(library, changes)
    return library, extension


def load_library(folder: Traversable | Path | None = None, language: str | None = None) -> Library:
    """The library in ``folder``, or the SOC 2 library that ships with the program, in its own language or in ``language``.

    What is not translated reads as the library was written. Raises LibraryError, for an unknown language too.
    """
    source = folder if folder is not None else files("questionnaires") / "soc2"
    library = read_folder(source)[0]
    if language is None:
        return library
    from questionnaires.locale import translated

    return translated(library, library_layers(library, source), language)


def library_layers(library: Library, folder: Traversable | Path | None = None) -> list[Traversable | Path]:
    """The folders that a library was read from: the shipped one that it extends, if any, and its own."""
    shipped = files("questionnaires")
    own = folder if folder is not None else shipped / "soc2"
    return [shipped / library.extends.split()[0], own] if library.extends else [own]


def json_schema() -> dict[str, Any]:
    """JSON Schema of one library file, for completion and checks in editors."""
    from questionnaires.extension import Override

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
