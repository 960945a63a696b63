"""The two questions of a Type II examination: could an observation window open today, and would a window that ran have held?

Both read answers only: dates people stated, rungs they chose. Which controls must run before a window opens stands in
``scoring.window_rule``, shared with the schedule; how often they come due in ``scoring.occurrences``; market figures in the
library. Nothing here concludes for an auditor: an exception in a report is common, and what weighs is the auditor's judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Frequency, Library, Question
from scoring.asked import Asked
from scoring.carveouts import LeftToProvider, left_to_providers, report_reading
from scoring.controls import Control, controls
from scoring.model import Answer, Scope, Window
from scoring.occurrences import PERIOD_MONTHS, due_dates, next_due, overdue, recurs, window_from
from scoring.records import IN_FORCE, Record, Result, View, record
from scoring.window_rule import key_controls, must_run_before, opening_rung
from scoring.workdays import months_later

Settled = Literal["yes", "no", "not settled"]
Obstacle = Literal["not-running", "never-run", "unplanned"]
OBSTACLE_TEXT: dict[Obstacle, str] = {
    "not-running": "Has to work everywhere in scope first",
    "never-run": "Has to run once first, with a record",
    "unplanned": "Neither planned inside the window nor run in the months before",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A key control that keeps a window from opening; ``rung`` is the one it counts with."""

    question: str
    rung: int
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class RareRun:
    """A key control due more rarely than quarterly: when it last ran, if anybody said."""

    question: str
    last_done: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """A recurring control's calendar. ``overdue_since``: the day it came due, if its slack is over; ``dates`` fall in the window."""

    question: str
    frequency: Frequency
    last_done: date
    overdue_since: date | None
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether ``window`` could open on its first day. All names are question ids, in the standard's order.

    ``counted`` ran so shortly before that one run may do, if the auditor agrees; ``to_plan`` need a run inside.
    ``documentation`` works without a written rule: it holds nothing up, but an auditor asks for the rule. ``undated`` recur and
    run, but nobody said when last, so they stand in no calendar.
    """

    verdict: Settled
    window: Window
    blocking: tuple[Block, ...]
    could_block: tuple[str, ...]
    counted: tuple[RareRun, ...]
    to_plan: tuple[RareRun, ...]
    documentation: tuple[str, ...]
    due: tuple[Due, ...]
    undated: tuple[str, ...]
    providers: tuple[LeftToProvider, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether ``window`` would hold. ``over``: its last day has come; else it stands for the part up to today.

    ``record_from`` is the first day from which every key control is on record, where only late starts are in the way: a
    window that opens then would not meet them.
    """

    verdict: Settled
    window: Window
    over: bool
    records: tuple[Record, ...]
    record_from: date | None
    due: tuple[Due, ...]
    providers: tuple[LeftToProvider, ...]

    def of(self, result: Result, *, key: bool | None = None) -> tuple[Record, ...]:
        """The records with that result, in order; with ``key`` only key (True) or supporting (False) controls."""
        return tuple(one for one in self.records if one.result == result and key in (None, one.key))


def could_open(asked: Asked, scope: Scope, answers: Mapping[str, Answer], months: int, today: date) -> Opening:
    """Whether a window of that many months could open ``today``.

    No, if a key control that must run before is below ``opening_rung``, or one due rarely is neither planned nor recently run.
    Not settled, if only open answers could still say so, if something in scope is not asked about, or on the quick set.
    """
    library, window = asked.library, window_from(today, months)
    counted, keys, running = controls(asked, scope, answers, today), key_controls(asked), opening_rung(asked.library.rating)
    examined = _examined(asked, counted)
    blocking: list[Block] = []
    could_block: list[str] = []
    recent: list[RareRun] = []
    to_plan: list[RareRun] = []
    for control in counted:
        question, rung = control.question, control.rung
        if question.id not in keys or control.state not in ("rated", "open"):
            continue
        if must_run_before(question, key=True):
            if control.state == "open" or (rung is not None and rung < running <= control.highest):
                could_block.append(question.id)
            elif rung is not None and rung < running:
                recurring = recurs(question.frequency) and question.type not in IN_FORCE
                blocking.append(Block(question.id, rung, "never-run" if recurring else "not-running"))
            continue
        answer = _dated(control, answers)
        run = RareRun(question.id, answer.last_done if answer else None)
        if control.state == "open":
            could_block.append(question.id)
        elif run.last_done is not None and _carried_in(library, question, run.last_done, window.end):
            recent.append(run)
        elif rung is not None and rung > library.rating.absent_up_to:
            to_plan.append(run)
        elif control.highest > library.rating.absent_up_to:
            could_block.append(question.id)
        elif rung is not None:
            blocking.append(Block(question.id, rung, "unplanned"))
    return Opening(
        verdict="no" if blocking else "not settled" if could_block or _partly_asked(asked) else "yes",
        window=window,
        blocking=tuple(blocking),
        could_block=tuple(could_block),
        counted=tuple(recent),
        to_plan=tuple(to_plan),
        documentation=tuple(control.question.id for control in examined if "nothing-written" in control.remarks),
        due=_calendar(examined, window, today),
        undated=tuple(control.question.id for control in examined if "no-last-date" in control.remarks),
        providers=left_to_providers(asked, scope, counted, window.end, today),
    )


def would_hold(asked: Asked, scope: Scope, answers: Mapping[str, Answer], window: Window, today: date) -> Holding:
    """Whether ``window`` would hold, as far as it has run. Raises ValueError if it begins after ``today``.

    No, if a key control is known to have missed a run or case, or cannot be shown through the window; not settled, if one is
    open, had no run inside, or rests on a provider's report nobody has read.
    """
    if window.start > today:
        raise ValueError("a window that has not begun has no record yet")
    counted, keys = controls(asked, scope, answers, today), key_controls(asked)
    by_id = {control.question.id: control for control in counted}
    view = View(asked.library, window, min(window.end, today), window.end <= today)
    examined = _examined(asked, counted)
    records = tuple(record(view, control, by_id.get(control.stands_in or ""), control.question.id in keys) for control in examined)
    reading = report_reading(asked, counted, today)
    return Holding(
        verdict=_held(asked, [one for one in records if one.key], reading == "read"),
        window=window,
        over=view.over,
        records=records,
        record_from=_record_from(records),
        due=_calendar(examined, window, today),
        providers=left_to_providers(asked, scope, counted, window.end, today),
    )


def _examined(asked: Asked, counted: list[Control]) -> list[Control]:
    """The controls an auditor tests; the system description is read, not tested."""
    return [control for place, control in enumerate(counted) if place not in asked.described]


def _partly_asked(asked: Asked) -> bool:
    """Whether something in scope stays unasked: a screen, or a criterion without a question."""
    return asked.question_set == "quick" or not all(members.ids for members in asked.criteria.values())


def _dated(control: Control, answers: Mapping[str, Answer]) -> Answer | None:
    return answers.get(control.stands_in) if control.stands_in is not None else control.answer


def _carried_in(library: Library, question: Question, last_done: date, end: date) -> bool:
    """Whether a rare run lies so shortly before the window's end that an auditor may count it."""
    if library.window is None:
        return False
    return last_done > months_later(end, -min(library.window.carry_months, PERIOD_MONTHS[question.frequency]))


def _calendar(counted: Iterable[Control], window: Window, today: date) -> tuple[Due, ...]:
    """Controls that are overdue today or come due in the window from today on; those nobody has dated are not here."""
    found = []
    for control in counted:
        answer, frequency = control.answer, control.question.frequency
        if control.state != "rated" or answer is None or answer.last_done is None:
            continue
        late = next_due(frequency, answer.last_done) if overdue(frequency, answer.last_done, today) else None
        dates = due_dates(frequency, answer.last_done, max(window.start, today), window.end)
        if late is not None or dates:
            found.append(Due(control.question.id, frequency, answer.last_done, late, dates))
    return tuple(found)


def _held(asked: Asked, keys: list[Record], read: bool) -> Settled:
    results = {one.result for one in keys}
    if results & {"exception-known", "cannot-be-shown"}:
        return "no"
    unsettled = results & {"open", "outside-the-window", "undated"} or ("carved-out" in results and not read)
    shown = results & {"holds", "to-come"}
    return "yes" if shown and not unsettled and not _partly_asked(asked) else "not settled"


def _record_from(records: tuple[Record, ...]) -> date | None:
    """The latest start among key controls that only began too late; None where something else is in the way too."""
    lacking = [one for one in records if one.key and one.result in ("exception-known", "cannot-be-shown", "open")]
    if not lacking or any(one.why != "starts-late" for one in lacking):
        return None
    return max(one.since for one in lacking if one.since is not None)
