"""Two columns of text: blocks flow from the one into the other, and go on on the next page under their name. Knows no chapter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from readiness.reports import theme
from readiness.reports.flow import MOST_WHOLE, Flowable, PageBreak, paint_stack
from readiness.reports.layout import together
from readiness.reports.paper import Paper

GUTTER = 16.0
# What is taller than this share of a page is divided between its lines, as is a group taller than that one, so that each finds a place.
_TALLEST, _TALLEST_GROUP = 1 / 3, 1 / 2
# As few groups of a block may go on alone on the next page.
_LEAST = 2


def column_width() -> float:
    """The width of a column in points."""
    return theme.PAGE.column(GUTTER)


Group = Sequence[Flowable]
"""What stays in one column."""


@dataclass(frozen=True, slots=True)
class Block:
    """Groups that belong together; ``again`` makes the line that names them where they go on on the next page."""

    groups: Sequence[Group]
    again: Callable[[], Flowable] | None = None


class Columns(Flowable):
    """Blocks one below the other in two columns as even as can be."""

    def __init__(self, blocks: Sequence[Block], heights: dict[Flowable, float] | None = None) -> None:
        self.blocks = list(blocks)
        self.width = theme.PAGE.text_width
        self._heights = {} if heights is None else heights
        # Where each group begins and ends if all stood in one column.
        self._begins: list[float] = []
        self._ends: list[float] = []

    def wrap(self, width: float) -> tuple[float, float]:
        """As tall as the taller column."""
        self._measure()
        self.height = self._evened(len(self._ends))[1]
        return self.width, self.height

    def least(self, width: float) -> float:
        """The height of the first block, or of as little of it as stands on a page alone."""
        self._measure()
        return self._evened(next(iter(self._breaks()), len(self._ends)))[1]

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; else what does, and the rest; nothing (move on) where too little does."""
        if self.wrap(width)[1] <= height:
            return [self]
        breaks = self._breaks()
        fitting = bisect_right(breaks, height, key=lambda count: self._evened(count)[1])
        if not fitting:
            return []
        before, after = self._parted(breaks[fitting - 1])
        # What follows would else be set below in columns of its own, and the eye would not know where to go on.
        return before, PageBreak(), after

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws both columns, top aligned."""
        groups = [group for block in self.blocks for group in block.groups]
        turn, _ = self._evened(len(groups))
        for left, column in ((x, groups[:turn]), (x + column_width() + GUTTER, groups[turn:])):
            content = [flowable for group in column for flowable in group]
            paint_stack(canvas, content, [self._heights[flowable] for flowable in content], left, y + self.height)

    def _starts(self) -> list[int]:
        """How many groups stand before each block, and in all."""
        return [0, *accumulate(len(block.groups) for block in self.blocks)]

    def _breaks(self) -> Sequence[int]:
        """After how many groups the page may be turned: between blocks, or well inside one that can be named again."""
        starts, whole = self._starts(), len(self._ends)
        breaks = [
            count
            for block, start, end in zip(self.blocks, starts, starts[1:], strict=False)
            for count in (*range(start + 1, end - _LEAST + 1 if block.again is not None else start), end)
            if count < whole
        ]
        least = self._evened(next(iter(breaks), whole))[1]
        return breaks if least <= theme.PAGE.text_height * MOST_WHOLE else range(1, whole)

    def _parted(self, count: int) -> tuple[Columns, Columns]:
        starts = self._starts()
        number = bisect_right(starts, count) - 1
        inside = count - starts[number]
        block = self.blocks[number]
        before, after = self.blocks[:number], self.blocks[number:]
        if inside:
            before = [*before, Block(block.groups[:inside])]
            following, *others = block.groups[inside:]
            named = [block.again(), *following] if block.again is not None else following
            after = [Block([named, *others], block.again), *self.blocks[number + 1 :]]
        return Columns(before, self._heights), Columns(after, self._heights)

    def _measure(self) -> None:
        """Measures what is not measured yet, and divides what is too tall for a column."""
        if self._ends:
            return
        tallest, tallest_group = theme.PAGE.text_height * _TALLEST, theme.PAGE.text_height * _TALLEST_GROUP
        for number, block in enumerate(self.blocks):
            groups: list[Group] = []
            for group in block.groups:
                heights = list(map(self._height, group))
                fits = max(heights) <= tallest and sum(heights) <= tallest_group
                groups += [group] if fits else [[part] for flowable in group for part in self._divided(flowable, tallest)]
            self.blocks[number] = Block(groups, block.again)
        at, after = 0.0, 0.0
        for group in (group for block in self.blocks for group in block.groups):
            for place, flowable in enumerate(group):
                at += max(after, flowable.space_before) if self._ends or place else 0.0
                if not place:
                    self._begins.append(at)
                at += self._heights[flowable]
                after = flowable.space_after
            self._ends.append(at)

    def _height(self, flowable: Flowable) -> float:
        if flowable not in self._heights:
            self._heights[flowable] = flowable.wrap(column_width())[1]
        return self._heights[flowable]

    def _divided(self, flowable: Flowable, tallest: float) -> list[Flowable]:
        parts: list[Flowable] = []
        while self._height(flowable) > tallest:
            halves = flowable.split(column_width(), tallest)
            if len(halves) < 2:
                break
            head, flowable = halves
            self._height(head)
            parts.append(head)
        return [*parts, flowable]

    def _evened(self, count: int) -> tuple[int, float]:
        """After how many of the first ``count`` groups the second column begins for both to be as even as can be; the taller's height."""
        whole = self._ends[count - 1]

        def taller(turn: int) -> float:
            return self._ends[0] if count == 1 else max(self._ends[turn - 1], whole - self._begins[turn])

        # The first column grows with each turn while the second shrinks: evenest is where they cross, or just before.
        crossed = bisect_left(range(1, count), True, key=lambda turn: self._ends[turn - 1] >= whole - self._begins[turn]) + 1
        turns = [turn for turn in (crossed - 1, crossed) if 1 <= turn < count] or [1]
        best = min(turns, key=taller)
        return best, taller(best)


def in_columns(head: Sequence[Flowable], blocks: Sequence[Block]) -> list[Flowable]:
    """``head`` over the blocks in columns, with the page broken before ``head`` unless it fits with the least of the first block."""
    return together(head, [Columns(blocks)])
