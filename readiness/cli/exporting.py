"""The command that writes questions and answers to a file to fill in: export."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import click

from questionnaires.sources import MAX_FILE_BYTES
from readiness.assessment import Assessment
from readiness.cli.output import reading, write_file
from readiness.cli.started import typed
from readiness.cli.text import counted, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.answer_files import Line, answers_csv, answers_yaml
from readiness.exchange.answers import SUFFIXES

Which = Literal["open", "answered", "all"]
# Spreadsheet programs take a table without it for one of another encoding.
_BYTE_ORDER_MARK = "\ufeff"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="ANSWERS", help="The file: .csv or .yaml.")
@click.option(
    "--which", type=click.Choice(get_args(Which)), default="open", help="Questions without a settled answer (the usual), with one, or all."
)
@click.option("--quick", is_flag=True, help="Those of the quick set alone.")
def export(file: Path, output: Path, which: Which, quick: bool) -> None:
    """Write questions to a file to fill in, with the answers that stand; import takes it back.

    What is open, unsure or carried over stays empty, to be answered. Nothing changes by importing the file as it was written.
    """
    if output.suffix.lower() not in SUFFIXES:
        raise ReadinessError(f"{output}: the name says the format; give one that ends in .csv or .yaml.")
    if output.exists():
        raise ReadinessError(f"{output}: is there already, and may be filled in; name another file, or move that one away.")
    with reading(file) as assessment:
        lines = _lines(assessment, which, quick)
        if not lines:
            raise ReadinessError(f"{file}: no question is {'asked' if which == 'all' else which} there; --which says which to write.")
        as_csv = output.suffix.lower() == ".csv"
        written = (answers_csv if as_csv else answers_yaml)(lines, assessment.library, assessment.scope)
    if not as_csv and len(written.encode()) > MAX_FILE_BYTES:
        raise ReadinessError(f"{output}: would be larger than a YAML file may be to be taken over again; write a .csv file instead.")
    write_file(output, f"{_BYTE_ORDER_MARK if as_csv else ''}{written}", [file])
    empty = sum(line.answer is None for line in lines)
    say(f"{counted(len(lines), 'question')}, {empty} of them to fill in.")
    if empty:
        say_wrapped(f"Then {typed('import', file, str(output))} takes over what is filled in, and leaves the rest.", indent="")


def _lines(assessment: Assessment, which: Which, quick: bool) -> list[Line]:
    """The questions in their order. An open one gets no answer: whoever gives the file back would confirm it unseen."""
    controls = assessment.scorecard().controls
    lines = []
    for question in assessment.questions:
        is_open = controls[question.id].state == "open"
        if (quick and not question.quick) or (which != "all" and is_open != (which == "open")):
            continue
        stands = assessment.answers.get(question.id)
        lines.append(Line(question, None, _so_far(assessment, question.id)) if is_open else Line(question, stands))
    return lines


def _so_far(assessment: Assessment, question_id: str) -> str:
    earlier = assessment.answers.get(question_id)
    if earlier is None or earlier.level == "unanswered":
        return ""
    return f"{earlier.level}, to be confirmed" if earlier.carried else earlier.level
