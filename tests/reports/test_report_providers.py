"""The list of subservice organisations: its rows, the same in each format, literal names, and nothing without any."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from format_cases import FORMULAS, excel_rows, one_line
from lxml import html
from markdown_it import MarkdownIt
from pypdf import PdfReader
from report_samples import NASTY, TODAY, library, realistic, round_, scope

from readiness.exchange.cleaning import clean
from readiness.reports.choosing import Choice, chosen
from readiness.reports.context import ReportContext, build_context
from readiness.reports.machine import json_text, report_data
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.providers import CONTROLS, EXPECTED, METHOD, READING, RECENT
from readiness.reports.versions import VERSIONS
from readiness.reports.word import word_bytes
from readiness.reports.words import SUBSERVICE
from readiness.reports.workbook import workbook_bytes
from scoring.model import Answer, Scope, Vendor, Window
from scoring.select import applicable_questions

# One worker makes each report once for all of them.
pytestmark = pytest.mark.xdist_group("providers")

HOST = Vendor(id="aws", name="Amazon Web Services", service="Hosting", subservice=True, method="carve-out")
SIGN_IN = Vendor(id="okta", name="Okta", service="Sign-in", subservice=True)
MAIL = Vendor(id="mail", name="Letterbox", subservice=True, method="carve-out")
WATCH = Vendor(id="watch", name="Nightwatch", service="Watches alerts", subservice=True, method="inclusive")
PAYROLL = Vendor(id="deel", name="Deel", service="Payroll")
VENDORS = (SIGN_IN, PAYROLL, HOST, MAIL, WATCH)
HOSTILE = (
    *FORMULAS,
    NASTY[:200],
    "# head",
    "| a | b |",
    "</dd></dl><script>alert(1)</script>",
    "[a](javascript:b)",
    "1. one",
    "{{ 7 * 7 }}",
)


def inheritable(about: Scope) -> list[str]:
    return [question.id for question in applicable_questions(library(), about, "full") if question.inheritable]


def report(about: Scope, *, read: str = "", **left: str) -> ReportContext:
    """A report in which controls are left to vendors and those on providers' reports are at the rung ``read``, if one is given."""
    answers = realistic() | {one: Answer(question=one, level="carved-out", vendor=vendor) for one, vendor in left.items()}
    for question in applicable_questions(library(), about, "full"):
        if question.provider_report:
            answers.pop(question.id, None)
            if read:
                answers[question.id] = Answer(question=question.id, level=read, last_done=date(2026, 10, 12))
    return build_context(library(), about, round_("full"), answers, today=TODAY)


@cache
def usual() -> ReportContext:
    about = scope(vendors=VENDORS)
    one, two, three = inheritable(about)[:3]
    return report(about, read="4", **{one: "aws", two: "okta", three: "Amazon Web Services"})


def notes(context: ReportContext, vendor: str) -> dict[str, str]:
    (row,) = [row for row in context.providers if row.vendor == vendor]
    return {note.label: note.text for note in row.notes}


def test_there_is_a_row_for_each_in_the_scopes_order() -> None:
    rows = usual().providers
    assert [(row.name, row.service, row.method) for row in rows] == [
        ("Okta", "Sign-in", None),
        ("Amazon Web Services", "Hosting", "carve-out"),
        ("Letterbox", "", "carve-out"),
        ("Nightwatch", "Watches alerts", "inclusive"),
    ]
    assert [[note.label for note in row.notes] for row in rows] == [[METHOD, CONTROLS, READING, RECENT, EXPECTED]] * 3 + [[METHOD]]


def test_controls_left_to_it_stand_with_their_title_and_criteria() -> None:
    context = usual()
    one, two, three = inheritable(scope())[:3]
    by_id = library().question_by_id
    assert [[left.question for left in row.controls] for row in context.providers] == [[two], [one, three], [], []]
    listed = {row.vendor: next((note.entries for note in row.notes if note.label == CONTROLS), ()) for row in context.providers}
    assert listed["aws"] == tuple(f"{', '.join(by_id[each].criteria)}: {by_id[each].title}" for each in (one, three))
    assert "complementary subservice organisation controls" in notes(context, "aws")[CONTROLS]
    assert notes(context, "okta")[CONTROLS].startswith("If you choose carve-out, ")
    assert notes(context, "mail")[CONTROLS] == "No control is left to it yet." and listed["mail"] == ()


@pytest.mark.parametrize(("categories", "named"), [((), ("CC6.1", "CC6.6")), (("A",), ("CC6.1", "CC6.6", "A1.2"))])
def test_only_criteria_of_the_report_are_named(categories: tuple[str, ...], named: tuple[str, ...]) -> None:
    wider = library().question_by_id["network-segments"]
    wider = wider.model_copy(update={"criteria": {**wider.criteria, "A1.2": "supports"}})
    asking = library().with_questions(tuple(wider if one.id == wider.id else one for one in library().questions))
    left = {wider.id: Answer(question=wider.id, level="carved-out", vendor="aws")}
    context = build_context(asking, scope(vendors=(HOST,), categories=categories), round_("full"), left, today=TODAY)
    assert [control.criteria for control in context.providers[0].controls] == [named]


def test_the_method_says_what_it_means_or_what_to_do() -> None:
    context = usual()
    assert notes(context, "aws")[METHOD] == "Carve-out. Its controls stay outside your report."
    assert notes(context, "okta")[METHOD].startswith("Not chosen yet. Choose carve-out, ")
    said = notes(context, "watch")
    assert "inside your report and answered here; it needs a management assertion of its own" in said[METHOD]
    assert (context.providers[-1].report_from, context.providers[-1].controls) == (None, ())


@pytest.mark.parametrize(
    ("read", "day", "said"),
    [
        ("4", date(2026, 10, 12), "Its report was read, last on 12 October 2026. Asked about all providers at once: make sure"),
        ("2", None, "Its report is not read and noted yet. Asked about all providers at once."),
        ("", None, "The question on reading its report is open. Asked about all providers at once."),
    ],
)
def test_reading_is_said_to_be_asked_about_all_at_once(read: str, day: date | None, said: str) -> None:
    context = report(scope(vendors=VENDORS), read=read)
    assert {row.last_read for row in context.providers} == {day}
    assert all(notes(context, vendor)[READING].startswith(said) for vendor in ("okta", "aws", "mail"))


@pytest.mark.parametrize(
    ("about", "day", "said"),
    [
        (
            {"window": Window(start=date(2027, 3, 1), end=date(2027, 8, 31))},
            date(2027, 5, 31),
            ("Its period should end on 31 May 2027 or later", "a bridge letter by its own management commonly reaches your window's end"),
        ),
        ({"window": None}, None, ("observation window, which is not chosen yet", "a bridge letter by its own management")),
        ({"window": Window(start=date(1, 1, 1), end=date(1, 2, 1))}, None, ("Ask your auditor", "a bridge letter by its own management")),
        ({"report_type": 1, "window": None, "as_of": date(2027, 4, 30)}, None, ("Recent on your as-of date, 30 April 2027.",)),
        ({"report_type": 1, "window": None}, None, ("Recent on your as-of date, which is not chosen yet.",)),
    ],
)
def test_how_recent_its_report_should_be(about: dict[str, Any], day: date | None, said: tuple[str, ...]) -> None:
    context = report(scope(vendors=(HOST,), **about))
    assert context.providers[0].report_from == day
    assert all(words in notes(context, "aws")[RECENT] for words in said)


def test_nothing_says_that_an_auditor_writes_the_letter_or_that_you_are_done() -> None:
    claims = [phrase for claim in library().claims for phrase in claim.never if "#" not in phrase]
    said = " ".join([SUBSERVICE, *(note.text for row in usual().providers for note in row.notes)]).casefold()
    assert claims and not [phrase for phrase in claims if phrase.casefold() in said]
    assert "nobody can read them for you" in said


def in_html(context: ReportContext) -> dict[str, dict[str, str]]:
    page = html.fromstring(html_text(report_data(context)))
    section = page.xpath("//section[@aria-labelledby='providers']")[0]
    found: dict[str, dict[str, str]] = {}
    for head, listed in zip(section.iter("h3"), section.iter("dl"), strict=True):
        texts = [one_line(each.text_content()) for each in listed]
        found[one_line(head.text_content())] = dict(zip(texts[::2], texts[1::2], strict=True))
    return found


def in_markdown(context: ReportContext) -> dict[str, dict[str, str]]:
    text = markdown_report(report_data(context)).split("\n## Subservice organisations\n")[1].split("\n## ")[0]
    found: dict[str, dict[str, str]] = {}
    depth, head = 0, ""
    kind = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        kind = token.tag if token.type.endswith("_open") and token.tag in ("h3", "p") else kind
        if token.type != "inline":
            continue
        said = one_line("".join(child.content for child in token.children or ()))
        if kind == "h3":
            head = said
            found[head] = {}
        elif depth == 1:
            label, _, rest = said.partition(": ")
            found[head][label] = rest
        elif depth == 2:
            last = list(found[head])[-1]
            found[head][last] += f" {said}"
    return found


def in_word(context: ReportContext) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    inside, head, label = False, "", ""
    for one in Document(BytesIO(word_bytes(report_data(context)))).paragraphs:
        style = one.style.name if one.style else ""
        if style == "Heading 1":
            inside = one.text == "Subservice organisations"
        elif inside and style == "Heading 2":
            head = one_line(one.text)
            found[head] = {}
        elif inside and head and style == "List Bullet":
            found[head][label] += f" {one_line(one.text)}"
        elif inside and head and one.runs[0].bold:
            label = one.runs[0].text.removesuffix(": ")
            found[head][label] = one_line(one.runs[1].text)
    return found


def in_workbook(context: ReportContext) -> dict[str, dict[str, str]]:
    rows = excel_rows(workbook_bytes(report_data(context)), "Subservice organisations")
    labels = (METHOD, CONTROLS, READING, RECENT, EXPECTED)
    return {one_line(row["Organisation"]): {label: one_line(row[label]) for label in labels if row[label]} for row in rows}


def in_json(context: ReportContext) -> dict[str, dict[str, str]]:
    rows = json.loads(json_text(report_data(context)))["providers"]
    return {
        one_line(row["name"]): {note["label"]: one_line(" ".join((note["text"], *note["entries"]))) for note in row["notes"]}
        for row in rows
    }


FORMS: dict[str, Callable[[ReportContext], dict[str, dict[str, str]]]] = {
    "html": in_html,
    "markdown": in_markdown,
    "word": in_word,
    "workbook": in_workbook,
    "json": in_json,
}


def expected(context: ReportContext) -> dict[str, dict[str, str]]:
    return {
        one_line(clean(row.name)): {note.label: one_line(" ".join((note.text, *note.entries))) for note in row.notes}
        for row in context.providers
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_format_says_the_same(form: str) -> None:
    assert FORMS[form](usual()) == expected(usual())


def printed(context: ReportContext, reader: str) -> str:
    around = chosen(Choice(reader=reader), library(), scope(), context, None)[1]
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(context, around=around)[0])).pages).split())


@pytest.mark.parametrize("reader", ["team", "auditor"])
def test_the_pdf_says_it_too(reader: str) -> None:
    said = printed(usual(), reader)
    for name, each in expected(usual()).items():
        assert name in said
        for label, text in each.items():
            # Entries stand after a bullet.
            assert all(part in said for part in (f"{label}: {text.split(':')[0]}", text.split(": ")[-1])), (name, label)


def test_the_workbooks_days_are_days() -> None:
    rows = excel_rows(workbook_bytes(report_data(usual())), "Subservice organisations")
    assert [(row["Last read"].date(), row["Ends from"] and row["Ends from"].date()) for row in rows] == [
        (date(2026, 10, 12), None if row.method == "inclusive" else date(2027, 5, 31)) for row in usual().providers
    ]


@cache
def hostile() -> ReportContext:
    """Names and services that begin as formulas, marks or tags, one of them longer than a page."""
    vendors = [Vendor(id=f"v{number}", name=text, service=text, subservice=True, method="carve-out") for number, text in enumerate(HOSTILE)]
    vendors.append(Vendor(id="long", name="W" * 200, service="V " * 5_000, subservice=True))
    about = scope(vendors=tuple(vendors))
    return report(about, **dict.fromkeys(inheritable(about), "v0"))


@pytest.mark.parametrize("form", FORMS)
def test_names_are_literal_in_every_format(form: str) -> None:
    assert FORMS[form](hostile()) == expected(hostile())


def test_no_name_acts_as_anything_but_text() -> None:
    data = report_data(hostile())
    page = html.fromstring(html_text(data))
    assert len(list(page.iter("script"))) == 1 and not page.xpath("//section[@aria-labelledby='providers']//a")
    sheet = openpyxl.load_workbook(BytesIO(workbook_bytes(data)))["Subservice organisations"]
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.value.startswith(("=", "+", "-", "@", "\t", "%")))
    assert "alert(1)" in printed(hostile(), "auditor")


def test_without_subservice_organisations_there_is_no_such_section() -> None:
    context = report(scope(vendors=(PAYROLL,)))
    data = report_data(context)
    assert context.providers == () and data["providers"] == []
    assert '<h2 id="providers">' not in html_text(data) and "\n## Subservice organisations\n" not in markdown_report(data)
    assert in_word(context) == {}
    assert "Subservice organisations" not in openpyxl.load_workbook(BytesIO(workbook_bytes(data))).sheetnames
    assert SUBSERVICE not in printed(context, "auditor")


def test_team_and_auditor_see_it_and_nobody_else() -> None:
    assert {version for version, names in VERSIONS.items() if "providers" in names} == {"team", "auditor"}
    # A report that was frozen before there was such a list is read as one without.
    assert replace(usual(), providers=()).providers == ReportContext.__dataclass_fields__["providers"].default
