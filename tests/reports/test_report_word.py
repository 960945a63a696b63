"""How the Word document is laid out: columns that break no word, lists that each count from 1, contents that lead to their headings."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.styles import CT_Styles
from docx.styles import BabelFish
from format_cases import CASES
from reportlab.pdfbase.pdfmetrics import stringWidth

from readiness.reports.edition import edition
from readiness.reports.machine import report_data
from readiness.reports.versions import Version
from readiness.reports.word import word_bytes
from readiness.reports.wordtables import column_widths

VERSIONS: tuple[Version, ...] = ("team", "auditor", "board")
ROOM = 174.0
_TWIP = 25.4 / 1440
_MILLIMETRE = 72 / 25.4


@cache
def made(case: str, version: Version) -> Any:
    context = CASES[case]()
    return Document(BytesIO(word_bytes(report_data(context, edition(context.cover, version)))))


def widths(table: Any) -> list[float]:
    return [int(column.get(qn("w:w"))) * _TWIP for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_word_fits_its_column(version: Version) -> None:
    tables = made("dated", version).tables
    assert tables
    for table in tables:
        assert sum(widths(table)) == pytest.approx(ROOM, abs=0.5)
        for row in table.rows:
            for cell, width in zip(row.cells, widths(table), strict=True):
                for word in re.split(r"\s+|(?<=[-–])", cell.text):
                    # Beside the text, two margins of 80 twips.
                    assert stringWidth(word, "Helvetica-Bold", 8.5) / _MILLIMETRE <= width - 160 * _TWIP, (word, width)


@pytest.mark.parametrize("case", ["dated", "hostile", "formulas"])
def test_no_table_is_wider_than_the_text_and_rows_stay_whole(case: str) -> None:
    for table in made(case, "team").tables:
        assert sum(widths(table)) == pytest.approx(ROOM, abs=0.5)
        assert min(widths(table)) > 4
        whole = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
        assert case != "dated" or all(whole)


def test_widths_follow_what_is_in_the_columns() -> None:
    number, text, word = column_widths([["1", "12"], ["a long line of many words " * 4, "short"], ["implementation", "evidence"]], ROOM)
    assert number < word < text
    assert number + text + word == pytest.approx(ROOM)
    assert word > 14 * 1.6
    crowded = column_widths([["W" * 200]] * 12, ROOM)
    assert sum(crowded) == pytest.approx(ROOM) and max(crowded) == pytest.approx(min(crowded))


def test_a_column_without_a_word_is_left_out() -> None:
    heads = [[cell.text for cell in table.rows[0].cells] for table in made("dated", "team").tables]
    for table, head in zip(made("dated", "team").tables[1:], heads[1:], strict=True):
        assert len(set(head)) == len(head) > 1
        for column in range(len(head)):
            assert any(row.cells[column].text for row in table.rows[1:]), head


def test_each_numbered_list_counts_from_one() -> None:
    document = made("dated", "team")
    lists: list[list[int]] = []
    numbers = document.part.numbering_part.element
    before = None
    for paragraph in document.paragraphs:
        own = paragraph._p.pPr.numPr.numId.val if paragraph.style.name == "List Number" else None
        if own is not None and own != before:
            lists.append([])
            assert numbers.num_having_numId(own).lvlOverride_lst[0].startOverride.val == 1
        if own is not None:
            lists[-1].append(own)
        before = own
    firsts = [one[0] for one in lists]
    assert len(firsts) == len(set(firsts)) > 5


@pytest.mark.parametrize("version", ["team", "auditor"])
def test_contents_lead_to_the_headings(version: Version) -> None:
    document = made("dated", version)
    links = {
        link.get(qn("w:anchor")): "".join(text.text for text in link.iter(qn("w:t"))) for link in document.element.iter(qn("w:hyperlink"))
    }
    marks = {}
    for paragraph in document.paragraphs:
        for mark in paragraph._p.iter(qn("w:bookmarkStart")):
            marks[mark.get(qn("w:name"))] = paragraph.text
    assert links == marks
    listed = [one.text for one in document.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    assert list(links.values()) == listed
    kinds = [part.get(qn("w:fldCharType")) for part in document.element.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


@pytest.mark.parametrize("version", [*VERSIONS, "buyer"])
def test_each_page_says_whose_it_is_and_which_of_how_many(version: Version) -> None:
    document = made("dated", version)
    fields = [one.get(qn("w:instr")) for one in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    head = document.sections[0].header.paragraphs[0].text
    assert head.endswith("Draft" if version == "buyer" else "Confidential: this document describes weaknesses")
    assert ("Brightwater Analytics" in head) == (version != "buyer")


def test_a_style_is_looked_up_once_however_many_paragraphs_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    find = CT_Styles.get_by_name

    def searching(styles: CT_Styles, name: str) -> Any:
        searched.append(name)
        return find(styles, name)

    data = report_data(CASES["empty"]())
    monkeypatch.setattr(CT_Styles, "get_by_name", searching)
    paragraphs = Document(BytesIO(word_bytes(data))).paragraphs
    assert len(searched) < 100 < len(paragraphs)
    assert {"Heading 1", "Table Text"} <= set(map(BabelFish.internal2ui, searched))
