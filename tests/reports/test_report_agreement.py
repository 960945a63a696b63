"""One report, six formats: the same headline, shares, gaps by severity, totals and days, read back from what each of them prints."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pypdf
import pytest
from docx import Document
from format_cases import CASES, Table, excel_rows, html_tables, markdown_tables, one_line, table, too_early, word_tables
from lxml import html

from readiness.reports.context import ReportContext
from readiness.reports.machine import json_text, report_data
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.templating import markdown_text
from readiness.reports.word import word_bytes
from readiness.reports.words import day_text, percent_text, range_text, short_day
from readiness.reports.workbook import workbook_bytes

# One worker makes each report once for all of them.
pytestmark = pytest.mark.xdist_group("agreement")

REPORTS: dict[str, Callable[[], ReportContext]] = {**CASES, "too early": too_early}
LEVELS = ("critical", "high", "medium", "low")


@dataclass(frozen=True)
class Figures:
    """What a reader takes away; shares in whole percent as printed, efforts in person-days as printed."""

    headline: bool
    shares: tuple[tuple[str, str, str], ...]
    verdicts: tuple[str, ...]
    gaps: tuple[int, ...]
    severities: dict[str, int]
    effort: str
    owners: tuple[str, ...]
    milestones: dict[str, str]


@cache
def report(case: str) -> ReportContext:
    return REPORTS[case]()


def expected(case: str) -> Figures:
    context = report(case)
    return Figures(
        headline=True,
        shares=tuple(tuple(map(percent_text, (one.standing.low, one.standing.value, one.standing.high))) for one in context.types),
        verdicts=tuple(one.standing.word for one in context.types),
        gaps=tuple(one.gaps for one in context.types),
        severities=dict(Counter(gap.severity for gap in context.gaps)),
        effort=range_text(context.effort_days),
        owners=tuple(range_text(row.effort_days) for row in context.budget.by_owner) if context.budget else (),
        milestones={row.title: day_text(row.day) for row in context.dates.milestones} if context.dates else {},
    )


def from_tables(text: str, headline: str, tables: list[Table]) -> Figures:
    """Of a format that prints tables of text."""
    types = table(tables, "Report", "Verdict")
    severity = re.compile(rf"\b({'|'.join(LEVELS)})\b")
    gaps = next((found for found in tables if found[0][:2] == ("No.", "Control") and found[0][-1] in ("Owner", "Status")), ((), []))
    column = next((at for at, head in enumerate(gaps[0]) if head in ("Severity", "Gap")), 0)
    totals = next((rows for heads, rows in tables if heads[0] == "By"), [])
    dated = next((rows for heads, rows in tables if heads[0] == "Milestone"), [])
    ends = [row[3].split(" to ") for row in types]
    return Figures(
        headline=one_line(headline) in one_line(text),
        shares=tuple((low, row[2], high) for row, (low, high) in zip(types, ends, strict=True)),
        verdicts=tuple(row[1].split(" ", 1)[1] for row in types),
        gaps=tuple(int(row[4]) for row in types),
        severities=dict(Counter(severity.findall(row[column])[0] for row in gaps[1])),
        effort=totals[0][3] if totals else "0 days",
        owners=tuple(row[3] for row in totals if row[0] == "owner"),
        milestones={row[0]: row[1].removeprefix("not before ") for row in dated},
    )


def from_html(context: ReportContext) -> Figures:
    content = html_text(report_data(context)).encode()
    return from_tables(html.fromstring(content.decode()).find("body").text_content(), context.headline, html_tables(content))


def from_markdown(context: ReportContext) -> Figures:
    content = markdown_report(report_data(context)).encode()
    return from_tables(content.decode(), markdown_text(context.headline), markdown_tables(content))


def from_word(context: ReportContext) -> Figures:
    content = word_bytes(report_data(context))
    text = "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)
    return from_tables(text, context.headline, word_tables(content))


def from_workbook(context: ReportContext) -> Figures:
    content = workbook_bytes(report_data(context))
    about = {row["What"]: row for row in excel_rows(content, "Report")}
    totals = excel_rows(content, "Totals") if "Totals" in openpyxl.load_workbook(BytesIO(content)).sheetnames else []
    effort = about["Effort in person-days, least and most"]
    words = ("Type I", "Type II")
    ends = [about[f"{word}: readiness in percent, lowest and highest possible"] for word in words]
    values = [about[f"{word}: readiness in percent of what is answered"]["Figure"] for word in words]
    return Figures(
        headline=about["Where you stand"]["Text"] == context.headline,
        shares=tuple(tuple(map(percent_text, (row["Figure"], value, row["To"]))) for row, value in zip(ends, values, strict=True)),
        verdicts=tuple(about[f"{word}: overall"]["Text"] for word in words),
        gaps=tuple(about[f"{word}: gaps"]["Figure"] for word in words),
        severities=dict(Counter(row["Severity"] for row in excel_rows(content, "Gaps"))),
        effort=range_text((effort["Figure"], effort["To"])),
        owners=tuple(range_text((row["Least days"], row["Most days"])) for row in totals if row["By"] == "owner"),
        milestones={
            what: day_text(row["Figure"].date()) for what, row in about.items() if row["Text"] in ("expected", "not before", "stated")
        },
    )


def from_json(context: ReportContext) -> Figures:
    data: Any = json.loads(json_text(report_data(context)))
    return Figures(
        headline=data["headline"] == context.headline,
        shares=tuple(
            tuple(map(percent_text, (row["low"], row["value"], row["high"]))) for row in (one["standing"] for one in data["types"])
        ),
        verdicts=tuple(one["standing"]["word"] for one in data["types"]),
        gaps=tuple(one["gaps"] for one in data["types"]),
        severities=dict(Counter(gap["severity"] for gap in data["gaps"])),
        effort=range_text(data["effort_days"]),
        owners=tuple(range_text(row["effort_days"]) for row in data["budget"]["by_owner"]) if data["budget"] else (),
        milestones={
            row["title"]: day_text(date.fromisoformat(row["day"])) for row in (data["dates"]["milestones"] if data["dates"] else ())
        },
    )


FORMS = {"html": from_html, "markdown": from_markdown, "word": from_word, "workbook": from_workbook, "json": from_json}


@pytest.mark.parametrize("case", ["empty", "Type I", "dated", "too early"])
@pytest.mark.parametrize("form", FORMS)
def test_every_format_prints_the_same_figures(form: str, case: str) -> None:
    assert FORMS[form](report(case)) == expected(case)


def test_the_pdf_prints_them_too() -> None:
    figures, content = expected("dated"), render_pdf(report("dated"))[0]
    said = one_line(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages))
    assert one_line(report("dated").headline) in said
    for low, value, high in figures.shares:
        assert value in said and f"{low} to {high}" in said
    for count in figures.gaps:
        assert f"{count} gaps known so far" in said or f"{count} gaps known" in said
    assert figures.effort in said and all(effort in said for effort in figures.owners)
    made = report("dated").dates
    assert made is not None
    for row in made.milestones:
        assert row.title in said and (day_text(row.day) in said or short_day(row.day) in said)


def test_a_stated_day_is_called_stated() -> None:
    made = report("dated")
    assert made.dates is not None
    rows = {row["What"]: row["Text"] for row in excel_rows(workbook_bytes(report_data(made)), "Report")}
    words = {row.title: rows[row.title] for row in made.dates.milestones}
    assert {word for title, word in words.items() if title.endswith("as stated")} <= {"stated"}
    assert {word for title, word in words.items() if not title.endswith("as stated")} <= {"expected", "not before"}
    assert any(title.endswith("as stated") for title in words)


def test_no_item_is_said_to_be_everyone_elses() -> None:
    data = report_data(report("dated"))
    assert any(row["who"] == "everyone else" for row in data["dates"]["work"])
    texts = [html.fromstring(html_text(data)).text_content(), markdown_report(data)]
    texts.append("\n".join(one.text for one in Document(BytesIO(word_bytes(data))).paragraphs))
    for text in texts:
        # Once, where the granted person-days are shared out.
        assert len(re.findall(r"everyone else \d", text)) == 1
        assert not re.search("everyone else:", text, re.IGNORECASE)


def test_no_markdown_table_has_more_than_six_columns() -> None:
    for case in ("dated", "hostile"):
        assert all(len(heads) <= 6 for heads, _ in markdown_tables(markdown_report(report_data(report(case))).encode()))
