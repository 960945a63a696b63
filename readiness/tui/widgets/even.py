"""Boxes that show nothing but what stands in them: of all their lines but the first, one is made and kept.

Textual keeps each line of each box, in each of the pieces that it was ever cut to: 1.3 KB a piece, some 1,500 of them in an interview.
"""

from __future__ import annotations

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Even(Widget):
    """Its lines are alike but for the first, which may be a border. Stands last among bases: styles come from the first."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of it."""
        lines = super().render_lines(Region(crop.x, crop.y, crop.width, min(crop.height, 2)))
        return lines + lines[-1:] * (crop.height - len(lines))


class EvenRow(Horizontal, Even):
    """What stands in it stands side by side."""


class EvenColumn(Vertical, Even):
    """What stands in it stands one below the other."""


class EvenScroll(VerticalScroll, Even):
    """What stands in it stands one below the other, and is scrolled where it needs more room."""
