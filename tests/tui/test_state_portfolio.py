"""The table of many files, without a terminal: columns that fit, orders, and words for what can't be read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.portfolio import SORT_KEYS, Row, files_in, rows
from readiness.tui.state.portfolio import Table, columns, details, digit_of, headings, line, usual_folder
from readiness.tui.state.recent import Recent, remember
from readiness.tui.state.text import cells

from .conftest import HOSTILE

TODAY = date(2026, 11, 23)


def found(make_file: Callable[..., Path]) -> list[Row]:
    make_file("b.readiness", "Beta")
    make_file("a.readiness", HOSTILE, answered=0)
    Path("c.readiness").write_text("junk")
    return list(rows(files_in(Path.cwd()), today=TODAY))


@given(width=st.integers(72, 250))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_and_lines_fit(width: int) -> None:
    assert sum(one.width + 1 for one in columns(width)) - 1 <= width
    assert cells(" ".join(title for _, title in headings(width))) <= width
    unread = Row(Path("x" * 60), None, HOSTILE * 9)
    assert cells(line(unread, width, TODAY)) <= width and "\x1b" not in line(unread, width, TODAY)


def test_each_file_is_a_line_and_a_broken_one_says_why(make_file: Callable[..., Path]) -> None:
    table = Table().with_rows(found(make_file))
    lines = [line(row, 76, TODAY) for row in table.shown]
    assert all(cells(one) <= 76 and "\x1b" not in one for one in lines)
    assert "can't be read: is not an assessment file" in lines[-1] and lines[-1].startswith("c.readiness")
    beta = next(one for one in lines if one.startswith("Beta"))
    assert " II " in beta and "50 %" in beta
    assert table.summary == "3 files · 1 can't be read · by organisation"
    told = dict(details(table.shown[-1], TODAY))
    assert "not an SQLite file" in told["Can't be read"]
    assert dict(details(next(row for row in table.shown if "Beta" in line(row, 76, TODAY)), TODAY))["Not met"] == "CC1.1"


def test_sorted_by_any_column_and_a_file_read_again_takes_its_own_place(make_file: Callable[..., Path]) -> None:
    read = found(make_file)
    table = Table().with_rows(read)
    for key in SORT_KEYS:
        shown = table.by(key).shown
        assert sorted(row.path for row in shown) == sorted(row.path for row in read)
        assert shown[-1].standing is None, "what can't be read comes last in every order"
    answered = [row.standing.answered for row in table.by("answered").shown if row.standing is not None]
    assert answered == sorted(answered)
    again = table.with_rows([Row(read[0].path, None, "gone")])
    assert len(again.rows) == len(read) and sum(1 for row in again.rows if row.standing is None) == 2
    assert [digit_of(key) for key in SORT_KEYS] == [*"1234567890"][: len(SORT_KEYS)]


def test_the_first_folder_is_that_of_the_file_opened_last(tmp_path: Path) -> None:
    assert usual_folder() == Path.cwd()
    (tmp_path / "clients").mkdir()
    remember(Recent(path=str(tmp_path / "clients" / "a.readiness")))
    assert usual_folder() == tmp_path / "clients"
    remember(Recent(path=str(tmp_path / "gone" / "a.readiness")))
    assert usual_folder() == Path.cwd()


def test_a_closed_file_past_its_day_says_so(make_file: Callable[..., Path]) -> None:
    read = found(make_file)[1]
    assert read.standing is not None
    closed = replace(read, standing=replace(read.standing, closed=True, retain_until=date(2026, 1, 31)))
    assert "! 2026-01-31" in line(closed, 120, TODAY) and "! 2026" not in line(closed, 120, date(2026, 1, 31))
    assert dict(details(closed, TODAY))["Closed"].startswith("kept until 2026-01-31: that day is over")


def test_overdue_items_and_requests_are_told_apart(make_file: Callable[..., Path]) -> None:
    read = found(make_file)[1]
    assert read.standing is not None
    late = replace(read, standing=replace(read.standing, overdue=12, overdue_requests=3))
    assert " ! 12+3 " in line(late, 76, TODAY) and cells(line(late, 76, TODAY)) <= 76
    assert dict(details(late, TODAY))["Overdue"] == "12 remediation items and 3 evidence requests"
    assert Table().with_rows([late]).summary == "1 file · 1 with overdue items · 1 with overdue requests · by organisation"
    assert dict(details(read, TODAY))["Overdue"] == ""
