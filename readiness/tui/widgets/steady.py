"""A text that is laid out and drawn anew only when it has changed: most of a screen stays as it was at a key press."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class Steady(Static):
    """Shows a text; to show the same one again costs nothing."""

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Shows another text."""
        shown = self.content
        if not (isinstance(content, Content) and isinstance(shown, Content) and content.is_same(shown)):
            super().update(content, layout=layout)
