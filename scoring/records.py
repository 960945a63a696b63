"""One control in an observation window: what its answer says of the runs and cases in those months, and what cannot be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from questionnaires.model import ControlType, Frequency, Library, Question
from scoring.controls import Control
from scoring.freshness import newest_day, stale
from scoring.model import Answer, Window
from scoring.occurrences import due_count, next_due, overdue, recurs
from scoring.window_rule import opening_rung

Result = Literal[
    "holds",
    "to-come",
    "exception-known",
    "cannot-be-shown",
    "outside-the-window",
    "undated",
    "not-tested",
    "carved-out",
    "open",
    "not-applicable",
]
RESULT_TEXT: dict[Result, str] = {
    "holds": "On record, as far as said",
    "to-come": "Still to be run before the window ends",
    "exception-known": "A gap or a missed run is known",
    "cannot-be-shown": "Runs, but not on record through the window",
    "outside-the-window": "No run inside the window",
    "undated": "Not known: no date of the last run given",
    "not-tested": "Not tested: nothing happened to test it on",
    "carved-out": "Left to a provider",
    "open": "Open: nobody has said yet",
    "not-applicable": "Not applicable, for the reason given",
}
Why = Literal["below", "missed", "unrecorded", "no-start", "starts-late", "no-run", "no-date"]
WHY_TEXT: dict[Why, str] = {
    "below": "not working everywhere yet",
    "missed": "a run was missed",
    "unrecorded": "earlier runs or cases are missed or unrecorded",
    "no-start": "on record since when? no start date given",
    "starts-late": "the record begins inside the window",
    "no-run": "no run is known inside the window",
    "no-date": "no date of the last run given",
}
Freshness = Literal["fresh", "stale", "undated", "none"]

# In force between its runs, so that a window without a run still shows it at work.
IN_FORCE: frozenset[ControlType] = frozenset({"configuration", "policy"})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one control in a window.

    ``due`` counts runs due in the whole window, ``due_so_far`` those up to today (None: no rhythm), ``known_done`` those known to
    be done, ``missed`` those known to be missed, at least. ``samples`` is how many runs an auditor may look at, [fewest, most].
    ``claimed``: on record by word only. ``stands_in`` is the control whose record this is, if another one stands in.
    """

    question: str
    key: bool
    frequency: Frequency
    result: Result
    why: Why | None
    rung: int | None
    since: date | None
    last_done: date | None
    due: int | None
    due_so_far: int | None
    known_done: int | None
    missed: int
    claimed: bool
    evidence: Freshness
    collected_on: date | None
    samples: tuple[int, int] | None
    stands_in: str | None


@dataclass(frozen=True, slots=True)
class View:
    """A window as far as it has run: ``seen`` is its last day or today, ``over`` whether its last day has come."""

    library: Library
    window: Window
    seen: date
    over: bool

    def inside(self, day: date) -> bool:
        """Whether the day lies in the part that has run."""
        return self.window.start <= day <= self.seen


def record(view: View, control: Control, stand_in: Control | None, key: bool) -> Record:
    """What is known of ``control`` in the window; of ``stand_in`` instead, where that one counts in its place."""
    judged = stand_in or control
    question, answer = judged.question, judged.answer if control.state == "rated" else None
    start, end = view.window.start, view.window.end
    due, due_so_far = due_count(question.frequency, start, end), due_count(question.frequency, start, view.seen)
    result: Result
    why: Why | None = None
    missed = 0
    if answer is None or control.rung is None:
        result = _LEFT.get(control.state, "open")
    else:
        missed = _missed(view, question, answer)
        result, why = _result(view, question, answer, control.rung, missed)
        # An open question on a control that can stand in may still settle it.
        if result in ("exception-known", "cannot-be-shown") and control.highest > control.rung:
            result, why = "open", None
    fresh, collected_on = _freshness(view, question, answer)
    known = _known_done(view, question, answer, control.rung, missed)
    return Record(
        question=control.question.id,
        key=key,
        frequency=question.frequency,
        result=result,
        why=why,
        rung=control.rung,
        since=answer.operating_since if answer else None,
        last_done=answer.last_done if answer else None,
        due=due,
        due_so_far=due_so_far,
        known_done=known,
        missed=missed,
        claimed=answer is not None and judged.claimed,
        evidence=fresh,
        collected_on=collected_on,
        samples=_samples(view.library, question, due, known, result),
        stands_in=control.stands_in,
    )


_LEFT: dict[str, Result] = {"no-events": "not-tested", "carved-out": "carved-out", "not-applicable": "not-applicable"}


def _result(view: View, question: Question, answer: Answer, rung: int, missed: int) -> tuple[Result, Why | None]:
    rating, window = view.library.rating, view.window
    if rung < opening_rung(rating):
        return "exception-known", "below"
    if missed:
        return "exception-known", "missed"
    last, since = answer.last_done, answer.operating_since
    if recurs(question.frequency) and question.type not in IN_FORCE:
        due = due_count(question.frequency, window.start, window.end) or 0
        so_far = due_count(question.frequency, window.start, view.seen) or 0
        if last is not None and view.inside(last) and due <= 1:
            # The one run of the window is the latest one, which a running control can show.
            return "holds", None
        following = next_due(question.frequency, last) if last is not None else None
        if so_far == 0 and not view.over and following is not None and following <= window.end:
            return "to-come", None
        if due == 0:
            return ("outside-the-window", "no-run") if last is not None else ("undated", "no-date")
    if rung < rating.target["type_2"]:
        return "cannot-be-shown", "unrecorded"
    if since is None:
        return "cannot-be-shown", "no-start"
    return ("cannot-be-shown", "starts-late") if since > window.start else ("holds", None)


def _missed(view: View, question: Question, answer: Answer) -> int:
    """How many runs are known to be missed in the window so far, at least; by dates alone, whatever the rung claims."""
    last, frequency = answer.last_done, question.frequency
    if last is None or not recurs(frequency) or last > view.seen:
        return 0
    start = max(view.window.start, last + _DAY)
    count = due_count(frequency, start, view.seen) or 0
    # None of the runs due inside was run: known once the window is over, even where slack would excuse a few days.
    empty = view.over and last < view.window.start and count > 0 and question.type not in IN_FORCE
    return max(1, count) if empty or overdue(frequency, last, view.seen) else 0


def _known_done(view: View, question: Question, answer: Answer | None, rung: int | None, missed: int) -> int | None:
    """How many runs due so far are known to be done; None where nothing is known, or nothing recurs."""
    if answer is None or not recurs(question.frequency):
        return None
    last, since = answer.last_done, answer.operating_since
    least = 1 if last is not None and view.inside(last) else 0
    if rung == view.library.rating.target["type_2"] and since is not None:
        until = min(view.seen, last) if missed and last is not None else view.seen
        return max(least, due_count(question.frequency, max(since, view.window.start), until) or 0)
    return least if least or missed else None


def _freshness(view: View, question: Question, answer: Answer | None) -> tuple[Freshness, date | None]:
    """The newest evidence and whether it is recent enough: inside the window, or for a recurring control inside its interval."""
    if answer is None or not answer.evidence:
        return "none", None
    newest = newest_day(answer.evidence)
    if newest is None:
        return "undated", None
    return ("stale" if stale(question.frequency, newest, view.seen, view.window) else "fresh"), newest


def _samples(library: Library, question: Question, due: int | None, known: int | None, result: Result) -> tuple[int, int] | None:
    """How many runs an auditor may look at, by the library's ranges, never more than the window can hold; None: none to look at."""
    usual = library.window.sampling.get(question.frequency) if library.window and result not in _UNSAMPLED else None
    if usual is None or due is None or question.type in IN_FORCE:
        return usual
    most = max(due, known or 0, 1 if result == "to-come" else 0)
    return min(usual[0], most), min(usual[1], most)


_UNSAMPLED: frozenset[Result] = frozenset({"not-tested", "carved-out", "not-applicable"})
