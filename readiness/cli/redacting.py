"""The command that erases: redact."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from questionnaires.wording import shortened
from readiness.cli.output import recorder_name
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.redacting import UNREACHED, find, wanted_note, wanted_text
from readiness.redacting import redact as erase
from readiness.storage import Store
from readiness.storage.erasing import Wanted
from readiness.storage.redacting import Found

_LONGEST = 100_000
"""Characters of the longest text that is looked for."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", "by_text", is_flag=True, help="A text wherever it stands; asked for, or read from standard input.")
@click.option(
    "--note",
    "question",
    default="",
    metavar="QUESTION",
    help="The notes of one question in all rounds, and of those it replaced or was replaced by.",
)
@click.option("--words", is_flag=True, help="With --text: only where it stands as whole words.")
@click.option("--any-case", is_flag=True, help="With --text: in any case.")
@click.option("--dry-run", is_flag=True, help="Only show where it stands.")
@click.option("--by", default="", metavar="NAME", help="Who decides it; kept in the history.")
@click.option("--why", default="", metavar="TEXT", help="Why, without repeating it; kept in the history.")
@click.option("--yes", is_flag=True, help="Do not ask once more.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def redact(
    file: Path,
    by_text: bool,
    question: str,
    words: bool,
    any_case: bool,
    dry_run: bool,
    by: str,
    why: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase a text or a note from FILE for good: a pasted password, a name to be forgotten.

    It goes from answers, history, closed rounds, unused pages and the backups beside the file; who, when and why stay. The text
    is never taken from the command line, where the shell would keep it.
    """
    if by_text == bool(question):
        raise ReadinessError("say what to redact: --text for a text wherever it stands, or --note QUESTION for one question's notes.")
    if question and (words or any_case):
        raise ReadinessError("--words and --any-case belong to --text; leave them out.")
    if not dry_run and not (by.strip() and why.strip()):
        raise ReadinessError("--by and --why are kept in the history; add both, or look first with --dry-run.")
    asks = sys.stdin.isatty()
    if not dry_run and not yes and not asks:
        raise ReadinessError("this can't be undone, so it asks once more, and nobody is there to ask; add --yes, or --dry-run to look.")
    recorder = recorder_name()
    with Store.open(file, write=not dry_run, recorder=recorder) as store:
        wanted = wanted_note(store, question) if question else wanted_text(_text(asks), words=words, any_case=any_case)
        if dry_run or not yes:
            _show(find(store, wanted), wanted, as_json=as_json and dry_run)
        if dry_run:
            return
        if not yes and not click.confirm("Erase it everywhere there? This can't be undone", err=True):
            say("Nothing was changed.")
            return
        found = erase(store, wanted, by, why)
    if as_json:
        print_json(_data(found, redacted=True))
        return
    say(f"Erased in {counted(sum(found.places.values()), 'place')} of {file}{_in_backups(found)}; the history says by whom and why.")
    say("Not reached by this:")
    for one in UNREACHED:
        say_wrapped(f"- {one}", indent="  ")


def _text(asks: bool) -> str:
    """What is to be erased, typed unseen or read from standard input, where the line's end does not belong to it."""
    if asks:
        typed: str = click.prompt("Text to erase (not shown)", hide_input=True, err=True)
        return typed
    text = sys.stdin.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ReadinessError(f"the text to redact has at most {_LONGEST:,} characters; give a piece of it.")
    return text


def _show(found: Found, wanted: Wanted, *, as_json: bool) -> None:
    if as_json:
        print_json(_data(found, redacted=False))
        return
    if not found.places and not found.backups:
        say("Found nowhere.")
        return
    what = "The note" if wanted.questions else "The text"
    say(f"{what} stands in {counted(sum(found.places.values()), 'place')}, history and closed rounds among them:")
    _list(found.places)
    if found.backups:
        say("and in backups beside the file:")
        _list(found.backups)
    if others := wanted.questions[1:]:
        say_wrapped(f"It moved along when a question was replaced, so the notes of {', '.join(others)} go with it.", indent="")


def _list(places: Mapping[str, int]) -> None:
    for name, count in places.items():
        say(f"  {count:6}  {shortened(' '.join(name.split()), 68)}")


def _in_backups(found: Found) -> str:
    return f" and in {counted(len(found.backups), 'backup')}" if found.backups else ""


def _data(found: Found, *, redacted: bool) -> dict[str, Any]:
    return {"redacted": redacted, "places": dict(found.places), "backups": dict(found.backups), "not_reached": list(UNREACHED)}
