"""Figures drawn as bars of text, for commands and screens alike: a waterfall whose bars join, and bounds."""

from __future__ import annotations

from collections.abc import Sequence

RISE, FALL = "█", "▒"
LOWEST, HIGHEST = "█", "░"


def waterfall_bars(start: int, parts: Sequence[int], width: int) -> list[str]:
    """One bar a part in at most ``width`` cells, each beginning where the one before ended: full for a rise, shaded for a fall.

    A part that is too small for a cell still gets one; a part of 0 has no bar.
    """
    levels = [start]
    for part in parts:
        levels.append(levels[-1] + part)
    lowest, span = min(levels), max(max(levels) - min(levels), 1)
    at = [(level - lowest) * width // span for level in levels]
    return [
        "" if not part else " " * min(one, other, width - 1) + (RISE if part > 0 else FALL) * max(1, abs(other - one))
        for part, one, other in zip(parts, at, at[1:], strict=False)
    ]


def bounds_bar(low: float, high: float, width: int) -> str:
    """Bounds in percent (0-100): full up to the lowest value, light up to the highest, nothing beyond."""
    full, wide = (round(percent * width / 100) for percent in (low, high))
    return LOWEST * full + HIGHEST * (wide - full)
