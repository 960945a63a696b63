"""The six rungs of a question, each in full, the chosen one marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from readiness.tui.state.text import one_line
from readiness.tui.widgets.hanging import Hanging


class Anchors(Hanging):
    """The anchors with their digits. A click answers, too."""

    class Clicked(Message):
        """A rung was clicked."""

        def __init__(self, rung: int) -> None:
            super().__init__()
            self.rung = rung

    def __init__(self) -> None:
        super().__init__()
        self._chosen: int | None = None

    def show(self, anchors: Sequence[str], chosen: int | None) -> None:
        """Shows other anchors."""
        self._chosen = chosen
        self.show_rows(
            [
                (Content.assemble("▸ " if rung == chosen else "  ", (str(rung), "bold $accent")), Content(one_line(anchor)))
                for rung, anchor in enumerate(anchors)
            ]
        )

    def row_lines(self, width: int) -> list[list[Content]]:
        """The lines of each anchor; those of the chosen one are marked by more than their colour."""
        found = super().row_lines(width)
        return [
            [line.stylize_before("bold on $cursor") for line in lines] if rung == self._chosen else lines
            for rung, lines in enumerate(found)
        ]

    def on_click(self, event: events.Click) -> None:
        """Tells which rung was clicked."""
        line = event.y
        for rung, lines in enumerate(self.row_lines(self.content_size.width)):
            if line < len(lines):
                self.post_message(self.Clicked(rung))
                return
            line -= len(lines)
