"""Commands on what to do: plan, report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from readiness.cli.output import reading
from readiness.cli.text import complain, counted, print_json, say
from readiness.errors import ReadinessError
from readiness.exchange.results import plan_data
from scoring.headline import headline


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
def plan(file: Path, as_json: bool, round_name: str | None) -> None:
    """Print the remediation plan: work packages in the order to take them up."""
    with reading(file, round_name) as assessment:
        made = assessment.plan()
        if as_json:
            print_json(plan_data(made))
            return
        say(headline(assessment.scorecard()))
        open_count = assessment.scorecard().open_count
        if not made.items:
            say(
                "No gap is known yet, so there is nothing to plan."
                + (f" {counted(open_count, 'question')} still open." if open_count else "")
            )
            return
        low, high = made.effort_days
        say(f"{counted(len(made.items), 'item')} in {counted(len(made.packages), 'work package')}, {low:g}-{high:g} person-days.")
        if open_count:
            say(f"{counted(open_count, 'question')} still open; gaps found there are not in here yet.")
        items = {item.question: item for item in made.items}
        roles = assessment.library.role_by_id
        for number, package in enumerate(made.packages, 1):
            low, high = package.effort_days
            say(f"\n{number}. {package.title}  [{package.severity}]  {low:g}-{high:g} days  {' '.join(package.criteria)}")
            for question_id in package.questions:
                item = items[question_id]
                marks = (" · quick win" if item.quick_win else "") + (f" · after {', '.join(item.after)}" if item.after else "")
                owner = roles[item.owner].title if item.owner in roles else item.owner
                say(f"   {item.question} ({item.kind}, {item.severity}; {owner}; {item.effort_days[0]:g}-{item.effort_days[1]:g} d{marks})")
                for step in item.steps:
                    say(f"     - {step.text}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT.pdf", help="Where to write the PDF.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
def report(file: Path, output: Path, round_name: str | None) -> None:
    """Write the remediation-plan PDF."""
    if output.suffix.lower() != ".pdf":
        raise ReadinessError(f"{output}: the report is written as PDF; give a name that ends in .pdf.")
    with reading(file, round_name) as assessment:
        if output.exists() and output.samefile(file):
            raise ReadinessError(f"{output}: is the assessment itself; choose another name for the PDF.")
        replaced = output.exists()
        warnings = write_report(assessment, output)
    for warning in warnings:
        complain(warning)
    say(f"{'Replaced' if replaced else 'Wrote'} {output}.")


def write_report(assessment: object, output: Path) -> list[str]:
    """Writes the PDF of an open assessment; the warnings to show. Imports the report room only now."""
    from readiness.assessment import Assessment
    from readiness.reports.context import build_context
    from readiness.reports.pdf import write_pdf

    assert isinstance(assessment, Assessment)
    context = build_context(assessment.library, assessment.scope, assessment.round, assessment.answers, today=date.today())
    return write_pdf(context, output)
