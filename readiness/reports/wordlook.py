"""How the Word document looks: page, fonts, colours, paragraph and table styles, head and foot. Knows no chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from readiness.reports.brand import Brand

TABLE = "Readiness Table"
FILLS = {"met": ("D3E6E9", ""), "partly": ("E2B565", ""), "not_met": ("9C3D22", "FFFFFF"), "critical": ("", "9C3D22")}
"""Behind and of the letters, by verdict or severity."""

_MARGIN = 18
_ACCENT, _INK, _MUTED, _LINE, _PALE, _SIGNAL = "0E5A6B", "1C2529", "5C6970", "C9D1D4", "F3F6F7", "9C3D22"
# Word has it everywhere, and LibreOffice takes the equally wide Carlito for it.
_FONT = "Calibri"
# Name: size, bold, colour, space before and after, all in points.
_PARAGRAPHS = {
    "Normal": (10, False, "", 0, 4),
    "Title": (28, True, "", 6, 4),
    "Subtitle": (14, False, _MUTED, 0, 2),
    "Heading 1": (18, True, _ACCENT, 20, 5),
    "Heading 2": (12.5, True, _ACCENT, 12, 3),
    "Heading 3": (10.5, True, "", 9, 1),
    "Header": (8, False, _MUTED, 0, 0),
    "Footer": (8, False, _MUTED, 0, 0),
    "List Bullet": (10, False, "", 0, 2),
    "List Bullet 2": (9, False, "", 0, 1),
    "List Number": (10, False, "", 0, 2),
    "Kicker": (10, True, _ACCENT, 0, 2),
    "Headline": (13, True, "", 4, 6),
    "Facts": (8.5, False, "", 2, 3),
    "Note": (9, False, _MUTED, 0, 4),
    "Notice": (9, False, "", 0, 0),
    "TOC Heading": (18, True, _ACCENT, 0, 5),
    "toc 1": (9, True, "", 2.5, 0),
    "toc 2": (8, False, "", 0, 0),
    "Table Head": (8, True, _MUTED, 1, 1),
    "Table Text": (8.5, False, "", 1, 1),
}


def dress(document: Made, around: Mapping[str, Any], organisation: str, brand: Brand) -> None:
    """Gives an empty document its page, styles, head and foot."""
    accent = (brand.accent or "").removeprefix("#") or _ACCENT
    ink = (brand.text or "").removeprefix("#") or _INK
    section = document.sections[0]
    section.page_width, section.page_height = Mm(brand.paper.width), Mm(brand.paper.height)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    _fonts(document)
    for name, (size, bold, colour, before, after) in _PARAGRAPHS.items():
        _paragraph_style(document, name)
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(accent if colour == _ACCENT else colour or ink)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if name.startswith(("Table", "toc")) else 1.1
    for name in ("Kicker", "Headline", "Facts"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["toc 2"].paragraph_format.left_indent = Mm(5)
    _bare_title(document)
    for name, fill in (("Facts", _PALE), ("Notice", _tint(accent))):
        _shade(document.styles[name], fill)
    document.styles.element.append(parse_xml(_TABLE_STYLE.format(line=_LINE, accent=accent, head=nsdecls("w"))))
    _head(document, around, organisation)
    _foot(document, around)


def room(document: Made) -> float:
    """The text's width in millimetres."""
    section: Any = document.sections[0]
    return float(Length(section.page_width - section.left_margin - section.right_margin).mm)


def _fonts(document: Made) -> None:
    """One font for all letters that it has; those of the East stay with the program that opens the file."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for kind in ("ascii", "hAnsi", "cs"):
            for theme in (f"{kind}Theme", f"{kind}theme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn(f"w:{kind}"), _FONT)


def _paragraph_style(document: Made, name: str) -> None:
    if name not in document.styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]


def _bare_title(document: Made) -> None:
    """No rule under the title, no letters set apart: the lines of the cover stand in its table."""
    for name in ("Title", "Subtitle"):
        element = document.styles[name].element
        for properties, kind in ((element.get_or_add_pPr(), "w:pBdr"), (element.get_or_add_rPr(), "w:spacing")):
            for found in properties.findall(qn(kind)):
                properties.remove(found)


def _shade(style: Any, fill: str) -> None:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{fill}"/>' for side in ("top", "left", "bottom", "right"))
    properties = style.element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))
    spacing.addprevious(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'))
    # The border grows outwards; the indent keeps its edges at those of the text.
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(4)


def _tint(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(255 - 0.1 * (255 - part)):02X}" for part in parts)


def _head(document: Made, around: Mapping[str, Any], organisation: str) -> None:
    paragraph = _ends(document, "Header", document.sections[0].header.paragraphs[0])
    if around["version"] != "buyer":
        paragraph.add_run(organisation).bold = True
    mark = paragraph.add_run(f"\t{around['mark']}")
    mark.bold, mark.font.color.rgb = True, RGBColor.from_string(_SIGNAL)
    if around["label"]:
        paragraph.add_run(f" · {around['label']}")


def _foot(document: Made, around: Mapping[str, Any]) -> None:
    paragraph = _ends(document, "Footer", document.sections[0].footer.paragraphs[0])
    paragraph.add_run(f"{around['subject']}\tpage ")
    for instruction, between in (("PAGE", " of "), ("NUMPAGES", "")):
        field = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        paragraph._p.append(parse_xml(field))
        if between:
            paragraph.add_run(between)


def _ends(document: Made, style: str, paragraph: Paragraph) -> Paragraph:
    """The paragraph with one tab stop, at the right end of the line."""
    stops = document.styles[style].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(room(document)), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


_TABLE_STYLE = """
<w:style {head} w:type="table" w:customStyle="1" w:styleId="ReadinessTable"><w:name w:val="Readiness Table"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:tblPr><w:tblInd w:w="80" w:type="dxa"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
<w:bottom w:w="20" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>
</w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{accent}"/></w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>
"""
