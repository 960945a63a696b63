"""Rows of a short mark and a text that wraps under itself, drawn as one widget because many small ones are slow to mount."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


class Hanging(Widget):
    """Shows rows; each mark is ``indent`` cells wide or less."""

    DEFAULT_CSS = """
    Hanging { height: auto; }
    """

    def __init__(self, rows: Sequence[tuple[Content, Content]] = (), indent: int = 5) -> None:
        super().__init__()
        self.rows = rows
        self.indent = indent
        self._laid_out: tuple[int, list[list[Content]]] | None = None

    def show_rows(self, rows: Sequence[tuple[Content, Content]]) -> None:
        """Shows other rows."""
        self.rows = rows
        self._laid_out = None
        self.refresh(layout=True)

    def row_lines(self, width: int) -> list[list[Content]]:
        """The lines of each row, each as wide as the widget, so that a background covers all of it."""
        # Height and picture both ask for the same lines.
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, [self._row(mark, text, width) for mark, text in self.rows])
        return self._laid_out[1]

    def _row(self, mark: Content, text: Content, width: int) -> list[Content]:
        wrapped = text.wrap(max(10, width - self.indent))
        starts = [mark.pad_right(max(0, self.indent - mark.cell_length)), *[Content(" " * self.indent)] * (len(wrapped) - 1)]
        lines = [start + line.rstrip() for start, line in zip(starts, wrapped, strict=True)]
        return [line.pad_right(max(0, width - line.cell_length)) for line in lines]

    def render(self) -> Content:
        """All rows."""
        return Content("\n").join(line for lines in self.row_lines(self.content_size.width) for line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the rows take in ``width`` cells."""
        return sum(len(lines) for lines in self.row_lines(width))
