"""The look of the PDF: the page in points, one accent colour, data colours that stay apart in grey, paragraph styles."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from questionnaires.model import Severity
from readiness.papers import A4, PaperSize
from readiness.reports.brand import Brand
from readiness.reports.fonts import BOLD, ITALIC, REGULAR
from scoring.score import Verdict

MARGIN = 41.0
TOP, BOTTOM = 54.0, 42.0
HEAD, FOOT = 38.0, 29.0


class Page:
    """The page that is drawn on, all of it and what its margins leave for text, in points."""

    width: float
    height: float

    def __init__(self, size: PaperSize) -> None:
        self.become(size)

    def become(self, size: PaperSize) -> None:
        """Takes this size."""
        self.size, self.width, self.height = size, size.width * mm, size.height * mm
        self.text_width = self.width - 2 * MARGIN
        self.text_height = self.height - TOP - BOTTOM

    def column(self, gap: float) -> float:
        """The width of one of two columns with that gap between them."""
        return (self.text_width - gap) / 2


PAGE = Page(A4)

ACCENT = HexColor("#0E5A6B")
ACCENT_MID = HexColor("#8FB8C0")
ACCENT_SOFT = HexColor("#E6F0F2")
INK = HexColor("#1C2529")
MUTED = HexColor("#5C6970")
LINE = HexColor("#C9D1D4")
PALE = HexColor("#F3F6F7")
WHITE = HexColor("#FFFFFF")
SIGNAL = HexColor("#9C3D22")

FILL: dict[Verdict, Color] = {
    "met": HexColor("#D3E6E9"),
    "partly": HexColor("#E2B565"),
    "not_met": SIGNAL,
    "not_assessed": WHITE,
    "not_applicable": HexColor("#ECEFF0"),
}
TEXT_ON: dict[Verdict, Color] = {"met": INK, "partly": INK, "not_met": WHITE, "not_assessed": MUTED, "not_applicable": MUTED}
SEVERITY_COLOUR: dict[Severity, Color] = {"critical": SIGNAL, "high": INK, "medium": INK, "low": MUTED}

_PAINTING = threading.Lock()


def _style(name: str, size: float, leading: float, font: str = REGULAR, colour: Color = INK, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=colour,
        bulletFontName=font,
        **more,
    )


H1 = _style("h1", 18, 22, BOLD, ACCENT, spaceBefore=22, spaceAfter=4)
H2 = _style("h2", 12, 15, BOLD, ACCENT, spaceBefore=11, spaceAfter=2)
H3 = _style("h3", 10, 13.5, BOLD, spaceBefore=8, spaceAfter=2)
LEAD = _style("lead", 9.2, 12.6, colour=MUTED, spaceAfter=6)
BODY = _style("body", 9.2, 12.6, spaceAfter=4)
BODY_TIGHT = _style("body-tight", 9.2, 12.6)
BULLET = _style("bullet", 9.2, 12.6, leftIndent=15, spaceAfter=3)
STEP = _style("step", 8, 9.8, leftIndent=11, bulletIndent=0, spaceAfter=0.6)
VERDICT = _style("verdict", 15, 20.5, BOLD, INK, spaceAfter=4)
CARD_TITLE = _style("card-title", 9.4, 11.6, BOLD)
CARD_TAG = _style("card-tag", 7.4, 9.2, BOLD)
CARD_TEXT = _style("card-text", 8, 9.8, spaceAfter=1.6)
CARD_NOTE = _style("card-note", 7.4, 9.1, colour=MUTED, spaceBefore=1.5)
BAND = _style("band", 7.4, 9.2, leftIndent=4, rightIndent=4, spaceBefore=1.5, spaceAfter=2)
SMALL = _style("small", 8.2, 11.2)
SMALL_BOLD = _style("small-bold", 8.2, 11.2, BOLD)
SMALL_MUTED = _style("small-muted", 8.2, 11.2, colour=MUTED)
SMALL_ITALIC = _style("small-italic", 8.4, 11.6, ITALIC, MUTED)
DENSE = _style("dense", 7.6, 9.4)
DENSE_ITEM = _style("dense-item", 7.6, 9.4, leftIndent=11, bulletIndent=0)
DENSE_BOLD = _style("dense-bold", 7.6, 9.4, BOLD)
DENSE_MUTED = _style("dense-muted", 7.2, 9, colour=MUTED)
NUMBER = _style("number", 9.4, 11.6, BOLD, ACCENT)
CELL_HEAD = _style("cell-head", 7, 9.4, BOLD, MUTED)
TILE_ID = _style("tile-id", 8, 10, BOLD)
TILE = _style("tile", 6.9, 8.3)
COVER_KICKER = _style("cover-kicker", 10, 14, BOLD, ACCENT)
COVER_TITLE = _style("cover-title", 30, 37, BOLD, INK, spaceAfter=4)
COVER_PRODUCT = _style("cover-product", 13, 18, colour=MUTED, spaceAfter=2)
TOC_1 = _style("toc-1", 10, 13, BOLD, spaceBefore=6, rightIndent=40)
TOC_2 = _style("toc-2", 9, 12.5, leftIndent=14, rightIndent=40)


@contextmanager
def painted(brand: Brand) -> Iterator[None]:
    """Draws in a brand's colours and on its paper meanwhile. Every style shares the colours above, and everything that is set the page,
    so they change in place; one report at a time."""
    with _PAINTING:
        paper, before = PAGE.size, [(colour, colour.rgb()) for colour in (ACCENT, ACCENT_MID, ACCENT_SOFT, INK)]
        try:
            PAGE.become(brand.paper)
            if brand.accent is not None:
                chosen = HexColor(brand.accent).rgb()
                for colour, share in ((ACCENT, 1.0), (ACCENT_MID, 0.47), (ACCENT_SOFT, 0.1)):
                    _repaint(colour, [1 - share * (1 - part) for part in chosen])
            if brand.text is not None:
                _repaint(INK, HexColor(brand.text).rgb())
            yield
        finally:
            PAGE.become(paper)
            for colour, parts in before:
                _repaint(colour, parts)


def _repaint(colour: Color, parts: Sequence[float]) -> None:
    colour.red, colour.green, colour.blue = parts


def coloured(style: ParagraphStyle, colour: Color) -> ParagraphStyle:
    """A copy of a style in another colour."""
    return ParagraphStyle(f"{style.name}-{colour.hexval()}", parent=style, textColor=colour)


def scaled(style: ParagraphStyle, size: float) -> ParagraphStyle:
    """A copy of a style at another size, with leading in proportion."""
    return ParagraphStyle(f"{style.name}-{size:g}", parent=style, fontSize=size, leading=size * style.leading / style.fontSize)
