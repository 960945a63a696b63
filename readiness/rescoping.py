"""From what people say about scope to the changes of a file: a facts file as events, category names as ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from questionnaires.model import Library
from readiness.errors import ReadinessError
from readiness.storage import Draft, put, remove, set_fact, set_scope
from scoring.model import Commitment, Person, Scope, System, Vendor

if TYPE_CHECKING:
    from readiness.exchange.facts import ScopeInput

Thing = System | Vendor | Commitment | Person


def facts_drafts(scope: Scope, stated: ScopeInput) -> list[Draft]:
    """The changes that take over a facts file: what it names replaces what was there, lists match by name."""
    file = stated.file
    drafts = [set_fact(fact, value) for fact, value in stated.facts.items() if scope.facts.get(fact) != value]
    if file.product is not None:
        drafts.append(set_scope("product", file.product))
    if file.entities is not None:
        drafts.append(set_scope("entities", list(file.entities)))
    if file.type is not None and file.type != scope.report_type:
        drafts.append(set_scope("report_type", file.type))
    if file.as_of is not None:
        drafts += [set_scope("as_of", file.as_of.isoformat()), set_scope("window", None)]
    if file.window is not None:
        drafts += [set_scope("window", file.window.model_dump(mode="json", by_alias=True)), set_scope("as_of", None)]
    if file.systems is not None:
        known = {system.name: system.id for system in scope.systems}
        drafts += _replaced(scope.systems, [System(id=_id(known, e.name), **e.model_dump()) for e in file.systems])
    if file.vendors is not None:
        known = {vendor.name: vendor.id for vendor in scope.vendors}
        drafts += _replaced(scope.vendors, [Vendor.model_validate({"id": _id(known, e.name), **e.model_dump()}) for e in file.vendors])
    if file.commitments is not None:
        known = {commitment.text: commitment.id for commitment in scope.commitments}
        drafts += _replaced(scope.commitments, [Commitment(id=_id(known, e.text), **e.model_dump()) for e in file.commitments])
    if file.people is not None:
        known = {person.name: person.id for person in scope.people}
        drafts += _replaced(scope.people, [Person(id=_id(known, e.name), **e.model_dump()) for e in file.people])
    if stated.planning:
        from readiness.exchange.planning import planning_with

        drafts.append(set_scope("planning", planning_with(scope.planning, stated.planning).model_dump(mode="json")))
    return drafts


def _replaced(before: Sequence[Thing], after: Sequence[Thing]) -> list[Draft]:
    kept = {thing.id for thing in after}
    drafts = [put(thing) for thing in after if thing not in before]
    return drafts + [remove(put(thing).subject) for thing in before if thing.id not in kept]


def _id(known: Mapping[str, str], name: str) -> str:
    return known.get(name) or str(uuid7())


def resolve_categories(library: Library, wanted: Sequence[str]) -> tuple[str, ...]:
    """Category ids in the library's order for ids or titles in any case. Raises ReadinessError for an unknown one."""
    names = {
        key.casefold(): category.id
        for category in library.scored_categories
        for key in (category.id, category.title, category.title.replace(" ", "-"))
    }
    chosen = set()
    for name in wanted:
        if name.casefold() not in names:
            known = ", ".join(f"{category.id} ({category.title})" for category in library.scored_categories)
            raise ReadinessError(f"{name}: no such category; categories are {known}.")
        chosen.add(names[name.casefold()])
    return tuple(category.id for category in library.scored_categories if category.common or category.id in chosen)
