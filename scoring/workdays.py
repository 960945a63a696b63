"""Workdays and dates: weekends and holidays off, months added, all counted from one start day."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

HORIZON_YEARS = 20


class BeyondHorizon(ValueError):
    """A day further from the start than any plan is worth making."""

    def __init__(self) -> None:
        super().__init__(f"this would take more than {HORIZON_YEARS} years")


class WorkCalendar:
    """The workdays from ``start`` on: Monday to Friday without ``holidays``, numbered from 0.

    Day 0 is ``start`` itself or the first workday after it. Raises BeyondHorizon past twenty years.
    """

    def __init__(self, start: date, holidays: Iterable[date] = ()) -> None:
        self.start = start
        self.holidays = frozenset(holidays)
        self._last = start.toordinal() + HORIZON_YEARS * 366
        self._off = frozenset(day.toordinal() for day in self.holidays)
        self._next = start.toordinal()
        # Ordinals of the workdays counted so far; further ones are counted when somebody asks.
        self._days: list[int] = []

    def _count_on(self) -> None:
        if self._next > self._last:
            raise BeyondHorizon
        span = range(self._next, self._next + 366)
        # Ordinal 1 is a Monday.
        self._days += [day for day in span if (day - 1) % 7 < 5 and day not in self._off]
        self._next = span.stop

    def ordinal(self, index: int) -> int:
        """The ordinal of a workday by its number, 0 or more."""
        while index >= len(self._days):
            self._count_on()
        return self._days[index]

    def day(self, index: int) -> date:
        """The date of a workday by its number, 0 or more."""
        return date.fromordinal(self.ordinal(index))

    def index(self, day: date) -> int:
        """The number of the first workday on or after ``day``; 0 for any day before the start."""
        return self._index(day.toordinal())

    def _index(self, wanted: int) -> int:
        while not self._days or self._days[-1] < wanted:
            self._count_on()
        return bisect_left(self._days, wanted)

    def last_by(self, ordinal: int) -> int:
        """The number of the last workday on or before the day with that ordinal; -1 before the first."""
        return self._index(ordinal + 1) - 1

    def after_waiting(self, index: int, days: int) -> int:
        """The first workday after ``days`` calendar days of waiting that follow workday ``index``."""
        return self._index(self.ordinal(index) + days + 1)

    def last_before_waiting(self, index: int, days: int) -> int:
        """The last workday from which ``days`` calendar days of waiting are over by workday ``index``; may be negative."""
        return self.last_by(self.ordinal(index) - days - 1) if index > 0 else -1


def months_later(day: date, months: int) -> date:
    """The same day of the month, ``months`` later; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
