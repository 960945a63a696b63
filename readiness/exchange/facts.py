"""Reads FACTS.yaml: product, dates, systems, vendors, commitments, people and the facts that questions branch on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from questionnaires.conditions import FactValue
from questionnaires.loader import Source
from questionnaires.model import Fact, Library
from questionnaires.wording import ended, explained, kind, nearest, shortened
from readiness.errors import ReadinessError
from readiness.exchange.dates import Day, plain_day
from readiness.exchange.files import read_keys
from readiness.exchange.planning import PlanningEntry, stated_planning
from scoring.model import Note, ReportType, Window

MAX_ENTRIES = 2_000
MAX_PROBLEMS = 50

Name = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]
Promise = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=20_000)]


def _window_days(value: object) -> object:
    """A window whose days are dates. Raises ``ValueError`` naming the one that is none."""
    if not isinstance(value, dict):
        return value
    days = dict(value)
    for key in ("from", "to"):
        if key in days:
            try:
                days[key] = plain_day(days[key])
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from None
    return days


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
    subservice: Annotated[bool, Field(strict=True)] = False
    method: Literal["carve-out", "inclusive"] | None = None

    @model_validator(mode="after")
    def _method_fits(self) -> VendorEntry:
        if self.method is not None and not self.subservice:
            raise ValueError("only a subservice organisation has a method; add subservice: true, or remove method")
        return self


class CommitmentEntry(_Loose):
    """A promise as people write it down: bare text or a mapping."""

    text: Promise
    source: Note = ""


class PersonEntry(_Loose):
    """A person as people write them down: a bare name or a mapping; ``role`` is one of the library's, by id or title."""

    name: Name
    role: Note = ""
    email: Note = ""


class FactsFile(_Loose):
    """The whole of FACTS.yaml. Whatever is left out stays as it was."""

    product: Note | None = None
    entities: tuple[Name, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    type: Annotated[int, Field(strict=True, ge=1, le=2)] | None = None
    as_of: Day | None = None
    window: Annotated[Window, BeforeValidator(_window_days)] | None = None
    systems: tuple[SystemEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    vendors: tuple[VendorEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    commitments: tuple[CommitmentEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    people: tuple[PersonEntry, ...] | None = Field(default=None, max_length=MAX_ENTRIES)
    planning: PlanningEntry | None = None
    facts: Annotated[dict[str, Any], Field(max_length=MAX_ENTRIES)] = {}


@dataclass(frozen=True)
class ScopeInput:
    """What a facts file states, checked against the library; ``planning`` holds the fields of a Planning that it names."""

    file: FactsFile
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    planning: Mapping[str, object] = field(default_factory=dict)


_BARE = {"systems": "name", "vendors": "name", "commitments": "text", "people": "name"}


def read_facts(path: Path, library: Library) -> ScopeInput:
    """The checked content of a facts file.

    Raises ReadinessError with one line for every fault: file:line:column, key, what is wrong and what would be right.
    """
    source, content = read_keys(path, "product: and facts:")
    odd = [key for mapping in (content, content.get("facts")) if isinstance(mapping, dict) for key in mapping if not isinstance(key, str)]
    if odd:
        raise ReadinessError(f"{path}: {kind(odd[0])} is no key; keys are text, put it in quotes.")
    for key, bare in _BARE.items():
        if isinstance(content.get(key), list):
            content[key] = [entry if isinstance(entry, dict) else {bare: entry} for entry in content[key]]
    if content.get("facts", ...) is None:
        del content["facts"]
    try:
        file = FactsFile.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise _all([_sentence(detail, source) for detail in details[:MAX_PROBLEMS]], len(details)) from None
    problems = _contradictions(file, source)
    file = file.model_copy(update={"people": _people(file, source, library, problems)})
    planning, faults = stated_planning(file.planning, library)
    problems += [f"{source.locate(place)}: {'.'.join(map(str, place))}: {said}" for place, said in faults]
    facts: dict[str, FactValue] = {}
    for key, value in file.facts.items():
        fact = library.fact_by_id.get(key)
        where = f"{source.locate(('facts', key))}: facts.{shortened(key)}:"
        if fact is None:
            hint = nearest(key, library.fact_by_id) or "; `readiness facts` lists them."
            problems.append(f"{where} is no fact of this library{hint}")
            continue
        try:
            facts[key] = fact_value(fact, value)
        except ReadinessError as error:
            problems.append(f"{where} {error}")
    if problems:
        raise _all(problems[:MAX_PROBLEMS], len(problems))
    return ScopeInput(file, facts, planning)


def _all(problems: list[str], count: int) -> ReadinessError:
    """One error for all of them, kept to a screenful or two."""
    more = count - len(problems)
    return ReadinessError("\n".join([*problems, *([f"... and {more:,} more like these."] if more else [])]))


def _sentence(detail: ErrorDetails, source: Source) -> str:
    place = detail["loc"]
    said = explained(detail)
    if detail["type"] == "extra_forbidden" and len(place) == 1:
        said = f"is not a known key{nearest(str(place[0]), FactsFile.model_fields) or '; remove it or check the spelling'}"
    return ended(f"{source.locate(place)}: {'.'.join(shortened(part) for part in place)}: {said}")


def _contradictions(file: FactsFile, source: Source) -> list[str]:
    """What is well-formed by itself but cannot stand together: two dates for one report, a name in a list twice."""
    problems = []
    if file.as_of is not None and file.window is not None:
        problems.append(f"{source.locate(('window',))}: window: give as_of (Type I) or window (Type II), not both.")
    elif file.type is not None and (said := misdated(file, 1 if file.type == 1 else 2)):
        problems.append(f"{source.locate(('type',))}: type: {said}.")
    lists = {
        "entities": file.entities or (),
        "systems": [entry.name for entry in file.systems or ()],
        "vendors": [entry.name for entry in file.vendors or ()],
        "commitments": [entry.text for entry in file.commitments or ()],
        "people": [entry.name for entry in file.people or ()],
    }
    for key, names in lists.items():
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name.casefold() in seen:
                problems.append(f"{source.locate((key, index))}: {key}.{index}: {shortened(name)} stands twice; keep one.")
            seen.add(name.casefold())
    return problems


def misdated(file: FactsFile, report_type: ReportType) -> str:
    """Why the day or window that a facts file names does not fit a report of that type; empty where it does."""
    if report_type == 1:
        return "a Type I report has an as_of date, not a window" if file.window is not None else ""
    return "a Type II report has a window, not an as_of date" if file.as_of is not None else ""


def _people(file: FactsFile, source: Source, library: Library, problems: list[str]) -> tuple[PersonEntry, ...] | None:
    """The people with their roles by id; a role that the library does not have is added to ``problems``."""
    if file.people is None:
        return None
    roles = {name.casefold(): role.id for role in library.roles for name in (role.title, role.id)}
    people = []
    for index, person in enumerate(file.people):
        stated = person.role.strip()
        if stated and stated.casefold() not in roles:
            known = ", ".join(f"{role.id} ({role.title})" for role in library.roles)
            where = source.locate(("people", index, "role"))
            problems.append(f"{where}: people.{index}.role: must be one of {known}, or left out, found {kind(person.role)}.")
        people.append(person.model_copy(update={"role": roles.get(stated.casefold(), "")}))
    return tuple(people)


def fact_value(fact: Fact, value: object) -> FactValue:
    """``value`` as a value of ``fact``; text such as "yes" or "12" typed by a person is understood. Raises ReadinessError."""
    if fact.type == "yes-no":
        understood = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
        if isinstance(value, str) and value.strip().lower() in understood:
            return understood[value.strip().lower()]
        if isinstance(value, bool):
            return value
        raise ReadinessError(f"must be yes or no, found {kind(value)}.")
    if fact.type == "number":
        return _number(fact, value)
    if fact.type == "text":
        if isinstance(value, str) and 0 < len(value.strip()) <= 200:
            return value.strip()
        raise ReadinessError(f"must be text of 1 to 200 characters, found {kind(value)}.")
    chosen = list(value) if isinstance(value, list | tuple) else [value]
    wrong = [one for one in chosen if not isinstance(one, str) or one not in fact.choices]
    if wrong or not chosen:
        found = kind(wrong[0]) if wrong else "an empty list"
        raise ReadinessError(f"must be {'one' if fact.type == 'choice' else 'some'} of {', '.join(fact.choices)}, found {found}.")
    if fact.type == "choice":
        if len(chosen) != 1:
            raise ReadinessError(f"takes one choice only, found {len(chosen)}.")
        return str(chosen[0])
    return tuple(dict.fromkeys(str(entry) for entry in chosen))


def _number(fact: Fact, value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= 9:
        value = int(value.strip())
    if isinstance(value, bool) or not isinstance(value, int):
        raise ReadinessError(f"must be a whole number, found {kind(value)}.")
    if fact.minimum is not None and value < fact.minimum:
        raise ReadinessError(f"must be at least {fact.minimum:,}, found {shortened(value)}.")
    if fact.maximum is not None and value > fact.maximum:
        raise ReadinessError(f"must be at most {fact.maximum:,}, found {shortened(value)}.")
    return value
