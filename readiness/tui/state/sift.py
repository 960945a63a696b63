"""Which questions an interview walks, and in which order. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Library, Question
from readiness.assessment import Assessment
from readiness.storage import StoredAnswer
from readiness.tui.state.text import one_line
from scoring.model import Answer, Person, Scope

Which = Literal["all", "open", "flagged", "unsure", "gaps", "key", "not-shown", "changed"]
WHICH: dict[Which, str] = {
    "all": "every question",
    "open": "open ones",
    "flagged": "flagged for follow-up",
    "unsure": "unsure ones",
    "gaps": "known gaps",
    "key": "key controls",
    "not-shown": "said, but not shown",
    "changed": "changed since the last round",
}

# What stands before a name in place of a person's id, which never begins so.
_NAMED = "="


@dataclass(frozen=True, slots=True)
class Sift:
    """What a walk is narrowed to; as it is made, it takes everything in the auditor's order.

    ``role`` is an owner role of the library, ``person`` the id of a person of the scope: what they own by role or by name, and what
    they answered; or, behind an equals sign, the name of somebody whom answers alone name. ``by_role`` walks role by role, in the
    auditor's order within each.
    """

    which: Which = "all"
    quick: bool = False
    role: str = ""
    person: str = ""
    by_role: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether it leaves any question out."""
        return self != Sift(by_role=self.by_role)

    def words(self, library: Library, scope: Scope) -> str:
        """What it leaves, for a headline; empty when it leaves everything in the usual order."""
        parts = [
            WHICH[self.which] if self.which != "all" else "",
            "quick set" if self.quick else "",
            role_title(library, self.role),
            one_line(_name_of(scope, self.person), 30),
            "role by role" if self.by_role else "",
        ]
        return ", ".join(part for part in parts if part)


def in_order(assessment: Assessment, by_role: bool) -> tuple[Question, ...]:
    """Every question asked: as auditors go through them, or role by role."""
    if not by_role:
        return assessment.questions
    places = {role.id: place for place, role in enumerate(assessment.library.roles)}
    return tuple(sorted(assessment.questions, key=lambda question: places.get(question.owner, len(places))))


def sifted(assessment: Assessment, sift: Sift) -> tuple[Question, ...]:
    """The questions that a sift leaves, in its order."""
    ordered = in_order(assessment, sift.by_role)
    if not sift.narrowed:
        return ordered
    taken = _taken(assessment, sift.which)
    person = person_of(assessment.scope, sift.person)
    role = role_of(assessment.library, person) if person is not None else ""
    name = _name_of(assessment.scope, sift.person)

    def left(question: Question) -> bool:
        answer = assessment.answers.get(question.id)
        return (
            (taken is None or question.id in taken)
            and (question.quick or not sift.quick)
            and (not sift.role or question.owner == sift.role)
            and (not name or question.owner == role or _names(answer, name))
        )

    return tuple(question for question in ordered if left(question))


def _taken(assessment: Assessment, which: Which) -> set[str] | None:
    """Ids of the questions in one state; None for all."""
    answers = assessment.answers
    match which:
        case "all":
            return None
        case "open" | "unsure" | "gaps" | "not-shown":
            from scoring.filters import Choice, chosen

            found = chosen(assessment.library, assessment.scorecard(), answers, Choice(only=which))
            return {question.id for question in found}
        case "key":
            return {question.id for question in assessment.questions if question.role == "key"}
        case "flagged":
            return {question_id for question_id, answer in answers.items() if answer.flagged}
        case "changed":
            before = assessment.answers_before
            return {question_id for question_id, answer in answers.items() if before and not _same_level(before.get(question_id), answer)}


def _same_level(before: StoredAnswer | None, answer: Answer) -> bool:
    return before is not None and before.answer.level == answer.level


def _names(answer: Answer | None, name: str) -> bool:
    wanted = name.strip().casefold()
    return answer is not None and wanted in (answer.respondent.strip().casefold(), answer.owner.strip().casefold())


def people_named(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """Everybody a walk can be narrowed to, as value and name: the scope's people, then whoever else an answer names."""
    scoped = assessment.scope.people
    found = {person.name.strip().casefold(): "" for person in scoped} | {"": ""}
    for question in assessment.questions:
        answer = assessment.answers.get(question.id)
        for name in (answer.owner, answer.respondent) if answer is not None else ():
            found.setdefault(name.strip().casefold(), name.strip())
    others = [found[key] for key in sorted(found) if found[key]]
    return (*((person.id, person.name) for person in scoped), *((_NAMED + name, name) for name in others))


def _name_of(scope: Scope, wanted: str) -> str:
    """The name that a sift's ``person`` stands for; empty for nobody."""
    person = person_of(scope, wanted)
    return person.name if person is not None else wanted.removeprefix(_NAMED) if wanted.startswith(_NAMED) else ""


def person_of(scope: Scope, person_id: str) -> Person | None:
    """The person of the scope with that id."""
    return next((person for person in scope.people if person.id == person_id), None)


def role_of(library: Library, person: Person) -> str:
    """The owner role that a person's role names, by id or title (case ignored); empty if it names none."""
    wanted = person.role.strip().casefold()
    return next((role.id for role in library.roles if wanted in (role.id.casefold(), role.title.casefold())), "")


def role_title(library: Library, role: str) -> str:
    """An owner role in words; empty for none."""
    return next((one_line(one.title, 30) for one in library.roles if one.id == role), "")
