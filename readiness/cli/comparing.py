"""The command on progress: compare says why readiness moved from one round to another, and where all rounds stood."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from questionnaires.wording import shortened
from readiness.cli.output import reading
from readiness.cli.rounds import trend_data
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.exchange.bars import bounds_bar, waterfall_bars
from readiness.exchange.budgets import burn_up_data
from readiness.exchange.comparisons import comparison_data, slips_data
from readiness.progressing import Progress, TrendPoint, progress, trend
from scoring.burnup import BurnUpPoint
from scoring.headline import GLYPHS, verdict_word
from scoring.model import ReportType, Round
from scoring.progress import CAUSE_TEXT, CAUSES, DIRECTION_TEXT, DIRECTIONS, Comparison, Shift
from scoring.slippage import Slip

_MOST = 12
_BAR = 30
_TENTHS = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "earlier", metavar="ROUND", help="The earlier round's number or name; the one before if left out.")
@click.option("--to", "later", metavar="ROUND", help="The later round; the current one if left out.")
@click.option("--type", "report_type", type=click.Choice(["1", "2"]), help="Type I or Type II instead of the assessment's own.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def compare(file: Path, earlier: str | None, later: str | None, report_type: str | None, as_json: bool) -> None:
    """Say why readiness moved between two rounds: parts that sum to the difference."""
    chosen: ReportType | None = {"1": 1, "2": 2}.get(report_type or "")  # type: ignore[assignment]
    with reading(file) as assessment:
        found = progress(assessment, earlier, later, chosen)
        points = trend(assessment, found.comparison.report_type)
        if as_json:
            print_json(
                {
                    "from": _round_data(found.earlier, str(found.earlier_day)),
                    "to": _round_data(found.later, str(found.later_day)),
                    **comparison_data(found.comparison),
                    "slippage": slips_data(found.slips),
                    "expected": burn_up_data(found.expected),
                    "trend": [trend_data(point) for point in points],
                }
            )
            return
        of_type = "I" * found.comparison.report_type
        say_wrapped(f"From {found.earlier.name} ({found.earlier_day}) to {found.later.name} ({found.later_day}), Type {of_type}", indent="")
        _say_waterfall(found.comparison)
        _say_planned(found)
        _say_verdicts(found)
        _say_shifts("Fell back", found.comparison.shifts("fell-back"))
        _say_shifts("Improved", found.comparison.shifts("improved"))
        _say_slips(found.slips)
        _say_trend(points, found.expected)


def _round_data(stated: Round, day: str) -> dict[str, object]:
    return {"number": stated.number, "name": stated.name, "closed": stated.closed, "day": day}


def _say_waterfall(found: Comparison) -> None:
    parts = found.parts("low", _TENTHS)
    difference = found.difference("low", _TENTHS)
    assert parts is not None and difference is not None
    say(f"\n  {'Lowest possible readiness, before':34} {found.before.low:6.1f} %")
    bars = waterfall_bars(round(round(found.before.low, _TENTHS) * 10), [parts[cause] for cause in CAUSES], _BAR)
    for cause, bar in zip(CAUSES, bars, strict=True):
        shifts = found.shifts(cause)
        if parts[cause] or shifts:
            many = f"{CAUSE_TEXT[cause]}{f' ({len(shifts)})' if shifts else ''}"
            say(f"    {many:32} {parts[cause] / 10:+6.1f}   {bar}".rstrip())
    say(f"  {'after':34} {found.after.low:6.1f} %  ({difference / 10:+.1f})")
    said = [f"{_percent(found.before.high)} → {_percent(found.after.high)} at the highest"]
    if found.before.value is not None or found.after.value is not None:
        said.append(f"{_percent(found.before.value)} → {_percent(found.after.value)} of what is answered")
    say_wrapped("; ".join(said))
    say_wrapped("(in brackets: how many controls; the parts sum to the difference, and gates test the lowest)")


def _percent(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.1f} %"


def _say_planned(found: Progress) -> None:
    point = found.planned
    if point is None:
        return
    say_wrapped(
        f"The plan of {found.earlier.name} would have led to {point.figure.low:.1f} % and {counted(point.done, 'item')} done by "
        f"{point.day}; {found.later.name} shows {found.comparison.after.low:.1f} %."
    )


def _say_verdicts(found: Progress) -> None:
    moves = found.comparison.verdicts
    say(f"\nVerdicts that moved: {len(moves) or 'none'}")
    screens = found.earlier.set == "quick", found.later.set == "quick"
    for direction in DIRECTIONS:
        named = [move for move in moves if move.direction == direction]
        if not named:
            continue
        say(f"  {DIRECTION_TEXT[direction]}: {len(named)}")
        if direction not in ("lost", "gained"):
            say_wrapped(", ".join(move.criterion for move in named), indent="    ")
            continue
        for move in named:
            was, now = (
                f"{GLYPHS[verdict]} {verdict_word(verdict, screen=screen)}"
                for verdict, screen in zip((move.before, move.after), screens, strict=True)
                if verdict is not None
            )
            say(f"    {move.criterion:6} {was} → {now}")


def _say_shifts(title: str, shifts: Sequence[Shift]) -> None:
    if not shifts:
        return
    said = [f"{shift.question} {shift.before or 'open'} → {shift.after or 'open'}" for shift in shifts[:_MOST]]
    more = len(shifts) - len(said)
    say(f"\n{title}: {counted(len(shifts), 'control')}")
    say_wrapped("; ".join(said) + (f" and {more} more (--json names all)" if more > 0 else ""))


def _say_slips(slips: Sequence[Slip]) -> None:
    if not slips:
        return
    late = [slip for slip in slips if slip.late]
    done = sum(1 for slip in slips if slip.actual is not None)
    say(f"\nPlan: {counted(len(slips), 'item')} promised, {done} done, {len(late)} late")
    for slip in late[:_MOST]:
        day = f"done {slip.actual}" if slip.actual is not None else "not done"
        name = slip.promise.questions[0] if slip.promise.questions else slip.promise.title
        say(f"  {shortened(name, 32):32}  {slip.promise.promised}  {day:15}  {counted(slip.days, 'day')}")
    if len(late) > _MOST:
        say(f"  and {len(late) - _MOST} more (--json names all)")


def _say_trend(points: Sequence[TrendPoint], expected: Sequence[BurnUpPoint]) -> None:
    say("\nAll rounds (█ lowest possible, ░ highest)")
    rows = [(shortened(point.round.name, 20), point.day, point.readiness) for point in points]
    rows += [("as planned", point.day, point.figure) for point in expected[-1:]]
    for name, day, figure in rows:
        say(f"  {name:20} {day} {bounds_bar(figure.low, figure.high, _BAR):{_BAR}} {figure.low:5.1f} %")
