"""Reads a CSV file as spreadsheet programs save one: cells left off, columns without a name, a first line that says what parts them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from questionnaires.wording import shortened
from readiness.errors import ReadinessError

MAX_ROWS = 2_000
# How columns may be parted, the first of them that the first line holds, and what to call it.
_PARTED_BY = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SAYS_WHAT_PARTS = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number as spreadsheet programs show it (the names stand in row 1): its cells by column, or its problem."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table may have, in the order to name them, and those it must. ``shown`` ones are read past."""

    needed: Sequence[str]
    known: Sequence[str]
    shown: Sequence[str]


def sheet(path: Path, raw: bytes, columns: Columns) -> tuple[list[str], list[SheetRow]]:
    """The names of the columns in lower case, and the rows that hold anything.

    Raises ReadinessError for what is no such table, with the line, and for more than 2,000 rows.
    """
    text = _text(path, raw)
    first = text.splitlines(keepends=True)[0] if text else ""
    told = _SAYS_WHAT_PARTS.fullmatch(first)
    if told is not None and told[1] in _PARTED_BY:
        text, mark = text[len(first) :], told[1]
    else:
        head = io.StringIO(text, newline="").readline()
        told, mark = None, next((one for one in _PARTED_BY if one in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    table: list[tuple[int, list[str]]] = []
    # The line that the last sound row ended on.
    line = int(told is not None)
    try:
        header = next(reader, [])
        line += reader.line_num
        names = _header(header, path, columns)
        # Rows without anything in them have a number too.
        for number, cells in enumerate(reader, 2):
            line = reader.line_num + (told is not None)
            if cells:
                table.append((number, cells))
            if len(table) > MAX_ROWS:
                raise ReadinessError(f"{path}: has more than {MAX_ROWS:,} rows; split it.")
    except csv.Error as error:
        raise ReadinessError(f"{path}:{line + 1}: not readable as CSV ({error}); check the quotes from here on.") from None
    return [name for name in names if name], [_row(number, cells, names, _PARTED_BY[mark]) for number, cells in table]


def _text(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadinessError(f"{path}: byte {error.start + 1} is not UTF-8; save the file as CSV UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ReadinessError(f"{path}:{line}: holds a NUL byte, which no text has; save the file anew as CSV UTF-8.")
    return text


def _header(cells: Sequence[str], path: Path, columns: Columns) -> list[str]:
    """The columns named in the first row, whatever their case; empty for one without a name.

    Raises ReadinessError for one that is missing, unknown or twice there.
    """
    names = [cell.strip().lower() for cell in cells]
    known = f"it must name the columns {' and '.join(columns.needed)}, and may name {', '.join(columns.known)}"
    missing = [name for name in columns.needed if name not in names]
    if missing:
        raise ReadinessError(f"{path}:1: the first row lacks {' and '.join(missing)}; {known}.")
    unknown = [name for name in names if name and name not in (*columns.needed, *columns.known, *columns.shown)]
    if unknown:
        raise ReadinessError(f"{path}:1: the first row names {', '.join(repr(shortened(name)) for name in unknown[:5])}; {known}.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ReadinessError(f"{path}:1: the first row names {', '.join(twice)} twice; keep one.")
    return names


def _row(number: int, cells: Sequence[str], names: Sequence[str], parted_by: str) -> SheetRow:
    named = {name: cells[place] if place < len(cells) else "" for place, name in enumerate(names) if name}
    stray = next((place for place, cell in enumerate(cells) if cell.strip() and (place >= len(names) or not names[place])), None)
    if len(cells) == 1 and any(one in cells[0] for one in _PARTED_BY):
        # Otherwise it would be taken for a row that nobody filled in.
        return SheetRow(number, named, f"is parted otherwise than the first row; check the {parted_by} and quotes.")
    if stray is None:
        return SheetRow(number, named)
    without = f"has a cell in column {_letters(stray)}, which the first row gives no name"
    return SheetRow(number, named, f"{without}; check the {parted_by} and quotes, or empty it.")


def _letters(place: int) -> str:
    """What spreadsheet programs call a column: A to Z, AA and so on."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
