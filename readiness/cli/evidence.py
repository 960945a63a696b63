"""The command on what proves the answers: evidence, as an index for the auditor, and whether its files are still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from questionnaires.model import Library
from questionnaires.wording import shortened
from readiness.cli.items import owner_text
from readiness.cli.output import reading, write_text
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.items import day_data
from readiness.exchange.tables import Cell, csv_text
from readiness.proving import FRESHNESS_TEXT, STATE_TEXT, TROUBLES, Index, Proof, Reference, checked, index

_COLUMNS = (
    "control",
    "criteria",
    "question",
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
)
_MOST = 12


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("action", metavar="[check]", required=False, type=click.Choice(["check"]))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, one line a reference, or print it with -.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
def evidence(file: Path, action: str | None, as_json: bool, table: str | None, round_name: str | None) -> int:
    """List the evidence named in FILE by control, and how fresh it is; no level and no note stands in it.

    `check` looks whether local files are there and as they were, by size and SHA-256, and exits 1 if any is not, or if a
    control's newest evidence is older than its rhythm allows.
    """
    if as_json and table is not None:
        raise ReadinessError("--json and --csv are two ways to print the same index; use one of them.")
    checking = action is not None
    with reading(file, round_name) as assessment:
        found = index(assessment)
        library = assessment.library
    if checking:
        found = checked(found, file)
    if as_json:
        print_json(_data(library, found))
    elif table is not None:
        write_text(table, csv_text(_COLUMNS, _rows(library, found)), [file])
    else:
        _print(library, found, checking=checking)
    return 1 if checking and found.troubled else 0


def _data(library: Library, found: Index) -> dict[str, Any]:
    """``freshness`` is that of a control's newest evidence; ``without`` are controls said to run without any reference."""
    return {
        "today": found.today.isoformat(),
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
    }


def _reference(one: Reference) -> dict[str, Any]:
    stated = one.stated
    return {
        "reference": stated.reference,
        "title": stated.title,
        "collected_on": day_data(stated.collected_on),
        "sha256": stated.sha256 or None,
        "size": stated.size,
        "state": one.state,
        "found": one.found or None,
        "detail": one.detail or None,
    }


def _rows(library: Library, found: Index) -> Iterator[Sequence[Cell]]:
    for proof in found.proofs:
        question = proof.question
        about = (question.id, " ".join(question.criteria), question.text, owner_text(library, proof.owner), question.frequency)
        for one in proof.references:
            stated = one.stated
            named = (stated.title, stated.reference, stated.collected_on, stated.sha256, stated.size)
            yield (*about, proof.newest, proof.freshness, *named, one.state, one.found)


def _print(library: Library, found: Index, *, checking: bool) -> None:
    for proof in found.proofs:
        _print_proof(library, proof, checking=checking)
    references = [one for proof in found.proofs for one in proof.references]
    stale = sum(proof.freshness == "overdue" for proof in found.proofs)
    say(
        f"{counted(len(references), 'reference')} on {counted(len(found.proofs), 'control')}"
        + (f"; the newest of {counted(stale, 'control')} is overdue" if stale else "")
        + "."
    )
    if found.without:
        named = ", ".join(found.without[:_MOST]) + (f" and {len(found.without) - _MOST} more" if len(found.without) > _MOST else "")
        say_wrapped(f"Said to run, but no evidence named yet ({len(found.without)}): {named}.", indent="")
    if checking:
        states = [one.state for one in references]
        parts = [f"{states.count(state)} {state}" for state in STATE_TEXT if state in states]
        say_wrapped(f"Checked: {', '.join(parts)}." if parts else "Nothing to check.", indent="")


def _print_proof(library: Library, proof: Proof, *, checking: bool) -> None:
    question = proof.question
    mark = "!" if proof.freshness == "overdue" or any(one.state in TROUBLES for one in proof.references) else " "
    newest = f", newest {proof.newest}" if proof.newest is not None else ""
    say(f"{mark} {question.id}  {' '.join(question.criteria)}")
    say_wrapped(f"{question.frequency}{newest}: {FRESHNESS_TEXT[proof.freshness]}; {owner_text(library, proof.owner)}", indent="    ")
    for one in proof.references:
        stated = one.stated
        title = f"{shortened(' '.join(stated.title.split()), 60)}: " if stated.title.strip() else ""
        day = f" · {stated.collected_on}" if stated.collected_on is not None else ""
        # Not wrapped: a path is there to be copied.
        say(f"    - {title}{' '.join(stated.reference.split())}{day}")
        if checking:
            where = f" to {one.found}" if one.found else f": {one.detail}" if one.detail else ""
            say(f"      {STATE_TEXT[one.state]}{where}")
