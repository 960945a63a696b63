"""Vector graphics: verdict marks, rung pips, range bars, stacked counts and heat-map tiles. Draws figures, works out none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.fonts import BOLD, REGULAR
from readiness.reports.model import Standing, VerdictCount
from readiness.reports.paper import Paper
from readiness.reports.text import Text, write_cut
from readiness.reports.words import percent_text
from scoring.score import Verdict


def draw_mark(canvas: Any, verdict: Verdict, x: float, y: float, radius: float, colour: Color) -> None:
    """The verdict's sign as a shape centred on x, y: full, half and empty circle, dot, dash."""
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(max(0.7, radius * 0.26))
    if verdict == "not_assessed":
        canvas.circle(x, y, radius * 0.34, stroke=0, fill=1)
    elif verdict == "not_applicable":
        canvas.line(x - radius * 0.8, y, x + radius * 0.8, y)
    else:
        canvas.circle(x, y, radius * 0.9, stroke=1, fill=int(verdict == "met"))
        if verdict == "partly":
            half = canvas.beginPath()
            half.moveTo(x, y - radius * 0.9)
            half.arcTo(x - radius * 0.9, y - radius * 0.9, x + radius * 0.9, y + radius * 0.9, startAng=270, extent=-180)
            half.close()
            canvas.drawPath(half, stroke=0, fill=1)


class Drawing(Flowable):
    """A flowable of fixed size. ``said`` is what it shows, in words, where it has parts that are not words themselves."""

    said = ""

    def __init__(self, width: float, height: float, *, before: float = 0.0, after: float = 0.0) -> None:
        self.width, self.height, self.space_before, self.space_after = width, height, before, after

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws itself, with its alternative text around it."""
        with canvas.described(self.said):
            super().paint(canvas, x, y)


class Pips(Drawing):
    """A rung as a digit and five squares, filled up to the rung; a stroke marks the target."""

    def __init__(self, rung: int, target: int = 0) -> None:
        super().__init__(52, 9.4)
        self.rung, self.target = rung, target

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws them with the lower left corner at x, y in points."""
        canvas.write([(x, y + 2, ((BOLD, str(self.rung)),), "")], 7.6, theme.INK)
        squares = [(x + 9 + step * 6.4, y + 2.2, 5.0, 5.0) for step in range(5)]
        if self.rung:
            canvas.filled(theme.ACCENT, *squares[: self.rung])
        if self.rung < 5:
            canvas.filled(theme.LINE, *squares[self.rung :])
        if self.target:
            canvas.filled(theme.SIGNAL, (x + 8 + self.target * 6.4, y + 0.6, 0.8, 8.2))


def draw_range(canvas: Any, standing: Standing, x: float, y: float, width: float, height: float) -> None:
    """Low to high as a band on a 0-100 scale, solid up to low, with a stroke at the value."""
    canvas.setFillColor(theme.PALE)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    low, high = x + width * standing.low / 100, x + width * standing.high / 100
    canvas.setFillColor(theme.ACCENT_MID)
    canvas.rect(low, y, max(high - low, 0), height, stroke=0, fill=1)
    canvas.setFillColor(theme.ACCENT)
    canvas.rect(x, y, max(low - x, 0), height, stroke=0, fill=1)
    if standing.value is not None:
        at = x + width * standing.value / 100
        canvas.setStrokeColor(theme.WHITE)
        canvas.setLineWidth(3.4)
        canvas.line(at, y - 2, at, y + height + 2)
        canvas.setStrokeColor(theme.INK)
        canvas.setLineWidth(1.6)
        canvas.line(at, y - 2.5, at, y + height + 2.5)


class RangeBar(Drawing):
    """Readiness of one report type: the three figures above a bar from 0 to 100 percent."""

    def __init__(self, standing: Standing, width: float) -> None:
        super().__init__(width, 50, before=4, after=6)
        self.standing = standing

    def draw(self) -> None:
        """Draws figures, bar and scale."""
        canvas, standing = self.canv, self.standing
        canvas.setFillColor(theme.INK)
        canvas.setFont(BOLD, 17)
        figure = percent_text(standing.value)
        canvas.drawString(0, 33, figure)
        canvas.setFont(REGULAR, 8.2)
        canvas.setFillColor(theme.MUTED)
        note = "of what is answered" if standing.value is not None else "nothing answered yet"
        canvas.drawString(stringWidth(figure, BOLD, 17) + 6, 33, note)
        canvas.drawRightString(self.width, 33, f"possible {percent_text(standing.low)} to {percent_text(standing.high)}")
        draw_range(canvas, standing, 0, 14, self.width, 9)
        canvas.setFont(REGULAR, 6.5)
        canvas.setFillColor(theme.MUTED)
        canvas.drawString(0, 3, "0")
        canvas.drawCentredString(self.width / 2, 3, "50")
        canvas.drawRightString(self.width, 3, "100")


class Counts(Drawing):
    """Verdict counts as one stacked bar with a legend of signs, numbers and words below."""

    def __init__(self, counts: Sequence[VerdictCount], width: float, *, per_line: int = 2) -> None:
        self.counts = [count for count in counts if count.count]
        self.per_line = per_line
        rows = -(-len(self.counts) // per_line)
        super().__init__(width, 16 + 12 * rows, after=4)

    def draw(self) -> None:
        """Draws bar and legend."""
        canvas = self.canv
        total = sum(count.count for count in self.counts) or 1
        x, y = 0.0, self.height - 11
        for count in self.counts:
            part = self.width * count.count / total
            canvas.setFillColor(theme.FILL[count.verdict])
            canvas.setStrokeColor(theme.LINE if count.verdict in ("not_assessed", "not_applicable") else theme.FILL[count.verdict])
            canvas.setLineWidth(0.6)
            canvas.rect(x, y, max(part - 1.2, 0.6), 10, stroke=1, fill=1)
            x += part
        for index, count in enumerate(self.counts):
            left, base = (index % self.per_line) * self.width / self.per_line, y - 12 - 12 * (index // self.per_line)
            colour = theme.SIGNAL if count.verdict == "not_met" else theme.ACCENT
            draw_mark(canvas, count.verdict, left + 4, base + 3, 3.6, colour)
            canvas.setFillColor(theme.INK)
            canvas.setFont(BOLD, 8.2)
            canvas.drawRightString(left + 22, base, str(count.count))
            canvas.setFont(REGULAR, 8.2)
            canvas.drawString(left + 26, base, count.word)


class RangeRows(Drawing):
    """One line a series or category, with the share of its questions answered (0-1): sign, name, range bar and value in columns."""

    def __init__(self, rows: Sequence[tuple[str, str, Standing, float]], width: float) -> None:
        self.row = 17.0 if len(rows) <= 12 else 11.2
        super().__init__(width, self.row * len(rows) + 2, after=4)
        self.rows = rows
        self.said = " ".join(
            f"{short} {title}: {standing.word}, {_figure(standing, answered)}, possible {standing.low:.0f} to {standing.high:.0f}."
            for short, title, standing, answered in rows
        )

    def draw(self) -> None:
        """Draws every line."""
        canvas = self.canv
        name_at, bar_at = 46.0, 214.0
        bar = self.width - bar_at - 78
        for index, (short, title, standing, answered) in enumerate(self.rows):
            y = self.height - self.row * (index + 1) + 3
            colour = theme.SIGNAL if standing.verdict == "not_met" else theme.ACCENT
            draw_mark(canvas, standing.verdict, 4, y + 3, 3.6, colour)
            write_cut(canvas, BOLD, short, 13, y, 8.2, name_at - 16, theme.INK)
            write_cut(canvas, REGULAR, title, name_at, y, 8.2, bar_at - name_at - 10, theme.INK)
            if standing.verdict == "not_assessed":
                # What few answers happen to give is no figure to go by.
                draw_range(canvas, replace(standing, value=None), bar_at, y, bar, 6)
                write_cut(canvas, REGULAR, _figure(standing, answered), self.width, y, 7, 76, theme.MUTED, flush=True)
                continue
            draw_range(canvas, standing, bar_at, y, bar, 6)
            canvas.setFillColor(theme.INK)
            canvas.setFont(BOLD, 8.2)
            canvas.drawRightString(self.width - 40, y, percent_text(standing.value))
            canvas.setFillColor(theme.MUTED)
            canvas.setFont(REGULAR, 7)
            canvas.drawRightString(self.width, y, f"{standing.low:.0f}–{standing.high:.0f}")


def _figure(standing: Standing, answered: float) -> str:
    """The value, or for what is not assessed the share of its questions (0-1) that is answered."""
    if standing.verdict == "not_assessed":
        return f"– · {100 * answered:.0f} % answered"
    return percent_text(standing.value)


class ShareBar(Drawing):
    """A share 0-1 as a thin bar with its words above."""

    def __init__(self, share: float, words: str, width: float) -> None:
        super().__init__(width, 21)
        self.share, self.words = share, words

    def draw(self) -> None:
        """Draws words and bar."""
        canvas = self.canv
        canvas.setFont(REGULAR, 8.2)
        canvas.setFillColor(theme.INK)
        canvas.drawString(0, 11, self.words)
        canvas.setFillColor(theme.LINE)
        canvas.rect(0, 3, self.width, 3, stroke=0, fill=1)
        canvas.setFillColor(theme.ACCENT)
        canvas.rect(0, 3, self.width * self.share, 3, stroke=0, fill=1)


class Tiles(Flowable):
    """One row of heat-map tiles of equal height: colour, sign and word for each."""

    GAP = 4.0
    EDGE, RADIUS, APART = 5.0, 2.9, 2.4
    WORD = 6.6

    def __init__(self, tiles: Sequence[tuple[Standing, Text, Text, str]], columns: int, width: float) -> None:
        self.tiles, self.width = tiles, width
        self.tile = (width - self.GAP * (columns - 1)) / columns

    def wrap(self, width: float) -> tuple[float, float]:
        """As tall as the tallest tile."""
        heights = []
        for _, head, title, _ in self.tiles:
            heights.append(head.wrap(self.tile - 2 * self.EDGE)[1] + title.wrap(self.tile - 2 * self.EDGE)[1])
        self.height = max(heights, default=0) + 16 + self.GAP
        return self.width, self.height

    def draw(self) -> None:
        """Draws every tile."""
        canvas, height = self.canv, self.height - self.GAP
        for index, (standing, head, title, other) in enumerate(self.tiles):
            x = index * (self.tile + self.GAP)
            ink = theme.TEXT_ON[standing.verdict]
            canvas.saveState()
            canvas.setFillColor(theme.FILL[standing.verdict])
            canvas.setStrokeColor(theme.MUTED if standing.verdict == "not_assessed" else theme.FILL[standing.verdict])
            canvas.setLineWidth(0.6)
            if standing.verdict == "not_assessed":
                canvas.setDash(2, 2)
            canvas.roundRect(x, self.GAP, self.tile, height, 2, stroke=1, fill=1)
            canvas.restoreState()
            top = self.height - 4 - head.height
            head.paint(canvas, x + self.EDGE, top)
            title.paint(canvas, x + self.EDGE, top - title.height)
            size = self._word_size(head, standing.word)
            word = x + self.tile - self.EDGE - stringWidth(standing.word, BOLD, size)
            draw_mark(canvas, standing.verdict, word - 2 - self.RADIUS, top + 4.6, self.RADIUS, ink)
            canvas.setFillColor(ink)
            canvas.setFont(BOLD, size)
            canvas.drawString(word, top + 2.2, standing.word)
            canvas.setFont(REGULAR, 6.2)
            canvas.drawString(x + self.EDGE, self.GAP + 3.6, other)

    def _word_size(self, head: Text, word: str) -> float:
        """The verdict's size in points: a long one is smaller, so that its sign keeps a place of its own beside the id."""
        taken = max(line.width for line in head.lines) + self.APART + 2 * self.RADIUS + 2
        fitting: float = (self.tile - 2 * self.EDGE - taken) / stringWidth(word, BOLD, 1)
        return min(self.WORD, fitting)
