"""What the tests on windows share: three controls, a half-year, and answers completed so that every criterion is asked about."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from small_library import answer, library, question, scope

from questionnaires.model import Library, Question
from scoring.asked import asked
from scoring.model import Answer, Scope, Window
from scoring.records import Record
from scoring.window import Holding, Opening, could_open, would_hold

TODAY = date(2026, 7, 1)
HALF_YEAR = Window(start=date(2026, 1, 1), end=date(2026, 6, 30))
YEAR = Window(start=date(2025, 7, 1), end=date(2026, 6, 30))
AWS = {"id": "v-1", "name": "AWS", "subservice": True, "method": "carve-out"}
# Built once: only its questions change from case to case.
BASE = library()
RANK = {"no": 0, "not settled": 1, "yes": 2}

YEARLY = question("yearly", {"CC1.2": "key"}, type="periodic", frequency="annual")
QUARTERLY = question("quarterly", {"CC1.2": "key"}, type="periodic", frequency="quarterly")
SETTING = question("setting", {"CC1.1": "key"})


def opening(questions: list[Question], answers: list[Answer], months: int = 6, today: date = TODAY, **of_scope: Any) -> Opening:
    """Whether a window could open, with a running control on whichever common criterion is not asked about."""
    lib, stated = completed(questions, answers)
    return could_open(asked(lib, scope(**of_scope), "full"), scope(**of_scope), stated, months, today)


def holding(
    questions: list[Question], answers: list[Answer], window: Window = HALF_YEAR, today: date = TODAY, of_scope: Scope | None = None
) -> Holding:
    """Whether a window would hold, completed in the same way."""
    lib, stated = completed(questions, answers)
    of_scope = of_scope or scope()
    return would_hold(asked(lib, of_scope, "full"), of_scope, stated, window, today)


def record(one: Question, stated: list[Answer], window: Window = HALF_YEAR, today: date = TODAY) -> Record:
    """What is known of this control among others."""
    return next(found for found in holding([one], stated, window, today).records if found.question == one.id)


def completed(questions: list[Question], answers: list[Answer]) -> tuple[Library, dict[str, Answer]]:
    missing = {"CC1.1", "CC1.2"} - {criterion for one in questions for criterion in one.criteria}
    padding = [padded(criterion) for criterion in sorted(missing)]
    stated = {one.question: one for one in answers}
    stated |= {one.id: answer(one.id, 5, operating_since=date(2020, 1, 1)) for one in padding}
    return BASE.with_questions((*questions, *padding)), stated


@cache
def padded(criterion: str) -> Question:
    return question(f"other-{criterion[-1]}", {criterion: "key"})
