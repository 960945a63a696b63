"""Bars of text: a waterfall's bars join and stay inside, and bounds never overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readiness.exchange.bars import FALL, HIGHEST, LOWEST, RISE, bounds_bar, waterfall_bars

PARTS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=8)


@given(start=st.integers(0, 1000), parts=PARTS, width=st.integers(6, 60))
def test_each_bar_of_a_waterfall_begins_where_the_one_before_ended(start: int, parts: list[int], width: int) -> None:
    bars = waterfall_bars(start, parts, width)
    levels = [start]
    for part in parts:
        levels.append(levels[-1] + part)
    span = max(max(levels) - min(levels), 1)
    cell = [(level - min(levels)) * width // span for level in levels]
    assert len(bars) == len(parts)
    for number, (part, bar) in enumerate(zip(parts, bars, strict=True)):
        assert len(bar) <= width
        assert (bar == "") == (part == 0)
        assert set(bar.strip()) <= ({RISE} if part > 0 else {FALL})
        if cell[number] != cell[number + 1]:
            assert len(bar) - len(bar.lstrip()) == min(cell[number], cell[number + 1])
            assert len(bar) == max(cell[number], cell[number + 1])


def test_a_waterfall() -> None:
    assert waterfall_bars(352, [11, 0, 25, -11], 10) == ["███", "", "   ███████", "      ▒▒▒▒"]


@given(low=st.floats(0, 100), more=st.floats(0, 100), width=st.integers(1, 60))
def test_bounds_stay_inside(low: float, more: float, width: int) -> None:
    high = min(100.0, low + more)
    drawn = bounds_bar(low, high, width)
    assert len(drawn) <= width
    assert drawn == LOWEST * drawn.count(LOWEST) + HIGHEST * drawn.count(HIGHEST)
    assert drawn.count(LOWEST) == round(low * width / 100)
