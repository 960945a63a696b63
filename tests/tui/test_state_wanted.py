"""A stated deadline beside the plan's dates, in one line."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.storage import clear_fact, set_fact, set_scope
from readiness.tui.app import ReadinessApp
from readiness.tui.state import planning
from readiness.tui.state.dating import Dating, dated
from readiness.wanted import MONTHS_FACT, Wanted
from scoring.wish import report_by

from .driving import interview, on_screen, text_of, until

TODAY = date(2026, 11, 23)
PLANNING = {"start": "2026-12-01", "capacity": {"total": 2}, "window_months": 6}
BY = date(2027, 6, 30)


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        opened.change_scope([set_scope("planning", PLANNING)])
        yield opened


def made(assessment: Assessment) -> Dating:
    found = dated(assessment, assessment.plan(), TODAY)
    assert found.schedule is not None
    return found


@pytest.mark.parametrize(
    ("planned", "moving", "said"),
    [
        (date(2027, 7, 21), False, "3 weeks late"),
        (date(2027, 7, 15), False, "3 weeks late"),
        (date(2027, 7, 7), False, "1 week late"),
        (date(2027, 7, 6), False, "6 days late"),
        (date(2027, 7, 1), True, "at least 1 day late"),
        (date(2027, 6, 30), False, "in time, not a day to spare"),
        (date(2027, 6, 29), False, "in time, 1 day to spare"),
        (date(2027, 6, 16), False, "in time, 2 weeks to spare"),
        (date(2027, 6, 10), True, "in time so far, 2 weeks to spare"),
    ],
)
def test_how_late_it_comes_is_told_in_weeks(planned: date, moving: bool, said: str) -> None:
    assert Wanted(BY, planned, f"by {BY}", moving).words == f"Wanted by 2027-06-30: {said}."


def test_nothing_stated_nothing_said(assessment: Assessment) -> None:
    assert made(assessment).wanted == ""


def test_the_months_count_from_the_day_they_were_stated(assessment: Assessment) -> None:
    assessment.change_scope([set_fact(MONTHS_FACT, 3)])
    found = made(assessment)
    assert found.schedule is not None
    planned = report_by(found.schedule)
    assert planned is not None
    by = date(2027, 2, 23)
    assert found.wanted == Wanted(by, planned, f"by {by}", moving=True).words and "late" in found.wanted
    for summary in (planning.plan_summary, planning.short_summary):
        assert summary(assessment, assessment.plan(), found)[1].splitlines()[-1] == found.wanted
    assessment.change_scope([clear_fact(MONTHS_FACT)])
    assert made(assessment).wanted == ""


def test_a_stated_window_that_holds_is_what_the_report_follows(assessment: Assessment) -> None:
    window = {"from": "2028-01-01", "to": "2028-06-30"}
    assessment.change_scope([set_fact(MONTHS_FACT, 24), set_scope("window", window)])
    found = made(assessment)
    # The small library knows no figures on how long reports take after it.
    assert found.stated is not None and found.stated.in_time and found.stated.report_between is None
    assert found.wanted == Wanted(date(2028, 11, 23), date(2028, 6, 30), "by 2028-11-23", moving=True).words


def test_a_type_1_report_is_wanted_as_of_a_day(assessment: Assessment) -> None:
    assessment.change_scope([set_scope("report_type", 1), set_scope("as_of", "2027-06-30"), set_fact(MONTHS_FACT, 1)])
    found = made(assessment)
    assert found.schedule is not None
    assert found.wanted == Wanted(BY, found.schedule.type_1_date, "as of 2027-06-30", moving=True).words
    assert found.wanted.startswith("Wanted as of 2027-06-30: in time so far, ")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_plan_says_so(
    assessment: Assessment, make_file: Callable[..., Path], make_app: Callable[..., ReadinessApp], size: tuple[int, int]
) -> None:
    assessment.change_scope([set_fact(MONTHS_FACT, 3)])
    async with make_app(assessment.path).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: "Wanted by 2027-02-23: at least " in text_of(pilot, "#summary"))
        assert text_of(pilot, "#summary").endswith("late.")
