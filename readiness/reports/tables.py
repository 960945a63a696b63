"""A table of the PDF: its head stands again on every page, and a row is never divided."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.reports import theme
from readiness.reports.flow import Flowable, paint_stack, stacked
from readiness.reports.paper import Paper

Cell = Flowable | Sequence[Flowable] | str
"""What stands in a cell; "" for nothing."""
# As few rows may stand alone below the head, and a table of no more than so many stays whole.
_LEAST_ROWS, _SHORT = 2, 12


class Table(Flowable):
    """Rows under a head, hairlines between them and no boxes; texts in it are bounded. ``above`` and ``below`` pad each row."""

    def __init__(
        self, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, above: float = 4.0, below: float = 4.5, right: float = 8.0
    ) -> None:
        self.rows = [[_listed(cell) for cell in row] for row in rows]
        self.widths, self.above, self.below, self.right = widths, above, below, right
        self._heights: list[list[list[float]]] = []
        self._rows: list[float] = []

    def wrap(self, width: float) -> tuple[float, float]:
        """As tall as all its rows."""
        self._measure()
        self.width, self.height = width, sum(self._rows)
        return self.width, self.height

    def least(self, width: float) -> float:
        """The height of the head with as few rows as may stand below it."""
        self._measure()
        return sum(self._rows if len(self._rows) <= 1 + _SHORT else self._rows[: 1 + _LEAST_ROWS])

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; else the rows that do, and the rest under the same head."""
        if self.wrap(width)[1] <= height:
            return [self]
        used, fitting = 0.0, 0
        for row in self._rows:
            used += row
            if used > height:
                break
            fitting += 1
        if fitting < 1 + _LEAST_ROWS:
            return []
        return self._part(range(fitting)), self._part((0, *range(fitting, len(self.rows))))

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws its rows, top aligned, each over its line."""
        top = y + self.height
        for number, (row, heights, tall) in enumerate(zip(self.rows, self._heights, self._rows, strict=True)):
            left = x
            for cell, each, width in zip(row, heights, self.widths, strict=True):
                paint_stack(canvas, cell, each, left, top - self.above)
                left += width
            top -= tall
            colour, thickness = (theme.LINE, 0.4) if number else (theme.ACCENT, 0.9)
            canvas.ruled(colour, thickness, x, top, left)

    def _part(self, numbers: Sequence[int]) -> Table:
        part = Table([self.rows[number] for number in numbers], self.widths, above=self.above, below=self.below, right=self.right)
        part._heights, part._rows = [self._heights[number] for number in numbers], [self._rows[number] for number in numbers]
        return part

    def _measure(self) -> None:
        if self._rows:
            return
        for row in self.rows:
            heights = [[flowable.wrap(width - self.right)[1] for flowable in cell] for cell, width in zip(row, self.widths, strict=True)]
            self._heights.append(heights)
            self._rows.append(max(map(stacked, row, heights)) + self.above + self.below)


def _listed(cell: Cell) -> list[Flowable]:
    if isinstance(cell, Flowable):
        return [cell]
    return [] if isinstance(cell, str) else list(cell)
