"""Judges a library's scope advice: names that lead nowhere, conditions that never hold."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaires.advice import COMPUTED, COMPUTED_PREFIX
from questionnaires.conditions import Condition, misfit
from questionnaires.model import Library
from questionnaires.wording import nearest

Finding = tuple[tuple[str | int, ...], str]


def unsound_advice(library: Library) -> Iterator[Finding]:
    """Advice on a category or facts that the library does not have, and facts named like what is worked out from a scope."""
    advisable = [category.id for category in library.scored_categories if not category.common]
    known = [*library.fact_by_id, *COMPUTED]
    for index, fact in enumerate(library.facts):
        if fact.id.startswith(COMPUTED_PREFIX):
            yield (
                ("facts", index, "id"),
                f"{fact.id} begins with {COMPUTED_PREFIX}, which is kept for what the scope itself says; rename it",
            )
    for index, entry in enumerate(library.advice):
        if entry.about == "category" and entry.subject not in advisable:
            yield (
                ("advice", index, "subject"),
                f"{entry.subject} is no category that can be chosen or left out{nearest(entry.subject, advisable)}",
            )
        for key, condition in _conditions(library, index):
            for name in condition.root:
                if name not in known:
                    yield ("advice", index, key), f"{name} is unknown here{nearest(name, known)}"


def careless_advice(library: Library) -> Iterator[Finding]:
    """Conditions that their fact can never fit."""
    choices = {"scope_categories": [category.id for category in library.scored_categories]}
    for index in range(len(library.advice)):
        for key, condition in _conditions(library, index):
            for name, wanted in condition.root.items():
                if name in COMPUTED:
                    wrong = misfit(name, COMPUTED[name], choices.get(name, ()), wanted)
                elif (fact := library.fact_by_id.get(name)) is not None:
                    wrong = misfit(name, fact.type, fact.choices, wanted)
                else:
                    continue
                if wrong:
                    yield ("advice", index, key, name), wrong


def _conditions(library: Library, index: int) -> Iterator[tuple[str, Condition]]:
    entry = library.advice[index]
    yield "when", entry.when
    if entry.unless is not None:
        yield "unless", entry.unless
