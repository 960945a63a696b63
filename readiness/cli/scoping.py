"""Commands on what an assessment is about: new, scope, facts."""

from __future__ import annotations

from pathlib import Path

import click

from questionnaires.conditions import FactValue
from readiness.assessment import Assessment
from readiness.cli.output import reading, recorder_name, writing
from readiness.cli.started import typed
from readiness.cli.text import counted, print_json, say
from readiness.errors import ReadinessError
from readiness.exchange.facts import read_facts
from readiness.shipped import shipped_library
from scoring.model import QuestionSet, ReportType


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--org", "organisation", required=True, metavar="NAME", help="The organisation the report is about.")
@click.option(
    "--category",
    "-c",
    "categories",
    multiple=True,
    metavar="C",
    help="A category besides Security: A, PI, C or P, or its name. Repeat for more.",
)
@click.option(
    "--type", "report_type", type=click.Choice(["1", "2"]), default="2", show_default=True, help="Type I (one date) or Type II (a period)."
)
@click.option(
    "--set", "question_set", type=click.Choice(["quick", "full"]), default="quick", show_default=True, help="Which questions to ask."
)
@click.option(
    "--facts", "facts_file", type=click.Path(path_type=Path), metavar="FACTS.yaml", help="Facts on the organisation and its system."
)
def new(
    file: Path, organisation: str, categories: tuple[str, ...], report_type: str, question_set: QuestionSet, facts_file: Path | None
) -> None:
    """Start an assessment in FILE."""
    organisation = _organisation(organisation)
    library = shipped_library()
    stated = read_facts(facts_file, library) if facts_file else None
    number: ReportType = 1 if report_type == "1" else 2
    with Assessment.create(
        file,
        organisation,
        categories=categories,
        report_type=number,
        question_set=question_set,
        recorder=recorder_name(),
        library=library,
        scope_input=stated,
    ) as assessment:
        say(f"Started {file} for {organisation}: {len(assessment.questions)} questions, Type {'I' * number}.")
        if assessment.unasked_criteria:
            say(f"This library asks nothing yet on {', '.join(assessment.unasked_criteria)}: they stay not assessed.")
        say(f"Next: {typed(file)} to answer them, or {typed('import', file, 'ANSWERS.yaml')}.")


def _organisation(name: str) -> str:
    """The name as it will stand on the report. Raises ReadinessError for none, or one that no report could show."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ReadinessError("--org: the name holds bytes that are not valid text; type it anew.") from None
    if not 1 <= len(name.strip()) <= 200:
        raise ReadinessError(f"--org: the name needs 1 to 200 characters, found {len(name.strip()):,}.")
    return name.strip()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--facts", "facts_file", type=click.Path(path_type=Path), metavar="FACTS.yaml", help="Take over these facts first.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def scope(file: Path, facts_file: Path | None, as_json: bool) -> None:
    """Show, or with --facts change, what the assessment is about."""
    with writing(file) if facts_file else reading(file) as assessment:
        before = len(assessment.questions)
        if facts_file:
            assessment.apply_facts(read_facts(facts_file, assessment.library))
        stated = assessment.scope
        if as_json:
            print_json(
                {**stated.model_dump(mode="json", by_alias=True), "set": assessment.round.set, "questions": len(assessment.questions)}
            )
            return
        library = assessment.library
        say(stated.organisation + (f" · {stated.product}" if stated.product else ""))
        titles = [category.title for category in library.categories if category.common or category.id in stated.categories]
        period = f", as of {stated.as_of}" if stated.as_of else f", {stated.window.start} to {stated.window.end}" if stated.window else ""
        say(f"Type {'I' * stated.report_type}{period} · {', '.join(titles)}")
        say(f"{assessment.round.name} · {assessment.round.set} set · {len(assessment.questions)} questions")
        for title, entries in (
            ("Legal entities", list(stated.entities)),
            ("Systems", [system.name for system in stated.systems]),
            ("Subservice organisations", [f"{v.name} ({v.method or 'method not chosen'})" for v in stated.vendors if v.subservice]),
            ("Other vendors", [vendor.name for vendor in stated.vendors if not vendor.subservice]),
            ("Commitments", [commitment.text for commitment in stated.commitments]),
            ("People", [f"{person.name} ({person.role})" if person.role else person.name for person in stated.people]),
        ):
            if entries:
                say(f"\n{title}")
                for entry in entries:
                    say(f"  {entry}")
        say("\nFacts")
        for fact in library.facts:
            known = fact.id in stated.facts
            say(f"  {fact.id:22} {fact_text(stated.facts[fact.id]) if known else '? not stated'}")
        now = len(assessment.questions)
        if now != before:
            say(f"\nThese facts change what is asked: {counted(now, 'question')} now, {before} before.")


def fact_text(value: FactValue) -> str:
    """A fact's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def facts(as_json: bool) -> None:
    """List the facts that questions branch on, for a FACTS.yaml."""
    library = shipped_library()
    if as_json:
        print_json([fact.model_dump(mode="json") for fact in library.facts])
        return
    for fact in library.facts:
        say(f"{fact.id} ({fact.type})")
        say(f"  {fact.text}")
        for choice, meaning in fact.choices.items():
            say(f"    {choice}: {meaning}")
    say("\nA FACTS.yaml may also name product, entities, as_of or window {from, to}, systems, vendors, commitments and people.")
