"""How often controls come due: counts over windows, dates in a calendar with leap days, and the slack before overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.model import Window
from scoring.occurrences import due_count, due_dates, next_due, overdue, window_from, window_until


def test_a_leap_day_is_followed_by_the_last_of_february() -> None:
    assert next_due("annual", date(2024, 2, 29)) == date(2025, 2, 28)
    assert due_dates("annual", date(2024, 2, 29), date(2025, 1, 1), date(2028, 12, 31))[-1] == date(2028, 2, 29)
    assert window_until(date(2024, 2, 29), 1) == Window(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert window_from(date(2024, 2, 29), 12) == Window(start=date(2024, 2, 29), end=date(2025, 2, 27))


@pytest.mark.parametrize(
    ("frequency", "end", "count"),
    [
        ("annual", date(2026, 12, 30), 0),
        ("annual", date(2026, 12, 31), 1),
        ("semi-annual", date(2026, 12, 31), 2),
        ("quarterly", date(2026, 3, 30), 0),
        ("quarterly", date(2026, 6, 30), 2),
        ("monthly", date(2026, 2, 28), 2),
        ("weekly", date(2026, 1, 14), 2),
        ("daily", date(2026, 1, 31), 31),
        ("daily", date(2025, 12, 1), 0),
        ("monthly", date(2025, 12, 1), 0),
        ("event", date(2026, 12, 31), None),
        ("continuous", date(2026, 12, 31), None),
        ("once", date(2026, 12, 31), None),
    ],
)
def test_how_many_runs_come_due(frequency: Any, end: date, count: int | None) -> None:
    assert due_count(frequency, date(2026, 1, 1), end) == count


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(1, 12))
def test_a_window_of_months_has_that_many(day: date, months: int) -> None:
    for window in (window_until(day, months), window_from(day, months)):
        assert due_count("monthly", window.start, window.end) == months
        assert due_count("annual", window.start, window.end) == months // 12


@given(DAYS, DAYS, DAYS, st.sampled_from(["monthly", "quarterly", "semi-annual", "annual"]))
def test_due_dates_are_the_calendars_and_inside(last: date, one: date, other: date, frequency: Any) -> None:
    start, end = sorted((one, other))
    every, day = [], last
    periods = {"monthly": 1, "quarterly": 3, "semi-annual": 6, "annual": 12}
    count = 0
    while day <= end:
        count += 1
        months = count * periods[frequency] + last.month - 1
        year, month = last.year + months // 12, months % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        day = min(following, following.replace(day=min(last.day, following.day)))
        if start <= day <= end:
            every.append(day)
    assert due_dates(frequency, last, start, end) == tuple(every)


@given(DAYS, st.integers(0, 800), st.sampled_from(["daily", "weekly", "monthly", "quarterly", "semi-annual", "annual"]))
def test_nothing_is_overdue_before_it_is_due(last: date, days: int, frequency: Any) -> None:
    on = last + timedelta(days=days)
    due = next_due(frequency, last)
    assert due is not None
    assert not overdue(frequency, last, on) or due < on
