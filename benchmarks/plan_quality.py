"""How good planned dates are: distance from the optimum, what a small change moves, and the time planning takes."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import yaml

HERE = Path(__file__).parent.parent
sys.path.insert(0, str(HERE / "tests" / "rules"))

from schedule_cases import optimum, random_shop  # noqa: E402

from questionnaires.loader import load_library  # noqa: E402
from readiness.assessment import Assessment  # noqa: E402
from readiness.exchange.answers import read_answers  # noqa: E402
from readiness.exchange.facts import read_facts  # noqa: E402
from scoring.asked import Asked, asked  # noqa: E402
from scoring.dispatch import TICKS, Shop, Timing, dispatched  # noqa: E402
from scoring.model import Answer, Capacity, QuestionSet, Scope  # noqa: E402
from scoring.plan import Plan, plan  # noqa: E402
from scoring.schedule import Builder, Schedule, middle, schedule  # noqa: E402
from scoring.score import Scorecard, score_asked  # noqa: E402
from scoring.sequencing import aims, best_sequence  # noqa: E402
from scoring.workdays import WorkCalendar  # noqa: E402

RANDOM_CASES = 200
REAL_SECONDS = 8
REAL_ITEMS = 10
START = date(2027, 1, 4)
CAPACITIES = (
    Capacity(total=5),
    Capacity(total=5, by_role={"engineering": 2}),
    Capacity(total=10, by_role={"engineering": 3, "security": 3, "it": 2}),
)
SETS: dict[QuestionSet, str] = {"quick": "categories", "full": "full_categories"}
MOVED_WORKDAYS = 5
Real = tuple[str, Asked, Scorecard, Plan]


def real_plans() -> Iterator[Real]:
    """The Type II plans of the example companies, quick and full."""
    for name in ("startup", "fintech"):
        folder = HERE / "examples" / name
        judgement = yaml.safe_load((folder / "judgement.yaml").read_text())
        for question_set, categories in SETS.items():
            with (
                tempfile.TemporaryDirectory() as place,
                Assessment.create(
                    Path(place) / "a.readiness",
                    judgement["organisation"],
                    categories=judgement[categories],
                    question_set=question_set,
                    recorder="benchmark",
                ) as assessment,
            ):
                assessment.apply_facts(read_facts(folder / "facts.yaml", assessment.library))
                assessment.answer_all(read_answers(folder / f"answers-{question_set}.yaml", assessment.library, assessment.scope))
                yield f"{name} {question_set}", assessment.asked, assessment.scorecard(2), assessment.plan(2)


def spread(values: Sequence[float]) -> str:
    """Median, mean and worst of shares, in percent."""
    return f"median {statistics.median(values):6.2%}  mean {statistics.mean(values):6.2%}  worst {max(values):6.2%}"


def against_optimum(shops: Sequence[Shop], seconds: float) -> None:
    """Prints how far the plans of these cases are over what an exact solver finds, or proves not to be bettered."""
    found: dict[str, list[float]] = {"finish": [], "waiting": [], "waiting, its finish kept": []}
    for shop in shops:
        planned = best_sequence(shop)
        reached = aims(shop, planned)
        results = [
            optimum(shop, "finish", planned, seconds),
            optimum(shop, "waiting", planned, seconds),
            optimum(shop, "waiting", planned, seconds, no_later=True),
        ]
        for gaps, own, (best, bound) in zip(found.values(), (reached.finish, reached.waiting, reached.waiting), results, strict=True):
            # Not proved in time: no number rather than a wrong one.
            if round(best - bound) == 0:
                gaps.append(own / best - 1)
    print(f"{len(shops)} cases; over the optimum, where it was proved in time:")
    for aim, gaps in found.items():
        print(f"  {aim:26} {spread(gaps)}  at it {sum(gap < 1e-9 for gap in gaps)} of {len(gaps)}" if gaps else f"  {aim:26} not proved")


def unlimited(shop: Shop) -> Timing:
    """The same work with a server for each job."""
    own = tuple(replace(job, server=number) for number, job in enumerate(shop.jobs))
    return dispatched(replace(shop, jobs=own, servers=len(own)), [0] * len(own))


def against_smith(shops: Sequence[Shop]) -> None:
    """Prints how far whole plans are over what no plan can better, where they are too large to solve for both aims.

    For the weighted time: each server alone by Smith's rule, most weight for its work first, as if nothing needed anything.
    """
    finish, waiting = [], []
    for shop in shops:
        planned = best_sequence(shop)
        clock, least = [0] * shop.servers, 0.0
        for job in sorted(shop.jobs, key=lambda job: job.ticks / job.weight):
            clock[job.server] += job.ticks
            least += job.weight * clock[job.server]
        # No server is done before all its work is, and no chain of needs sooner than one job after the other.
        alone = unlimited(shop)
        start = shop.calendar.start.toordinal() - 1
        busy = max(shop.calendar.ordinal((ticks - 1) // TICKS) - start for ticks in clock if ticks)
        finish.append(aims(shop, planned).finish / max(busy, aims(shop, alone).finish) - 1)
        waiting.append(sum(job.weight * end for job, end in zip(shop.jobs, planned.ends, strict=True)) / least - 1)
    print(f"  whole: finish over the bound   {spread(finish)}")
    print(f"         weighted work time      {spread(waiting)}")


def first_of(shop: Shop, count: int) -> Shop:
    """The first jobs of a plan, whose order keeps what each needs before it."""
    return replace(shop, jobs=shop.jobs[:count])


def still(shop: Shop) -> Shop:
    """The same work without recurring runs and without the rule that quick wins go first, both of which the exact model leaves out."""
    return replace(shop, jobs=tuple(replace(job, rhythm=None, tier=0) for job in shop.jobs), running=())


def price_of_the_rule(shops: Sequence[Shop]) -> None:
    """Prints what it costs, by both aims, that urgent quick wins go before everything else, recurring runs included."""
    pairs = [
        (aims(shop, best_sequence(shop)), aims(shop, best_sequence(replace(shop, jobs=tuple(replace(j, tier=0) for j in shop.jobs)))))
        for shop in shops
    ]
    print(
        f"         quick wins first costs  finish {statistics.mean(ruled.finish / free.finish - 1 for ruled, free in pairs):6.2%}", end=" "
    )
    print(f" weighted time {statistics.mean(ruled.waiting / free.waiting - 1 for ruled, free in pairs):6.2%} (means)")


def without(made: Plan, question_id: str) -> Plan:
    """The plan with one item closed."""
    items = tuple(replace(i, after=tuple(a for a in i.after if a != question_id)) for i in made.items if i.question != question_id)
    packages = (replace(p, questions=tuple(q for q in p.questions if q != question_id)) for p in made.packages)
    return replace(made, items=items, packages=tuple(p for p in packages if p.questions))


def halved(made: Plan, question_id: str) -> Plan:
    """The plan with one item's effort halved."""
    return replace(
        made,
        items=tuple(
            replace(i, effort_days=(i.effort_days[0] / 2, i.effort_days[1] / 2)) if i.question == question_id else i for i in made.items
        ),
    )


def moved(before: Schedule, after: Schedule, calendar: WorkCalendar, changed: str) -> float:
    """The share of the items in both, but the changed one, whose start moves by more than a week of workdays."""
    both = [q for q in before.items if q in after.items and q != changed]
    return sum(abs(calendar.index(before.items[q].start) - calendar.index(after.items[q].start)) > MOVED_WORKDAYS for q in both) / len(both)


def stability(real: Sequence[Real]) -> None:
    """Prints what re-planning moves beyond what the change itself forces: against the old sequence, only timed anew."""
    found: dict[str, list[float]] = {"item closed": [], "effort halved": [], "holiday added": []}
    for _, questions, card, made in real:
        for capacity in CAPACITIES:
            calendar = WorkCalendar(START)
            base = schedule(questions, card, made, capacity, calendar, 6)

            def compare(
                kind: str,
                changed: Plan,
                days: WorkCalendar,
                name: str = "",
                questions: Asked = questions,
                card: Scorecard = card,
                capacity: Capacity = capacity,
                base: Schedule = base,
            ) -> None:
                kept = [question_id for question_id in base.sequence if any(i.question == question_id for i in changed.items)]
                forced = schedule(questions, card, changed, capacity, days, 6, sequence=kept)
                found[kind].append(moved(forced, schedule(questions, card, changed, capacity, days, 6), days, name))

            for item in made.items[::3]:
                compare("item closed", without(made, item.question), calendar, item.question)
                compare("effort halved", halved(made, item.question), calendar, item.question)
            for weeks in (1, 4, 9):
                compare("holiday added", made, WorkCalendar(START, [START + timedelta(weeks=weeks, days=2)]))
    for kind, shares in found.items():
        print(f"  {kind:14} {len(shares):4} times: items moved by more than {MOVED_WORKDAYS} workdays: {spread(shares)}")


def milliseconds(work: Callable[[], object], runs: int = 20) -> float:
    """Median processor time of one call: on one core, whatever else the machine does."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def speed() -> None:
    """Prints what planning about 200 items with dates takes, beside a trivial loop over them."""
    library, chance = load_library(), random.Random(3)
    scope = Scope(organisation="Benchmark", categories=("A", "C", "PI", "P"))
    questions = asked(library, scope, "full")
    answers = {q.id: Answer(question=q.id, level=chance.choice("01233455")) for q in questions.questions}  # type: ignore[arg-type]
    card = score_asked(questions, scope, answers, 2)
    made = plan(library, scope, card)
    planning = milliseconds(lambda: plan(library, scope, card))
    dating = milliseconds(lambda: schedule(questions, card, made, CAPACITIES[2], WorkCalendar(START), 6))
    loop = milliseconds(lambda: [sum(item.effort_days) for _ in range(100) for item in made.items]) / 100
    print(f"{len(made.items)} items: plan {planning:.1f} ms + dates {dating:.1f} ms = {planning + dating:.1f} ms, allowed 100;", end=" ")
    print(f"{(planning + dating) / loop:,.0f} x a loop over the items")


def main() -> None:
    """Prints quality on random and real cases, stability and speed."""
    print("Random cases, 4-9 items, 1-3 servers:")
    against_optimum([random_shop(seed) for seed in range(1_000, 1_000 + RANDOM_CASES)], 60)
    real = list(real_plans())
    print("Example companies, each with three capacities:")
    for name, questions, card, made in real:
        full = [Builder(questions, card, made, capacity, WorkCalendar(START), {}).shop(middle) for capacity in CAPACITIES]
        shops = [still(shop) for shop in full]
        print(f"{name}, the first {REAL_ITEMS} of {len(made.items)} items:", end=" ")
        against_optimum([first_of(shop, REAL_ITEMS) for shop in shops], REAL_SECONDS)
        against_smith(shops)
        price_of_the_rule(full)
    print("Stability, beyond what the change itself forces:")
    stability(real)
    speed()


if __name__ == "__main__":
    main()
