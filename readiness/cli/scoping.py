"""Commands on what an assessment is about: new, scope, facts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from questionnaires.conditions import FactValue
from questionnaires.framework import TOPICS
from readiness.assessment import Assessment
from readiness.carrying import Carried, Taken, carry, taken_from
from readiness.cli.dating import planning_text
from readiness.cli.language import language_line, preferred_language
from readiness.cli.library import category_named, chosen_library
from readiness.cli.output import library_folder, reading, recorder_name, writing
from readiness.cli.started import typed
from readiness.cli.text import complain, counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.facts import ScopeInput, misdated, read_facts
from readiness.rescoping import resolve_categories
from readiness.storage import set_scope
from scoring.advice import Advice
from scoring.model import QuestionSet, ReportType
from scoring.select import chosen_criteria


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--org", "organisation", required=True, metavar="NAME", help="The organisation the report is about.")
@click.option(
    "--category",
    "-c",
    "categories",
    multiple=True,
    metavar="C",
    help="A category besides those always in (for SOC 2: A, PI, C or P), or its name. Repeat for more.",
)
@click.option(
    "--type", "report_type", type=click.Choice(["1", "2"]), help="Type I (one date) or Type II (a period); 2, unless the facts say 1."
)
@click.option(
    "--set", "question_set", type=click.Choice(["quick", "full"]), default="quick", show_default=True, help="Which questions to ask."
)
@click.option(
    "--facts", "facts_file", type=click.Path(path_type=Path), metavar="FACTS.yaml", help="Facts on the organisation and its system."
)
@click.option("--language", metavar="CODE", help="Ask in this language, such as de, as far as the questions are translated.")
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Ask with the question library in this folder.")
@click.option(
    "--from",
    "other",
    type=click.Path(path_type=Path),
    metavar="OTHER",
    help="Take over what holds for the whole organisation from another assessment, open until confirmed, with its people and vendors.",
)
def new(
    file: Path,
    organisation: str,
    categories: tuple[str, ...],
    report_type: str | None,
    question_set: QuestionSet,
    facts_file: Path | None,
    language: str | None,
    folder: Path | None,
    other: Path | None,
) -> None:
    """Start an assessment in FILE."""
    organisation = _organisation(organisation)
    folder = library_folder(folder)
    source = chosen_library(folder)
    language = language or preferred_language(source, folder)
    library = chosen_library(folder, language) if language else source
    stated = read_facts(facts_file, library) if facts_file else None
    number = _type(report_type, stated) or 2
    taken = taken_from(other) if other is not None else None
    with Assessment.create(
        file,
        organisation,
        # By their titles in either language.
        categories=[category_named(source, category) or category for category in categories],
        report_type=number,
        question_set=question_set,
        recorder=recorder_name(),
        library=library,
        scope_input=stated,
    ) as assessment:
        carried = _carried(assessment, taken) if taken is not None else None
        say(f"Started {file} for {organisation}: {len(assessment.questions)} questions{_on_description(assessment)}, Type {'I' * number}.")
        if folder:
            say(f"Asked with {library.title} {library.version}, from {folder}.")
        if library.language != source.language:
            say(language_line(source, library, assessment.questions, folder))
        if unasked := _unasked(assessment):
            say_wrapped(unasked, indent="")
        if taken is not None and carried is not None:
            _print_carried(taken, carried, organisation)
        say(f"Next: {typed(file)} to answer them, or {typed('import', file, 'ANSWERS.yaml')}.")


def _type(option: str | None, stated: ScopeInput | None) -> ReportType | None:
    """The report type that --type or a facts file names. Raises ReadinessError where the two cannot stand together."""
    named = option or (str(stated.file.type) if stated is not None and stated.file.type is not None else None)
    if named is None:
        return None
    number: ReportType = 1 if named == "1" else 2
    if stated is not None and stated.file.type not in (None, number):
        raise ReadinessError(f"--type {number}: the facts say type: {stated.file.type}; leave one of them out.")
    if stated is not None and (said := misdated(stated.file, number)):
        raise ReadinessError(f"--type {number}: {said}; correct the facts.")
    return number


def _on_description(assessment: Assessment) -> str:
    """How many of the questions are on the system description: every other figure counts those on criteria alone."""
    count = len(assessment.questions) - assessment.scorecard().asked
    return f", {count} of them on the system description" if count else ""


def _unasked(assessment: Assessment) -> str:
    """Which criteria of the chosen categories this library and set ask nothing on: they stay not assessed."""
    asked = {criterion for question in assessment.questions for criterion in question.criteria}
    named = ", ".join(one for one in chosen_criteria(assessment.library, assessment.scope) if one not in asked)
    if not named:
        return ""
    if assessment.round.set == "quick":
        widen = typed("scope", assessment.path, "--set", "full")
        return f"The quick set asks nothing on {named}: they stay not assessed until you widen it with {widen}."
    return f"This library asks nothing on {named}: they stay not assessed."


def _carried(assessment: Assessment, taken: Taken) -> Carried:
    try:
        return carry(assessment, taken)
    except BaseException:
        # A file that was just made and holds nothing of anybody yet.
        assessment.close()
        assessment.path.unlink(missing_ok=True)
        raise


def _print_carried(taken: Taken, carried: Carried, organisation: str) -> None:
    source = taken.scope.organisation
    people = "1 person" if carried.people == 1 else f"{carried.people} people"
    say_wrapped(
        f"Taken over from {source}, {taken.round}: {counted(carried.answers, 'answer')}, each open until confirmed, {people} and "
        f"{counted(carried.vendors, 'vendor')}.",
        indent="",
    )
    if source.casefold() != organisation.casefold():
        say_wrapped(f"That file is about {source}: make sure that what holds there holds for {organisation} too.", indent="")
    for question, why in carried.left.items():
        say_wrapped(f"Not taken over: {question}: {why}.", indent="")


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
@click.option("--facts", "facts_file", type=click.Path(path_type=Path), metavar="FACTS.yaml", help="Take these facts over; others stay.")
@click.option("--category", "-c", "categories", multiple=True, metavar="C", help="The categories from now on. Repeat.")
@click.option("--type", "report_type", type=click.Choice(["1", "2"]), help="Type I (one date) or Type II (a period) from now on.")
@click.option("--set", "question_set", type=click.Choice(["quick", "full"]), help="Which questions to ask from now on; answers stay.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def scope(
    file: Path,
    facts_file: Path | None,
    categories: tuple[str, ...],
    report_type: str | None,
    question_set: QuestionSet | None,
    as_json: bool,
) -> None:
    """Show or change what the assessment is about; what leaves the scope is kept and comes back with it."""
    with writing(file) if facts_file or categories or report_type or question_set else reading(file) as assessment:
        before = len(assessment.questions)
        stated_facts = read_facts(facts_file, assessment.library) if facts_file else None
        number = _type(report_type, stated_facts)
        if stated_facts is not None:
            assessment.apply_facts(stated_facts)
        if number is not None and number != assessment.scope.report_type:
            assessment.change_scope([set_scope("report_type", number)])
        if categories:
            assessment.change_scope([set_scope("categories", list(resolve_categories(assessment.library, categories)))])
        if question_set and question_set != assessment.round.set:
            assessment.widen(question_set)
        stated = assessment.scope
        if stated_facts is not None and (said := misdated(stated_facts.file, stated.report_type)):
            complain(f"{said[:1].upper()}{said[1:]}: what the facts say is kept for the other type, which --type chooses.")
        if as_json:
            print_json(
                {
                    **stated.model_dump(mode="json", by_alias=True),
                    "set": assessment.round.set,
                    "questions": len(assessment.questions),
                    "advice": asdict(assessment.advice()),
                }
            )
            return
        library = assessment.library
        say(stated.organisation + (f" · {stated.product}" if stated.product else ""))
        titles = [category.title for category in library.categories if category.common or category.id in stated.categories]
        day, window = stated.own_as_of, stated.own_window
        period = f", as of {day}" if day else f", {window.start} to {window.end}" if window else ""
        say(f"Type {'I' * stated.report_type}{period} · {', '.join(titles)}")
        if stated.planning is not None and (planned_with := planning_text(library, stated.planning)):
            say(f"Planning: {planned_with}")
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
        for topic, title in TOPICS.items():
            facts_of_topic = [fact for fact in library.facts if fact.topic == topic]
            if facts_of_topic:
                say(f"\n{title}")
            for fact in facts_of_topic:
                known = fact.id in stated.facts
                say(f"  {fact.id:24} {fact_text(stated.facts[fact.id]) if known else '? not stated'}")
        _say_advice(assessment.advice())
        now = len(assessment.questions)
        if now != before:
            say(f"\nThis changes what is asked: {counted(now, 'question')} now, {before} before.")


def _say_advice(advice: Advice) -> None:
    """The advice on the scope, if the file's library holds any: categories with their reasons, then notes; ! marks a warning."""
    if advice:
        say("\nAdvice (it changes nothing by itself)")
    for category in advice.categories:
        say(f"  {category.title}: {category.disagreement or category.standing}")
        for text in (*category.reasons, *category.remarks):
            say(f"    {text}")
        if category.open_facts:
            say(f"    Would decide more: {', '.join(category.open_facts)}")
    for note in advice.notes:
        say(f"{'!' if note.warns else ' '} {note.subject}: {note.text}")


def fact_text(value: FactValue) -> str:
    """A fact's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Of the question library in this folder.")
def facts(as_json: bool, folder: Path | None) -> None:
    """List the facts that questions and advice branch on, for a FACTS.yaml."""
    library = chosen_library(library_folder(folder))
    if as_json:
        print_json([fact.model_dump(mode="json") for fact in library.facts])
        return
    for fact in library.facts:
        say(f"{fact.id} ({fact.type})")
        say(f"  {fact.text}")
        for choice, meaning in fact.choices.items():
            say(f"    {choice}: {meaning}")
    say(
        "\nA FACTS.yaml may also name product, entities, type (1 or 2), as_of or window {from, to}, systems, vendors, commitments, people "
        "and planning."
    )
