"""Figures that are only known between two ends, such as an effort in person-days: (least, most)."""

from __future__ import annotations

from collections.abc import Iterable

Range = tuple[float, float]


def added(ranges: Iterable[Range]) -> Range:
    """All of these together, end by end, rounded to hundredths; (0, 0) for none."""
    listed = list(ranges)
    return round(sum(low for low, _ in listed), 2), round(sum(high for _, high in listed), 2)
