"""The command on the library an assessment is asked with: which it is, how another one differs, and taking that over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from questionnaires.loader import library_layers
from questionnaires.locale import languages
from questionnaires.model import Library
from readiness.cli.library import chosen_library
from readiness.cli.output import library_folder, reading, writing
from readiness.cli.started import typed
from readiness.cli.text import counted, print_json, say
from readiness.renewing import Renewal, renewal, take

WHY_OPEN = {"differ": "the old answers differ", "not allowed": "the old answer does not fit the new question"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Compare with the library in this folder.")
@click.option("--language", metavar="CODE", help="In this language, such as de; otherwise in the one that FILE is asked in.")
@click.option("--take", "taking", is_flag=True, help="Ask the current round with that library; answers stay.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def library(file: Path, folder: Path | None, language: str | None, taking: bool, as_json: bool) -> None:
    """Show the library that FILE is asked with, and how the shipped one (or DIR) differs."""
    folder = library_folder(folder)
    with writing(file) if taking else reading(file) as assessment:
        current, digest, round_name = assessment.stored_library, assessment.round.library, assessment.round.name
        other = other_library(folder, language, current)
        plan = renewal(assessment, other)
        if taking:
            take(assessment, plan)
        if as_json:
            print_json(_data(current, digest, plan, taken=taking and not plan.same))
            return
        say(f"{round_name} {'was' if taking and not plan.same else 'is'} asked with {named(current, digest)}.")
        for line in left_out(current):
            say(line)
        whose = f"the library in {folder}" if folder else "the library that ships with this program"
        if plan.same:
            say(f"That is {whose}: nothing to take over.")
            return
        if not plan.related:
            say(f"{named(other, plan.digest)}, {whose}, is another framework: none of its questions are asked here.")
            return
        say(f"{'Now asked with' if taking else 'Compared with'} {named(other, plan.digest)}, {whose}:")
        for line in _summary(plan, taking=taking):
            say(line)
        if taking:
            say(f"\n{len(assessment.questions)} questions, {assessment.scorecard().open_count} of them open.")
        else:
            extra = ("--library", folder) if folder else ()
            say(f"\nNothing is changed yet. {typed('library', file, *extra, '--take')} asks {round_name} with it; answers stay.")


def other_library(folder: Path | None, language: str | None, current: Library) -> Library:
    """The library to compare with: in ``language`` if one is named, else in the language of the current one where it is there."""
    source = chosen_library(folder)
    if language is None and any(current.language in languages(layer) for layer in library_layers(source, folder)):
        language = current.language
    return chosen_library(folder, language) if language and language != source.language else source


def named(library: Library, digest: str) -> str:
    """A library in one phrase: title, version, key, language and the beginning of its hash."""
    over = f", over {library.extends}" if library.extends else ""
    return f"{library.title} {library.version} ({library.key}{over}, {library.language}, {digest[:8]})"


def left_out(library: Library) -> Iterable[str]:
    """One line for each question that an extension leaves out, with its reason."""
    for question_id, reason in library.leaves_out.items():
        yield f"  leaves out {question_id}: {reason}"


def _summary(plan: Renewal, *, taking: bool) -> Iterable[str]:
    found = plan.changes
    counts = [
        (len(found.new), "new"),
        (len(found.gone), "gone"),
        (len(found.reworded), "reworded"),
        (len(found.replaced), "replacing others"),
        (len(found.revised), "changed in something else"),
    ]
    yield f"  {', '.join(f'{count} {what}' for count, what in counts if count) or 'the same questions'}"
    for title, names, wording in (
        ("New", found.new, plan.library),
        ("Gone", found.gone, None),
        ("Reworded", found.reworded, plan.library),
        ("Changed in weight, evidence, steps or the like", found.revised, None),
    ):
        if names:
            yield f"\n{title}"
        for name in names:
            yield f"  {name:28} {wording.question_by_id[name].title}" if wording else f"  {name}"
    if found.replaced:
        yield "\nReplacing others"
    for name, olds in found.replaced.items():
        yield f"  {name:28} instead of {', '.join(olds)}"
    did = "is" if taking else "would be"
    for answer in plan.carried:
        yield f"  {answer.question}: the answer to {plan.origin[answer.question]} ({answer.level}) {did} carried over, open until confirmed"
    for name, why in plan.left_open.items():
        yield f"  {name}: left open, {WHY_OPEN[why]}"
    if plan.kept:
        yield f"\nKept in the file, unasked: {counted(len(plan.kept), 'answer')} to questions that are gone ({', '.join(plan.kept)})."


def _data(current: Library, digest: str, plan: Renewal, *, taken: bool) -> dict[str, object]:
    found = plan.changes
    return {
        "asked_with": _identity(current, digest),
        "compared_with": _identity(plan.library, plan.digest),
        "same": plan.same,
        "taken": taken,
        "new": list(found.new),
        "gone": list(found.gone),
        "reworded": list(found.reworded),
        "replaced": {name: list(olds) for name, olds in found.replaced.items()},
        "revised": list(found.revised),
        "carried": plan.origin,
        "left_open": plan.left_open,
        "kept_unasked": list(plan.kept),
    }


def _identity(library: Library, digest: str) -> dict[str, object]:
    return {
        "key": library.key,
        "title": library.title,
        "version": library.version,
        "extends": library.extends,
        "language": library.language,
        "leaves_out": library.leaves_out,
        "hash": digest,
    }
