"""The use cases behind remediation items that live: who does what by when, risks accepted, items merged or of one's own.

What people decide is stored apart from the plan and laid over it each time (``scoring.live``); no verdict moves with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypedDict

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from questionnaires.model import Severity
from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.stating import objected
from scoring.live import STATE_TEXT, LiveItem, live_items, tangled
from scoring.model import Effort, Item, ItemStatus, ReportType
from scoring.owners import declared_owner, declared_owners

_YEARS = range(2000, 2101)
_LONGEST_TITLE = 200
_SHORTEST_PART = 4
_MOST_NAMED = 4
_MOST_DAYS = 1000


class Changes(TypedDict, total=False):
    """What to change about an item; a field that is not named stays. None or an empty text takes a decision back.

    ``effort_days`` (least, most; person-days) and ``severity`` belong to items of one's own, ``title`` to those and to merged ones.
    """

    title: str
    owner: str
    due: date | None
    status: ItemStatus
    reason: str
    accepted_until: date | None
    accepted_by: str
    note: str
    agreed: Literal["", "yes", "no"]
    response: str
    start: date | None
    rank: int | None
    effort_days: Effort | None
    severity: Severity | None


def live(assessment: Assessment, report_type: ReportType | None = None, *, today: date | None = None) -> tuple[LiveItem, ...]:
    """Every gap and every stored item once, with what was decided about it; for the scope's report type unless another is asked for."""
    return live_items(assessment.plan(report_type), assessment.items, today or assessment.today)


def name_of(one: LiveItem) -> str:
    """What a person calls the item by: its first question, or the end of its id if it is one of their own."""
    return one.gaps[0].question if one.gaps else one.questions[0] if one.questions else own_name(one.id)


def own_name(item_id: str) -> str:
    """The end of an own item's id: UUIDv7 begin with the time, and only their ends tell neighbours apart."""
    return item_id[-8:]


def found(assessment: Assessment, wanted: str, items: Sequence[LiveItem] | None = None) -> LiveItem:
    """The item of that id or question, or whose id alone begins or ends so (four characters or more). Raises ReadinessError."""
    items = live(assessment) if items is None else items
    wanted = wanted.strip()
    matching = (
        [one for one in items if any(gap.question == wanted for gap in one.gaps)]
        or [one for one in items if wanted in (one.id, *one.questions)]
        or [one for one in items if len(wanted) >= _SHORTEST_PART and (one.id.startswith(wanted) or one.id.endswith(wanted))]
    )
    shown = shortened(wanted, 64)
    if wanted in assessment.library.question_by_id and not matching:
        raise ReadinessError(f"{shown}: shows no gap now, so there is nothing to decide about it; `readiness items` lists what does.")
    if not matching:
        raise ReadinessError(
            f"{shown}: no such item{similar_questions(assessment.library, wanted[:100]) or '; `readiness items` lists them.'}"
        )
    if len({one.id for one in matching}) > 1:
        named = ", ".join(one.id for one in matching[:_MOST_NAMED]) + (", ..." if len(matching) > _MOST_NAMED else "")
        raise ReadinessError(f"{shown}: could be any of {len(matching)} items ({named}); give more of the id.")
    return matching[0]


def change_item(
    assessment: Assessment, wanted: str, changes: Changes, *, based_on: str | None = None, today: date | None = None
) -> LiveItem:
    """Changes what is decided about one item, and keeps it; a gap that nobody touched becomes a stored item.

    ``based_on`` is the event that the person saw as newest, if not the one this object has read. Raises ReadinessError for a
    decision that cannot stand, StaleWrite if somebody changed the item in between.
    """
    day = today or assessment.today
    changed = as_changed(assessment, wanted, changes, today=day)
    assessment.change_items([changed], based_on=based_on)
    return found(assessment, changed.id, live(assessment, today=day))


def as_changed(assessment: Assessment, wanted: str, changes: Changes, *, today: date | None = None) -> Item:
    """The item as `change_item` would keep it; nothing is kept. Raises ReadinessError for a decision that cannot stand."""
    day = today or assessment.today
    one = found(assessment, wanted, live(assessment, today=day))
    stored = _stored(assessment, one)
    if "title" in changes and len(stored.questions) == 1:
        raise ReadinessError(f"{name_of(one)}: its title is its question; only merged items and your own have one to change.")
    return _changed(assessment, name_of(one), stored, changes, day)


def own_item(assessment: Assessment, title: str, changes: Changes, *, today: date | None = None) -> LiveItem:
    """Adds an item of one's own, which mends no known gap: planned with its own effort, of medium severity unless stated."""
    day = today or assessment.today
    added = as_added(assessment, title, changes, today=day)
    assessment.change_items([added])
    return found(assessment, added.id, live(assessment, today=day))


def as_added(assessment: Assessment, title: str, changes: Changes, *, today: date | None = None) -> Item:
    """The item as `own_item` would add it; nothing is kept. Raises ReadinessError for one that cannot stand."""
    shown = shortened(title.strip()) or "your new item"
    blank = _made(shown, {"id": str(uuid7()), "title": title.strip(), "severity": "medium"})
    return _changed(assessment, shown, blank, changes, today or assessment.today)


def merge(
    assessment: Assessment, wanted: Sequence[str], title: str = "", *, based_on: str | None = None, today: date | None = None
) -> LiveItem:
    """Makes one item of several gaps' items, with what was decided about the first; what was about the others is in history.

    Raises ReadinessError for fewer than two, for items without a gap to work on, and for those that would wait for themselves.
    """
    day = today or assessment.today
    items = live(assessment, today=day)
    chosen = list({one.id: one for one in (found(assessment, name, items) for name in wanted)}.values())
    if len(chosen) < 2:
        raise ReadinessError("merging takes two different items or more; name another one.")
    for one in chosen:
        if not one.gaps:
            raise ReadinessError(f"{name_of(one)}: has no gap to merge with others; only items that mend one can be merged.")
        if not one.to_do:
            raise ReadinessError(
                f"{name_of(one)}: is {STATE_TEXT[one.state]}, which was said about it alone; open it again before merging."
            )
    first, *others = [_stored(assessment, one) for one in chosen]
    questions = tuple(dict.fromkeys(question for item in (first, *others) for question in item.questions))
    merged = [[gap.question for gap in one.gaps] for one in items if one not in chosen]
    if between := tangled(assessment.plan(), questions, merged):
        raise ReadinessError(
            f"{' and '.join(map(name_of, chosen))} cannot be one item: {between[0]} has to come after one of them and before another."
        )
    fields = first.model_dump() | {"questions": questions, "title": title.strip() or first.title}
    kept = {item.id for item in assessment.items}
    removed = {item.id: None for item in others if item.id in kept and item.id != first.id}
    assessment.change_items([_made(name_of(chosen[0]), fields)], list(removed), based_on=based_on)
    return found(assessment, first.questions[0], live(assessment, today=day))


def move(assessment: Assessment, wanted: str, by: Literal[-1, 1], *, today: date | None = None) -> LiveItem:
    """Moves an item a place up (-1) or down (1) among those that people ranked, numbered 1, 2, 3 and so on anew.

    Up from the computed order is to the last ranked place, down from there is back to it. Raises ReadinessError where it cannot
    move, StaleWrite if somebody changed one of the ranked items in between.
    """
    day = today or assessment.today
    items = live(assessment, today=day)
    one = found(assessment, wanted, items)
    if not one.to_do:
        raise ReadinessError(f"{name_of(one)}: is {STATE_TEXT[one.state]}, so it has no place among what is to do.")
    ranked = [other for other in items if other.to_do and other.stored is not None and other.stored.rank is not None]
    after = [other for other in ranked if other.id != one.id]
    place = ranked.index(one) + by if one in ranked else len(ranked) if by < 0 else -1
    if place < 0:
        raise ReadinessError(
            f"{name_of(one)}: is the first already."
            if by < 0
            else f"{name_of(one)}: stands in the computed order; only up leads out of it."
        )
    if place < len(ranked) or one not in ranked:
        after.insert(place, one)
    ranks: dict[str, int | None] = {one.id: None} | {other.id: number for number, other in enumerate(after, 1)}
    # The item that the person moved comes first: a write that is refused names it.
    wanted_ranks = [(other, ranks[other.id]) for other in (one, *(other for other in after if other.id != one.id))]
    stored = [(_stored(assessment, other), rank) for other, rank in wanted_ranks]
    assessment.change_items([item.model_copy(update={"rank": rank}) for item, rank in stored if item.rank != rank])
    return found(assessment, one.id, live(assessment, today=day))


def split(assessment: Assessment, wanted: str, *, based_on: str | None = None, today: date | None = None) -> tuple[LiveItem, ...]:
    """Takes a merged item apart: one for each question, each with what was decided about them together."""
    day = today or assessment.today
    one = found(assessment, wanted, live(assessment, today=day))
    stored = _stored(assessment, one)
    if len(stored.questions) < 2:
        raise ReadinessError(f"{name_of(one)}: is not merged, so there is nothing to take apart.")
    known = assessment.library.question_by_id
    parts: list[Item] = []
    for question in stored.questions:
        item_id = stored.id if not parts else _free_id(assessment, question)
        text = known[question].title if question in known else stored.title
        parts.append(stored.model_copy(update={"id": item_id, "questions": (question,), "title": shortened(text, _LONGEST_TITLE)}))
    assessment.change_items(parts, based_on=based_on)
    items = live(assessment, today=day)
    return tuple(found(assessment, question, items) for question in stored.questions)


def forget(assessment: Assessment, wanted: str, *, based_on: str | None = None) -> None:
    """Takes back all that was decided about an item: a gap stands as planned again, an own item is gone. History stays."""
    one = found(assessment, wanted)
    if one.stored is None:
        raise ReadinessError(f"{name_of(one)}: nothing was decided about it yet, so there is nothing to forget.")
    assessment.change_items([], [one.stored.id], based_on=based_on)


def owner_named(assessment: Assessment, text: str) -> str:
    """The owner that a person means: a role's id for its id or title, or the name of somebody in the scope; case ignored.

    An empty text is nobody in particular: the role that the library suggests. Raises ReadinessError for anybody else.
    """
    if not text.strip():
        return ""
    roles, people = assessment.library.roles, assessment.scope.people
    if meant := declared_owner(text, declared_owners(assessment.library, people)):
        return meant
    named = ", ".join(person.name for person in people)
    raise ReadinessError(
        f"owner {shortened(text)}: neither a role ({', '.join(role.id for role in roles)}) nor "
        + (f"one of the scope's people ({shortened(named, 200)})." if people else "somebody named in the scope, which names no people yet.")
    )


def effort_of(text: str) -> Effort:
    """Least and most person-days typed as 2 or 1-3. Raises ReadinessError for anything else."""
    least, dash, most = text.replace("–", "-").partition("-")
    try:
        days = (float(least), float(most if dash else least))
    except ValueError:
        days = (-1.0, -1.0)
    if not 0 <= days[0] <= days[1] <= _MOST_DAYS:
        raise ReadinessError(f"{shortened(text)!r} is no effort in person-days such as 2 or 1-3, least first, at most {_MOST_DAYS}.")
    return days


def _stored(assessment: Assessment, one: LiveItem) -> Item:
    """What is stored about an item, or what would be for one that nobody touched."""
    if one.stored is not None:
        return one.stored
    question = one.gaps[0].question
    return Item(id=_free_id(assessment, question), title=shortened(one.title, _LONGEST_TITLE), questions=(question,))


def _free_id(assessment: Assessment, question: str) -> str:
    """The id of a new item for a question: the question's own, so that two people who touch the same gap cannot miss each other."""
    return str(uuid7()) if any(item.id == question for item in assessment.items) else question


def _changed(assessment: Assessment, name: str, item: Item, changes: Changes, today: date) -> Item:
    fields: dict[str, Any] = {
        **item.model_dump(),
        **{key: value.strip() if isinstance(value, str) else value for key, value in changes.items()},
    }
    if "owner" in changes:
        fields["owner"] = owner_named(assessment, changes["owner"])
    for key, what in (("due", "due"), ("start", "the first day of work"), ("accepted_until", "accepted until")):
        day = fields[key]
        if day is not None and day.year not in _YEARS:
            raise ReadinessError(f"{name}: {what} {day} makes no sense; give a day from {_YEARS[0]} to {_YEARS[-1]}.")
    return _made(name, fields | _standing(name, item, changes, fields, today))


def _standing(name: str, item: Item, changes: Changes, fields: dict[str, Any], today: date) -> dict[str, Any]:
    """Status, acceptance and day of completion as they follow from the changes, which may not contradict each other."""
    speaks_of_acceptance = any(changes.get(key) for key in ("reason", "accepted_until", "accepted_by"))
    if not speaks_of_acceptance and "status" not in changes:
        return {}
    status = changes.get("status") or ("risk-accepted" if changes.get("accepted_until") else item.status)
    if status != "risk-accepted":
        if speaks_of_acceptance:
            raise ReadinessError(
                f"{name}: a reason, a name and a day until which belong to accepting the risk; give them together (--accept-until)."
            )
        nothing = {"reason": "", "accepted_until": None, "accepted_by": ""}
        done_on = (item.done_on if item.status == "done" else today) if status == "done" else None
        return {**nothing, "status": status, "done_on": done_on}
    holds = item.status == "risk-accepted" and item.accepted_until is not None and item.accepted_until >= today
    # An acceptance that ran out is decided anew: with its reason and by its name.
    accepted = {key: fields[key] if holds or key in changes else None for key in _ACCEPTING}
    if missing := [what for key, what in _ACCEPTING.items() if not accepted[key]]:
        raise ReadinessError(f"{name}: accepting its risk also needs {' and '.join(missing)}.")
    if fields["accepted_until"] < today:
        raise ReadinessError(f"{name}: accepted until {accepted['accepted_until']} has passed already; give a day from today on.")
    return {**accepted, "status": status, "done_on": None}


_ACCEPTING = {
    "accepted_until": "the day until which it holds (--accept-until)",
    "reason": "a reason (--reason)",
    "accepted_by": "the name of who accepts it (--by)",
}


def _made(name: str, fields: dict[str, Any]) -> Item:
    try:
        return Item.model_validate(fields)
    except ValidationError as error:
        raise objected(name, error) from None
