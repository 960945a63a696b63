"""Remarks beside an answer: claims without proof, missing or overdue dates, nothing written. They never change a verdict."""

from __future__ import annotations

from datetime import date
from typing import Literal

from questionnaires.model import Frequency, Question
from scoring.model import Answer

Remark = Literal["claimed", "nothing-written", "no-start-date", "no-evidence", "no-last-date", "overdue"]

# Calendar days between two occurrences, with the slack an auditor would usually grant; None: no fixed rhythm.
INTERVAL_DAYS: dict[Frequency, int | None] = {
    "continuous": None,
    "event": None,
    "once": None,
    "daily": 2,
    "weekly": 10,
    "monthly": 40,
    "quarterly": 105,
    "semi-annual": 200,
    "annual": 380,
}

REMARK_TEXT: dict[Remark, str] = {
    "claimed": "on record by word only: claimed, not shown",
    "nothing-written": "works, but no written rule behind it",
    "no-start-date": "on record since when? no start date given",
    "no-evidence": "shown, but no reference to the evidence kept",
    "no-last-date": "recurring, but no date of the last time given",
    "overdue": "last done longer ago than its frequency allows",
}


def remarks(rung: int, question: Question, answer: Answer, today: date | None) -> tuple[Remark, ...]:
    """What a careful reader would note beside this answer at ``rung``; ``today`` is the date to measure overdue ones against.

    Below rung 4 there is nothing to note but that nothing is written.
    """
    interval = INTERVAL_DAYS[question.frequency]
    found: list[Remark] = []
    if rung == 5 and answer.basis == "said":
        found.append("claimed")
    if answer.nothing_written and question.written_expected:
        found.append("nothing-written")
    if rung == 5 and answer.operating_since is None:
        found.append("no-start-date")
    if rung >= 4 and answer.basis != "said" and not answer.evidence:
        found.append("no-evidence")
    if rung >= 4 and interval is not None:
        if answer.last_done is None:
            found.append("no-last-date")
        elif today is not None and (today - answer.last_done).days > interval:
            found.append("overdue")
    return tuple(found)
