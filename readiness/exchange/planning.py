"""What dates are planned with, as people write it down: in a facts file, or as options of a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from questionnaires.data import Place
from questionnaires.model import Library
from questionnaires.wording import ended, kind, nearest, shortened
from readiness.exchange.dates import Day
from scoring.model import Capacity, Planning

TOTAL = "total"


def _as_mapping(value: object) -> object:
    """A bare number is the total."""
    return {TOTAL: value} if isinstance(value, int | float) and not isinstance(value, bool) else value


PersonDays = Annotated[float, Field(strict=True, ge=0.1, le=1_000, allow_inf_nan=False)]


class PlanningEntry(BaseModel):
    """The key ``planning`` of a facts file; ``capacity`` has ``total`` and owner roles, in person-days a week, or is the total."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Day | None = None
    capacity: Annotated[dict[str, PersonDays], Field(max_length=50), BeforeValidator(_as_mapping)] | None = None
    holidays: Annotated[tuple[Day, ...], Field(max_length=1_000)] = ()
    window_months: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None


def stated_planning(entry: PlanningEntry | None, library: Library) -> tuple[dict[str, object], list[tuple[Place, str]]]:
    """The fields of a Planning that ``entry`` names, and its faults: where each is, and what would be right."""
    if entry is None:
        return {}, []
    stated: dict[str, object] = {name: getattr(entry, name) for name in entry.model_fields_set}
    faults: list[tuple[Place, str]] = []
    if entry.capacity is not None:
        try:
            stated["capacity"] = capacity_of(entry.capacity, library)
        except ValueError as error:
            faults.append((("planning", "capacity"), ended(str(error).removeprefix("capacity: "))))
    # Everything but the capacity by the model's own rules, so that each fault is told at its place.
    for name in ("start", "holidays"):
        if name in stated:
            try:
                Planning.model_validate({name: stated[name]})
            except ValidationError as error:
                faults.append((("planning", name), ended(_said(error))))
    return stated, faults


def capacity_of(stated: Mapping[str, float], library: Library, known: Capacity | None = None) -> Capacity:
    """Person-days a week by role id or title, and ``total``; without a total, roles are added to the ``known`` capacity.

    Raises ``ValueError`` with a sentence on what would be right.
    """
    names = {name.casefold(): role.id for role in library.roles for name in (role.id, role.title)}
    by_role = dict(known.by_role) if known is not None and TOTAL not in stated else {}
    for name, days in stated.items():
        if name == TOTAL:
            continue
        role = names.get(name.strip().casefold())
        if role is None:
            hint = nearest(name, [*names, TOTAL]) or f"; roles are {', '.join(role.id for role in library.roles)}, and {TOTAL}."
            raise ValueError(f"capacity: {shortened(name)} is no owner role{hint}")
        by_role[role] = days
    total = stated.get(TOTAL, known.total if known is not None else None)
    if total is None:
        raise ValueError(f"capacity: needs the {TOTAL} of person-days a week, beside the roles that are named")
    try:
        return Capacity(total=total, by_role=by_role)
    except ValidationError as error:
        raise ValueError(f"capacity: {_said(error)}") from None


def person_days(text: str) -> tuple[str, float]:
    """A capacity as typed: ``5`` is the total, ``engineering=3`` a role's. Raises ``ValueError``."""
    name, equals, number = text.rpartition("=")
    try:
        days = float(number)
    except ValueError:
        raise ValueError(f"must be person-days a week such as 5 or engineering=3, found {kind(text)}") from None
    if not 0.1 <= days <= 1_000:
        raise ValueError(f"must be 0.1 to 1,000 person-days a week, found {shortened(number)}")
    return (name if equals else TOTAL), days


def planning_with(known: Planning | None, changes: Mapping[str, object]) -> Planning:
    """What was stated before with these fields in place of its own. Raises ``ValueError`` with a sentence on what is wrong."""
    fields = {name: getattr(known, name) for name in Planning.model_fields} if known is not None else {}
    try:
        return Planning.model_validate(fields | dict(changes))
    except ValidationError as error:
        raise ValueError(_said(error)) from None


def _said(error: ValidationError) -> str:
    return error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
