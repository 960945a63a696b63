"""A plan's dates as plain data for JSON: days as ISO dates, work in person-days."""

from __future__ import annotations

from datetime import date
from typing import Any

from questionnaires.framework import ReportCalendar
from scoring.milestones import Milestones, StatedWindow, stated_window
from scoring.model import Capacity, Window
from scoring.schedule import Schedule
from scoring.wish import Given, Wish


def schedule_data(made: Schedule, practice: ReportCalendar | None, stated: Window | None) -> dict[str, Any]:
    """A schedule; ``expected`` counts with the middle of each effort range, ``least`` and ``most`` with its ends.

    ``not_before`` counts the open questions that could move a date; ``report_times`` says where the weeks of the reports come
    from, null where the library knows none. ``stated_window`` is what becomes of the window that the scope states, null without
    one: a report is likely when it says so rather than by ``expected``. ``set_aside`` are gaps that no date waits for, though a
    criterion rests on them. Ranges are [earliest, latest].
    """
    told = stated_window(practice, made.expected, stated, made.open_window)
    return {
        "start": made.start.isoformat(),
        "capacity": _capacity(made.capacity),
        "window_months": made.window_months,
        "expected": _milestones(made.expected),
        "least": _milestones(made.least),
        "most": _milestones(made.most),
        "stated_window": None if told is None else _stated(told),
        "set_aside": list(made.aside),
        "not_before": {"type_1_date": len(made.open_type_1), "window_opens": len(made.open_window)},
        "report_times": None if practice is None else {"basis": practice.basis, "dated": practice.dated.isoformat()},
        "items": [
            {
                "question": item.question,
                "server": item.server,
                "start": item.start.isoformat(),
                "finish": item.finish.isoformat(),
                "done": item.done.isoformat(),
                "critical": item.critical,
                "slack_days": item.slack_days,
            }
            for item in (made.items[question_id] for question_id in made.sequence)
        ],
        "packages": [
            {
                "id": package.id,
                "start": package.start.isoformat(),
                "finish": package.finish.isoformat(),
                "done": package.done.isoformat(),
                "critical": package.critical,
            }
            for package in made.packages.values()
        ],
        "critical_path": list(made.critical_path),
        "recurring": [
            {"question": run.question, "server": run.server, "due": run.due.isoformat(), "day": run.day.isoformat(), "days": run.days}
            for run in made.recurring
        ],
        "by_week": [
            {
                "week": load.week.isoformat(),
                "server": load.server,
                "items": load.items,
                "recurring": load.recurring,
                "capacity": load.capacity,
            }
            for load in made.by_week
        ],
    }


def wish_data(found: Wish) -> dict[str, Any]:
    """What would have to give for a wished day; null where a thing alone does not reach it, or nothing has to give.

    ``as_stated``: the day as planned is counted from the window that the scope states, which the plan is in time for;
    ``instead_of_stated``: what gives is that one, for a window as the plan lets it open, which alone is ``planned_window``.
    """
    return {
        "by": found.by.isoformat(),
        "as_planned": _day(found.as_planned),
        "as_stated": found.as_stated,
        "reached": found.reached,
        "planned_window": _given(found.moved),
        "capacity": _given(found.capacity),
        "categories": [_given(one) for one in found.categories],
        "window": _given(found.window),
        "together": _given(found.together),
    }


def _given(given: Given | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "report_by": given.report_by.isoformat(),
        "capacity": None if given.capacity is None else _capacity(given.capacity),
        "without": None if given.without is None else list(given.without),
        "window_months": given.window_months,
        "instead_of_stated": given.moved,
    }


def _capacity(capacity: Capacity) -> dict[str, float]:
    return {"total": capacity.total, **capacity.by_role}


def _milestones(dates: Milestones) -> dict[str, Any]:
    return {
        "done": dates.done.isoformat(),
        "type_1_date": dates.type_1_date.isoformat(),
        "type_1_report_between": _range(dates.type_1_report_between),
        "window_opens": _day(dates.window_opens),
        "window_ends": _day(dates.window_ends),
        "report_between": _range(dates.report_between),
    }


def _stated(told: StatedWindow) -> dict[str, Any]:
    return {
        "from": told.window.start.isoformat(),
        "to": told.window.end.isoformat(),
        "in_time": told.in_time,
        "report_between": _range(told.report_between),
    }


def _range(days: tuple[date, date] | None) -> list[str] | None:
    return None if days is None else [day.isoformat() for day in days]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
