"""Scoring, planning and loading against a trivial loop over the same data, in the same run: ratios, not verdicts.

Processor time of one core, so that other work on the machine hardly counts; the least of the runs beside their median, since
even that is slowed by what shares a core.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from questionnaires.loader import canonical_text, load_library, parse_library
from questionnaires.model import Library
from scoring.asked import Asked, asked
from scoring.model import Answer, Capacity, QuestionSet, Scope
from scoring.narrowing import narrowing
from scoring.plan import plan
from scoring.schedule import schedule
from scoring.score import score_asked
from scoring.workdays import WorkCalendar

RUNS = 30
# Something this short is measured often, so that a passing disturbance is no half of the runs.
OFTEN = 200
TODAY = date(2027, 1, 4)
SCOPE = Scope(organisation="Benchmark", categories=("A", "C", "PI", "P"))
TEAM = Capacity(total=10, by_role={"engineering": 3, "security": 3, "it": 2})
ANSWERS = 250
OPEN = 40


class Took(NamedTuple):
    """Processor time of one call in milliseconds."""

    median: float
    least: float


def took(work: Callable[[], object], runs: int = RUNS) -> Took:
    """What one call takes, over some runs."""
    times = []
    for _ in range(runs):
        start = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - start) / 1e6)
    return Took(statistics.median(times), min(times))


def answered(questions: Asked, count: int) -> dict[str, Answer]:
    """Rungs drawn by lot for the first questions."""
    chance = random.Random(7)
    return {q.id: Answer(question=q.id, level=str(chance.randrange(6))) for q in questions.questions[:count]}  # type: ignore[arg-type]


def row(what: str, measured: Took, loop: Took, allowed: float | None = None) -> None:
    """Prints one measurement beside the loop of the same size."""
    target = "" if allowed is None else f"; to stay within {allowed:g} ms"
    print(f"  {what:44} {measured.median:9.2f} ms (least {measured.least:8.2f}) {measured.median / loop.median:9.1f} x the loop{target}")


def trivial(answers: dict[str, Answer]) -> Took:
    """A loop over the same answers that only adds up their rungs."""
    each = took(lambda: [sum(float(answer.level) for answer in answers.values()) for _ in range(20)])
    return Took(each.median / 20, each.least / 20)


def one_company(library: Library) -> None:
    """Prints what a key press and a plan of one full assessment take."""
    questions = asked(library, SCOPE, "full")
    answers = answered(questions, ANSWERS)
    loop = trivial(answers)
    print(f"{len(questions.questions)} questions, {len(answers)} answers; a loop over them {loop.median:.3f} ms")
    row("what a scope asks, once", took(lambda: asked(library, SCOPE, "full")), loop)
    row("scoring, as after each key", took(lambda: score_asked(questions, SCOPE, answers, 2, TODAY), OFTEN), loop, 2)
    few = answered(questions, len(questions.questions) - OPEN)
    row(f"narrowing, {OPEN} open", took(lambda: narrowing(questions, SCOPE, few, TODAY), 5), loop)
    card = score_asked(questions, SCOPE, answers, 2, TODAY)
    made = plan(library, SCOPE, card)
    row(f"planning {len(made.items)} items", took(lambda: plan(library, SCOPE, card)), loop)
    calendar = WorkCalendar(TODAY)
    row("dating them", took(lambda: schedule(questions, card, made, TEAM, calendar, 6)), loop)
    both = took(lambda: schedule(questions, card, plan(library, SCOPE, card), TEAM, calendar, 6))
    row("both", both, loop, 100)


def growth(library: Library, wanted: QuestionSet = "full") -> None:
    """Prints scoring and planning of ever more questions, each copied under other names: a straight line has a steady ratio."""
    for copies in (1, 4, 12, 36):
        many = tuple(q.model_copy(update={"id": f"{q.id}-x{n}", "after": ()}) for n in range(copies) for q in library.questions)
        big = library.with_questions(many)
        questions = asked(big, SCOPE, wanted)
        answers = answered(questions, len(questions.questions))
        loop = trivial(answers)
        card = score_asked(questions, SCOPE, answers, 2, TODAY)
        print(f"{len(answers):,} questions, all answered; a loop over them {loop.median:.3f} ms")
        row("scoring", took(lambda q=questions, a=answers: score_asked(q, SCOPE, a, 2, TODAY), 10), loop)  # type: ignore[misc]
        row("planning", took(lambda b=big, c=card: plan(b, SCOPE, c), 10), loop)  # type: ignore[misc]


def loading(library: Library) -> None:
    """Prints what reading the library takes beside reading the same as plain JSON."""
    text = canonical_text(library)
    parsed = took(lambda: json.loads(text))
    yaml, stored = took(load_library, 5), took(lambda: parse_library(text))
    print(f"library: as JSON text {parsed.median:.1f} ms; YAML {yaml.median:.1f} ms, {yaml.median / parsed.median:.1f} x;", end=" ")
    print(f"stored form {stored.median:.1f} ms, {stored.median / parsed.median:.1f} x")


def main() -> None:
    """Prints one row a measurement."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    library = load_library()
    one_company(library)
    growth(library)
    loading(library)


if __name__ == "__main__":
    main()
