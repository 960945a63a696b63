"""Two rounds compared, in words and bars: what fell back, why the figure moved, verdicts, promises, all rounds. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.exchange.bars import waterfall_bars
from readiness.progressing import Progress, TrendPoint, progress, trend
from readiness.tui.state.charts import burn_up_chart, left_out, trend_rows
from readiness.tui.state.text import cells, column, one_line, type_word
from scoring.headline import GLYPHS, verdict_word
from scoring.model import ReportType, Round
from scoring.progress import CAUSE_TEXT, CAUSES, DIRECTION_TEXT, DIRECTIONS, Cause, Comparison, Direction, Shift, VerdictMove
from scoring.score import Verdict
from scoring.slippage import Slip

# Figures stand on the screen with one decimal, so parts come as tenths of a percentage point.
DIGITS = 1
CHART_LINES = 8
_BAR = 30
_LABEL = 34
_REGRESSED: Direction = "lost"


@dataclass(frozen=True, slots=True)
class Row:
    """One line; ``id`` says what it opens (``criterion:``, ``cause:``, ``question:``, ``round:`` and a name), empty for nothing."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    title: str
    rows: tuple[Row, ...]


class Moving:
    """Two rounds of one assessment. ``earlier`` and ``later`` are ids of rounds, empty for the usual ones.

    An open round is measured on ``today``, the present day unless set.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.earlier = ""
        self.later = ""
        self.report_type: ReportType | None = None
        self.today: date | None = None
        self._made: tuple[tuple[object, ...], Progress, tuple[TrendPoint, ...]] | None = None

    @property
    def found(self) -> Progress:
        """Both rounds beside each other. Raises ReadinessError where there are not two to compare."""
        return self._read()[0]

    @property
    def points(self) -> tuple[TrendPoint, ...]:
        """Where every round stood."""
        return self._read()[1]

    def _read(self) -> tuple[Progress, tuple[TrendPoint, ...]]:
        # A scorecard is made anew whenever anything it rests on may have changed; so is the list of rounds.
        card, rounds = self.assessment.scorecard(), self.assessment.rounds
        key = (card, rounds, self.earlier, self.later, self.report_type, self.today)
        made = self._made
        if made is None or made[0][0] is not card or made[0][1:] != key[1:]:
            found = progress(self.assessment, self.earlier or None, self.later or None, self.report_type, today=self.today)
            made = self._made = (key, found, trend(self.assessment, found.comparison.report_type, today=self.today))
        return made[1], made[2]

    # Which rounds

    def earlier_choices(self) -> list[tuple[str, str]]:
        """The rounds before the later one: id and name."""
        return [(one.id, _named(one)) for one in self.assessment.rounds if one.number < self.found.later.number]

    def later_choices(self) -> list[tuple[str, str]]:
        """The rounds that have another before them: id and name."""
        return [(one.id, _named(one)) for one in self.assessment.rounds[1:]]

    def choose(self, *, earlier: str = "", later: str = "") -> None:
        """Compares other rounds; one that no longer comes before the later one gives way to the one right before it."""
        numbers = {one.id: one.number for one in self.assessment.rounds}
        self.later = later or self.later
        self.earlier = earlier or self.earlier
        last = numbers.get(self.later, self.assessment.round.number)
        if self.earlier and numbers[self.earlier] >= last:
            self.earlier = ""

    def turn_type(self) -> None:
        """The figures of the other report type, and back."""
        now = self.report_type or self.assessment.scope.report_type
        self.report_type = 1 if now == 2 else 2

    # What is said

    def headline(self) -> str:
        """The whole difference in one sentence."""
        found, comparison = self.found, self.found.comparison
        difference = comparison.difference("low", DIGITS) or 0
        first, last = _when(found.earlier, f"{found.earlier_day}"), _when(found.later, f"{found.later_day}")
        return (
            f"{first} → {last}, {type_word(comparison.report_type)}: lowest possible readiness {comparison.before.low:.1f} % → "
            f"{comparison.after.low:.1f} % ({difference / 10:+.1f})"
        )

    def others(self) -> str:
        """What the highest value and that of what is answered did."""
        before, after = self.found.comparison.before, self.found.comparison.after
        parts = [f"Highest possible {before.high:.1f} % → {after.high:.1f} %"]
        if before.value is not None and after.value is not None:
            parts.append(f"of what is answered {before.value:.1f} % → {after.value:.1f} %")
        return "; ".join(parts)

    def sections(self, width: int) -> list[Section]:
        """Regressions first, then why the figure moved, verdicts gained and lost, and what was promised."""
        found = self.found
        return [
            Section(*self._fallen(width)),
            Section("Why it moved: the parts sum to the difference", tuple(_waterfall(found.comparison, width))),
            *self._verdicts(),
            *([Section(_slips_title(found.slips), tuple(_slip(one, width) for one in found.slips))] if found.slips else []),
        ]

    def _fallen(self, width: int) -> tuple[str, tuple[Row, ...]]:
        comparison = self.found.comparison
        moves = [move for move in comparison.verdicts if move.direction == _REGRESSED]
        shifts = comparison.shifts("fell-back")
        if not moves and not shifts:
            return "Nothing fell back", ()
        rows = [self._move(move) for move in moves] + [self._shift(shift, width) for shift in shifts]
        parts = (count_text(len(moves), "verdict") if moves else "", count_text(len(shifts), "control") if shifts else "")
        return f"Fell back: {' and '.join(filter(None, parts))}", tuple(rows)

    def _verdicts(self) -> Iterable[Section]:
        moves = self.found.comparison.verdicts
        rest = [move for move in moves if move.direction != _REGRESSED]
        if not moves:
            yield Section("No verdict moved", ())
        for direction in DIRECTIONS:
            rows = tuple(self._move(move) for move in rest if move.direction == direction)
            if rows:
                yield Section(f"Verdicts {DIRECTION_TEXT[direction]}: {len(rows)}", rows)

    def _move(self, move: VerdictMove) -> Row:
        found = self.found
        was, now = (
            _verdict(verdict, screen=stated.set == "quick") for verdict, stated in ((move.before, found.earlier), (move.after, found.later))
        )
        return Row(f"criterion:{move.criterion}", f"{move.criterion:7}{was} → {now}")

    def _shift(self, shift: Shift, width: int) -> Row:
        return Row(f"question:{shift.question}", column(f"{_levels(shift):9}{self._text(shift.question)}", max(20, width)))

    def _text(self, question: str) -> str:
        """A question's own words: those of the later round, else of the earlier one it was asked in."""
        for stated in (self.found.later, self.found.earlier):
            known = self.assessment.looking_at(stated).stored_library.question_by_id
            if question in known:
                return one_line(known[question].title)
        return one_line(question)

    def shift_choices(self, cause: Cause) -> list[tuple[str, str]]:
        """The controls that a cause moved: question id, and levels before and after with its words."""
        shifts = self.found.comparison.shifts(cause)
        return [(shift.question, f"{_levels(shift)}  {self._text(shift.question)}") for shift in shifts]

    # All rounds and the plan

    def trend(self, width: int) -> Section:
        """Every round as a bar."""
        points = self.points
        before = left_out(points)
        more = f", the last {len(points) - before} of {len(points)}" if before else ""
        return Section(f"All rounds{more}", tuple(Row(f"round:{row.round_id}", row.line) for row in trend_rows(points, width)))

    def plan_lines(self, width: int) -> list[str]:
        """The burn-up against the plan of the earlier round: its curve, the rounds on it, and a sentence."""
        found = self.found
        name = one_line(found.earlier.name, 40)
        if not found.expected:
            return [f"{name} promised no dates: state the person-days a week in the scope, and the next round compares."]
        since = [point for point in self.points if found.earlier.number <= point.round.number <= found.later.number]
        lines = burn_up_chart(found.expected, since, width, CHART_LINES)
        if found.planned is not None:
            lines.append(
                f"By {found.planned.day} the plan of {name} expected {found.planned.figure.low:.1f} % with "
                f"{count_text(found.planned.done, 'item')} done; {one_line(found.later.name, 40)} shows {found.comparison.after.low:.1f} %."
            )
        return lines


def _named(one: Round) -> str:
    return f"{one.number} {one_line(one.name, 60)}{'' if one.closed else ' (open)'}"


def _when(one: Round, day: str) -> str:
    return f"{one_line(one.name, 30)} ({day})"


def _verdict(verdict: Verdict | None, *, screen: bool) -> str:
    return "not asked" if verdict is None else f"{GLYPHS[verdict]} {verdict_word(verdict, screen=screen)}"


def _levels(shift: Shift) -> str:
    return f"{shift.before or 'open'} → {shift.after or 'open'}"


def _waterfall(found: Comparison, width: int) -> Iterable[Row]:
    """The figure before, one bar for each cause that moved anything, the figure after: parts that sum exactly."""
    parts = found.parts("low", DIGITS)
    assert parts is not None  # the lowest value always exists
    before, after = (round(round(figure.low, DIGITS) * 10) for figure in (found.before, found.after))
    label = min(_LABEL, max(20, width - 20))
    room = max(6, min(_BAR, width - label - len(" +100.0 ")))
    yield Row("", f"{column('before', label)} {before / 10:6.1f}")
    bars = waterfall_bars(before, [parts[cause] for cause in CAUSES], room)
    for cause, bar in zip(CAUSES, bars, strict=True):
        shifts = found.shifts(cause)
        if parts[cause] or shifts:
            many = f"{CAUSE_TEXT[cause]}{f' ({len(shifts)})' if shifts else ''}"
            yield Row(f"cause:{cause}" if shifts else "", f"{column(many, label)} {parts[cause] / 10:+6.1f} {bar}".rstrip())
    yield Row("", f"{column('after', label)} {after / 10:6.1f} ({(after - before) / 10:+.1f})")


def _slips_title(slips: Sequence[Slip]) -> str:
    done = sum(1 for slip in slips if slip.actual is not None)
    late = sum(1 for slip in slips if slip.late)
    return f"Promised for a day: {count_text(len(slips), 'item')}, {done} done, {late} late"


def _slip(slip: Slip, width: int) -> Row:
    promise = slip.promise
    came = f"done {slip.actual}: " if slip.actual is not None else ""
    days = f"{slip.days} d late" if slip.late else "on time" if slip.actual is not None else "still time"
    head = f"{days:11} {promise.promised} {came}"
    name = column(one_line(promise.title), max(12, width - cells(head)))
    return Row(f"question:{promise.questions[0]}" if promise.questions else "", f"{head}{name}")
