"""Building blocks of the PDF: paragraphs of untrusted text, headings, and boxes of columns that split only when they must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle

from readiness.reports import theme
from readiness.reports.brand import Brand
from readiness.reports.edition import Edition
from readiness.reports.flow import Flowable, Needs, paint_stack, stacked
from readiness.reports.fonts import BOLD, Part, Typesetter
from readiness.reports.paper import Paper
from readiness.reports.text import Heading, Text
from readiness.reports.versions import SECTIONS

_LEAST_PART = 96.0
_EDGE = 1.2


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
        parts: list[Part] = [part for label, text in fields for part in ((BOLD, f" {label} " if label else ""), (style.fontName, text))]
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


class Line(Flowable):
    """A horizontal line with its own space around it."""

    def __init__(self, width: float, thickness: float, colour: Color, *, before: float = 0.0, after: float = 0.0) -> None:
        self.width, self.thickness, self.colour, self.before, self.after = width, thickness, colour, before, after
        self.height = thickness + before + after

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws the line."""
        canvas.ruled(self.colour, self.thickness, x, y + self.after + self.thickness / 2, x + self.width)


class Band(Text):
    """Labels with their texts one after the other on a pale band, the facts of a card."""

    def __init__(self, kit: Kit, fields: Sequence[tuple[str, str]]) -> None:
        made = kit.run_in(fields, theme.BAND)
        super().__init__(made.setter, made.source, made.style)

    def wrap(self, width: float) -> tuple[float, float]:
        """Its lines, with the band's edge above and below."""
        super().wrap(width)
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


class Box(Flowable):
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
        whole: float | None = None,
        before: float = 0.0,
    ) -> None:
        self.whole, self.space_before = theme.PAGE.text_height if whole is None else whole, before
        self.columns, self.gap, self.above, self.below = list(columns), gap, above, below
        self.rule, self.rule_width, self.anchor = rule, rule_width, anchor
        self.width = sum(column.width for column in columns) + gap * (len(columns) - 1)
        self._heights: list[list[float]] | None = None

    def wrap(self, width: float) -> tuple[float, float]:
        """Its size: as tall as the tallest column."""
        if self._heights is None:
            self._heights = [[flowable.wrap(column.width - 2 * column.inset)[1] for flowable in column.content] for column in self.columns]
        tallest = max(
            (stacked(c.content, heights) + 2 * c.inset for c, heights in zip(self.columns, self._heights, strict=True)), default=0.0
        )
        self.height = tallest + self.above + self.below
        return self.width, self.height

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; nothing (move on) while it is to stay whole; else two boxes."""
        self.wrap(width)
        if self.height <= height:
            return [self]
        if self.height <= self.whole or height < _LEAST_PART:
            return []
        heads, tails = [], []
        for column, heights in zip(self.columns, self._heights or [], strict=True):
            edges = self.above + self.below + 2 * column.inset
            head, tail = _cut(column, heights, height - edges, (theme.PAGE.text_height if self.whole else height) - edges)
            heads.append(Column(column.width, head, column.fill, column.inset))
            tails.append(Column(column.width, tail, column.fill, column.inset))
        if not any(column.content for column in heads):
            return []
        first = Box(heads, gap=self.gap, above=self.above, below=self.below, rule=self.rule, rule_width=self.rule_width, anchor=self.anchor)
        rest = Box(tails, gap=self.gap, above=self.above, below=self.below, rule=self.rule, rule_width=self.rule_width, whole=self.whole)
        return [first, rest]

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws rule, tints and columns, top aligned, with the lower left corner at x, y in points."""
        if self.anchor:
            canvas.bookmarkHorizontal(self.anchor, x, y + self.height)
        if self.rule is not None:
            canvas.ruled(self.rule, self.rule_width, x, y + self.height, x + self.width)
        for column, heights in zip(self.columns, self._heights or [], strict=True):
            if column.fill is not None and column.content:
                canvas.filled(column.fill, (x, y + self.below, column.width, self.height - self.above - self.below))
            paint_stack(canvas, column.content, heights, x + column.inset, y + self.height - self.above - column.inset)
            x += column.width + self.gap


def _cut(column: Column, heights: Sequence[float], room: float, page: float) -> tuple[list[Flowable], list[Flowable]]:
    """A column's content in two: what fits into ``room`` points, and the rest; the first that does not is divided if no ``page`` does."""
    used, after = 0.0, None
    for index, (flowable, height) in enumerate(zip(column.content, heights, strict=True)):
        space = 0.0 if after is None else max(after, flowable.space_before)
        if used + space + height > room:
            # What fits a page goes on the next one whole: a step is read in one place.
            divided = height > page
            parts = flowable.split(column.width - 2 * column.inset, room - used - space) if divided else []
            if len(parts) < 2:
                return column.content[:index], column.content[index:]
            return [*column.content[:index], parts[0]], [*parts[1:], *column.content[index + 1 :]]
        used += space + height
        after = flowable.space_after
    return column.content, []


class Together(Needs):
    """Breaks the page unless all of ``flowables`` fit below, of the last its least, so that a heading never stands alone."""

    def __init__(self, flowables: Sequence[Flowable]) -> None:
        super().__init__(0.0)
        self._flowables = flowables

    def needed(self, width: float) -> float:
        """What is to stay together with the space before it; less where that is more than a page, which nothing helps."""
        *head, last = self._flowables
        heights = [*(flowable.wrap(width)[1] for flowable in head), last.least(width)]
        whole = stacked(self._flowables, heights)
        return whole + self._flowables[0].space_before if whole <= theme.PAGE.text_height - 1 else theme.PAGE.text_height * 0.2


def together(head: Sequence[Flowable], rest: Sequence[Flowable]) -> list[Flowable]:
    """``head`` and ``rest``, with the page broken before ``head`` unless it fits with the first of ``rest``."""
    return [Together([*head, *rest[:1]]), *head, *rest]
