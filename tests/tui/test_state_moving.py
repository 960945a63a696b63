"""What the screen of progress says, without a terminal: sections in their order, parts that sum, charts that fit."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.progressing import TrendPoint
from readiness.rounds import confirm, start_round, waiting
from readiness.tui.state.charts import ACTUAL, EXPECTED, burn_up_chart, left_out, trend_rows
from readiness.tui.state.moving import Moving, Section
from readiness.tui.state.text import cells
from scoring.burnup import BurnUpPoint
from scoring.model import Answer, Round
from scoring.score import Figure

from .rounds_cases import second_round

FIRST = Round(id="r1", number=1, name="First [/b] \x1b round", set="quick", library="0" * 64, rules="1")


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second round worked through: two controls better, one worse, one still open."""
    made = second_round(Path("acme.readiness").absolute(), monkeypatch)
    with Assessment.open(made, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question=name, level=level) for name, level in (("multi-factor", "5"), ("leaver-access", "1"))])
        one.answer(Answer(question="rules-of-conduct", level="5"))
        confirm(one, [name for name in waiting(one) if name != "access-review"])
    return made


def titles(sections: list[Section]) -> list[str]:
    return [section.title for section in sections]


def test_regressions_come_first_then_the_parts_then_the_rest(path: Path) -> None:
    with Assessment.open(path) as one:
        sections = Moving(one).sections(100)
    found = titles(sections)
    assert found[0] == "Fell back: 1 verdict and 1 control"
    assert [row.id for row in sections[0].rows] == ["criterion:CC6.2", "question:leaver-access"]
    assert sections[0].rows[1].text.startswith("2 → 1")
    assert found[1] == "Why it moved: the parts sum to the difference"
    assert {row.id for row in sections[1].rows} == {"", "cause:unconfirmed", "cause:improved", "cause:fell-back"}
    assert [title for title in found if title.startswith("Verdicts gained")]
    assert found[-1].startswith("Promised for a day: ")


@pytest.mark.parametrize("width", [40, 72, 200])
def test_the_parts_on_the_screen_sum_to_the_difference_on_the_screen(path: Path, width: int) -> None:
    with Assessment.open(path) as one:
        moving = Moving(one)
        for _ in range(2):
            rows = next(section for section in moving.sections(width) if section.title.startswith("Why")).rows
            figures = [int(re.findall(r"[+-]?\d+\.\d", row.text)[0].replace(".", "")) for row in rows]
            assert figures[0] + sum(figures[1:-1]) == figures[-1]
            assert all(cells(row.text) <= width for row in rows)
            moving.turn_type()


def test_the_headline_says_both_rounds_and_the_difference(path: Path) -> None:
    with Assessment.open(path) as one:
        moving = Moving(one)
        said = moving.headline()
        assert re.fullmatch(
            r"First round \(2026-08-31\) → Autumn \(2026-11-23\), Type II: lowest possible readiness [\d.]+ % → [\d.]+ % \([+-][\d.]+\)",
            said,
        )
        moving.turn_type()
        assert "Type I:" in moving.headline()
        assert "Highest possible" in moving.others()


def test_a_part_opens_the_controls_behind_it(path: Path) -> None:
    with Assessment.open(path) as one:
        choices = Moving(one).shift_choices("improved")
    assert [name for name, _ in choices] == ["rules-of-conduct", "multi-factor"]
    assert choices[1][1].startswith("3 → 5  Is multi-factor")


def test_other_rounds_are_chosen_and_never_the_wrong_way_round(path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Ann") as one:
        start_round(one, "Winter", today=date(2026, 11, 23))
        moving = Moving(one)
        first, second, third = one.rounds
        assert (moving.found.earlier.id, moving.found.later.id) == (second.id, third.id)
        assert [name for name, _ in moving.earlier_choices()] == [first.id, second.id]
        moving.choose(earlier=first.id)
        assert (moving.found.earlier.id, moving.found.later.id) == (first.id, third.id)
        moving.choose(earlier=second.id)
        moving.choose(later=second.id)
        assert (moving.found.earlier.id, moving.found.later.id) == (first.id, second.id)
        assert [words for _, words in moving.later_choices()] == ["2 Autumn", "3 Winter (open)"]


def test_what_was_worked_out_is_kept_until_something_changes(path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Ann") as one:
        moving = Moving(one)
        before = moving.found
        assert moving.found is before
        one.answer(Answer(question="multi-factor", level="0"))
        assert moving.found is not before


def test_a_first_round_compares_with_nothing(make_file: Callable[..., Path]) -> None:
    with Assessment.open(make_file()) as one, pytest.raises(ReadinessError, match="nothing to compare"):
        Moving(one).headline()


def test_promises_say_how_late_they_are(path: Path) -> None:
    with Assessment.open(path) as one:
        promised = Moving(one).sections(90)[-1]
    lines = {row.id: row.text for row in promised.rows}
    assert lines["question:leaver-access"].startswith("24 d late   2026-10-30 When someone leaves")
    assert lines["question:rules-of-conduct"].startswith("on time     2026-12-15 done 2026-11-23: Do people")
    assert lines["question:physical-places"].startswith("still time  2027-01-29 Are the places")
    assert next(iter(lines)).startswith("question:owner-named"), "the latest first"


def test_the_plan_is_drawn_with_the_rounds_on_it(path: Path) -> None:
    with Assessment.open(path) as one:
        lines = Moving(one).plan_lines(60)
    assert any(EXPECTED in line for line in lines[:-1]) and sum(line.count(ACTUAL) for line in lines[:-1]) >= 1
    assert lines[-1].startswith("By 2026-") and "the plan of First round expected" in lines[-1]


def point(day: date, low: float, name: str = "Round") -> TrendPoint:
    return TrendPoint(named(name), day, Figure(low, low, min(100.0, low + 10)), 1.0, 0.0, 1, 5)


def named(name: str) -> Round:
    return FIRST.model_copy(update={"name": name})


LOW = st.floats(0, 100)
DAYS = st.integers(0, 1500)


@given(
    expected=st.lists(st.tuples(DAYS, LOW), min_size=1, max_size=30),
    actual=st.lists(st.tuples(DAYS, LOW), max_size=6),
    width=st.integers(20, 150),
    height=st.integers(3, 12),
)
def test_any_burn_up_fits_its_room(expected: list[tuple[int, float]], actual: list[tuple[int, float]], width: int, height: int) -> None:
    begin = date(2026, 1, 5)
    curve = [BurnUpPoint(begin + timedelta(days), 0, Figure(low, low, low), 0) for days, low in sorted(expected)]
    lines = burn_up_chart(curve, [point(begin + timedelta(days), low) for days, low in actual], width, height)
    assert len(lines) == height + 1
    assert all(cells(line) <= max(width, 34) for line in lines)
    assert (ACTUAL in "".join(lines)) == bool(actual)


def test_no_plan_is_no_chart() -> None:
    assert burn_up_chart([], [point(date(2026, 1, 5), 10)], 60, 8) == []


@given(width=st.integers(40, 160), lows=st.lists(LOW, min_size=1, max_size=20), name=st.text(min_size=1, max_size=60))
def test_any_trend_fits_its_line(width: int, lows: list[float], name: str) -> None:
    points = [point(date(2026, 1, 5) + timedelta(90 * number), low, f"x{name}") for number, low in enumerate(lows)]
    rows = trend_rows(points, width)
    assert len(rows) == len(points) - left_out(points)
    assert all(cells(row.line) <= width and "\x1b" not in row.line and "\n" not in row.line for row in rows)
    assert rows[-1].line.endswith(f"{lows[-1]:5.1f} %")
