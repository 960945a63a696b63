"""The command that says where an assessment stands: score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from readiness import gating, rounds
from readiness.assessment import Assessment
from readiness.cli.explaining import explanation_data, print_explanation
from readiness.cli.output import figure_text, reading
from readiness.cli.started import typed
from readiness.cli.supposing import print_supposition, supposed_answers, supposition_data
from readiness.cli.text import complain, counted, joined, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.results import scorecard_data
from readiness.gating import Rule
from scoring.evidence import REMARK_TEXT
from scoring.headline import GLYPHS, behind, headline, verdict_counts, verdict_word
from scoring.model import ReportType
from scoring.progress import carried_share
from scoring.score import CriterionResult, Scorecard

_MOST_LACKING = 8


class Percent(click.ParamType[float]):
    """A number from 0 to 100; ``nan``, which is below nothing, would let every gate pass."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Fails with one sentence for anything else."""
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 <= number <= 100:
            self.fail(f"{str(value)[:40]!r} is no percentage from 0 to 100", param, ctx)
        return number


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--type", "report_type", type=click.Choice(["1", "2"]), help="Type I or Type II instead of the assessment's own.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--fail-under", type=Percent(), metavar="PERCENT", help="Exit 1 if the lowest possible readiness is below this.")
@click.option("--no-regression", is_flag=True, help="Exit 1 if a criterion's confirmed verdict is worse than in the last closed round.")
@click.option("--against", metavar="ROUND", help="With --no-regression: another closed round, by number or name.")
@click.option("--max-overdue", type=click.IntRange(0, 10_000), metavar="N", help="Exit 1 if more than N remediation items are overdue.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.option("--explain", metavar="CRITERION|CATEGORY|all", help="How that verdict or figure came about, line by line.")
@click.option(
    "--suppose", multiple=True, metavar="ID=LEVEL", help="What if this question were answered so? Repeat for more; nothing is kept."
)
@click.option("--done", multiple=True, metavar="ITEM|PACKAGE", help="What if this item or work package were finished? Nothing is kept.")
@click.option("--include-carried", is_flag=True, help="As if every answer carried over were confirmed; gates still test without.")
def score(
    file: Path,
    report_type: str | None,
    as_json: bool,
    fail_under: float | None,
    no_regression: bool,
    against: str | None,
    max_overdue: int | None,
    round_name: str | None,
    explain: str | None,
    suppose: tuple[str, ...],
    done: tuple[str, ...],
    include_carried: bool,
) -> int:
    """Score the answers in FILE: verdicts first, percentages second."""
    if include_carried and (explain or suppose or done):
        raise ReadinessError("--include-carried stands without --explain, --suppose and --done; leave those out, or it.")
    if against is not None and not no_regression:
        raise ReadinessError("--against belongs to --no-regression; add that, or leave it out.")
    with reading(file, round_name) as assessment:
        chosen: ReportType | None = {"1": 1, "2": 2}.get(report_type or "")  # type: ignore[assignment]
        today = card = assessment.scorecard(chosen)
        supposing = bool(suppose or done)
        if supposing:
            card = assessment.supposing(supposed_answers(assessment, today, suppose, done), today.report_type)
        if include_carried:
            card = rounds.as_if_confirmed(assessment, today.report_type)
        rules = _rules(assessment, today if include_carried else card, fail_under, no_regression, against, max_overdue)
        if as_json:
            print_json(
                scorecard_data(card)
                | {"gate": _gate_data(rules)}
                | {"carried": round(carried_share(today), 4), "include_carried": include_carried}
                | {"narrowing": [asdict(one) for one in assessment.narrowing()]}
                | ({"explanation": explanation_data(assessment, card, explain)} if explain else {})
                | ({"supposed": supposition_data(assessment, today, card)} if supposing else {})
            )
        elif explain:
            print_explanation(assessment, card, explain)
        elif supposing:
            print_supposition(assessment, today, card)
        else:
            _print(assessment, card, include_carried=include_carried)
    for rule in rules:
        if rule.says and not (rule.kept and as_json):
            complain(rule.says)
    return 0 if all(rule.kept for rule in rules) else 1


def _gate_data(rules: Sequence[Rule]) -> dict[str, Any] | None:
    """Each rule that was asked for; limits and values in percent for fail-under, else counts. Null without any rule."""
    if not rules:
        return None
    return {"kept": all(rule.kept for rule in rules), "rules": [_rule_data(rule) for rule in rules]}


def _rule_data(rule: Rule) -> dict[str, Any]:
    told = {"rule": rule.name, "limit": rule.limit, "value": rule.value, "kept": rule.kept, "which": list(rule.which)}
    return told | {"against": rule.against, "says": rule.says}


def _rules(
    assessment: Assessment, card: Scorecard, fail_under: float | None, no_regression: bool, against: str | None, max_overdue: int | None
) -> list[Rule]:
    """The gate's rules that were asked for, tested on ``card``, where nothing carried over counts as confirmed."""
    rules = [gating.lowest_readiness(card, fail_under)] if fail_under is not None else []
    rules += [gating.no_regression(assessment, card, against)] if no_regression else []
    return rules + ([gating.overdue_items(assessment, max_overdue)] if max_overdue is not None else [])


def _print(assessment: Assessment, card: Scorecard, *, include_carried: bool) -> None:
    library = assessment.library
    waiting = len(rounds.waiting(assessment))
    if include_carried:
        say_wrapped(f"As if {counted(waiting, 'answer')} carried over were confirmed; until then they are open:", indent="")
    say_wrapped(headline(card), indent="")
    lacking = behind(card)
    if lacking:
        shown = "; ".join(f"{criterion} {', '.join(questions)}" for criterion, questions in lacking[:_MOST_LACKING])
        more = len(lacking) - _MOST_LACKING
        say_wrapped(f"Key controls behind it: {shown}" + (f"; {more} more, by --explain CRITERION." if more > 0 else "."), indent="")
    proof = f", {card.shown_count} of {card.answered_count} answers shown" if card.answered_count else ""
    say_wrapped(f"{card.answered_count} of {card.asked} questions answered{proof}.", indent="")
    for number in (1, 2):
        of_type = rounds.as_if_confirmed(assessment, number) if include_carried else assessment.scorecard(number)
        figure = of_type.readiness
        mark = "→" if number == card.report_type else " "
        say_wrapped(f"{mark} Type {'I' * number:3} readiness {figure_text(figure.low, figure.value, figure.high)}", indent="", hanging=2)
    say()
    width = max((len(series.title) for series in library.series if series.id in card.series), default=0)
    for series in card.series.values():
        results = [card.criteria[criterion] for criterion in series.criteria]
        title = next(entry.title for entry in library.series if entry.id == series.id)
        say_wrapped(f"{series.id:4} {title:{width}} {_glyphs(results)}", hanging=width + 6)
    if card.description:
        say()
        say_wrapped(f"System description, outside the figures: {_glyphs(card.description.values())}")
    counts = verdict_counts(card)
    legend = [
        joined(GLYPHS[verdict], *verdict_word(verdict, screen=card.screen).split(), str(count))
        for verdict, count in counts.items()
        if count
    ]
    say()
    say_wrapped("   ".join(legend))
    remarks: dict[str, int] = {}
    for control in card.controls.values():
        for remark in control.remarks:
            remarks[REMARK_TEXT[remark]] = remarks.get(REMARK_TEXT[remark], 0) + 1
    for text, count in remarks.items():
        say_wrapped(f"{count} × {text}", hanging=4)
    if waiting and not include_carried:
        first = typed("round", assessment.path, "--due")
        say()
        say_wrapped(f"{counted(waiting, 'answer')} carried over, open until confirmed: {first} says what to ask first.", indent="")
        say_wrapped(f"{typed('score', assessment.path, '--include-carried')} shows the figures as if they were confirmed.", indent="")
    most = () if include_carried else assessment.narrowing()
    if most and card.answered_count:
        which = "this one" if len(most) == 1 else f"these {len(most)}"
        say()
        say_wrapped(f"Answer {which} to settle most: {', '.join(one.question for one in most)}.", indent="")
    path = assessment.path
    say()
    say_wrapped(f"Next: {typed('plan', path)} for what to do, {typed('report', path, '-o', 'plan.pdf')} for the PDF.", indent="")


def _glyphs(results: Iterable[CriterionResult]) -> str:
    return " ".join(joined(GLYPHS[result.verdict], result.id) for result in results)
