"""The embedded typefaces and the gate all text goes through: what no font can show becomes a visible, named marker."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from readiness.reports import eastasian, rightward
from readiness.reports.paper import Run

REGULAR, BOLD, ITALIC = "Readiness-Regular", "Readiness-Bold", "Readiness-Italic"
Part = tuple[str, str]
"""One of these faces and text as it was written, what cannot be shown already replaced."""
_FACES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", ITALIC: "NotoSans-Italic.ttf"}
# What the typeface lacks, the first of these that has it lends: in one weight, or in two. fonts/README.md says how they were made.
_SYMBOLS = {"Readiness-Math": "NotoSansMath-Subset.ttf", "Readiness-Symbols": "NotoSansSymbols2-Subset.ttf"}
_RIGHTWARD = ("Arabic", "Hebrew")
_OWN, _EAST, _VOWEL, _NOTHING = "own", "east", "vowel", ""
_ASCII = frozenset(map(chr, range(32, 127)))
_NEVER = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})
_NAMED_AT_MOST = 40
_WIDTHS_KEPT = 100_000
_EXTRAS = {
    eastasian.EXTRA: ("Chinese, Japanese and Korean", eastasian.is_one),
    rightward.EXTRA: ("Arabic and Hebrew", rightward.has_letters),
}


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Registers the three faces once a process; returns the code points that all of them cover."""
    covered = [_register(name, _shipped(file)) for name, file in _FACES.items()]
    return frozenset(set.intersection(*covered))


@lru_cache(maxsize=1)
def _symbols() -> dict[int, str]:
    """Registers the symbol fonts once a process; returns which of them lends each code point."""
    lent: dict[int, str] = {}
    for name, file in _SYMBOLS.items():
        lent = dict.fromkeys(_register(name, _shipped(file)), name) | lent
    return lent


@lru_cache(maxsize=1)
def _rightward() -> dict[int, str]:
    """Registers the fonts for Arabic and Hebrew once a process; returns the script whose font lends each code point."""
    lent: dict[int, str] = {}
    for script in reversed(_RIGHTWARD):
        for weight in ("Regular", "Bold"):
            points = _register(f"Readiness-{script}-{weight}", _shipped(f"NotoSans{script}-{weight}-Subset.ttf"))
            lent |= dict.fromkeys(points, script)
    return lent


def _shipped(file: str) -> bytes:
    return (files("readiness.reports") / "fonts" / file).read_bytes()


def _register(name: str, content: bytes) -> set[int]:
    """Makes a font known under ``name``; the code points it covers."""
    font = TTFont(name, BytesIO(content))
    pdfmetrics.registerFont(font)
    return set(font.face.charToGlyph)


@lru_cache(maxsize=20_000)
def _lender(char: str) -> str:
    """Which font shows a character: the face itself, a symbol font's name, a script's, East Asian ones, or none."""
    point = ord(char)
    if unicodedata.category(char) in _NEVER:
        return _NOTHING
    if rightward.has_letters(char) or unicodedata.bidirectional(char) in _FROM_THE_RIGHT:
        if not rightward.available():
            return _NOTHING
        return _VOWEL if rightward.is_vowel_sign(char) else _rightward().get(point, _NOTHING)
    if point in register_fonts():
        return _OWN
    if point in _symbols():
        return _symbols()[point]
    if eastasian.is_one(char) and eastasian.available():
        return _EAST if eastasian.home(char) is not None else _NOTHING
    return _NOTHING


class Typesetter:
    """Makes text printable and remembers what it had to replace; one for each report.

    ``language`` is the report's, by which characters are drawn that several scripts share.
    """

    def __init__(self, language: str = "") -> None:
        register_fonts()
        self._language = language
        self._replaced: dict[str, int] = {}
        self._left_out: dict[str, int] = {}
        self._asked: dict[str, None] = {}
        self._east: dict[tuple[bool, str], str] = {}
        self._known, self._own = set(_ASCII), set(_ASCII)
        self._widths: dict[Part, float] = {}

    def label(self, text: str) -> str:
        """``text`` on one line for where a viewer's own fonts show it, as in bookmarks and metadata; controls become markers."""
        shown = (
            char if char.isprintable() or unicodedata.category(char) == "Zs" else _marker(char)
            for char in _composed(text).replace("\n", " ")
        )
        return " ".join("".join(shown).split())

    def lines(self, *parts: Part) -> list[list[Part]]:
        """The lines that parts of text, each in its face, were written on; blank ones joined, none for no text."""
        made: list[list[Part]] = [[]]
        for face, text in parts:
            for number, line in enumerate(self._clean(text).split("\n")):
                if number:
                    made.append([])
                if line.strip():
                    made[-1].append((face, line))
        kept = [line for number, line in enumerate(made) if line or (number and made[number - 1])]
        return kept if not kept or kept[-1] else kept[:-1]

    def is_plain(self, text: str) -> bool:
        """Whether clean text needs nothing but its own face, read from left to right and broken at spaces."""
        return self._own.issuperset(text)

    def runs(self, face: str, text: str) -> list[Run]:
        """Clean text as runs, each in the font that has its characters."""
        if self.is_plain(text):
            return [(face, text)]
        return [(font, "".join(chars)) for font, chars in groupby(text, key=lambda char: self._font(face, char))]

    def width(self, face: str, text: str) -> float:
        """The width of clean text at one point."""
        key = (face, text)
        if key not in self._widths:
            if len(self._widths) > _WIDTHS_KEPT:
                self._widths.clear()
            self._widths[key] = sum(run_width(font, run) for font, run in self.runs(face, text))
        return self._widths[key]

    def warnings(self) -> list[str]:
        """One sentence for each character replaced or left out, one for all beyond the first forty, and one for each extra to install."""
        found = sorted(self._replaced)
        named = [
            f"{_named(char)} cannot be printed and stands as {_marker(char)} in {_places(self._replaced[char])}."
            for char in found[:_NAMED_AT_MOST]
        ]
        if len(found) > _NAMED_AT_MOST:
            rest = found[_NAMED_AT_MOST:]
            named.append(f"{len(rest)} further characters cannot be printed and stand as markers: {', '.join(map(_code, rest))}.")
        for char, count in sorted(self._left_out.items()):
            named.append(f"{_named(char)} is left out in {_places(count)}: vowel signs of Arabic and Hebrew are not printed.")
        for extra, (scripts, belongs) in _EXTRAS.items():
            available = eastasian.available() if extra == eastasian.EXTRA else rightward.available()
            if not available and any(map(belongs, found)):
                named.append(f"{scripts} can be printed after: pip install 'readiness[{extra}]'.")
        return named

    def _clean(self, text: str) -> str:
        """``text`` with everything replaced that no font shows, Arabic letters joined; line breaks stay."""
        if text.isascii() and text.replace("\n", "").isprintable():
            return text
        text = _composed(text)
        if rightward.has_letters(text) and rightward.available():
            text = rightward.joined(text)
        if self._known.issuperset(text):
            return text
        strange = {char for char in set(text) - self._known if not self._shows(char)} - {"\n"}
        if not strange:
            return text
        return "".join(self._replace(char) if char in strange else char for char in text)

    def _shows(self, char: str) -> bool:
        lender = _lender(char)
        if lender in (_NOTHING, _VOWEL):
            return False
        if lender == _EAST:
            self._asked[char] = None
        if lender == _OWN:
            self._own.add(char)
        self._known.add(char)
        return True

    def _replace(self, char: str) -> str:
        if _lender(char) == _VOWEL:
            self._left_out[char] = self._left_out.get(char, 0) + 1
            return ""
        self._replaced[char] = self._replaced.get(char, 0) + 1
        return _marker(char)

    def _font(self, face: str, char: str) -> str:
        lender = _lender(char)
        if lender == _OWN:
            return face
        weight = "Bold" if face == BOLD else "Regular"
        if lender in _RIGHTWARD:
            return f"Readiness-{lender}-{weight}"
        return self._east_font(char, face == BOLD) if lender == _EAST else lender or face

    def _east_font(self, char: str, bold: bool) -> str:
        """The font of an East Asian character. All that the report holds are asked for before the first is drawn, so each is cut once."""
        if (bold, char) not in self._east:
            self._asked.setdefault(char)
            region = eastasian.region_of(self._language, self._asked)
            wanted: dict[eastasian.Region, list[str]] = {}
            for one in self._asked:
                if (bold, one) not in self._east:
                    wanted.setdefault(eastasian.drawn_in(one, region), []).append(one)
            for home, chars in wanted.items():
                text = "".join(sorted(chars))
                name = f"Readiness-{home}-{bold}-{text}"
                if name not in pdfmetrics.getRegisteredFontNames():
                    _register(name, eastasian.typeface(home, bold, text))
                self._east |= {(bold, one): name for one in chars}
        return self._east[bold, char]


def run_width(font: str, text: str) -> float:
    """The width of text in one font at one point."""
    return sum(map(_advances(font).__getitem__, text)) * 0.001


class _Advances(dict[str, float]):
    """The width of each character of a font in thousandths of its size, looked up once."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._face = pdfmetrics.getFont(font).face

    def __missing__(self, char: str) -> float:
        self[char] = width = float(self._face.charWidths.get(ord(char), self._face.defaultWidth))
        return width


_advances = lru_cache(maxsize=64)(_Advances)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))


def _named(char: str) -> str:
    return f"{_code(char)} ({unicodedata.name(char, 'no name')})"


def _places(count: int) -> str:
    return f"{count} place{'' if count == 1 else 's'}"


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


def _marker(char: str) -> str:
    return f"[{_code(char)}]"
