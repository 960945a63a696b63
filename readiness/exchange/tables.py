"""Tables as CSV text that a spreadsheet program can open without running what somebody wrote. Knows no files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from readiness.exchange.cleaning import clean

Cell = str | int | float | bool | date | None

# What spreadsheet programs take for the beginning of a formula once a text is typed again or saved as CSV.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\n", "\r", "|", "%")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table with a line of column names; an empty cell for None, days as ISO dates, true or false in lower case.

    A text that could be taken for a formula, even behind blanks, begins with an apostrophe, which shows it as the text it is
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def cell_text(cell: Cell) -> str:
    """What stands in the table for a cell, before the quotes."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case str():
            text = clean(cell)
            return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text
        case _:
            return str(cell)


def unmarked(text: str) -> str:
    """A text out of such a table without the apostrophe that marks it as no formula."""
    marked = text[:1] == "'" and text[1:].lstrip().startswith(FORMULA_SIGNS)
    return text[1:] if marked else text
