"""One sheet of a workbook: a table with filters, a head that stays, columns as wide as what is in them, and how it prints.

Every value is written as what it is, a text always as a text: nothing a person wrote can become a formula or a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from readiness.exchange.tables import FORMULA_SIGNS, Cell
from readiness.papers import PaperSize
from readiness.reports.eastasian import letters_wide

_LONGEST = 32_767
# A line's height in points, and as many as a row can have.
_LINE, _MOST_LINES = 15, 27
_LONGEST_FOOTER = 200
# Characters beside the longest line of a column, and beside a heading's longest word, where the filter's button stands.
_BESIDE, _BUTTON = 2, 4
_MARGIN = 0.4
# Excel's numbers for a paper and for the one twice as large, and the characters in a row from which print would be too small to read on
# the smaller one, per millimetre of its longer side.
_PAPERS = {"a4": (9, 8), "letter": (1, 3)}
_WIDEST = 0.81


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its sheet's name, columns (heading, most width in characters) and rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


class Styles:
    """The few formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        common = {"valign": "top", "text_wrap": True}
        self.head: Format = book.add_format({**common, "bold": True, "font_color": "#0E5A6B", "bg_color": "#E6F0F2", "bottom": 1})
        self.text: Format = book.add_format(common)
        self.quoted: Format = book.add_format({**common, "quote_prefix": True})
        self.day: Format = book.add_format({**common, "num_format": "yyyy-mm-dd", "align": "left"})
        self.whole: Format = book.add_format({**common, "num_format": "0"})
        self.number: Format = book.add_format({**common, "num_format": "0.0"})


def write_sheet(page: Worksheet, sheet: Sheet, styles: Styles, said: str, paper: PaperSize) -> None:
    """Writes the table and sets up the page on that paper, with ``said`` in its foot."""
    last = max(len(sheet.rows), 1)
    heads = [{"header": title, "header_format": styles.head} for title, _ in sheet.columns]
    name = "".join(filter(str.isalnum, sheet.name))
    page.add_table(0, 0, last, len(heads) - 1, {"name": name, "columns": heads, "style": "Table Style Light 1"})
    widths = [_width(sheet, column) for column in range(len(heads))]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    titles = [title for title, _ in sheet.columns]
    for number, row in enumerate((titles, *sheet.rows)):
        # Not every program works out the height of wrapped text when it opens a file.
        page.set_row(number, _LINE * min(_MOST_LINES, max(_lines(value, width) for value, width in zip(row, widths, strict=True))))
        for column, value in enumerate(row if number else ()):
            _cell(page, number, column, value, styles)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_PAPERS[paper.name][sum(widths) > _WIDEST * paper.height])
    page.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=0.7)
    page.fit_to_pages(1, 0)
    # An ampersand begins a command in a footer, and stands for itself when doubled.
    page.set_footer(f"&L{said.replace('&', '&&')[:_LONGEST_FOOTER]}&C&A&R&P / &N")


def _width(sheet: Sheet, column: int) -> int:
    title, most = sheet.columns[column]
    lines = (line for row in sheet.rows for line in _shown(row[column]).split("\n"))
    needed = max(map(letters_wide, lines), default=0) + _BESIDE
    return max(max(map(letters_wide, title.split())) + _BUTTON, min(most, needed))


def _shown(value: Cell) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:.1f}"
        case _:
            return str(value)


def _lines(value: Cell, width: int) -> int:
    return sum(1 + letters_wide(line) // width for line in value.split("\n")) if isinstance(value, str) else 1


def _cell(page: Worksheet, row: int, column: int, value: Cell, styles: Styles) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, styles.text)
        case bool():
            page.write_boolean(row, column, value, styles.text)
        case int():
            page.write_number(row, column, value, styles.whole)
        case float():
            page.write_number(row, column, value, styles.number)
        case date():
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), styles.day)
        case str():
            text = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            page.write_string(row, column, text, styles.quoted if text.startswith(FORMULA_SIGNS) else styles.text)
