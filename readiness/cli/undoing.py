"""The commands that take a change back and bring it again: undo, redo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.cli.output import writing
from readiness.cli.started import typed
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.undoing import SESSION, ChangedSince, Step, Way, again, log_of, next_steps, summary, turn

_DONE = {"undo": "Taken back", "redo": "Brought again"}


def _command(way: Way, says: str) -> click.Command:
    """Both commands take the same and differ in their way alone."""

    @click.command(way, help=says)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.argument("count", metavar="[N]", type=click.IntRange(1, 1_000), default=1)
    @click.option("--older", is_flag=True, help="Also changes of an earlier session of work.")
    @click.option("--dry-run", is_flag=True, help="Only show what it would be.")
    @click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
    def turned(file: Path, count: int, older: bool, dry_run: bool, as_json: bool) -> None:
        _turn(file, way, count, older, dry_run, as_json)

    return turned


undo = _command("undo", "Take back the last N things you changed in FILE; the history keeps them, and redo brings them again.")
redo = _command("redo", "Bring the last N things again that undo took back.")


def _turn(file: Path, way: Way, count: int, older: bool, dry_run: bool, as_json: bool) -> None:
    with writing(file) as assessment:
        # Named before anything is written: a round that goes away has its name no more.
        rounds = {one.id: one.name for one in assessment.rounds}
        if dry_run:
            log = log_of(assessment)
            found = next_steps(assessment, log, way, older=older)[:count]
            found = found if way == "undo" else [again(log, step) for step in found]
        else:
            try:
                found = turn(assessment, way, count, older=older)
            except ChangedSince as error:
                raise ReadinessError(f"{error} {typed('history', file)} shows both.") from None
        rounds |= {one.id: one.name for one in assessment.rounds}
        if as_json:
            print_json({way: [_data(step, rounds) for step in found], "dry_run": dry_run})
            return
        if not found:
            _say_nothing(assessment, way, older)
            return
        _say(found, rounds, f"Would be {_DONE[way].lower()}" if dry_run else _DONE[way])
        if len(found) < count:
            say(f"That is all: {counted(len(found), 'change')} of the {count} asked for.")


def _data(step: Step, rounds: dict[str, str]) -> dict[str, object]:
    return {"what": summary(step, rounds), "recorded_at": step.recorded_at, "events": [event.id for event in step.events]}


def _say(found: Sequence[Step], rounds: dict[str, str], done: str) -> None:
    for step in found:
        moment = step.recorded_at[:16].replace("T", " ")
        say_wrapped(f"{done}: {_short(summary(step, rounds))} (of {moment} UTC).", indent="")


def _say_nothing(assessment: Assessment, way: Way, older: bool) -> None:
    log = log_of(assessment)
    before = [] if older else next_steps(assessment, log, way, older=True)
    who = shortened(assessment.recorder, 60) or "you"
    if before:
        when = before[0].recorded_at[:10]
        say(f"Nothing of the last {SESSION.seconds // 3600} hours to {way} by {who}; --older reaches back to what was changed on {when}.")
    else:
        say(f"Nothing to {way}: {who} changed nothing here that could be {'taken back' if way == 'undo' else 'brought again'}.")


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 100)
