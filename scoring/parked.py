"""Whom to ask about what was left unsure: the parked questions by the role that owns them, with the people who have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from questionnaires.model import Library, Question
from scoring.model import Answer, Scope


@dataclass(frozen=True, slots=True)
class AskList:
    """The parked questions that one owner role can settle; ``people`` are the names of those in the scope who have it."""

    role: str
    title: str
    people: tuple[str, ...]
    questions: tuple[Question, ...]


def ask_lists(library: Library, scope: Scope, questions: Iterable[Question], answers: Mapping[str, Answer]) -> tuple[AskList, ...]:
    """The unsure ones among the questions, a list for each owner role in the library's order."""
    parked: dict[str, list[Question]] = {}
    for question in questions:
        answer = answers.get(question.id)
        if answer is not None and answer.level == "unsure":
            parked.setdefault(question.owner, []).append(question)
    return tuple(
        AskList(
            role=role.id,
            title=role.title,
            people=tuple(person.name for person in scope.people if person.role == role.id),
            questions=tuple(parked[role.id]),
        )
        for role in library.roles
        if role.id in parked
    )
