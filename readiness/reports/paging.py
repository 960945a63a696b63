"""Sets flowables on pages, one below the other, and turns the page where the next does not fit. Knows no chapter."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from readiness.reports import theme
from readiness.reports.flow import Flowable, Needs, PageBreak, Space
from readiness.reports.paper import Paper

_FUZZ = 1e-6


class Paged:
    """Pages of one column; whoever uses it says what stands around a page and is told what was set on it."""

    def __init__(self, canvas: Paper) -> None:
        self.canvas, self.page = canvas, 0
        self._top = theme.BOTTOM + theme.PAGE.text_height
        self._y = self._top
        self._after: float | None = None

    def set(self, story: Iterable[Flowable]) -> None:
        """Sets all of it. Raises RuntimeError for what neither fits a page nor can be divided."""
        waiting, done = deque(story), 0
        self._turn()
        while waiting:
            self.advance(done / (done + len(waiting)))
            done += 1
            flowable = waiting.popleft()
            room = self._y - theme.BOTTOM
            match flowable:
                case PageBreak():
                    if self._after is not None:
                        self._turn()
                case Needs():
                    if self._after is not None and flowable.needed(theme.PAGE.text_width) > room + _FUZZ:
                        self._turn()
                case _:
                    waiting.extendleft(reversed(self._placed(flowable)))
        self.end_page()
        self.canvas.showPage()

    def begin_page(self) -> None:
        """Called on each new page."""

    def end_page(self) -> None:
        """Called on each page that is full."""

    def advance(self, share: float) -> None:
        """Called often, with how much of the story is set: 0-1, and a little less again where a part was divided."""

    def placed(self, flowable: Flowable) -> None:
        """Called for everything that was set, on its page."""

    def _turn(self) -> None:
        if self.page:
            self.end_page()
            self.canvas.showPage()
        self.page += 1
        self._y, self._after = self._top, None
        self.begin_page()

    def _placed(self, flowable: Flowable) -> list[Flowable]:
        """Sets it, or as much of it as fits; what is left to set."""
        gap = 0.0 if self._after is None else max(self._after, flowable.space_before)
        room = self._y - theme.BOTTOM - gap
        height = flowable.wrap(theme.PAGE.text_width)[1]
        if height <= room + _FUZZ:
            self._y -= gap + height
            flowable.paint(self.canvas, theme.MARGIN, self._y)
            self._after = flowable.space_after
            self.placed(flowable)
            return []
        parts = flowable.split(theme.PAGE.text_width, room) if room > 0 else []
        if len(parts) > 1:
            return [*self._placed(parts[0]), *parts[1:]]
        if self._after is None:
            raise RuntimeError(f"{type(flowable).__name__} of {height:.0f} points fits no page and cannot be divided")
        if isinstance(flowable, Space):
            # What follows turns the page, which stays empty where nothing does.
            self._y = theme.BOTTOM
            return []
        self._turn()
        return [flowable]
