"""Puts a plan's items on the calendar: who works on what from which day to which, by a stated capacity.

An owner works on one item at a time, at the pace of the capacity stated; a lead time follows the work, uses nobody, and ends before
what needs the item starts. Controls that recur take up capacity from the day they run: their runs stand on the calendar too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from questionnaires.model import Frequency, Question, Severity
from scoring.asked import Asked
from scoring.critical import chain, slack
from scoring.dispatch import TICKS, Job, Rhythm, Running, Shop, Span, sequenced
from scoring.milestones import Milestones, milestones, needed
from scoring.model import Capacity
from scoring.occurrences import PERIOD_MONTHS, next_due
from scoring.plan import Plan, RemediationItem, urgent_win
from scoring.score import Scorecard
from scoring.sequencing import best_sequence
from scoring.workdays import BeyondHorizon, WorkCalendar

# What a day of waiting costs, by severity: each weighs three of the next lower one.
WEIGHT: dict[Severity, float] = {"low": 1, "medium": 3, "high": 9, "critical": 27}
EVERYONE_ELSE = "everyone-else"
# The step at this rung keeps the records: a run of the control is taken to cost what that step does, for want of a better figure.
_RECORDS = 4
_WORKDAYS_A_WEEK = 5


class NobodyLeft(BeyondHorizon):
    """Work of a role that has no days of its own, where the roles named have them all: it would never end."""

    def __init__(self, role: str) -> None:
        ValueError.__init__(self, f"nobody is left for the work of {role}: the roles named have all the days")


@dataclass(frozen=True, slots=True)
class ScheduledItem:
    """One item's days: work from ``start`` to ``finish``, ``done`` once its lead time is over as well.

    ``server`` is the role that does it, or everyone else. ``slack_days`` are the workdays it could slip, everybody keeping to the
    sequence, without moving the plan's end; ``critical`` items form the chain that makes the plan as long as it is.
    """

    question: str
    server: str
    start: date
    finish: date
    done: date
    critical: bool
    slack_days: int


@dataclass(frozen=True, slots=True)
class ScheduledPackage:
    """A work package's days: from its first item's start to its last item's finish, ``done`` with the last lead time."""

    id: str
    start: date
    finish: date
    done: date
    critical: bool


@dataclass(frozen=True, slots=True)
class RecurringRun:
    """One run of a recurring control: when it is due, the workday it is planned for, and its person-days."""

    question: str
    server: str
    due: date
    day: date
    days: float


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """One server's person-days in the week that begins with Monday ``week``: on items, on recurring runs, and what there is."""

    week: date
    server: str
    items: float
    recurring: float
    capacity: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """A plan with dates. ``sequence`` is the order it was put on the calendar in, ``critical_path`` in order of time.

    ``expected`` counts with the middle of every effort range, ``least`` and ``most`` with its ends, in the same sequence.
    ``open_type_1`` and ``open_window`` are open questions whose answers could move those dates: until then they are "not before".
    ``aside`` are set-aside gaps that none of the dates waits for, though a criterion rests on them.
    """

    start: date
    capacity: Capacity
    window_months: int
    items: dict[str, ScheduledItem]
    packages: dict[str, ScheduledPackage]
    sequence: tuple[str, ...]
    critical_path: tuple[str, ...]
    recurring: tuple[RecurringRun, ...]
    by_week: tuple[WeekLoad, ...]
    expected: Milestones
    least: Milestones
    most: Milestones
    open_type_1: tuple[str, ...]
    open_window: tuple[str, ...]
    aside: tuple[str, ...] = ()

    @property
    def type_1_date(self) -> date:
        """The first day on which every Type I criterion could be met."""
        return self.expected.type_1_date

    @property
    def window_opens(self) -> date | None:
        """The first day of an observation window; None for a Type I plan."""
        return self.expected.window_opens

    @property
    def window_ends(self) -> date | None:
        """The window's last day."""
        return self.expected.window_ends

    @property
    def report_between(self) -> tuple[date, date] | None:
        """When a report is likely: of Type II after the window, of Type I after its date. Indicative."""
        return self.expected.report_between if self.window_opens is not None else self.expected.type_1_report_between


def schedule(
    asked: Asked,
    card: Scorecard,
    plan: Plan,
    capacity: Capacity,
    calendar: WorkCalendar,
    window_months: int,
    pins: Mapping[str, date] | None = None,
    sequence: Sequence[str] | None = None,
    as_of: date | None = None,
) -> Schedule:
    """Dates for every item of ``plan``, which was made of ``card`` and so of ``asked``.

    ``pins`` are items that start on a stated day, or as soon after as what they need and their owner allow. A ``sequence`` of
    questions, each after what it needs, is kept as it is instead of looking for a good one. A Type I report is likely after the day
    it is to be ``as_of``. Deterministic: the same input gives the same dates. Raises BeyondHorizon if the capacity is too little for
    the plan ever to end, NobodyLeft among them.
    """
    build = Builder(asked, card, plan, capacity, calendar, pins or {})
    servers, speeds = build.servers, build.speeds
    shop = build.shop(middle)
    place = {item.question: number for number, item in enumerate(plan.items)}
    kept = [place[question] for question in sequence] if sequence is not None else best_sequence(shop).sequence
    waits = needed(asked, card, plan)

    def dates(of: Shop) -> Milestones:
        ends = sequenced(of, kept).ends
        done = {item.question: date.fromordinal(of.done(job, end)) for item, job, end in zip(plan.items, of.jobs, ends, strict=True)}
        return milestones(asked, plan, waits, done, calendar.start, window_months, as_of)

    expected = dates(shop)
    spans: list[Span] = []
    timing = sequenced(shop, kept, spans, until=max(expected.done, expected.window_ends or expected.done))
    path = chain(shop, timing)
    slacks = slack(shop, timing)
    items = {
        item.question: ScheduledItem(
            question=item.question,
            server=servers[job.server],
            start=calendar.day(timing.starts[number] // TICKS),
            finish=calendar.day((timing.ends[number] - 1) // TICKS),
            done=date.fromordinal(shop.done(job, timing.ends[number])),
            critical=number in path,
            slack_days=slacks[number],
        )
        for number, (item, job) in enumerate(zip(plan.items, shop.jobs, strict=True))
    }
    return Schedule(
        start=calendar.start,
        capacity=capacity,
        window_months=window_months,
        items=items,
        packages=_packages(plan, items),
        sequence=tuple(plan.items[number].question for number in kept),
        critical_path=tuple(plan.items[number].question for number in path),
        recurring=_runs(spans, calendar, servers, speeds),
        by_week=_weeks(spans, calendar, servers, speeds),
        expected=expected,
        least=dates(build.shop(lambda days: days[0])),
        most=dates(build.shop(lambda days: days[1])),
        open_type_1=waits.open_type_1,
        open_window=waits.open_window,
        aside=waits.aside,
    )


def middle(days: tuple[float, float]) -> float:
    """The middle of an effort range."""
    return (days[0] + days[1]) / 2


class Builder:
    """Makes jobs of items and rhythms of recurring controls. ``speeds`` are person-days a workday of the ``servers``.

    A role whose capacity is known is a server of its own, everyone else together is the last one.
    """

    def __init__(
        self,
        asked: Asked,
        card: Scorecard,
        plan: Plan,
        capacity: Capacity,
        calendar: WorkCalendar,
        pins: Mapping[str, date],
    ) -> None:
        roles = [role.id for role in asked.library.roles if role.id in capacity.by_role]
        self.servers = (*roles, EVERYONE_ELSE)
        self.speeds = tuple(days / _WORKDAYS_A_WEEK for days in (*(capacity.by_role[role] for role in roles), capacity.left))
        self._titles = {role.id: role.title for role in asked.library.roles}
        self._plan = plan
        self._calendar = calendar
        self._server_of = {role: place for place, role in enumerate(roles)}
        self._pins = pins
        self._place = {item.question: number for number, item in enumerate(plan.items)}
        self._questions = {question_id: control.question for question_id, control in card.controls.items()}
        self._running = self._kept_already(asked, card)
        self._tiers = self._put_first()

    def shop(self, effort: Callable[[tuple[float, float]], float]) -> Shop:
        """The plan with one figure of each effort range."""
        jobs = tuple(self._job(item, effort(item.effort_days)) for item in self._plan.items)
        return Shop(jobs, len(self.speeds), self._calendar, tuple(running for _, running in sorted(self._running.items())))

    def _job(self, item: RemediationItem, days: float) -> Job:
        server = self._server(item.owner)
        pin = self._pins.get(item.question)
        return Job(
            server=server,
            ticks=self._ticks(server, days, item.owner),
            waiting=item.lead_days,
            before=tuple(self._place[question_id] for question_id in item.after),
            weight=WEIGHT[item.severity],
            tier=self._tiers[item.question],
            earliest=0 if pin is None else self._calendar.index(pin) * TICKS,
            rhythms=tuple(rhythm for question_id in item.closes if (rhythm := self._begun(question_id, server)) is not None),
        )

    def _put_first(self) -> dict[str, int]:
        """The tier of each item: pinned ones, then those that people put first, in their order, then urgent quick wins, then the rest.

        What is put first takes along everything it needs.
        """
        items = {item.question: item for item in self._plan.items}
        ranked = sorted((item.rank, number, item.question) for number, item in enumerate(self._plan.items) if item.rank is not None)
        ahead = [[question_id] for *_, question_id in ranked]
        ahead.append([item.question for item in self._plan.items if urgent_win(item)])
        found: dict[str, int] = {}
        for tier, stack in enumerate(ahead, start=1):
            while stack:
                question_id = stack.pop()
                if question_id not in found:
                    found[question_id] = tier
                    stack.extend(items[question_id].after)
        rest = len(ahead) + 1
        return {question_id: 0 if question_id in self._pins else found.get(question_id, rest) for question_id in items}

    def _kept_already(self, asked: Asked, card: Scorecard) -> dict[str, Running]:
        """The rhythms of controls that run today, with the day each is due next; one that is overdue is due at the start."""
        running = {}
        for question_id, control in card.controls.items():
            rhythm = self._rhythm(control.question, self._server(control.question.owner))
            answer = control.answer
            if rhythm is None or control.state != "rated" or answer is None or (answer.rung or 0) < asked.library.rating.target["type_1"]:
                continue
            due = next_due(control.question.frequency, answer.last_done or self._calendar.start)
            running[question_id] = Running(rhythm, max(due or self._calendar.start, self._calendar.start))
        return running

    def _begun(self, question_id: str, server: int) -> Rhythm | None:
        """What is kept by whoever closes a gap, once it is closed; nothing for what is kept today, nor for an item of one's own."""
        question = self._questions.get(question_id)
        return None if question is None or question_id in self._running else self._rhythm(question, server)

    def _rhythm(self, question: Question, server: int) -> Rhythm | None:
        """What the runs of a control ask for; none for one without a rhythm, and for a daily one, which runs by itself."""
        months, days = rhythm_of(question.frequency)
        if not months and not days:
            return None
        effort = sum(middle(step.days) for step in question.remediation if step.upto == _RECORDS)
        return Rhythm(question.id, server, self._ticks(server, effort, question.owner), months, days) if effort else None

    def _server(self, role: str) -> int:
        return self._server_of.get(role, len(self.speeds) - 1)

    def _ticks(self, server: int, days: float, owner: str) -> int:
        if not self.speeds[server]:
            raise NobodyLeft(self._titles.get(owner, owner) or "everyone else")
        return max(1, ceil(days * TICKS / self.speeds[server] - 1e-6))


def rhythm_of(frequency: Frequency) -> tuple[int, int]:
    """The months or the days from one planned run to the next; 0 and 0 where no runs are planned by date."""
    return PERIOD_MONTHS.get(frequency, 0), 7 if frequency == "weekly" else 0


def _packages(plan: Plan, items: Mapping[str, ScheduledItem]) -> dict[str, ScheduledPackage]:
    found = {}
    for package in plan.packages:
        own = [items[question_id] for question_id in package.questions]
        found[package.id] = ScheduledPackage(
            id=package.id,
            start=min(item.start for item in own),
            finish=max(item.finish for item in own),
            done=max(item.done for item in own),
            critical=any(item.critical for item in own),
        )
    return found


def _runs(spans: Sequence[Span], calendar: WorkCalendar, servers: Sequence[str], speeds: Sequence[float]) -> tuple[RecurringRun, ...]:
    found = [
        RecurringRun(
            question=span.run[0],
            server=servers[span.server],
            due=span.run[1],
            day=calendar.day(span.start // TICKS),
            days=round((span.end - span.start) * speeds[span.server] / TICKS, 2),
        )
        for span in spans
        if span.run is not None
    ]
    return tuple(sorted(found, key=lambda run: (run.day, run.due, run.question)))


def _weeks(spans: Sequence[Span], calendar: WorkCalendar, servers: Sequence[str], speeds: Sequence[float]) -> tuple[WeekLoad, ...]:
    """The load of every week in which a server has anything to do."""
    ticks: dict[tuple[date, int], list[int]] = {}
    mondays: dict[int, date] = {}
    for span in spans:
        start = span.start
        while start < span.end:
            index = start // TICKS
            end = min(span.end, (index + 1) * TICKS)
            if index not in mondays:
                mondays[index] = calendar.day(index) - timedelta(days=calendar.day(index).weekday())
            ticks.setdefault((mondays[index], span.server), [0, 0])[span.run is not None] += end - start
            start = end
    return tuple(
        WeekLoad(
            week=week,
            server=servers[server],
            items=round(used[0] * speeds[server] / TICKS, 2),
            recurring=round(used[1] * speeds[server] / TICKS, 2),
            capacity=round((calendar.index(week + timedelta(days=7)) - calendar.index(week)) * speeds[server], 2),
        )
        for (week, server), used in sorted(ticks.items())
    )
