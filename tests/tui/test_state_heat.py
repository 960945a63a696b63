"""The heat map, the gauges and the table of gaps, without a terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_once import shipped_once

from questionnaires.model import SEVERITIES
from readiness.assessment import Assessment
from readiness.tending import change_item
from readiness.tui.state import heat, results
from readiness.tui.state.gap_table import SORTS, GapTable, filter_choices, filtered, next_sort
from scoring.score import Figure


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


def test_every_criterion_in_scope_stands_in_its_series(assessment: Assessment) -> None:
    rows = heat.heat_rows(assessment, 70)
    assert [row.series for row in rows] == ["CC1", "CC6"]
    assert [cell.row.id for row in rows for cell in row.cells] == list(assessment.scorecard().criteria)
    cells = {cell.row.id: cell for row in rows for cell in row.cells}
    assert cells["CC1.1"].text == "○ CC1.1 " and cells["CC6.2"].text.startswith("·")
    assert cells["CC6.1"].severity and cells["CC6.2"].severity == ""


def test_a_highlighted_criterion_says_verdict_and_severity_in_words(assessment: Assessment) -> None:
    cells = {cell.row.id: cell for row in heat.heat_rows(assessment, 70) for cell in row.cells}
    assert cells["CC1.1"].told == "CC1.1 Conduct\n○ not met · 1 gap, the worst high · readiness 5 % · 1/1 answered"
    assert heat.NO_GAP in cells["CC6.2"].told and "not assessed" in cells["CC6.2"].told


def test_the_worst_gaps_are_marked_by_more_than_colour(assessment: Assessment) -> None:
    assessment.answer(assessment.answers["multi-factor"].model_copy(update={"level": "0"}))
    cells = {cell.row.id: cell for row in heat.heat_rows(assessment, 70) for cell in row.cells}
    assert cells["CC6.1"].severity == SEVERITIES[-1] and cells["CC6.1"].text.endswith("!")


@pytest.mark.parametrize("room", [0, 9, 30, 200])
def test_a_series_too_wide_goes_on_in_the_next_line(assessment: Assessment, room: int) -> None:
    wide = heat.cell_width(assessment)
    rows = heat.heat_rows(assessment, room)
    assert [cell.row.id for row in rows for cell in row.cells] == list(assessment.scorecard().criteria)
    assert all(len(row.cells) * wide <= max(room, wide) for row in rows)
    assert [row.series for row in rows if row.title] == ["CC1", "CC6"]


def test_all_shipped_criteria_fit_80_columns(tmp_path: Path) -> None:
    library = shipped_once()
    everything = [category.id for category in library.scored_categories]
    with Assessment.create(tmp_path / "full.readiness", "Acme", categories=everything, question_set="full", recorder="Ben") as made:
        room = 80 - 6 - heat.label_width(80)
        rows = heat.heat_rows(made, room)
        assert sum(len(row.cells) for row in rows) == len(made.scorecard().criteria) == 61
        assert all(len(row.cells) * heat.cell_width(made) <= room for row in rows)


def test_labels_have_one_width(assessment: Assessment) -> None:
    row = heat.heat_rows(assessment, 70)[0]
    for width in (80, 120):
        assert len(heat.series_label(row, width)) == heat.label_width(width)
    assert "Control environment" in heat.series_label(row, 120) and "Control" not in heat.series_label(row, 80)


# Gauges


@given(low=st.floats(0, 100), value=st.none() | st.floats(0, 100), high=st.floats(0, 100), width=st.integers(3, 40))
def test_a_gauge_is_as_wide_as_asked(low: float, value: float | None, high: float, width: int) -> None:
    drawn = results.gauge(Figure(min(low, high), value, max(low, high)), width)
    assert len(drawn) == width + 2
    assert drawn.count("┃") == (value is not None)


def test_categories_have_a_gauge_and_series_their_criteria(assessment: Assessment) -> None:
    for row in results.map_rows(assessment):
        assert bool(row.gauge) is row.category and bool(row.glyphs) is not row.category
        assert row.value.endswith(" %") is row.category


# The table of gaps


def test_gaps_are_sorted_by_what_is_asked_for(assessment: Assessment) -> None:
    rows = results.gap_rows(assessment)
    table = GapTable()
    seen = {}
    for name in SORTS:
        assert table.sort == name
        seen[name] = [row.question for row in table.shown(rows)]
        table = next_sort(table)
    assert table.sort == "severity"
    assert seen["severity"][0] == "multi-factor" and seen["criterion"][0] == "rules-of-conduct"
    assert [row.owner for row in GapTable("owner").shown(rows)] == ["Founder", "Founder", "IT or operations"]
    efforts = [row.effort_days for row in GapTable("effort").shown(rows)]
    assert efforts == sorted(efforts)
    assert all(sorted(questions) == sorted(seen["severity"]) for questions in seen.values())


def test_gaps_are_narrowed_and_the_title_says_to_what(assessment: Assessment) -> None:
    rows = results.gap_rows(assessment)
    choices = filter_choices(rows)
    assert [value for value, _ in choices["owner"]] == ["", "Founder", "IT or operations"]
    assert ("Founder", "Founder: 2 gaps") in choices["owner"]
    table = filtered(GapTable("owner"), {"kind": "design", "severity": "", "owner": "Founder"})
    shown = table.shown(rows)
    assert [row.question for row in shown] == ["rules-of-conduct"]
    assert table.title(len(shown), len(rows)) == "Gaps (1 of 3) · by owner · design gaps · Founder"
    assert GapTable().title(3, 3) == "Gaps (3) · by severity" and GapTable().title(0, 0) == "No gap is known yet"


def test_a_gap_is_its_owners_as_decided(assessment: Assessment) -> None:
    change_item(assessment, "multi-factor", {"owner": "ceo"})
    assert {row.question: row.owner for row in results.gap_rows(assessment)}["multi-factor"] == "Founder"
