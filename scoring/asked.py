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
_WIDE: frozenset[GroupKind] = frozenset(("category", "overall"))


class Member(NamedTuple):
    """A question's part in a criterion or group: its place among the asked ones, its role there, its weight with that role."""

    place: int
    key: bool
    weight: float


Portion = tuple[tuple[int, float], ...]


class Group(NamedTuple):
    """Criteria counted together, in which each question counts once, in its strongest role.

    ``parts`` are the sums that are added up here, each with the weight of its role: places in ``Asked.portions`` followed by
    ``Asked.blocks``. ``unasked`` of the criteria have no question.
    """

    kind: GroupKind
    id: str
    criteria: tuple[str, ...]
    parts: tuple[tuple[int, float], ...]
    unasked: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a scope and set, in the standard's order, with everything scoring needs to know of their places.

    ``library`` reads as the scope's facts make it; ``ids`` are the questions' in the same order, ``ids_of`` those that weigh on a
    criterion; ``reports`` are the places of questions on providers' reports, ``alternatives`` the places of the controls that can
    stand in for one, ``described`` those on the system description. ``portions`` are the places that weigh in the same groups in
    the same roles, each with its question's own weight: a figure adds each of them up once. ``blocks`` are the portions that go
    together into every category.
    """

    library: Library
    question_set: QuestionSet
    questions: tuple[Question, ...]
    ids: tuple[str, ...]
    criteria: Mapping[str, tuple[Member, ...]]
    description: Mapping[str, tuple[Member, ...]]
    ids_of: Mapping[str, tuple[str, ...]]
    groups: tuple[Group, ...]
    portions: tuple[Portion, ...]
    blocks: tuple[tuple[int, ...], ...]
    reports: tuple[int, ...]
    alternatives: Mapping[int, tuple[int, ...]]
    described: frozenset[int]

    def weights(self, group: Group) -> dict[int, float]:
        """What each question weighs in that group, by its place."""
        split = len(self.portions)
        found: dict[int, float] = {}
        for part, weight in group.parts:
            for portion in (part,) if part < split else self.blocks[part - split]:
                found.update((place, own * weight) for place, own in self.portions[portion])
        return found


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
    groups, portions, blocks = _groups(library, scope, questions, criteria, description)
    return Asked(
        library=library,
        question_set=question_set,
        questions=questions,
        ids=tuple(places),
        criteria=criteria,
        description=description,
        ids_of={name: tuple(questions[place].id for place, _, _ in found) for name, found in (*criteria.items(), *description.items())},
        groups=groups,
        portions=portions,
        blocks=blocks,
        reports=tuple(place for place, question in enumerate(questions) if question.provider_report),
        alternatives={
            place: others
            for place, question in enumerate(questions)
            if (others := tuple(places[other] for other in question.alternatives if other in places))
        },
        described=frozenset(place for place, question in enumerate(questions) if question.home in description),
    )


def _groups(
    library: Library,
    scope: Scope,
    questions: tuple[Question, ...],
    criteria: Mapping[str, tuple[Member, ...]],
    description: Mapping[str, tuple[Member, ...]],
) -> tuple[tuple[Group, ...], tuple[Portion, ...], tuple[tuple[int, ...], ...]]:
    named = _named_groups(library, scope, criteria, description)
    portions = _portions(questions, [ids for _, _, ids in named])
    # Categories and the whole share most of their questions: what goes together into all of them is added up once.
    wide = [place for place, (kind, _, _) in enumerate(named) if kind in _WIDE]
    blocks: dict[tuple[bool | None, ...], list[int]] = {}
    for n, roles in enumerate(portions):
        blocks.setdefault(tuple(roles[place] for place in wide), []).append(n)
    inside = [(len(portions) + n, dict(zip(wide, roles, strict=True))) for n, roles in enumerate(blocks)]
    single = [(n, dict(enumerate(roles))) for n, roles in enumerate(portions)]
    weight = library.rating.role_weight
    asked_about = {**criteria, **description}
    groups = tuple(
        Group(
            kind,
            group_id,
            tuple(ids),
            tuple(
                (part, weight["key" if key else "supports"])
                for part, role_in in (inside if kind in _WIDE else single)
                if (key := role_in[place]) is not None
            ),
            sum(1 for criterion_id in ids if not asked_about[criterion_id]),
        )
        for place, (kind, group_id, ids) in enumerate(named)
    )
    added_up = tuple(tuple((place, questions[place].weight) for place in places) for places in portions.values())
    return groups, added_up, tuple(map(tuple, blocks.values()))


def _named_groups(
    library: Library, scope: Scope, criteria: Iterable[str], description: Iterable[str]
) -> list[tuple[GroupKind, str, list[str]]]:
    common = {category.id for category in library.categories if category.common}
    series: dict[str, list[str]] = {}
    for criterion_id in criteria:
        series.setdefault(library.criterion_by_id[criterion_id].series, []).append(criterion_id)
    found: list[tuple[GroupKind, str, list[str]]] = [("series", one.id, series[one.id]) for one in library.series if one.id in series]
    for category in chosen_categories(library, scope):
        # A category is shown by its own series and the common criteria.
        own = [one for one in criteria if library.criterion_by_id[one].category in common | {category}]
        found.append(("category", category, own))
    found.append(("overall", "all", list(criteria)))
    if described := list(description):
        found.append(("description", "description", described))
    return found


def _portions(questions: tuple[Question, ...], groups: list[list[str]]) -> dict[tuple[bool | None, ...], list[int]]:
    """Places by whether a question is key in each of the groups; None where it does not weigh at all."""
    groups_of: dict[str, list[int]] = {}
    for number, ids in enumerate(groups):
        for criterion_id in ids:
            groups_of.setdefault(criterion_id, []).append(number)
    # Many questions name the same criteria in the same roles.
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, question in enumerate(questions):
        alike.setdefault(tuple(question.criteria.items()), []).append(place)
    found: dict[tuple[bool | None, ...], list[int]] = {}
    for named, places in alike.items():
        signature: list[bool | None] = [None] * len(groups)
        for criterion_id, role in named:
            key = role == "key"
            for number in groups_of.get(criterion_id, ()):
                if key or signature[number] is None:
                    signature[number] = key
        found.setdefault(tuple(signature), []).extend(places)
    return found
