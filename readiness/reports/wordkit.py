"""What a Word document is put together from: its properties, paragraphs, lists, contents, an archive without a clock."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from readiness.reports.brand import Brand
from readiness.reports.wordlook import dress
from readiness.reports.words import day_text

__all__ = ["Made", "Paragraph", "blank", "bullets", "content", "contents", "day", "facts", "numbered", "picture", "say"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255


def blank(cover: Mapping[str, Any], around: Mapping[str, Any], brand: Brand) -> Made:
    """An empty document with properties, language, styles, a head that says the edition's state, and page numbers."""
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
    dress(document, around, cover["organisation"], brand)
    # No style changes from here on, and searching them all again for each paragraph would take most of the time.
    part: Any = document.part
    part.get_style, part.get_style_id = cache(part.get_style), cache(part.get_style_id)
    return document


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


def facts(document: Made, pairs: Iterable[tuple[str, str]], style: str = "Facts") -> None:
    """Short facts in one paragraph, each after its bold label; those without a text are left out."""
    known = [(label, text) for label, text in pairs if text.strip()]
    if not known:
        return
    paragraph = document.add_paragraph(style=style)
    for number, (label, text) in enumerate(known):
        paragraph.add_run(f"{'   ' if number else ''}{label}: ").bold = True
        paragraph.add_run(text)


def bullets(document: Made, texts: Iterable[str], style: str = "List Bullet") -> None:
    """A list."""
    for text in texts:
        say(document, text, style)


def numbered(document: Made, texts: Iterable[str]) -> None:
    """A list counted from 1."""
    own = None
    for text in filter(str.strip, texts):
        paragraph = document.add_paragraph(text, "List Number")
        own = own or _count(document)
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, own


def _count(document: Made) -> int:
    """A count of its own: all paragraphs of a list style share one otherwise, through the whole document."""
    lists: Any = document.part.numbering_part.element
    shared = document.styles["List Number"].element.pPr.numPr.numId.val
    made = lists.add_num(lists.num_having_numId(shared).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def contents(place: Paragraph, headings: Sequence[Paragraph]) -> None:
    """Puts a table of contents after ``place``: a field that Word can renew, with a link to each heading of the first two levels."""
    levels = {"Heading 1": "toc 1", "Heading 2": "toc 2"}
    last, rows = place, [(one, levels[one.style.name]) for one in headings if one.style and one.style.name in levels]
    for number, (heading, style) in enumerate(rows):
        name = f"_Toc{number:06}"
        _mark(heading, name, number)
        line = OxmlElement("w:p")
        last._p.addnext(line)
        last = Paragraph(line, place._parent)
        last.style = style
        if number == 0:
            _field(last, "begin")
            # Without page numbers, which only a program that lays out pages can know.
            _field(last, "", 'TOC \\o "1-2" \\h \\n')
            _field(last, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        last._p.append(link)
        link.append(last.add_run(heading.text)._r)
    if rows:
        _field(last, "end")


def _mark(heading: Paragraph, name: str, number: int) -> None:
    for kind in ("Start", "End"):
        mark = OxmlElement(f"w:bookmark{kind}")
        mark.set(qn("w:id"), str(number))
        if kind == "Start":
            mark.set(qn("w:name"), name)
            heading.runs[0]._r.addprevious(mark)
        else:
            heading._p.append(mark)


def _field(paragraph: Paragraph, kind: str, instruction: str = "") -> None:
    part: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        part.set(qn("w:fldCharType"), kind)
    else:
        part.text = instruction
    paragraph.add_run()._r.append(part)
