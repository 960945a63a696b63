"""Words and figures as the screens print them. Text of people and files is made harmless here. Light: imports nothing heavy."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from functools import lru_cache
from pathlib import Path

_KEPT = "\n\t"
_HIDDEN = ("Cc", "Cf", "Cs")


def clean(text: str) -> str:
    """Text of several lines with control and direction-changing characters as visible marks, so none reaches the terminal."""
    if text.isprintable():  # which none of these is, nor a line's end
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in _HIDDEN else "\N{REPLACEMENT CHARACTER}" for char in text
    ).expandtabs(4)


def one_line(text: str, most: int = 0) -> str:
    """Harmless text on one line, cut with an ellipsis after ``most`` cells (0: not cut)."""
    line = " ".join(clean(text).split())
    if most <= 0 or cells(line) <= most:
        return line
    kept, room = "", most - 1
    for char in line:
        room -= _cell_width(char)
        if room < 0:
            break
        kept += char
    return f"{kept.rstrip()}…"


def cells(text: str) -> int:
    """How many cells a terminal uses for one line of text: two for wide East Asian characters, none for combining ones."""
    return len(text) if text.isascii() else sum(_cell_width(char) for char in text)


@lru_cache(maxsize=4096)
def _cell_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def column(text: str, width: int) -> str:
    """Harmless text cut or filled up to exactly ``width`` cells."""
    line = one_line(text, width)
    return line + " " * (width - cells(line))


def short_path(path: Path) -> str:
    """A path as people say it: from the working folder or the home folder where it lies inside, else whole."""
    for folder, prefix in ((Path.cwd(), ""), (Path.home(), "~/")):
        if path.is_absolute() and path.is_relative_to(folder) and path != folder:
            return one_line(f"{prefix}{path.relative_to(folder)}")
    return one_line(str(path))


def type_word(report_type: int) -> str:
    """``Type I`` or ``Type II``."""
    return f"Type {'I' * report_type}"


def percent_range(low: float, high: float) -> str:
    """Bounds in percent: ``31–78 %``, one figure when both round alike."""
    return f"{low:.0f} %" if round(low) == round(high) else f"{low:.0f}–{high:.0f} %"


def share(part: int, whole: int) -> str:
    """``46 of 65``."""
    return f"{part} of {whole}"


def bar(low: float, high: float, width: int = 10) -> str:
    """Bounds (0-100) as a bar: solid up to the lowest value, hatched up to the highest, dots beyond."""
    solid = min(width, round(low / 100 * width))
    reach = max(solid, min(width, round(high / 100 * width)))
    return f"▕{'█' * solid}{'▒' * (reach - solid)}{'·' * (width - reach)}▏"


def days_text(days: tuple[float, float]) -> str:
    """An effort in person-days: ``2–4 d``."""
    low, high = days
    return f"{low:g} d" if low == high else f"{low:g}–{high:g} d"


def local_moment(recorded_at: str) -> str:
    """A recorded moment (UTC, ISO 8601) in local time: ``2026-11-23 14:02:11``; the text itself if it is no moment."""
    try:
        return datetime.fromisoformat(recorded_at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return one_line(recorded_at)
