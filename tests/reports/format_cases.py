"""Reports to compare across formats, and readers that turn each format back into tables of text."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
from docx import Document
from lxml import html
from markdown_it import MarkdownIt
from report_samples import TODAY, hostile, hostile_scope, library, realistic, round_, scope

from readiness.reports.context import ReportContext, build_context
from scoring.asked import asked
from scoring.live import live_items, open_plan
from scoring.model import Answer, Capacity, Compensating, EvidenceRequest, Item, Person, Planning, Scope, Vendor, Window
from scoring.plan import plan
from scoring.schedule import schedule
from scoring.score import score
from scoring.window import could_open, would_hold
from scoring.workdays import WorkCalendar

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
FORMULAS = ("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", '=HYPERLINK("http://example.com","x")', "\t=1+1", "%0A=1")
ITEMS = (
    Item(id="own-1", title="Write the =1+1 handbook", owner="Dana Ruiz", due=date(2026, 11, 1), effort_days=(1.0, 2.5), severity="high"),
    Item(
        id="i-2",
        title="Rules of conduct",
        questions=("code-of-conduct",),
        status="risk-accepted",
        reason="Too few people for it to matter this year.",
        accepted_by="Dana Ruiz",
        accepted_until=date(2027, 6, 30),
    ),
)


def context_of(
    about: Scope, answers: dict[str, Answer], items: tuple[Item, ...] = (), requests: tuple[EvidenceRequest, ...] = ()
) -> ReportContext:
    """A report with everything a report can have: dates for a stated capacity, the two Type II answers."""
    card = score(library(), about, "quick", answers, about.report_type, TODAY)
    decided = live_items(plan(library(), about, card), items, TODAY)
    left = open_plan(plan(library(), about, card), decided)
    questions = asked(library(), about, "quick")
    dated = None
    if about.planning is not None and about.planning.capacity is not None and left.items:
        dated = schedule(questions, card, left, about.planning.capacity, WorkCalendar(TODAY, ()), 6)
    ran = about.window.model_copy(update={"start": date(2026, 3, 1), "end": date(2026, 8, 31)}) if about.window else None
    window = None
    if ran is not None:
        window = (could_open(questions, about, answers, 6, TODAY), would_hold(questions, about, answers, ran, TODAY))
    about_time = {"schedule": dated, "window": window}
    return build_context(library(), about, round_(), answers, today=TODAY, items=items, requests=requests, **about_time)


def formulas() -> ReportContext:
    """Everything a person can write begins as a formula."""
    about = scope(
        organisation=FORMULAS[0],
        product=FORMULAS[1],
        entities=FORMULAS[:3],
        people=(Person(id="p", name=FORMULAS[3], role="founder"),),
        vendors=(Vendor(id="aws", name=FORMULAS[4], service=FORMULAS[5], subservice=True, method="carve-out"),),
    )
    answers = realistic()
    for index, (question, answer) in enumerate(answers.items()):
        text = FORMULAS[index % len(FORMULAS)]
        changes: dict[str, Any] = {"note": text, "reason": text if answer.reason else "", "respondent": text}
        if answer.compensating is not None:
            changes["compensating"] = Compensating(rung=3, reason=text, owner=text, evidence=text)
        answers[question] = answer.model_copy(update=changes)
    return context_of(about, answers)


def dated(total: float = 6) -> ReportContext:
    """A plan with dates, an own item and an accepted risk."""
    capacity = Planning(start=TODAY, capacity=Capacity(total=total, by_role={"engineering": 2.5}))
    return context_of(scope(planning=capacity), realistic(), ITEMS)


def too_early() -> ReportContext:
    """A stated window that opens before the plan lets it."""
    planning, window = Planning(start=TODAY, capacity=Capacity(total=6)), Window(start=TODAY + timedelta(days=1), end=date(2027, 12, 31))
    return context_of(scope(planning=planning, window=window), realistic(), ITEMS)


CASES = {
    "empty": lambda: context_of(scope(window=None), {}),
    "realistic": lambda: context_of(scope(), realistic()),
    "Type I": lambda: context_of(scope(report_type=1, window=None), realistic()),
    "dated": dated,
    "hostile": lambda: context_of(hostile_scope(), hostile()),
    "formulas": formulas,
}


def one_line(text: object) -> str:
    return " ".join(str(text).split())


def html_tables(content: bytes) -> list[Table]:
    found = []
    for table in html.fromstring(content.decode()).iter("table"):
        rows = [tuple(one_line(cell.text_content()) for cell in row) for row in table.iter("tr")]
        found.append((rows[0], rows[1:]))
    return found


def markdown_tables(content: bytes) -> list[Table]:
    found: list[Table] = []
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(content.decode()):
        match token.type:
            case "table_open":
                rows = []
            case "tr_open":
                cells = []
            case "inline":
                cells.append(one_line("".join(child.content for child in token.children or ())))
            case "tr_close":
                rows.append(tuple(cells))
            case "table_close":
                found.append((rows[0], rows[1:]))
    return found


def word_tables(content: bytes) -> list[Table]:
    found = []
    for table in Document(BytesIO(content)).tables:
        rows = [tuple(one_line(cell.text) for cell in row.cells) for row in table.rows]
        found.append((rows[0], rows[1:]))
    return found


def excel_rows(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows by heading, values as they are."""
    rows = list(openpyxl.load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def table(tables: list[Table], *heads: str) -> list[tuple[str, ...]]:
    """The rows of the one table whose headings begin so."""
    (found,) = [rows for titles, rows in tables if titles[: len(heads)] == heads]
    return found
