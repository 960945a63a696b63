"""Effort, money and the burn-up of a plan as plain data for JSON: ranges are [least, most], money is a year's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from questionnaires.model import Costs
from readiness.exchange.results import figure_data
from scoring.burnup import BurnUpPoint
from scoring.costs import Budget, Total


def budget_data(made: Budget, costs: Costs | None) -> dict[str, Any]:
    """A plan's totals, and where the money figures come from (null where the library has none)."""
    return {
        "whole": _total(made.whole),
        "by_owner": [_total(total) for total in made.by_owner],
        "by_category": [_total(total) for total in made.by_category],
        "by_month": [_total(total) for total in made.by_month],
        "money": None
        if costs is None
        else {
            "currency": costs.currency,
            "basis": costs.basis,
            "dated": costs.dated.isoformat(),
            "market": [figure.model_dump(mode="json") for figure in costs.market],
        },
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "key": total.key,
        "items": total.items,
        "effort_days": list(total.effort_days),
        "money": None if total.money is None else list(total.money),
    }


def burn_up_data(points: Iterable[BurnUpPoint]) -> list[dict[str, Any]]:
    """Expected readiness by week if the plan is kept: an expectation, with finished items at their target rung."""
    return [{"day": point.day.isoformat(), "done": point.done, "met": point.met, **figure_data(point.figure)} for point in points]
