"""The command that says where an assessment stands: score."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.assessment import Assessment
from readiness.cli.output import figure_text, print_json, reading, say
from readiness.exchange.results import scorecard_data
from scoring.evidence import REMARK_TEXT
from scoring.headline import GLYPHS, headline, verdict_counts, verdict_word
from scoring.model import ReportType
from scoring.score import Scorecard


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--type", "report_type", type=click.Choice(["1", "2"]), help="Type I or Type II instead of the assessment's own.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="PERCENT", help="Exit 1 if the lowest possible readiness is below this."
)
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
def score(file: Path, report_type: str | None, as_json: bool, fail_under: float | None, round_name: str | None) -> int:
    """Score the answers in FILE: verdicts first, percentages second."""
    with reading(file, round_name) as assessment:
        chosen: ReportType | None = {"1": 1, "2": 2}.get(report_type or "")  # type: ignore[assignment]
        card = assessment.scorecard(chosen)
        if as_json:
            print_json(scorecard_data(card))
        else:
            _print(assessment, card)
    if fail_under is not None and card.readiness.low < fail_under:
        click.echo(f"readiness: the lowest possible readiness, {card.readiness.low:.1f} %, is below {fail_under:g} %.", err=True)
        return 1
    return 0


def _print(assessment: Assessment, card: Scorecard) -> None:
    library = assessment.library
    say(headline(card))
    say(
        f"{card.answered_count} of {card.asked} questions answered, {card.shown_count} of {card.answered_count} answers shown."
        if card.answered_count
        else f"0 of {card.asked} questions answered."
    )
    for number in (1, 2):
        of_type = assessment.scorecard(number)
        figure = of_type.readiness
        mark = "→" if number == card.report_type else " "
        say(f"{mark} Type {'I' * number:3} readiness {figure_text(figure.low, figure.value, figure.high)}")
    say()
    for series in card.series.values():
        results = [card.criteria[criterion] for criterion in series.criteria]
        title = next(entry.title for entry in library.series if entry.id == series.id)
        glyphs = " ".join(f"{GLYPHS[result.verdict]} {result.id}" for result in results)
        say(f"  {series.id:4} {title:26} {glyphs}")
    counts = verdict_counts(card)
    legend = [f"{GLYPHS[verdict]} {verdict_word(verdict, screen=card.screen)} {count}" for verdict, count in counts.items() if count]
    say("\n  " + "   ".join(legend))
    remarks: dict[str, int] = {}
    for control in card.controls.values():
        for remark in control.remarks:
            remarks[REMARK_TEXT[remark]] = remarks.get(REMARK_TEXT[remark], 0) + 1
    for text, count in remarks.items():
        say(f"  {count} × {text}")
    say(f"\nNext: `readiness plan {assessment.path}` for what to do, `readiness report {assessment.path} -o plan.pdf` for the PDF.")
