"""How the PDF is set: even columns, pages turned where they may be, tables under their heads, and figures only where there are some."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from report_samples import TODAY, hostile, hostile_scope, library, realistic, round_, scope

from readiness.reports import theme
from readiness.reports.brand import PLAIN
from readiness.reports.calendars import Bar, Gantt
from readiness.reports.columns import Block, Columns, column_width, in_columns
from readiness.reports.context import build_context
from readiness.reports.edition import edition
from readiness.reports.flow import Flowable, PageBreak, Space
from readiness.reports.fonts import Typesetter
from readiness.reports.layout import Box, Column, Kit, Together, together
from readiness.reports.paging import Paged
from readiness.reports.paper import Paper
from readiness.reports.pdf import render_pdf
from readiness.reports.sections import recurring
from readiness.reports.tables import Table
from scoring.model import Answer
from scoring.select import applicable_questions


def context(answers, question_set="quick", **more):
    return build_context(library(), scope(**more), round_(question_set), answers, today=TODAY)


def kit() -> Kit:
    return Kit(Typesetter("en"), edition(context({}).cover), PLAIN)


def printed(story: list[Flowable]) -> list[str]:
    """The text of each page of a story that is set."""
    made = BytesIO()
    paper = Paper(made, pagesize=(theme.PAGE.width, theme.PAGE.height), invariant=1)
    paper.typesetter = Typesetter("en")
    Paged(paper).set(story)
    paper.save()
    return [page.extract_text() for page in PdfReader(made).pages]


def texts(made: Kit, name: str, count: int) -> list[list[Flowable]]:
    return [[made.paragraph(f"{name} part {number} of the text.", theme.BODY)] for number in range(count)]


def test_columns_are_even_and_keep_the_order():
    made = kit()
    columns = Columns([Block(texts(made, f"block{number}", 5)) for number in range(6)])
    height = columns.wrap(theme.PAGE.text_width)[1]
    assert height == pytest.approx(15 * theme.BODY.leading + 14 * theme.BODY.spaceAfter)
    [page] = printed([columns])
    places = [page.index(f"block{block} part {part} ") for block in range(6) for part in range(5)]
    assert places == sorted(places)


def test_a_block_that_goes_on_is_named_again_and_others_move_whole():
    made = kit()
    room = 6 * (theme.BODY.leading + theme.BODY.spaceAfter)
    named = [Block(texts(made, name, 8), lambda name=name: made.paragraph(f"{name}, continued", theme.BODY)) for name in ("one", "two")]
    before, turned, after = Columns(named).split(theme.PAGE.text_width, room)
    assert isinstance(turned, PageBreak)
    assert before.wrap(theme.PAGE.text_width)[1] <= room
    first, second = printed([before, turned, after])
    assert "two part 3 " in first and "continued" not in first
    assert second.startswith("two, continued\ntwo part 4 ")
    unnamed = Columns([Block(block.groups) for block in named])
    assert [len(part.blocks) for part in unnamed.split(theme.PAGE.text_width, room) if isinstance(part, Columns)] == [1, 1]
    assert unnamed.split(theme.PAGE.text_width, room / 2) == []


@pytest.mark.parametrize("lines", [20, 72, 73, 74, 75, 76, 90, 400])
def test_a_text_of_any_length_finds_its_pages(lines):
    made = kit()
    long = made.paragraph("\n".join(f"line {number}." for number in range(lines)), theme.BODY)
    last = made.paragraph("the last", theme.BODY)
    box = Box([Column(30, []), Column(column_width() - 36, [long, last])], gap=6, whole=0)
    pages = printed([Columns([Block([[box]])])])
    whole = "\n".join(pages)
    assert [whole.index(f"line {number}.") for number in range(lines)] and whole.rstrip().endswith("the last")


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("sizes", [(2, 20), (40, 40, 40), (15,) * 14, (300,)])
@pytest.mark.parametrize("taken", [0.0, 0.5, 0.7, 0.85, 0.95])
def test_a_heading_stays_with_what_it_names(again, sizes, taken):
    made = kit()
    groups = [[made.paragraph("\n".join(f"{size} line {number}." for number in range(size)), theme.BODY)] for size in sizes]
    block = Block(groups, (lambda: made.paragraph("continued", theme.BODY)) if again else None)
    pages = printed([Space(theme.PAGE.text_height * taken), *in_columns(made.chapter("Heading", "key", level=1), [block])])
    assert next(page for page in pages if "Heading" in page).count("line") >= 2
    assert "".join(pages).count("line") == sum(sizes)


def test_a_group_of_many_texts_finds_its_pages():
    made = kit()
    group = [made.paragraph("\n".join(f"{name} line {number}." for number in range(19)), theme.BODY) for name in "abcde"]
    whole = "".join(printed([Columns([Block([group])])]))
    places = [whole.index(f"{name} line {number}.") for name in "abcde" for number in range(19)]
    assert places == sorted(places)


def test_all_hostile_answers_find_their_pages():
    made = build_context(library(), hostile_scope(), round_(), hostile(), today=TODAY)
    assert len(PdfReader(BytesIO(render_pdf(made)[0])).pages) > 100


def test_a_long_table_stands_under_its_head_on_every_page_and_a_short_one_stays_whole():
    made = kit()

    def table(rows: int) -> Table:
        cells = [[made.paragraph(f"row {number}.", theme.SMALL), "", [made.paragraph("two", theme.SMALL)]] for number in range(rows)]
        return Table([[made.paragraph("head", theme.CELL_HEAD), "", ""], *cells], (100, 50, 80))

    pages = printed([table(100)])
    assert len(pages) > 1 and all(page.startswith("head") for page in pages)
    whole = "".join(pages)
    assert [whole.count(f"row {number}.") for number in range(100)] == [1] * 100
    assert table(12).least(theme.PAGE.text_width) == table(12).wrap(theme.PAGE.text_width)[1]
    assert table(100).least(theme.PAGE.text_width) == table(2).wrap(theme.PAGE.text_width)[1]
    assert printed([Space(theme.PAGE.text_height - 20), table(3)])[0].strip() == ""


@pytest.mark.parametrize("lines", [35, 64, 65, 66, 67, 150])
def test_a_row_of_any_height_finds_its_pages(lines):
    made = kit()
    cells = [[made.paragraph("\n".join(f"{row} line {number}." for number in range(lines)), theme.SMALL), "beside"] for row in "abc"]
    rows = [[text, made.paragraph(beside, theme.SMALL)] for text, beside in cells]
    head = [made.paragraph("Heading", theme.H2)]
    pages = printed(together(head, [Table([[made.paragraph("head", theme.CELL_HEAD), ""], *rows], (200, 80))]))
    assert all("head\n" in page for page in pages) and "a line 0." in pages[0]
    whole = "".join(pages)
    assert [whole.count(f"{row} line {number}.") for row in "abc" for number in range(lines)] == [1] * 3 * lines
    assert whole.count("beside") == 3


def test_space_alone_begins_no_page():
    made = kit()
    full = [made.paragraph("one", theme.BODY), Space(theme.PAGE.text_height - 30), Space(60)]
    assert len(printed(full)) == 1
    assert len(printed([*full, PageBreak(), made.paragraph("two", theme.BODY)])) == 2


def test_no_page_is_left_empty_and_what_fits_none_is_said():
    made = kit()
    assert printed([PageBreak(), made.paragraph("one", theme.BODY), PageBreak(), PageBreak(), made.paragraph("two", theme.BODY)]) == [
        "one",
        "two",
    ]
    with pytest.raises(RuntimeError, match="fits no page"):
        printed([Space(theme.PAGE.text_height + 1)])


def test_a_series_that_is_not_assessed_has_no_figure():
    made = context(dict(list(realistic().items())[:5]))
    rows = [row for row in made.series if row.main.verdict == "not_assessed"]
    assert rows and any(row.answered == 0 for row in rows)
    for version in ("team", "board"):
        pages = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(made, around=edition(made.cover, version))[0])).pages]
        page = next(page for page in pages if "By series" in page)
        for row in rows:
            assert f"– · {100 * row.answered:.0f} % answered" in page
        assert page.count("% answered") == len(rows)


@pytest.mark.parametrize("weeks", [3, 12, 26, 52, 100])
def test_a_calendar_names_every_month(weeks):
    last = TODAY + timedelta(weeks=weeks)
    chart = Gantt([Bar("1  One", TODAY, last, last, ())], [], TODAY, theme.PAGE.text_width, 600)
    [page] = printed([chart])
    head = page.partition("Start to finish")[2]
    months, day = [], date(TODAY.year, TODAY.month, 1)
    while day <= last - timedelta(days=28):
        day = (day + timedelta(days=31)).replace(day=1)
        months.append(f"{day:%b}" if weeks <= 52 else f"{day:%b}"[0])
    assert months
    for month in months:
        assert month in head, (month, head)


def test_the_plan_of_a_full_assessment_stays_short():
    questions = applicable_questions(library(), scope(categories=("A", "PI", "C", "P")), "full")
    answers = {question.id: Answer(question=question.id, level="01234"[index % 5]) for index, question in enumerate(questions)}
    made = context(answers, "full", categories=("A", "PI", "C", "P"))
    reader = PdfReader(BytesIO(render_pdf(made)[0]))
    assert len(reader.pages) < 20 + 0.27 * len(made.gaps)


def test_the_calendars_heading_stays_with_its_first_row_where_none_has_a_day() -> None:
    found = context(realistic())
    assert found.recurring is not None
    undated = tuple(replace(row, days=(), since=None, note="Say when it was last done") for row in found.recurring.rows[:4])
    assert undated
    drawn = recurring.flowables(kit(), replace(found, recurring=replace(found.recurring, rows=undated)))
    assert isinstance(drawn[0], Together) and not any(isinstance(one, Together) for one in drawn[1:])
