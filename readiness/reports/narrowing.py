"""A report narrowed to what one owner has to do or to answer: rows are chosen, figures stay as they are. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from questionnaires.model import Library
from questionnaires.wording import shortened
from readiness.errors import ReadinessError
from readiness.reports.model import ReportContext
from readiness.reports.requested import RecurringRows
from scoring.model import Scope

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """An owner: a person of the scope, an owner role, or a name that an item bears; ``names`` are all that stand for them, folded."""

    title: str
    names: frozenset[str]


def reader_named(library: Library, scope: Scope, context: ReportContext, wanted: str) -> Reader:
    """The owner called ``wanted``: by name, by e-mail, by a role's id or title. Raises ReadinessError that lists whom there is.

    A role stands for everybody who holds it; a person also for the role they hold, while an item names nobody else.
    """
    readers = list(_readers(library, scope, context))
    folded = wanted.strip().casefold()
    for reader, called in readers:
        if folded in called:
            return reader
    listed = [reader.title for reader, _ in readers]
    close = get_close_matches(wanted, listed, n=1)
    shown = ", ".join(shortened(title) for title in listed[:_NAMED]) + (", …" if len(listed) > _NAMED else "")
    hint = f"did you mean {close[0]}? If not, " if close else ""
    raise ReadinessError(f"--for: {shortened(wanted)} owns nothing here; {hint}give board, team, auditor, buyer, or one of: {shown}.")


def _readers(library: Library, scope: Scope, context: ReportContext) -> Iterator[tuple[Reader, set[str]]]:
    """Everybody who could own something, with what they may be called by."""
    titles = {role.id: role.title for role in library.roles}
    seen = set[str]()
    for person in scope.people:
        role = titles.get(person.role, "")
        seen.add(person.name.casefold())
        names = {person.name.casefold()} | ({role.casefold()} if role else set())
        yield Reader(person.name, frozenset(names)), {person.name.casefold(), person.email.casefold()} - {""}
    for role_id, title in titles.items():
        seen.add(title.casefold())
        holders = {person.name.casefold() for person in scope.people if person.role == role_id}
        yield Reader(title, frozenset({title.casefold()} | holders)), {role_id.casefold(), title.casefold()}
    for item in context.items:
        if item.owner and item.owner.casefold() not in seen:
            seen.add(item.owner.casefold())
            yield Reader(item.owner, frozenset({item.owner.casefold()})), {item.owner.casefold()}


def narrowed(context: ReportContext, reader: Reader) -> ReportContext:
    """The report with the items, gaps, evidence and open questions of ``reader`` alone. Totals and verdicts are the whole report's."""
    packages = []
    for package in context.packages:
        items = tuple(item for item in package.items if item.owner.casefold() in reader.names)
        if items:
            packages.append(
                replace(package, items=items, owners=(reader.title,), effort_days=_effort([item.effort_days for item in items]))
            )
    numbers = {item.number for package in packages for item in package.items}
    questions = {question for package in packages for item in package.items for question in item.closes}
    evidence = []
    for group in context.evidence:
        mine = group.owner.casefold() in reader.names
        rows = tuple(row for row in group.rows if mine or row.question in questions)
        if rows:
            evidence.append(replace(group, rows=rows))
    return replace(
        context,
        packages=tuple(packages),
        effort_days=_effort([package.effort_days for package in packages]),
        gaps=tuple(gap for gap in context.gaps if gap.number in numbers),
        quick_wins=tuple(item for item in context.quick_wins if item.number in numbers),
        evidence=tuple(evidence),
        requests=tuple(row for row in context.requests if row.owner.casefold() in reader.names),
        recurring=_recurring(context.recurring, reader),
        remarks=tuple(row for row in context.remarks if row.question in questions),
        open=tuple(row for row in context.open if reader.names & {name.casefold() for name in row.owners}),
        budget=None,
    )


def _recurring(found: RecurringRows | None, reader: Reader) -> RecurringRows | None:
    rows = tuple(row for row in found.rows if row.owner.casefold() in reader.names) if found is not None else ()
    return replace(found, rows=rows) if found is not None and rows else None


def _effort(parts: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(least for least, _ in parts), sum(most for _, most in parts)
