"""One line with a text at either end, set to whatever width there is: a scrollbar that comes or goes clips neither."""

from __future__ import annotations

from textual.content import Content

from readiness.tui.state.text import cells, one_line
from readiness.tui.widgets.steady import Steady


class Ends(Steady):
    """The text at the right stays whole; the one at the left is cut to what is left."""

    _left = ""
    _right = ""

    def show(self, left: str, right: str) -> None:
        """Shows other texts."""
        self._left, self._right = left, right
        self._draw()

    def on_resize(self) -> None:
        """The width has changed."""
        self._draw()

    def _draw(self) -> None:
        width = max(40, self.content_size.width)
        left = one_line(self._left, width - cells(self._right) - 2)
        self.update(Content(f"{left}{' ' * max(1, width - cells(left) - cells(self._right))}{self._right}"), layout=False)
