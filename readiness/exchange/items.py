"""Remediation items with what was decided about them, as plain data for JSON: days as ISO dates, efforts in person-days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scoring.live import LiveItem, due_too_soon

# Management's answer to a gap; null while there is none.
AGREED = {"yes": True, "no": False}


def items_data(items: Sequence[LiveItem], shown: Sequence[LiveItem], today: date, done: Mapping[str, date]) -> dict[str, Any]:
    """The items ``shown``, and how many of all ``items`` there are in each state; ``done`` is when the plan has them done, by key."""
    return {
        "today": today.isoformat(),
        "counts": dict(Counter(one.state for one in items)),
        "overdue": sum(one.overdue for one in items),
        "items": [{**item_data(one), **_planned(one, done.get(one.key))} for one in shown],
    }


def _planned(one: LiveItem, done: date | None) -> dict[str, Any]:
    """When the plan has an item done, null while no time for the plan is stated, and whether it is due before that."""
    return {"planned": day_data(done), "due_too_soon": due_too_soon(one, done)}


def item_data(one: LiveItem) -> dict[str, Any]:
    """One item; ``gaps`` are those of its questions that are below target today, ``accepted`` is null unless its risk was accepted.

    ``state`` is the status as of today: an acceptance that ran out is ``acceptance-expired``, an item without a gap left ``closed``.
    """
    stored = one.stored
    accepted = stored if stored is not None and stored.status == "risk-accepted" else None
    return {
        "id": one.id,
        "title": one.title,
        "state": one.state,
        "decided": stored is not None,
        "owner": one.owner,
        "severity": one.severity,
        "effort_days": list(one.effort_days),
        "due": day_data(stored.due) if stored else None,
        "overdue": one.overdue,
        "start": day_data(stored.start) if stored else None,
        "rank": stored.rank if stored else None,
        "questions": list(one.questions),
        "gaps": [gap.question for gap in one.gaps],
        "answer_again": one.answer_again,
        "done_on": day_data(stored.done_on) if stored else None,
        "accepted": None
        if accepted is None
        else {"until": day_data(accepted.accepted_until), "by": accepted.accepted_by, "reason": accepted.reason},
        "agreed": AGREED.get(stored.agreed) if stored else None,
        "response": stored.response if stored else "",
        "note": stored.note if stored else "",
    }


def day_data(day: date | None) -> str | None:
    """A day as ISO date, or null."""
    return None if day is None else day.isoformat()
