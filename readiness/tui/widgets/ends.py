"""One line with a text at either end, set to whatever width there is: a scrollbar that comes or goes clips neither."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from readiness.tui.state.text import cells, one_line


class Ends(Widget):
    """The text at the right stays whole; the one at the left is cut to what is left."""

    _texts = ("", "")

    def show(self, left: str, right: str) -> None:
        """Shows other texts."""
        if self._texts != (left, right):
            self._texts = (left, right)
            self.refresh()

    def render(self) -> Content:
        """Both texts at the width there is."""
        left, right = self._texts
        width = max(40, self.content_size.width)
        left = one_line(left, width - cells(right) - 2)
        return Content(f"{left}{' ' * max(1, width - cells(left) - cells(right))}{right}")
