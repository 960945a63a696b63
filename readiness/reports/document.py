"""The document around the chapters: page templates, running header and footer, outline, contents, metadata, progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from readiness import __version__
from readiness.reports import theme
from readiness.reports.files import Cancelled
from readiness.reports.fonts import BOLD, REGULAR, Typesetter, fit
from readiness.reports.layout import Heading
from readiness.reports.model import ReportContext
from readiness.reports.words import CONFIDENTIAL, day_text

# The first pass finds page numbers, the second prints them; only a contents list that grows over a page takes a third.
_USUAL_PASSES = 2


class Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """One report as a PDF in memory; the same context gives the same bytes."""

    def __init__(
        self,
        context: ReportContext,
        typesetter: Typesetter,
        progress: Callable[[float], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.buffer = BytesIO()
        cover, plain = context.cover, typesetter.plain
        subject = f"{cover.type_word}, {cover.set_word}, {day_text(cover.report_date)}"
        super().__init__(
            self.buffer,
            pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
            title=plain(f"{cover.title}: remediation plan for {cover.organisation}"),
            author=plain(cover.organisation),
            subject=plain(f"Remediation plan, {subject}. {CONFIDENTIAL}."),
            keywords=[plain(word) for word in (cover.title, "readiness", "remediation plan", "gap analysis", *cover.categories)],
            creator=f"readiness {__version__}",
            lang=plain(cover.language),
            displayDocTitle=True,
            invariant=1,
            initialFontName=REGULAR,
        )
        self._organisation = plain(cover.organisation)
        self._footer = plain(f"{cover.title} · Remediation plan · {day_text(cover.report_date)}")
        self._made = datetime(cover.report_date.year, cover.report_date.month, cover.report_date.day, tzinfo=UTC)
        self._pages = self._last_pages = 0
        self._progress, self._cancelled = progress, cancelled
        self._pass, self._parts, self._reached = 0, 1, 0.0
        self.addPageTemplates(
            [
                PageTemplate("cover", [self._frame()], onPage=self._draw_cover),
                PageTemplate("inner", [self._frame()], onPageEnd=self._draw_page),
            ]
        )
        self.setProgressCallBack(self._advance)

    @staticmethod
    def _frame() -> Frame:
        return Frame(theme.MARGIN, theme.BOTTOM, theme.WIDTH, theme.HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def render(self, story: list[Flowable]) -> bytes:
        """The finished PDF. Raises Cancelled as soon as the caller asks to stop."""
        self._check()
        self.multiBuild(story)
        return self.buffer.getvalue()

    def beforeDocument(self) -> None:
        """Dates the file by the report's date, not the clock's, and opens it with the outline in sight."""
        stamp = self.canv._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = self._made.timestamp(), self._made.timetuple(), tuple(self._made.timetuple())[:6]
        stamp.dhh = stamp.dmm = 0
        self.canv.showOutline()
        self._last_pages, self._pages = self._pages, 0

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enters headings into the outline and the contents page."""
        if isinstance(flowable, Heading):
            self.canv.bookmarkPage(flowable.key)
            self.canv.addOutlineEntry(flowable.title, flowable.key, flowable.level, closed=False)
            if flowable.listed:
                self.notify("TOCEntry", (flowable.level, flowable.markup, self.page, flowable.key))

    def afterPage(self) -> None:
        """Counts pages for the footer of the next pass."""
        self._pages = self.page

    def _allSatisfied(self) -> bool:
        return bool(super()._allSatisfied()) and self._pages == self._last_pages

    def _draw_cover(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFillColor(theme.ACCENT)
        canvas.rect(0, 0, 16, theme.PAGE_HEIGHT, stroke=0, fill=1)
        canvas.restoreState()

    def _draw_page(self, canvas: Any, _document: Any) -> None:
        right = theme.PAGE_WIDTH - theme.MARGIN
        canvas.saveState()
        canvas.setFillColor(theme.MUTED)
        canvas.setFont(BOLD, 7.6)
        canvas.drawString(theme.MARGIN, theme.PAGE_HEIGHT - 44, fit(self._organisation, BOLD, 7.6, theme.WIDTH * 0.58))
        canvas.setFont(REGULAR, 7.6)
        canvas.drawRightString(right, theme.PAGE_HEIGHT - 44, CONFIDENTIAL)
        canvas.setStrokeColor(theme.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(theme.MARGIN, theme.PAGE_HEIGHT - 52, right, theme.PAGE_HEIGHT - 52)
        canvas.drawString(theme.MARGIN, 34, fit(self._footer, REGULAR, 7.6, theme.WIDTH * 0.75))
        canvas.drawRightString(right, 34, f"page {self.page} of {max(self._last_pages, self.page)}")
        canvas.restoreState()

    def _advance(self, event: str, value: int) -> None:
        self._check()
        if event == "PASS":
            self._pass = value
        elif event == "SIZE_EST":
            self._parts = max(value, 1)
        elif event == "PROGRESS" and self._progress is not None:
            done = (self._pass - 1 + min(value / self._parts, 1.0)) / _USUAL_PASSES
            if min(done, 0.99) > self._reached:
                self._reached = min(done, 0.99)
                self._progress(self._reached)

    def _check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The report was cancelled; nothing was written.")
