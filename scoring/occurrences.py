"""How often a control comes due: counted over a window, dated from its last run. Knows frequencies and days, no answers.

Two measures on purpose: a run is due one calendar period after the last, and overdue only after the slack of
``scoring.evidence.INTERVAL_DAYS``.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from questionnaires.model import Frequency
from scoring.evidence import INTERVAL_DAYS
from scoring.model import Window
from scoring.workdays import months_later

PERIOD_MONTHS: dict[Frequency, int] = {"monthly": 1, "quarterly": 3, "semi-annual": 6, "annual": 12}
_PERIOD_DAYS: dict[Frequency, int] = {"daily": 1, "weekly": 7}
_DAY = timedelta(days=1)
# So many days short of a whole month count as that month.
_NEARLY = timedelta(days=3)


def window_from(start: date, months: int) -> Window:
    """The window of that many calendar months whose first day is ``start``; ``months`` is 1 or more."""
    return Window(start=start, end=months_later(start, months) - _DAY)


def months_of(window: Window) -> int:
    """The calendar months of a window as people mean them: 1 April to 28 June still has three, 15 April to 30 June has two."""
    start, end = window.start, min(window.end, date.max - _NEARLY) + _NEARLY
    ends_month = end.day == monthrange(end.year, end.month)[1]
    months = (end.year - start.year) * 12 + end.month - start.month + ends_month
    return months - ((1 if ends_month else end.day + 1) < start.day)


def window_until(end: date, months: int) -> Window:
    """The window of that many calendar months whose last day is ``end``; ``months`` is 1 or more."""
    return Window(start=months_later(end + _DAY, -months), end=end)


def recurs(frequency: Frequency) -> bool:
    """Whether the control has a rhythm of its own; a setting, a case that comes up or a single act has none."""
    return INTERVAL_DAYS[frequency] is not None


def due_count(frequency: Frequency, start: date, end: date) -> int | None:
    """How many runs come due from ``start`` to ``end``, both included: the whole calendar periods in between.

    None for a control without a rhythm; 0 where not one whole period fits, or ``end`` lies before ``start``.
    """
    if not recurs(frequency):
        return None
    days = (end - start).days + 1
    if frequency in _PERIOD_DAYS:
        return max(0, days // _PERIOD_DAYS[frequency])
    count, period = 0, PERIOD_MONTHS[frequency]
    # A period is never shorter than 28 days a month, so this ends.
    while days > 0 and months_later(start, (count + 1) * period) - _DAY <= end:
        count += 1
    return count


def next_due(frequency: Frequency, last_done: date) -> date | None:
    """The day the run after ``last_done`` comes due; None without a rhythm."""
    if frequency in PERIOD_MONTHS:
        return months_later(last_done, PERIOD_MONTHS[frequency])
    return last_done + timedelta(days=_PERIOD_DAYS[frequency]) if frequency in _PERIOD_DAYS else None


def due_dates(frequency: Frequency, last_done: date, start: date, end: date) -> tuple[date, ...]:
    """The days from ``start`` to ``end``, both included, on which runs come due, in the rhythm of the last one.

    Only of controls due monthly or more rarely: nobody plans a daily one by a list of dates.
    """
    period = PERIOD_MONTHS.get(frequency)
    if period is None or end <= last_done:
        return ()
    # Straight to the periods that can touch the window, however long ago the last run was.
    behind = max(1, ((start.year - last_done.year) * 12 + start.month - last_done.month) // period)
    found = []
    while (day := months_later(last_done, behind * period)) <= end:
        if day >= start:
            found.append(day)
        behind += 1
    return tuple(found)


def overdue(frequency: Frequency, last_done: date, on: date) -> bool:
    """Whether, on that day, the last run lies further back than the frequency allows with its slack."""
    interval = INTERVAL_DAYS[frequency]
    return interval is not None and (on - last_done).days > interval
