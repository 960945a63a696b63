"""Texts wrapped into columns and under a margin, for rows of a list that have to be laid out before they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

from readiness.tui.state.text import cells

_GAP = 2
# Below this a column of sentences has no line of any use.
_NARROWEST = 30


def indented(text: Content, width: int, by: int = 2) -> Content:
    """``text`` wrapped to ``width`` cells, each line ``by`` cells to the right."""
    return Content("\n").join([Content(" " * by) + line.rstrip() for line in text.wrap(max(10, width - by))])


def side_by_side(left: Content, right: Content, width: int) -> Content:
    """Two texts in columns of equal width; one below the other where that would be too narrow."""
    half = (width - _GAP) // 2
    if half < _NARROWEST:
        return Content("\n").join([left, right])
    blank = Content("")
    rows = zip_longest(left.wrap(half), right.wrap(half), fillvalue=blank)
    return Content("\n").join([_filled(one.rstrip(), half + _GAP) + other.rstrip() for one, other in rows])


def _filled(line: Content, width: int) -> Content:
    return line.pad_right(max(0, width - line.cell_length))


def packed(texts: Sequence[str], width: int, between: str = "   ") -> str:
    """Short texts on as few lines as hold them, none of them broken by us."""
    lines: list[str] = []
    for text in texts:
        if lines and cells(lines[-1]) + len(between) + cells(text) <= width:
            lines[-1] += between + text
        else:
            lines.append(text)
    return "\n".join(lines)
