"""The texts of a library's entries, and nothing else of them: taken out, fingerprinted, and put back in another language.

A translation repeats the shape of an entry with only its texts in it: anchors by rung, evidence by kind, remediation as one
text a step, variants in order. Ids, numbers, conditions and effort stay the source's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from questionnaires.data import Data
from questionnaires.model import EvidenceWanted, Library, ProposedNotApplicable, Step, Variant
from questionnaires.wording import explained, kind, shortened

Texts = Mapping[Any, Any]
Place = tuple[str | int, ...]
Misfit = tuple[Place, str]

QUESTION = ("control", "text", "why", "anchors", "evidence", "variants", "proposes_na", "remediation", "tiny")
FIELDS: dict[str, tuple[str, ...]] = {
    "categories": ("title",),
    "series": ("title",),
    "criteria": ("title", "meaning"),
    "points": ("topic",),
    "roles": ("title",),
    "themes": ("title", "summary"),
    "facts": ("text", "why", "choices"),
    "advice": ("reason",),
    "glossary": ("term", "meaning"),
    "questions": QUESTION,
}
_VARIANT = ("reason", "text", "why", "anchors", "remediation", "tiny")
_EVIDENCE = ("design", "operation", "population")


def entries(library: Library, key: str) -> tuple[Any, ...]:
    """The library's entries under one of the keys of FIELDS; each has an ``id``."""
    found = getattr(library, key)
    assert isinstance(found, tuple)
    return found


def texts(key: str, entry: Data) -> dict[str, Any]:
    """The texts of an entry under ``key``, by field, in the order of FIELDS; what the entry leaves out is left out."""
    return _texts_of(entry, FIELDS[key])


def _texts_of(entry: Data, fields: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        value = getattr(entry, field)
        if value:
            found[field] = dict(enumerate(value)) if field == "anchors" else _plain(value)
    return found


def _plain(value: object) -> Any:
    match value:
        case Step():
            return value.do
        case Variant():
            return _texts_of(value, _VARIANT)
        case ProposedNotApplicable():
            return {"reason": value.reason}
        case EvidenceWanted():
            return _texts_of(value, _EVIDENCE)
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def fingerprint(source: Texts) -> str:
    """Eight hex digits that change with any text of an entry: SHA-256 of its texts as JSON, shortened."""
    return hashlib.sha256(json.dumps(source, ensure_ascii=False).encode()).hexdigest()[:8]


def misfits(source: Texts, given: Texts) -> Iterator[Misfit]:
    """Where a translation has another shape than its source. Whole fields may be left out, parts of one may not."""
    for field, value in given.items():
        if field in source:
            yield from _misfit(source[field], value, (field,))
        else:
            yield (str(field),), "is not a text of the source; check the spelling or remove it"


def _misfit(source: object, given: object, path: Place) -> Iterator[Misfit]:
    if isinstance(source, str):
        if not isinstance(given, str):
            yield path, f"must be text, found {kind(given)}" + ("" if given is None else "; put it in quotes")
        elif not given.strip():
            yield path, "must not be empty"
    elif isinstance(source, dict):
        if not isinstance(given, dict):
            yield path, f"must map {', '.join(map(str, source))} to texts, found {kind(given)}"
            return
        for key in source:
            if key not in given:
                yield path, f"{key} is missing; translate it too"
        for key, value in given.items():
            if key in source:
                yield from _misfit(source[key], value, (*path, key))
            else:
                yield path, f"{shortened(key)} is not in the source; check the spelling or remove it"
    elif isinstance(source, list):
        if not isinstance(given, list):
            yield path, f"must be a list of {len(source)}, found {kind(given)}"
        elif len(given) != len(source):
            yield path, f"has {len(given)}, the source has {len(source)}; translate each, in order"
        else:
            for index, value in enumerate(given):
                yield from _misfit(source[index], value, (*path, index))


def put_back(entry: Data, given: Texts) -> Data | list[Misfit]:
    """The entry with the texts of a translation that fits, judged by the entry's own schema; or what is wrong with them."""
    try:
        return type(entry).model_validate(_put(entry.model_dump(), given))
    except ValidationError as error:
        # Steps are bare texts in a translation.
        return [
            (tuple(part for part in detail["loc"] if part != "do"), explained(detail)) for detail in error.errors(include_url=False)[:10]
        ]


def _put(base: Any, given: Any) -> Any:
    if isinstance(given, dict) and isinstance(base, dict):
        return base | {key: _put(base[key], value) for key, value in given.items()}
    if isinstance(given, dict) and isinstance(base, tuple):
        return tuple(given[index] for index in range(len(base)))
    if isinstance(given, list) and isinstance(base, tuple):
        return tuple(_put(one, other) for one, other in zip(base, given, strict=True))
    return base | {"do": given} if isinstance(base, dict) else given


def leaves(found: object, path: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every single text below, with its path."""
    if isinstance(found, str):
        yield path, found
    elif isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*path, key))
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield from leaves(value, (*path, index))
