"""Requests, the recurring calendar and progress in the report: the figures of the commands, in every format, from hostile words too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from format_cases import FORMULAS, context_of, excel_rows, html_tables, markdown_tables, table, word_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pypdf import PdfReader
from report_samples import NASTY, TODAY, library, realistic, scope

from readiness.agenda import calendar
from readiness.assessment import Assessment
from readiness.exchange.comparisons import comparison_data
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.progressing import progress, trend
from readiness.reports.context import ReportContext
from readiness.reports.dates import BurnUpRow
from readiness.reports.edition import edition
from readiness.reports.machine import report_data
from readiness.reports.narrowing import narrowed, reader_named
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.progressed import CauseRow, TrendRow
from readiness.reports.versions import Version
from readiness.reports.word import word_bytes
from readiness.reports.words import points_text, tenths_text
from readiness.reports.workbook import workbook_bytes
from readiness.reports.writing import report_context, write_report
from readiness.requesting import change_request, own_request, request_list
from readiness.rounds import confirm, start_round, waiting
from readiness.storage import set_scope
from scoring.model import Answer, EvidenceRequest
from scoring.progress import CAUSES

TABLES = {
    "html": lambda data: html_tables(html_text(data).encode()),
    "markdown": lambda data: markdown_tables(markdown_report(data).encode()),
    "word": lambda data: word_tables(word_bytes(data)),
}
WINDOW = {"from": "2026-09-01", "to": "2028-02-29"}


@pytest.fixture(scope="module")
def three_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rounds of the quick set, answers that rise and fall between them, dates, statements about requests."""
    path = tmp_path_factory.mktemp("rounds") / "acme.readiness"
    stated = ScopeInput(FactsFile.model_validate({"people": [{"name": "Ada", "role": "security"}]}), {})
    with Assessment.create(path, "Acme", recorder="Rec", library=library(), scope_input=stated) as one:
        one.change_scope([set_scope("window", WINDOW), set_scope("planning", {"capacity": {"total": 5.0}, "start": "2026-02-02"})])
        one.answer_all(
            Answer(question=question.id, level=str(place % 6), last_done=date(2026, 1 + place % 3, 9))
            for place, question in enumerate(one.questions[:50])
        )
        for turn, (name, day) in enumerate((("Spring", date(2026, 2, 28)), ("Autumn <b>& co", date(2026, 8, 31)))):
            start_round(one, name, today=day)
            confirm(one, list(waiting(one))[: 44 - turn])
            for place, answer in enumerate(list(one.answers.values())[:20]):
                level = min(5, (answer.rung or 0) + 1) if place % 3 else max(0, (answer.rung or 0) - 1 - turn)
                one.answer(answer.model_copy(update={"level": str(level), "carried": False}))
        listed = [request for request in request_list(one, today=TODAY) if request.wanted.population]
        told = {"source": "Payroll", "query": "left in the period", "row_count": 1_234, "extracted_on": date(2026, 11, 2)}
        change_request(one, listed[0].id, {"status": "requested", "owner": "Ada", "due": date(2026, 11, 1), **told}, today=TODAY)  # type: ignore[typeddict-item]
        change_request(one, listed[1].id, {"status": "returned", "reason": "It stops in May."}, today=TODAY)
        change_request(one, listed[2].id, {"status": "accepted"}, today=TODAY)
        own_request(one, "The group's chart", listed[0].control, {"due": date(2027, 1, 4)}, today=TODAY)
    return path


@pytest.fixture
def acme(three_rounds: Path, tmp_path: Path) -> Iterator[Assessment]:
    with Assessment.open(Path(shutil.copyfile(three_rounds, tmp_path / "acme.readiness")), write=True, recorder="Rec") as one:
        yield one


@pytest.fixture(scope="module")
def printed(three_rounds: Path) -> ReportContext:
    with Assessment.open(three_rounds) as one:
        return report_context(one, TODAY)[0]


def pdf_text(made: ReportContext, *sections: str, version: Version = "team") -> str:
    reader = PdfReader(BytesIO(render_pdf(made, around=edition(made.cover, version, sections=sections or None))[0]))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


# Progress


def test_the_waterfall_is_that_of_the_command(acme: Assessment) -> None:
    rows = report_context(acme, TODAY)[0].progress
    assert rows is not None
    two = progress(acme, today=TODAY)
    said = comparison_data(two.comparison)
    assert rows.difference == round(round(two.comparison.after.low, 1) - round(two.comparison.before.low, 1), 1)
    assert round(sum(row.points for row in rows.causes), 1) == rows.difference
    assert {row.cause: list(row.controls) for row in rows.causes} == {
        cause: [shift["question"] for shift in shifts]
        for cause, shifts in said["shifts"].items()
        if shifts or (two.comparison.parts("low", 1) or {})[cause]
    }
    assert [row.cause for row in rows.causes] == [cause for cause in CAUSES if cause in {row.cause for row in rows.causes}]
    assert rows.causes[0].before == round(two.comparison.before.low, 1) and rows.causes[-1].after == round(two.comparison.after.low, 1)
    for row, following in zip(rows.causes, rows.causes[1:], strict=False):
        assert row.after == following.before
    assert [(move.criterion, move.direction) for move in rows.moves] == [
        (move["criterion"], move["direction"]) for move in said["verdicts"]
    ]
    assert [move.direction for move in rows.moves].index("lost") == 0, "regressions come first"
    assert (rows.earlier, rows.later, rows.later_day) == ("Spring", "Autumn <b>& co", TODAY)
    assert [(row.round, row.low, row.day) for row in rows.trend] == [
        (point.round.name, point.readiness.low, point.day) for point in trend(acme, today=TODAY)
    ]
    assert [row.low for row in rows.expected] == [point.figure.low for point in two.expected] != []
    assert rows.planned is not None and two.planned is not None and rows.planned.low == two.planned.figure.low
    assert len(rows.promised) + rows.kept == len(two.slips)


@pytest.mark.parametrize("form", TABLES)
def test_progress_reads_the_same_in_every_format(printed: ReportContext, form: str) -> None:
    rows = printed.progress
    assert rows is not None
    tables = TABLES[form](report_data(printed))
    causes = table(tables, "Cause", "Points")
    assert [row[:2] for row in causes] == [(row.text, points_text(row.points)) for row in rows.causes]
    assert [row[2].removesuffix(" ") for row in causes] == [tenths_text(row.after) for row in rows.causes]
    moves = table(tables, "Criterion", "Title", "How")
    assert [(row[0], row[2]) for row in moves] == [(move.criterion, move.direction_word) for move in rows.moves]
    rounds = table(tables, "Round", "Day", "Readiness")
    assert [row[0] for row in rounds][: len(rows.trend)] == [row.round for row in rows.trend]
    assert all(f"{row.low:.1f} % to {row.high:.1f} %" in shown[3] for row, shown in zip(rows.trend, rounds, strict=False))


def test_the_workbook_holds_progress_as_numbers(printed: ReportContext) -> None:
    rows = printed.progress
    assert rows is not None
    content = workbook_bytes(report_data(printed))
    found = excel_rows(content, "Progress")
    assert [row["Points"] for row in found] == [*(row.points for row in rows.causes), rows.difference]
    assert [row["Lowest %"] for row in excel_rows(content, "Rounds")] == pytest.approx([row.low for row in rows.trend])
    assert len(excel_rows(content, "Verdicts that moved")) == len(rows.moves)


def test_the_pdf_tells_progress_with_its_charts(printed: ReportContext) -> None:
    rows = printed.progress
    assert rows is not None
    text = pdf_text(printed, "progress")
    for words in (
        "Progress since the last round",
        "Fell back",
        f"{rows.after.low:.1f} %",
        "as planned",
        "Autumn <b>& co",
        rows.moves[0].criterion,
    ):
        assert words in text
    assert "would have led to" in text


def test_a_first_round_has_no_progress_and_no_chapter(tmp_path: Path) -> None:
    made = context_of(scope(), realistic())
    assert made.progress is None
    assert "Progress since" not in pdf_text(made)
    for content in (html_text(report_data(made)), markdown_report(report_data(made))):
        assert "Progress since" not in content
    assert "Progress" not in openpyxl.load_workbook(BytesIO(workbook_bytes(report_data(made)))).sheetnames


def test_an_older_round_prints_its_own_progress(acme: Assessment) -> None:
    acme.round = acme.round_named("2")
    rows = report_context(acme, TODAY)[0].progress
    assert rows is not None
    assert (rows.earlier, rows.later, rows.later_day) == ("First round", "Spring", date(2026, 8, 31))
    assert [row.round for row in rows.trend] == ["First round", "Spring"]
    acme.refresh(always=True)
    acme.round = acme.round_named("1")
    assert report_context(acme, TODAY)[0].progress is None


def test_the_same_day_gives_the_same_bytes(acme: Assessment, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf", "a.json", "b.json"):
        write_report(acme, tmp_path / name, today=TODAY)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


PERCENTS = st.floats(0, 100, allow_nan=False)
POINTS = st.builds(
    lambda name, day, ends, met: TrendRow(name, day, min(ends), ends[1], max(ends), 0.5, 0.1, met, 33),
    st.sampled_from(["Q1", NASTY[:120], "Autumn 2026, after the move to a new identity provider", "四半期"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.tuples(PERCENTS, PERCENTS, PERCENTS),
    st.integers(0, 33),
)
EXPECTED = st.builds(
    lambda day, ends: BurnUpRow(day, 1, 2, min(ends), None, max(ends)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.tuples(PERCENTS, PERCENTS),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(POINTS, min_size=2, max_size=40), st.lists(EXPECTED, max_size=30), st.lists(PERCENTS, max_size=8))
def test_any_way_of_rounds_can_be_drawn(
    printed: ReportContext, rounds: list[TrendRow], expected: list[BurnUpRow], figures: list[float]
) -> None:
    """Clocks that went back, many rounds, no movement at all, figures at the ends of the scale."""
    at, causes = rounds[-2].low, []
    for cause, figure in zip(CAUSES, figures, strict=False):
        causes.append(CauseRow(cause, cause, round(figure - at, 1), at, figure, ("mfa-enforced",)))
        at = figure
    assert printed.progress is not None
    rows = replace(
        printed.progress,
        before=rounds[-2],
        after=rounds[-1],
        causes=tuple(causes),
        trend=tuple(rounds),
        expected=tuple(sorted(expected, key=lambda row: row.day)),
    )
    assert "All rounds" in pdf_text(replace(printed, progress=rows), "progress")


# Requests


def test_the_requests_are_those_of_the_command(acme: Assessment) -> None:
    rows = report_context(acme, TODAY)[0].requests
    listed = [one for one in request_list(acme, today=TODAY) if one.needed]
    assert [(row.id, row.status, row.due, row.overdue, row.row_count) for row in rows] == [
        (one.id, one.status, one.due, one.overdue, one.row_count) for one in listed
    ]
    assert {row.period for row in rows} == {"1 September 2026 to 29 February 2028"}
    (told,) = [row for row in rows if row.source]
    assert (told.owner, told.overdue, told.population) == (
        "Ada",
        True,
        "Payroll; left in the period; 1,234 rows; extracted 2 November 2026",
    )


@pytest.mark.parametrize("form", TABLES)
def test_requests_read_the_same_in_every_format(printed: ReportContext, form: str) -> None:
    data = report_data(printed)
    if form == "markdown":
        text = markdown_report(data)
        section = text.partition("## Evidence requests")[2].partition("\n## ")[0]
        lines = [line for line in section.splitlines() if line.startswith("- [")]
        assert [line[3] == "x" for line in lines] == [row.status in ("received", "accepted") for row in printed.requests]
        assert "Returned: It stops in May." in section and "1,234 rows" in section
        return
    rows = table(TABLES[form](data), "Request", "Criterion", "Kind")
    assert [row[5].partition(":")[0] for row in rows] == [f"{row.status}{', overdue' if row.overdue else ''}" for row in printed.requests]
    assert [row[3] for row in rows] == [row.owner for row in printed.requests]


def test_the_workbook_tracks_requests_with_days_as_days(printed: ReportContext) -> None:
    rows = {row["Request"]: row for row in excel_rows(workbook_bytes(report_data(printed)), "Evidence requests")}
    assert len(rows) == len(printed.requests)
    for one in printed.requests:
        row = rows[one.id]
        assert (row["Due"].date() if row["Due"] else None, row["Overdue"], row["Rows"]) == (one.due, one.overdue, one.row_count)
        assert (row["What to bring"] or "") == "\n".join(one.wanted)


def test_the_auditors_version_says_what_to_bring_and_the_teams_does_not_say_it_twice(printed: ReportContext) -> None:
    wanted = next(row.wanted for row in printed.requests if row.status == "returned")
    alone = "".join(pdf_text(printed, "requests").split())
    both = "".join(pdf_text(printed, "evidence", "requests").split())
    assert all("".join(text.split()) in alone for text in wanted)
    assert "Whateachtakesstandsundertheevidencetoprepare." in both
    assert both.count("".join(wanted[0].split())) == 1
    assert "Evidence requests" in pdf_text(printed, version="auditor")


def test_a_persons_report_holds_their_requests_alone(acme: Assessment, printed: ReportContext) -> None:
    mine = narrowed(printed, reader_named(acme.library, acme.scope, printed, "Ada"))
    assert mine.requests and {row.owner for row in mine.requests} <= {"Ada", "Security lead"}
    assert mine.recurring is None or {row.owner for row in mine.recurring.rows} <= {"Ada", "Security lead"}
    assert "Evidence requests" in pdf_text(mine, version="person")


def test_a_closed_round_prints_the_requests_it_had(acme: Assessment) -> None:
    before = report_context(acme, TODAY)[0].requests
    number = acme.round.number
    start_round(acme, "Winter", today=TODAY)
    name = next(row.id for row in before if row.status == "accepted")
    confirm(acme, [name])
    change_request(acme, name, {"status": "returned", "reason": "Another one."}, today=TODAY)
    acme.refresh(always=True)
    acme.round = acme.round_named(str(number))
    assert report_context(acme, TODAY)[0].requests == before


def hostile(text: str) -> ReportContext:
    names = list(realistic())[:8]
    stated = [
        EvidenceRequest(id=name, question=name, owner=text, status="returned", reason=text, source=text, query=text, row_count=3)
        for name in names
    ]
    own = EvidenceRequest(id="own", title=text, owner=text)
    made = context_of(scope(), realistic(), requests=(*stated, own))
    assert sum(row.reason == text.strip() for row in made.requests) > 3
    return made


@pytest.mark.parametrize("text", FORMULAS)
def test_no_word_about_a_request_becomes_a_formula(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(report_data(hostile(text)))))
    cells = [cell for row in book["Evidence requests"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(
        cell.quotePrefix for cell in cells if cell.value.strip() == text.strip() and cell.value.startswith(("=", "+", "-", "@", "\t", "%"))
    )


@pytest.mark.parametrize("text", [NASTY, "<script>x</script>" * 100, "W" * 5_000], ids=["nasty", "script", "long"])
def test_hostile_words_about_requests_stay_words(text: str) -> None:
    made = hostile(text)
    tree = html.fromstring(html_text(report_data(made)).encode())
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//*[@id='main']//b | //*[@id='main']//a[@href='http://x']")
    assert word_bytes(report_data(made)) and "Evidence requests" in pdf_text(made, "requests")
    json.dumps(report_data(made))
    markdown_report(report_data(made)).encode()


# Recurring controls


def test_the_calendar_is_that_of_the_command(acme: Assessment) -> None:
    found = report_context(acme, TODAY)[0].recurring
    assert found is not None
    assert (found.first, found.last) == (TODAY, date(2028, 2, 29)), "a window that ends later is told to its end"
    entries = calendar(acme, found.first, found.last, today=TODAY).agenda.entries
    by_rhythm = [entry for entry in entries if entry.kind in ("recurring", "planned-run") and entry.since is None]
    assert sorted((entry.key.split()[0], entry.start) for entry in by_rhythm) == sorted(
        (row.question, day) for row in found.rows for day in row.days
    )
    assert {(entry.key.split()[0], entry.since) for entry in entries if entry.since and entry.kind == "recurring"} == {
        (row.question, row.since) for row in found.rows if row.since
    }
    firsts = [row.days[0] for row in found.rows if row.days]
    assert firsts == sorted(firsts) and all(row.days for row in found.rows[: len(firsts)])
    assert {row.question for row in found.rows if row.planned} == {entry.key.split()[0] for entry in entries if entry.kind == "planned-run"}


def test_twelve_months_without_a_window(acme: Assessment) -> None:
    acme.change_scope([set_scope("window", None)])
    found = report_context(acme, TODAY)[0].recurring
    assert found is not None and (found.first, found.last) == (TODAY, date(2027, 11, 22))


@pytest.mark.parametrize("form", TABLES)
def test_the_calendar_reads_the_same_in_every_format(printed: ReportContext, form: str) -> None:
    assert printed.recurring is not None
    rows = table(TABLES[form](report_data(printed)), "Control", "Criterion", "How often", "Owner", "Last done")
    assert [(row[2], row[3]) for row in rows] == [(row.frequency, row.owner) for row in printed.recurring.rows]
    assert ["overdue since" in row[5] for row in rows] == [row.since is not None for row in printed.recurring.rows]


def test_the_workbook_has_a_line_for_each_day(printed: ReportContext) -> None:
    assert printed.recurring is not None
    rows = excel_rows(workbook_bytes(report_data(printed)), "Recurring controls")
    assert [(row["Question"], row["Due"].date() if row["Due"] else None) for row in rows] == [
        (row.question, day) for row in printed.recurring.rows for day in (row.days or (None,))
    ]


def test_what_nobody_dated_is_named(tmp_path: Path) -> None:
    answers = {name: answer.model_copy(update={"last_done": None}) for name, answer in realistic().items()}
    found = context_of(scope(window=None), answers).recurring
    assert found is not None
    assert not any(row.days for row in found.rows)
    assert any("say when it was last done" in row.note for row in found.rows)
