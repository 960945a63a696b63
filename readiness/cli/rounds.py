"""The command on rounds: shows where the current one stands, starts the next, confirms what was carried over, says what to ask first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.cli.output import figure_text, library_folder, reading, writing
from readiness.cli.renewing import WHY_OPEN, other_library
from readiness.cli.started import typed
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.errors import ReadinessError
from readiness.progressing import TrendPoint, trend
from readiness.rounds import (
    DEFAULT_AGE_DAYS,
    Confirmed,
    Origin,
    Started,
    confirm,
    due_first,
    meant,
    origins,
    owned_by,
    start_round,
    waiting,
)
from scoring.due import MOST, WHY_TEXT, WHYS, FirstAsked
from scoring.headline import verdict_word
from scoring.model import Answer

_SHORT = 12


@click.command("round")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--new", "name", metavar="NAME", help="Close this round and start the next with its answers, each open until confirmed.")
@click.option("--take", is_flag=True, help="With --new: ask it with the shipped library (or DIR) as it is now.")
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="With --take: the library in this folder.")
@click.option("--confirm", "wanted", multiple=True, metavar="ID|CRITERION|OWNER", help="These answers still hold. Repeat for more.")
@click.option("--by", default="", metavar="WHO", help="With --confirm: who says so.")
@click.option("--due", is_flag=True, help="What may have changed, so ask it first, with the reasons.")
@click.option("--age", type=click.IntRange(0, 10_000), metavar="DAYS", help=f"With --due: old after so many days ({DEFAULT_AGE_DAYS}).")
@click.option("--list", "listing", is_flag=True, help="All rounds and where each stood.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def round_command(
    file: Path,
    name: str | None,
    take: bool,
    folder: Path | None,
    wanted: tuple[str, ...],
    by: str,
    due: bool,
    age: int | None,
    listing: bool,
    as_json: bool,
) -> None:
    """Show the current round of FILE, start the next one, or confirm answers carried over."""
    if sum((name is not None, bool(wanted), due, listing)) > 1:
        raise ReadinessError("--new, --confirm, --due and --list stand alone; use one of them.")
    if (take and name is None) or (folder and not take) or (by and not wanted) or (age is not None and not due):
        raise ReadinessError("--take belongs to --new, --library to --take, --by to --confirm, --age to --due; add that, or leave it out.")
    if name is not None:
        _start(file, name, take, folder, as_json)
    elif wanted:
        _confirm(file, wanted, by, as_json)
    else:
        with reading(file) as assessment:
            if listing:
                _list(assessment, as_json)
            elif due:
                _due(assessment, DEFAULT_AGE_DAYS if age is None else age, as_json)
            else:
                _show(assessment, as_json)


def _start(file: Path, name: str, take: bool, folder: Path | None, as_json: bool) -> None:
    with writing(file) as assessment:
        other = other_library(library_folder(folder), None, assessment.stored_library) if take else None
        started = start_round(assessment, name, library=other)
        if as_json:
            print_json(_round_data(assessment) | _started_data(started))
            return
        say(f"Closed {started.closed.name}; it stays as it is, with its scorecard and plan.")
        say(f"Started {started.round.name}: {counted(started.carried, 'answer')} carried over, each open until confirmed.")
        _say_renewed(started)
        say()
        _say_where(assessment)
        say(f"\nNext: {typed('round', file, '--due')} for what may have changed.")


def _say_renewed(started: Started) -> None:
    if started.renewed is None:
        return
    found, library = started.renewed.changes, started.renewed.library
    say(f"Asked with {library.title} {library.version}. Ask what is new or means something else; the rest reads as before.")
    for title, names in (("New", found.new), ("Reads otherwise", found.reworded), ("Takes the place of others", tuple(found.replaced))):
        if names:
            say_wrapped(f"{title} ({len(names)}): {_named(names)}")
    for name, why in started.renewed.left_open.items():
        say_wrapped(f"{name}: left open, {WHY_OPEN[why]}")
    if started.left:
        say_wrapped(f"Not asked any more; the answers stay in {started.closed.name} ({len(started.left)}): {_named(started.left)}")


def _named(names: Sequence[str]) -> str:
    more = len(names) - _SHORT
    return ", ".join(names[:_SHORT]) + (f" and {more} more" if more > 0 else "")


def _started_data(started: Started) -> dict[str, Any]:
    renewed = started.renewed
    return {
        "closed_round": started.closed.name,
        "carried_over": started.carried,
        "left": list(started.left),
        "library": None
        if renewed is None
        else {
            "version": renewed.library.version,
            "new": list(renewed.changes.new),
            "reworded": list(renewed.changes.reworded),
            "replaced": {name: list(olds) for name, olds in renewed.changes.replaced.items()},
            "gone": list(renewed.changes.gone),
            "left_open": dict(renewed.left_open),
        },
    }


def _confirm(file: Path, wanted: Sequence[str], by: str, as_json: bool) -> None:
    with writing(file) as assessment:
        still = waiting(assessment)
        chosen: list[str] = []
        for word in wanted:
            names = meant(assessment, word)
            # Of many at once only those that wait for it are meant; of one alone, exactly that one.
            chosen += names if names == (word.strip(),) else [name for name in names if name in still]
        found = confirm(assessment, chosen, by)
        left = len(waiting(assessment))
        if as_json:
            print_json({"confirmed": list(found.done), "refused": dict(found.refused), "waiting": left})
            return
        _say_confirmed(assessment, found, left)


def _say_confirmed(assessment: Assessment, found: Confirmed, left: int) -> None:
    if found.done or not found.refused:
        say_wrapped(f"Confirmed {counted(len(found.done), 'answer')}{': ' if found.done else ''}{_named(found.done)}.", indent="")
    for name, why in found.refused.items():
        say_wrapped(f"{name}: {why}.")
    say(f"{counted(left, 'answer')} of {assessment.round.name} still to confirm.")


def _show(assessment: Assessment, as_json: bool) -> None:
    if as_json:
        print_json(_round_data(assessment) | {"waiting": _waiting_data(assessment)})
        return
    _say_where(assessment)
    still = waiting(assessment)
    if not still:
        return
    owners = Counter(owned_by(assessment, question) for question in assessment.questions if question.id in still)
    say("\nTo confirm, by owner:")
    for owner, count in owners.most_common():
        role = assessment.library.role_by_id.get(owner)
        say(f"  {count:4}  {shortened(role.title if role else owner, 40):40}  {owner if role else ''}".rstrip())
    path = assessment.path
    say(f"\nFirst {typed('round', path, '--due')} for what may have changed; then confirm the rest:")
    say(f"{typed('round', path, '--confirm', owners.most_common(1)[0][0])}, or by criterion or question.")


def _say_where(assessment: Assessment) -> None:
    count = _counts(assessment)
    say(
        f"{assessment.round.name} (round {assessment.round.number}, {assessment.round.set} set): {counted(count['questions'], 'question')}."
    )
    parts = [f"{count[key]} {words}" for key, words in _COUNTS.items() if count[key]]
    say(f"  {', '.join(parts)}")
    figure = assessment.scorecard().readiness
    say(f"  readiness {figure_text(figure.low, figure.value, figure.high)}")


_COUNTS = {"settled": "answered", "carried": "carried over, to confirm", "unsure": "unsure", "unanswered": "without an answer"}


def _counts(assessment: Assessment) -> dict[str, int]:
    """How many questions are asked, and in which state their answers are."""
    answers, still = assessment.answers, waiting(assessment)
    stated = [answers.get(question.id) for question in assessment.questions]
    unsure = sum(1 for answer in stated if answer is not None and answer.level == "unsure")
    unanswered = sum(1 for answer in stated if answer is None or answer.level == "unanswered")
    settled = len(stated) - len(still) - unsure - unanswered
    return {"questions": len(stated), "settled": settled, "carried": len(still), "unsure": unsure, "unanswered": unanswered}


def _round_data(assessment: Assessment) -> dict[str, Any]:
    stated = assessment.round
    return {"round": {"number": stated.number, "name": stated.name, "set": stated.set, "closed": stated.closed}, **_counts(assessment)}


def _waiting_data(assessment: Assessment) -> list[dict[str, Any]]:
    known = origins(assessment)
    questions = {question.id: question for question in assessment.questions}
    return [
        _answer_data(name, answer, known.get(name), assessment) | {"owner": owned_by(assessment, questions[name])}
        for name, answer in waiting(assessment).items()
    ]


def _answer_data(name: str, answer: Answer | None, origin: Origin | None, assessment: Assessment) -> dict[str, Any]:
    return {
        "question": name,
        "level": None if answer is None else answer.level,
        "note": "" if answer is None else answer.note,
        "answered_on": None if origin is None else origin.day.isoformat(),
        "age_days": None if origin is None else max(0, (assessment.today - origin.day).days),
        "who": None if origin is None else origin.who,
        "round": None if origin is None else origin.round.name,
    }


def _due(assessment: Assessment, age_days: int, as_json: bool) -> None:
    known = origins(assessment)
    found = due_first(assessment, age_days, known=known)
    rest = [name for name in waiting(assessment) if name not in {one.question.id for one in found}]
    if as_json:
        rows = [
            _answer_data(one.question.id, assessment.answers.get(one.question.id), known.get(one.question.id), assessment)
            | {"why": list(one.why)}
            for one in found
        ]
        print_json({"most": MOST, "first": rows, "rest": rest})
        return
    if not found:
        say("Nothing is known to have changed." + (f" {counted(len(rest), 'answer')} to confirm." if rest else ""))
        return
    shown = found[:MOST]
    say(f"Ask {'this one' if len(shown) == 1 else f'these {len(shown)}'} first; for each, what it rests on:")
    for why in WHYS:
        group = [one for one in shown if one.why[0] == why]
        if group:
            say(f"\n{WHY_TEXT[why].capitalize()}: {len(group)}")
        for one in group:
            _say_due(assessment, one, known)
    if len(found) > len(shown):
        say(f"\nAnd {len(found) - len(shown)} more that matter less (--json names all).")
    if rest:
        say(f"\n{counted(len(rest), 'answer')} with no sign of change can be confirmed together.")


def _say_due(assessment: Assessment, one: FirstAsked, known: Mapping[str, Origin]) -> None:
    question = one.question
    say_wrapped(f"{question.id}: {question.text}")
    answer, origin = assessment.answers.get(question.id), known.get(question.id)
    details = [] if answer is None else [f"was {answer.level}"]
    if origin is not None:
        age = max(0, (assessment.today - origin.day).days)
        details.append(f"{shortened(origin.who, 30) or 'nobody named'}, {counted(age, 'day')} ago")
    details += [WHY_TEXT[why] for why in one.why[1:]]
    if answer is not None and answer.note.strip():
        details.append(f"“{shortened(answer.note)}”")
    if details:
        say_wrapped("; ".join(details), indent="    ")


def _list(assessment: Assessment, as_json: bool) -> None:
    points = trend(assessment)
    if as_json:
        print_json({"rounds": [trend_data(point) for point in points]})
        return
    for point in points:
        figure = point.readiness
        state = f"closed {point.day}" if point.round.closed else "open"
        word = verdict_word("met", screen=point.round.set == "quick")
        say(f"{point.round.number:3}  {shortened(point.round.name, 28):28}  {state:17}  {point.met:2} of {point.criteria} criteria {word}")
        say(f"     readiness {figure_text(figure.low, figure.value, figure.high)}")


def trend_data(point: TrendPoint) -> dict[str, Any]:
    """Where a round stood, as JSON-able data: figures in percent, shares 0-1."""
    figure = point.readiness
    return {
        "number": point.round.number,
        "name": point.round.name,
        "closed": point.round.closed,
        "day": point.day.isoformat(),
        "low": round(figure.low, 2),
        "value": None if figure.value is None else round(figure.value, 2),
        "high": round(figure.high, 2),
        "answered": round(point.answered, 4),
        "carried": round(point.carried, 4),
        "met": point.met,
        "criteria": point.criteria,
    }
