"""The canvas a report is drawn on: quick lines of text, and what can only be written once every page is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from readiness.reports.fonts import Typesetter

Run = tuple[str, str]
"""A font's name and text in it."""
_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\()"})


class Paper(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that keeps its pages open for later ink, such as the number of all pages."""

    typesetter: Typesetter
    """What one-line texts on charts and margins pass through; set by whoever builds the document."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._late: list[tuple[int, Callable[[Paper], object]]] = []
        self._of_ascii: dict[str, str] = {}
        self._split: dict[Run, list[tuple[str, str]]] = {}
        self._code: list[str]

    def write(self, lines: Sequence[tuple[float, float, Sequence[Run], str]], size: float, colour: Color) -> None:
        """Writes lines, each at x, y in points with its runs; a text beside them is what a reader's copy of the line says instead."""
        code = [f"q BT {_fill(colour.red, colour.green, colour.blue)}"]
        for x, y, runs, said in lines:
            if said:
                code.append(f"/Span <</ActualText <{_utf16(said)}>>> BDC")
            code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            code += [self._shown(font, size, text) for font, text in runs]
            if said:
                code.append("EMC")
        code.append("ET Q")
        self._code.append("\n".join(code))

    def filled(self, colour: Color, *areas: tuple[float, float, float, float]) -> None:
        """Fills rectangles, each as x, y, width and height; quicker than a canvas's own, for what stands on every page many times."""
        shapes = " ".join(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re" for x, y, width, height in areas)
        self._code.append(f"q {_fill(colour.red, colour.green, colour.blue)} {shapes} f Q")

    def ruled(self, colour: Color, thickness: float, x: float, y: float, to: float) -> None:
        """Draws a line from ``x`` to ``to`` at height ``y``."""
        stroke = _fill(colour.red, colour.green, colour.blue).upper()
        self._code.append(f"q {stroke} {thickness:.2f} w {x:.2f} {y:.2f} m {to:.2f} {y:.2f} l S Q")

    @contextmanager
    def described(self, words: str) -> Iterator[None]:
        """Gives what is drawn meanwhile an alternative text (PDF 1.7, 14.9.3), unless ``words`` is empty."""
        if words:
            self._code.append(f"/Span <</Alt <{_utf16(words)}>>> BDC")
        yield
        if words:
            self._code.append("EMC")

    def later(self, draw: Callable[[Paper], object]) -> None:
        """Keeps what is to be drawn on the present page once all pages are there; in the page's own coordinates."""
        self._late.append((self.page_count, draw))

    @property
    def page_count(self) -> int:
        """How many pages are finished; while what waited is drawn, all of them."""
        return len(self._doc.Pages.pages)

    def save(self) -> None:
        """Draws what waited, then finishes the file."""
        if self._code:
            self.showPage()
        for page, draw in self._late:
            self._code = []
            draw(self)
            self._doc.Pages.pages[page].stream += "\n".join(self._code) + "\n"
        self._code = []
        super().save()

    def _shown(self, name: str, size: float, text: str) -> str:
        if text.isascii() and (internal := self._ascii(name)):
            return f"{internal} {size:g} Tf ({text.translate(_ESCAPED)}) Tj"
        if (name, text) not in self._split:
            font = getFont(name)
            self._split[name, text] = [
                (font.getSubsetInternalName(subset, self._doc), escapePDF(codes)) for subset, codes in font.splitString(text, self._doc)
            ]
        return "\n".join(f"{internal} {size:g} Tf ({codes}) Tj" for internal, codes in self._split[name, text])

    def _ascii(self, name: str) -> str:
        """The subset of a font that holds ASCII at its own codes, so that no character need be looked up; "" where the font lacks some."""
        if name not in self._of_ascii:
            font = getFont(name)
            font.splitString("", self._doc)
            whole = all(code in font.face.charToGlyph for code in range(32, 127))
            self._of_ascii[name] = font.getSubsetInternalName(0, self._doc) if whole else ""
        return self._of_ascii[name]


@lru_cache(maxsize=256)
def _fill(red: float, green: float, blue: float) -> str:
    return f"{red:.4g} {green:.4g} {blue:.4g} rg"


def _utf16(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be").hex().upper()
