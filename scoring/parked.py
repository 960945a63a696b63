"""Whom to ask about what was left unsure: the parked questions by the role that owns them, with the people of it who may know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from questionnaires.model import Library, Question
from scoring.model import Answer, Scope


@dataclass(frozen=True, slots=True)
class Candidates:
    """The people of the scope whom a question is for: those ``left`` to ask, and those of them who ``did_not_know``."""

    left: tuple[str, ...]
    did_not_know: tuple[str, ...]

    @property
    def nobody_left(self) -> str:
        """Who did not know, in words, where nobody else is left to ask; empty where somebody is, or nobody was asked."""
        return f"nobody left to ask: {' and '.join(self.did_not_know)} did not know" if self.did_not_know and not self.left else ""


@dataclass(frozen=True, slots=True)
class AskList:
    """The parked questions that one owner role can settle, with the same people of the scope to ask about them."""

    role: str
    title: str
    people: tuple[str, ...]
    questions: tuple[Question, ...]
    nobody_left: str = ""


def candidates(library: Library, scope: Scope, question: Question, unsure: Iterable[str]) -> Candidates:
    """Whom a question is for by role, which a person names by id or title; ``unsure`` are names of those who said that they do not know."""
    role = library.role_by_id[question.owner]
    fits = [person.name for person in scope.people if person.role.strip().casefold() in (role.id.casefold(), role.title.casefold())]
    said = {name.strip().casefold() for name in unsure}
    left = tuple(name for name in fits if name.strip().casefold() not in said)
    return Candidates(left, tuple(name for name in fits if name not in left))


def ask_lists(
    library: Library,
    scope: Scope,
    questions: Iterable[Question],
    answers: Mapping[str, Answer],
    unsure_before: Mapping[str, Collection[str]] | None = None,
) -> tuple[AskList, ...]:
    """The unsure ones among the questions, by owner role in the library's order and by who is left to ask.

    Nobody is asked again who said "unsure": the respondent, and ``unsure_before`` by question id.
    """
    parked: dict[tuple[str, Candidates], list[Question]] = {}
    for question in questions:
        answer = answers.get(question.id)
        if answer is not None and answer.level == "unsure":
            whom = candidates(library, scope, question, (answer.respondent, *(unsure_before or {}).get(question.id, ())))
            parked.setdefault((question.owner, Candidates(whom.left, whom.did_not_know if whom.nobody_left else ())), []).append(question)
    return tuple(
        AskList(role.id, role.title, whom.left, tuple(mine), whom.nobody_left)
        for role in library.roles
        for (owner, whom), mine in parked.items()
        if owner == role.id
    )
