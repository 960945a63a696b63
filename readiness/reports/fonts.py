"""The embedded typeface and the gate all text goes through: what the fonts cannot show becomes a visible, named marker."""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC = "Readiness-Regular", "Readiness-Bold", "Readiness-Italic"
# What the typeface lacks, the first of these that has it lends; they have one weight. fonts/README.md says how they were made.
_LENDERS = {"Readiness-Math": "NotoSansMath-Subset.ttf", "Readiness-Symbols": "NotoSansSymbols2-Subset.ttf"}
_FACES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", ITALIC: "NotoSans-Italic.ttf"}
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"})
_NAMED_AT_MOST = 40


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Registers the three faces once a process; returns the code points that all of them cover."""
    covered: set[int] | None = None
    for name, file in _FACES.items():
        points = _register(name, file)
        covered = points if covered is None else covered & points
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    return frozenset(covered or ())


@lru_cache(maxsize=1)
def register_lenders() -> dict[int, str]:
    """Registers the symbol fonts once a process; returns which of them lends each code point."""
    lent: dict[int, str] = {}
    for name, file in _LENDERS.items():
        lent = dict.fromkeys(_register(name, file), name) | lent
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    return lent


def _register(name: str, file: str) -> set[int]:
    """Makes a font known under ``name``; the code points it covers."""
    font = TTFont(name, BytesIO((files("readiness.reports") / "fonts" / file).read_bytes()))
    pdfmetrics.registerFont(font)
    return set(font.face.charToGlyph)


class Typesetter:
    """Makes text printable and remembers what it had to replace; one for each report."""

    def __init__(self) -> None:
        self._covered = register_fonts()
        self._lent = {point: name for point, name in register_lenders().items() if point not in self._covered}
        self._replaced: dict[str, int] = {}

    def plain(self, text: str) -> str:
        """``text`` on one line with markers for what the typeface itself lacks; for the canvas, bookmarks and metadata."""
        return " ".join(self._clean(text, self._covered).split())

    def markup(self, text: str) -> str:
        """``text`` as literal content of a paragraph: nothing in it acts as markup, line breaks are kept, blank lines joined."""
        lines = [line.strip() for line in self._clean(text, self._covered | self._lent.keys()).strip().split("\n")]
        kept = [line for index, line in enumerate(lines) if line or lines[index - 1]]
        return "<br/>".join(self._in_fonts(escape(line).replace("[", "&#91;")) for line in kept)

    def _in_fonts(self, line: str) -> str:
        """The line with each run of borrowed symbols in the font that lends it."""
        if line.isascii():
            return line
        runs = groupby(line, key=lambda char: self._lent.get(ord(char), ""))
        return "".join(f'<font name="{font}">{"".join(run)}</font>' if font else "".join(run) for font, run in runs)

    def warnings(self) -> list[str]:
        """One sentence for each replaced character, and one for all beyond the first forty."""
        found = sorted(self._replaced)
        named = [
            f"{_code(char)} ({unicodedata.name(char, 'no name')}) cannot be printed and stands as {_marker(char)} in "
            f"{self._replaced[char]} place{'' if self._replaced[char] == 1 else 's'}."
            for char in found[:_NAMED_AT_MOST]
        ]
        if len(found) > _NAMED_AT_MOST:
            rest = found[_NAMED_AT_MOST:]
            named.append(f"{len(rest)} further characters cannot be printed and stand as markers: {', '.join(map(_code, rest))}.")
        return named

    def _clean(self, text: str, covered: Set[int]) -> str:
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
        if text.isascii() and text.replace("\n", "").isprintable():
            return text
        return "".join(char if char == "\n" or _prints(char, covered) else self._replace(char) for char in text)

    def _replace(self, char: str) -> str:
        self._replaced[char] = self._replaced.get(char, 0) + 1
        return _marker(char)


def _prints(char: str, covered: Set[int]) -> bool:
    return (
        ord(char) in covered
        and unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        and unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
    )


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


def _marker(char: str) -> str:
    return f"[{_code(char)}]"


def fit(text: str, font: str, size: float, width: float) -> str:
    """``text`` cut with an ellipsis to at most ``width`` points."""
    if pdfmetrics.stringWidth(text, font, size) <= width:
        return text
    low, high = 0, min(len(text), 500)
    while low < high:
        middle = (low + high + 1) // 2
        if pdfmetrics.stringWidth(text[:middle] + "…", font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
