"""Proves over every combination of facts that each common criterion keeps a key question, and that no wording is beyond reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

from questionnaires.conditions import Condition, FactValue, NumberRange, Wanted
from questionnaires.data import Finding
from questionnaires.model import Fact, Library, Question

MAX_COMBINATIONS = 20_000
Facts = dict[str, FactValue]


class TooManyCombinations(ValueError):
    """The facts that some conditions name can be stated in more ways than anyone would wait for."""


def fact_combinations(library: Library, conditions: Iterable[Condition]) -> Iterator[Facts]:
    """Ways to state the facts these conditions name, one for each different outcome; a fact left out is unknown.

    Two values of a fact that every condition judges alike stand for each other, so a number has a few cases, not a million.
    The fewest facts stated come first. Raises TooManyCombinations above MAX_COMBINATIONS.
    """
    wanted: dict[str, list[Condition]] = {}
    for condition in conditions:
        for fact_id, value in condition.root.items():
            if fact_id in library.fact_by_id:
                wanted.setdefault(fact_id, []).append(Condition.model_construct({fact_id: value}))
    cases = {fact_id: _cases(library.fact_by_id[fact_id], alone) for fact_id, alone in wanted.items()}
    count = prod(1 + len(values) for values in cases.values())
    if count > MAX_COMBINATIONS:
        raise TooManyCombinations(
            f"{', '.join(sorted(cases))} can be stated in {count:,} ways, more than the {MAX_COMBINATIONS:,} that are tried"
        )
    for stated in range(len(cases) + 1):
        for chosen in combinations(cases, stated):
            for values in product(*(cases[fact_id] for fact_id in chosen)):
                yield dict(zip(chosen, values, strict=True))


def _cases(fact: Fact, conditions: list[Condition]) -> list[FactValue]:
    """One value of the fact for each way in which the conditions, on this fact alone, can turn out."""
    found: dict[tuple[bool | None, ...], FactValue] = {}
    for value in _candidates(fact, [condition.root[fact.id] for condition in conditions]):
        found.setdefault(tuple(condition.holds({fact.id: value}) for condition in conditions), value)
    return list(found.values())


def _candidates(fact: Fact, wanted: list[Wanted]) -> Iterator[FactValue]:
    """Values among which every outcome occurs: all there are, or those where an outcome can change."""
    named = [one for value in wanted for one in (value if isinstance(value, tuple) else (value,))]
    match fact.type:
        case "yes-no":
            yield from (True, False)
        case "choice":
            yield from fact.choices
        case "number":
            yield from _numbers(fact, named)
        case "text":
            texts = [one for one in named if isinstance(one, str)]
            yield "".join(texts) + "-"  # longer than each, so none of them
            yield from texts
        case "choices":
            yield from _choices(fact, named)


def _numbers(fact: Fact, named: Iterable[object]) -> Iterator[int]:
    """Each bound and its neighbours, as far as the fact admits them; without any, one number that it admits."""
    bounds = [bound for one in named if isinstance(one, NumberRange) for bound in (one.min, one.max) if bound is not None]
    bounds += [one for one in named if isinstance(one, int) and not isinstance(one, bool)]
    bounds += [bound for bound in (fact.minimum, fact.maximum) if bound is not None]
    for number in sorted({bound + step for bound in bounds or [0] for step in (-1, 0, 1)}):
        if (fact.minimum is None or number >= fact.minimum) and (fact.maximum is None or number <= fact.maximum):
            yield number


def _choices(fact: Fact, named: Sequence[object]) -> Iterator[tuple[str, ...]]:
    """Every selection among the choices that are named; the others make no difference."""
    mentioned = [choice for choice in fact.choices if choice in named]
    if 2 ** len(mentioned) > MAX_COMBINATIONS:
        raise TooManyCombinations(
            f"{fact.id} can be stated in 2 to the power of {len(mentioned)} ways, more than the {MAX_COMBINATIONS:,} that are tried"
        )
    for size in range(len(mentioned) + 1):
        yield from combinations(mentioned, size)


def without_firm_key(library: Library) -> Iterator[Finding]:
    """The criteria of `unfirm_criteria` in the quick and in the full set, with the facts that leave them so."""
    place = {criterion.id: index for index, criterion in enumerate(library.criteria)}
    for which in ("quick", "full"):
        for criterion, where in unfirm_criteria(library, quick=which == "quick").items():
            what = f"{criterion} has no key question in the {which} set that nobody may waive{where}; add one"
            yield ("criteria", place[criterion], "id"), what


def unfirm_criteria(library: Library, *, quick: bool) -> dict[str, str]:
    """Common criteria that some combination of facts leaves without a firm key question, with that case as the end of a sentence.

    A key question is firm when nobody may waive it, no provider can be said to run it, and it is asked whatever categories
    are chosen. Questions may stand in for each other by facts (one for an office, one for none), as long as one is always
    left: every combination is tried, and a criterion with more of them than MAX_COMBINATIONS counts as unfirm.
    """
    common = {category.id for category in library.categories if category.common}
    firm = [question for question in library.questions if _is_firm(library, question, common) and (question.quick or not quick)]
    found = {}
    for criterion in library.criteria:
        if criterion.category not in common:
            continue
        try:
            left = without_any(library, (question for question in firm if question.criteria.get(criterion.id) == "key"))
        except TooManyCombinations as error:
            found[criterion.id] = f" as far as can be tried ({error})"
        else:
            if left is not None:
                found[criterion.id] = f" where {said(left)}" if left else ""
    return found


def _is_firm(library: Library, question: Question, common: set[str]) -> bool:
    home = library.criterion_by_id.get(question.home)
    sometimes = question.waivable or question.inheritable or question.only_with or question.only_type
    return not sometimes and home is not None and home.category in common


def without_any(library: Library, questions: Iterable[Question]) -> Facts | None:
    """The shortest statement of facts under which none of the questions is asked; None if one of them always is."""
    conditions = [question.applies_when for question in questions]
    if any(not condition.root for condition in conditions):
        return None
    for facts in fact_combinations(library, conditions):
        if all(condition.holds(facts) is False for condition in conditions):
            return facts
    return None


def said(facts: Mapping[str, FactValue]) -> str:
    """The facts in words: ``office is none and contractors is no``."""
    return " and ".join(f"{fact_id} is {_in_words(value)}" for fact_id, value in facts.items())


def _in_words(value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (" with ".join(value) or "nothing") if isinstance(value, tuple) else str(value)


def beyond_reach(library: Library) -> Iterator[Finding]:
    """Variants and proposals of not applicable that no combination of facts ever brings up while their question is asked."""
    for index, question in enumerate(library.questions):
        conditions = [variant.when for variant in question.variants]
        if question.proposes_na is not None:
            conditions.append(question.proposes_na.when)
        if not conditions:
            continue
        try:
            asked = [
                facts
                for facts in fact_combinations(library, [question.applies_when, *conditions])
                if question.applies_when.holds(facts) is not False
            ]
        except TooManyCombinations as error:
            yield ("questions", index, "variants"), f"{error}; let fewer facts decide"
            continue
        read = {id(question.variant_for(facts)) for facts in asked}
        for place, variant in enumerate(question.variants):
            if id(variant) not in read:
                yield (
                    ("questions", index, "variants", place, "when"),
                    "is never read: an earlier variant or applies_when rules it out; remove it",
                )
        if question.proposes_na is not None and not any(question.proposes_na.when.holds(facts) is True for facts in asked):
            yield ("questions", index, "proposes_na", "when"), "never holds while the question is asked; remove it"
