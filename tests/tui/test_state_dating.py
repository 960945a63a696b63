"""The plan's dates in words, the chart of weeks, and what dates are worked out with, without a terminal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import Draft, set_scope
from readiness.tui.state import capacity, planning
from readiness.tui.state.dating import NO_CAPACITY, UNDATED, Dating, chart, dated, results_line, results_text
from readiness.tui.state.text import cells
from scoring.model import Answer, Capacity, Item, Planning, Scope
from scoring.schedule import Schedule

from .small_library import question, small_library

TODAY = date(2026, 11, 23)
PLANNING = {"start": "2026-12-01", "capacity": {"total": 2, "by_role": {"it": 1}}, "window_months": 6}


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


@pytest.fixture
def made(assessment: Assessment) -> Schedule:
    assessment.change_scope([set_scope("planning", PLANNING)])
    found = dated(assessment, assessment.plan(), TODAY).schedule
    assert found is not None
    return found


# The plan's dates


def test_without_a_capacity_the_setting_is_named(assessment: Assessment) -> None:
    plan = assessment.plan()
    dating = dated(assessment, plan, TODAY)
    assert dating == Dating(None, NO_CAPACITY) and "person-days a week" in results_line(dating)
    assert planning.plan_summary(assessment, plan, dating)[1].splitlines()[-1] == NO_CAPACITY
    assert planning.short_summary(assessment, plan, dating)[1].splitlines()[-1] == NO_CAPACITY
    # Said once, above the plan.
    assert not any("Dates" in dict(row.sections) for row in planning.plan_rows(assessment, plan, dating))


def test_where_nothing_is_to_do_there_is_nothing_to_say(make_file: Callable[..., Path]) -> None:
    with Assessment.open(make_file("empty.readiness", answered=0)) as assessment:
        assert dated(assessment, assessment.plan(), TODAY) == UNDATED
        assert results_line(UNDATED) == ""


def test_a_capacity_too_small_says_so(tmp_path: Path) -> None:
    endless = question("control", "Is it there?", {"CC1.1": "key"}, remediation=[{"upto": 4, "days": [900, 1000], "do": "Build it."}])
    library = Library.model_validate(small_library().model_dump() | {"questions": [endless]})
    with Assessment.create(tmp_path / "slow.readiness", "Acme", recorder="Ben", library=library) as made:
        made.answer(Answer(question="control", level="0"))
        made.change_scope([set_scope("planning", {"capacity": {"total": 0.1}})])
        dating = dated(made, made.plan(), TODAY)
        assert dating.schedule is None and "more than 20 years" in dating.why_not and "more person-days" in dating.why_not


def test_work_starts_today_while_no_day_is_stated(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("planning", {"capacity": {"total": 5}})])
    found = dated(assessment, assessment.plan(), TODAY).schedule
    assert found is not None and found.start == TODAY


def test_the_summary_ends_with_what_the_dates_lead_to(assessment: Assessment, made: Schedule) -> None:
    line = results_line(Dating(made, ""))
    assert f"Type I not before {made.type_1_date}" in line
    assert f"window not before {made.window_opens} – {made.window_ends}" in line
    assert ("report by" in line) == (made.report_between is not None)
    plan = assessment.plan()
    assert planning.plan_summary(assessment, plan, Dating(made, ""))[1].endswith(line)
    text = results_text(assessment.library, made)
    assert f"Everything done: {made.expected.done} ({made.least.done} – {made.most.done})" in text
    assert f"Window ends: {made.window_ends}, after 6 months" in text


def test_a_stated_window_that_is_in_time_is_followed(assessment: Assessment, made: Schedule) -> None:
    assert made.window_opens is not None
    first, last = made.window_opens + timedelta(days=30), made.window_opens + timedelta(days=150)
    assessment.change_scope([set_scope("window", {"from": first.isoformat(), "to": last.isoformat()})])
    dating = dated(assessment, assessment.plan(), TODAY)
    assert dating.stated is not None and dating.schedule is not None
    line = results_line(dating)
    assert f"window {first} – {last} as stated · could open not before {made.window_opens}" in line
    told = replace(dating.stated, report_between=(last + timedelta(weeks=3), last + timedelta(weeks=8)))
    assert results_line(replace(dating, stated=told)).endswith(f" · report by {last + timedelta(weeks=8)}")
    text = results_text(assessment.library, dating.schedule, told)
    assert f"Window opens, as stated: {first}\nWindow ends, as stated: {last}" in text
    assert f"Report likely: {last + timedelta(weeks=3)} – {last + timedelta(weeks=8)}" in text
    assert str(made.window_ends) not in line + text


def test_a_stated_window_too_early_is_said_so_beside_the_planned_days(assessment: Assessment, made: Schedule) -> None:
    assert made.window_opens is not None
    early = made.window_opens - timedelta(days=1)
    assessment.change_scope([set_scope("window", {"from": early.isoformat(), "to": "2028-01-31"})])
    dating = dated(assessment, assessment.plan(), TODAY)
    assert dating.schedule is not None
    said = f"The window you stated opens on {early}, before the plan lets it: not before {made.window_opens}."
    planned = f"{made.window_opens} – {made.window_ends}"
    assert said in results_line(dating) and planned in results_line(dating)
    text = results_text(assessment.library, dating.schedule, dating.stated)
    assert said in text and f"Window ends: {made.window_ends}" in text


def test_a_type_i_plan_has_no_window(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("report_type", 1), set_scope("planning", PLANNING)])
    found = dated(assessment, assessment.plan(), TODAY).schedule
    assert found is not None
    assert "window" not in results_line(Dating(found, "")) and "Window" not in results_text(assessment.library, found)


def test_packages_and_items_tell_their_days(assessment: Assessment, made: Schedule) -> None:
    rows = {row.id: dict(row.sections) for row in planning.plan_rows(assessment, assessment.plan(), Dating(made, ""), 60)}
    package, item = made.packages["access"], made.items["multi-factor"]
    assert str(package.start) in rows["package:access"]["Dates"] and str(package.finish) in rows["package:access"]["Dates"]
    assert "▸" in rows["package:access"]["Weeks"] and "Type I date" in rows["package:access"]["What the dates lead to"]
    assert (
        str(item.start) in rows["multi-factor"]["Dates"] and "Planned with the days of: IT or operations" in rows["multi-factor"]["Dates"]
    )
    assert "Planned with the days of: everyone else" in rows["owner-named"]["Dates"]
    assert ("critical path" in rows["multi-factor"]["Dates"]) == item.critical
    narrow = {row.id: dict(row.sections) for row in planning.plan_rows(assessment, assessment.plan(), Dating(made, ""))}
    assert "Weeks" not in narrow["package:access"]


def test_waiting_is_told_apart_from_work(assessment: Assessment) -> None:
    assessment.answer(Answer(question="access-review", level="1"))
    assessment.change_scope([set_scope("planning", PLANNING)])
    plan = assessment.plan()
    found = dated(assessment, plan, TODAY).schedule
    assert found is not None
    item = found.items["access-review"]
    rows = {row.id: dict(row.sections) for row in planning.plan_rows(assessment, plan, Dating(found, ""), 60)}
    assert f"Waiting over: {item.done}" in rows["access-review"]["Dates"]
    assert "█░" in rows["package:access"]["Weeks"]


def test_what_is_set_aside_is_not_planned_and_own_items_are(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("planning", PLANNING)])
    assessment.change_items([Item(id="own", title="Tell the board [/x]", owner="ceo", effort_days=(1, 2))])
    assessment.change_items([Item(id="conduct", title="Rules", questions=("rules-of-conduct",), status="done")])
    plan, decided = planning.left_to_do(assessment, TODAY)
    dating = dated(assessment, plan, TODAY, decided)
    rows = {row.id: row for row in planning.plan_rows(assessment, plan, dating, 60)}
    assert "rules-of-conduct" not in rows and rows["owner-named"].question == "owner-named"
    assert rows["own"].question == "" and "Work: " in dict(rows["own"].sections)["Dates"]
    assert len(dict(rows["package:people"].sections)["Weeks"].splitlines()) == len(plan.packages) + 2
    for name, question_id in (("named", "owner-named"), ("factor", "multi-factor"), ("own", "")):
        assessment.change_items([Item(id=name, title=name, questions=(question_id,) if question_id else (), status="done")])
    plan, decided = planning.left_to_do(assessment, TODAY)
    assert "all is set aside" in planning.plan_summary(assessment, plan, dated(assessment, plan, TODAY, decided))[1]


def test_a_day_that_people_pinned_stands(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("planning", PLANNING)])
    pinned = date(2027, 3, 1)
    assessment.change_items([Item(id="factor", title="Sign-in", questions=("multi-factor",), start=pinned)])
    plan, decided = planning.left_to_do(assessment, TODAY)
    found = dated(assessment, plan, TODAY, decided).schedule
    assert found is not None and found.items["multi-factor"].start == pinned


# The chart


def test_the_chart_shows_work_and_waiting_by_week(assessment: Assessment, made: Schedule) -> None:
    plan = assessment.plan()
    head, *bars, key = chart(plan, made, 60, "people").splitlines()
    assert head.strip().startswith("Dec")
    assert len(bars) == len(plan.packages) and key.startswith("1 week a cell")
    marked = [line for line in bars if line.startswith("▸")]
    assert len(marked) == 1 and marked[0].startswith("▸ 2 ") and "█" in marked[0]
    assert plan.packages[0].title in chart(plan, made, 90).splitlines()[1]


def test_a_long_plan_puts_several_weeks_into_a_cell(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("planning", {"start": "2026-12-01", "capacity": {"total": 0.1}})])
    plan = assessment.plan()
    found = dated(assessment, plan, TODAY).schedule
    assert found is not None
    lines = chart(plan, found, 24).splitlines()
    assert not lines[-1].startswith("1 week") and "weeks a cell" in lines[-1]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[float, date], tuple[Assessment, Schedule]]]:
    path = tmp_path_factory.mktemp("chart") / "a.readiness"
    with Assessment.create(path, "Acme", recorder="Ben", library=small_library()) as made:
        made.answer_all([Answer(question=one, level="1") for one in ("rules-of-conduct", "owner-named", "multi-factor", "access-review")])

        def of(total: float, start: date) -> tuple[Assessment, Schedule]:
            stated = Planning(start=start, capacity=Capacity(total=total))
            made.change_scope([set_scope("planning", stated.model_dump(mode="json"))])
            found = dated(made, made.plan(), start).schedule
            assert found is not None
            return made, found

        yield of


@settings(deadline=None)
@given(
    width=st.integers(0, 130),
    total=st.sampled_from([0.1, 0.5, 1, 5, 50]),
    start=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_the_chart_keeps_to_its_width(
    drawn: Callable[[float, date], tuple[Assessment, Schedule]], width: int, total: float, start: date
) -> None:
    assessment, found = drawn(total, start)
    plan = assessment.plan()
    lines = chart(plan, found, width).splitlines()
    if lines:
        assert len(lines) == len(plan.packages) + 2
        assert all(cells(line) <= width for line in lines[:-1])
        assert all("█" in line for line in lines[1:-1])
    else:
        assert width < 14


# What dates are worked out with


def kept(assessment: Assessment, drafts: list[Draft]) -> Planning | None:
    assessment.change_scope(drafts)
    return assessment.scope.planning


def rows(assessment: Assessment) -> dict[str, str]:
    return {row.id: row.value for row in capacity.section(assessment.library, assessment.scope).rows}


def test_nothing_is_stated_at_first(assessment: Assessment) -> None:
    assert set(rows(assessment).values()) == {"not stated"}
    assert [value for _, _, value in capacity.capacity_fields(assessment.library, assessment.scope)] == ["", "", ""]


def test_the_capacity_is_stated_in_all_and_by_role(assessment: Assessment) -> None:
    library = assessment.library
    typed = {"total": "5", "ceo": "", "it": "2,5"}
    stated = kept(assessment, capacity.capacity_drafts(library, assessment.scope, typed))
    assert stated is not None and stated.capacity == Capacity(total=5, by_role={"it": 2.5})
    assert rows(assessment)["planning:capacity"] == "5 (IT or operations 2.5, everyone else 2.5)"
    assert {key: value for key, _, value in capacity.capacity_fields(library, assessment.scope)} == {"total": "5", "ceo": "", "it": "2.5"}
    assert kept(assessment, capacity.capacity_drafts(library, assessment.scope, {"total": " ", "ceo": "", "it": ""})) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"total": "much", "it": ""}, "Person-days a week in all: write a number from 0.1 to 1,000"),
        ({"total": "0"}, "Person-days a week in all: write a number"),
        ({"total": "nan"}, "Person-days a week in all: write a number"),
        ({"total": "inf"}, "Person-days a week in all: write a number"),
        ({"total": "5", "it": "-1"}, "Of these, IT or operations: write a number"),
        ({"total": "", "it": "2"}, "Needs the total"),
        ({"total": "1", "it": "2"}, "The total of 1 a week must be at least the 2 of the roles named"),
    ],
)
def test_a_capacity_that_cannot_be_is_refused(assessment: Assessment, typed: Mapping[str, str], said: str) -> None:
    with pytest.raises(ReadinessError) as refused:
        capacity.capacity_drafts(assessment.library, assessment.scope, typed)
    assert said in str(refused.value) and str(refused.value).endswith(".")


def test_two_people_may_do_it_all(assessment: Assessment) -> None:
    kept(assessment, capacity.capacity_drafts(assessment.library, assessment.scope, {"total": "2", "it": "2"}))
    assert rows(assessment)["planning:capacity"] == "2 (IT or operations 2)"


def test_each_input_is_laid_over_the_others(assessment: Assessment) -> None:
    def scope() -> Scope:
        return assessment.scope

    kept(assessment, capacity.start_drafts(scope(), "4 January 2027"))
    kept(assessment, capacity.holidays_drafts(scope(), "2027-05-01, 6 January 2027\n\n2027-05-01"))
    stated = kept(assessment, capacity.months_drafts(scope(), " 6 "))
    assert stated == Planning(start=date(2027, 1, 4), holidays=(date(2027, 1, 6), date(2027, 5, 1)), window_months=6)
    assert rows(assessment) == {
        "planning:capacity": "not stated",
        "planning:start": "2027-01-04",
        "planning:holidays": "2 days",
        "planning:window_months": "6 months",
    }
    assert capacity.holidays_text(scope()) == "2027-01-06\n2027-05-01"
    kept(assessment, capacity.start_drafts(scope(), ""))
    kept(assessment, capacity.holidays_drafts(scope(), ""))
    assert kept(assessment, capacity.months_drafts(scope(), "")) is None


@pytest.mark.parametrize("typed", ["0", "13", "six", "1.5", "-3", "²", "0000006"])
def test_a_window_has_one_to_twelve_months(assessment: Assessment, typed: str) -> None:
    with pytest.raises(ReadinessError, match="1 to 12"):
        capacity.months_drafts(assessment.scope, typed)


@pytest.mark.parametrize("typed", ["3/4/2027", "2027-02-30", "1850-01-01"])
def test_a_day_that_cannot_be_planned_with_is_refused(assessment: Assessment, typed: str) -> None:
    for drafts in (capacity.start_drafts, capacity.holidays_drafts):
        with pytest.raises(ReadinessError):
            drafts(assessment.scope, typed)


@pytest.mark.parametrize(
    ("first", "count", "scale", "line"),
    [
        # One week of November leaves no room for its name beside December's.
        (date(2026, 11, 23), 10, 1, " Dec  Jan"),
        (date(2026, 11, 2), 9, 1, "Nov Dec"),
        (date(2026, 10, 19), 12, 1, "  Nov Dec"),
        # The last one needs no space behind it.
        (date(2026, 11, 2), 12, 1, "Nov Dec  Jan"),
        # With more weeks a cell no month has room of its own: as many as fit are named.
        (date(2026, 11, 2), 12, 2, "Nov  Jan Mar"),
    ],
)
def test_months_are_named_where_they_have_room(first: date, count: int, scale: int, line: str) -> None:
    from readiness.tui.state.dating import _months

    assert _months(first, count, scale, count) == line
