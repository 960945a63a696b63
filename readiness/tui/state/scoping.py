"""The scope's rows, each of which can be edited, and the changes that edits make. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from questionnaires.conditions import FactValue
from questionnaires.model import Category, Fact, Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.facts import fact_value
from readiness.storage import Draft, clear_fact, put, remove, set_fact, set_scope
from readiness.tui.state import advising
from readiness.tui.state.interview import day_of, sentence
from readiness.tui.state.tended import role_title
from readiness.tui.state.text import one_line
from scoring.advice import CategoryAdvice
from scoring.model import Commitment, Person, Scope, System, Vendor, Window

ListName = Literal["systems", "vendors", "commitments", "people", "entities"]
Thing = System | Vendor | Commitment | Person

LISTS: dict[ListName, tuple[str, str]] = {
    "entities": ("Legal entities", "a legal entity that runs the system"),
    "systems": ("Systems", "a system that delivers the product"),
    "vendors": ("Vendors", "a supplier"),
    "commitments": ("Commitments", "a promise made to customers"),
    "people": ("People", "somebody who answers or owns controls"),
}
NOT_STATED = "not stated"
_FAMILIES: dict[ListName, str] = {"systems": "system", "vendors": "vendor", "commitments": "commitment", "people": "person"}


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One line of the scope. ``id`` says what Enter edits: ``fact:hosting``, ``vendors:ID``, ``add:vendors``, ``category:A``,
    ``type:2``, ``role:ID`` (somebody for a role); ``advice:ID`` is only read."""

    id: str
    label: str
    value: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class ScopeSection:
    """A heading and its rows."""

    title: str
    rows: tuple[ScopeRow, ...]


def fact_rows(library: Library, scope: Scope, topic: str) -> tuple[ScopeRow, ...]:
    """The facts of one topic with what is stated."""
    return tuple(
        ScopeRow(f"fact:{fact.id}", one_line(fact.text), fact_text(fact, scope.facts.get(fact.id)), one_line(fact.why))
        for fact in library.facts
        if fact.topic == topic
    )


def category_row(category: Category, scope: Scope, advised: CategoryAdvice | None) -> ScopeRow:
    """A category with what the advice says of it, if the library holds any."""
    row_id, title = f"category:{category.id}", one_line(category.title)
    if category.common:
        return ScopeRow(row_id, f"[x] {title}", "always in", f"{title}, the common criteria, is in every report.")
    label = f"[{'x' if category.id in scope.categories else ' '}] {title}"
    if advised is None:
        return ScopeRow(row_id, label, "", "Enter adds it to the report or takes it out.")
    return ScopeRow(row_id, label, advising.standing(advised), advising.in_short(advised))


def when_row(scope: Scope) -> ScopeRow:
    """The day or the window of the report, whichever its type has."""
    day = f"{scope.as_of:%Y-%m-%d}" if scope.as_of else ""
    window = f"{scope.window.start} to {scope.window.end}" if scope.window else ""
    if scope.report_type == 1:
        value = day or (f"{NOT_STATED}; the window {window} is for Type II" if window else NOT_STATED)
        return ScopeRow("as_of", "As-of date", value, "The day at which controls are looked at. A Type II report has a window instead.")
    value = window or (f"{NOT_STATED}; the as-of date {day} is for Type I" if day else NOT_STATED)
    return ScopeRow("window", "Observation window", value, "The months that are tested. A Type I report has an as-of date instead.")


def list_rows(library: Library, scope: Scope, name: ListName) -> tuple[ScopeRow, ...]:
    """The entries of a list, and the row that adds one."""
    title, meaning = LISTS[name]
    rows = [ScopeRow(f"{name}:{key}", label, value) for key, label, value in _entries(library, scope, name)]
    return (*rows, ScopeRow(f"add:{name}", f"+ add {meaning}", "", f"{title}: Enter adds one."))


def _entries(library: Library, scope: Scope, name: ListName) -> list[tuple[str, str, str]]:
    match name:
        case "entities":
            return [(str(index), one_line(entity), "") for index, entity in enumerate(scope.entities)]
        case "systems":
            return [(one.id, one_line(one.name), one_line(one.description)) for one in scope.systems]
        case "vendors":
            return [(one.id, one_line(one.name), _joined(_treatment(one), one.service)) for one in scope.vendors]
        case "commitments":
            return [(one.id, one_line(one.text) or "(empty)", one_line(one.source)) for one in scope.commitments]
        case "people":
            return [(one.id, one_line(one.name), _joined(role_title(library, one.role), one.email)) for one in scope.people]


def _joined(*texts: str) -> str:
    return " · ".join(line for text in texts if (line := one_line(text)))


def _treatment(vendor: Vendor) -> str:
    return f"subservice, {vendor.method or 'method not chosen'}" if vendor.subservice else "vendor"


def fact_text(fact: Fact, value: FactValue | None) -> str:
    """A fact's value in words, or that it is not stated."""
    if value is None:
        return NOT_STATED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return one_line("; ".join(fact.choices.get(one, one) for one in ((value,) if isinstance(value, str) else value)))


def fact_drafts(library: Library, fact_id: str, typed: str | Sequence[str]) -> list[Draft]:
    """The change that states a fact as typed or chosen; nothing typed makes it unknown. Raises ReadinessError."""
    if not (typed.strip() if isinstance(typed, str) else typed):
        return [clear_fact(fact_id)]
    fact = library.fact_by_id[fact_id]
    try:
        return [set_fact(fact_id, fact_value(fact, typed if isinstance(typed, str) else list(typed)))]
    except ReadinessError as error:
        raise ReadinessError(f"The answer to “{one_line(fact.text, 100)}” {error}") from None


def category_drafts(library: Library, scope: Scope, category_id: str) -> list[Draft]:
    """The change that adds a category or takes it out; a common one stays. Raises ReadinessError."""
    if library.category_by_id[category_id].common:
        raise ReadinessError(f"{library.category_by_id[category_id].title} is in every report and can't be taken out.")
    chosen = set(scope.categories) ^ {category_id}
    return [set_scope("categories", [c.id for c in library.scored_categories if c.common or c.id in chosen])]


def organisation_drafts(name: str) -> list[Draft]:
    """The change of the organisation's name. Raises ReadinessError."""
    return [set_scope("organisation", _name(name))]


def product_drafts(description: str) -> list[Draft]:
    """The change of the product's description. Raises ReadinessError."""
    if len(description) > 2_000:
        raise ReadinessError(f"Describe the product in at most 2,000 characters; these are {len(description):,}.")
    return [set_scope("product", description.strip())]


def as_of_drafts(typed: str) -> list[Draft]:
    """The change of the as-of date, which takes a window out; nothing typed clears the date. Raises ReadinessError."""
    day = day_of(typed)
    return [set_scope("as_of", day.isoformat()), set_scope("window", None)] if day else [set_scope("as_of", None)]


def window_drafts(start: str, end: str) -> list[Draft]:
    """The change of the observation window, which takes the as-of date out; nothing typed clears it. Raises ReadinessError."""
    first, last = day_of(start), day_of(end)
    if first is None and last is None:
        return [set_scope("window", None)]
    if first is None or last is None:
        raise ReadinessError("A window has a first and a last day: give both, or neither.")
    try:
        window = Window(start=first, end=last)
    except ValidationError as error:
        raise ReadinessError(sentence(error)) from None
    return [set_scope("window", window.model_dump(mode="json", by_alias=True)), set_scope("as_of", None)]


def former_id(assessment: Assessment, name: ListName, typed: Mapping[str, str]) -> str:
    """The id that an entry of this name had before it was taken off its list; empty if there was none.

    Added under it again, everything that was said about it is there again: answers carved out to a vendor, items of a person.
    """
    wanted = next(iter(typed.values())).strip().casefold()
    there = {put(thing).subject for thing in _things(assessment.scope, name)}
    family = _FAMILIES.get(name, "")
    for event in reversed(assessment.history() if wanted and family else []):
        kind, _, key = event.subject.partition(":")
        stated = next((event.payload[field] for field in ("name", "text") if field in event.payload), "")
        if kind == family and event.subject not in there and isinstance(stated, str) and stated.strip().casefold() == wanted:
            return key
    return ""


def entry_drafts(scope: Scope, name: ListName, key: str | None, typed: Mapping[str, str], former: str = "") -> list[Draft]:
    """The change that adds an entry to a list (``key`` None, with the id ``former`` if it had one) or replaces one.

    Raises ReadinessError.
    """
    if name == "entities":
        entities = list(scope.entities)
        entity = _name(typed["name"])
        if key is None:
            entities.append(entity)
        else:
            entities[int(key)] = entity
        return [set_scope("entities", entities)]
    fields: dict[str, Any] = {field: text.strip() for field, text in typed.items()}
    if name == "vendors":
        fields["subservice"] = fields["subservice"] == "yes"
        fields["method"] = fields["method"] if fields["method"] in ("carve-out", "inclusive") and fields["subservice"] else None
    if name == "commitments" and not fields["text"]:
        raise ReadinessError("Write the promise in a few words.")
    if "name" in fields:
        fields["name"] = _name(fields["name"])
    models: dict[ListName, type[Thing]] = {"systems": System, "vendors": Vendor, "commitments": Commitment, "people": Person}
    model = models[name]
    try:
        return [put(model.model_validate({"id": key or former or str(uuid7()), **fields}))]
    except ValidationError as error:
        raise ReadinessError(sentence(error)) from None


def new_entry_drafts(assessment: Assessment, name: ListName, typed: Mapping[str, str]) -> list[Draft]:
    """The change that adds an entry to a list, with what was said about it before where it had been there. Raises ReadinessError."""
    return entry_drafts(assessment.scope, name, None, typed, former_id(assessment, name, typed))


def removal_drafts(scope: Scope, name: ListName, key: str) -> list[Draft]:
    """The change that takes an entry off a list; its history stays."""
    if name == "entities":
        return [set_scope("entities", [entity for index, entity in enumerate(scope.entities) if index != int(key)])]
    return [remove(put(thing).subject) for thing in _things(scope, name) if thing.id == key]


def entry_values(scope: Scope, name: ListName, key: str | None) -> dict[str, str]:
    """An entry's fields as text to edit; empty ones for a new entry."""
    blank: dict[ListName, dict[str, str]] = {
        "entities": {"name": ""},
        "systems": {"name": "", "description": ""},
        "vendors": {"name": "", "service": "", "subservice": "no", "method": NOT_STATED},
        "commitments": {"text": "", "source": ""},
        "people": {"name": "", "role": "", "email": ""},
    }
    if key is None:
        return blank[name]
    if name == "entities":
        return {"name": scope.entities[int(key)]}
    found = next((thing for thing in _things(scope, name) if thing.id == key), None)
    if found is None:
        return blank[name]
    values = {field: value for field, value in found.model_dump().items() if field in blank[name]}
    return {
        field: ("yes" if value else "no") if isinstance(value, bool) else NOT_STATED if value is None else str(value)
        for field, value in values.items()
    }


def _things(scope: Scope, name: ListName) -> tuple[Thing, ...]:
    match name:
        case "systems":
            return scope.systems
        case "vendors":
            return scope.vendors
        case "commitments":
            return scope.commitments
        case "people":
            return scope.people
        case "entities":
            return ()


def _name(text: str) -> str:
    name = text.strip()
    if not 0 < len(name) <= 200:
        raise ReadinessError("A name has 1 to 200 characters.")
    return name
