"""The clockwork of a schedule: servers that do one thing at a time, in whole ticks of a workday, and when each job ends.

A sequence is timed by the serial schedule generation scheme: each job in turn starts as soon as what it needs is done and its
server is free. Priorities are made into a sequence by the parallel scheme, non-delay dispatching: a server that is free takes the
best job that could start (both: Kolisch 1996, "Serial and parallel resource-constrained project scheduling methods revisited").
Runs of recurring controls come first on the day they are due and interrupt other work.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scoring.workdays import WorkCalendar, months_later

# A workday counts as 480 ticks: the minutes of eight hours. Work is rounded up to whole ones, so that no day is overdrawn.
TICKS = 480


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A control that runs again and again, every ``months`` months or ``days`` days: each run takes ``ticks`` of its server."""

    name: str
    server: int
    ticks: int
    months: int
    days: int

    def after(self, first: date, periods: int) -> date:
        """That many periods after ``first``."""
        return months_later(first, self.months * periods) if self.months else date.fromordinal(first.toordinal() + self.days * periods)


class Running(NamedTuple):
    """A rhythm that is already kept, with the day it is due first."""

    rhythm: Rhythm
    first: date


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: ``ticks`` of its server, then ``waiting`` calendar days that use nobody.

    ``before`` are the places of the jobs it needs; ``earliest`` is the first tick it may start at. Of two jobs that could start
    the one of lower ``tier`` goes first, always. ``weight`` is what a day of waiting for it costs. Once done it keeps ``rhythms``.
    """

    server: int
    ticks: int
    waiting: int
    before: tuple[int, ...]
    weight: float
    tier: int = 0
    earliest: int = 0
    rhythms: tuple[Rhythm, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """What is to be scheduled: the jobs, how many servers there are, on which workdays, and what they keep doing meanwhile."""

    jobs: tuple[Job, ...]
    servers: int
    calendar: WorkCalendar
    running: tuple[Running, ...] = ()

    def release(self, job: Job, end: int) -> int:
        """The tick from which a job can be built on that ended its work at ``end``."""
        return self.calendar.after_waiting((end - 1) // TICKS, job.waiting) * TICKS if job.waiting else end

    def done(self, job: Job, end: int) -> int:
        """The ordinal of the day on which a job that ended its work at ``end`` is finished, its waiting included."""
        return self.calendar.ordinal((end - 1) // TICKS) + job.waiting


class Span(NamedTuple):
    """A stretch of one server's time in ticks, the end not included: work on the job at a place, or a run of a rhythm."""

    server: int
    start: int
    end: int
    job: int | None
    run: tuple[str, date] | None


class Timing(NamedTuple):
    """When each job starts and ends its work, in ticks, and the sequence in which they were put there."""

    starts: list[int]
    ends: list[int]
    sequence: list[int]


class _Server:
    """One server's clock, and the runs that fall due on it."""

    def __init__(self, number: int, calendar: WorkCalendar, spans: list[Span] | None) -> None:
        self.clock = 0
        self._number = number
        self._calendar = calendar
        self._spans = spans
        self._due: list[tuple[int, int, int, date, Rhythm]] = []
        self._added = 0

    def keep(self, rhythm: Rhythm, first: date) -> None:
        """Adds a rhythm whose first run is due on that day."""
        self._added += 1
        heapq.heappush(self._due, (self._calendar.index(first), self._added, 0, first, rhythm))

    def ready(self, at: int) -> int:
        """The first tick from ``at`` on at which a job can be begun, after the runs due by then; these are done."""
        while self._due and self._due[0][0] * TICKS <= max(self.clock, at):
            self._run()
        return max(self.clock, at)

    def work(self, at: int, ticks: int, place: int) -> tuple[int, int]:
        """Does a job of that length, not before ``at``; returns its start and end."""
        start = tick = self.ready(at)
        due = self._due
        while due and (begin := due[0][0] * TICKS) < tick + ticks:
            # A long run may still be going on the morning the next one is due: then nothing was done in between.
            if begin > tick:
                self._note(tick, begin, place)
                ticks -= begin - tick
            self.clock = max(tick, begin)
            self._run()
            tick = self.clock
        self._note(tick, tick + ticks, place)
        self.clock = tick + ticks
        return start, self.clock

    def run_until(self, tick: int) -> None:
        """Does every run that is due before ``tick``."""
        while self._due and self._due[0][0] * TICKS < tick:
            self._run()

    def _run(self) -> None:
        day, number, times, first, rhythm = self._due[0]
        start = max(self.clock, day * TICKS)
        self.clock = start + rhythm.ticks
        if self._spans is not None:
            self._spans.append(Span(self._number, start, self.clock, None, (rhythm.name, rhythm.after(first, times))))
        heapq.heapreplace(self._due, (self._calendar.index(rhythm.after(first, times + 1)), number, times + 1, first, rhythm))

    def _note(self, start: int, end: int, place: int) -> None:
        if self._spans is not None:
            self._spans.append(Span(self._number, start, end, place, None))


def _opened(shop: Shop, spans: list[Span] | None = None) -> list[_Server]:
    servers = [_Server(number, shop.calendar, spans) for number in range(shop.servers)]
    for rhythm, first in shop.running:
        servers[rhythm.server].keep(rhythm, first)
    return servers


def _do(shop: Shop, server: _Server, place: int, at: int) -> tuple[int, int, int]:
    """Start, end and release of a job done not before ``at``; its rhythms start to be kept."""
    job = shop.jobs[place]
    start, end = server.work(at, job.ticks, place)
    for rhythm in job.rhythms:
        server.keep(rhythm, rhythm.after(date.fromordinal(shop.done(job, end)), 1))
    return start, end, shop.release(job, end) if job.waiting else end


def sequenced(shop: Shop, sequence: Sequence[int], spans: list[Span] | None = None, until: date | None = None) -> Timing:
    """Times the jobs in this sequence, in which each comes after what it needs.

    ``spans`` takes down who does what when; runs of rhythms go on to the day ``until``. Raises BeyondHorizon.
    """
    servers = _opened(shop, spans)
    starts, ends, releases = [0] * len(shop.jobs), [0] * len(shop.jobs), [0] * len(shop.jobs)
    for place in sequence:
        job = shop.jobs[place]
        at = job.earliest
        for needed in job.before:
            at = releases[needed] if releases[needed] > at else at
        starts[place], ends[place], releases[place] = _do(shop, servers[job.server], place, at)
    if until is not None:
        for server in servers:
            server.run_until(shop.calendar.index(until) * TICKS + 1)
    return Timing(starts, ends, list(sequence))


def dispatched(shop: Shop, priority: Sequence[float], latest: Sequence[float] | None = None) -> Timing:
    """Times the jobs by priority: a free server takes, of the lowest tier that could start, the job of lowest priority value.

    With ``latest``, a tick for each job by which it should start, a job that would miss it behind the best one goes before it.
    Ties keep the order of the jobs. Raises ValueError if the jobs need each other in a circle, BeyondHorizon.
    """
    jobs = shop.jobs
    servers = _opened(shop)
    missing = [len(job.before) for job in jobs]
    needed_by = followers(jobs)
    heads = [job.earliest for job in jobs]
    coming: list[list[tuple[int, int]]] = [[] for _ in servers]
    free: list[list[tuple[int, float, int]]] = [[] for _ in servers]
    starts, ends = [0] * len(jobs), [0] * len(jobs)
    sequence: list[int] = []
    for place, job in enumerate(jobs):
        if not missing[place]:
            heapq.heappush(coming[job.server], (heads[place], place))
    while True:
        soonest, number = -1, -1
        for candidate, server in enumerate(servers):
            if free[candidate]:
                at = server.clock
            elif coming[candidate]:
                at = max(server.clock, coming[candidate][0][0])
            else:
                continue
            if number < 0 or at < soonest:
                soonest, number = at, candidate
        if number < 0:
            break
        if servers[number].ready(soonest) > soonest:
            # Runs go first, and until they are over something better may have come free.
            continue
        queue, waiting = free[number], coming[number]
        while waiting and waiting[0][0] <= soonest:
            place = heapq.heappop(waiting)[1]
            heapq.heappush(queue, (jobs[place].tier, priority[place], place))
        place = _taken(jobs, queue, soonest, latest)
        starts[place], ends[place], release = _do(shop, servers[number], place, soonest)
        sequence.append(place)
        for later in needed_by[place]:
            heads[later] = max(heads[later], release)
            missing[later] -= 1
            if not missing[later]:
                heapq.heappush(coming[jobs[later].server], (heads[later], later))
    if len(sequence) != len(jobs):
        raise ValueError("jobs need each other in a circle")
    return Timing(starts, ends, sequence)


def _taken(jobs: Sequence[Job], queue: list[tuple[int, float, int]], now: int, latest: Sequence[float] | None) -> int:
    tier, _, best = queue[0]
    if latest is not None:
        behind = now + jobs[best].ticks
        pressing = [entry for entry in queue if entry[0] == tier and latest[entry[2]] < behind]
        if pressing:
            chosen = min(pressing, key=lambda entry: (latest[entry[2]], entry))
            queue.remove(chosen)
            heapq.heapify(queue)
            return chosen[2]
    return heapq.heappop(queue)[2]


def followers(jobs: Sequence[Job]) -> list[list[int]]:
    """For each job the places of those that need it."""
    needed_by: list[list[int]] = [[] for _ in jobs]
    for place, job in enumerate(jobs):
        for needed in job.before:
            needed_by[needed].append(place)
    return needed_by
