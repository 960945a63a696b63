"""Rounds and plans drawn as small charts of text: one bar a round, and the plan's curve with the rounds on it. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness.exchange.bars import bounds_bar
from readiness.progressing import TrendPoint
from readiness.tui.state.text import cells, column
from scoring.burnup import BurnUpPoint

EXPECTED, ACTUAL = "·", "●"
TREND_LEGEND = "█ lowest possible   ░ highest, while answers are open"
_MOST_ROUNDS = 12
_NAME = 20
_STEP = 10


@dataclass(frozen=True, slots=True)
class TrendRow:
    """One round's line: its id, and its name, day, bar and lowest figure in words."""

    round_id: str
    line: str


def trend_rows(points: Sequence[TrendPoint], width: int) -> list[TrendRow]:
    """The newest rounds, the earliest of them first, each as a bar over 0 to 100 percent in a line of ``width`` cells."""
    name = min(_NAME, max(8, width // 4))
    room = max(8, width - name - len(" 2026-01-31 ") - len(" 100.0 %"))
    return [
        TrendRow(
            point.round.id,
            f"{column(point.round.name, name)} {point.day} {bounds_bar(point.readiness.low, point.readiness.high, room):{room}}"
            f" {point.readiness.low:5.1f} %",
        )
        for point in points[-_MOST_ROUNDS:]
    ]


def left_out(points: Sequence[TrendPoint]) -> int:
    """How many rounds the chart has no room for."""
    return max(0, len(points) - _MOST_ROUNDS)


def burn_up_chart(expected: Sequence[BurnUpPoint], actual: Sequence[TrendPoint], width: int, height: int) -> list[str]:
    """The lowest readiness that a plan expected day by day, and where the rounds were, over a line of days; empty without a plan.

    ``height`` lines of figures from 0 up to the next ten percent above all of them, and one line of days below.
    """
    if not expected:
        return []
    days = [point.day for point in expected] + [point.day for point in actual]
    first, last = min(days), max(days)
    highest = max([point.figure.low for point in expected] + [point.readiness.low for point in actual])
    top = max(_STEP, -(-int(highest * 100) // (100 * _STEP)) * _STEP)
    label = len("100 % ")
    room = max(10, width - label - 1)
    grid = [[" "] * room for _ in range(height)]

    def place(day: date, percent: float) -> tuple[int, int]:
        across = round((day - first).days * (room - 1) / max(1, (last - first).days))
        return height - 1 - round(percent * (height - 1) / top), across

    for here in range(room):
        day = first.toordinal() + here * (last - first).days / max(1, room - 1)
        reached = [point for point in expected if point.day.toordinal() <= day]
        if reached and day <= expected[-1].day.toordinal() + 1:
            line, _ = place(first, reached[-1].figure.low)
            grid[line][here] = EXPECTED
    for point in actual:
        line, across = place(point.day, point.readiness.low)
        grid[line][across] = ACTUAL
    labels = {0: f"{top} %", height - 1: "0 %"}
    lines = [f"{labels.get(number, ''):>{label - 1}} ┤{''.join(cells_)}".rstrip() for number, cells_ in enumerate(grid)]
    ends = f"{first}", f"{last}"
    gap = max(1, room - cells(ends[0]) - cells(ends[1]))
    return [*lines, f"{'':{label}} {ends[0]}{' ' * gap}{ends[1]}"]
