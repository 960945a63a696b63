"""What to ask first in a new round: what may have changed since the last one, with the reasons. Knows no clock: the day is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.changes import Changes
from questionnaires.model import SEVERITIES, Question
from scoring.asked import Asked
from scoring.evidence import INTERVAL_DAYS
from scoring.freshness import newest_day
from scoring.live import LiveItem
from scoring.model import Answer
from scoring.occurrences import next_due, overdue, recurs

Why = Literal["done", "new", "replaced", "reworded", "evidence", "due", "old"]
WHYS: tuple[Why, ...] = ("done", "new", "replaced", "reworded", "evidence", "due", "old")
WHY_TEXT: dict[Why, str] = {
    "done": "its remediation item is done",
    "new": "new in the library",
    "replaced": "takes the place of another question",
    "reworded": "reads otherwise now",
    "evidence": "its evidence is out of date",
    "due": "came due since it was last done",
    "old": "answered long ago",
}
MOST = 40
"""What a person can go through in a quarter's sitting."""
# Evidence of a control without a rhythm goes out of date as that of a yearly one does.
_EVIDENCE_DAYS = INTERVAL_DAYS["annual"]


@dataclass(frozen=True, slots=True)
class FirstAsked:
    """A question to ask early, with every reason, the strongest first."""

    question: Question
    why: tuple[Why, ...]


def first_asked(
    asked: Asked,
    answers: Mapping[str, Answer],
    stated_on: Mapping[str, date],
    items: Iterable[LiveItem],
    changed: Changes | None,
    today: date,
    age_days: int,
) -> tuple[FirstAsked, ...]:
    """Every question that may have another answer now than it had, the likeliest first.

    Asked are questions carried over and not confirmed, those that are new or read otherwise since ``changed``, and those whose
    finished item is newer than their answer (``stated_on``: when somebody last said so, by question). Ordered by the strongest
    reason in the order of ``WHYS``, then key controls, severity and the standard's order: whoever stops after ``MOST`` has asked
    what matters most. A carried answer with no reason can be confirmed with many others at once.
    """
    done = _done(items)
    found = []
    for place, question in enumerate(asked.questions):
        why = _reasons(question, answers.get(question.id), stated_on.get(question.id), done.get(question.id), changed, today, age_days)
        if why:
            found.append((place, FirstAsked(question, why)))
    found.sort(key=lambda one: _rank(one[1], one[0]))
    return tuple(one for _, one in found)


def _rank(one: FirstAsked, place: int) -> tuple[int, int, int, int]:
    return WHYS.index(one.why[0]), one.question.role != "key", -SEVERITIES.index(one.question.severity), place


def _done(items: Iterable[LiveItem]) -> dict[str, LiveItem]:
    """The finished item of each question that has one."""
    return {question: one for one in items if one.stored is not None and one.stored.status == "done" for question in one.questions}


def _finished_since(item: LiveItem | None, stated: date | None, *, carried: bool) -> bool:
    """Whether a finished item asks for another answer: the one there is carried, or shows a gap, and is older than the work."""
    if item is None or item.stored is None or not (carried or item.answer_again):
        return False
    done_on = item.stored.done_on
    # Of one day, a carried answer was first; one of this round was given with the work in mind.
    return done_on is None or stated is None or stated < done_on or (carried and stated == done_on)


def _reasons(
    question: Question,
    answer: Answer | None,
    stated: date | None,
    item: LiveItem | None,
    changed: Changes | None,
    today: date,
    age_days: int,
) -> tuple[Why, ...]:
    carried = answer is not None and answer.carried
    found: list[Why] = []
    if answer is not None and _finished_since(item, stated, carried=carried):
        found.append("done")
    if changed is not None and (answer is None or carried):
        found += _in_library(question.id, changed)
    if answer is None or not carried:
        return tuple(found)
    if answer.rung is not None:
        newest = newest_day(answer.evidence)
        if newest is not None and _out_of_date(question, newest, today):
            found.append("evidence")
        following = next_due(question.frequency, answer.last_done) if answer.last_done is not None else None
        if following is not None and following <= today:
            found.append("due")
    if stated is not None and (today - stated).days > age_days:
        found.append("old")
    return tuple(found)


def _in_library(name: str, changed: Changes) -> list[Why]:
    return (
        ["new"] if name in changed.new else ["replaced"] if name in changed.replaced else ["reworded"] if name in changed.reworded else []
    )


def _out_of_date(question: Question, collected: date, today: date) -> bool:
    if recurs(question.frequency):
        return overdue(question.frequency, collected, today)
    return _EVIDENCE_DAYS is not None and (today - collected).days > _EVIDENCE_DAYS
