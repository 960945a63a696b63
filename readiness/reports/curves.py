"""What charts of percent over time draw alike: the scale with the band of what is possible, lines, and words at their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from readiness.reports import theme
from readiness.reports.fonts import REGULAR
from readiness.reports.text import write_cut

_SMALL = 6.8
_END_SIZE, _END_STEP = 7.2, 9.5

Point = tuple[float, float]


def draw_line(canvas: Any, points: Sequence[Point], *, fill: bool = False) -> None:
    """A line through the points, or what they go round; nothing without any."""
    if not points:
        return
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if fill:
        path.close()
    canvas.drawPath(path, stroke=int(not fill), fill=int(fill))


def draw_scale(
    canvas: Any, lowest: Sequence[Point], highest: Sequence[Point], left: float, right: float, at: Callable[[float], float]
) -> None:
    """The band between two lines, and 0 to 100 percent across it; ``at`` is the height of a percentage. Leaves the font of the scale."""
    canvas.setFillColor(theme.ACCENT_SOFT)
    draw_line(canvas, [*lowest, *reversed(highest)], fill=True)
    canvas.setFont(REGULAR, _SMALL)
    for percent in (0, 25, 50, 75, 100):
        y = at(percent)
        canvas.setStrokeColor(theme.LINE)
        canvas.setLineWidth(0.4)
        canvas.line(left, y, right, y)
        canvas.setFillColor(theme.MUTED)
        canvas.drawRightString(left - 4, y - 2.2, f"{percent} %")


def write_ends(canvas: Any, ends: Iterable[tuple[float, str, str]], x: float, room: float, at: Callable[[float], float]) -> None:
    """Words at the lines' ends, each with its percentage and font, apart from each other even where the lines meet."""
    least = 0.0
    for percent, font, words in sorted(ends):
        y = max(at(percent) - 2.4, least)
        write_cut(canvas, font, words, x, y, _END_SIZE, room, theme.INK)
        least = y + _END_STEP
