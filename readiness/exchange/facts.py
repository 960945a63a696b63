"""Reads FACTS.yaml: product, dates, systems, vendors, commitments, people and the facts that questions branch on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from questionnaires.conditions import FactValue
from questionnaires.loader import LibraryError, Source
from questionnaires.model import Fact, Library
from readiness.errors import ReadinessError
from readiness.exchange.files import read_bounded
from scoring.model import Name, Note, Window

MAX_ENTRIES = 2_000


class _Loose(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SystemEntry(_Loose):
    """A system as people write it down: a bare name or a mapping."""

    name: Name
    description: Note = ""


class VendorEntry(_Loose):
    """A vendor as people write it down; ``subservice: true`` marks a subservice organisation."""

    name: Name
    service: Note = ""
    subservice: bool = False
    method: str | None = None


class CommitmentEntry(_Loose):
    """A promise as people write it down: bare text or a mapping."""

    text: Note
    source: Note = ""


class PersonEntry(_Loose):
    """A person as people write them down: a bare name or a mapping."""

    name: Name
    role: Note = ""
    email: Note = ""


class FactsFile(_Loose):
    """The whole of FACTS.yaml. Whatever is left out stays as it was."""

    product: Note | None = None
    entities: tuple[Name, ...] | None = None
    as_of: date | None = None
    window: Window | None = None
    systems: tuple[SystemEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    vendors: tuple[VendorEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    commitments: tuple[CommitmentEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    people: tuple[PersonEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    facts: dict[str, Any] = {}


@dataclass(frozen=True)
class ScopeInput:
    """What a facts file states, checked against the library."""

    file: FactsFile
    facts: Mapping[str, FactValue] = field(default_factory=dict)


_BARE = {"systems": "name", "vendors": "name", "commitments": "text", "people": "name"}


def read_facts(path: Path, library: Library) -> ScopeInput:
    """The checked content of a facts file.

    Raises ReadinessError with one line for every fault: file:line:column, key, what is wrong and what would be right.
    """
    try:
        source = Source(str(path), read_bounded(path))
    except LibraryError as error:
        raise ReadinessError(str(error)) from None
    content = source.content
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise ReadinessError(f"{path}:1:1: the file must hold keys such as product: and facts:, not a list or plain text.")
    problems: list[str] = []
    for key, bare in _BARE.items():
        if isinstance(content.get(key), list):
            content[key] = [{bare: entry} if isinstance(entry, str) else entry for entry in content[key]]
    if isinstance(content.get("as_of"), date) and content.get("window") is not None:
        problems.append(f"{source.locate(('window',))}: window: give as_of (Type I) or window (Type II), not both.")
    try:
        file = FactsFile.model_validate(content)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:50]:
            place = tuple(detail["loc"])
            what = "is not a known key; remove it or check the spelling" if detail["type"] == "extra_forbidden" else detail["msg"].lower()
            problems.append(f"{source.locate(place)}: {'.'.join(map(str, place))}: {what.removeprefix('value error, ')}.")
        raise ReadinessError("\n".join(problems)) from None
    facts: dict[str, FactValue] = {}
    for key, value in file.facts.items():
        fact = library.fact_by_id.get(key)
        if fact is None:
            problems.append(f"{source.locate(('facts', key))}: facts.{key}: is no fact of this library; `readiness facts` lists them.")
            continue
        try:
            facts[key] = fact_value(fact, value)
        except ReadinessError as error:
            problems.append(f"{source.locate(('facts', key))}: facts.{key}: {error}")
    if problems:
        raise ReadinessError("\n".join(problems))
    return ScopeInput(file, facts)


def fact_value(fact: Fact, value: object) -> FactValue:
    """``value`` as a value of ``fact``; text such as "yes" or "12" typed by a person is understood. Raises ReadinessError."""
    if fact.type == "yes-no":
        understood = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
        if isinstance(value, str) and value.strip().lower() in understood:
            return understood[value.strip().lower()]
        if isinstance(value, bool):
            return value
        raise ReadinessError(f"must be yes or no, found {_short(value)}.")
    if fact.type == "number":
        return _number(fact, value)
    if fact.type == "text":
        if isinstance(value, str) and 0 < len(value.strip()) <= 200:
            return value.strip()
        raise ReadinessError(f"must be text of 1 to 200 characters, found {_short(value)}.")
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list | tuple) or not chosen or any(not isinstance(c, str) or c not in fact.choices for c in chosen):
        raise ReadinessError(f"must be {'one' if fact.type == 'choice' else 'some'} of {', '.join(fact.choices)}, found {_short(value)}.")
    if fact.type == "choice":
        if len(chosen) != 1:
            raise ReadinessError(f"takes one choice only, found {len(chosen)}.")
        return str(chosen[0])
    return tuple(dict.fromkeys(str(entry) for entry in chosen))


def _number(fact: Fact, value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= 9:
        value = int(value.strip())
    if isinstance(value, bool) or not isinstance(value, int):
        raise ReadinessError(f"must be a whole number, found {_short(value)}.")
    low, high = fact.minimum, fact.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise ReadinessError(f"must lie between {low:,} and {high:,}, found {value:,}.")
    return value


def _short(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
