"""Commands that answer questions: answer, import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from readiness.assessment import Assessment
from readiness.cli.output import writing
from readiness.cli.text import complain, counted, say
from readiness.exchange.answers import make_answer, read_answers
from readiness.exchange.evidence_files import read_now
from scoring.model import BASES, Answer
from scoring.select import applicable_questions

MOST_NAMED = 5


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
        assessment.answer(given)
        open_count = assessment.scorecard().open_count
        say(f"Saved {question}: {level}. {open_count} of {len(assessment.questions)} questions still open.")
        for problem in unread:
            complain(problem)
        if reason_unasked := _unasked(assessment, question):
            say(f"{question} is not asked here ({reason_unasked}): the answer is kept, but counts nowhere.")


def _unasked(assessment: Assessment, question_id: str) -> str:
    """Why the current set and scope do not ask a question; empty if they do."""
    if any(question.id == question_id for question in assessment.questions):
        return ""
    library, whatever_the_facts = assessment.library, assessment.scope.model_copy(update={"facts": {}})
    if all(question.id != question_id for question in applicable_questions(library, whatever_the_facts, "full")):
        return "its category is not in the scope"
    if all(question.id != question_id for question in applicable_questions(library, whatever_the_facts, assessment.round.set)):
        return "it belongs to the full set"
    return "the stated facts rule it out"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
def import_answers(file: Path, answers: Path) -> None:
    """Take over answers from ANSWERS (.yaml or .csv): all of them, or none.

    What a row does not name stays as it was said before. Of a local file named as evidence SHA-256, size and date are kept.
    """
    with writing(file) as assessment:
        before = dict(assessment.answers)
        read = read_answers(answers, assessment.library, assessment.scope, before)
        beside, today = file.absolute().parent, assessment.today
        found = [read_now(answer, before.get(answer.question), beside, today) for answer in read]
        given = [answer for answer, _ in found]
        count = assessment.answer_all(answer for answer in given if not _as_before(before.get(answer.question), answer))
        saved = f"Saved {counted(count, 'answer')}" if count else "Nothing to save"
        say(f"{saved} from {answers}: {_changes(before, given)}.")
        for problem in dict.fromkeys(problem for _, problems in found for problem in problems):
            complain(problem)
        unasked = [answer.question for answer in given if _unasked(assessment, answer.question)]
        if unasked:
            say(f"{len(unasked)} of them kept though not asked here, and counted nowhere: {_named(unasked)}.")


def _as_before(earlier: Answer | None, answer: Answer) -> bool:
    """Whether an answer says what stands there already, whoever typed it in."""
    return earlier is not None and earlier.model_copy(update={"recorder": answer.recorder}) == answer


def _changes(before: Mapping[str, Answer], given: Sequence[Answer]) -> str:
    """What an import changes, such as ``2 new, 1 replaced (mfa-enforced 3 → 4), 5 as before``."""
    replaced = []
    new = 0
    for answer in given:
        earlier = before.get(answer.question)
        if earlier is None:
            new += 1
        elif earlier.level != answer.level:
            replaced.append(f"{answer.question} {earlier.level} → {answer.level}")
        elif earlier.carried:
            replaced.append(f"{answer.question} {answer.level}, confirmed")
        elif not _as_before(earlier, answer):
            replaced.append(f"{answer.question} {answer.level}, details")
    same = len(given) - new - len(replaced)
    parts = [f"{new} new"] if new or not given else []
    if replaced:
        parts.append(f"{len(replaced)} replaced ({_named(replaced)})")
    if same:
        parts.append(f"{same} as before")
    return ", ".join(parts)


def _named(entries: Sequence[str]) -> str:
    """The first few by name, the rest by number."""
    more = len(entries) - MOST_NAMED
    return "; ".join(entries[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
