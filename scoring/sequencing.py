"""In which sequence to take up jobs: several priority rules, each also justified, the best kept, and bettered while they are few.

Two aims: the day the last job is done, and the weighted sum of the days on which jobs are done (what is grave, soon). They pull
apart only where waiting is long beside the work, so a plan is the better, the smaller the sum of the two, each divided by the
least value found. Methods by their textbook names: Horn's ratio for chains of needs (W. A. Horn, "Single-machine job sequencing
with treelike precedence ordering and linear delay penalties", 1972), which is Smith's weighted shortest processing time where
nothing needs anything; longest tail first (J. R. Jackson's rule, 1955, by delivery times); forward-backward justification
(V. Valls, F. Ballestin, S. Quintanilla, "Justification and RCPSP", 2005); descent over insertions for small cases.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from scoring.dispatch import TICKS, Job, Shop, Timing, dispatched, followers, sequenced

# Of seven days five are workdays: calendar days of waiting as ticks, where a rule only needs to compare.
_WAITING = TICKS * 5 / 7
# How much longer than the shortest schedule a plan may be made to seem, so that what is grave need not stand back for waiting.
_STRETCHES = (1.0, 1.05, 1.2)
# Up to so many jobs insertions are tried, from so many of the best schedules on, and in each descent so many jobs are timed anew at
# most: a bound on work, not on time.
FEW = 24
_BEGINNINGS = 4
_RETIMED = 6_000


class Aims(NamedTuple):
    """Days from the start until the last job is done, and the sum over jobs of weight times days until it is done."""

    finish: int
    waiting: float


def aims(shop: Shop, timing: Timing) -> Aims:
    """Both aims of a timed sequence; 0 and 0 for no jobs."""
    start = shop.calendar.start.toordinal() - 1
    days = [shop.done(job, end) - start for job, end in zip(shop.jobs, timing.ends, strict=True)]
    return Aims(max(days, default=0), sum(job.weight * day for job, day in zip(shop.jobs, days, strict=True)))


def best_sequence(shop: Shop) -> Timing:
    """The sequence to plan with. Deterministic; raises ValueError for needs in a circle, BeyondHorizon."""
    found = list(_candidates(shop))
    measured = [aims(shop, timing) for timing in found]
    least = Aims(min(one.finish for one in measured), min(one.waiting for one in measured))

    def worth(of: Aims) -> float:
        return of.finish / max(1, least.finish) + (of.waiting / least.waiting if least.waiting else 0)

    ranked = sorted(range(len(found)), key=lambda number: (worth(measured[number]), number))
    if len(shop.jobs) > FEW:
        return found[ranked[0]]
    begun = list({tuple(found[number].sequence): found[number] for number in ranked}.values())[:_BEGINNINGS]
    return min((_descended(shop, timing, worth) for timing in begun), key=lambda timing: worth(aims(shop, timing)))


def _candidates(shop: Shop) -> Iterator[Timing]:
    """Schedules by rule, then the same justified: first by ratio, then by tail, then by ratio but in time for long tails."""
    jobs = shop.jobs
    after = tails(jobs)
    ratio = [-value for value in ratios(jobs)]
    tail_first = dispatched(shop, [-tail for tail in after])
    shortest = max((end + tail for end, tail in zip(tail_first.ends, after, strict=True)), default=0)
    found = [dispatched(shop, ratio), tail_first]
    for stretch in _STRETCHES:
        latest = [shortest * stretch - tail - job.ticks for job, tail in zip(jobs, after, strict=True)]
        found.append(dispatched(shop, ratio, latest))
    yield from found
    for timing in found:
        yield dispatched(shop, _justified(jobs, timing, after))


def tails(jobs: Sequence[Job]) -> list[float]:
    """For each job the ticks between the end of its work and the end of the longest chain of needs that it begins."""
    needed_by = followers(jobs)
    after = [0.0] * len(jobs)
    for place in reversed(topological(jobs)):
        longest = max((jobs[later].ticks + after[later] for later in needed_by[place]), default=0.0)
        after[place] = jobs[place].waiting * _WAITING + longest
    return after


def ratios(jobs: Sequence[Job]) -> list[float]:
    """Horn's ratio of each job: the most weight for each tick of work that it opens the way to, itself included.

    Exact where every job needs at most one other; where one needs several, each of them is credited with it.
    """
    needed_by = followers(jobs)
    found = [0.0] * len(jobs)
    # A job's block, begun by it and worth doing in one go: weight, ticks, and the jobs that come after the block.
    blocks: list[tuple[float, int, list[int]]] = [(0.0, 0, [])] * len(jobs)
    for place in reversed(topological(jobs)):
        weight, ticks = jobs[place].weight, jobs[place].ticks
        ahead = [(-found[later], later) for later in needed_by[place]]
        heapq.heapify(ahead)
        taken: set[int] = set()
        while ahead and -ahead[0][0] * ticks > weight:
            later = heapq.heappop(ahead)[1]
            if later not in taken:
                taken.add(later)
                weight += blocks[later][0]
                ticks += blocks[later][1]
                for beyond in blocks[later][2]:
                    heapq.heappush(ahead, (-found[beyond], beyond))
        found[place] = weight / ticks
        blocks[place] = (weight, ticks, [later for _, later in ahead if later not in taken])
    return found


def topological(jobs: Sequence[Job]) -> list[int]:
    """The jobs' places so that each comes after what it needs. Raises ValueError for needs in a circle."""
    needed_by = followers(jobs)
    missing = [len(job.before) for job in jobs]
    result = [place for place, count in enumerate(missing) if not count]
    for place in result:
        for later in needed_by[place]:
            missing[later] -= 1
            if not missing[later]:
                result.append(later)
    if len(result) != len(jobs):
        raise ValueError("jobs need each other in a circle")
    return result


def _justified(jobs: Sequence[Job], timing: Timing, after: Sequence[float]) -> list[float]:
    """For each job the start it has once everything is pushed as late as the schedule's end allows: a priority for a new pass."""
    needed_by = followers(jobs)
    end = max((finish + job.waiting * _WAITING for finish, job in zip(timing.ends, jobs, strict=True)), default=0.0)
    starts = [0.0] * len(jobs)
    free: dict[int, float] = {}
    for place in reversed(timing.sequence):
        job = jobs[place]
        waiting = job.waiting * _WAITING
        latest = min((starts[later] for later in needed_by[place]), default=end) - waiting
        starts[place] = free[job.server] = min(latest, free.get(job.server, end)) - job.ticks
    return starts


def _descended(shop: Shop, timing: Timing, worth: Callable[[Aims], float]) -> Timing:
    """Takes one job to another place of the sequence as long as that betters it; the first improvement counts.

    No move makes a job wait for one of a higher tier on the same server.
    """
    best, value = timing, worth(aims(shop, timing))
    left = _RETIMED
    improved = True
    while improved:
        improved = False
        for sequence in _moves(shop.jobs, best.sequence):
            left -= len(sequence)
            if left < 0:
                return best
            tried = sequenced(shop, sequence)
            reached = worth(aims(shop, tried))
            if reached < value - 1e-9 and not _overtaken(shop, tried):
                best, value, improved = tried, reached, True
                break
    return best


def _moves(jobs: Sequence[Job], sequence: Sequence[int]) -> Iterator[list[int]]:
    """Every sequence that differs in the place of one job, and in which needs and tiers still hold."""
    for index, place in enumerate(sequence):
        rest = [*sequence[:index], *sequence[index + 1 :]]
        for earlier in range(index - 1, -1, -1):
            if _must_precede(jobs, sequence[earlier], place):
                break
            yield [*rest[:earlier], place, *rest[earlier:]]
        for later in range(index + 1, len(sequence)):
            if _must_precede(jobs, place, sequence[later]):
                break
            yield [*rest[:later], place, *rest[later:]]


def _overtaken(shop: Shop, timing: Timing) -> bool:
    """Whether a job could have started when its server took up one of a higher tier instead."""
    for place, job in enumerate(shop.jobs):
        free = max([job.earliest, *(shop.release(shop.jobs[needed], timing.ends[needed]) for needed in job.before)])
        for other, start in enumerate(timing.starts):
            ahead = free <= start < timing.starts[place] and shop.jobs[other].server == job.server
            if ahead and shop.jobs[other].tier > job.tier:
                return True
    return False


def _must_precede(jobs: Sequence[Job], earlier: int, later: int) -> bool:
    one, other = jobs[earlier], jobs[later]
    return earlier in other.before or (one.server == other.server and one.tier < other.tier)
