"""Commands on the question library itself: questions, lint."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from questionnaires.coverage import coverage
from questionnaires.loader import json_schema, load_library
from questionnaires.model import Library, Question
from questionnaires.steps import render_step
from questionnaires.wording import nearest, shortened
from readiness.cli.output import library_folder
from readiness.cli.text import complain, counted, print_json, safe, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.own_library import own_library
from readiness.shipped import shipped_library
from scoring.model import LEVELS
from scoring.objections import takes
from scoring.related import RELATED_NOTE, ids_text, levels_text, related_ids


@click.command()
@click.argument("which", required=False, metavar="[CATEGORY|CRITERION|ID]")
@click.option("--framework", metavar="NAME", help="WHICH is an id of that other framework, such as iso_27001 A.5.15.")
@click.option("--language", metavar="CODE", help="Show them in this language, such as de, as far as they are translated.")
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Of the question library in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def questions(which: str | None, framework: str | None, language: str | None, folder: Path | None, as_json: bool) -> None:
    """Show the questions: all, those of a category, series or criterion, or one in full."""
    folder = library_folder(folder)
    library = chosen_library(folder, language)
    if language and which:
        # A category goes by its title in either language.
        which = category_named(chosen_library(folder), which) or which
    chosen = questions_named(library, which) if framework is None else _related_to(library, framework, which)
    if as_json:
        print_json([_question_data(question) for question in chosen])
    elif which in library.question_by_id:
        _print_whole(library, chosen[0])
    else:
        for question in chosen:
            criteria = " ".join(f"{criterion}{'*' if role == 'key' else ''}" for criterion, role in question.criteria.items())
            say(f"{question.id:28} {criteria:22} {question.text}")
        say(f"\n{counted(len(chosen), 'question')}; * marks a key control. `readiness questions ID` shows one in full.")
        if framework is not None and which is not None:
            _print_levels(library, framework, which)


def chosen_library(folder: Path | None, language: str | None = None) -> Library:
    """The library in ``folder``, or the shipped one, in its own language or in ``language``. Raises ReadinessError, LibraryError."""
    if folder is not None:
        return own_library(folder, language)
    return shipped_library(language=language) if language else shipped_library()


def questions_named(library: Library, which: str | None) -> list[Question]:
    """The question of that id, those on that criterion, series or category, or all. Raises ReadinessError for anything else."""
    if which is None:
        return list(library.questions_in_order)
    if which in library.question_by_id:
        return [library.question_by_id[which]]
    wanted = which.upper()
    category = category_named(library, which)
    if category is not None:
        return [q for q in library.questions_in_order if any(library.criterion_by_id[c].category == category for c in q.criteria)]
    found = [q for q in library.questions_in_order if any(_belongs(library, c, wanted) for c in q.criteria)]
    known = {criterion.id for criterion in library.criteria} | {series.id for series in library.series}
    if not found and wanted not in known:
        hint = similar_questions(library, which) or nearest(wanted, known) or "; `readiness questions` lists them all."
        raise ReadinessError(f"{shortened(which, 60)}: neither a question, a criterion nor a category{hint}")
    return found


def _belongs(library: Library, criterion: str, wanted: str) -> bool:
    return criterion == wanted or criterion.startswith(f"{wanted}.") or library.criterion_by_id[criterion].series == wanted


def _related_to(library: Library, framework_id: str, which: str | None) -> list[Question]:
    """Questions whose criteria ask for work related to an id of another framework; related, never "satisfies"."""
    known = {framework.id: framework for framework in library.frameworks}
    if framework_id not in known:
        raise ReadinessError(f"{shortened(framework_id, 60)}: no such framework; known are {', '.join(known)}.")
    framework = known[framework_id]
    if which is None:
        raise ReadinessError(
            f"name an id of {framework.title} {framework.version} as well, such as {next(iter(next(iter(framework.related.values()))))}."
        )
    criteria = {criterion for criterion, ids in framework.related.items() if which in ids}
    if not criteria:
        every = {other for ids in framework.related.values() for other in ids}
        raise ReadinessError(f"{shortened(which, 60)}: nothing here is related to it{nearest(which, every) or '.'}")
    return [question for question in library.questions_in_order if criteria & set(question.criteria)]


def category_named(library: Library, name: str) -> str | None:
    """The id of the category with that id or title, whatever its case, or None."""
    wanted = name.casefold().replace("-", " ")
    return next((one.id for one in library.categories if wanted in (one.id.casefold(), one.title.casefold())), None)


def _question_data(question: Question) -> dict[str, Any]:
    """The question as the library has it, and ``answers``: the levels it takes."""
    return question.model_dump(mode="json") | {"answers": list(takes(question))}


def _print_levels(library: Library, framework_id: str, other: str) -> None:
    """In which levels of its framework an id stands, where the framework has levels."""
    levels = next(framework.levels for framework in library.frameworks if framework.id == framework_id)
    if levels is not None:
        say(f"{other}, {levels.title}: {', '.join(levels.ids[other]) or 'none'}. Read in {levels.source}.")


_LEVEL_NEEDS = {"na": "na with a reason", "carved-out": "carved-out to a subservice organisation of the scope"}


def _answers_text(question: Question) -> str:
    """What may be given as an answer, and what may not: ``0 to 5, unsure, no-events. Not na, not carved-out.``"""
    taken = takes(question)
    others = [level for level in LEVELS if not level.isdigit()]
    given = ["0 to 5", *(_LEVEL_NEEDS.get(level, level) for level in others if level in taken)]
    refused = ", ".join(f"not {level}" for level in others if level not in taken)
    said = f"{', '.join(given)}." + (f" {refused[:1].upper()}{refused[1:]}." if refused else "")
    return f"{said} A compensating control may stand beside a rung."


def _print_whole(library: Library, question: Question) -> None:
    say(": ".join(filter(None, (question.id, question.control))))
    say(f"{question.text}\n")
    say(f"{question.why.strip()}\n")
    for rung, anchor in enumerate(question.anchors):
        say(f"  {rung}  {anchor}")
    say()
    say_wrapped(f"Answers    {_answers_text(question)}", indent="", hanging=11)
    say(f"Criteria   {', '.join(f'{c} ({r})' for c, r in question.criteria.items())}")
    say(f"Type       {question.type}, {question.frequency}; owner {question.owner}; severity {question.severity}")
    for title, entries in (
        ("design", question.evidence.design),
        ("operation", question.evidence.operation),
        ("population", question.evidence.population),
    ):
        if entries:
            say(f"Evidence   {title}: {'; '.join(entries)}")
    if question.after:
        say(f"After      {', '.join(question.after)}")
    say("Steps")
    for step in question.remediation:
        # For nobody in particular: a step's words for one company come in where its facts are stated.
        if text := " ".join(render_step(step.do, {}).split()):
            say(f"  up to {step.upto}, {step.days[0]:g}-{step.days[1]:g} d: {text}")
    say(f"If you are tiny: {question.tiny}")
    _print_related(library, question)


def _print_related(library: Library, question: Question) -> None:
    for related in (found := related_ids(library, question)):
        say(f"Related    {related.framework.name}: {ids_text(related.ids)}")
        if related.framework.levels is not None:
            say(f"{'':11}{related.framework.levels.title}: {levels_text(related.ids)}")
    if found:
        say(f"{'':11}{RELATED_NOTE}")


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a library file, for editors.")
@click.option("--coverage", "with_coverage", is_flag=True, help="Print which questions touch each point of focus.")
def lint(path: Path | None, schema: bool, with_coverage: bool) -> int:
    """Check a question library (the shipped one by default); exit 2 if anything is wrong."""
    if schema:
        click.echo(json.dumps(json_schema(), indent=2))
        return 0
    from questionnaires.lint import lint_folder

    problems = lint_folder(path if path is not None else files("questionnaires") / "soc2")
    for problem in problems:
        click.echo(safe(problem), err=True)
    if problems:
        complain(f"{counted(len(problems), 'problem')} in {path or 'the shipped library'}.")
        return 2
    if with_coverage:
        _print_coverage(load_library(path) if path is not None else shipped_library())
    say(f"{path or 'The shipped library'}: nothing to complain about.")
    return 0


def _print_coverage(library: Library) -> None:
    for traced in coverage(library):
        touched = ", ".join(traced.questions) or f"not asked: {traced.reason}"
        say(f"{traced.point.id:9} {traced.point.topic}\n{'':9} {touched}")
