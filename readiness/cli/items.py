"""Commands on remediation items that live: items lists them, item shows or changes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args

import click

from questionnaires.model import SEVERITIES, Library, Severity
from questionnaires.wording import ended, shortened
from readiness.assessment import Assessment
from readiness.cli.output import reading, writing
from readiness.cli.text import counted, none_of_them, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.items import item_data, items_data
from readiness.scheduling import finish_days
from readiness.tending import Changes, change_item, effort_of, forget, found, live, merge, name_of, own_item, owner_named, split
from scoring.live import STATE_TEXT, LiveItem, State, due_too_soon
from scoring.model import Effort, ItemStatus

_WIDTH = 80
STATES: tuple[State, ...] = get_args(State)
AGREED_TEXT = {"yes": "agrees", "no": "disagrees"}
# What taking a decision back leaves, by the name it has on the command line.
_CLEARED: dict[str, Changes] = {
    "owner": {"owner": ""},
    "due": {"due": None},
    "start": {"start": None},
    "rank": {"rank": None},
    "note": {"note": ""},
    "agreement": {"agreed": ""},
    "response": {"response": ""},
    "effort": {"effort_days": None},
}
_MERGED_OR_SPLIT = "--merge, --split and --forget stand alone; make other changes with a second command."


class PersonDays(click.ParamType[Effort]):
    """An effort in person-days such as 2, or 1-3 for least and most."""

    name = "effort"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Effort:
        """Least and most. Fails with one sentence for anything else."""
        if isinstance(value, tuple):
            return value
        try:
            return effort_of(str(value))
        except ReadinessError as error:
            self.fail(str(error).removesuffix("."), param, ctx)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--owner", metavar="WHO", help="Only those of a role or person.")
@click.option("--status", type=click.Choice(STATES), help="Only those of this state.")
@click.option("--overdue", is_flag=True, help="Only those that are overdue.")
@click.option("--all", "everything", is_flag=True, help="Also those whose gap is closed.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def items(file: Path, owner: str | None, status: State | None, overdue: bool, everything: bool, as_json: bool) -> None:
    """List remediation items with owner, due date and state."""
    today = date.today()
    with reading(file) as assessment:
        known = live(assessment, today=today)
        wanted = None if owner is None else _owner(assessment, known, owner)
        shown = [
            one
            for one in known
            if (wanted is None or one.owner == wanted)
            and (status is None or one.state == status)
            and (not overdue or one.overdue)
            and (everything or status is not None or one.state != "closed")
        ]
        # What somebody accepted for a time comes back first: it is in the plan again.
        shown.sort(key=lambda one: one.state != "acceptance-expired")
        done, trouble = _planned(assessment, known, today)
        if as_json:
            print_json(items_data(known, shown, today, done))
            return
        _print_counts(known)
        if shown:
            say(f"\n  {'state':18}  {'severity':8}  {'due':10}  {'planned     ' if done else ''}owner")
        for one in shown:
            _print_row(assessment.library, one, done)
        if known and not shown:
            if overdue or status is not None or wanted is not None:
                named = None if wanted is None else owner_text(assessment.library, wanted)
                say(none_of_them(overdue=overdue, status="" if status is None else STATE_TEXT[status], owner=named))
            else:
                say("None of them is left to do; --all shows those whose gap is closed.")
        _print_too_soon(shown, done)
        if trouble:
            say()
            say_wrapped(f"No planned days: {trouble}", indent="")
        _print_reminders(file, shown)


def _owner(assessment: Assessment, known: Sequence[LiveItem], text: str) -> str:
    """The owner meant, also one who owns an item but has left the scope."""
    owning = next((one.owner for one in known if one.owner.casefold() == text.strip().casefold()), None)
    return owning if owning is not None else owner_named(assessment, text)


def _print_counts(known: Sequence[LiveItem]) -> None:
    if not known:
        say("No gap is known yet, and nobody added an item.")
        return
    states = [one.state for one in known]
    parts = [f"{states.count(state)} {text}" for state, text in STATE_TEXT.items() if state in states]
    late = sum(one.overdue for one in known)
    say_wrapped(f"{counted(len(known), 'item')}: {', '.join(parts)}." + (f" {late} overdue." if late else ""), indent="")


def _planned(assessment: Assessment, known: Sequence[LiveItem], today: date) -> tuple[dict[str, date], str]:
    """When the plan has each item done, by key; else why it can't say, empty while nobody stated the time there is."""
    try:
        return finish_days(assessment, known, today), ""
    except ReadinessError as error:
        return {}, ended(str(error))


def _print_too_soon(shown: Sequence[LiveItem], done: Mapping[str, date]) -> None:
    early = [f"{name_of(one)} ({done[one.key]})" for one in shown if due_too_soon(one, done.get(one.key))]
    if early:
        say()
        say_wrapped("< Due before it can be done with the time stated; the plan has it done on:", indent="")
        say_wrapped(", ".join(early))


def _print_row(library: Library, one: LiveItem, done: Mapping[str, date]) -> None:
    """Two lines an item. ``done`` is when the plan has each item done; empty where there is no such plan."""
    due = str(one.stored.due) if one.stored is not None and one.stored.due is not None else ""
    attention = one.overdue or one.answer_again or one.state == "acceptance-expired"
    planned = ""
    if done:
        day = done.get(one.key)
        planned = f"{'' if day is None else day!s:10}{'<' if due_too_soon(one, day) else ' '} "
    line = f"{'!' if attention else ' '} {STATE_TEXT[one.state]:18}  {one.severity:8}  {due:10}  {planned}{owner_text(library, one.owner)}"
    say(shortened(_line(line), _WIDTH))
    say(shortened(f"    {name_of(one)}  {_line(one.title)}", _WIDTH))


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def owner_text(library: Library, owner: str) -> str:
    """A role's title, or the person's name."""
    return library.role_by_id[owner].title if owner in library.role_by_id else owner or "nobody yet"


def _print_reminders(file: Path, shown: Sequence[LiveItem]) -> None:
    again = [gap.question for one in shown if one.answer_again for gap in one.gaps]
    if again:
        say()
        say_wrapped(f"Done is not proven: answer again what is done, with `readiness answer {file} QUESTION LEVEL`:", indent="")
        say_wrapped(", ".join(again))
    expired = [name_of(one) for one in shown if one.state == "acceptance-expired"]
    if expired:
        say()
        say_wrapped("Acceptance ran out, so these are to do again: accept anew with --accept-until, or close the gap:", indent="")
        say_wrapped(", ".join(expired))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="[ITEM]", default="")
@click.option("--owner", metavar="WHO", help="A role, or a person named in the scope.")
@click.option("--due", type=Day(), metavar="DATE", help="The day it should be done by.")
@click.option("--status", type=click.Choice(["open", "in-progress", "done"]), help="Done asks to answer its control again.")
@click.option("--accept-until", type=Day(), metavar="DATE", help="Accept the risk until this day; no verdict changes.")
@click.option("--reason", metavar="T", help="Why the risk is accepted.")
@click.option("--by", metavar="NAME", help="Who accepts it.")
@click.option("--agree/--disagree", "agree", default=None, help="Whether management agrees with the gap.")
@click.option("--response", metavar="T", help="Management's response: what will be done, or why not.")
@click.option("--note", metavar="T", help="A note.")
@click.option("--start", type=Day(), metavar="DATE", help="Pin the first day of work.")
@click.option("--rank", type=click.IntRange(1, 10_000), metavar="N", help="Its place ahead of the computed order, 1 first.")
@click.option("--clear", multiple=True, type=click.Choice(list(_CLEARED)), help="Take a decision back. Repeat for more.")
@click.option("--new", metavar="TITLE", help="Add an item of your own.")
@click.option("--title", metavar="T", help="Another title, of a merged item or your own.")
@click.option("--effort", type=PersonDays(), metavar="N-N", help="Person-days, least and most, of your own item.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Of your own item; medium unless stated.")
@click.option("--merge", "others", multiple=True, metavar="ITEM", help="Do this one together with ITEM. Repeat for more.")
@click.option("--split", "apart", is_flag=True, help="Take a merged item apart.")
@click.option("--forget", "forgotten", is_flag=True, help="Take back all decisions about it; your own item is gone.")
@click.option("--json", "as_json", is_flag=True, help="Print the item as JSON.")
def item(
    file: Path,
    name: str,
    clear: tuple[str, ...],
    new: str | None,
    title: str | None,
    others: tuple[str, ...],
    apart: bool,
    forgotten: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Show ITEM (a question's id, or the end of your own item's), or change what is decided about it."""
    changes = _changes(title, clear, options)
    kinds = bool(others) + apart + forgotten
    if new is not None and (name or kinds):
        raise ReadinessError("--new adds an item of its own: name no ITEM, and merge nothing with it yet.")
    if new is None and not name:
        raise ReadinessError("name the ITEM to show or change (`readiness items` lists them), or add your own with --new TITLE.")
    if kinds > 1 or (kinds and set(changes) - ({"title"} if others else set())):
        raise ReadinessError(_MERGED_OR_SPLIT)
    if new is None and not kinds and not changes:
        with reading(file) as assessment:
            one = found(assessment, name)
            if as_json:
                print_json(item_data(one))
            else:
                _print_item(assessment.library, one)
        return
    with writing(file) as assessment:
        if forgotten:
            forget(assessment, name)
            say(f"Forgot what was decided about {shortened(name, 64)}; its history stays in the file.")
            return
        if apart:
            parts = split(assessment, name)
        elif others:
            parts = (merge(assessment, [name, *others], title or ""),)
        else:
            parts = (own_item(assessment, new, changes) if new is not None else change_item(assessment, name, changes),)
        if as_json:
            told = [item_data(one) for one in parts]
            print_json(told if apart else told[0])
            return
        for one in parts:
            say_wrapped(f"Saved {name_of(one)}: {_summary(assessment.library, one)}.", indent="")
        _print_meaning(file, parts)


def _changes(title: str | None, clear: Sequence[str], options: dict[str, Any]) -> Changes:
    """The changes that options stand for. Raises ReadinessError where one sets what another clears."""
    named = {
        "owner": options["owner"],
        "due": options["due"],
        "status": cast(ItemStatus | None, options["status"]),
        "accepted_until": options["accept_until"],
        "reason": options["reason"],
        "accepted_by": options["by"],
        "response": options["response"],
        "note": options["note"],
        "start": options["start"],
        "rank": options["rank"],
        "title": title,
        "effort_days": options["effort"],
        "severity": cast(Severity | None, options["severity"]),
    }
    if options["agree"] is not None:
        named["agreed"] = "yes" if options["agree"] else "no"
    if named["status"] is not None and named["accepted_until"] is not None:
        raise ReadinessError(f"--status {named['status']}: contradicts --accept-until; an item is one or the other.")
    changes = {key: value for key, value in named.items() if value is not None}
    for word in clear:
        taken_back = _CLEARED[word]
        if changes.keys() & taken_back.keys():
            raise ReadinessError(f"--clear {word}: another option sets it; leave one of them out.")
        changes.update(taken_back)
    return cast(Changes, changes)


def decision_text(one: LiveItem) -> str:
    """What people decided about an item, but for its owner, on one line; empty while they decided nothing."""
    stored = one.stored
    if stored is None:
        return ""
    parts = []
    late = ", overdue" if one.overdue else ""
    if one.state in ("risk-accepted", "acceptance-expired"):
        held = " until" if one.state == "risk-accepted" else f"{late}, held until"
        parts.append(f"{STATE_TEXT[one.state]}{held} {stored.accepted_until} by {stored.accepted_by}: {stored.reason}")
    elif one.state != "open" or late:
        parts.append(STATE_TEXT[one.state] + (f" on {stored.done_on}" if stored.done_on else "") + late)
    parts += [f"due {stored.due}"] if stored.due else []
    parts += [f"first day {stored.start}"] if stored.start else []
    parts += [f"rank {stored.rank}"] if stored.rank else []
    answered = f"management {AGREED_TEXT[stored.agreed]}" if stored.agreed else "management" if stored.response else ""
    if answered:
        parts.append(answered + (f": {stored.response}" if stored.response else ""))
    parts += [f"note: {stored.note}"] if stored.note else []
    return "; ".join(parts)


def _summary(library: Library, one: LiveItem) -> str:
    together = f"together {', '.join(one.questions)}" if len(one.questions) > 1 else ""
    return "; ".join(part for part in (f"owner {owner_text(library, one.owner)}", together, decision_text(one) or "open") if part)


def _print_meaning(file: Path, parts: Sequence[LiveItem]) -> None:
    """What a decision does not do."""
    if any(one.state == "risk-accepted" for one in parts):
        say_wrapped("No verdict changes: the gap stays a gap, and is left out of the plan until that day.", indent="")
    _print_reminders(file, parts)


def _print_item(library: Library, one: LiveItem) -> None:
    say_wrapped(f"{name_of(one)}: {one.title}", indent="")
    stored = one.stored
    low, high = one.effort_days
    lines = {
        "State": STATE_TEXT[one.state] + (", overdue" if one.overdue else ""),
        "Severity": one.severity,
        "Owner": owner_text(library, one.owner),
        "Effort": f"{low:g}-{high:g} person-days",
        "Questions": ", ".join(f"{gap.question} (rung {gap.rung})" for gap in one.gaps) or ", ".join(one.questions),
    }
    if stored is not None:
        lines |= {
            "Due": _text(stored.due),
            "First day": _text(stored.start),
            "Rank": _text(stored.rank),
            "Done on": _text(stored.done_on),
            "Accepted": f"until {stored.accepted_until} by {stored.accepted_by}: {stored.reason}" if stored.accepted_until else "",
            "Management": AGREED_TEXT.get(stored.agreed, ""),
            "Response": stored.response,
            "Note": stored.note,
            "Id": stored.id,
        }
    for label, text in lines.items():
        if text:
            say_wrapped(f"{label + ':':12} {text}")


def _text(value: object) -> str:
    return "" if value is None else str(value)
