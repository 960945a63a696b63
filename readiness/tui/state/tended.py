"""What people decided about the plan's items, in words, and the changes that edits of it make. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from questionnaires.model import SEVERITIES, Library, Severity
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.tending import Changes, change_item, effort_of, forget, split
from readiness.tui.state.interview import day_of
from readiness.tui.state.text import clean, days_text, one_line
from scoring.live import STATE_TEXT, LiveItem, due_too_soon

AGREED = (("", "not said yet"), ("yes", "agrees with the gap"), ("no", "does not agree"))
# What stands for the library's own suggestion in a list of owners; no role or name is written so.
SUGGESTED = "+"
_TITLE_CELLS = 60
_EVERYTHING = "everything"
_APART = "merged"
_TAKEN_BACK: dict[str, Changes] = {
    "owner": {"owner": ""},
    "due": {"due": None},
    "status": {"status": "open"},
    "start": {"start": None},
    "rank": {"rank": None},
    "management": {"agreed": "", "response": ""},
    "note": {"note": ""},
}


def role_title(library: Library, role: str) -> str:
    """An owner in words: a role's title, or a person's name."""
    return one_line(library.role_by_id[role].title if role in library.role_by_id else role)


def marks(one: LiveItem, done: date | None = None) -> str:
    """What a row says about an item before its title: how it stands, and when it is due; empty while nobody decided either.

    ``done`` is the day on which the plan has it done, if that is known.
    """
    stored = one.stored
    if stored is None:
        return ""
    parts = [f"overdue since {stored.due}"] if one.overdue else []
    if one.state != "open":
        until = f" until {stored.accepted_until}" if one.state == "risk-accepted" else ""
        parts.append(f"{STATE_TEXT[one.state]}{until}")
    if one.answer_again:
        parts.append("answer again")
    if stored.due is not None and one.to_do and not one.overdue:
        parts.append(f"due {stored.due}" + (", before it can be done" if due_too_soon(one, done) else ""))
    return ", ".join(parts)


def decided_text(library: Library, one: LiveItem, done: date | None = None) -> str:
    """Everything that was decided about an item, a line each; empty while nobody decided anything.

    ``done`` is the day on which the plan has it done, if that is known.
    """
    stored = one.stored
    if stored is None:
        return ""
    lines = [f"Status: {STATE_TEXT[one.state]}" + (f" on {stored.done_on}" if stored.done_on else "")]
    if one.answer_again:
        lines.append("Done is not proven: answer the question again (Enter opens it).")
    if stored.accepted_until is not None:
        lines.append(f"Risk accepted until {stored.accepted_until} by {one_line(stored.accepted_by)}: {one_line(stored.reason)}")
    if one.state == "acceptance-expired":
        lines.append("That day has gone by, so it is to do again: accept it anew, or close the gap.")
    early = f"{'' if one.overdue else ', before it can be done'}: the plan has it done on {done}" if due_too_soon(one, done) else ""
    lines += [f"Due: {stored.due}{', overdue' if one.overdue else ''}{early}"] if stored.due is not None else []
    lines += [f"First day of work: {stored.start}, pinned"] if stored.start is not None else []
    lines += [f"Place chosen by hand: {stored.rank}"] if stored.rank is not None else []
    lines += [f"Owner chosen: {role_title(library, stored.owner)}"] if stored.owner else []
    agreed = {"yes": "agrees", "no": "does not agree"}.get(stored.agreed, "")
    if agreed or stored.response:
        lines.append(f"Management: {': '.join(filter(None, (agreed, one_line(stored.response))))}")
    lines += [f"Note: {clean(stored.note)}"] if stored.note else []
    lines += [f"Merged of {len(one.questions)} items"] if len(one.questions) > 1 else []
    return "\n".join(lines)


def owner_choices(assessment: Assessment, one: LiveItem | None) -> list[tuple[str, str]]:
    """Who can own an item, as value and words: the suggestion, the library's roles, the scope's people."""
    library = assessment.library
    suggested = role_title(library, one.gaps[0].owner) if one is not None and one.gaps else ""
    found = {SUGGESTED: f"as suggested: {suggested}" if suggested else "nobody in particular"}
    for role in library.roles:
        found.setdefault(role.id, one_line(role.title, _TITLE_CELLS))
    for person in assessment.scope.people:
        found.setdefault(person.name, f"{one_line(person.name, 40)}{f', {role_title(library, person.role)}' if person.role else ''}")
    return list(found.items())


def owner_changes(chosen: str) -> Changes:
    """The change of the owner to one of `owner_choices`."""
    return {"owner": "" if chosen == SUGGESTED else chosen}


def status_choices(one: LiveItem) -> list[tuple[str, str]]:
    """The states that people can give an item."""
    again = ": asks to answer its question again" if one.questions else ""
    return [
        ("open", "open"),
        ("in-progress", "in progress"),
        ("done", f"done{again}"),
        ("risk-accepted", "risk accepted until a day, with a reason and a name; no verdict changes"),
    ]


def acceptance(typed: Mapping[str, str], today: date) -> Changes:
    """The acceptance of a risk as typed. Raises ReadinessError."""
    until = day_of(typed["until"])
    if until is None or until < today:
        raise ReadinessError("Accepted until: give a day from today on; then the item comes back by itself.")
    return {"status": "risk-accepted", "accepted_until": until, "reason": typed["reason"], "accepted_by": typed["by"]}


def response(typed: Mapping[str, str]) -> Changes:
    """Management's answer to the gap as typed: whether it agrees, and what it will do or why not."""
    agreed = typed["agreed"]
    return {"agreed": "yes" if agreed == "yes" else "no" if agreed == "no" else "", "response": typed["response"]}


def severity_choices() -> tuple[tuple[str, str], ...]:
    """Severities, the worst first."""
    return tuple((severity, severity) for severity in reversed(SEVERITIES))


def own_changes(typed: Mapping[str, str]) -> Changes:
    """Effort, severity, title and owner of an item of one's own, of what was typed. Raises ReadinessError."""
    changes: Changes = {}
    if "effort" in typed:
        changes["effort_days"] = effort_of(typed["effort"].strip()) if typed["effort"].strip() else None
    if "severity" in typed:
        changes["severity"] = cast(Severity, typed["severity"])
    if "owner" in typed:
        changes |= owner_changes(typed["owner"])
    if "title" in typed:
        changes["title"] = typed["title"]
    return changes


def effort_typed(one: LiveItem) -> str:
    """The effort stated for an item of one's own, as it is typed."""
    stated = one.stored.effort_days if one.stored is not None else None
    return "" if stated is None else days_text(stated).removesuffix(" d").replace("–", "-")


def merging(items: Sequence[LiveItem], one: LiveItem) -> list[tuple[str, str]]:
    """The items that one could be merged with, by key and title."""
    return [(other.key, one_line(other.title, _TITLE_CELLS)) for other in items if other.gaps and other.to_do and other.key != one.key]


def decisions(library: Library, one: LiveItem) -> list[tuple[str, str]]:
    """What was decided about an item and can be taken back one by one, or all of it together."""
    stored = one.stored
    if stored is None:
        return []
    found = {
        "owner": f"the owner, {role_title(library, stored.owner)}" if stored.owner else "",
        "due": f"the due date, {stored.due}" if stored.due else "",
        "status": f"the status, {STATE_TEXT[stored.status]}" if stored.status != "open" else "",
        "start": f"the pinned first day, {stored.start}" if stored.start else "",
        "rank": f"the place chosen by hand, {stored.rank}" if stored.rank else "",
        "management": "management's response" if stored.agreed or stored.response else "",
        "note": "the note" if stored.note else "",
        _APART: f"the merging: {len(stored.questions)} items again" if len(stored.questions) > 1 else "",
        _EVERYTHING: "everything; the history keeps it" if stored.questions else "the whole item: it is gone, but for the history",
    }
    return [(key, words) for key, words in found.items() if words]


def take_back(assessment: Assessment, one: LiveItem, decision: str, today: date) -> None:
    """Takes one of the `decisions` back. Raises ReadinessError."""
    if decision == _EVERYTHING:
        forget(assessment, one.key)
    elif decision == _APART:
        split(assessment, one.key, today=today)
    else:
        change_item(assessment, one.key, _TAKEN_BACK[decision], today=today)
