"""Two columns of text: blocks flow from the one into the other, and go on on the next page under their name. Knows no chapter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from readiness.reports import theme
from readiness.reports.flow import Flowable, PageBreak, paint_stack
from readiness.reports.layout import together
from readiness.reports.paper import Paper

GUTTER = 16.0
COLUMN = (theme.WIDTH - GUTTER) / 2
# What is taller is divided between its lines, so that each group finds a place.
_TALLEST = theme.HEIGHT / 3
# As few groups of a block may go on alone on the next page.
_LEAST = 2

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
        self.width = theme.WIDTH
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
        first = self.blocks[0]
        return self._evened(len(first.groups) if first.again is None else 1)[1]

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; else what does, and the rest; nothing (move on) where too little does."""
        if self.wrap(width)[1] <= height:
            return [self]
        starts = [0, *accumulate(len(block.groups) for block in self.blocks)]
        whole = len(self._ends)
        breaks = [count for count in range(1, whole) if self._may_break(count, starts)]
        if height > theme.HEIGHT - 1 and self._evened(next(iter(breaks), whole))[1] > height:
            # Not even a page of its own holds as much as should stay together.
            breaks = list(range(1, whole))
        count = next((count for count in reversed(breaks) if self._evened(count)[1] <= height), 0)
        if not count:
            return []
        before, after = self._parted(count, starts)
        # What follows would else be set below in columns of its own, and the eye would not know where to go on.
        return before, PageBreak(), after

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws both columns, top aligned."""
        groups = [group for block in self.blocks for group in block.groups]
        turn, _ = self._evened(len(groups))
        for left, column in ((x, groups[:turn]), (x + COLUMN + GUTTER, groups[turn:])):
            content = [flowable for group in column for flowable in group]
            paint_stack(canvas, content, [self._heights[flowable] for flowable in content], left, y + self.height)

    def _may_break(self, count: int, starts: Sequence[int]) -> bool:
        """Whether the page may be turned after that many groups: between blocks, or well inside one that can be named again."""
        number = bisect_right(starts, count) - 1
        return starts[number] == count or (self.blocks[number].again is not None and count <= starts[number + 1] - _LEAST)

    def _parted(self, count: int, starts: Sequence[int]) -> tuple[Columns, Columns]:
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
        for number, block in enumerate(self.blocks):
            groups: list[Group] = []
            for group in block.groups:
                fits = max(map(self._height, group)) <= _TALLEST
                groups += [group] if fits else [[part] for flowable in group for part in self._divided(flowable)]
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
            self._heights[flowable] = flowable.wrap(COLUMN)[1]
        return self._heights[flowable]

    def _divided(self, flowable: Flowable) -> list[Flowable]:
        parts: list[Flowable] = []
        while self._height(flowable) > _TALLEST:
            halves = flowable.split(COLUMN, _TALLEST)
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
