"""Commands that answer questions: answer, import."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.assessment import Assessment
from readiness.cli.output import reading, writing
from readiness.cli.text import complain, counted, say
from readiness.exchange.answers import make_answer
from readiness.exchange.evidence_files import not_here, read_now
from readiness.importing import Preview, named, preview, take_over, unasked
from readiness.stating import says_the_same
from scoring.model import BASES, Answer
from scoring.owners import declared_owner, declared_owners, owner_line


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("question")
@click.argument("level")
@click.option("--note", metavar="T", help="A note beside the answer.")
@click.option("--reason", metavar="T", help="Why: needed for na.")
@click.option("--by", metavar="WHO", help="Who answered (the respondent).")
@click.option("--basis", type=click.Choice(BASES), help="How you know; said, if nobody has said more.")
@click.option("--vendor", metavar="V", help="The subservice organisation that runs it: needed for carved-out.")
@click.option(
    "--nothing-written/--written", default=None, help="It works, but no written rule stands behind it (rungs 3 to 5); or one does."
)
@click.option("--since", "operating_since", metavar="DATE", help="On record since this day (YYYY-MM-DD).")
@click.option("--last-done", metavar="DATE", help="When it was last done (YYYY-MM-DD).")
@click.option(
    "--evidence",
    multiple=True,
    metavar="REF",
    help="A path (SHA-256 and size are kept), link or ticket. Repeat for more.",
)
@click.option("--owner", metavar="WHO", help="Who answers for the control.")
@click.option("--flag/--no-flag", default=None, help="Marks it for follow-up, or no longer.")
@click.option("--walkthrough", metavar="T", help="One case told from its start to its end.")
def answer(
    file: Path,
    question: str,
    level: str,
    evidence: tuple[str, ...],
    **options: str | bool | None,
) -> None:
    """Answer QUESTION with LEVEL: 0 to 5, na, unsure, no-events or carved-out.

    What you do not name stays as it was said before; an empty value clears it, such as --note "".
    """
    stated: dict[str, object] = {"level": level} | {key: value for key, value in options.items() if value is not None}
    if evidence:
        stated["evidence"] = [] if evidence == ("",) else list(evidence)
    with writing(file) as assessment:
        before = assessment.answers.get(question)
        given = make_answer(question, stated, assessment.library, assessment.scope, before=before)
        given, unread = read_now(given, before, file.absolute().parent, assessment.today)
        kept = assessment.engagement
        # A closed file says so, whatever it is told.
        if says_the_same(before, given) and not (kept is not None and kept.closed):
            said = f"Nothing changed: {question} says {given.level} already, and the details are the same."
        else:
            assessment.answer(given)
            said = f"Saved {question}: {level}."
        say(f"{said} {assessment.scorecard().open_count} of {len(assessment.questions)} questions still open.")
        known = {one.reference for one in before.evidence} if before is not None else set()
        gone = [not_here(one.reference, file.absolute().parent) for one in given.evidence if one.reference not in known]
        for problem in (*unread, *filter(None, gone)):
            complain(problem)
        if reason_unasked := unasked(assessment, [question]).get(question):
            say(f"{question} is not asked here ({reason_unasked}): the answer is kept, but counts nowhere.")
        if options.get("owner"):
            _tell_outsider(assessment, given)


def _tell_outsider(assessment: Assessment, given: Answer) -> None:
    """Says of an owner whom neither the library nor the scope knows that the role's time is still planned with."""
    library = assessment.library
    if given.owner.strip() and not declared_owner(given.owner, declared_owners(library, assessment.scope.people)):
        role = library.role_by_id[library.question_by_id[given.question].owner].title
        say(f"{owner_line(given.owner)} is neither a role nor declared in the scope: the plan takes the work from the time of {role}.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only says what would change; writes nothing.")
def import_answers(file: Path, answers: Path, *, dry_run: bool) -> None:
    """Take over answers from ANSWERS (.yaml or .csv): all of them, or none.

    What a row does not name stays as it was said before. Of a local file named as evidence SHA-256, size and date are kept.
    """
    with reading(file) if dry_run else writing(file) as assessment:
        found = preview(assessment, answers)
        if dry_run:
            _tell_preview(found)
            found.require_sound()
        else:
            count = take_over(assessment, found)
            say(f"{_amount('Saved', count)} from {answers}: {found.summary}.")
        for problem in found.unread:
            complain(problem)
        not_asked = [row.answer.question for row in found.rows if row.unasked]
        if not_asked:
            kept = "would be kept" if dry_run else "kept"
            say(f"{len(not_asked)} of them {kept} though not asked here, and counted nowhere: {named(not_asked)}.")


def _tell_preview(found: Preview) -> None:
    """What an import would change, and over which answers it would go that may be newer."""
    if found.refused:
        say(f"Nothing would be saved from {found.source}: {counted(len(found.refused), 'row')} refused; else {found.summary}.")
    else:
        say(f"{_amount('Would save', len(found.changes))} from {found.source}: {found.summary}.")
    for row in found.older:
        say(f"  {row.answer.question} {row.change} may go over a newer answer: {row.older}.")


def _amount(verb: str, count: int) -> str:
    return f"{verb} {counted(count, 'answer')}" if count else "Nothing to save"
