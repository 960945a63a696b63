"""Prints what a plan takes and what it is expected to bring: effort and money as ranges, readiness by week."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaires.model import Costs, Library
from readiness.cli.text import counted, say
from scoring.burnup import BurnUpPoint
from scoring.costs import Budget, Total
from scoring.headline import verdict_word
from scoring.ranges import Range

_MOST_WEEKS = 12


def print_budget(library: Library, made: Budget) -> None:
    """Totals by owner, category and month, and dated market figures with their basis."""
    say("\nEffort in person-days, money a year, each from least to most:")
    owners = {role.id: role.title for role in library.roles}
    categories = {category.id: category.title for category in library.categories}
    _print_totals("whole", (made.whole,), {"all": "the whole plan"}, library.costs)
    _print_totals("by owner", made.by_owner, owners, library.costs)
    _print_totals("by category", made.by_category, categories, library.costs)
    _print_totals("by month of start", made.by_month, {}, library.costs)
    costs = library.costs
    if costs is None:
        return
    say(f"  Money is indicative ({costs.dated}): {costs.basis}")
    for figure in costs.market:
        unit = f" {costs.currency}" if figure.unit == "money" else f" {figure.unit}"
        say(f"  {figure.title}: {_range(figure.range)}{unit} ({figure.dated}; {figure.basis})")


def _print_totals(title: str, totals: Sequence[Total], names: dict[str, str], costs: Costs | None) -> None:
    if not totals:
        return
    say(f"  {title}")
    for total in totals:
        money = "" if total.money is None or costs is None else f"  {_range(total.money)} {costs.currency}"
        name = names.get(total.key, total.key) or "nobody yet"
        say(f"    {name:28} {counted(total.items, 'item'):>9}  {_range(total.effort_days)} days{money}")


def _range(pair: Range | tuple[int, int]) -> str:
    low, high = (f"{amount:,.0f}" if amount >= 1000 else f"{amount:g}" for amount in pair)
    return low if low == high else f"{low}-{high}"


def print_burn_up(points: Sequence[BurnUpPoint], *, screen: bool) -> None:
    """Readiness by week if the plan is kept, at most twelve lines; every week is in --json."""
    say("\nExpected readiness if the plan is kept and every item is shown to work:")
    step = max(1, -(-(len(points) - 1) // (_MOST_WEEKS - 1)))
    shown = [*points[:-1:step], points[-1]]
    for point in shown:
        bar = "█" * round(point.figure.low / 5)
        met = f"{point.met} {verdict_word('met', screen=screen)}"
        say(f"  {point.day}  {point.figure.low:3.0f}-{point.figure.high:3.0f} %  {met:>14}  {bar:20} {counted(point.done, 'item')} done")
