"""The paper a report is printed on: every page of that size, nothing beyond its edges, the same bytes, and the short versions as short."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from format_cases import CASES
from pypdf import PdfReader
from report_samples import every, library, round_, scope

from readiness.errors import ReadinessError
from readiness.papers import A4, LETTER, PAPERS, PaperSize
from readiness.reports import theme
from readiness.reports.brand import Brand, read_brand
from readiness.reports.choosing import Choice, chosen
from readiness.reports.context import ReportContext, build_context
from readiness.reports.machine import report_data
from readiness.reports.pages import html_text
from readiness.reports.pdf import render_pdf
from readiness.reports.word import word_bytes
from readiness.reports.workbook import workbook_bytes
from scoring.model import Capacity, Planning

TODAY = CASES["empty"]().cover.report_date
POINTS = 72 / 25.4


def crowded() -> ReportContext:
    """As many criteria, gaps and owners as there can be."""
    about = scope(categories=("A", "PI", "C", "P"), planning=Planning(start=TODAY, capacity=Capacity(total=6)))
    return build_context(library(), about, round_("full"), every("0", "full"), today=TODAY)


@cache
def whole(case: str) -> ReportContext:
    return crowded() if case == "crowded" else CASES[case]()


@cache
def printed(case: str, reader: str, paper: PaperSize) -> bytes:
    context, around = chosen(Choice(reader=reader), library(), scope(), whole(case), None)
    return render_pdf(context, around=around, brand=Brand(paper=paper))[0]


def pages(content: bytes) -> list[Any]:
    return list(PdfReader(BytesIO(content)).pages)


def data(case: str = "dated") -> dict[str, Any]:
    return report_data(*chosen(Choice(), library(), scope(), whole(case), None))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("reader", ["team", "board", "auditor", "buyer", "Dana Ruiz"])
def test_every_page_is_of_that_size(reader: str, paper: PaperSize) -> None:
    for page in pages(printed("dated", reader, paper)):
        assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, paper.width * POINTS, paper.height * POINTS], abs=0.01)


def test_letter_is_the_size_that_is_sold() -> None:
    assert (LETTER.width * POINTS, LETTER.height * POINTS) == pytest.approx((612, 792))


@pytest.mark.parametrize("case", ["dated", "empty", "hostile", "formulas", "crowded"])
def test_short_versions_stay_short_on_letter(case: str) -> None:
    board = [page.extract_text() for page in pages(printed(case, "board", LETTER))]
    assert len(board) == 2
    assert "Where we stand" in board[0] and "What we ask you to decide" in board[1]
    assert len(pages(printed(case, "buyer", LETTER))) == 1


@pytest.mark.parametrize("case", ["dated", "crowded"])
def test_on_letter_the_first_chapters_have_their_pages_and_nothing_is_lost(case: str) -> None:
    told = {paper: [page.extract_text() for page in pages(printed(case, "team", paper))] for paper in (A4, LETTER)}
    assert "Where you stand" in told[LETTER][2] and "First work packages" in told[LETTER][2]
    assert "Criteria at a glance" in told[LETTER][3]
    assert min(map(len, told[LETTER])) > 250
    items = [one.title for one in whole(case).items]
    for texts in told.values():
        said = re.sub(r"\s+", "", " ".join(texts))
        assert all(re.sub(r"\s+", "", title) in said for title in items)


@pytest.mark.needs_apt
@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize(("case", "reader"), [("dated", "team"), ("dated", "auditor"), ("hostile", "board"), ("hostile", "buyer")])
def test_no_word_leaves_the_margins(case: str, reader: str, paper: PaperSize, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed(case, reader, paper))
    found = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True).stdout.decode(errors="replace")
    words = [tuple(map(float, one)) for one in re.findall(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">', found)]
    assert len(words) > 50
    # A letter's own box is a little wider than what it draws.
    assert min(word[0] for word in words) >= theme.MARGIN - 1
    assert max(word[2] for word in words) <= paper.width * POINTS - theme.MARGIN + 1
    assert max(word[3] for word in words) <= paper.height * POINTS - theme.FOOT + 5


def test_the_same_input_gives_the_same_bytes_whatever_was_printed_between() -> None:
    made = {paper: printed("dated", "team", paper) for paper in (A4, LETTER, A4)}
    context, around = chosen(Choice(), library(), scope(), whole("dated"), None)
    for paper in (LETTER, A4, LETTER):
        assert render_pdf(context, around=around, brand=Brand(paper=paper))[0] == made[paper]
    assert theme.PAGE.size == A4 and made[A4] != made[LETTER]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_word_has_that_paper_and_tables_as_wide_as_its_text(paper: PaperSize) -> None:
    made = Document(BytesIO(word_bytes(data(), Brand(paper=paper))))
    (section,) = made.sections
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((paper.width, paper.height), abs=0.1)
    room = section.page_width - section.left_margin - section.right_margin
    for table in made.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.003)


@pytest.mark.parametrize(("paper", "numbers"), [(A4, {8, 9}), (LETTER, {1, 3})], ids=PAPERS)
def test_a_workbook_prints_on_that_paper_and_its_widest_sheets_on_twice_as_much(paper: PaperSize, numbers: set[int]) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(data(), Brand(paper=paper))))
    found = {sheet.title: int(sheet.page_setup.paperSize) for sheet in book}
    assert set(found.values()) == numbers
    assert found["Report"] in (9, 1)


def test_a_page_of_the_web_says_its_paper() -> None:
    assert re.findall(r"@page[ \w]* \{ size: ([^;]+);", html_text(data())) == ["a4", "a4 landscape"]
    said = html_text(data(), Brand(paper=LETTER))
    assert re.findall(r"@page[ \w]* \{ size: ([^;]+);", said) == ["letter", "letter landscape"]


def test_a_brand_names_its_paper_and_else_takes_the_usual_one(tmp_path: Path) -> None:
    file = tmp_path / "brand.yaml"
    file.write_text("paper: Letter\n")
    assert read_brand(file).paper == read_brand(file, A4).paper == LETTER
    file.write_text("paper: a4\n")
    assert read_brand(file, LETTER).paper == A4
    file.write_text("name: A\n")
    assert (read_brand(file).paper, read_brand(file, LETTER).paper) == (A4, LETTER)
    for odd in ("a5", "7", "", "[a4]"):
        file.write_text(f"paper: {odd}\n")
        with pytest.raises(ReadinessError, match=r"brand.yaml:1:\d+: paper: must be 'a4' or 'letter', found"):
            read_brand(file)
