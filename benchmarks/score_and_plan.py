"""Scoring, planning and loading against a trivial baseline over the same data, in the same run: ratios, not verdicts."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable

from questionnaires.loader import canonical_text, load_library, parse_library
from scoring.model import Answer, Scope
from scoring.plan import plan
from scoring.score import score

RUNS = 30


def median_ms(work: Callable[[], object]) -> float:
    """Median wall time of one call in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Prints one row a measurement: median milliseconds and the ratio to its baseline."""
    library = load_library()
    chance = random.Random(7)
    scope = Scope(organisation="Benchmark")
    for copies in (1, 4, 40):
        questions = tuple(q.model_copy(update={"id": f"{q.id}-x{n}", "after": ()}) for n in range(copies) for q in library.questions)
        big = library.model_copy(update={"questions": questions})
        answers = {q.id: Answer(question=q.id, level=str(chance.randrange(6))) for q in questions}  # type: ignore[arg-type]

        def trivial(answers: dict[str, Answer] = answers) -> float:
            return sum(float(answer.level) for answer in answers.values())

        loop = median_ms(trivial)
        scoring = median_ms(lambda big=big, answers=answers: score(big, scope, "full", answers, 2))
        card = score(big, scope, "full", answers, 2)
        planning = median_ms(lambda big=big, card=card: plan(big, scope, card))
        items = len(plan(big, scope, card).items)
        print(f"{len(questions):6} answers: score {scoring:8.2f} ms, {scoring / loop:6.1f} x a loop over the answers")
        print(f"{items:6} gaps:    plan  {planning:8.2f} ms, {planning / loop:6.1f} x the same loop")
    text = canonical_text(library)
    parsed = median_ms(lambda: json.loads(text))
    loading = median_ms(load_library)
    print(f"library: YAML {loading:.1f} ms, {loading / parsed:.1f} x reading it as JSON text ({parsed:.2f} ms); ", end="")
    stored = median_ms(lambda: parse_library(text))
    print(f"stored form {stored:.1f} ms, {stored / parsed:.1f} x")


if __name__ == "__main__":
    main()
