"""The plan's dates as a timeline of weeks: a bar for each package and item, the critical path, today. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from questionnaires.wording import count_text
from readiness.tui.state.dating import monday, month_short
from scoring.plan import Plan
from scoring.schedule import Schedule

CELLS_A_WEEK = 3
CRITICAL, WORK, WAITING, PACKAGE = "◆", "█", "░", "━"
EARLIER, LATER, TODAY = "◂", "▸", "┆"
LEGEND = f"{WORK} work  {CRITICAL} critical: a delay moves the end  {WAITING} waiting  {PACKAGE} package  {TODAY} today"
_DAYS_A_WEEK = 7
# Today is shown before the first day of work only if that is near; else the timeline would begin with empty weeks.
_WEEKS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A package's or an item's row: its id in the plan, whether it is on the critical path, and its bar over the weeks shown."""

    id: str
    critical: bool
    cells: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The weeks shown: how many there are before and after them, three lines that head them, and the bars by row id.

    ``months`` and ``mondays`` stand above the weeks, ``today`` marks the day or says on which side of the weeks it lies.
    """

    before: int
    shown: int
    after: int
    months: str
    mondays: str
    today: str
    bars: dict[str, Bar]

    @property
    def place(self) -> str:
        """Which weeks of how many are shown."""
        whole = self.before + self.shown + self.after
        if not self.before and not self.after:
            return count_text(whole, "week")
        left, right = f"{EARLIER} " if self.before else "", f" {LATER}" if self.after else ""
        return f"{left}weeks {self.before + 1} to {self.before + self.shown} of {whole}{right}"


def timeline(plan: Plan, made: Schedule, today: date, room: int, first_week: int = 0) -> Timeline:
    """The weeks that fit into ``room`` cells, from the ``first_week`` (0 the first of all) or the last that still fills the room."""
    starts = [item.start for item in made.items.values()]
    begin = min([made.start, *starts])
    if timedelta(0) <= begin - today <= timedelta(weeks=_WEEKS_AHEAD):
        begin = today
    first = monday(begin)
    last = max([item.done for item in made.items.values()], default=made.start)
    whole = (last - first).days // _DAYS_A_WEEK + 1
    shown = max(1, min(whole, room // CELLS_A_WEEK))
    before = max(0, min(first_week, whole - shown))
    origin = first + timedelta(weeks=before)
    width = shown * CELLS_A_WEEK
    here = _cell(origin, today)
    bars: dict[str, Bar] = {}
    for package in plan.packages:
        days = made.packages[package.id]
        row = f"package:{package.id}"
        bars[row] = Bar(
            row, days.critical, _bar(origin, width, here, (days.start, days.finish, days.done), PACKAGE, critical=days.critical)
        )
        for question in package.questions:
            item = made.items[question]
            cells = _bar(origin, width, here, (item.start, item.finish, item.done), WORK, critical=item.critical)
            bars[question] = Bar(question, item.critical, cells)
    return Timeline(
        before, shown, whole - shown - before, _months(origin, shown), _mondays(origin, shown), _today(here, width, today), bars
    )


def _cell(origin: date, day: date) -> int:
    """The cell of a day, counted from the one of ``origin``, a Monday; negative before it."""
    weeks, rest = divmod((day - origin).days, _DAYS_A_WEEK)
    return weeks * CELLS_A_WEEK + rest * CELLS_A_WEEK // _DAYS_A_WEEK


def _bar(origin: date, width: int, here: int, days: tuple[date, date, date], work: str, *, critical: bool) -> str:
    start, finish, done = (_cell(origin, day) for day in days)
    line = [TODAY if cell == here else " " for cell in range(width)]
    for cell in range(max(0, start), min(width, done + 1)):
        line[cell] = work if cell <= finish else WAITING
    if critical and 0 <= start < width:
        line[start] = CRITICAL
    # A bar out of sight is not taken for one that is missing.
    if done < 0:
        line[0] = EARLIER
    elif start >= width:
        line[-1] = LATER
    return "".join(line)


def _months(origin: date, weeks: int) -> str:
    """The months above the weeks in which they begin, each that has room; the first one of a year with the year, once there is room."""
    # Thursday says which month most of a week belongs to.
    thursdays = [origin + timedelta(weeks=week, days=3) for week in range(weeks)]
    line, years = "", set[int]()
    for (year, _), days in groupby(thursdays, key=lambda day: (day.year, day.month)):
        span = list(days)
        # A space parts a name from the next one.
        room = len(span) * CELLS_A_WEEK - (span[-1] != thursdays[-1])
        short = month_short(span[0])
        dated = f"{short} {year}"
        text = dated if year not in years and len(dated) <= room else short if len(short) <= room else ""
        if text == dated:
            years.add(year)
        line += f"{text:{len(span) * CELLS_A_WEEK}}"
    return line.rstrip()


def _mondays(origin: date, weeks: int) -> str:
    return "".join(f"{origin + timedelta(weeks=week):%d} " for week in range(weeks))


def _today(here: int, width: int, today: date) -> str:
    said = f"today, {today}"
    if here < 0:
        return f"{EARLIER} {said}"
    if here >= width:
        return f"{f'{said} {LATER}':>{width}}"
    if here + 2 + len(said) <= width:
        return f"{' ' * here}▼ {said}"
    return f"{f'{said} ▼':>{here + 1}}" if here >= len(said) + 1 else f"{' ' * here}▼"
