"""How a sheet of the workbook is laid out: columns as wide as what is in them, rows as tall as it takes there."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter

from readiness.papers import A4
from readiness.reports.sheets import Sheet, Styles, write_sheet


def laid_out(text: str) -> tuple[float, float]:
    """The width in letters of the column that holds ``text`` and the height in points of its row."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write_sheet(book.add_worksheet("One"), Sheet("One", [("Head", 30)], [[text]]), Styles(book), "Draft", A4)
    book.close()
    sheet = openpyxl.load_workbook(BytesIO(buffer.getvalue()))["One"]
    # A row of the usual height states none.
    return sheet.column_dimensions["A"].width, sheet.row_dimensions[2].height or 15.0


def test_wide_characters_take_the_room_of_two_letters() -> None:
    assert laid_out("\u4e2d" * 10) == laid_out("m" * 20)
    assert laid_out("\u4e2d" * 90) == laid_out("m" * 180)
    assert laid_out("m" * 180)[1] > 5 * laid_out("m" * 20)[1]


def test_a_sheet_without_rows_is_written() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write_sheet(book.add_worksheet("One"), Sheet("One", [("Head", 30)], []), Styles(book), "Draft", A4)
    book.close()
    assert openpyxl.load_workbook(BytesIO(buffer.getvalue()))["One"]["A1"].value == "Head"
