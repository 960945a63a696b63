"""Two rounds compared as plain data for JSON: figures in percent, parts in percentage points with two decimals, days as ISO dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.exchange.results import figure_data
from scoring.progress import SIDES, Comparison, Side
from scoring.slippage import Slip

# Figures are given with two decimals, so parts come as hundredths of a percentage point.
_DIGITS = 2


def comparison_data(found: Comparison) -> dict[str, Any]:
    """What set two standings apart; of each figure the ``parts`` sum exactly to its ``difference``, both null without one."""
    return {
        "type": found.report_type,
        "before": figure_data(found.before),
        "after": figure_data(found.after),
        "waterfall": {side: _waterfall(found, side) for side in SIDES},
        "shifts": {
            step.cause: [{"question": shift.question, "before": shift.before, "after": shift.after} for shift in step.shifts]
            for step in found.steps
        },
        "verdicts": [
            {"criterion": move.criterion, "before": move.before, "after": move.after, "direction": move.direction}
            for move in found.verdicts
        ],
    }


def _waterfall(found: Comparison, side: Side) -> dict[str, Any]:
    difference, parts = found.difference(side, _DIGITS), found.parts(side, _DIGITS)
    return {
        "difference": None if difference is None else _points(difference),
        "parts": None if parts is None else {cause: _points(units) for cause, units in parts.items()},
    }


def _points(units: int) -> float:
    return units / 100


def slips_data(slips: Sequence[Slip]) -> list[dict[str, Any]]:
    """Promised against actual days; ``days`` late, counted to the later round's day while a thing is not done."""
    return [
        {
            "item": slip.promise.item,
            "title": slip.promise.title,
            "owner": slip.promise.owner,
            "questions": list(slip.promise.questions),
            "promised": slip.promise.promised.isoformat(),
            "source": slip.promise.source,
            "actual": None if slip.actual is None else slip.actual.isoformat(),
            "days": slip.days,
        }
        for slip in slips
    ]
