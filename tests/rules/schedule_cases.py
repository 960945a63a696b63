"""Random work to schedule, like a plan's: few needs, a little waiting, three servers at most; and the optimum by an exact model."""

from __future__ import annotations

import random
from datetime import date
from typing import Literal

from ortools.sat.python import cp_model

from scoring.dispatch import TICKS, Job, Shop, Timing
from scoring.sequencing import aims
from scoring.workdays import WorkCalendar

EFFORTS = (0.2, 0.3, 0.5, 0.8, 1, 1.2, 1.5, 2, 3, 5)
WEIGHTS = (1, 3, 3, 9, 9, 27)
WAITING = (0, 0, 0, 0, 0, 0, 7, 14, 28)
Aim = Literal["finish", "waiting"]


def calendar(*holidays: date) -> WorkCalendar:
    """From a Monday on, with one holiday in the third week."""
    return WorkCalendar(date(2027, 1, 4), {date(2027, 1, 20), *holidays})


def random_shop(seed: int, most_jobs: int = 9, most_servers: int = 3) -> Shop:
    """Work for one to three servers; the same seed gives the same."""
    chance = random.Random(seed)
    servers = chance.randint(1, most_servers)
    jobs = tuple(
        Job(
            server=chance.randrange(servers),
            ticks=round(chance.choice(EFFORTS) * TICKS),
            waiting=chance.choice(WAITING),
            before=tuple(sorted(chance.sample(range(place), min(place, chance.choice((0, 0, 0, 1, 1, 2)))))),
            weight=chance.choice(WEIGHTS),
        )
        for place in range(chance.randint(4, most_jobs))
    )
    return Shop(jobs, servers, calendar())


def optimum(shop: Shop, aim: Aim, known: Timing, seconds: float = 60, *, no_later: bool = False) -> tuple[float, float]:
    """The best value of one aim and the bound proved for it, equal where solved to the end.

    The exact model, for CP-SAT: jobs as intervals that do not overlap on a server; a job starts no sooner than what it needs is
    released; days done and releases after waiting are looked up by the workday of a job's end. Recurring runs, pinned starts and
    tiers are left out: what they forbid can only make the optimum worse, so a gap to this one is an upper bound. ``known`` is a
    schedule to start from, whose aims cut the search off; with ``no_later`` nothing may be done after its last day either.
    """
    reached = aims(shop, known)
    start = shop.calendar.start.toordinal() - 1
    # Nothing ends later than one job after the other, each with its waiting, would; nor, for the finish, than the known last day.
    horizon = sum(job.ticks + (job.waiting + 3) * TICKS for job in shop.jobs)
    if aim == "finish":
        horizon = min(horizon, (shop.calendar.index(date.fromordinal(start + reached.finish)) + 1) * TICKS)
    days = range(horizon // TICKS + 1)
    model = cp_model.CpModel()
    starts = [model.new_int_var(0, horizon, "") for _ in shop.jobs]
    ends = [model.new_int_var(0, horizon, "") for _ in shop.jobs]
    spans = [model.new_interval_var(begin, job.ticks, end, "") for begin, job, end in zip(starts, shop.jobs, ends, strict=True)]
    for server in range(shop.servers):
        model.add_no_overlap([span for span, job in zip(spans, shop.jobs, strict=True) if job.server == server])
    done, released = [], []
    for job, end in zip(shop.jobs, ends, strict=True):
        day = model.new_int_var(0, len(days) - 1, "")
        model.add_division_equality(day, end - 1, TICKS)
        done.append(model.new_int_var(0, 100_000, ""))
        model.add_element(day, [shop.done(job, number * TICKS + 1) - start for number in days], done[-1])
        released.append(end)
        if job.waiting:
            released[-1] = model.new_int_var(0, 100_000_000, "")
            model.add_element(day, [shop.release(job, number * TICKS + 1) for number in days], released[-1])
    for begin, job in zip(starts, shop.jobs, strict=True):
        for needed in job.before:
            model.add(begin >= released[needed])
    if aim == "finish":
        last = model.new_int_var(0, reached.finish, "")
        model.add_max_equality(last, done)
        model.minimize(last)
    else:
        total = sum(round(job.weight) * day for job, day in zip(shop.jobs, done, strict=True))
        model.add(total <= round(reached.waiting))
        model.minimize(total)
    if no_later:
        for day in done:
            model.add(day <= reached.finish)
    for begin, at in zip(starts, known.starts, strict=True):
        model.add_hint(begin, at)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = seconds
    # FEASIBLE includes the schedule it was started from: the exact model accepts what was planned.
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise AssertionError("the exact model does not accept the schedule")
    return solver.objective_value, solver.best_objective_bound
