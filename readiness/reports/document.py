"""The document around the chapters: page templates, running header and footer, outline, contents, metadata, progress."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from readiness import __version__
from readiness.reports import theme
from readiness.reports.contents import Contents
from readiness.reports.edition import Edition
from readiness.reports.files import Cancelled
from readiness.reports.fonts import BOLD, REGULAR, Typesetter
from readiness.reports.model import ReportContext
from readiness.reports.paper import Paper
from readiness.reports.text import Heading, write_cut
from readiness.reports.words import day_text

# Printable characters instead of bytes would only make files larger and slower to write.
rl_config.useA85 = 0
_SIZE = 7.6


class Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """One report as a PDF in memory; the same context gives the same bytes."""

    def __init__(
        self,
        context: ReportContext,
        around: Edition,
        typesetter: Typesetter,
        progress: Callable[[float], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.buffer = BytesIO()
        cover, label = context.cover, typesetter.label
        super().__init__(
            self.buffer,
            pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
            title=label(around.name),
            author=label(cover.organisation),
            subject=label(". ".join(filter(None, (around.subject, around.label, around.mark))) + "."),
            keywords=[label(word) for word in (around.title.lower(), *(() if around.is_letter else (cover.title, *cover.categories)))],
            creator=f"readiness {__version__}",
            lang=label(cover.language),
            displayDocTitle=True,
            invariant=1,
            initialFontName=REGULAR,
        )
        self._typesetter, self._organisation = typesetter, cover.organisation
        self._label, self._mark, self._final = around.label, around.mark, around.state == "final"
        self._footer = f"{cover.title} · {around.title} · {day_text(cover.report_date)} · {around.mark}"
        self._level = -1
        self._made = datetime(cover.report_date.year, cover.report_date.month, cover.report_date.day, tzinfo=UTC)
        self._page_of: dict[str, int] = {}
        self._progress, self._cancelled = progress, cancelled
        self._parts, self._reached = 1, 0.0
        templates = {
            "cover": PageTemplate("cover", [self._frame()], onPage=self._draw_cover),
            "inner": PageTemplate("inner", [self._frame()], onPageEnd=self._draw_page),
            "letter": PageTemplate("letter", [self._frame()], onPageEnd=self._draw_letter),
        }
        first = "letter" if around.is_letter else "cover" if around.has_cover else "inner"
        self.addPageTemplates([templates.pop(first), *templates.values()])
        self.setProgressCallBack(self._advance)

    @staticmethod
    def _frame() -> Frame:
        return Frame(theme.MARGIN, theme.BOTTOM, theme.WIDTH, theme.HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def render(self, story: list[Flowable]) -> bytes:
        """The finished PDF. Raises Cancelled as soon as the caller asks to stop."""
        self._check()
        headings = [flowable for flowable in story if isinstance(flowable, Heading) and flowable.listed]
        for flowable in story:
            if isinstance(flowable, Contents):
                flowable.fill(self._typesetter, headings, self._page_of)
        # All of it stays in use until the file is written: looking for garbage meanwhile takes a tenth of the time and finds none.
        collecting = gc.isenabled()
        gc.disable()
        try:
            self.build(story, canvasmaker=Paper)
        finally:
            if collecting:
                gc.enable()
        return self.buffer.getvalue()

    def beforeDocument(self) -> None:
        """Dates the file by the report's date, not the clock's, and opens it with the outline in sight."""
        stamp = self.canv._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = self._made.timestamp(), self._made.timetuple(), tuple(self._made.timetuple())[:6]
        stamp.dhh = stamp.dmm = 0
        self.canv.showOutline()
        self.canv.typesetter = self._typesetter
        self._level = -1

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enters headings into the outline and remembers their pages for the contents."""
        if isinstance(flowable, Heading):
            self.canv.bookmarkPage(flowable.key)
            # A part of a chapter stands alone where that chapter was not chosen.
            self._level = min(flowable.level, self._level + 1)
            self.canv.addOutlineEntry(self._typesetter.label(flowable.title), flowable.key, self._level, closed=False)
            self._page_of[flowable.key] = self.page

    def _draw_cover(self, canvas: Paper, _document: Any) -> None:
        canvas.saveState()
        canvas.setFillColor(theme.ACCENT)
        canvas.rect(0, 0, 16, theme.PAGE_HEIGHT, stroke=0, fill=1)
        canvas.restoreState()
        self._draw_state(canvas)

    def _draw_state(self, canvas: Paper) -> None:
        """The state and the label at the top right, in words: a sign across the page would lie over text."""
        right, y = theme.PAGE_WIDTH - theme.MARGIN, theme.PAGE_HEIGHT - 44
        if self._label:
            right -= write_cut(canvas, REGULAR, self._label, right, y, _SIZE, theme.WIDTH * 0.5, theme.MUTED, flush=True) + 10
        colour = theme.MUTED if self._final else theme.SIGNAL
        write_cut(canvas, BOLD, self._mark, right, y, _SIZE, theme.WIDTH * 0.3, colour, flush=True)

    def _draw_letter(self, canvas: Paper, _document: Any) -> None:
        self._draw_state(canvas)

    def _draw_page(self, canvas: Paper, _document: Any) -> None:
        left, right, page = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN, self.page
        write_cut(canvas, BOLD, self._organisation, left, theme.PAGE_HEIGHT - 44, _SIZE, theme.WIDTH * 0.3, theme.MUTED)
        canvas.saveState()
        canvas.setStrokeColor(theme.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(left, theme.PAGE_HEIGHT - 52, right, theme.PAGE_HEIGHT - 52)
        canvas.restoreState()
        write_cut(canvas, REGULAR, self._footer, left, 34, _SIZE, theme.WIDTH * 0.75, theme.MUTED)
        canvas.later(
            lambda paper: write_cut(
                paper, REGULAR, f"page {page} of {paper.page_count}", right, 34, _SIZE, theme.WIDTH, theme.MUTED, flush=True
            )
        )
        self._draw_state(canvas)

    def _advance(self, event: str, value: int) -> None:
        self._check()
        if event == "SIZE_EST":
            self._parts = max(value, 1)
        elif event == "PROGRESS" and self._progress is not None:
            done = min(value / self._parts, 0.99)
            if done > self._reached:
                self._reached = done
                self._progress(self._reached)

    def _check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The report was cancelled; nothing was written.")
