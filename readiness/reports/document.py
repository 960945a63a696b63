"""The document around the chapters: running header and footer, outline, contents, metadata, progress."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from reportlab import rl_config

from readiness import __version__
from readiness.reports import theme
from readiness.reports.contents import Contents
from readiness.reports.edition import Edition
from readiness.reports.files import Cancelled
from readiness.reports.flow import Flowable
from readiness.reports.fonts import BOLD, REGULAR, Typesetter
from readiness.reports.model import ReportContext
from readiness.reports.paging import Paged
from readiness.reports.paper import Paper
from readiness.reports.text import Heading, write_cut
from readiness.reports.words import day_text

# Printable characters instead of bytes would only make files larger and slower to write.
rl_config.useA85 = 0
_SIZE = 7.6


class Document(Paged):
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
        canvas = Paper(
            self.buffer,
            pagesize=(theme.PAGE.width, theme.PAGE.height),
            invariant=1,
            initialFontName=REGULAR,
            lang=label(cover.language),
        )
        super().__init__(canvas)
        canvas.typesetter = typesetter
        canvas.setTitle(label(around.name))
        canvas.setAuthor(label(cover.organisation))
        canvas.setSubject(label(". ".join(filter(None, (around.subject, around.label, around.mark))) + "."))
        words = (around.title.lower(), *(() if around.is_letter else (cover.title, *cover.categories)))
        canvas.setKeywords([label(word) for word in words])
        canvas.setCreator(f"readiness {__version__}")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        self._typesetter, self._organisation, self._around = typesetter, cover.organisation, around
        self._label, self._mark, self._final = around.label, around.mark, around.state == "final"
        self._footer = f"{cover.title} · {around.title} · {day_text(cover.report_date)} · {around.mark}"
        self._level = -1
        self._made = datetime(cover.report_date.year, cover.report_date.month, cover.report_date.day, tzinfo=UTC)
        self._page_of: dict[str, int] = {}
        self._progress, self._cancelled, self._reached = progress, cancelled, 0.0

    def render(self, story: list[Flowable]) -> bytes:
        """The finished PDF. Raises Cancelled as soon as the caller asks to stop."""
        self.advance(0.0)
        self._date()
        headings = [flowable for flowable in story if isinstance(flowable, Heading) and flowable.listed]
        for flowable in story:
            if isinstance(flowable, Contents):
                flowable.fill(self._typesetter, headings, self._page_of)
        # All of it stays in use until the file is written: looking for garbage meanwhile takes a tenth of the time and finds none.
        collecting = gc.isenabled()
        gc.disable()
        try:
            self.set(story)
            self.canvas.save()
        finally:
            if collecting:
                gc.enable()
        return self.buffer.getvalue()

    def _date(self) -> None:
        """Dates the file by the report's date, not the clock's, and opens it with the outline in sight."""
        stamp = self.canvas._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = self._made.timestamp(), self._made.timetuple(), tuple(self._made.timetuple())[:6]
        stamp.dhh = stamp.dmm = 0
        self.canvas.showOutline()

    def placed(self, flowable: Flowable) -> None:
        """Enters headings into the outline and remembers their pages for the contents."""
        if isinstance(flowable, Heading):
            self.canvas.bookmarkPage(flowable.key)
            # A part of a chapter stands alone where that chapter was not chosen.
            self._level = min(flowable.level, self._level + 1)
            self.canvas.addOutlineEntry(self._typesetter.label(flowable.title), flowable.key, self._level, closed=False)
            self._page_of[flowable.key] = self.page

    def begin_page(self) -> None:
        """Draws what stands behind a cover."""
        if self._around.has_cover and self.page == 1:
            self.canvas.filled(theme.ACCENT, (0, 0, 16, theme.PAGE.height))

    def end_page(self) -> None:
        """Draws head and foot; a cover and a letter have a head alone."""
        if not self._around.is_letter and not (self._around.has_cover and self.page == 1):
            self._draw_foot(self.canvas)
        self._draw_state(self.canvas)

    def _draw_state(self, canvas: Paper) -> None:
        """The state and the label at the top right, in words: a sign across the page would lie over text."""
        right, y = theme.PAGE.width - theme.MARGIN, theme.PAGE.height - theme.HEAD
        if self._label:
            right -= write_cut(canvas, REGULAR, self._label, right, y, _SIZE, theme.PAGE.text_width * 0.5, theme.MUTED, flush=True) + 10
        colour = theme.MUTED if self._final else theme.SIGNAL
        write_cut(canvas, BOLD, self._mark, right, y, _SIZE, theme.PAGE.text_width * 0.3, colour, flush=True)

    def _draw_foot(self, canvas: Paper) -> None:
        left, right, page = theme.MARGIN, theme.PAGE.width - theme.MARGIN, self.page
        write_cut(canvas, BOLD, self._organisation, left, theme.PAGE.height - theme.HEAD, _SIZE, theme.PAGE.text_width * 0.3, theme.MUTED)
        canvas.ruled(theme.LINE, 0.5, left, theme.PAGE.height - theme.HEAD - 7, right)
        write_cut(canvas, REGULAR, self._footer, left, theme.FOOT, _SIZE, theme.PAGE.text_width * 0.75, theme.MUTED)
        canvas.later(
            lambda paper: write_cut(
                paper,
                REGULAR,
                f"page {page} of {paper.page_count}",
                right,
                theme.FOOT,
                _SIZE,
                theme.PAGE.text_width,
                theme.MUTED,
                flush=True,
            )
        )

    def advance(self, share: float) -> None:
        """Says how much is done. Raises Cancelled where that was asked for."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The report was cancelled; nothing was written.")
        if self._progress is not None and share > self._reached:
            self._reached = min(share, 0.99)
            self._progress(self._reached)
