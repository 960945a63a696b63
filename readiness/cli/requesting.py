"""The commands on what an auditor will ask for: the request list, one request, and a folder prepared for the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from questionnaires.model import Library
from questionnaires.wording import shortened
from readiness.cli.output import reading, write_text, writing
from readiness.cli.text import counted, none_of_them, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.requests import COLUMNS, owner_title, request_data, request_rows, wanted_texts
from readiness.exchange.tables import csv_text
from readiness.preparing import INDEX
from readiness.preparing import prepare as prepare_folder
from readiness.requesting import Changes, change_request, forget_request, found, own_request, request_list, request_name
from readiness.tending import owner_named
from scoring.model import REQUEST_STATUSES, RequestStatus
from scoring.requests import KIND_TEXT, Request

_WIDTH = 80
_MOST_WANTED = 6
# What taking a statement back leaves, by the name it has on the command line.
_CLEARED: dict[str, Changes] = {
    "owner": {"owner": ""},
    "due": {"due": None},
    "source": {"source": ""},
    "query": {"query": ""},
    "rows": {"row_count": None},
    "extracted-on": {"extracted_on": None},
}


@click.command()
@click.option("--owner", metavar="WHO", help="Only those of a role or person.")
@click.option("--status", type=click.Choice(REQUEST_STATUSES), help="Only those of this status.")
@click.option("--overdue", is_flag=True, help="Only those that are overdue.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--csv", "table", metavar="FILE|-", help="Write a CSV file, one line a request, or print it with -.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.pass_obj
def requests(
    file: Path, owner: str | None, status: RequestStatus | None, overdue: bool, as_json: bool, table: str | None, round_name: str | None
) -> None:
    """List what an auditor will ask for.

    One request a control: what, for which period, from whom, by when, how far. The list follows from the library and the answers;
    what people state about a request is kept beside it.
    """
    if as_json and table is not None:
        raise ReadinessError("--json and --csv are two ways to print the same list; use one of them.")
    with reading(file, round_name) as assessment:
        known = request_list(assessment)
        wanted = None if owner is None else owner_named(assessment, owner)
        library, today, period = assessment.library, assessment.today, assessment.scope.report_type
    shown = [
        one
        for one in known
        if (wanted is None or one.owner == wanted) and (status is None or one.status == status) and (not overdue or one.overdue)
    ]
    if as_json:
        print_json(_data(library, known, shown, today))
    elif table is not None:
        write_text(table, csv_text(COLUMNS, request_rows(library, shown)), [file])
    else:
        _print(library, known, shown, report_type=period)
        if known and not shown:
            named = None if wanted is None else owner_title(library, wanted)
            say(none_of_them(overdue=overdue, status=status or "", owner=named))


def _counts(known: Sequence[Request]) -> dict[str, int]:
    statuses = [one.status for one in known if one.needed]
    return {status: statuses.count(status) for status in REQUEST_STATUSES if status in statuses}


def _data(library: Library, known: Sequence[Request], shown: Sequence[Request], today: date) -> dict[str, Any]:
    """``counts`` and ``overdue`` are of the whole list, ``requests`` those asked for; ``period`` is null while none is chosen."""
    return {
        "today": today.isoformat(),
        "counts": _counts(known),
        "overdue": sum(one.overdue for one in known),
        "requests": [request_data(library, one) for one in shown],
    }


def _print(library: Library, known: Sequence[Request], shown: Sequence[Request], *, report_type: int) -> None:
    if not known:
        say("Nothing is asked for yet: a control is on the list once an answer says that it exists, or the plan builds it.")
        return
    late = sum(one.overdue for one in known)
    counts = ", ".join(f"{count} {status}" for status, count in _counts(known).items())
    say_wrapped(f"{counted(len(known), 'request')}: {counts}." + (f" {late} overdue." if late else ""), indent="")
    period = known[0].period
    if period is None:
        say("No period yet: " + ("state an as-of date." if report_type == 1 else "choose an observation window."))
    else:
        say(f"Period: {_days(period)}.")
    if shown:
        say(f"\n  {'status':10}{'due':12}{'kind':12}owner")
    for one in shown:
        _print_row(library, one)


def _print_row(library: Library, one: Request) -> None:
    due = str(one.due) if one.due is not None else ""
    who = _line(owner_title(library, one.owner)) or "nobody yet"
    say(shortened(f"{'!' if one.overdue else ' '} {one.status:10}{due:12}{one.kind:12}{who}", _WIDTH))
    left = "" if one.needed else " (no longer asked for)"
    say(shortened(f"    {request_name(one)}  {_line(one.title)}{left}", _WIDTH))


def _line(text: str) -> str:
    return " ".join(text.split())


def _days(period: tuple[date, date]) -> str:
    first, last = period
    return f"as of {first}" if first == last else f"{first} to {last}"


@click.command()
@click.argument("name", metavar="[REQUEST]", default="")
@click.option("--status", type=click.Choice(REQUEST_STATUSES), help="How far it is; returned needs a reason.")
@click.option("--reason", metavar="T", help="What was wrong with what was brought.")
@click.option("--owner", metavar="WHO", help="Who brings it: a role, or a person named in the scope.")
@click.option("--due", type=Day(), metavar="DATE", help="The day it should be there by.")
@click.option("--source", metavar="SYSTEM", help="Of a complete list: the system it comes from.")
@click.option("--query", metavar="T", help="Of a complete list: the query or filter that gives it.")
@click.option("--rows", "row_count", type=click.IntRange(0), metavar="N", help="Of a complete list: how many rows it has.")
@click.option("--extracted-on", type=Day(), metavar="DATE", help="Of a complete list: the day it was taken.")
@click.option("--clear", multiple=True, type=click.Choice(list(_CLEARED)), help="Take a statement back. Repeat for more.")
@click.option("--new", metavar="TITLE", help="Add a request of your own, such as one that the auditor sent.")
@click.option("--control", metavar="QUESTION", help="The control that a new request is about.")
@click.option("--title", metavar="T", help="Another title, of a request of your own.")
@click.option("--forget", "forgotten", is_flag=True, help="Take back all that was stated about it; your own request is gone.")
@click.option("--json", "as_json", is_flag=True, help="Print the request as JSON.")
@click.pass_obj
def request(
    file: Path,
    /,
    name: str,
    clear: tuple[str, ...],
    new: str | None,
    control: str | None,
    forgotten: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Show a request, or change what is stated.

    REQUEST is a control's id, or the end of your own request's.
    """
    changes = _changes(clear, options)
    if new is not None and (name or forgotten or "title" in changes):
        raise ReadinessError("--new adds a request of its own: name no REQUEST and no other title with it.")
    if new is None and not name:
        raise ReadinessError("name the REQUEST to show or change (`readiness evidence FILE requests` lists them), or add yours with --new.")
    if new is None and control is not None:
        raise ReadinessError("--control says what a new request is about; give --new with it.")
    if forgotten and changes:
        raise ReadinessError("--forget stands alone; make other changes with a second command.")
    if new is None and not forgotten and not changes:
        with reading(file) as assessment:
            one, library = found(assessment, name, request_list(assessment)), assessment.library
        if as_json:
            print_json(request_data(library, one))
        else:
            _print_request(library, one)
        return
    with writing(file) as assessment:
        if forgotten:
            forget_request(assessment, name)
            say(f"Forgot what was stated about {shortened(name, 64)}; its history stays in the file.")
            return
        one = own_request(assessment, new, control or "", changes) if new is not None else change_request(assessment, name, changes)
        if as_json:
            print_json(request_data(assessment.library, one))
        else:
            say_wrapped(f"Saved {request_name(one)}: {_summary(assessment.library, one)}.", indent="")


def _changes(clear: Sequence[str], options: dict[str, Any]) -> Changes:
    """The changes that options stand for. Raises ReadinessError where one sets what another clears."""
    changes = {key: value for key, value in options.items() if value is not None}
    for word in clear:
        if changes.keys() & _CLEARED[word].keys():
            raise ReadinessError(f"--clear {word}: another option sets it; leave one of them out.")
        changes.update(_CLEARED[word])
    return cast(Changes, changes)


def _summary(library: Library, one: Request) -> str:
    parts = [one.status + (f": {_line(one.reason)}" if one.reason else ""), _line(owner_title(library, one.owner)) or "nobody yet"]
    parts += [f"due {one.due}{', overdue' if one.overdue else ''}"] if one.due is not None else []
    return "; ".join([*parts, *_population(one)])


def _population(one: Request) -> list[str]:
    parts = [f"from {_line(one.source)}"] if one.source else []
    parts += [f"query {_line(one.query)}"] if one.query else []
    parts += [counted(one.row_count, "row")] if one.row_count is not None else []
    parts += [f"extracted {one.extracted_on}"] if one.extracted_on is not None else []
    return parts


def _print_request(library: Library, one: Request) -> None:
    say_wrapped(f"{request_name(one)}: {_line(one.title)}", indent="")
    if not one.needed:
        say("  No longer asked for: no answer calls for it.")
    say_wrapped(f"{one.kind}: {KIND_TEXT[one.kind]}")
    for text in wanted_texts(one)[:_MOST_WANTED]:
        say_wrapped(f"- {_line(text)}")
    say(f"  Period: {_days(one.period) if one.period is not None else 'not chosen yet'}")
    say_wrapped(_summary(library, one)[:1].upper() + _summary(library, one)[1:])
    if one.references:
        say(f"  Named so far: {counted(len(one.references), 'reference')}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def prepare(file: Path, folder: Path) -> None:
    """Make a folder with a place for each control.

    FOLDER says what goes where in words, and gets an index for the auditor. What exists stays as it is: nothing is written over, and
    no evidence is copied.
    """
    with reading(file) as assessment:
        made = prepare_folder(assessment, folder)
    say(f"Prepared {made.folder} for {counted(made.controls, 'control')}: {counted(len(made.written), 'file')} written.")
    if made.left:
        say_wrapped(f"{counted(len(made.left), 'file')} stood there already and stayed as they were.", indent="")
    if any(path.name == INDEX for path in made.left):
        say_wrapped(f"The index is an older one: move {made.folder / INDEX} away and prepare again for a new one.", indent="")
