"""The timeline of weeks, without a terminal."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.assessment import Assessment
from readiness.storage import set_scope
from readiness.tui.state.dating import dated
from readiness.tui.state.gantt import CELLS_A_WEEK, CRITICAL, EARLIER, LATER, TODAY, WAITING, WORK, timeline
from scoring.model import Answer
from scoring.plan import Plan
from scoring.schedule import Schedule

from .small_library import small_library

DAY = date(2026, 11, 23)
Drawn = tuple[Plan, Schedule]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[float], Drawn]]:
    path = tmp_path_factory.mktemp("gantt") / "a.readiness"
    with Assessment.create(path, "Acme", recorder="Ben", library=small_library()) as made:
        made.answer_all([Answer(question=one, level="1") for one in ("rules-of-conduct", "owner-named", "multi-factor", "access-review")])

        def of(total: float) -> Drawn:
            made.change_scope([set_scope("planning", {"start": "2026-12-01", "capacity": {"total": total, "by_role": {"it": total / 2}}})])
            found = dated(made, made.plan(), DAY).schedule
            assert found is not None
            return made.plan(), found

        yield of


def test_every_package_and_item_has_a_bar_of_the_same_width(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(1)
    found = timeline(plan, made, DAY, 200)
    assert set(found.bars) == {f"package:{one.id}" for one in plan.packages} | set(made.items)
    assert {len(bar.cells) for bar in found.bars.values()} == {found.shown * CELLS_A_WEEK}
    assert found.before == found.after == 0 and found.place == f"{found.shown} weeks"


def test_the_critical_path_has_a_glyph_of_its_own(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(1)
    bars = timeline(plan, made, DAY, 200).bars
    assert {question for question in made.items if CRITICAL in bars[question].cells} == set(made.critical_path)
    assert all(bars[question].critical for question in made.critical_path)


def test_waiting_follows_work_up_to_its_end(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(0.5)
    item = made.items["access-review"]
    cells = timeline(plan, made, DAY, 400).bars["access-review"].cells.rstrip()
    assert cells.endswith(WAITING) and set(cells.replace(TODAY, " ")) <= {" ", WORK, CRITICAL, WAITING}
    first = DAY - timedelta(days=DAY.weekday())
    assert (len(cells) - 1) // CELLS_A_WEEK == (item.done - first).days // 7


def test_today_is_marked_or_said_on_which_side_it_lies(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(0.5)
    near = timeline(plan, made, DAY, 60)
    assert near.today == "▼ today, 2026-11-23" and near.mondays.startswith("23 30 07")
    assert all(bar.cells.startswith(TODAY) for bar in near.bars.values())
    assert timeline(plan, made, DAY, 60, 2).today.startswith(EARLIER)
    long_ago = timeline(plan, made, date(2026, 1, 1), 60)
    assert long_ago.today.startswith(EARLIER) and long_ago.mondays.startswith("30")
    assert timeline(plan, made, date(2031, 1, 1), 60).today.endswith(LATER)


def test_the_weeks_are_walked_and_stop_at_both_ends(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(0.3)
    whole = timeline(plan, made, DAY, 1000).shown
    start, middle, end = (timeline(plan, made, DAY, 5 * CELLS_A_WEEK, week) for week in (0, 3, 10_000))
    assert (start.before, start.shown, start.after) == (0, 5, whole - 5)
    assert middle.place == f"{EARLIER} weeks 4 to 8 of {whole} {LATER}"
    assert (end.before, end.after) == (whole - 5, 0)
    # What is out of sight is pointed at.
    assert any(bar.cells.endswith(LATER) for bar in start.bars.values())
    assert any(bar.cells.startswith(EARLIER) for bar in end.bars.values())


def test_months_stand_above_their_weeks(drawn: Callable[[float], Drawn]) -> None:
    plan, made = drawn(0.5)
    found = timeline(plan, made, DAY, 60)
    assert found.months.startswith("   Dec 2026") and "Jan 2027" in found.months
    place = found.months.index("Jan")
    assert place % CELLS_A_WEEK == 0 and found.mondays[place : place + 2] in ("29", "30", "31", "01", "02", "03", "04")


@pytest.mark.parametrize("first_week", range(10))
def test_every_month_with_room_is_named_at_its_first_week(drawn: Callable[[float], Drawn], first_week: int) -> None:
    plan, made = drawn(0.3)
    for shown in (3, 5, 6, 9, 14, 18):
        found = timeline(plan, made, DAY, shown * CELLS_A_WEEK, first_week)
        thursdays = [date(2026, 11, 26) + timedelta(weeks=found.before + week) for week in range(found.shown)]
        years = set[int]()
        for at, day in enumerate(thursdays):
            if at and thursdays[at - 1].month == day.month:
                continue
            weeks = sum(one.month == day.month and one.year == day.year for one in thursdays)
            last = at + weeks == len(thursdays)
            begins = found.months[at * CELLS_A_WEEK :]
            assert begins.startswith(f"{day:%b}") == (weeks > 1 or last)
            if weeks > 2:
                assert begins.startswith(f"{day:%b %Y}") == (day.year not in years)
            if begins.startswith(f"{day:%b %Y}"):
                years.add(day.year)


@settings(deadline=None)
@given(room=st.integers(0, 200), week=st.integers(0, 200), total=st.sampled_from([0.3, 1, 20]), days=st.integers(-400, 400))
def test_it_keeps_to_its_room(drawn: Callable[[float], Drawn], room: int, week: int, total: float, days: int) -> None:
    plan, made = drawn(total)
    found = timeline(plan, made, DAY + timedelta(days=days), room, week)
    width = found.shown * CELLS_A_WEEK
    assert width <= max(room, CELLS_A_WEEK) and found.before >= 0 and found.after >= 0
    assert {len(bar.cells) for bar in found.bars.values()} == {width}
    assert len(found.mondays) == width
