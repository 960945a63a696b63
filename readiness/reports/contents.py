"""The contents page: its room is known from the headings, its numbers are written once every page is there. One pass is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.fonts import REGULAR, Typesetter
from readiness.reports.paper import Paper
from readiness.reports.text import Heading, Text

_STYLES = (theme.TOC_1, theme.TOC_2)
_SIZE = 8.0
_GAP = 5.0


class Contents(Flowable):
    """A line for each listed heading, leading to it. ``rows`` and ``pages``, the page of each key, are filled by the document."""

    def __init__(self) -> None:
        self.rows: list[Text] = []
        self.pages: Mapping[str, int] = {}

    def fill(self, setter: Typesetter, headings: Sequence[Heading], pages: Mapping[str, int]) -> None:
        """Makes a row for each heading; ``pages`` may still be empty."""
        styles = [_STYLES[min(heading.level, 1)] for heading in headings]
        self.rows = [
            Text(setter, setter.lines((style.fontName, heading.title)), style, link=heading.key)
            for heading, style in zip(headings, styles, strict=True)
        ]
        self.pages = pages

    def wrap(self, width: float) -> tuple[float, float]:
        """As tall as its rows and the space before each."""
        self.width = width
        self.height = sum(row.wrap(width)[1] + row.space_before for row in self.rows)
        return width, self.height

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; else the rows that do, and the rest."""
        self.wrap(width)
        used, fitting = 0.0, 0
        for row in self.rows:
            used += row.height + row.space_before
            if used > height:
                break
            fitting += 1
        if fitting == len(self.rows):
            return [self]
        parts = Contents(), Contents()
        for part, rows in zip(parts, (self.rows[:fitting], self.rows[fitting:]), strict=True):
            part.rows, part.pages = rows, self.pages
        return parts if fitting else []

    def draw(self) -> None:
        """Draws the rows with dots to the edge, and has the numbers written later."""
        canvas = self.canv
        top = self.height
        for row in self.rows:
            top -= row.height + row.space_before
            row.paint(canvas, 0, top)
            base = top + (row.style.leading - row.style.fontSize) / 2 + 1
            canvas.saveState()
            canvas.setStrokeColor(theme.LINE)
            canvas.setLineWidth(0.6)
            canvas.setDash(0.6, 2.4)
            canvas.line(row.style.leftIndent + row.lines[-1].width + _GAP, base, self.width - 24, base)
            canvas.restoreState()
            right, level = canvas.absolutePosition(self.width, base)
            canvas.later(_number(self.pages, row.link, right, level))


def _number(pages: Mapping[str, int], key: str, right: float, base: float) -> Callable[[Paper], None]:
    def draw(canvas: Paper) -> None:
        canvas.setFillColor(theme.INK)
        canvas.setFont(REGULAR, _SIZE)
        canvas.drawRightString(right, base, str(pages[key]))

    return draw
