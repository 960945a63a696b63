"""Literal text in the PDF: broken into lines and drawn. Knows no markup, so nothing in a text can act as it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getAscent

from readiness.reports import eastasian, rightward
from readiness.reports.flow import Flowable
from readiness.reports.fonts import Part, Typesetter, run_width
from readiness.reports.paper import Paper, Run


@dataclass(frozen=True, slots=True)
class Line:
    """A line as seen: its runs from left to right, its width in points, what it says where that differs from what is drawn,
    and whether it starts at the right."""

    runs: Sequence[Run]
    width: float
    said: str = ""
    flush: bool = False


class _Word:
    """What stays together on a line: pieces of numbered parts, the width in points, and whether a space stands before it."""

    __slots__ = ("pieces", "spaced", "width")

    def __init__(self, pieces: list[tuple[int, str]], width: float, spaced: bool) -> None:
        self.pieces, self.width, self.spaced = pieces, width, spaced


class Text(Flowable):
    """A paragraph of literal text, line breaks kept, that breaks its lines once for each width.

    ``source`` holds a list of parts, each of one face, for every line that was written.
    """

    def __init__(
        self, setter: Typesetter, source: Sequence[Sequence[Part]], style: ParagraphStyle, *, bullet: str = "", link: str = ""
    ) -> None:
        self.setter, self.source, self.style, self.bullet, self.link = setter, source, style, bullet, link
        self.space_before, self.space_after = style.spaceBefore, style.spaceAfter
        self.lines: list[Line] = []
        self.width = -1.0
        self.height = 0.0

    def wrap(self, width: float) -> tuple[float, float]:
        """Its size in points."""
        if self.width != width:
            style = self.style
            room = max(width - style.leftIndent - style.rightIndent, 1.0)
            self.lines = [line for parts in self.source for line in broken(self.setter, parts, room, style.fontName, style.fontSize)]
            self.width, self.height = width, len(self.lines) * style.leading
        return width, self.height

    def split(self, width: float, height: float) -> Sequence[Flowable]:
        """Itself if it fits; else two parts of at least two lines each, or nothing where there is no room for that."""
        self.wrap(width)
        fitting, lines = int(height / self.style.leading + 1e-6), len(self.lines)
        if fitting >= lines:
            return [self]
        fitting = min(fitting, lines - 2)
        if fitting < 2:
            return []
        head, rest = copy(self), Text(self.setter, (), self.style, link=self.link)
        for part, kept in ((head, self.lines[:fitting]), (rest, self.lines[fitting:])):
            part.lines, part.width, part.height = kept, width, len(kept) * self.style.leading
        rest.space_before = head.space_after = 0.0
        return [head, rest]

    def paint(self, canvas: Paper, x: float, y: float) -> None:
        """Draws its lines with the lower left corner at x, y in points."""
        style = self.style
        left, right = x + style.leftIndent, x + self.width - style.rightIndent
        base = y + self.height - _ascent(style.fontName) * style.fontSize
        placed: list[tuple[float, float, Sequence[Run], str]] = []
        if self.bullet:
            placed.append((x + style.bulletIndent, base, ((style.bulletFontName, self.bullet),), ""))
        for line in self.lines:
            placed.append((right - line.width if line.flush else left, base, line.runs, line.said))
            base -= style.leading
        canvas.write(placed, style.fontSize, style.textColor)
        if self.link and self.lines:
            canvas.linkRect("", self.link, (left, y, left + max(line.width for line in self.lines), y + self.height), relative=1)


class Heading(Text):
    """A paragraph that announces itself to the outline and, if ``listed``, the contents page when it is placed."""

    def __init__(
        self, setter: Typesetter, source: Sequence[Sequence[Part]], style: ParagraphStyle, title: str, key: str, level: int, listed: bool
    ) -> None:
        super().__init__(setter, source, style)
        self.title, self.key, self.level, self.listed = title, key, level, listed


def broken(setter: Typesetter, parts: Sequence[Part], room: float, face: str, size: float) -> list[Line]:
    """The lines of one written line in ``room`` points: as many words on each as fit; a word longer than a line is divided.

    ``face`` is what spaces are measured in.
    """
    if all(setter.is_plain(text) for _, text in parts) and all(map(_apart, parts, parts[1:])):
        return _plainly_broken(parts, room, size)
    space = setter.width(face, " ") * size
    along = [rightward.direction(text) if rightward.has_letters(text) else None for _, text in parts]
    lines: list[Line] = []
    line: list[_Word] = []
    used = 0.0
    for word in _words(setter, parts, size):
        if line and used + word.width + space * word.spaced > room:
            lines.append(_line(setter, line, parts, along, face, size))
            line, used = [], 0.0
        while word.width > room and (cut := _cut(setter, word, parts, room, size)):
            lines.append(_line(setter, [cut[0]], parts, along, face, size))
            word = cut[1]
        used += word.width + (space if line and word.spaced else 0.0)
        line.append(word)
    lines.append(_line(setter, line, parts, along, face, size))
    # A single line stays where its column starts; lines that follow each other start at the right.
    return [replace(one, flush=True) for one in lines] if len(lines) > 1 and along[:1] == ["R"] else lines


def _apart(one: Part, other: Part) -> bool:
    return one[1].endswith(" ") or other[1].startswith(" ")


def _plainly_broken(parts: Sequence[Part], room: float, size: float) -> list[Line]:
    """The same where each part needs its own face alone and spaces stand between, as in most text: no character needs a look."""
    if len(parts) == 1 and "  " not in parts[0][1]:
        whole = _known_width(*parts[0]) * size
        if whole <= room:
            return [Line(parts, whole)]
    lines: list[Line] = []
    runs: list[Run] = []
    used = 0.0
    for face, text in parts:
        space, pending = _known_width(face, " ") * size, list[str]()
        # Not at spaces of other kinds: those that forbid a break are among them.
        for word in filter(None, text.split(" ")):
            width = _known_width(face, word) * size
            if (pending or runs) and used + (space if pending else 0.0) + width > room:
                lines.append(Line([*runs, (face, " ".join(pending))] if pending else runs, used))
                runs, pending, used = [], [], 0.0
            while width > room and len(word) > 1:
                fitting = _fitting(word, lambda char: _known_width(face, char) * size, room)  # noqa: B023 — called at once
                lines.append(Line([(face, word[:fitting])], _known_width(face, word[:fitting]) * size))
                word = word[fitting:]
                width = _known_width(face, word) * size
            used += width + (space if pending else 0.0)
            pending.append(word)
        if pending:
            runs.append((face, " ".join(pending) + " "))
            used += space
    if runs:
        runs[-1] = (runs[-1][0], runs[-1][1][:-1])
        used -= space
    return [*lines, Line(runs, used)]


def _words(setter: Typesetter, parts: Sequence[Part], size: float) -> list[_Word]:
    words: list[_Word] = []
    spaced, open_ = False, False
    for index, (face, text) in enumerate(parts):
        for number, chunk in enumerate(text.split(" ")):
            if number:
                spaced, open_ = True, False
            for order, piece in enumerate(eastasian.pieces(chunk) if chunk else ()):
                width = setter.width(face, piece) * size
                if open_ and not order:
                    words[-1].pieces.append((index, piece))
                    words[-1].width += width
                else:
                    words.append(_Word([(index, piece)], width, spaced))
                    spaced, open_ = False, True
    return words


def _cut(setter: Typesetter, word: _Word, parts: Sequence[Part], room: float, size: float) -> tuple[_Word, _Word] | None:
    """A word longer than a line in two, the first as long as fits but at least a character; None for a single character."""
    marks = [(index, char) for index, piece in word.pieces for char in piece]
    if len(marks) < 2:
        return None
    fitting = _fitting(marks, lambda mark: setter.width(parts[mark[0]][0], mark[1]) * size, room)
    halves = []
    for half, spaced in ((marks[:fitting], word.spaced), (marks[fitting:], False)):
        pieces: list[tuple[int, str]] = []
        for index, char in half:
            if pieces and pieces[-1][0] == index:
                pieces[-1] = (index, pieces[-1][1] + char)
            else:
                pieces.append((index, char))
        halves.append(_Word(pieces, sum(setter.width(parts[index][0], piece) * size for index, piece in pieces), spaced))
    return halves[0], halves[1]


def _fitting(marks: Sequence[Any], width: Any, room: float) -> int:
    """How many of the marks fit into ``room``: at least one, and never all."""
    used = 0.0
    for count, mark in enumerate(marks):
        used += width(mark)
        if used > room:
            return max(count, 1)
    return len(marks) - 1


def _line(
    setter: Typesetter, words: Sequence[_Word], parts: Sequence[Part], along: Sequence[rightward.Direction | None], face: str, size: float
) -> Line:
    """The words on one line. Each part is put into its own visual order, so that a label stays before what it names."""
    # Spaces between parts belong to neither: at the end of a part they would change sides with its order.
    said: list[tuple[int | None, str]] = []
    for word in words:
        for order, (index, piece) in enumerate(word.pieces):
            if order == 0 and word.spaced and said:
                if said[-1][0] == index:
                    piece = " " + piece
                else:
                    said.append((None, " "))
            if said and said[-1][0] == index:
                said[-1] = (index, said[-1][1] + piece)
            else:
                said.append((index, piece))
    runs: list[Run] = []
    for part, text in said:
        if part is None:
            runs.append((face, text))
            continue
        direction = along[part]
        runs += setter.runs(parts[part][0], rightward.as_seen(text, direction) if direction else text)
    width = sum(run_width(*run) for run in runs) * size
    if not any(along):
        return Line(runs, width)
    whole = "".join(text for _, text in said)
    return Line(runs, width, rightward.as_written(whole))


def write_cut(
    canvas: Paper, face: str, text: str, x: float, y: float, size: float, room: float, colour: Color, *, flush: bool = False
) -> float:
    """Writes ``text`` on one line from x on, or up to it, cut to ``room`` points; its width."""
    line = _cut_line(canvas.typesetter, face, text, size, room)
    canvas.write([(x - line.width if flush else x, y, line.runs, line.said)], size, colour)
    return line.width


def _cut_line(setter: Typesetter, face: str, text: str, size: float, room: float) -> Line:
    """``text`` on one line, cut with an ellipsis to at most ``room`` points."""
    parts = [part for line in setter.lines((face, text)) for part in line]
    kept = "".join(f" {part}" for _, part in parts).strip()
    if setter.width(face, kept) * size > room:
        low, high = 0, min(len(kept), 500)
        while low < high:
            middle = (low + high + 1) // 2
            if setter.width(face, kept[:middle] + "…") * size <= room:
                low = middle
            else:
                high = middle - 1
        kept = kept[:low].rstrip() + "…"
    return broken(setter, [(face, kept)], float("inf"), face, size)[0]


_known_width = lru_cache(maxsize=60_000)(run_width)


@lru_cache(maxsize=16)
def _ascent(face: str) -> float:
    return float(getAscent(face, 1))
