"""What a scope asks, worked out once: the questions that apply, and which of them weigh on each criterion and group.

Scoring the same scope again, after every answer or for every supposed one, then touches numbers only. A set of questions is one
whole number here, in which the first question asked has the highest bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import itemgetter, or_
from typing import Literal, NamedTuple

from questionnaires.model import Library, Question
from scoring.model import QuestionSet, Scope
from scoring.select import applicable_questions, chosen_categories, chosen_criteria, description_criteria, reworded

GroupKind = Literal["series", "category", "overall", "description"]


class Weighed(NamedTuple):
    """Questions that are added up: all of them as a set, their weights added up, and by role its weight and who has it.

    What picks the questions of a role takes a tuple over all questions asked, in which each has its own weight already.
    """

    every: int
    total: float
    roles: tuple[tuple[float, Callable[[tuple[float, ...]], tuple[float, ...]]], ...]

    def of(self, values: tuple[float, ...]) -> float:
        """What these questions have in ``values`` over all questions asked, each times the weight of its role, added up."""
        added = 0.0
        for weight, pick in self.roles:
            added += weight * sum(pick(values))
        return added


class Members(NamedTuple):
    """The questions that weigh on a criterion: their ids, each as a set of one, the ``keys`` among them, and how they add up."""

    ids: tuple[str, ...]
    bits: tuple[int, ...]
    keys: int
    weighed: Weighed


class Group(NamedTuple):
    """Criteria counted together, in which each question counts once, in its strongest role.

    ``members`` are the criteria as a set, in which bit n stands for the nth of all criteria with those of the system description
    after them; ``keys`` are the questions that are key here; ``unasked`` of the criteria have no question.
    """

    kind: GroupKind
    id: str
    criteria: tuple[str, ...]
    members: int
    keys: int
    weighed: Weighed
    unasked: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a scope and set, in the standard's order, with everything scoring needs to know of their places.

    ``library`` reads as the scope's facts make it; ``ids`` are the questions' in the same order, ``bits`` each as a set of one,
    ``weights`` what each weighs by itself;
    ``reports`` are the places of questions on providers' reports, ``alternatives`` the places of the controls that can stand in
    for one, ``described`` those on the system description; ``inheritable`` is the set of those that can be left to a provider.
    """

    library: Library
    question_set: QuestionSet
    questions: tuple[Question, ...]
    ids: tuple[str, ...]
    bits: tuple[int, ...]
    weights: tuple[float, ...]
    criteria: Mapping[str, Members]
    description: Mapping[str, Members]
    groups: tuple[Group, ...]
    reports: tuple[int, ...]
    alternatives: Mapping[int, tuple[int, ...]]
    described: frozenset[int]
    inheritable: int

    def weights_in(self, group: Group) -> dict[int, float]:
        """What each question weighs in that group, by its place."""
        role_weight = self.library.rating.role_weight
        return {
            place: own * role_weight["key" if group.keys & bit else "supports"]
            for place, (bit, own) in enumerate(zip(self.bits, self.weights, strict=True))
            if group.weighed.every & bit
        }


def asked(library: Library, scope: Scope, question_set: QuestionSet) -> Asked:
    """What this scope and set ask of this library."""
    library = reworded(library, scope)
    questions = applicable_questions(library, scope, question_set)
    places = {question.id: place for place, question in enumerate(questions)}
    bits = tuple(1 << place for place in reversed(range(len(questions))))
    weights = tuple(question.weight for question in questions)
    named: dict[str, list[int]] = {}
    keys: dict[str, int] = {}
    for place, question in enumerate(questions):
        for criterion_id, role in question.criteria.items():
            named.setdefault(criterion_id, []).append(place)
            if role == "key":
                keys[criterion_id] = keys.get(criterion_id, 0) | bits[place]

    def weighed(mine: Sequence[int], key: int) -> Weighed:
        role_weight = library.rating.role_weight
        keys_of = [place for place in mine if key & bits[place]]
        others = [place for place in mine if not key & bits[place]]
        by_role = ((role_weight["key"], keys_of), (role_weight["supports"], others))
        roles = tuple((weight, _picking(those)) for weight, those in by_role if those)
        unweighted = Weighed(sum(bits[place] for place in mine), 0.0, roles)
        return unweighted._replace(total=unweighted.of(weights))

    def members(criterion_id: str) -> Members:
        mine = named.get(criterion_id, [])
        key = keys.get(criterion_id, 0)
        return Members(tuple(questions[place].id for place in mine), tuple(bits[place] for place in mine), key, weighed(mine, key))

    def group(kind: GroupKind, group_id: str, criteria: Sequence[str]) -> Group:
        mine = sorted({place for criterion_id in criteria for place in named.get(criterion_id, ())})
        key = reduce(or_, (keys.get(criterion_id, 0) for criterion_id in criteria), 0)
        unasked = sum(1 for criterion_id in criteria if criterion_id not in named)
        members = sum(1 << numbers[criterion_id] for criterion_id in criteria)
        return Group(kind, group_id, tuple(criteria), members, key, weighed(mine, key), unasked)

    criteria = {criterion_id: members(criterion_id) for criterion_id in chosen_criteria(library, scope)}
    description = {criterion_id: members(criterion_id) for criterion_id in description_criteria(library, scope, question_set)}
    numbers = {criterion_id: number for number, criterion_id in enumerate((*criteria, *description))}
    return Asked(
        library=library,
        question_set=question_set,
        questions=questions,
        ids=tuple(places),
        bits=bits,
        weights=weights,
        criteria=criteria,
        description=description,
        groups=tuple(group(*one) for one in _named_groups(library, scope, criteria, description)),
        reports=tuple(place for place, question in enumerate(questions) if question.provider_report),
        alternatives={
            place: others
            for place, question in enumerate(questions)
            if (others := tuple(places[other] for other in question.alternatives if other in places))
        },
        described=frozenset(place for place, question in enumerate(questions) if question.home in description),
        inheritable=sum(bit for bit, question in zip(bits, questions, strict=True) if question.inheritable),
    )


def _picking(places: Sequence[int]) -> Callable[[tuple[float, ...]], tuple[float, ...]]:
    # For one place alone itemgetter would give no tuple.
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))


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
