"""The command on the two Type II questions: window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from questionnaires.model import Library
from readiness.cli.output import reading
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.dates import plain_day
from readiness.exchange.windows import holding_data, opening_data, practice_data
from readiness.windows import MAX_MONTHS, TypeTwo, type_two
from scoring.carveouts import READING_TEXT, LeftToProvider
from scoring.evidence import INTERVAL_DAYS
from scoring.records import RESULT_TEXT, WHY_TEXT, Record
from scoring.window import OBSTACLE_TEXT, Due, Holding, Opening, RareRun
from scoring.window_rule import runs_rarely

_MOST = 12


class Day(click.ParamType[date]):
    """A day such as 2026-03-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails with one sentence for anything else."""
        try:
            day = plain_day(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        assert day is not None
        return day


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--months", type=click.IntRange(1, MAX_MONTHS), metavar="N", help=f"How many months, 1-{MAX_MONTHS}.")
@click.option("--end", type=Day(), metavar="DATE", help="The last day of the months looked back on; today if left out.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="First day of the window looked at, with --to.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="Its last day; may be to come.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
def window(
    file: Path, months: int | None, end: date | None, first: date | None, last: date | None, as_json: bool, round_name: str | None
) -> None:
    """Say whether a Type II window could open today, and whether one that ran would hold.

    Without dates: the scope's own window if it has begun, else the months up to today.
    """
    if (first is None) != (last is None):
        raise ReadinessError("a window needs both its days: give --from and --to.")
    with reading(file, round_name) as assessment:
        found = type_two(assessment, months=months, end=end, window=(first, last) if first is not None and last is not None else None)
        library = assessment.library
        if as_json:
            print_json(
                {
                    "today": found.today.isoformat(),
                    "opening": opening_data(found.opening),
                    "holding": holding_data(found.holding),
                    "practice": practice_data(library.window),
                }
            )
            return
        _say_opening(found, library)
        if assessment.round.set == "quick":
            say_wrapped("The quick set is a screen: it can say no, but only the full set can say yes.")
        say()
        _say_holding(found.holding, library)
        _say_sampling(found.holding, library)
        _say_providers(found.holding)


def _say_opening(found: TypeTwo, library: Library) -> None:
    opening = found.opening
    say_wrapped(f"Could a window open today, {found.today}, and run to {opening.window.end}?  {_verdict(opening.verdict)}", indent="")
    for obstacle, text in OBSTACLE_TEXT.items():
        blocked = [f"{one.question} (rung {one.rung})" for one in opening.blocking if one.obstacle == obstacle]
        _say_list(text, blocked, most=None)
    rare = [question for question in opening.could_block if runs_rarely(library.question_by_id[question])]
    _say_list("Open, and could still hold it up", [question for question in opening.could_block if question not in rare])
    _say_list("Open and due rarely: holds it up only until a run is planned, so no plan waits for it", rare)
    _say_list("Ran in the months before; counts only if your auditor agrees", _runs(opening.counted))
    _say_list("Due rarely: plan a run inside the window", _runs(opening.to_plan))
    _say_list("Works, but no written rule behind it; an auditor will ask for it", opening.documentation)
    _say_due(opening.due)
    _say_list("Recurring, but nobody said when last, so nothing is known to fall due", opening.undated)
    if _nothing_more(opening):
        say_wrapped("Nothing is known against it.")


def _nothing_more(opening: Opening) -> bool:
    return not (opening.blocking or opening.could_block or opening.to_plan or opening.counted)


def _say_holding(holding: Holding, library: Library) -> None:
    so_far = "" if holding.over else ", as far as it has run"
    say_wrapped(
        f"Would the window from {holding.window.start} to {holding.window.end} hold{so_far}?  {_verdict(holding.verdict)}", indent=""
    )
    say(f"  {'':44}{'key':>6}{'others':>8}")
    for result, text in RESULT_TEXT.items():
        key, others = len(holding.of(result, key=True)), len(holding.of(result, key=False))
        if key or others:
            say(f"  {text:44}{key:>6}{others:>8}")
    lacking = [*holding.of("exception-known", key=True), *holding.of("cannot-be-shown", key=True)]
    for why, text in WHY_TEXT.items():
        _say_list(f"Key controls: {text}", [_dated(one) for one in lacking if one.why == why])
    if holding.verdict == "no":
        say_wrapped("Missing records can't be made afterwards; they move the window.")
        say_wrapped("An exception is common in a report; how much it weighs is the auditor's call.")
    if holding.record_from is not None:
        say_wrapped(f"A window that opens on {holding.record_from} or later begins with every key control on record.")
    outside = holding.of("outside-the-window")
    _say_list("No run inside the window", [_dated(one) for one in outside])
    if outside:
        meaning = "Run it inside the window, or move the window; else the report says that it was not tested."
        if library.window is not None:
            meaning += f" Some auditors count a run in the {library.window.carry_months} months before the window's end instead: ask yours."
        say_wrapped(meaning)
    _say_list("When last run? Give the dates", [one.question for one in holding.of("undated")])
    if not holding.over:
        _say_list("Still falls due before it ends", [f"{one.question} ({_dates(one.dates)})" for one in holding.due if one.dates])
    not_tested = holding.of("not-tested")
    _say_list("Nothing happened to test it on; the report says so, for neither better nor worse", [one.question for one in not_tested])
    _say_list("On record by word only: claimed, not shown", [one.question for one in holding.records if one.claimed])
    _say_list("Evidence older than its rhythm or than the window", [_collected(one) for one in holding.records if one.evidence == "stale"])


def _say_sampling(holding: Holding, library: Library) -> None:
    if library.window is None:
        return
    say("\nHow many records an auditor may look at, for each control")
    for frequency in INTERVAL_DAYS:
        found = [one for one in holding.records if one.frequency == frequency and one.samples is not None]
        for samples in sorted({one.samples for one in found if one.samples is not None}):
            same = [one for one in found if one.samples == samples]
            # What stays in force between its runs is looked at whether a run comes due or not.
            due = max(one.due or 0 for one in same)
            fell = ", none due in the window" if samples == (0, 0) else f", {due} due in the window" if due >= samples[1] else ""
            say(f"  {frequency:12} {_range(samples):>6}   {counted(len(same), 'control')}{fell}")
    say_wrapped(library.window.note)
    say_wrapped(f"Ranges: {library.window.basis}.")


def _say_providers(holding: Holding) -> None:
    for provider in holding.providers:
        say(f"\nLeft to {provider.name}: {counted(len(provider.questions), 'control')}")
        _say_list("", provider.questions)
        say_wrapped(f"{READING_TEXT[provider.reading]}.")
        for text in _to_do(provider, holding):
            say_wrapped(f"- {text}")


def _to_do(provider: LeftToProvider, holding: Holding) -> Sequence[str]:
    found = [
        "Read its latest report: period, opinion, exceptions, and whether your services are in it.",
        "Match each control it expects of customers (CUECs) with one of yours.",
        "Name in your system description what you expect of it (CSOCs), and how you watch over it.",
    ]
    if provider.report_from is not None:
        found.append(
            f"Its report should end on {provider.report_from} or later: a bridge letter, which its management writes, "
            f"commonly covers no more than the months from there to {holding.window.end}."
        )
    return found


def _say_due(due: Iterable[Due]) -> None:
    due = tuple(due)
    _say_list("Overdue today", [f"{one.question} (since {one.overdue_since})" for one in due if one.overdue_since is not None])
    _say_list("Falls due inside the window", [f"{one.question} ({_dates(one.dates)})" for one in due if one.dates])


def _dates(days: Sequence[date]) -> str:
    return ", ".join(map(str, days[:3])) + (f" and {len(days) - 3} more" if len(days) > 3 else "")


def _runs(runs: Iterable[RareRun]) -> list[str]:
    return [f"{one.question} ({f'last {one.last_done}' if one.last_done else 'no date given'})" for one in runs]


def _dated(record: Record) -> str:
    """The control with the date that matters to its result."""
    if record.why == "starts-late":
        return f"{record.question} (since {record.since})"
    if record.why in ("missed", "no-run"):
        return f"{record.question} ({f'last {record.last_done}' if record.last_done else 'no date given'})"
    return f"{record.question} (rung {record.rung})"


def _collected(record: Record) -> str:
    return f"{record.question} (collected {record.collected_on})"


def _range(samples: tuple[int, int]) -> str:
    return f"{samples[0]}" if samples[0] == samples[1] else f"{samples[0]}-{samples[1]}"


def _verdict(verdict: str) -> str:
    return f"{verdict.capitalize()}."


def _say_list(title: str, entries: Sequence[str], most: int | None = _MOST) -> None:
    """The title with how many there are, then the entries, wrapped; nothing where there are none."""
    if not entries:
        return
    if title:
        say_wrapped(f"{title}: {len(entries)}")
    shown = ", ".join(entries[:most])
    if most is not None and len(entries) > most:
        shown += f" and {len(entries) - most} more (--json names all)"
    say_wrapped(shown, indent="    ")
