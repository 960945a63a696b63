"""Vector drawings of progress: why readiness moved, cause by cause, and all rounds beside the plan. They tell apart by shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from readiness.reports import theme
from readiness.reports.calendars import draw_work
from readiness.reports.charts import Drawing
from readiness.reports.curves import draw_line, draw_scale, write_ends
from readiness.reports.fonts import BOLD, REGULAR
from readiness.reports.progressed import CauseRow, ProgressRows
from readiness.reports.text import write_cut
from readiness.reports.words import points_text, short_day, shorten

_SMALL = 6.8
_ROW, _NAME = 15.0, 90.0
_LABEL, _FIGURE = 172.0, 46.0
_LEFT, _RIGHT, _TOP, _FOOT = 26.0, 118.0, 16.0, 30.0


class Waterfall(Drawing):
    """From one lowest possible readiness to the next: a full bar at each end, between them a step for each cause.

    A rise is filled, a fall is hatched with an outline; each step begins where the one before ended.
    """

    def __init__(self, rows: ProgressRows, width: float) -> None:
        super().__init__(width, _ROW * (len(rows.causes) + 2) + 14, before=4, after=6)
        self.rows = rows
        ends = [rows.before.low, rows.after.low, *(figure for row in rows.causes for figure in (row.before, row.after))]
        span = max(max(ends) - min(ends), 5.0)
        # Small steps of a high figure would be slivers on a scale from nought: it begins a little below the lowest end.
        self.first = max(0.0, min(ends) - 0.35 * span)
        self.last = min(100.0, max(ends) + 0.1 * span)
        self.chart = width - _LABEL - _FIGURE
        moved = "; ".join(f"{row.text} {points_text(row.points)}" for row in rows.causes)
        self.said = f"{rows.earlier} {rows.before.low:.1f} %. {moved}. {rows.later} {rows.after.low:.1f} %."

    def _x(self, percent: float) -> float:
        return _LABEL + self.chart * (percent - self.first) / (self.last - self.first)

    def draw(self) -> None:
        """Draws both ends, the steps and the scale's ends."""
        canvas, rows = self.canv, self.rows
        y = self.height - _ROW
        self._end(canvas, y, rows.earlier, rows.before.low)
        at = rows.before.low
        for row in rows.causes:
            below = y
            y -= _ROW
            canvas.setStrokeColor(theme.MUTED)
            canvas.setLineWidth(0.4)
            canvas.line(self._x(at), below + 3, self._x(at), y + _ROW - 3)
            self._step(canvas, y, row)
            at = row.after
        y -= _ROW
        self._end(canvas, y, rows.later, rows.after.low)
        canvas.setFont(REGULAR, _SMALL)
        canvas.setFillColor(theme.MUTED)
        canvas.drawString(_LABEL, 2, f"{self.first:.0f} %")
        canvas.drawRightString(_LABEL + self.chart, 2, f"{self.last:.0f} %")

    def _end(self, canvas: Any, y: float, name: str, low: float) -> None:
        write_cut(canvas, BOLD, name, 0, y + 4, 7.6, _LABEL - 10, theme.INK)
        canvas.setFillColor(theme.INK)
        canvas.setFont(BOLD, 7.6)
        canvas.drawRightString(self.width, y + 4, f"{low:.1f} %")
        canvas.setFillColor(theme.ACCENT)
        canvas.rect(_LABEL, y + 3, max(self._x(low) - _LABEL, 0.8), _ROW - 6, stroke=0, fill=1)

    def _step(self, canvas: Any, y: float, row: CauseRow) -> None:
        many = f" ({len(row.controls)})" if row.controls else ""
        write_cut(canvas, REGULAR, f"{row.text}{many}", 0, y + 4, 7.6, _LABEL - 10, theme.INK)
        write_cut(canvas, REGULAR, points_text(row.points), self.width, y + 4, 7.6, _FIGURE, theme.INK, flush=True)
        left, right = sorted((self._x(row.before), self._x(row.after)))
        draw_work(canvas, left, y + 3, max(right - left, 0.8), _ROW - 6, critical=row.points < 0)


class Trend(Drawing):
    """All rounds by day: a band from lowest to highest possible, the lowest as a line with a point each; the plan's way dashed."""

    def __init__(self, rows: ProgressRows, width: float) -> None:
        super().__init__(width, 168, before=4, after=6)
        # A clock that was set back between two rounds must not turn the line back.
        days = accumulate((row.day for row in rows.trend), max)
        self.rounds = [replace(row, day=day) for row, day in zip(rows.trend, days, strict=True)]
        self.expected = rows.expected
        shown = [row.day for row in self.rounds] + [row.day for row in self.expected]
        self.first, self.right = min(shown), width - _RIGHT
        self.days = max((max(shown) - self.first).days, 1)
        self.said = "; ".join(f"{row.round}, {short_day(row.day)}: {row.low:.1f} to {row.high:.1f} %" for row in rows.trend)
        if self.expected:
            self.said += f"; as planned by {short_day(self.expected[-1].day)}: {self.expected[-1].low:.1f} %"

    def _at(self, day: date, percent: float) -> tuple[float, float]:
        x = _LEFT + (self.right - _LEFT) * (day - self.first).days / self.days
        return x, self._height(percent)

    def _height(self, percent: float) -> float:
        return _FOOT + (self.height - _FOOT - _TOP) * percent / 100

    def draw(self) -> None:
        """Draws scale, band, both lines, the points and their names."""
        canvas = self.canv
        lowest = [self._at(row.day, row.low) for row in self.rounds]
        highest = [self._at(row.day, row.high) for row in self.rounds]
        draw_scale(canvas, lowest, highest, _LEFT, self.right, self._height)
        if self.expected:
            canvas.saveState()
            canvas.setStrokeColor(theme.INK)
            canvas.setLineWidth(1.2)
            canvas.setDash(4, 2.4)
            draw_line(canvas, [self._at(row.day, row.low) for row in self.expected])
            canvas.restoreState()
        canvas.setStrokeColor(theme.ACCENT)
        canvas.setLineWidth(1.8)
        draw_line(canvas, lowest)
        self._points(canvas)
        self._words(canvas)

    def _points(self, canvas: Any) -> None:
        """A point each; names and days where there is room, the newest first."""
        taken = [self.right + 1_000.0]
        for row in reversed(self.rounds):
            x, y = self._at(row.day, row.low)
            canvas.setFillColor(theme.ACCENT)
            canvas.setStrokeColor(theme.WHITE)
            canvas.setLineWidth(0.8)
            canvas.circle(x, y, 2.8, stroke=1, fill=1)
            name = shorten(row.round, 24)
            room = max(min(canvas.typesetter.width(BOLD, name) * _SMALL, _NAME), stringWidth(short_day(row.day), REGULAR, _SMALL))
            left = min(max(x - room / 2, 0.0), self.right + 20 - room)
            if left + room + 8 > min(taken):
                continue
            taken.append(left)
            write_cut(canvas, BOLD, name, left, 14, _SMALL, _NAME, theme.INK)
            canvas.setFont(REGULAR, _SMALL)
            canvas.setFillColor(theme.MUTED)
            canvas.drawString(left, 5, short_day(row.day))

    def _words(self, canvas: Any) -> None:
        last = self.rounds[-1]
        ends = [(last.low, BOLD, f"lowest possible: {last.low:.1f} %"), (last.high, REGULAR, f"highest: {last.high:.1f} %")]
        if self.expected:
            ends.append((self.expected[-1].low, BOLD, f"as planned: {self.expected[-1].low:.1f} %"))
        write_ends(canvas, ends, self.right + 7, _RIGHT - 7, self._height)
