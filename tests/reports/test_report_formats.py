"""One context, many formats: each read back holds the context's own figures, and nothing that people wrote acts as anything but text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import jsonschema
import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from format_cases import CASES, FORMULAS, excel_rows, html_tables, markdown_tables, one_line, table, word_tables
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from report_samples import TODAY

from readiness.exchange.cleaning import clean
from readiness.reports.context import ReportContext
from readiness.reports.machine import SCHEMA_FILE, json_text, report_data, report_schema
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.templating import markdown_text
from readiness.reports.word import word_bytes
from readiness.reports.words import RUNG_WORDS, percent_text, range_text
from readiness.reports.workbook import workbook_bytes

# One worker makes each report once for all of them.
pytestmark = pytest.mark.xdist_group("formats")

MAKERS: dict[str, Callable[[Any], bytes]] = {
    "html": lambda data: html_text(data).encode(),
    "markdown": lambda data: markdown_report(data).encode(),
    "word": word_bytes,
    "excel": workbook_bytes,
    "json": lambda data: json_text(data).encode(),
}
READERS = {"html": html_tables, "markdown": markdown_tables, "word": word_tables}


@cache
def context(case: str) -> ReportContext:
    return CASES[case]()


@cache
def made(form: str, case: str) -> bytes:
    return MAKERS[form](report_data(context(case)))


def shown(text: object) -> str:
    return one_line(clean(str(text)))


def standing(row: Any, value: float | None) -> tuple[str, str, str]:
    return f"{row.glyph} {row.word}", percent_text(value), f"{percent_text(row.low)} to {percent_text(row.high)}"


def assessed(row: Any) -> float | None:
    return None if row.verdict == "not_assessed" else row.value


def _kind(form: str, gap: Any, report: ReportContext) -> tuple[str, ...]:
    """Kind and severity, which Markdown tells in one column together with what became of the gap."""
    if form != "markdown":
        return gap.kind_word, gap.severity
    state = next((item.state for item in report.items if item.number == gap.number), "set aside")
    return (f"{gap.severity}, {gap.kind_word}" + (f"; {state}" if state else ""),)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", READERS)
def test_figures_read_back_are_the_contexts(form: str, case: str) -> None:
    report, tables = context(case), READERS[form](made(form, case))
    assert table(tables, "Report", "Verdict") == [
        (
            kind.word + (" (this report)" if kind.chosen else ""),
            *standing(kind.standing, kind.standing.value),
            str(kind.gaps),
            range_text(kind.effort_days),
        )
        for kind in report.types
    ]
    verdicts = 1 + len(report.types[0].counts)
    by_verdict = next(
        rows for heads, rows in tables if heads[0] in ("Report", "Criteria by verdict") and len(heads) == verdicts and heads[1] != "Verdict"
    )
    assert by_verdict == [(kind.word, *(str(count.count) for count in kind.counts)) for kind in report.types]
    assert table(tables, "Series") == [
        (f"{row.id} {row.title}", *standing(row.main, assessed(row.main)), percent_text(100 * row.answered))[
            : len(table(tables, "Series")[0])
        ]
        for row in report.series
    ]
    assert [row[:3] for row in table(tables, "Criterion", *(["Verdict"] if form == "word" else [report.cover.type_word]))] == [
        (f"{row.id} {row.title}", *standing(row.main, assessed(row.main))[:2]) for row in report.criteria
    ]
    if not report.gaps:
        return
    owners = {item.number: item.owner for item in report.items}
    found = table(tables, "No.", "Control")
    aside = {"word": "set aside"}.get(form, "–")
    assert [row[: 6 if form == "markdown" else 7] for row in found] == [
        (
            str(gap.number or aside),
            shown(gap.text),
            gap.criterion,
            *_kind(form, gap, report),
            f"{gap.rung} {RUNG_WORDS[gap.rung]}",
            shown(owners.get(gap.number, "")),
        )
        for gap in report.gaps
    ]
    totals = table(tables, "By")
    assert report.budget is not None
    assert totals[0][2:4] == (str(report.budget.whole.items), range_text(report.budget.whole.effort_days))


@pytest.mark.parametrize("case", CASES)
def test_the_plan_is_whole_in_each_format(case: str) -> None:
    report = context(case)
    titles = [(item.number, shown(item.title)) for package in report.packages for item in package.items]
    page = html.fromstring(made("html", case).decode())
    assert [(int(card.get("id").removeprefix("item-")), one_line(card.text_content())) for card in page.iter("h4")] == [
        (number, f"{number}. {title}") for number, title in titles
    ]
    tokens = MarkdownIt("commonmark").parse(made("markdown", case).decode())
    heads = [
        "".join(child.content for child in tokens[at + 1].children or ())
        for at, one in enumerate(tokens)
        if one.tag == "h4" and one.nesting == 1
    ]
    assert [one_line(head) for head in heads] == [f"Item {number}: {title}" for number, title in titles]
    written = [one_line(one.text) for one in Document(BytesIO(made("word", case))).paragraphs if one.style.name == "Heading 3"]
    assert written == [f"{number}. {title}" for number, title in titles]
    rows = excel_rows(made("excel", case), "Plan")
    if not titles:
        assert rows == []
        return
    assert [(row["No."], row["Item"], row["Least days"], row["Most days"], row["Quick win"]) for row in rows] == [
        (item.number, clean(item.title), *item.effort_days, item.quick_win) for item in report.items
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_holds_exact_figures(case: str) -> None:
    report = context(case)
    content = made("excel", case)
    for row, stated in zip(excel_rows(content, "Criteria"), report.criteria, strict=True):
        for word, there in (("Type I", stated.type_1), ("Type II", stated.type_2)):
            assert row["Criterion"] == stated.id
            assert row[f"{word} verdict"] == there.word
            figures = (row[f"{word} lowest %"], row[f"{word} readiness %"], row[f"{word} highest %"])
            assert figures == pytest.approx((there.low, assessed(there), there.high), abs=1e-9)
    about = {row["What"]: row for row in excel_rows(content, "Report")}
    assert (about["Questions"]["Figure"], about["Questions answered"]["Figure"], about["Answers shown"]["Figure"]) == (
        report.asked,
        report.answered,
        report.shown,
    )
    assert about["Date"]["Text"] == datetime(2026, 11, 23)
    wanted = [row for group in report.evidence for row in group.rows]
    asked_for = {row["Question"] for row in excel_rows(content, "Evidence")}
    assert asked_for == {row.question for row in wanted}
    assert [row["Rung"] for row in excel_rows(content, "Gaps")] == [gap.rung for gap in report.gaps]


@pytest.mark.parametrize("case", CASES)
def test_json_is_what_the_schema_says(case: str) -> None:
    data = json.loads(made("json", case))
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(data)
    report = context(case)
    assert data["format"] == "readiness-report/1"
    assert [(row["low"], row["value"], row["high"]) for row in (one["main"] for one in data["criteria"])] == [
        (row.main.low, row.main.value, row.main.high) for row in report.criteria
    ]
    assert (data["asked"], data["answered"], data["shown"]) == (report.asked, report.answered, report.shown)
    assert tuple(data["effort_days"]) == report.effort_days
    assert [item["number"] for package in data["packages"] for item in package["items"]] == [
        item.number for package in report.packages for item in package.items
    ]


def test_the_shipped_schema_is_the_one_of_this_program() -> None:
    shipped = json.loads(SCHEMA_FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(shipped)
    assert shipped == report_schema(), "renew it: python -m readiness.reports.machine"
    broken = report_data(context("realistic")) | {"asked": "many"}
    with pytest.raises(jsonschema.ValidationError, match="'many' is not of type 'integer'"):
        jsonschema.Draft202012Validator(shipped).validate(broken)


def test_dates_stand_in_each_format() -> None:
    report = context("dated")
    assert report.dates is not None and report.window is not None
    opens = next(row for row in report.dates.milestones if row.id == "window_opens")
    expected = "not before " if opens.not_before else ""
    for form, read in READERS.items():
        rows = {row[0]: row[1] for row in table(read(made(form, "dated")), "Milestone")}
        assert rows[opens.title].startswith(f"{expected}{opens.day.day} "), form
        assert str(opens.day.year) in rows[opens.title]
    by_number = {row.number: row for row in report.dates.work}
    for row in excel_rows(made("excel", "dated"), "Plan"):
        mine = by_number[row["No."]]
        assert (row["Start"].date(), row["Done"].date(), row["Slack days"]) == (mine.start, mine.done, mine.slack_days)
    weeks = excel_rows(made("excel", "dated"), "Expected readiness")
    assert [(row["Day"].date(), row["Items done"]) for row in weeks] == [(row.day, row.done) for row in report.burn_up]
    assert len(table(html_tables(made("html", "dated")), "Day")) == len(report.burn_up) > 1
    assert {row["Status"] for row in excel_rows(made("excel", "dated"), "Plan")} >= {"open", "open, overdue"}
    assert excel_rows(made("excel", "dated"), "Set aside")[0]["Until"].date() == date(2027, 6, 30)
    assert "set aside" in {row[7] for row in table(html_tables(made("html", "dated")), "No.", "Control")}


@pytest.mark.parametrize("case", CASES)
def test_the_page_runs_and_loads_nothing_but_its_own(case: str) -> None:
    page = html.fromstring(made("html", case).decode())
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    for name in ("style", "script"):
        (own,) = page.iter(name)
        digest = base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
        assert not own.attrib
    assert policy.startswith("default-src 'none';")
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert not {name for name in element.attrib if name.startswith("on") or name in ("style", "src", "srcset", "action", "formaction")}
        if element.get("href") is not None:
            assert element.get("href").startswith("#")
    assert not {"iframe", "object", "embed", "img", "link", "base", "b"} & {
        element.tag for element in page.iter() if isinstance(element.tag, str)
    }
    ids = [element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {element.get("href")[1:] for element in page.iter("a")}
    assert targets <= set(ids)


def test_markdown_never_acts_on_what_people_wrote() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(made("markdown", "hostile").decode())
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_block", "fence", "code_inline", "hr", "em_open"}


@pytest.mark.parametrize(
    "text",
    [
        "# head",
        "- a",
        "+ b",
        "1. c",
        "2) d",
        "* e",
        "> f",
        "| g |",
        "a|b",
        "`x`",
        "~~y~~",
        "<i>z</i>",
        "&amp;",
        "[a](b)",
        "![a](b)",
        "\\",
        "=",
        "$x$",
        "a\n\n# b",
        "    code",
        "***",
        "---",
        "_u_",
        "29.5 days",
        "1.",
        "http://x\\|y",
    ],
)
@pytest.mark.parametrize("around", ["{}", "- {}", "| a |\n|---|\n| {} |", "text {}"])
def test_any_text_is_literal_markdown(text: str, around: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(around.format(markdown_text(text)) + "\n")
    said = [one_line("".join(child.content for child in token.children or ())) for token in tokens if token.type == "inline"]
    assert said[-1] == one_line(around.format(text) if around.startswith("text") else text)


@pytest.mark.parametrize("case", ["formulas", "hostile", "dated"])
def test_no_cell_is_a_formula_or_a_link(case: str) -> None:
    content = made("excel", case)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
    risky = 0
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in "sndb"
            if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "%")):
                risky += 1
                assert cell.quotePrefix, (sheet.title, cell.coordinate)
    assert risky or case != "formulas"


def test_each_sheet_is_a_table_with_filters_and_a_head_that_stays() -> None:
    book = openpyxl.load_workbook(BytesIO(made("excel", "dated")))
    assert book.sheetnames[:5] == ["Report", "Gaps", "Plan", "Evidence", "Criteria"]
    for sheet in book:
        (one,) = sheet.tables.values()
        assert one.autoFilter.ref == one.ref == sheet.dimensions
        assert sheet.freeze_panes == "A2"
    assert book.properties.created == datetime(2026, 11, 23)


def test_a_long_note_is_cut_where_a_cell_ends() -> None:
    data = report_data(context("realistic"))
    data["open"][0]["note"] = "=" + "N" * 40_000
    note = excel_rows(workbook_bytes(data), "Open questions")[0]["Note"]
    assert (len(note), note[-2:]) == (32_767, "N…")
    assert "N" * 40_000 in html_text(data)


def test_word_has_headings_heads_that_repeat_properties_and_a_language() -> None:
    document = Document(BytesIO(made("word", "dated")))
    levels = [one.style.name for one in document.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert levels[0] == "Title" and {"Heading 1", "Heading 2", "Heading 3"} <= set(levels)
    cover, *others = document.tables
    assert [cell.text for cell in cover.columns[0].cells][:2] == ["Report", "Legal entities"]
    for one in others:
        assert one.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    about = document.core_properties
    assert (about.author, about.language, about.created.date()) == ("Brightwater Analytics", "en", TODAY)
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en"}


@pytest.mark.parametrize("form", MAKERS)
def test_the_same_report_is_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, real = made(form, "dated"), time.time
    monkeypatch.setattr(time, "time", lambda: real() + 40 * 86_400)
    again = MAKERS[form](report_data(CASES["dated"]()))
    assert again == first
    if first.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(first)) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}
            said = parts.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\d", said)) == {"2026-11-23"}


@pytest.mark.parametrize("form", MAKERS)
def test_no_format_keeps_a_control_character(form: str) -> None:
    content = made(form, "hostile")
    texts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            texts = [parts.read(name) for name in parts.namelist() if name.endswith(".xml")]
    for text in (one.decode() for one in texts):
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text)
        assert not re.search(r"\\u00[01]", text)


def test_formulas_stay_readable_text() -> None:
    notes = {row["Note"] for row in excel_rows(made("excel", "formulas"), "Open questions")}
    assert notes & set(FORMULAS)


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("\\`*_[]<>|~$#+-=!.()&:\n 1"))))
def test_whatever_people_write_is_literal_markdown(text: str) -> None:
    said = clean(text)
    (inline,) = [one for one in MarkdownIt("commonmark").enable("table").parse(f"a {markdown_text(said)} z\n") if one.type == "inline"]
    assert one_line("".join(child.content for child in inline.children or ())) == one_line(f"a {said} z")
