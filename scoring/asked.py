"""What a scope asks, worked out once: the questions that apply, and which of them weigh on each criterion and group.

Scoring the same scope again, after every answer or for every supposed one, then touches numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from questionnaires.model import Library, Question
from scoring.model import QuestionSet, Scope
from scoring.select import applicable_questions, chosen_categories, chosen_criteria, description_criteria, reworded

GroupKind = Literal["series", "category", "overall", "description"]


class Member(NamedTuple):
    """A question's part in a criterion or group: its place among the asked ones, its role there, its weight with that role."""

    place: int
    key: bool
    weight: float


class Group(NamedTuple):
    """Criteria counted together. ``unasked`` of them have no question; each question counts once, in its strongest role."""

    kind: GroupKind
    id: str
    criteria: tuple[str, ...]
    members: tuple[Member, ...]
    unasked: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a scope and set, in the standard's order, with everything scoring needs to know of their places.

    ``library`` reads as the scope's facts make it; ``reports`` are the places of questions on providers' reports,
    ``alternatives`` the places of the controls that can stand in for one, ``described`` those on the system description.
    """

    library: Library
    question_set: QuestionSet
    questions: tuple[Question, ...]
    criteria: Mapping[str, tuple[Member, ...]]
    description: Mapping[str, tuple[Member, ...]]
    groups: tuple[Group, ...]
    reports: tuple[int, ...]
    alternatives: Mapping[int, tuple[int, ...]]
    described: frozenset[int]


def asked(library: Library, scope: Scope, question_set: QuestionSet) -> Asked:
    """What this scope and set ask of this library."""
    library = reworded(library, scope)
    questions = applicable_questions(library, scope, question_set)
    places = {question.id: place for place, question in enumerate(questions)}
    by_criterion: dict[str, list[Member]] = {}
    for place, question in enumerate(questions):
        for criterion_id, role in question.criteria.items():
            weight = question.weight * library.rating.role_weight[role]
            by_criterion.setdefault(criterion_id, []).append(Member(place, role == "key", weight))
    members = {criterion_id: tuple(found) for criterion_id, found in by_criterion.items()}
    criteria = {criterion_id: members.get(criterion_id, ()) for criterion_id in chosen_criteria(library, scope)}
    description = {criterion_id: members.get(criterion_id, ()) for criterion_id in description_criteria(library, question_set)}
    return Asked(
        library=library,
        question_set=question_set,
        questions=questions,
        criteria=criteria,
        description=description,
        groups=_groups(library, scope, criteria, description),
        reports=tuple(place for place, question in enumerate(questions) if question.provider_report),
        alternatives={
            place: others
            for place, question in enumerate(questions)
            if (others := tuple(places[other] for other in question.alternatives if other in places))
        },
        described=frozenset(place for place, question in enumerate(questions) if question.home in description),
    )


def _groups(
    library: Library, scope: Scope, criteria: Mapping[str, tuple[Member, ...]], description: Mapping[str, tuple[Member, ...]]
) -> tuple[Group, ...]:
    common = {category.id for category in library.categories if category.common}
    series: dict[str, list[str]] = {}
    for criterion_id in criteria:
        series.setdefault(library.criterion_by_id[criterion_id].series, []).append(criterion_id)
    made = [_group("series", entry.id, series[entry.id], criteria) for entry in library.series if entry.id in series]
    for category in chosen_categories(library, scope):
        # A category is shown by its own series and the common criteria.
        own = [one for one in criteria if library.criterion_by_id[one].category in common | {category}]
        made.append(_group("category", category, own, criteria))
    made.append(_group("overall", "all", criteria, criteria))
    if description:
        made.append(_group("description", "description", description, description))
    return tuple(made)


def _group(kind: GroupKind, group_id: str, ids: Iterable[str], members: Mapping[str, tuple[Member, ...]]) -> Group:
    ids = tuple(ids)
    strongest: dict[int, Member] = {}
    for criterion_id in ids:
        for member in members[criterion_id]:
            if member.place not in strongest or member.key:
                strongest[member.place] = member
    return Group(kind, group_id, ids, tuple(strongest.values()), sum(1 for criterion_id in ids if not members[criterion_id]))
