"""Rows about progress since the round before: why readiness moved, verdicts lost and gained, promised days, all rounds. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from questionnaires.model import Library
from readiness.exchange.requests import owner_title
from readiness.reports.dates import BurnUpRow
from scoring.headline import GLYPHS, verdict_word
from scoring.progress import CAUSE_TEXT, CAUSES, DIRECTION_TEXT, Cause, Direction
from scoring.score import Verdict

if TYPE_CHECKING:
    from readiness.progressing import Progress, TrendPoint
    from scoring.burnup import BurnUpPoint
    from scoring.progress import VerdictMove
    from scoring.slippage import Slip

# The figures as they are printed: one decimal, so that the parts are whole tenths and sum exactly.
_TENTHS = 1
NOT_COUNTED = "not counted"


@dataclass(frozen=True, slots=True)
class CauseRow:
    """What one cause moved the lowest possible readiness by, in percentage points, from one figure (percent) to the next.

    The ``points`` of all rows sum exactly to the difference of the two rounds. ``controls`` are those it moved.
    """

    cause: Cause
    text: str
    points: float
    before: float
    after: float
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A criterion whose verdict differs, in words; ``direction`` lost stands for a regression."""

    criterion: str
    title: str
    before: str
    after: str
    direction: Direction
    direction_word: str


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A thing promised for a day and the day it was done, None while it is not; ``days`` late, negative for early."""

    title: str
    owner: str
    promised: date
    actual: date | None
    days: int


@dataclass(frozen=True, slots=True)
class TrendRow:
    """Where one round stood: readiness in percent (0-100), shares 0-1."""

    round: str
    day: date
    low: float
    value: float | None
    high: float
    answered: float
    carried: float
    met: int
    criteria: int


@dataclass(frozen=True, slots=True)
class ProgressRows:
    """Two rounds beside each other and the way of all.

    ``difference`` (percentage points) is that of the lowest possible readiness, which ``causes`` sum to. ``promised`` are the days
    that were not kept and those that are still to come; ``kept`` counts the others. ``planned`` is where the plan of the earlier round
    expected to be on the later round's day, ``expected`` that plan's whole way; both are empty where it had no dates.
    """

    earlier: str
    later: str
    earlier_day: date
    later_day: date
    before: TrendRow
    after: TrendRow
    difference: float
    causes: tuple[CauseRow, ...]
    moves: tuple[MoveRow, ...]
    promised: tuple[SlipRow, ...]
    kept: int
    planned: BurnUpRow | None
    expected: tuple[BurnUpRow, ...]
    trend: tuple[TrendRow, ...]


def progress_rows(library: Library, found: tuple[Progress, Sequence[TrendPoint]] | None) -> ProgressRows | None:
    """What moved since the round before; None in a first round."""
    if found is None:
        return None
    two, points = found
    parts, difference = two.comparison.parts("low", _TENTHS), two.comparison.difference("low", _TENTHS)
    assert parts is not None and difference is not None, "a lowest figure there always is"
    at = round(round(two.comparison.before.low, _TENTHS) * 10)
    causes = []
    for cause in CAUSES:
        moved = tuple(shift.question for shift in two.comparison.shifts(cause))
        if parts[cause] or moved:
            causes.append(CauseRow(cause, CAUSE_TEXT[cause], parts[cause] / 10, at / 10, (at + parts[cause]) / 10, moved))
        at += parts[cause]
    trend = {point.round.id: _trend(point) for point in points}
    late = [slip for slip in two.slips if slip.late or slip.actual is None]
    return ProgressRows(
        earlier=two.earlier.name,
        later=two.later.name,
        earlier_day=two.earlier_day,
        later_day=two.later_day,
        before=trend[two.earlier.id],
        after=trend[two.later.id],
        difference=difference / 10,
        causes=tuple(causes),
        moves=tuple(_move(library, move, two) for move in two.comparison.verdicts),
        promised=tuple(_slip(library, slip) for slip in late),
        kept=len(two.slips) - len(late),
        planned=None if two.planned is None else _expected(two.planned),
        expected=tuple(map(_expected, two.expected)),
        trend=tuple(trend.values()),
    )


def _trend(point: TrendPoint) -> TrendRow:
    figure = point.readiness
    return TrendRow(
        round=point.round.name,
        day=point.day,
        low=figure.low,
        value=figure.value,
        high=figure.high,
        answered=point.answered,
        carried=point.carried,
        met=point.met,
        criteria=point.criteria,
    )


def _move(library: Library, move: VerdictMove, two: Progress) -> MoveRow:
    known = library.criterion_by_id.get(move.criterion)
    return MoveRow(
        criterion=move.criterion,
        title=known.title if known is not None else "",
        before=_word(move.before, screen=two.earlier.set == "quick"),
        after=_word(move.after, screen=two.later.set == "quick"),
        direction=move.direction,
        direction_word=DIRECTION_TEXT[move.direction],
    )


def _word(verdict: Verdict | None, *, screen: bool) -> str:
    return NOT_COUNTED if verdict is None else f"{GLYPHS[verdict]} {verdict_word(verdict, screen=screen)}"


def _slip(library: Library, slip: Slip) -> SlipRow:
    return SlipRow(slip.promise.title, owner_title(library, slip.promise.owner), slip.promise.promised, slip.actual, slip.days)


def _expected(point: BurnUpPoint) -> BurnUpRow:
    return BurnUpRow(point.day, point.done, point.met, point.figure.low, point.figure.value, point.figure.high)
