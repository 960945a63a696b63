"""The heat map of criteria as a list of series, walked in both directions; the highlighted criterion stands in brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from readiness.tui.state.heat import HeatCell, HeatRow, series_label
from readiness.tui.widgets.listing import Listing

# Words and glyphs say the same: colour only helps to see it from afar.
VERDICT_STYLE = {"●": "$success", "◐": "$warning", "○": "$error", "·": "$quiet", "–": "$quiet"}


class HeatMap(Listing):
    """Shows criteria by series; left and right walk a series, up and down go to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "along(1)", "Right", show=False),
        Binding("left,h", "along(-1)", "Left", show=False),
    ]
    DEFAULT_CSS = """
    HeatMap { text-wrap: nowrap; text-overflow: clip; }
    """

    class Walked(Message):
        """Another criterion is highlighted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._series: Sequence[HeatRow] = ()
        self._place = 0
        self._cell_cells = 0

    def show_map(self, lines: Sequence[HeatRow], cell_cells: int) -> None:
        """Shows other lines, each criterion in ``cell_cells`` cells; the highlighted one stays where it was."""
        self._series, self._cell_cells = lines, cell_cells
        self._draw()

    @property
    def cell(self) -> HeatCell | None:
        """The highlighted criterion."""
        line = self._here
        return line.cells[min(self._place, len(line.cells) - 1)] if line is not None else None

    @property
    def _here(self) -> HeatRow | None:
        return self._series[self.highlighted] if self.highlighted is not None and self.highlighted < len(self._series) else None

    def _draw(self) -> None:
        width = self.app.size.width
        self.show([Option(self._drawn(line, width), id=f"line:{number}") for number, line in enumerate(self._series)])

    def _drawn(self, line: HeatRow, width: int) -> Content:
        parts = [Content.styled(series_label(line, width), "bold $primary" if line.title else "")]
        marked = self.cell if self._here is line else None
        for cell in line.cells:
            text = f"[{cell.text}]" if cell is marked else f" {cell.text} "
            style = VERDICT_STYLE.get(cell.row.glyph, "")
            parts.append(Content.styled(f"{text:{self._cell_cells}}", f"bold {style}" if cell is marked else style))
        return Content("").join(parts)

    def action_along(self, by: int) -> None:
        """To the next or the previous criterion, over the end of a line to the next one."""
        line = self._here
        if line is None or self.highlighted is None:
            return
        place = min(self._place, len(line.cells) - 1) + by
        if 0 <= place < len(line.cells):
            self._place = place
            self._draw()
        elif 0 <= self.highlighted + by < len(self._series):
            self._place = 0 if by > 0 else len(self._series[self.highlighted + by].cells) - 1
            self.highlighted += by
        self.post_message(self.Walked())

    @on(OptionList.OptionHighlighted)
    def _highlighted_line(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._draw()
        self.post_message(self.Walked())
