"""Versions by reader: one context, the same figures in each; sections to choose; a letter that gives nothing away; one owner's list."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from format_cases import CASES, excel_rows, too_early
from lxml import html
from pypdf import PdfReader
from report_samples import library, scope

from readiness.errors import ReadinessError
from readiness.exchange.cleaning import clean
from readiness.reports.choosing import Choice, check_choice, chosen
from readiness.reports.context import ReportContext
from readiness.reports.dates import Dates
from readiness.reports.edition import Edition
from readiness.reports.lettering import status_letter
from readiness.reports.machine import report_data
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.templating import TEMPLATES
from readiness.reports.versions import SECTIONS, VERSIONS
from readiness.reports.word import word_bytes
from readiness.reports.words import day_text, percent_text, range_text
from readiness.reports.workbook import workbook_bytes
from scoring.model import Vendor

OUT = Path("report.pdf")
OWNER = "Dana Ruiz"
READERS = ("team", "board", "auditor", "buyer", OWNER)


@cache
def whole(case: str) -> ReportContext:
    return CASES[case]()


def asked_for(case: str, **asked: Any) -> tuple[ReportContext, Edition]:
    return chosen(Choice(**asked), library(), scope(), whole(case), None)


def pdf_text(context: ReportContext, around: Edition) -> list[str]:
    content, _ = render_pdf(context, around=around)
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def word_text(data: dict[str, Any]) -> str:
    document = Document(BytesIO(word_bytes(data)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    head = (one.text for one in document.sections[0].header.paragraphs)
    return " ".join(" ".join((*head, *(one.text for one in document.paragraphs), *cells)).split())


FORMS: dict[str, Callable[[ReportContext, Edition], str]] = {
    "pdf": lambda context, around: " ".join(pdf_text(context, around)),
    "html": lambda context, around: " ".join(html.fromstring(html_text(report_data(context, around))).find("body").text_content().split()),
    "markdown": lambda context, around: " ".join(markdown_report(report_data(context, around)).split()),
    "word": lambda context, around: word_text(report_data(context, around)),
}


def test_every_section_is_in_a_version_and_drawn_by_every_format() -> None:
    assert {name for names in VERSIONS.values() for name in names} == set(SECTIONS)
    for name in SECTIONS:
        assert (TEMPLATES / "html" / f"{name}.html.j2").exists() and (TEMPLATES / "markdown" / f"{name}.md.j2").exists()
    for names in VERSIONS.values():
        assert len(names) == len(set(names))
    every = tuple(name for name in SECTIONS if name != "letter")
    context, around = asked_for("dated", only=every)
    for form, text in FORMS.items():
        assert len(text(context, around)) > 10_000, form


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reader", ["team", "board", "auditor"])
def test_the_figures_are_the_same_for_every_reader(form: str, reader: str) -> None:
    report = whole("dated")
    context, around = asked_for("dated", reader=reader)
    assert context is report
    said = FORMS[form](context, around).replace("\\", "")
    for kind in report.types:
        assert percent_text(kind.standing.value) in said
        assert f"{percent_text(kind.standing.low)} to {percent_text(kind.standing.high)}" in said
        assert str(kind.gaps) in said
    assert " ".join(report.headline.split()) in said
    if reader != "auditor":
        assert range_text(report.effort_days) in said


@pytest.mark.parametrize("case", ["dated", "empty", "hostile", "formulas"])
def test_the_board_has_two_pages(case: str) -> None:
    pages = pdf_text(*asked_for(case, reader="board"))
    assert len(pages) == 2
    assert "Where we stand" in pages[0]
    assert all(title in pages[1] for title in ("What is not ready", "What it takes", "By when", "What we ask you to decide"))


def test_the_board_decides_what_is_open() -> None:
    decisions = whole("empty").decisions
    assert decisions[0].startswith("Choose the observation window.")
    assert decisions[-1].startswith("Have ") and "open question" in decisions[-1]
    unheld = whole("realistic").decisions
    assert any(line.startswith("Grant the time: ") for line in unheld)
    assert not any(line.startswith("Grant the time: ") for line in whole("dated").decisions)
    assert any("Okta" in line for line in unheld)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_the_letter_gives_nothing_away(form: str, case: str) -> None:
    context, around = asked_for(case, reader="buyer", state="review")
    said = FORMS[form](context, around)
    assert "Status of our preparation for a Type" in said
    assert around.mark in said
    shown = said if case in ("dated", "realistic", "empty", "Type I") else ""
    assert "%" not in shown and "Confidential" not in shown
    assert not re.search(r"\b(gap|gaps|rung|verdict|readiness|remediation|score|weakness|weaknesses|critical|met)\b", shown, re.IGNORECASE)
    assert not re.search(r"\b(complian|certif|pass|passed|fail|assured)", shown, re.IGNORECASE)
    assert context.headline not in said and context.cover.disclaimer not in said


def test_the_letter_is_one_page_and_its_properties_say_no_more() -> None:
    for case in CASES:
        context, around = asked_for(case, reader="buyer")
        content, _ = render_pdf(context, around=around)
        reader = PdfReader(BytesIO(content))
        assert len(reader.pages) == 1, case
        about = " ".join(str(value) for key, value in reader.metadata.items() if key not in ("/Creator", "/Producer"))
        assert not re.search("readiness|remediation|quick|screen|weakness", about)
    context, around = asked_for("realistic", reader="buyer")
    with zipfile.ZipFile(BytesIO(word_bytes(report_data(context, around)))) as parts:
        assert not re.search(b"readiness|emediation|screen|weakness", parts.read("docProps/core.xml"))
    assert "readiness" not in html_text(report_data(context, around)).partition("<body")[0]


def test_days_stand_in_the_letter_only_where_they_are_stated_or_planned() -> None:
    stated = " ".join(whole("realistic").letter.paragraphs)
    assert "from 1 March 2027 to 31 August 2027" in stated
    assert not re.search(r"\b20\d\d\b", " ".join(whole("empty").letter.paragraphs).replace("2017", "").replace("2022", ""))
    told = whole("dated")
    assert told.dates is not None and not told.dates.stated_too_early
    (likely,) = [row for row in told.dates.likely if row.report_type == 2]
    letter = " ".join(told.letter.paragraphs)
    assert told.dates.set_aside and "report comes" not in letter and day_text(likely.latest) not in letter


def test_a_letter_gives_both_days_where_nothing_is_open_and_none_where_a_gap_is_set_aside() -> None:
    dates = whole("dated").dates
    assert dates is not None
    moving = replace(dates, set_aside=False)
    assert any(row.not_before for row in moving.milestones)
    known = replace(moving, milestones=tuple(replace(row, not_before=False) for row in dates.milestones))
    (likely,) = [row for row in dates.likely if row.report_type == 2]

    def letter(of: Dates) -> str:
        return " ".join(status_letter(scope(), ("Security",), "the criteria", 2, of).paragraphs)

    assert f"report comes between {day_text(likely.earliest)} and {day_text(likely.latest)}" in letter(known)
    assert f"report comes not before {day_text(likely.earliest)}. " in letter(moving) and day_text(likely.latest) not in letter(moving)
    assert "report comes" not in letter(replace(known, set_aside=True))


def test_a_letter_names_services_that_the_report_will_not_cover() -> None:
    vendors = [Vendor(id=name, name=name.upper(), subservice=True, method=how) for name, how in (("out", "carve-out"), ("in", "inclusive"))]
    named = " ".join(status_letter(scope(vendors=vendors), ("Security",), "the criteria", 2, None).paragraphs)
    assert "whose own controls it will not cover: OUT." in named


def test_an_owner_gets_their_own_and_no_more() -> None:
    report = whole("dated")
    context, around = asked_for("dated", reader=OWNER)
    assert around.version == "person" and around.reader == OWNER
    holders = {OWNER, "Founder or CEO"}
    assert context.items and {item.owner for item in context.items} <= holders
    assert {item.number for item in context.items} == {item.number for item in report.items if item.owner in holders}
    assert context.open and all(holders & set(row.owners) for row in context.open)
    assert context.types == report.types and context.headline == report.headline
    strangers = [item.title for item in report.items if item.owner not in holders]
    said = FORMS["html"](context, around)
    assert strangers and not any(title in said for title in strangers if title not in {row.text for row in context.open})
    assert range_text(context.effort_days) in said
    by_role, _ = asked_for("dated", reader="founder")
    assert [item.number for item in by_role.items] == [item.number for item in context.items]


def test_an_owner_without_anything_to_do_is_told_so() -> None:
    _, around = asked_for("realistic", reader="People and HR")
    assert around.reader == "People and HR"
    empty, _ = chosen(Choice(reader=OWNER), library(), scope(people=()), whole("dated"), None)
    assert [item.owner for item in empty.items] == [OWNER]
    quiet, around = asked_for("empty", reader="legal")
    assert not quiet.items
    assert "open question" in FORMS["pdf"](quiet, around) or "Nothing at present" in FORMS["pdf"](quiet, around)


def test_an_unknown_owner_is_one_sentence_with_whom_there_is() -> None:
    with pytest.raises(ReadinessError) as caught:
        asked_for("dated", reader="Dana Riuz")
    said = str(caught.value)
    assert said.count("\n") == 0
    assert "did you mean Dana Ruiz?" in said and "board, team, auditor, buyer" in said and "Engineering lead" in said
    with pytest.raises(ReadinessError, match="…") as caught:
        asked_for("dated", reader="x" * 5_000 + "\x1b[31m")
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("form", FORMS)
def test_chosen_sections_stand_alone_in_the_order_given(form: str) -> None:
    context, around = asked_for("dated", only=("method", "gaps"))
    said = FORMS[form](context, around)
    assert 0 <= said.index("How the figures are computed") < said.rindex("Gaps")
    assert "Scope and assumptions" not in said
    context, around = asked_for("dated", without=("gaps", "plan", "answers"))
    assert "gaps" not in around.sections and "Appendix: answers" not in FORMS[form](context, around)


def test_each_section_can_stand_alone_on_paper() -> None:
    for name in SECTIONS:
        if name != "letter":
            context, around = asked_for("dated", only=(name,))
            assert pdf_text(context, around), name


@pytest.mark.parametrize(
    ("asked", "target", "said"),
    [
        ({"only": ("gapz",)}, OUT, "did you mean gaps? sections are brief, ask, summary"),
        ({"only": ("gaps",), "without": ("plan",)}, OUT, "not both"),
        ({"reader": "buyer", "only": ("gaps",)}, OUT, "the letter is one page"),
        ({"only": ("letter",)}, OUT, "--for buyer"),
        ({"reader": "board", "without": ("brief",)}, OUT, "nothing would be left"),
        ({"reader": "buyer"}, Path("x.xlsx"), "made for team, auditor, one owner"),
        ({"reader": "board"}, Path("x.json"), "made for team"),
        ({"number": 2}, OUT, "add --state final"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(asked: dict[str, Any], target: Path, said: str) -> None:
    with pytest.raises(ReadinessError, match=re.escape(said)) as caught:
        check_choice(Choice(**asked), target, None)
    assert "\n" not in str(caught.value)


def test_a_template_of_ones_own_chooses_for_itself() -> None:
    with pytest.raises(ReadinessError, match="says itself what it prints"):
        check_choice(Choice(reader="board"), Path("x.md"), Path("mine.md.j2"))


def test_the_workbook_holds_the_sheets_of_its_sections() -> None:
    context, around = asked_for("dated", reader=OWNER)
    content = workbook_bytes(report_data(context, around))
    assert {row["Owner"] for row in excel_rows(content, "Plan")} <= {OWNER, "Founder or CEO"}
    with pytest.raises(KeyError):
        excel_rows(content, "Gaps")
    context, around = asked_for("realistic", reader="auditor")
    rows = excel_rows(workbook_bytes(report_data(context, around)), "Evidence index")
    assert [row["Reference"] for row in rows] == [clean(row.reference) for row in context.evidence_index] != []


def test_the_auditor_finds_every_answer_under_its_criterion() -> None:
    context, around = asked_for("realistic", reader="auditor")
    page = html.fromstring(html_text(report_data(context, around)))
    said = " ".join(page.text_content().split())
    for row in context.answers:
        assert " ".join(row.text.split()) in said
    for row in context.left_out:
        assert not row.reason or " ".join(row.reason.split()) in said
    for row in context.evidence_index:
        assert row.reference in said
    assert "Remediation plan" not in said


@pytest.mark.parametrize("state", ["draft", "review"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_final_says_so(state: str, form: str) -> None:
    context, around = asked_for("realistic", state=state, label="Internal & secret")
    said = FORMS[form](context, around)
    assert around.mark in said and ("Draft for management review" in said) == (state == "review")
    if form == "pdf":
        for page in pdf_text(context, around):
            assert around.mark in page and "Internal & secret" in page and "Confidential: this" not in page
    assert "ask counsel" in said


@pytest.mark.parametrize("reader", READERS)
def test_the_same_version_is_the_same_bytes(reader: str) -> None:
    def digest() -> list[str]:
        context, around = chosen(Choice(reader=reader), library(), scope(), CASES["dated"](), None)
        data = report_data(context, around)
        made = (render_pdf(context, around=around)[0], html_text(data).encode(), markdown_report(data).encode(), word_bytes(data))
        return [hashlib.sha256(one).hexdigest() for one in made]

    assert digest() == digest()


@pytest.mark.parametrize("in_time", [True, False])
def test_a_stated_window_reads_the_same_everywhere(in_time: bool) -> None:
    report = whole("dated") if in_time else too_early()
    dates, window = report.dates, report.window
    assert dates is not None and window is not None and dates.stated and window.stated
    by_id = {row.id: row for row in dates.milestones}
    assert list(by_id)[2:] == ["window_opens", *(("stated_opens", "stated_ends") if in_time else ("window_ends",))]
    ends = by_id["stated_ends" if in_time else "window_ends"]
    (likely,) = [row for row in dates.likely if row.report_type == 2]
    calendar = library().calendar
    assert calendar is not None and calendar.type_2_report_weeks == (
        (likely.earliest - ends.day).days / 7,
        (likely.latest - ends.day).days / 7,
    )
    if in_time:
        assert report.cover.period == f"observation window {day_text(by_id['stated_opens'].day)} to {day_text(ends.day)}"
    for form, read in FORMS.items():
        board, team, letter = (
            re.sub(r"[\s\\]+", "", read(*chosen(Choice(reader=reader), library(), scope(), report, None)))
            for reader in ("board", "team", "buyer")
        )
        for text in (dates.stated, window.stated):
            assert "".join(text.split()) in team, form
        assert "".join(dates.stated.split()) in board, form
        for row in dates.milestones:
            day = "".join(f"{'not before ' if row.not_before else ''}{day_text(row.day)}".split())
            assert f"{''.join(row.title.split())}:{day}" in board and day in team, (form, row.id)
        between = f"{day_text(likely.earliest)} to {day_text(likely.latest)}"
        assert "".join(f"Type II report likely: {between}".split()) in board, form
        late = f"On present plans it opens not before {day_text(by_id['window_opens'].day)}"
        assert ("".join(late.split()) in letter) != in_time, form
