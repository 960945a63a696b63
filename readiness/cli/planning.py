"""Commands on what to do: plan, report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from readiness.cli.dating import PersonDays, item_dates, package_dates, print_dates, print_wish, server_title
from readiness.cli.output import reading
from readiness.cli.text import complain, counted, print_json, say
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.results import plan_data
from readiness.exchange.schedules import schedule_data, wish_data
from readiness.scheduling import planning, scheduled, wished
from scoring.headline import headline
from scoring.related import COUNT_NOTE, Related, level_counts_text, touched, touched_text


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.option(
    "--capacity", multiple=True, type=PersonDays(), metavar="[ROLE=]N", help="Person-days a week in all, or of an owner role. Gives dates."
)
@click.option("--start", type=Day(), metavar="DATE", help="First day of work; today if nobody stated one.")
@click.option("--holiday", "holidays", multiple=True, type=Day(), metavar="DATE", help="A day off. Repeat for more.")
@click.option("--window-months", type=click.IntRange(1, 12), metavar="N", help="Length of the observation window, 1-12.")
@click.option("--by", type=Day(), metavar="DATE", help="Say what would have to give for a likely report by that day.")
def plan(
    file: Path,
    as_json: bool,
    round_name: str | None,
    capacity: tuple[tuple[str, float], ...],
    start: date | None,
    holidays: tuple[date, ...],
    window_months: int | None,
    by: date | None,
) -> None:
    """Print the remediation plan: work packages in the order to take them up, with dates once a capacity is known."""
    with reading(file, round_name) as assessment:
        made = assessment.plan()
        planned_with = planning(assessment, start=start, capacity=dict(capacity), holidays=holidays, window_months=window_months)
        if by is not None and planned_with.capacity is None:
            raise ReadinessError("--by: dates need a capacity; give --capacity 5 (person-days a week), or state it in FACTS.yaml.")
        dated = scheduled(assessment, made, planned_with)
        wanted = wished(assessment, planned_with, by) if by is not None and dated is not None else None
        elsewhere = touched(assessment.library, (assessment.library.question_by_id[item.question] for item in made.items))
        if as_json:
            schedule = None if dated is None else schedule_data(dated, assessment.library.calendar)
            print_json(plan_data(made, elsewhere, schedule) | ({} if wanted is None else {"wish": wish_data(wanted)}))
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
        if dated is None:
            say("No dates: they need a capacity. Give --capacity 5 (person-days a week), or state it in FACTS.yaml under planning.")
        else:
            print_dates(assessment.library, dated)
        if wanted is not None and dated is not None:
            print_wish(assessment.library, wanted, dated.window_months)
        items = {item.question: item for item in made.items}
        roles = assessment.library.role_by_id
        for number, package in enumerate(made.packages, 1):
            low, high = package.effort_days
            say(f"\n{number}. {package.title}  [{package.severity}]  {low:g}-{high:g} days  {' '.join(package.criteria)}")
            if dated is not None:
                say(f"   {package_dates(dated.packages[package.id])}")
            for question_id in package.questions:
                item = items[question_id]
                marks = (" · quick win" if item.quick_win else "") + (f" · after {', '.join(item.after)}" if item.after else "")
                owner = roles[item.owner].title if item.owner in roles else item.owner
                say(f"   {item.question} ({item.kind}, {item.severity}; {owner}; {item.effort_days[0]:g}-{item.effort_days[1]:g} d{marks})")
                if dated is not None:
                    say(f"     {server_title(assessment.library, dated.items[question_id].server)}: {item_dates(dated.items[question_id])}")
                for step in item.steps:
                    say(f"     - {step.text}")
        _print_elsewhere(elsewhere)


def _print_elsewhere(elsewhere: Sequence[Related]) -> None:
    if not elsewhere:
        return
    say(f"\nRelated work elsewhere. {COUNT_NOTE}")
    for related in elsewhere:
        say(f"   {related.framework.name}: {touched_text(related)}")
        if related.framework.levels is not None:
            say(f"     {related.framework.levels.title}: {level_counts_text(related)}")


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
