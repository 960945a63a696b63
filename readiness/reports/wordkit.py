"""What a Word document is put together from: its properties, paragraphs, lists, tables whose heads repeat, an archive without a clock."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table

from readiness.reports.brand import Brand
from readiness.reports.words import day_text

__all__ = ["Made", "blank", "bullets", "content", "day", "picture", "say", "table"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255
# A row of more lines may fill more than a page, so it may break over two; lines are judged by a narrow column's characters.
_KEPT_WHOLE = 40
_NARROW = 14


def blank(cover: Mapping[str, Any], around: Mapping[str, Any], brand: Brand) -> Made:
    """An empty A4 document with properties, language, colours, a header that says the edition's state, and page numbers."""
    document = Document()
    about = document.core_properties
    about.title = around["name"][:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = cover["organisation"][:_LONGEST_PROPERTY]
    about.subject = around["subject"][:_LONGEST_PROPERTY]
    about.comments = f"{around['label'] or around['mark']}."[:_LONGEST_PROPERTY]
    about.language = cover["language"]
    about.created = about.modified = datetime.fromisoformat(cover["report_date"]).replace(tzinfo=UTC)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), cover["language"])
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(10)
    section.header.paragraphs[0].text = " · ".join(filter(None, (around["mark"], around["label"])))
    _colour(document, brand)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("page ")
    footer._p.append(_element("w:fldSimple", instr="PAGE"))
    return document


def _colour(document: Made, brand: Brand) -> None:
    chosen = {"Normal": brand.text} | dict.fromkeys(("Title", "Heading 1", "Heading 2", "Heading 3"), brand.accent)
    for style, colour in chosen.items():
        if colour is not None:
            document.styles[style].font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))


def picture(document: Made, brand: Brand) -> None:
    """The brand's logo, if it has one, with words for who cannot see it."""
    if brand.logo is None:
        return
    shown = document.add_picture(BytesIO(brand.logo.png), height=Mm(16))
    if shown.width > Mm(60):
        shown.width, shown.height = Mm(60), int(Mm(60) * brand.logo.height / brand.logo.width)
    shown._inline.docPr.set("descr", brand.name or "Logo")


def day(value: str | None) -> str:
    """A day of the machine form in words; nothing for none."""
    return "" if value is None else day_text(date.fromisoformat(value))


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def content(document: Made) -> bytes:
    """The document's bytes, with one date for every part of the archive, so that the clock leaves no trace."""
    saved, result = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in parts.infolist():
            kept.writestr(zipfile.ZipInfo(part.filename, _EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def say(document: Made, text: str, style: str | None = None, label: str = "") -> None:
    """A paragraph, after a bold ``label`` if there is one; nothing for an empty text."""
    if not text.strip():
        return
    paragraph = document.add_paragraph(style=style)
    if label:
        paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(text)


def bullets(document: Made, texts: Iterable[str], style: str = "List Bullet") -> None:
    """A list."""
    for text in texts:
        say(document, text, style)


def table(document: Made, heads: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int] = ()) -> None:
    """A table of which the head repeats on each page and rows stay whole; ``widths`` in millimetres. Nothing without rows."""
    listed = [[str(cell) for cell in row] for row in rows]
    if not listed:
        return
    made: Table = document.add_table(rows=1 + len(listed), cols=len(heads), style="Light Grid Accent 1")
    made.autofit = not widths
    for column, width in zip(made.columns, widths, strict=False):
        column.width = Mm(width)
    for number, (row, texts) in enumerate(zip(made.rows, [list(heads), *listed], strict=True)):
        properties = row._tr.get_or_add_trPr()
        if max(map(_lines, texts)) < _KEPT_WHOLE:
            properties.append(_element("w:cantSplit"))
        if number == 0:
            properties.append(_element("w:tblHeader"))
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.text = text
            if widths:
                cell.width = Mm(widths[column])
    document.add_paragraph()


def _lines(text: str) -> int:
    return sum(1 + len(line) // _NARROW for line in text.split("\n"))
