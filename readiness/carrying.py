"""The use case behind a new assessment that begins with another one: what holds for the whole organisation, open until confirmed.

Which answers those are is library data: the questions whose home is in a series of ``entity_level``. Levels of one system say
nothing about another, so no other answer moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.stating import require_allowed
from readiness.storage import StoredAnswer, put, set_answer
from scoring.model import Answer, Scope, Vendor

_LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What another file's current round says: read before the new file is made."""

    scope: Scope
    round: str
    answers: Mapping[str, StoredAnswer]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was taken over: how many answers, people and vendors; ``left`` are entity-level answers that were not, with the reason."""

    answers: int
    people: int
    vendors: int
    left: Mapping[str, str]


def taken_from(path: Path) -> Taken:
    """What the file at ``path`` says. Raises ReadinessError."""
    with Assessment.open(path) as other:
        return Taken(other.scope, other.round.name, dict(other.stored_answers))


def carry(assessment: Assessment, taken: Taken) -> Carried:
    """Takes people, vendors and entity-level answers over into a new assessment, in one step; every answer counts as open.

    A person or vendor whose name the new scope has already stays as stated there. Raises ReadinessError.
    """
    scope = assessment.scope
    known = {person.name.casefold() for person in scope.people}
    people = tuple(one for one in taken.scope.people if one.name.casefold() not in known)
    here = {vendor.name.casefold(): vendor for vendor in scope.vendors}
    vendors = tuple(one for one in taken.scope.vendors if one.name.casefold() not in here)
    wider = scope.model_copy(update={"people": (*scope.people, *people), "vendors": (*scope.vendors, *vendors)})
    answers, left = _answers(assessment, taken, wider, here)
    assessment.change_scope([*map(put, people), *map(put, vendors), *(set_answer(assessment.round.id, one) for one in answers)])
    return Carried(len(answers), len(people), len(vendors), left)


def _answers(assessment: Assessment, taken: Taken, scope: Scope, here: Mapping[str, Vendor]) -> tuple[list[Answer], dict[str, str]]:
    library = assessment.library
    entity_level = {series.id for series in library.series if series.entity_level}
    line = f"Carried over from {taken.scope.organisation}{f', {taken.scope.product}' if taken.scope.product else ''}, {taken.round}"
    found: list[Answer] = []
    left: dict[str, str] = {}
    for question in library.questions_in_order:
        stored = taken.answers.get(question.id)
        if stored is None or library.criterion_by_id[question.home].series not in entity_level:
            continue
        answer = stored.answer
        origin = f"{line[:400]}, stated {stored.recorded_at[:10]}."
        note = f"{answer.note[: _LONGEST_NOTE - len(origin) - 1]}\n{origin}" if answer.note else origin
        moved = answer.model_copy(update={"carried": True, "note": note, "vendor": _vendor(taken.scope, answer.vendor, here)})
        try:
            require_allowed(library, scope, moved, assessment.today)
        except ReadinessError as error:
            left[question.id] = str(error).removeprefix(f"{question.id}: ").removesuffix(".")
        else:
            found.append(moved)
    return found, left


def _vendor(there: Scope, named: str, here: Mapping[str, Vendor]) -> str:
    """The vendor's id as the new scope has it."""
    old = there.vendor(named) if named else None
    same = here.get(old.name.casefold()) if old is not None else None
    return named if same is None else same.id
