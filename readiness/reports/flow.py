"""What stands on a page: things that know their size and draw themselves, some of which can be divided. Knows no document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.reports.paper import Paper

MOST_WHOLE = 0.8
"""Of a page: what is taller need not stay together, so that the heading before it has a place beside it."""


class Flowable:
    """A thing on a page, ``width`` by ``height`` points once it is wrapped, with space before and after it.

    It draws itself either by ``paint``, wherever that is, or by ``draw`` on ``canv`` with its lower left corner at 0, 0.
    """

    canv: Paper
    width: float = 0.0
    height: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0

    def wrap(self, width: float) -> tuple[float, float]:
        """Its size in points where ``width`` points are free; unless said otherwise a fixed one."""
        return self.width, self.height

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """What fits into ``height`` points and then the rest, itself if all of it does, nothing where it is to stay whole."""
        return [self] if self.wrap(width)[1] <= height else []

    def least(self, width: float) -> float:
        """The height in points of the least of it that may stand on a page before the rest: all, unless it is readily divided."""
        return self.wrap(width)[1]

    def draw(self) -> None:
        """Draws it on ``canv`` at 0, 0."""

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws it with its lower left corner at x, y in points."""
        canvas.saveState()
        canvas.translate(x, y)
        self.canv = canvas
        self.draw()
        canvas.restoreState()


class Space(Flowable):
    """Vertical white space of so many points."""

    def __init__(self, points: float) -> None:
        self.height = points

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws nothing."""


class Picture(Flowable):
    """A picture of that size in points out of the bytes of its file."""

    def __init__(self, content: bytes, width: float, height: float) -> None:
        self.content, self.width, self.height = content, width, height

    def draw(self) -> None:
        """Draws the picture."""
        from reportlab.lib.utils import ImageReader

        self.canv.drawImage(ImageReader(BytesIO(self.content)), 0, 0, self.width, self.height)


class PageBreak(Flowable):
    """Turns the page, unless it is still empty."""


class Needs(Flowable):
    """Turns the page unless so many points are left on it."""

    def __init__(self, points: float) -> None:
        self.points = points

    def needed(self, width: float) -> float:
        """The points that must be left."""
        return self.points


def stacked(content: Sequence[Flowable], heights: Sequence[float]) -> float:
    """Height of flowables on top of each other; the larger of two neighbouring spaces counts, as in a page's own flow."""
    total, after = 0.0, None
    for flowable, height in zip(content, heights, strict=True):
        total += height + (0.0 if after is None else max(after, flowable.space_before))
        after = flowable.space_after
    return total


def paint_stack(canvas: Paper, content: Sequence[Flowable], heights: Sequence[float], x: float, top: float) -> None:
    """Draws flowables of these heights on top of each other, from ``top`` down."""
    after = None
    for flowable, height in zip(content, heights, strict=True):
        top -= height + (0.0 if after is None else max(after, flowable.space_before))
        flowable.paint(canvas, x, top)
        after = flowable.space_after
