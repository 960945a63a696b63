"""Vector drawings over time: work packages by week, and expected readiness. They tell apart by shape, so they survive grey printing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from readiness.reports import theme
from readiness.reports.charts import Drawing
from readiness.reports.curves import draw_line, draw_scale, write_ends
from readiness.reports.dates import BurnUpRow
from readiness.reports.fonts import BOLD, REGULAR
from readiness.reports.text import write_cut
from readiness.reports.words import percent_text, short_day

_LABEL = 168.0
_SPAN = 92.0
_ROW, _LEAST_ROW = 17.0, 12.0
_HEAD, _FOOT = 20.0, 18.0
# Numbers of marks stand in a band of their own above the first row, this far from each other.
_BAND, _APART = 12.0, 8.0
_SMALL = 6.8
_WEEK = timedelta(days=7)
# Days this many weeks apart name every month.
_FEWEST_A_MONTH = 4
# Below this many points a week its line would be one grey.
_LEAST_WEEK = 4.0
_MARGIN_LEFT, _MARGIN_RIGHT = 26.0, 112.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the calendar: work from ``start`` to ``finish``, waiting until ``done``.

    ``critical`` are the stretches of it on the critical path, first and last day each.
    """

    label: str
    start: date
    finish: date
    done: date
    critical: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day to mark across all rows, with words for the line below."""

    day: date
    words: str


class Gantt(Drawing):
    """Bars by week on at most one page; ``marks`` are numbered strokes. What ``room`` points cannot hold is ``left`` out."""

    def __init__(self, bars: Sequence[Bar], marks: Sequence[Mark], start: date, width: float, room: float) -> None:
        self.marks = list(marks)
        self.band = _BAND if self.marks else 0.0
        fixed = _HEAD + self.band + _FOOT + 11 * len(self.marks)
        held = int((room - fixed) / _LEAST_ROW)
        self.bars = list(bars[:held])
        self.left = len(bars) - len(self.bars)
        self.row = min(_ROW, (room - fixed) / max(len(self.bars), 1))
        super().__init__(width, fixed + self.row * len(self.bars), before=4, after=4)
        self.first = start - timedelta(days=start.weekday())
        last = max([start, *(bar.done for bar in self.bars), *(mark.day for mark in self.marks)])
        self.weeks = max(1, -(-((last - self.first).days + 1) // 7))
        self.chart = width - _LABEL - _SPAN

    def _x(self, day: date) -> float:
        return _LABEL + _SPAN + self.chart * (day - self.first).days / (7 * self.weeks)

    def draw(self) -> None:
        """Draws weeks, rows, marks and legend."""
        canvas = self.canv
        top, bottom = self.height - _HEAD, _FOOT + 11 * len(self.marks)
        self._weeks(canvas, top, bottom)
        for index, bar in enumerate(self.bars):
            self._bar(canvas, bar, top - self.band - self.row * (index + 1))
        for number, (mark, at) in enumerate(zip(self.marks, self._numbers(), strict=True), start=1):
            self._mark(canvas, number, mark, at, top, bottom)
        self._legend(canvas)

    def _numbers(self) -> list[float]:
        """Where each mark's number is centred: at its day, or as near as its neighbours and the chart's ends leave room."""
        order = sorted(range(len(self.marks)), key=lambda index: self.marks[index].day)
        at, least = [0.0] * len(order), _LABEL + _SPAN
        for index in order:
            at[index] = max(self._x(self.marks[index].day), least)
            least = at[index] + _APART
        most = self.width - _APART / 2
        for index in reversed(order):
            at[index] = min(at[index], most)
            most = at[index] - _APART
        return at

    def _weeks(self, canvas: Any, top: float, bottom: float) -> None:
        each = self.chart / self.weeks
        step = next(size for size in (1, 2, 4, 8, 13, 26, 52, 10_000) if each * size >= 46)
        lines = next(size for size in (1, 2, 4, 8, 13, 26, 52, 10_000) if each * size >= _LEAST_WEEK)
        canvas.setFont(BOLD, _SMALL)
        canvas.setFillColor(theme.MUTED)
        canvas.drawString(0, top + 6, "Work package")
        canvas.drawString(_LABEL, top + 6, "Start to finish")
        canvas.setFont(REGULAR, 6.2)
        by_month = step > _FEWEST_A_MONTH
        for week in range(self.weeks):
            x = self._x(self.first + week * _WEEK)
            named = week % step == 0 and not by_month
            if named or week % lines == 0:
                canvas.setStrokeColor(theme.LINE)
                canvas.setLineWidth(0.7 if named else 0.3)
                canvas.line(x, bottom, x, top + (3 if named else 0))
            if named and x + 36 <= self.width:
                canvas.drawString(x, top + 6, short_day(self.first + week * _WEEK))
        if by_month:
            self._months(canvas, top, bottom)
        canvas.setStrokeColor(theme.ACCENT)
        canvas.setLineWidth(0.9)
        canvas.line(0, top, self.width, top)

    def _months(self, canvas: Any, top: float, bottom: float) -> None:
        """A stroke and a name for each month, as long a one as fits, under its year."""
        end = self.first + self.weeks * _WEEK
        months = [day for ahead in range((end - self.first).days + 1) if (day := self.first + timedelta(days=ahead)).day == 1]
        room = self._x(self.first + timedelta(days=28)) - self._x(self.first)
        letters = next((count for count, least in ((3, 14.0), (1, 6.0)) if room >= least), 0)
        canvas.setStrokeColor(theme.LINE)
        canvas.setLineWidth(0.7)
        for number, day in enumerate(months):
            x = self._x(day)
            canvas.line(x, bottom, x, top + 3)
            if letters and x + room <= self.width:
                canvas.drawString(x + 1, top + 5, short_day(day).split()[1][:letters])
            if (day.month == 1 or number == 0) and x + 14 <= self.width and (number == 0 or x - self._x(months[0]) >= 16):
                canvas.drawString(x + 1, top + 13, str(day.year))

    def _bar(self, canvas: Any, bar: Bar, y: float) -> None:
        base = y + self.row / 2 - 2.4
        write_cut(canvas, BOLD if bar.critical else REGULAR, bar.label, 0, base, 7.2, _LABEL - 8, theme.INK)
        canvas.setFont(REGULAR, 6.2)
        canvas.setFillColor(theme.MUTED)
        canvas.drawString(_LABEL, base, f"{short_day(bar.start)} – {short_day(bar.finish)}")
        canvas.setStrokeColor(theme.LINE)
        canvas.setLineWidth(0.3)
        canvas.line(0, y, self.width, y)
        for first, last, critical in ((bar.start, bar.finish, False), *((*days, True) for days in bar.critical)):
            x, end = self._x(first), self._x(last + timedelta(days=1))
            draw_work(canvas, x, y + 3, max(end - x, 1.6), self.row - 6, critical=critical)
        if bar.done > bar.finish:
            self._wait(canvas, self._x(bar.finish + timedelta(days=1)), self._x(bar.done + timedelta(days=1)), y + self.row / 2)

    @staticmethod
    def _wait(canvas: Any, x: float, end: float, y: float) -> None:
        canvas.setStrokeColor(theme.INK)
        canvas.setLineWidth(0.7)
        canvas.line(x, y, end, y)
        canvas.line(end, y - 2.2, end, y + 2.2)

    def _mark(self, canvas: Any, number: int, mark: Mark, at: float, top: float, bottom: float) -> None:
        x, below, rows = self._x(mark.day), _FOOT + 11 * (len(self.marks) - number), top - self.band
        canvas.saveState()
        canvas.setStrokeColor(theme.SIGNAL)
        canvas.setLineWidth(1)
        canvas.setDash(3, 2)
        canvas.line(x, bottom, x, rows)
        canvas.restoreState()
        canvas.setStrokeColor(theme.SIGNAL)
        canvas.setLineWidth(0.6)
        canvas.line(x, rows, at, rows + 4)
        canvas.setFillColor(theme.SIGNAL)
        canvas.setFont(BOLD, _SMALL)
        canvas.drawCentredString(at, rows + 5.6, str(number))
        canvas.drawString(_LABEL, below, str(number))
        write_cut(canvas, REGULAR, mark.words, _LABEL + 9, below, _SMALL, self.width - _LABEL - 9, theme.INK)

    def _legend(self, canvas: Any) -> None:
        x, y = 0.0, 4.0
        for words, critical in (("work", False), ("work on the critical path: a day's delay here delays the end", True)):
            draw_work(canvas, x, y - 1, 22, 8, critical=critical)
            canvas.setFont(REGULAR, _SMALL)
            canvas.setFillColor(theme.INK)
            canvas.drawString(x + 27, y, words)
            x += 27 + stringWidth(words, REGULAR, _SMALL) + 16
        self._wait(canvas, x, x + 22, y + 2.5)
        canvas.drawString(x + 27, y, "waiting for others or for records")


def draw_work(canvas: Any, x: float, y: float, width: float, height: float, *, critical: bool) -> None:
    """A bar of work; the critical path has a strong edge and slanting lines."""
    canvas.saveState()
    canvas.setFillColor(theme.WHITE if critical else theme.ACCENT_MID)
    canvas.setStrokeColor(theme.INK if critical else theme.ACCENT_MID)
    canvas.setLineWidth(1.0 if critical else 0.5)
    canvas.rect(x, y, width, height, stroke=1, fill=1)
    if critical:
        inside = canvas.beginPath()
        inside.rect(x, y, width, height)
        canvas.clipPath(inside, stroke=0, fill=0)
        canvas.setLineWidth(0.8)
        offset = -height
        while offset < width:
            canvas.line(x + offset, y, x + offset + height, y + height)
            offset += 3.2
    canvas.restoreState()


class BurnUp(Drawing):
    """Expected readiness by week: a band from lowest to highest possible, the value as a line, criteria met as a dashed one."""

    def __init__(self, rows: Sequence[BurnUpRow], criteria: int, met_word: str, width: float) -> None:
        super().__init__(width, 138, before=4, after=6)
        self.rows, self.criteria, self.met_word = list(rows), criteria, met_word
        self.right = width - _MARGIN_RIGHT
        self.first, self.days = rows[0].day, max((rows[-1].day - rows[0].day).days, 1)
        self.said = "Expected by week: " + "; ".join(
            f"{short_day(row.day)} {met_word} {row.met}, readiness {percent_text(row.value)}, possible {row.low:.0f} to {row.high:.0f}"
            for row in self.rows
        )

    def _at(self, day: date, percent: float) -> tuple[float, float]:
        x = _MARGIN_LEFT + (self.right - _MARGIN_LEFT) * (day - self.first).days / self.days
        return x, self._height(percent)

    def _height(self, percent: float) -> float:
        return 18 + (self.height - 26) * percent / 100

    def draw(self) -> None:
        """Draws scale, band, both lines and their words."""
        canvas = self.canv
        lowest = [self._at(row.day, row.low) for row in self.rows]
        highest = [self._at(row.day, row.high) for row in self.rows]
        draw_scale(canvas, lowest, highest, _MARGIN_LEFT, self.right, self._height)
        steps = min(4, len(self.rows) - 1)
        for step in range(steps + 1):
            row = self.rows[step * (len(self.rows) - 1) // max(steps, 1)]
            canvas.drawCentredString(self._at(row.day, 0)[0], 6, short_day(row.day))
        figures = [(row.day, row.value) for row in self.rows if row.value is not None]
        met = [(row.day, 100 * row.met / max(self.criteria, 1)) for row in self.rows]
        canvas.setStrokeColor(theme.ACCENT)
        canvas.setLineWidth(1.8)
        draw_line(canvas, [self._at(*point) for point in figures])
        canvas.saveState()
        canvas.setStrokeColor(theme.INK)
        canvas.setLineWidth(1.2)
        canvas.setDash(4, 2.4)
        draw_line(canvas, [self._at(*point) for point in met])
        canvas.restoreState()
        self._words(canvas, figures[-1][1] if figures else None)

    def _words(self, canvas: Any, value: float | None) -> None:
        """Words at the lines' ends, apart from each other even where the lines meet."""
        last = self.rows[-1]
        ends = [(100 * last.met / max(self.criteria, 1), BOLD, f"{self.met_word}: {last.met} of {self.criteria}")]
        if value is not None:
            ends.append((value, BOLD, f"readiness: {value:.0f} %"))
        ends.append((last.high, REGULAR, f"possible: {last.low:.0f}–{last.high:.0f} %"))
        write_ends(canvas, ends, self.right + 7, _MARGIN_RIGHT - 7, self._height)
