"""The commands on what proves the answers: evidence as an index for the auditor, whether its files are still there, one more reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from questionnaires.model import Library
from questionnaires.wording import shortened
from readiness.cli.items import owner_text
from readiness.cli.output import reading, write_text, writing
from readiness.cli.requesting import prepare, request, requests
from readiness.cli.text import complain, counted, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.evidence_files import not_here
from readiness.exchange.items import day_data
from readiness.exchange.tables import Cell, csv_text
from readiness.naming import name_evidence
from readiness.proving import FRESHNESS_TEXT, STALE, STATE_TEXT, TROUBLES, Index, Proof, Reference, checked, index
from readiness.requesting import request_name
from scoring.freshness import details
from scoring.model import EvidenceReference

_COLUMNS = (
    "control",
    "criteria",
    "item",
    "owner",
    "frequency",
    "newest",
    "freshness",
    "title",
    "reference",
    "collected_on",
    "sha256",
    "size",
    "state",
    "found",
    "covers_from",
    "covers_to",
    "collected_by",
    "source",
    "query",
    "row_count",
    "extracted_on",
)
_MOST = 12
_INDEX = "index"


class EvidenceCommands(click.Group):
    """Takes FILE first and then one of its commands; without one it prints the index."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Names the index where no command follows FILE; help asked for there is that of all the commands."""
        if len(args) > 1 and not args[0].startswith("-") and args[1] in ctx.help_option_names:
            args = [args[1]]
        elif args and not args[0].startswith("-") and (len(args) == 1 or args[1].startswith("-")):
            args = [args[0], _INDEX, *args[1:]]
        return super().parse_args(ctx, args)


@click.group(cls=EvidenceCommands, no_args_is_help=False, subcommand_metavar="[COMMAND] [ARGS]...")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def evidence(context: click.Context, file: Path) -> None:
    """Name evidence in FILE, see how fresh it is, and follow what an auditor will ask for."""
    context.obj = file


evidence.add_command(requests)
evidence.add_command(request)
evidence.add_command(prepare)


def _ways_to_print(as_json: bool, table: str | None) -> None:
    if as_json and table is not None:
        raise ReadinessError("--json and --csv are two ways to print the same index; use one of them.")


@evidence.command(_INDEX)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, one line a reference, or print it with -.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.pass_obj
def index_command(file: Path, as_json: bool, table: str | None, round_name: str | None) -> None:
    """List the evidence by control, and how fresh it is.

    No level and no note stands in it: it can be shown to an auditor.
    """
    _ways_to_print(as_json, table)
    with reading(file, round_name) as assessment:
        found = index(assessment)
        library = assessment.library
    _tell(library, found, file, as_json, table, checking=False)


@evidence.command()
@click.option("--in", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Also look here for what moved.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, one line a reference, or print it with -.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.pass_obj
def check(file: Path, folder: Path | None, as_json: bool, table: str | None, round_name: str | None) -> int:
    """Look for files that changed, and what is late.

    Exits 1 if any local file is missing, moved or changed (by size and SHA-256), if a control's newest evidence is older than its
    rhythm or the window allows, or if a request is overdue.
    """
    _ways_to_print(as_json, table)
    with reading(file, round_name) as assessment:
        found = index(assessment)
        library = assessment.library
    found = checked(found, file, folder)
    _tell(library, found, file, as_json, table, checking=True)
    return 1 if found.troubled else 0


@evidence.command()
@click.argument("control")
@click.argument("reference")
@click.option("--title", metavar="T", help="What it shows.")
@click.option("--collected-on", type=Day(), metavar="DATE", help="The day it dates from; of a local file its own day.")
@click.option("--covers-from", type=Day(), metavar="DATE", help="The first day it speaks of.")
@click.option("--covers-to", type=Day(), metavar="DATE", help="The last day it speaks of.")
@click.option("--by", "collected_by", metavar="WHO", help="Who collected it.")
@click.option("--source", metavar="SYSTEM", help="The system it was taken from.")
@click.option("--query", metavar="T", help="Of a complete list: the query or filter that gave it.")
@click.option("--rows", "row_count", type=click.IntRange(0), metavar="N", help="Of a complete list: how many rows it has.")
@click.option("--extracted-on", type=Day(), metavar="DATE", help="Of a complete list: the day it was taken.")
@click.pass_obj
def add(file: Path, /, control: str, reference: str, **options: str | int | date | None) -> None:
    """Name evidence of CONTROL, or say more of it.

    REFERENCE is a path, link or ticket. Of a local file SHA-256, size and date are kept, never the file.
    """
    with writing(file) as assessment:
        named, problems = name_evidence(assessment, control, reference, {key: value for key, value in options.items() if value is not None})
        for problem in problems:
            complain(problem)
        if not named.sha256 and (said := not_here(reference, file.absolute().parent)):
            complain(said)
        say_wrapped(f"Saved at {control}: {_named(named)}.", indent="")


def _named(one: EvidenceReference) -> str:
    known = [f"SHA-256 {one.sha256[:12]}…, {one.size:,} bytes"] if one.sha256 else []
    return ", ".join([shortened(" ".join(one.reference.split()), 200), *known, *_details(one)])


def _details(one: EvidenceReference) -> list[str]:
    return [shortened(text, 80) for text in details(one)]


def _tell(library: Library, found: Index, file: Path, as_json: bool, table: str | None, *, checking: bool) -> None:
    if as_json:
        print_json(_data(library, found))
    elif table is not None:
        write_text(table, csv_text(_COLUMNS, _rows(library, found)), [file])
    else:
        _print(library, found, checking=checking)


def _data(library: Library, found: Index) -> dict[str, Any]:
    """``freshness`` is that of a control's newest evidence on the day ``measured_on``, against the ``window`` if one is chosen;
    ``without`` are controls said to run without any reference, ``overdue_requests`` requests whose day is over."""
    return {
        "today": found.today.isoformat(),
        "measured_on": found.measured_on.isoformat(),
        "window": None if found.window is None else [found.window.start.isoformat(), found.window.end.isoformat()],
        "controls": [
            {
                "question": proof.question.id,
                "criteria": list(proof.question.criteria),
                "owner": owner_text(library, proof.owner),
                "frequency": proof.question.frequency,
                "newest": day_data(proof.newest),
                "freshness": proof.freshness,
                "evidence": [_reference(one) for one in proof.references],
            }
            for proof in found.proofs
        ],
        "without": list(found.without),
        "overdue_requests": [request_name(one) for one in found.late],
    }


def _reference(one: Reference) -> dict[str, Any]:
    stated = one.stated
    return {
        "reference": stated.reference,
        "title": stated.title,
        "collected_on": day_data(stated.collected_on),
        "covers_from": day_data(stated.covers_from),
        "covers_to": day_data(stated.covers_to),
        "collected_by": stated.collected_by or None,
        "source": stated.source or None,
        "query": stated.query or None,
        "row_count": stated.row_count,
        "extracted_on": day_data(stated.extracted_on),
        "sha256": stated.sha256 or None,
        "size": stated.size,
        "state": one.state,
        "found": one.found or None,
        "detail": one.detail or None,
    }


def _rows(library: Library, found: Index) -> Iterator[Sequence[Cell]]:
    for proof in found.proofs:
        question = proof.question
        about = (question.id, " ".join(question.criteria), question.title, owner_text(library, proof.owner), question.frequency)
        for one in proof.references:
            stated = one.stated
            named = (stated.title, stated.reference, stated.collected_on, stated.sha256, stated.size)
            covers = (stated.covers_from, stated.covers_to, stated.collected_by, stated.source)
            population = (stated.query, stated.row_count, stated.extracted_on)
            yield (*about, proof.newest, proof.freshness, *named, one.state, one.found, *covers, *population)


def _print(library: Library, found: Index, *, checking: bool) -> None:
    for proof in found.proofs:
        _print_proof(library, proof, checking=checking)
    references = [one for proof in found.proofs for one in proof.references]
    stale = sum(proof.freshness in STALE for proof in found.proofs)
    say(
        f"{counted(len(references), 'reference')} on {counted(len(found.proofs), 'control')}"
        + (f"; the newest of {counted(stale, 'control')} is overdue" if stale else "")
        + "."
    )
    if found.window is not None and found.proofs:
        say(f"Measured on {found.measured_on} for the window {found.window.start} to {found.window.end}.")
    if found.without:
        say_wrapped(f"Said to run, but no evidence named yet ({len(found.without)}): {_some(found.without)}.", indent="")
    if found.late:
        say_wrapped(f"Requests overdue ({len(found.late)}): {_some([request_name(one) for one in found.late])}.", indent="")
    if checking:
        states = [one.state for one in references]
        parts = [f"{states.count(state)} {state}" for state in STATE_TEXT if state in states]
        say_wrapped(f"Checked: {', '.join(parts)}." if parts else "Nothing to check.", indent="")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def _print_proof(library: Library, proof: Proof, *, checking: bool) -> None:
    question = proof.question
    mark = "!" if proof.freshness in STALE or any(one.state in TROUBLES for one in proof.references) else " "
    newest = f", newest {proof.newest}" if proof.newest is not None else ""
    say(f"{mark} {question.id}  {' '.join(question.criteria)}")
    say_wrapped(f"{question.frequency}{newest}: {FRESHNESS_TEXT[proof.freshness]}; {owner_text(library, proof.owner)}", indent="    ")
    for one in proof.references:
        stated = one.stated
        title = f"{shortened(' '.join(stated.title.split()), 60)}: " if stated.title.strip() else ""
        day = f" · {stated.collected_on}" if stated.collected_on is not None else ""
        # Not wrapped: a path is there to be copied.
        say(f"    - {title}{' '.join(stated.reference.split())}{day}")
        if known := _details(stated):
            say_wrapped(", ".join(known), indent="      ")
        if checking:
            where = f" to {one.found}" if one.found else f": {one.detail}" if one.detail else ""
            say(f"      {STATE_TEXT[one.state]}{where}")
