"""Tables of a Word document: as wide as the text, each column by what stands in it, the head on every page, rows kept whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from docx.document import Document as Made
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from readiness.reports.eastasian import letters_wide
from readiness.reports.wordlook import FILLS, TABLE, room

# Millimetres: a letter in the widest font that a program may take instead of the chosen one, what a cell keeps free beside its text, the
# most that a word or a line may claim for its column, and what a column gets before others.
_LETTER, _MARGIN, _LONGEST_WORD, _LONGEST_LINE, _LITTLE = 1.75, 4.0, 46, 110, 16
# A row of more lines may fill more than a page, so it may break over two; of a table, few rows stay together, or the first ones.
_KEPT_WHOLE, _FEW, _BEGINNING = 40, 8, 3


class Toned(NamedTuple):
    """A cell in the colours of a verdict or severity, if it has some; of one that is ``named`` the first line is bold."""

    text: str
    tone: str


def verdict(row: Mapping[str, Any]) -> Toned:
    """A standing's sign and word, in its colours."""
    return Toned(f"{row['glyph']} {row['word']}", row["verdict"])


def table(document: Made, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table under ``heads``, without the columns in which nothing stands; nothing at all without rows."""
    listed = [[cell if isinstance(cell, Toned) else Toned(str(cell), "") for cell in row] for row in rows]
    used = [at for at in range(len(heads)) if any(row[at].text for row in listed)]
    if not used:
        return
    cells = [[Toned(heads[at], "head") for at in used], *([row[at] for at in used] for row in listed)]
    widths = column_widths([[row[at].text for row in cells] for at in range(len(used))], room(document))
    made = _drawn(document, cells, widths)
    made._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _close(document)


def labelled(document: Made, rows: Iterable[tuple[str, str]]) -> None:
    """A table of two columns without a head: what, and what it is; rows without a text are left out."""
    cells = [[Toned(label, "head"), Toned(text, "")] for label, text in rows if text]
    if cells:
        made = _drawn(document, cells, [34.0, room(document) - 34.0])
        made._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstRow"), "0")
        _close(document)


def column_widths(columns: Sequence[Sequence[str]], room: float) -> list[float]:
    """Millimetres for each column, ``room`` in all: enough for its longest word, then more for those with longer lines."""
    least = [_MARGIN + _LETTER * min(max(map(_word, texts)), _LONGEST_WORD / _LETTER) for texts in columns]
    wish = [max(low, _MARGIN + min(_LETTER * max(map(_line, texts)), _LONGEST_LINE)) for low, texts in zip(least, columns, strict=True)]
    if sum(least) >= room:
        return [low * room / sum(least) for low in least]
    given = list(least)
    # First whoever lacks little, so that a few letters do not wrap beside a long text.
    for lack, at in sorted((has - low, at) for at, (has, low) in enumerate(zip(wish, least, strict=True))):
        if lack <= min(_LITTLE, (room - sum(given)) / 2):
            given[at] = wish[at]
    # Of what is left, a column gets its share by how long its lines are as a rule, not by its longest.
    asked = [max(_LETTER * sum(map(_line, texts)) / len(texts) - low, 1.0) for low, texts in zip(least, columns, strict=True)]
    while room - sum(given) > 0.01 and (eager := [at for at, has in enumerate(given) if wish[at] - has > 0.01]):
        spare, shares = room - sum(given), sum(asked[at] for at in eager)
        for at in eager:
            given[at] += min(spare * asked[at] / shares, wish[at] - given[at])
    return [has * room / sum(given) for has in given]


def _word(text: str) -> int:
    return max((letters_wide(word) for word in re.split(r"[\s\u200b]+|(?<=[-–])", text)), default=0)


def _line(text: str) -> int:
    return max(map(letters_wide, text.split("\n")))


def _drawn(document: Made, cells: Sequence[Sequence[Toned]], widths: Sequence[float]) -> Table:
    made: Table = document.add_table(rows=len(cells), cols=len(widths), style=TABLE)
    made.autofit = False
    above = made._tbl.getprevious()
    if above is not None and above.tag == qn("w:p") and Paragraph(above, document).text:
        Paragraph(above, document).paragraph_format.keep_with_next = True
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    kept = len(cells) if len(cells) <= _FEW else _BEGINNING
    for number, (row, texts) in enumerate(zip(made._tbl.tr_lst, cells, strict=True), start=1):
        whole = max(_wrapped(one.text, width) for one, width in zip(texts, widths, strict=True)) < _KEPT_WHOLE
        if whole:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for part, one, width in zip(row.tc_lst, texts, widths, strict=True):
            _fill(_Cell(part, made), one, width, kept=whole and number < kept)
    return made


def _fill(cell: _Cell, one: Toned, width: float, *, kept: bool) -> None:
    cell.width = Mm(width)
    fill, colour = FILLS.get(one.tone, ("", ""))
    for number, text in enumerate(one.text.split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.style = "Table Head" if one.tone == "head" else "Table Text"
        paragraph.paragraph_format.keep_with_next = kept or None
        run = paragraph.add_run(text)
        run.bold = (one.tone == "named" and number == 0) or None
        if colour:
            run.font.color.rgb, run.bold = RGBColor.from_string(colour), True
    if fill:
        shade: Any = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _wrapped(text: str, width: float) -> float:
    """How many lines a text takes in so many millimetres, roughly."""
    room = (width - _MARGIN) / _LETTER
    return sum(1 + letters_wide(line) // room for line in text.split("\n"))


def _close(document: Made) -> None:
    """A little room below, which also keeps two tables from becoming one."""
    document.add_paragraph(style="Table Text")
