"""The command that closes a file for good and says how long it is kept: close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.cli.output import reading, writing
from readiness.cli.started import typed
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.closing import close_file, redactions, reopen_file
from readiness.errors import ReadinessError
from readiness.exchange.items import day_data
from readiness.storage import Engagement, Redaction


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--retain-until", type=Day(), metavar="DATE", help="Close it, to be kept until this day.")
@click.option("--by", default="", metavar="NAME", help="Who decides it.")
@click.option("--why", default="", metavar="TEXT", help="Why; --reopen needs it.")
@click.option("--reopen", is_flag=True, help="Let it be changed again.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def close(file: Path, retain_until: date | None, by: str, why: str, reopen: bool, as_json: bool) -> None:
    """Close FILE to every change until it is reopened, and state how long it is kept; or show where that stands.

    Reading, reports and redaction go on. Nothing is ever deleted by itself: `readiness portfolio DIR --past-retention` lists the
    files whose day is over.
    """
    if reopen and retain_until is not None:
        raise ReadinessError("--reopen and --retain-until stand alone; use one of them.")
    if not reopen and retain_until is None:
        if by or why:
            raise ReadinessError("--by and --why belong to --retain-until or --reopen; add one of them.")
        with reading(file) as assessment:
            _show(assessment, as_json)
        return
    with writing(file) as assessment:
        if retain_until is not None:
            close_file(assessment, retain_until, by, why)
        else:
            reopen_file(assessment, by, why)
        _show(assessment, as_json)


def _show(assessment: Assessment, as_json: bool) -> None:
    stated, redacted = assessment.engagement, redactions(assessment)
    if as_json:
        print_json(_data(assessment.path, stated, redacted))
        return
    if stated is not None and stated.closed:
        say(f"{assessment.path} is closed to changes, by {shortened(stated.by, 60)}; to be kept until {stated.retain_until}.")
        if stated.why:
            say_wrapped(stated.why)
        say(f"{typed('close', assessment.path, '--reopen')} with --by and --why lets it be changed again.")
    else:
        say(f"{assessment.path} is open to changes.")
        if stated is not None:
            say_wrapped(f"Reopened by {shortened(stated.by, 60)}: {stated.why}")
        say(f"{typed('close', assessment.path, '--retain-until')} DATE with --by closes it.")
    if redacted:
        say(f"{counted(len(redacted), 'redaction')}, the last one on {redacted[-1][0][:10]}.")


def _data(file: Path, stated: Engagement | None, redacted: Sequence[tuple[str, Redaction]]) -> dict[str, Any]:
    return {
        "file": str(file),
        "closed": stated is not None and stated.closed,
        "retain_until": day_data(stated.retain_until) if stated is not None else None,
        "by": stated and stated.by,
        "why": stated and stated.why,
        "redactions": [
            {"recorded_at": moment, "by": one.by, "why": one.why, "what": one.what, "places": dict(one.places)} for moment, one in redacted
        ],
    }
