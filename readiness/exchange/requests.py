"""The evidence request list as plain data for JSON and as rows of a table: days as ISO dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from questionnaires.model import Library
from readiness.exchange.items import day_data
from readiness.exchange.tables import Cell
from scoring.requests import Request

COLUMNS = (
    "id",
    "control",
    "criteria",
    "item",
    "kind",
    "wanted",
    "period_from",
    "period_to",
    "owner",
    "due",
    "overdue",
    "status",
    "reason",
    "source",
    "query",
    "rows",
    "extracted_on",
    "evidence_named",
)


def wanted_texts(one: Request) -> tuple[str, ...]:
    """What is to be brought, in the order it is asked for: complete lists first where samples are drawn from them."""
    wanted = one.wanted
    if one.kind == "population":
        return (*wanted.population, *wanted.design, *wanted.operation)
    return (*wanted.design, *wanted.operation, *wanted.population) if one.kind == "sample" else (*wanted.design, *wanted.operation[:1])


def request_data(library: Library, one: Request) -> dict[str, Any]:
    """One request; ``population`` is null unless something is known of the complete list, ``asked`` false for one no longer needed."""
    population = one.source or one.query or one.row_count is not None or one.extracted_on is not None
    return {
        "id": one.id,
        "control": one.control,
        "criteria": list(one.question.criteria) if one.question is not None else [],
        "item": one.title,
        "kind": one.kind,
        "wanted": list(wanted_texts(one)),
        "period": None if one.period is None else [day.isoformat() for day in one.period],
        "owner": owner_title(library, one.owner),
        "due": day_data(one.due),
        "overdue": one.overdue,
        "status": one.status,
        "reason": one.reason or None,
        "population": {
            "source": one.source or None,
            "query": one.query or None,
            "rows": one.row_count,
            "extracted_on": day_data(one.extracted_on),
        }
        if population
        else None,
        "evidence": [reference.reference for reference in one.references],
        "asked": one.needed,
    }


def request_rows(library: Library, found: Iterable[Request]) -> Iterator[Sequence[Cell]]:
    """A row of ``COLUMNS`` for each request."""
    for one in found:
        first, last = one.period or (None, None)
        criteria = " ".join(one.question.criteria) if one.question is not None else ""
        about = (one.id, one.control, criteria, one.title, one.kind, "; ".join(wanted_texts(one)), first, last)
        state = (owner_title(library, one.owner), one.due, one.overdue, one.status, one.reason)
        yield (*about, *state, one.source, one.query, one.row_count, one.extracted_on, len(one.references))


def owner_title(library: Library, owner: str) -> str:
    """A role's title, or the person's name; empty for nobody."""
    return library.role_by_id[owner].title if owner in library.role_by_id else owner
