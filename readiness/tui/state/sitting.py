"""An interview by person: who sits here, what they said, and what is parked for whom. Knows no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.model import Question
from questionnaires.wording import count_text
from readiness.asking import said_unsure
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import Draft
from readiness.tui.state.card import level_text
from readiness.tui.state.scoping import new_entry_drafts
from readiness.tui.state.sift import Sift, role_of, role_title, sifted
from readiness.tui.state.text import one_line, share
from scoring.model import Answer
from scoring.parked import ask_lists

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One answer read back: its question, its level in words, the sentence it stands for."""

    question: Question
    answer: Answer
    level: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Parked:
    """The questions left unsure that one person, or whoever has a role, is to be asked."""

    who: str
    questions: tuple[Question, ...]


def people_rows(assessment: Assessment) -> list[tuple[str, str]]:
    """The people who can sit down: id and words, with how many open questions are theirs by role."""
    rows = []
    for person in assessment.scope.people:
        role = role_of(assessment.library, person)
        mine = sifted(assessment, Sift(role=role))
        left = sifted(assessment, Sift("open", role=role))
        title = role_title(assessment.library, role) or "every question"
        rows.append((person.id, f"{one_line(person.name, 30)} · {title} · {share(len(left), len(mine))} open"))
    return rows


def uncovered(assessment: Assessment) -> str:
    """The open questions that nobody of the scope answers by role: ``88 open have nobody: security, founder``; empty without any."""
    covered = {role_of(assessment.library, person) for person in assessment.scope.people}
    if not covered or "" in covered:
        # Whoever has no role is asked every question.
        return ""
    left = Counter(question.owner for question in sifted(assessment, Sift("open")) if question.owner not in covered)
    roles = [one_line(role, 20) for role, _ in left.most_common(_MOST_NAMED)]
    more = [f"{len(left) - len(roles)} more"] if len(left) > len(roles) else []
    return f"{left.total()} open have nobody: {', '.join(roles + more)}" if left else ""


def new_person(assessment: Assessment, typed: Mapping[str, str]) -> list[Draft]:
    """The change that adds a person to the scope. Raises ReadinessError, also for a name that is there already."""
    name = typed["name"].strip().casefold()
    if any(person.name.strip().casefold() == name for person in assessment.scope.people):
        # Two of one name could not be told apart beside an answer.
        raise ReadinessError("Somebody of that name is in the list already; choose that one, or add an initial.")
    return new_entry_drafts(assessment, "people", {"name": typed["name"], "role": typed["role"], "email": ""})


def said_by(assessment: Assessment, name: str) -> list[Said]:
    """Everything that stands in somebody's name in this round, in the auditor's order."""
    wanted, answers = name.casefold(), assessment.answers
    return [
        Said(question, answer, level_text(answer, assessment.scope), _sentence(question, answer))
        for question in assessment.questions
        if (answer := answers.get(question.id)) is not None and answer.respondent.casefold() == wanted
    ]


def _sentence(question: Question, answer: Answer) -> str:
    return one_line(question.anchors[answer.rung]) if answer.rung is not None else ""


def confirmed(said: list[Said]) -> list[Answer]:
    """The answers carried over from before that a read-back confirms; the others stand already."""
    return [one.answer.model_copy(update={"carried": False}) for one in said if one.answer.carried]


def parked(assessment: Assessment) -> list[Parked]:
    """What was left unsure, by whom to ask: the owner named beside the answer, else the people of the role, else the role.

    Nobody is asked again who did not know.
    """
    answers, unsure = assessment.answers, said_unsure(assessment)
    found: dict[str, list[Question]] = {}
    for ask in ask_lists(assessment.library, assessment.scope, assessment.questions, answers, unsure):
        people = ", ".join(one_line(name, 30) for name in ask.people)
        by_role = people or one_line(ask.nobody_left, 60) or one_line(ask.title, 40)
        for question in ask.questions:
            owner = answers[question.id].owner
            asked = {name.casefold() for name in (answers[question.id].respondent, *unsure[question.id])}
            found.setdefault((one_line(owner, 40) if owner.casefold() not in asked else "") or by_role, []).append(question)
    return [Parked(who, tuple(questions)) for who, questions in found.items()]


def said_words(said: list[Said]) -> str:
    """How much is read back: ``12 answers, 3 of them unsure``."""
    unsure = sum(1 for one in said if one.answer.level == "unsure")
    return count_text(len(said), "answer") + (f", {unsure} of them unsure" if unsure else "")
