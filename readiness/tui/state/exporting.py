"""What a report can be written as and for whom, in words, and the name its file gets. Knows no terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readiness.assessment import Assessment
from readiness.tui.state.text import one_line

EVERYBODY = "team"
_NAME_CELLS = 40


@dataclass(frozen=True, slots=True)
class Format:
    """One format by the ending of its files: what it is called, what it is good for, and what a browser knows it as."""

    suffix: str
    name: str
    good_for: str
    mime: str


FORMATS = (
    Format(".pdf", "PDF", "To send and to print: every reader sees the same pages.", "application/pdf"),
    Format(".html", "Web page", "To read and search in any browser: one file that loads nothing from anywhere.", "text/html"),
    Format(".md", "Markdown", "For a wiki or a repository, where changes between two reports can be seen line by line.", "text/markdown"),
    Format(
        ".docx",
        "Word",
        "To edit and comment on together.",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format(
        ".xlsx",
        "Excel",
        "To sort, filter and take over into a tracker: gaps, items and answers as tables.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    Format(".json", "JSON", "For programs: everything the report says, in a documented form.", "application/json"),
)
FORMAT_OF = {one.suffix: one for one in FORMATS}
VERSIONS = {
    EVERYBODY: ("the team", "Everything: verdicts, gaps, the plan with its steps, open questions and all answers."),
    "board": ("the board", "One page: where it stands, what it will take, what is to be decided."),
    "auditor": ("the auditor", "Control by control with its evidence, what is left out and why, the description of the system."),
    "buyer": ("a buyer", "A letter of one page to a customer who asked: where you stand, without any detail of a gap."),
}
_OWNERS_PART = "What is asked of this owner: their items with steps, evidence and open questions."


def readers(assessment: Assessment) -> list[tuple[str, str]]:
    """Whom a report can be written for, as value and words: the versions, the people of the scope, the roles that own controls."""
    people = [(person.name, one_line(person.name, _NAME_CELLS)) for person in assessment.scope.people]
    roles = [(role.id, one_line(role.title, _NAME_CELLS)) for role in assessment.library.roles]
    return [*((key, words) for key, (words, _) in VERSIONS.items()), *people, *roles]


def holds(reader: str) -> str:
    """What the report for a reader holds, in a sentence."""
    return VERSIONS[reader][1] if reader in VERSIONS else _OWNERS_PART


def file_name(stem: str, reader: str, suffix: str) -> str:
    """The name that a report gets unless somebody types another: ``acme-plan.pdf``, ``acme-for-board.docx``."""
    if reader == EVERYBODY:
        return f"{stem}-plan{suffix}"
    called = re.sub(r"\W+", "-", reader.casefold()).strip("-")[:_NAME_CELLS]
    return f"{stem}-for-{called or 'owner'}{suffix}"


def with_ending(name: str, suffix: str) -> str:
    """A typed name under another format: the ending of a known one gives way to ``suffix``; whatever else there is stays before it."""
    known = next((ending for ending in FORMAT_OF if name.casefold().endswith(ending)), "")
    return name[: len(name) - len(known)] + suffix
