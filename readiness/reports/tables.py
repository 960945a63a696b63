"""A table of the PDF: its head stands again on every page, and a row is divided only where it would fill most of a page."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.reports import theme
from readiness.reports.flow import MOST_WHOLE, Flowable, paint_stack, stacked
from readiness.reports.layout import Box, Column
from readiness.reports.paper import Paper

Cell = Flowable | Sequence[Flowable] | str
"""What stands in a cell; "" for nothing."""
# As few rows may stand alone below the head, and a table of no more than so many stays whole.
_LEAST_ROWS, _SHORT = 2, 12


def to_the_edge(widths: Sequence[float]) -> tuple[float, ...]:
    """These widths of columns in points and what they leave of the text's width, for one more."""
    return (*widths, theme.PAGE.text_width - sum(widths))


class Table(Flowable):
    """Rows under a head, hairlines between them and no boxes. ``above`` and ``below`` pad each row."""

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
            most = theme.PAGE.text_height * MOST_WHOLE
            if sum(self._rows[: 1 + _LEAST_ROWS]) <= most:
                return []
            if fitting < 2:
                return self._divided(height) if sum(self._rows[:2]) > most else []
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

    def _divided(self, height: float) -> Sequence[Flowable]:
        """The head with as much of the first row as fits, and the rest under the same head."""
        head, row, *others = self.rows
        columns = [Column(width - self.right, cell) for cell, width in zip(row, self.widths, strict=True)]
        parts = Box(columns, above=self.above, below=self.below, whole=0).split(self.width, height - self._rows[0])
        cells = [[column.content for column in part.columns] for part in parts if isinstance(part, Box)]
        return [self._of(rows) for rows in ([head, cells[0]], [head, cells[1], *others])] if len(cells) > 1 else []

    def _of(self, rows: Sequence[Sequence[Cell]]) -> Table:
        return Table(rows, self.widths, above=self.above, below=self.below, right=self.right)

    def _part(self, numbers: Sequence[int]) -> Table:
        part = self._of([self.rows[number] for number in numbers])
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
