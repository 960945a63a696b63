"""The use cases behind redaction: what to look for, where it stands, and erasing it from a file for good."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from questionnaires.canonical import canonical_text, parse_library
from questionnaires.soundness import unsound
from questionnaires.sources import LibraryError
from readiness.errors import ReadinessError
from readiness.renewing import moved_from
from readiness.shipped import shipped_library
from readiness.storage import Kind, Store
from readiness.storage.erasing import Wanted
from readiness.storage.redacting import Found, Rules

LEAST = 2
"""Characters of the shortest text that can be looked for."""

UNREACHED = (
    "reports, tables and calendars written before",
    "copies of the file elsewhere: mails, shared folders, backups of this computer",
    "blocks that a solid-state disk or a journaling file system keeps of what was overwritten",
    "the list of files opened last, and programs that have the file open now until they read it again",
)
"""What no redaction of a file reaches, in words."""


def wanted_text(text: str, *, words: bool = False, any_case: bool = False) -> Wanted:
    """What to look for: a text as it is, surrounding blanks left out. Raises ReadinessError for one too short to mean anything."""
    text = text.strip()
    if len(text) < LEAST:
        raise ReadinessError(f"a text to redact has {LEAST} characters or more; a shorter one stands almost everywhere.")
    return Wanted(text=text, words=words, any_case=any_case)


def wanted_note(store: Store, question: str) -> Wanted:
    """What to look for: the notes of one question in all rounds, and of those that it replaced or that replaced it in this file.

    The question comes first, the others by id: where a library was taken over, the note moved along with the answer. Raises
    ReadinessError for a question that nobody answered.
    """
    stated = [event.payload for event in store.history() if event.kind is Kind.ANSWER_SET]
    if all(payload["question"] != question for payload in stated):
        raise ReadinessError(f"{question[:64]}: nobody answered this question in {store.path}; `readiness history` shows what was said.")
    moves = {(old, payload["question"]) for payload in stated for old in moved_from(str(payload.get("note", "")))}
    others = _reached(question, moves) | _reached(question, {(new, old) for old, new in moves})
    return Wanted(questions=(question, *sorted(others & {payload["question"] for payload in stated} - {question})))


def _reached(start: str, moves: Collection[tuple[str, str]]) -> set[str]:
    """Where a note comes to from ``start`` by any number of moves, each from one question to another."""
    found: set[str] = set()
    new = {start}
    while new:
        found |= new
        new = {to for one, to in moves if one in new} - found
    return found


def rules() -> Rules:
    """The shipped library's own texts, which are public, and what makes a library one."""
    public: set[str] = set()
    _collect(json.loads(canonical_text(shipped_library())), public)
    return Rules(frozenset(public), _check_library)


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, list):
        for one in value:
            _collect(one, found)
    elif isinstance(value, dict):
        found.update(value)
        for one in value.values():
            _collect(one, found)


def _check_library(text: str) -> None:
    """Raises ValueError for a text that is no sound library."""
    try:
        fault = next(unsound(parse_library(text)), None)
    except LibraryError as error:
        raise ValueError(error.problems[0]) from None
    if fault is not None:
        raise ValueError(fault[1])


def find(store: Store, wanted: Wanted) -> Found:
    """Where it stands in the file and the backups beside it. Raises ReadinessError."""
    return store.find(wanted, rules())


def redact(store: Store, wanted: Wanted, by: str, why: str) -> Found:
    """Erases it for good; the history keeps by whom, when and why. Raises ReadinessError; then the file is as it was."""
    by, why = " ".join(by.split()), why.strip()
    if not by or len(by) > 200:
        raise ReadinessError("--by: say in up to 200 characters who decides it, so that the history can tell.")
    if not why:
        raise ReadinessError("--why: say why it is removed, without repeating it, so that the history can tell.")
    if wanted.text and any(wanted.pattern([wanted.text]).search(said) for said in (by, why)):
        raise ReadinessError("--by and --why are kept, and one of them repeats what is to be removed: say it in other words.")
    return store.redact(wanted, rules(), by=by, why=why)
