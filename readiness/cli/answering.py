"""Commands that answer questions: answer, import."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.output import writing
from readiness.cli.text import counted, say
from readiness.exchange.answers import make_answer, read_answers
from scoring.model import BASES


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("question")
@click.argument("level")
@click.option("--note", default="", help="A note beside the answer.")
@click.option("--reason", default="", help="Why: needed for na.")
@click.option("--by", default="", metavar="WHO", help="Who answered (the respondent).")
@click.option("--basis", type=click.Choice(BASES), default="said", show_default=True, help="How you know.")
@click.option("--vendor", default="", help="The subservice organisation that runs it: needed for carved-out.")
@click.option("--nothing-written", is_flag=True, help="It works, but no written rule stands behind it (rungs 3 to 5).")
@click.option("--since", "operating_since", default="", metavar="DATE", help="On record since this day (YYYY-MM-DD).")
@click.option("--last-done", default="", metavar="DATE", help="When it was last done (YYYY-MM-DD).")
@click.option("--evidence", multiple=True, metavar="REF", help="A path, link or ticket. Repeat for more.")
def answer(
    file: Path,
    question: str,
    level: str,
    note: str,
    reason: str,
    by: str,
    basis: str,
    vendor: str,
    nothing_written: bool,
    operating_since: str,
    last_done: str,
    evidence: tuple[str, ...],
) -> None:
    """Answer QUESTION with LEVEL: 0 to 5, na, unsure, no-events or carved-out."""
    stated = {
        "level": level,
        "note": note,
        "reason": reason,
        "by": by,
        "basis": basis,
        "vendor": vendor,
        "nothing_written": nothing_written,
        "operating_since": operating_since or None,
        "last_done": last_done or None,
        "evidence": list(evidence),
    }
    with writing(file) as assessment:
        assessment.answer(make_answer(question, stated, assessment.library, assessment.scope))
        open_count = len(assessment.questions) - assessment.scorecard().answered_count
        say(f"Saved {question}: {level}. {open_count} of {len(assessment.questions)} questions still open.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("answers", type=click.Path(path_type=Path))
def import_answers(file: Path, answers: Path) -> None:
    """Take over answers from ANSWERS (.yaml or .csv): all of them, or none."""
    with writing(file) as assessment:
        count = assessment.answer_all(read_answers(answers, assessment.library, assessment.scope))
        say(f"Saved {counted(count, 'answer')} from {answers}.")
