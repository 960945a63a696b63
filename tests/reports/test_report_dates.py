"""Dates and budget in the PDF: what the context holds is printed where it belongs, and a sentence stands where it holds none."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from format_cases import CASES, context_of, dated
from pypdf import PdfReader
from report_samples import NASTY, TODAY, realistic, scope

from readiness.reports import theme
from readiness.reports.calendars import Bar, Gantt, Mark
from readiness.reports.context import ReportContext
from readiness.reports.machine import report_data
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.sections.timing import window_lines
from readiness.reports.word import word_bytes
from readiness.reports.words import amount_text, day_text, month_text, range_text, short_day
from scoring.model import Capacity, Planning


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(made: ReportContext) -> list[str]:
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(render_pdf(made)[0])).pages]


@pytest.fixture(scope="module")
def made() -> ReportContext:
    return dated()


@pytest.fixture(scope="module")
def pages(made: ReportContext) -> list[str]:
    return pages_of(made)


def page_with(pages: list[str], *texts: str) -> str:
    (found,) = [page for page in pages[2:] if all(flat(text) in page for text in texts)]
    return found


def test_every_milestone_and_likely_report_is_told(made: ReportContext, pages: list[str]) -> None:
    assert made.dates is not None
    page = page_with(pages, "Dates and budget", "By when")
    assert len(made.dates.milestones) == 5 and len(made.dates.likely) == 2
    for row in made.dates.milestones:
        assert flat(f"{row.title}{'not before ' if row.not_before else ''}{day_text(row.day)}{day_text(row.least)}") in page
    for likely in made.dates.likely:
        assert flat(f"{likely.title}{short_day(likely.earliest)} to {short_day(likely.latest)}") in page
    assert flat(made.dates.basis) in page


def test_each_package_and_item_says_from_when_to_when(made: ReportContext, pages: list[str]) -> None:
    assert made.dates is not None
    calendar = page_with(pages, "Work packages by week", "Start to finish")
    whole = "".join(pages)
    for row in made.dates.packages:
        assert flat(f"{short_day(row.start)} – {short_day(row.finish)}") in calendar
        assert flat(f"{short_day(row.start)} to {short_day(row.finish)}") in whole
    assert whole.count("Dates:") >= len(made.dates.work) == len(made.items)
    assert whole.count(flat("none, critical path")) == sum(row.critical for row in made.dates.work) > 0


def test_the_window_is_answered_in_short(made: ReportContext, pages: list[str]) -> None:
    assert made.window is not None
    page = page_with(pages, "Could a window open on")
    opening, holding = window_lines(made.window)
    assert flat(opening) in page and flat(holding) in page
    told = sum(int(count) for count in re.findall(r": (\d+) key control", opening))
    assert told == len(made.window.blocking) > 0
    assert all(f"{text}: {count}" in holding for text, count in made.window.results)


def test_what_it_takes_is_told_by_owner_category_and_month(made: ReportContext, pages: list[str]) -> None:
    budget = made.budget
    assert budget is not None and budget.by_month
    # A long table goes on to the next page.
    first = pages.index(page_with(pages, "What it takes", "By owner"))
    page = "".join(pages[first : first + 2])
    for row in (budget.whole, *budget.by_owner, *budget.by_category):
        assert row.money is not None
        assert flat(f"{row.title or 'nobody yet'}") in page
        assert flat(range_text(row.effort_days) + amount_text(row.money, budget.currency)) in page
    assert all(flat(month_text(row.title)) in page for row in budget.by_month)
    assert flat(budget.basis) in page


def test_the_curve_says_where_it_ends_and_a_screen_never_says_met(made: ReportContext, pages: list[str]) -> None:
    page = page_with(pages, "Expected readiness, if the plan is kept")
    last = made.burn_up[-1]
    assert flat(f"criteria no gap seen: {last.met} of {len(made.criteria)}") in page
    assert flat(f"readiness: {last.value:.0f} %") in page and flat(f"possible: {last.low:.0f}–{last.high:.0f} %") in page


def test_the_same_dates_give_the_same_bytes(made: ReportContext) -> None:
    assert hashlib.sha256(render_pdf(made)[0]).digest() == hashlib.sha256(render_pdf(dated())[0]).digest()


def planned_with(capacity: Capacity | None) -> ReportContext:
    return replace(context_of(scope(planning=Planning(start=TODAY, capacity=capacity)), realistic()), dates=None)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            CASES["realistic"],
            "There are no dates yet: state how many person-days a week there are, as planning: {capacity: 5} in FACTS.yaml",
        ),
        (lambda: planned_with(None), "There are no dates yet: state how many person-days"),
        (CASES["empty"], "There are no dates: nothing is left to put on a calendar."),
    ],
)
def test_without_dates_one_sentence_says_what_gives_them(made, said: str) -> None:  # type: ignore[no-untyped-def]
    context = made()
    pages = pages_of(context)
    assert context.no_dates.startswith(said)
    assert flat(context.no_dates) in page_with(pages, "Dates and budget", said)
    assert not any(flat("Work packages by week") in page or flat("Slack") in page for page in pages)


def test_with_dates_nothing_says_that_there_are_none(made: ReportContext) -> None:
    assert made.no_dates == ""


@pytest.mark.parametrize("count", [1, 25, 300])
def test_the_calendar_fits_its_room_and_counts_what_it_leaves_out(count: int) -> None:
    day = date(2027, 1, 4)
    bars = [Bar(f"{n} package", day, day + timedelta(days=n), day + timedelta(days=2 * n), ((day, day),)) for n in range(count)]
    drawing = Gantt(bars, [Mark(day, "first")], day, theme.PAGE.text_width, 600)
    assert drawing.height <= 600
    assert len(drawing.bars) + drawing.left == count
    assert (drawing.left > 0) == (count == 300)


@pytest.mark.parametrize("days", [0, 20_000])
def test_any_span_and_any_title_prints(made: ReportContext, days: int) -> None:
    assert made.dates is not None
    late = made.dates.start + timedelta(days=days)
    moved = replace(made.dates, packages=tuple(replace(row, finish=late, done=late) for row in made.dates.packages))
    named = tuple(replace(package, title=NASTY) for package in made.packages)
    pages = pages_of(replace(made, dates=moved, packages=named, burn_up=made.burn_up[:1]))
    assert "W" in page_with(pages, "Work packages by week", "Start to finish")


def test_a_window_before_everything_is_done_is_explained_in_every_format(made: ReportContext, pages: list[str]) -> None:
    assert made.dates is not None
    days = {row.id: row.day for row in made.dates.milestones}
    assert days["window_opens"] < days["done"] and made.dates.follows
    assert flat(made.dates.follows) in page_with(pages, "Dates and budget", "By when")
    data = report_data(made)
    for text in (html_text(data), markdown_report(data), "\n".join(p.text for p in Document(BytesIO(word_bytes(data))).paragraphs)):
        assert made.dates.follows in text


def test_nothing_is_explained_where_the_window_waits_for_everything_or_there_is_none() -> None:
    about = scope(report_type=1, window=None, planning=Planning(start=TODAY, capacity=Capacity(total=6)))
    made = context_of(about, realistic())
    assert made.dates is not None and made.dates.follows == ""
    assert "before everything is done" not in markdown_report(report_data(made))
