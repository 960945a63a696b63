"""Building blocks of the PDF: paragraphs of untrusted text, headings, and boxes of columns that split only when they must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table

from readiness.reports import theme
from readiness.reports.brand import Brand
from readiness.reports.edition import Edition
from readiness.reports.fonts import BOLD, REGULAR, Part, Typesetter
from readiness.reports.paper import Paper
from readiness.reports.text import Heading, Text
from readiness.reports.versions import SECTIONS

_LEAST_PART = 96.0
_EDGE = 2.0


class Kit:
    """Makes flowables from text; all text passes the typesetter, so nothing a user or a library wrote acts as markup."""

    def __init__(self, typesetter: Typesetter, around: Edition, brand: Brand) -> None:
        self.text, self.edition, self.brand = typesetter, around, brand

    def paragraph(self, text: str, style: ParagraphStyle = theme.BODY, *, bullet: str = "") -> Text:
        """A paragraph of literal text."""
        return Text(self.text, self.text.lines((style.fontName, text)), style, bullet=bullet)

    def linked(self, text: str, key: str, style: ParagraphStyle) -> Text:
        """A paragraph of literal text that leads to the anchor ``key``, as far as this edition has the section it stands in."""
        section = "plan" if key.startswith(("item-", "package-")) else key
        if section not in self.edition.sections:
            return self.paragraph(text, style)
        return Text(self.text, self.text.lines((style.fontName, text)), style, link=key)

    def labelled(self, label: str, text: str, style: ParagraphStyle = theme.SMALL) -> Text:
        """A bold label with literal text behind it."""
        return self.run_in([(f"{label}:", text)], style)

    def run_in(self, fields: Sequence[tuple[str, str]], style: ParagraphStyle = theme.SMALL) -> Text:
        """Labels with their literal texts one after the other in one paragraph; a label ends as it is given."""
        parts: list[Part] = [part for label, text in fields for part in ((BOLD, f" {label} "), (style.fontName, text))]
        return Text(self.text, self.text.lines(*parts), style)

    def section(self, name: str, lead: str = "", *, level: int = 0) -> list[Flowable]:
        """The heading of the section of that name, which is its anchor too."""
        return self.chapter(SECTIONS[name].title, name, lead, level=level)

    def chapter(self, title: str, key: str, lead: str = "", *, level: int = 0, listed: bool = True) -> list[Flowable]:
        """A heading for the outline and, if ``listed``, the contents page, with an optional sentence below."""
        style = theme.H1 if level == 0 else theme.H2
        parts: list[Flowable] = [Heading(self.text, self.text.lines((style.fontName, title)), style, title, key, level, listed)]
        if level == 0:
            parts.append(Line(44, 2.2, theme.ACCENT, after=9))
        if lead:
            parts.append(self.paragraph(lead, theme.LEAD))
        return parts


class Line(Flowable):  # type: ignore[misc]
    """A horizontal line with its own space around it."""

    def __init__(self, width: float, thickness: float, colour: Color, *, before: float = 0.0, after: float = 0.0) -> None:
        super().__init__()
        self.width, self.thickness, self.colour, self.before, self.after = width, thickness, colour, before, after
        self.height = thickness + before + after

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its fixed size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws the line."""
        self.canv.setStrokeColor(self.colour)
        self.canv.setLineWidth(self.thickness)
        y = self.after + self.thickness / 2
        self.canv.line(0, y, self.width, y)


class Band(Text):
    """Labels with their texts one after the other on a pale band, the facts of a card."""

    def __init__(self, kit: Kit, fields: Sequence[tuple[str, str]]) -> None:
        made = kit.run_in(fields, theme.BAND)
        super().__init__(made.setter, made.source, made.style)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its lines, with the band's edge above and below."""
        super().wrap(width, height)
        self.height = len(self.lines) * self.style.leading + 2 * _EDGE
        return width, self.height

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws the band, then its lines."""
        canvas.filled(theme.PALE, (x, y, self.width, self.height))
        super().paint(canvas, x, y - _EDGE)


@dataclass
class Column:
    """One column of a box: content, width in points, and the tint behind it."""

    width: float
    content: list[Flowable]
    fill: Color | None = None
    inset: float = 0.0


class Box(Flowable):  # type: ignore[misc]
    """Columns side by side that stay on one page, and split between pages only when taller than ``whole`` points, a page unless given."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        gap: float = 14,
        above: float = 7,
        below: float = 9,
        rule: Color | None = theme.LINE,
        rule_width: float = 0.6,
        anchor: str | None = None,
        whole: float = theme.HEIGHT,
    ) -> None:
        super().__init__()
        self.whole = whole
        self.columns, self.gap, self.above, self.below = list(columns), gap, above, below
        self.rule, self.rule_width, self.anchor = rule, rule_width, anchor
        self.width = sum(column.width for column in columns) + gap * (len(columns) - 1)
        self._heights: list[list[float]] | None = None

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size: as tall as the tallest column."""
        if self._heights is None:
            self._heights = [
                [flowable.wrapOn(self.canv, column.width - 2 * column.inset, theme.HEIGHT)[1] for flowable in column.content]
                for column in self.columns
            ]
        tallest = max(
            (_stacked(c.content, heights) + 2 * c.inset for c, heights in zip(self.columns, self._heights, strict=True)), default=0.0
        )
        self.height = tallest + self.above + self.below
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Itself if it fits; nothing (move on) while it is to stay whole; else two boxes."""
        self.wrap(width, height)
        if self.height <= height:
            return [self]
        if self.height <= self.whole or height < _LEAST_PART:
            return []
        heads, tails = [], []
        for column, heights in zip(self.columns, self._heights or [], strict=True):
            room = height - self.above - self.below - 2 * column.inset
            head, tail = _cut(self.canv, column, heights, room)
            heads.append(Column(column.width, head, column.fill, column.inset))
            tails.append(Column(column.width, tail, column.fill, column.inset))
        if not any(column.content for column in heads):
            return []
        first = Box(heads, gap=self.gap, above=self.above, below=self.below, rule=self.rule, rule_width=self.rule_width, anchor=self.anchor)
        rest = Box(tails, gap=self.gap, above=self.above, below=self.below, rule=self.rule, rule_width=self.rule_width)
        return [first, rest]

    def draw(self) -> None:
        """Draws rule, tints and columns, top aligned."""
        self.paint(self.canv, 0.0, 0.0)

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws them with the lower left corner at x, y in points."""
        if self.anchor:
            canvas.bookmarkHorizontal(self.anchor, x, y + self.height)
        if self.rule is not None:
            canvas.ruled(self.rule, self.rule_width, x, y + self.height, x + self.width)
        for column, heights in zip(self.columns, self._heights or [], strict=True):
            if column.fill is not None and column.content:
                canvas.filled(column.fill, (x, y + self.below, column.width, self.height - self.above - self.below))
            _draw_stack(canvas, column.content, heights, x + column.inset, y + self.height - self.above - column.inset)
            x += column.width + self.gap


def _stacked(content: Sequence[Flowable], heights: Sequence[float]) -> float:
    """Height of flowables on top of each other; the larger of two neighbouring spaces counts, as in a page's own flow."""
    total, after = 0.0, None
    for flowable, height in zip(content, heights, strict=True):
        total += height + (0.0 if after is None else max(after, flowable.getSpaceBefore()))
        after = flowable.getSpaceAfter()
    return total


def _draw_stack(canvas: Any, content: Sequence[Flowable], heights: Sequence[float], x: float, top: float) -> None:
    after = None
    for flowable, height in zip(content, heights, strict=True):
        top -= height + (0.0 if after is None else max(after, flowable.getSpaceBefore()))
        if paint := getattr(flowable, "paint", None):
            paint(canvas, x, top)
        else:
            flowable.drawOn(canvas, x, top)
        after = flowable.getSpaceAfter()


def _cut(canvas: Any, column: Column, heights: Sequence[float], room: float) -> tuple[list[Flowable], list[Flowable]]:
    """A column's content in two: what fits into ``room`` points, and the rest; the first flowable that does not fit is divided."""
    used, after = 0.0, None
    for index, (flowable, height) in enumerate(zip(column.content, heights, strict=True)):
        space = 0.0 if after is None else max(after, flowable.getSpaceBefore())
        if used + space + height > room:
            # What fits a page goes on the next one whole: a step is read in one place.
            divided = height > theme.HEIGHT - 1
            parts = flowable.splitOn(canvas, column.width - 2 * column.inset, room - used - space) if divided else []
            if len(parts) < 2:
                return column.content[:index], column.content[index:]
            return [*column.content[:index], parts[0]], [*parts[1:], *column.content[index + 1 :]]
        used += space + height
        after = flowable.getSpaceAfter()
    return column.content, []


class Together(CondPageBreak):  # type: ignore[misc]
    """Breaks the page unless all of ``flowables`` fit below, so that a heading never stands alone."""

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        super().__init__(0)
        self._flowables = flowables

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measures what is to stay together, then behaves as a conditional page break."""
        heights = [flowable.wrapOn(self.canv, theme.WIDTH, theme.HEIGHT)[1] for flowable in self._flowables]
        whole = _stacked(self._flowables, heights)
        before = self._flowables[0].getSpaceBefore() if self._flowables else 0.0
        self.height = whole + before if whole <= theme.HEIGHT - 1 else theme.HEIGHT * 0.3
        return super().wrap(width, height)  # type: ignore[no-any-return]


def together(head: Sequence[Flowable], rest: Sequence[Flowable]) -> list[Flowable]:
    """``head`` and ``rest``, with the page broken before ``head`` unless it fits with the first of ``rest``."""
    return [Together([*head, *rest[:1]]), *head, *rest]


def table(rows: Sequence[Sequence[Any]], widths: Sequence[float], styles: Sequence[tuple[Any, ...]] = ()) -> Table:
    """A table with a head row that repeats on every page, hairlines between rows and no boxes; texts in it are bounded."""
    made = Table([list(row) for row in rows], colWidths=list(widths), repeatRows=1, hAlign="LEFT")
    made.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, theme.LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, theme.ACCENT),
            *styles,
        ]
    )
    return made


def space(points: float) -> Spacer:
    """Vertical white space."""
    return Spacer(1, points)
