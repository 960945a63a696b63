"""Orders things under hard dependencies, then by priority, then by soft preferences: list scheduling on a topological order.

The method is priority list scheduling with inherited urgency: a thing is at least as urgent as the most urgent thing that
cannot be done without it (priority inheritance along the dependency graph); Kahn's algorithm takes the first by priority.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any


def ordered(
    ids: Sequence[str],
    hard: Mapping[str, Iterable[str]],
    soft: Iterable[tuple[str, str]],
    priority: Callable[[str], tuple[Any, ...]],
) -> list[str]:
    """``ids`` so that every hard dependency (id -> what comes before it) holds.

    ``soft`` pairs (earlier, later) are honoured in the order given unless they contradict what already holds. Among what is
    free the lowest ``priority`` goes first; ties keep the order of ``ids``. Deterministic. Raises ValueError on a hard cycle.
    """
    known = {entry: position for position, entry in enumerate(ids)}
    before: dict[str, set[str]] = {entry: {b for b in hard.get(entry, ()) if b in known and b != entry} for entry in ids}
    for earlier, later in soft:
        if earlier in known and later in known and earlier != later and not _reaches(later, earlier, before):
            before[later].add(earlier)
    waiting = {entry: len(needs) for entry, needs in before.items()}
    following: dict[str, list[str]] = {entry: [] for entry in ids}
    for entry, needs in before.items():
        for need in needs:
            following[need].append(entry)
    free = [(priority(entry), known[entry], entry) for entry in ids if not waiting[entry]]
    heapq.heapify(free)
    result: list[str] = []
    while free:
        _, _, entry = heapq.heappop(free)
        result.append(entry)
        for later in following[entry]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(free, (priority(later), known[later], later))
    if len(result) != len(known):
        raise ValueError(f"dependencies form a cycle among {', '.join(sorted(set(known) - set(result)))}")
    return result


def _reaches(target: str, start: str, before: Mapping[str, set[str]]) -> bool:
    """True if ``target`` is already somewhere before ``start``."""
    stack, seen = [start], set()
    while stack:
        entry = stack.pop()
        if entry == target:
            return True
        if entry not in seen:
            seen.add(entry)
            stack.extend(before[entry])
    return False


def dependents(ids: Sequence[str], hard: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """For each id everything that, directly or not, cannot be done before it. Tolerates cycles."""
    following: dict[str, set[str]] = {entry: set() for entry in ids}
    for entry in ids:
        for need in hard.get(entry, ()):
            if need in following and need != entry:
                following[need].add(entry)
    result: dict[str, set[str]] = {}
    for entry in ids:
        stack, seen = list(following[entry]), set[str]()
        while stack:
            later = stack.pop()
            if later not in seen and later != entry:
                seen.add(later)
                stack.extend(following[later])
        result[entry] = seen
    return result
