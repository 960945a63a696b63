"""Effort and money of a plan as ranges: by owner, by month, by category; bands become money by the library's dated figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from questionnaires.model import Costs, Library
from scoring.plan import Plan, RemediationItem
from scoring.ranges import Range, added
from scoring.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Total:
    """Person-days and money (a year, in the costs' currency; None without figures) of some items, each as (least, most)."""

    key: str
    items: int
    effort_days: Range
    money: Range | None


@dataclass(frozen=True, slots=True)
class Budget:
    """A plan's totals. ``by_month`` (``2027-03``) places an item's whole effort and money in the month its work starts.

    ``by_category`` counts an item once, with the category of the criterion its question belongs to.
    """

    whole: Total
    by_owner: tuple[Total, ...]
    by_category: tuple[Total, ...]
    by_month: tuple[Total, ...]


def budget(library: Library, plan: Plan, schedule: Schedule | None = None) -> Budget:
    """Totals of ``plan``; by month only where it has dates."""
    categories = {criterion.id: criterion.category for criterion in library.criteria}

    def month(item: RemediationItem) -> str | None:
        dated = schedule.items.get(item.question) if schedule is not None else None
        return f"{dated.start:%Y-%m}" if dated is not None else None

    return Budget(
        whole=_total(library.costs, "all", plan.items),
        by_owner=_by(library.costs, plan.items, lambda item: item.owner),
        by_category=_by(library.costs, plan.items, lambda item: categories[item.criteria[0]] if item.criteria else None),
        by_month=tuple(sorted(_by(library.costs, plan.items, month), key=lambda total: total.key)),
    )


def _by(costs: Costs | None, items: Iterable[RemediationItem], key: Callable[[RemediationItem], str | None]) -> tuple[Total, ...]:
    found: dict[str, list[RemediationItem]] = {}
    for item in items:
        if (name := key(item)) is not None:
            found.setdefault(name, []).append(item)
    return tuple(_total(costs, name, members) for name, members in found.items())


def _total(costs: Costs | None, key: str, items: Iterable[RemediationItem]) -> Total:
    listed = list(items)
    money = None if costs is None else added(costs.bands[band] for item in listed for band in (item.cost, *item.further_costs))
    return Total(key, len(listed), added(item.effort_days for item in listed), money)
