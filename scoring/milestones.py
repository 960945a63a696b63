"""The dates a plan is made for: when a Type I report could be as of, when a window could open and end, when reports are likely.

Which items hold a window up stands in ``scoring.window_rule``. How long reports take is library data about the market: shown as
indicative, never promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from questionnaires.framework import ReportCalendar
from scoring.asked import Asked
from scoring.gaps import gaps
from scoring.model import Window
from scoring.occurrences import window_from
from scoring.plan import Plan
from scoring.score import Scorecard
from scoring.window_rule import key_controls, must_run_before, opening_rung

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Needed:
    """What each date waits for, as question ids: items of the plan, and open questions whose answers could add to them.

    ``aside`` are gaps that a date would have to wait for, had nobody set them aside: accepted, or done and not answered again.
    """

    type_1: frozenset[str]
    window: frozenset[str]
    open_type_1: tuple[str, ...]
    open_window: tuple[str, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestones:
    """The dates that follow from one schedule; ``done`` is the day its last item is. Ranges are [earliest, latest].

    The window's dates are None for a Type I plan, the reports' where the library knows no figures. While questions are open each
    date is a "not before". ``window_held``: something planned has to be done before a window opens.
    """

    done: date
    type_1_date: date
    type_1_report_between: tuple[date, date] | None
    window_opens: date | None
    window_ends: date | None
    report_between: tuple[date, date] | None
    window_held: bool = True


@dataclass(frozen=True, slots=True)
class StatedWindow:
    """The window that the scope states, beside the plan's: ``possible`` is the first day the plan lets one open.

    ``held``: something planned has to be done first; with nothing in its way a window may have begun before any plan.
    ``moving``: open questions could put that day off. ``report_between`` is when a Type II report is likely, counted from the stated
    end if the window is in time, from the planned end if it is not; None where the library knows no figures.
    """

    window: Window
    possible: date
    held: bool
    moving: bool
    report_between: tuple[date, date] | None

    @property
    def in_time(self) -> bool:
        """Whether the plan lets a window open by the stated day: then the dates are the stated ones, else the planned ones."""
        return not self.held or self.possible <= self.window.start

    @property
    def report_by(self) -> date:
        """The last day of the report that is likely after it; the window's own, where the library knows no figures."""
        return self.report_between[1] if self.report_between is not None else self.window.end


def stated_window(
    practice: ReportCalendar | None, expected: Milestones, stated: Window | None, open_window: tuple[str, ...]
) -> StatedWindow | None:
    """What becomes of a stated window in a plan with these ``expected`` dates; None without one, and for a Type I plan."""
    if stated is None or expected.window_opens is None:
        return None
    told = StatedWindow(stated, expected.window_opens, expected.window_held, bool(open_window), expected.report_between)
    if told.in_time:
        return replace(told, report_between=_report(stated.end, practice.type_2_report_weeks if practice else None))
    return told


def stated_text(told: StatedWindow, day: Callable[[date], str] = str) -> str:
    """The same in one sentence, with days as ``day`` writes them."""
    if not told.in_time:
        return f"The window you stated opens on {day(told.window.start)}, before the plan lets it: not before {day(told.possible)}."
    unless = ", unless open questions move that" if told.moving else ""
    if told.window.start < told.possible:
        return f"The window you stated runs from {day(told.window.start)} to {day(told.window.end)}: nothing planned is in its way{unless}."
    return f"The window you stated opens on {day(told.window.start)} and ends on {day(told.window.end)}: it could open by then{unless}."


def aside_text(aside: tuple[str, ...], name: Callable[[str], str] = str) -> str:
    """What set-aside gaps mean for dates, in two sentences, with questions as ``name`` writes them; empty without any."""
    if not aside:
        return ""
    named = ", ".join(name(question_id) for question_id in aside[:_NAMED])
    more = f" and {len(aside) - _NAMED} more" if len(aside) > _NAMED else ""
    again = "it is mended and answered again" if len(aside) == 1 else "they are mended and answered again"
    return f"No date waits for what is set aside: {named}{more}. Until {again}, what rests on that stays behind, whatever the day."


def needed(asked: Asked, card: Scorecard, plan: Plan) -> Needed:
    """What a Type I date and a window's opening wait for in ``plan``, made of ``card``."""
    key = key_controls(asked)
    rung = opening_rung(asked.library.rating)
    blocking = {question.id for question in asked.questions if must_run_before(question, question.id in key)}
    missing = [question_id for question_id, control in card.controls.items() if control.state == "open"]
    # The controls are the same for both types; only the table that tells gaps is another. A criterion is met with supporting
    # controls at the floor and with a rule not yet written; the description has to be there for either report.
    floor = asked.library.rating.floor
    below = [gap for gap in gaps(asked.library, replace(card, report_type=1)) if gap.kind != "documentation"]
    type_1 = {gap.question for gap in below if gap.question in key or gap.kind == "scope" or gap.rung < floor}
    window = {gap.question for gap in gaps(asked.library, card) if gap.question in blocking and gap.rung < rung}
    if card.report_type == 1:
        window = set()
    planned = {question_id for item in plan.items for question_id in item.closes}
    return Needed(
        type_1=frozenset(item.question for item in plan.items if not type_1.isdisjoint(item.closes)),
        window=frozenset(item.question for item in plan.items if not window.isdisjoint(item.closes)),
        open_type_1=tuple(missing),
        open_window=tuple(question_id for question_id in missing if question_id in blocking),
        aside=tuple(question_id for question_id in asked.ids if question_id in (type_1 | window) - planned),
    )


def milestones(
    asked: Asked, plan: Plan, waits: Needed, done: Mapping[str, date], start: date, window_months: int, as_of: date | None = None
) -> Milestones:
    """The dates of a schedule that starts on ``start`` and has each item ``done`` on a day; a window opens the day after.

    ``window_months`` is the window's length in calendar months, 1 or more. A Type I report follows the day it is stated to be
    ``as_of``, if the plan is there by then.
    """
    practice = asked.library.calendar

    def last(questions: frozenset[str]) -> date | None:
        return max((day for question_id, day in done.items() if question_id in questions), default=None)

    type_1 = last(waits.type_1) or start
    held_until = last(waits.window)
    opens = None if plan.report_type == 1 else start if held_until is None else held_until + timedelta(days=1)
    ends = None if opens is None else window_from(opens, window_months).end
    return Milestones(
        done=max(done.values(), default=start),
        type_1_date=type_1,
        type_1_report_between=_report(max(type_1, as_of or type_1), practice.type_1_report_weeks if practice else None),
        window_opens=opens,
        window_ends=ends,
        report_between=_report(ends, practice.type_2_report_weeks if practice else None),
        window_held=held_until is not None,
    )


def _report(after: date | None, weeks: tuple[int, int] | None) -> tuple[date, date] | None:
    """When a report is likely that looks back on ``after``; None without figures, and where the calendar ends before."""
    if after is None or weeks is None or date.max - after < timedelta(weeks=weeks[1]):
        return None
    return after + timedelta(weeks=weeks[0]), after + timedelta(weeks=weeks[1])
