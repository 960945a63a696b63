"""The use case behind history: who changed what and when, from the file's log. Only a redaction erases anything of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.storage import Event, Family, Subject
from readiness.undoing import Log, what

# What a closed round and a final report keep for ever: pages of results, printed by the report.
_RESULTS = frozenset({"scorecard", "plan", "content"})
# Said in the line itself already, or names nothing to a reader.
_UNSAID = frozenset({"id", "question", "recorder", "respondent", "library", "rules"})
# Of a redaction: how often something stood where, by subject. Its own command lists them.
_PLACES = "places"
# What a reader looks for.
_FIRST = ("level", "status")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of what was stated, as text; empty where nothing was stated."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One event: ``what`` it is about in words, in which round if in one, and how that differs from what stood before.

    ``taken_back`` is the event that this one undoes; ``undone``: a later one undoes this and still holds; ``redone``: it was undone
    for a while and stands again. ``removed``: nothing of the subject is left.
    """

    event: Event
    what: str
    round: str
    differences: tuple[Difference, ...]
    removed: bool
    taken_back: Event | None
    undone: bool
    redone: bool


def history(assessment: Assessment, question: str | None = None, *, by: str = "", since: date | None = None) -> tuple[Change, ...]:
    """Every change in the file's order, newest last; of one question in all rounds, its remediation items included.

    ``by`` is who recorded or said it, case ignored; ``since`` a day (UTC). Raises ReadinessError for a question or a person that
    the file does not know.
    """
    events = assessment.history()
    if question is not None and not any(_about(event, question) for event in events):
        _require_question(assessment, question)
    wanted = " ".join(by.split()).casefold()
    if wanted and not any(wanted in _people(event) for event in events):
        names = list(dict.fromkeys(name for event in events for name in (event.recorder, event.respondent) if name))
        known = ", ".join(shortened(name) for name in names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
        raise ReadinessError(f"--by {shortened(by)}: recorded and said nothing in this file; {known or 'nobody'} did.")
    rounds = {one.id: one.name for one in assessment.rounds}
    log = Log(events)
    standing: dict[Subject, dict[str, Any]] = {}
    found = []
    for event in events:
        before = standing.get(event.subject, {})
        standing[event.subject] = event.payload
        if question is not None and not _about(event, question):
            continue
        if (wanted and wanted not in _people(event)) or (since is not None and event.recorded_at[:10] < since.isoformat()):
            continue
        found.append(
            Change(
                event=event,
                what=what(event, rounds, before),
                round=rounds.get(event.round or "", ""),
                differences=tuple(_differences(before, event.payload)) if not event.kind.removes else (),
                removed=event.kind.removes,
                taken_back=log.by_id.get(event.undoes or ""),
                undone=event.id in log.undone,
                redone=event.id in log.redone,
            )
        )
    return tuple(found)


def _about(event: Event, question: str) -> bool:
    family, _, rest = event.subject.partition(":")
    if family == Family.ANSWER:
        return rest.partition(":")[2] == question
    named = event.payload.get("questions")
    return family == Family.ITEM and (rest == question or (isinstance(named, list) and question in named))


def _require_question(assessment: Assessment, question: str) -> None:
    if question not in assessment.library.question_by_id:
        hint = similar_questions(assessment.library, question[:100]) or "; `readiness questions` lists them."
        raise ReadinessError(f"{shortened(question, 64)}: no such question{hint}")


def _people(event: Event) -> set[str]:
    return {" ".join(name.split()).casefold() for name in (event.recorder, event.respondent)}


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Difference]:
    for field in dict.fromkeys((*_FIRST, *before, *after)):
        if field in _UNSAID:
            continue
        was, is_now = _text(before.get(field)), _text(after.get(field))
        if field == _PLACES:
            is_now = str(sum(after[field].values()))
        if field in _RESULTS:
            was, is_now = ("kept" if text else "" for text in (was, is_now))
        if was != is_now:
            yield Difference(field, was, is_now)


def _text(value: object) -> str:
    if value is None or value is False or value in ("", [], {}):
        return ""
    if value is True:
        return "yes"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
