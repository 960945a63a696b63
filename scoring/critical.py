"""What makes a schedule as long as it is: its critical chain through needs and owners, and the slack of everything else."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.dispatch import TICKS, Shop, Timing, followers


def chain(shop: Shop, timing: Timing) -> list[int]:
    """The jobs that follow on one another up to the last one done, in order of time: the critical sequence (Wiest 1964).

    Each follows the job whose end it waited for: one it needs rather than the one its server did before, where both ended last.
    """
    jobs = shop.jobs
    if not jobs:
        return []
    previous = _previous(shop, timing.sequence)
    place: int | None = max(range(len(jobs)), key=lambda number: (shop.done(jobs[number], timing.ends[number]), -number))
    found: list[int] = []
    while place is not None:
        found.append(place)
        own = jobs[place]
        waited = [(shop.release(jobs[needed], timing.ends[needed]), 1, -needed) for needed in own.before]
        before = previous[place]
        if before is not None:
            waited.append((timing.ends[before], 0, -before))
        last = max(waited, default=(-1, 0, 0))
        place = -last[2] if last[0] > own.earliest else None
    return found[::-1]


def slack(shop: Shop, timing: Timing) -> list[int]:
    """For each job the workdays it could end later without moving the last day, every server keeping its sequence."""
    jobs, calendar = shop.jobs, shop.calendar
    needed_by = followers(jobs)
    previous = _previous(shop, timing.sequence)
    following = {before: place for place, before in enumerate(previous) if before is not None}
    last = max((shop.done(job, end) for job, end in zip(jobs, timing.ends, strict=True)), default=0)
    latest = [0] * len(jobs)
    for place in reversed(timing.sequence):
        job = jobs[place]
        starts = [latest[later] - (timing.ends[later] - timing.starts[later]) for later in needed_by[place]]
        limits = [_before(shop, start // TICKS, job.waiting) if job.waiting else start for start in starts]
        if place in following:
            later = following[place]
            limits.append(latest[later] - (timing.ends[later] - timing.starts[later]))
        # At the end the waiting must be over as well, on the last day at the latest.
        limits.append((calendar.last_by(last - job.waiting) + 1) * TICKS)
        latest[place] = min(limits)
    return [max(0, (latest[place] - timing.ends[place]) // TICKS) for place in range(len(jobs))]


def _before(shop: Shop, index: int, waiting: int) -> int:
    """The last tick at which work may end for its waiting to be over before that workday."""
    return (shop.calendar.last_before_waiting(index, waiting) + 1) * TICKS if index > 0 else 0


def _previous(shop: Shop, sequence: Sequence[int]) -> list[int | None]:
    """For each job the one its server did before it."""
    found: list[int | None] = [None] * len(shop.jobs)
    latest: dict[int, int] = {}
    for place in sequence:
        server = shop.jobs[place].server
        found[place] = latest.get(server)
        latest[server] = place
    return found
