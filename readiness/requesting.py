"""The use cases behind the evidence request list: what will be asked for, who brings it by when, and what became of it.

The list follows from the library and the answers (``scoring.requests``); what people state about a request is stored apart and
laid over it each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.stating import objected
from readiness.storage import put, remove, request_subject
from readiness.tending import live, own_name, owner_named
from scoring.live import open_plan
from scoring.model import EvidenceRequest, RequestStatus
from scoring.requests import Request, request_period, requests

_YEARS = range(2000, 2101)
_SHORTEST_PART = 4
_POPULATION = ("source", "query", "row_count", "extracted_on")


class Changes(TypedDict, total=False):
    """What to change about a request; a field that is not named stays. None or an empty text takes a statement back.

    ``source`` to ``extracted_on`` belong to complete lists, ``title`` to requests of one's own.
    """

    title: str
    owner: str
    due: date | None
    status: RequestStatus
    reason: str
    source: str
    query: str
    row_count: int | None
    extracted_on: date | None


def request_list(assessment: Assessment, *, today: date | None = None) -> tuple[Request, ...]:
    """The whole list for the scope's report type, in the library's order."""
    day = today or assessment.today
    left = open_plan(assessment.plan(), live(assessment, today=day))
    return requests(assessment.library, assessment.scope, assessment.scorecard(), left, assessment.requests, day)


def request_name(one: Request) -> str:
    """What a person calls a request by: its control, or the end of its id if it is one of their own."""
    return one.id if one.id == one.control else own_name(one.id)


def found(assessment: Assessment, wanted: str, among: Sequence[Request]) -> Request:
    """The request of that control or id, or whose id alone ends so (four characters or more). Raises ReadinessError."""
    wanted = wanted.strip()
    matching = [one for one in among if one.id == wanted] or [
        one for one in among if len(wanted) >= _SHORTEST_PART and one.id != one.control and one.id.endswith(wanted)
    ]
    shown = shortened(wanted, 64)
    if not matching and wanted in assessment.library.question_by_id:
        raise ReadinessError(
            f"{shown}: nothing is asked for here yet; a control is on the list once an answer says that it exists, or the plan builds it."
        )
    if not matching:
        hint = similar_questions(assessment.library, wanted[:100]) or "; `readiness evidence FILE requests` lists them."
        raise ReadinessError(f"{shown}: no such request{hint}")
    if len(matching) > 1:
        raise ReadinessError(f"{shown}: could be any of {len(matching)} requests; give more of the id.")
    return matching[0]


def change_request(assessment: Assessment, wanted: str, changes: Changes, *, today: date | None = None) -> Request:
    """Changes what is stated about one request, and keeps it for the present period.

    Raises ReadinessError for a statement that cannot stand, StaleWrite if somebody changed the request in between.
    """
    day = today or assessment.today
    one = found(assessment, wanted, request_list(assessment, today=day))
    own = one.id != one.control
    if "title" in changes and not own:
        raise ReadinessError(f"{one.id}: what is asked for follows from the library; only requests of your own have a title to change.")
    if not own and not one.wanted.population and any(changes.get(key) is not None for key in _POPULATION):
        raise ReadinessError(f"{one.id}: no complete list is asked for here, so it has no source, query, rows or day of extraction.")
    return _kept(assessment, request_name(one), _as_stated(one), changes, day)


def own_request(assessment: Assessment, title: str, control: str, changes: Changes, *, today: date | None = None) -> Request:
    """Adds a request of one's own, beside those of a ``control`` if one is named. Raises ReadinessError."""
    day = today or assessment.today
    control = control.strip()
    if control and control not in assessment.library.question_by_id:
        hint = similar_questions(assessment.library, control[:100]) or "; `readiness questions` lists them."
        raise ReadinessError(f"{shortened(control, 64)}: no such control{hint}")
    if not title.strip():
        raise ReadinessError("a request of your own says what it asks for; give it a title.")
    name = shortened(" ".join(title.split()), 60)
    return _kept(assessment, name, EvidenceRequest(id=str(uuid7()), question=control, title="-"), {**changes, "title": title}, day)


def forget_request(assessment: Assessment, wanted: str) -> Request:
    """Takes back all that was stated about a request: it stands as the library asks it again, an own one is gone. History stays."""
    one = found(assessment, wanted, request_list(assessment))
    if one.stored is None:
        raise ReadinessError(f"{one.id}: nothing was stated about it yet, so there is nothing to forget.")
    assessment.change_scope([remove(request_subject(one.id))])
    return one


def _as_stated(one: Request) -> EvidenceRequest:
    """What a change starts from: what was stated for this period, or of an earlier one what outlives it."""
    if one.stored is None:
        return EvidenceRequest(id=one.id, question=one.control)
    if one.current:
        return one.stored
    return one.stored.model_copy(update={"status": "open", "reason": "", "due": None, "row_count": None, "extracted_on": None})


def _kept(assessment: Assessment, name: str, stated: EvidenceRequest, changes: Changes, today: date) -> Request:
    fields: dict[str, Any] = {
        **stated.model_dump(),
        **{key: value.strip() if isinstance(value, str) else value for key, value in changes.items()},
    }
    if "owner" in changes:
        fields["owner"] = owner_named(assessment, changes["owner"])
    for key, what in (("due", "due"), ("extracted_on", "extracted on")):
        day = fields.get(key)
        if day is not None and day.year not in _YEARS:
            raise ReadinessError(f"{name}: {what} {day} makes no sense; give a day from {_YEARS[0]} to {_YEARS[-1]}.")
    if changes.get("extracted_on") is not None and fields["extracted_on"] > today:
        raise ReadinessError(f"{name}: extracted on {fields['extracted_on']} is still to come; give a day up to today, {today}.")
    if fields["status"] != "returned":
        if changes.get("reason"):
            raise ReadinessError(f"{name}: a reason belongs to returning what was brought; give --status returned with it.")
        fields["reason"] = ""
    period = request_period(assessment.scope, assessment.scope.report_type) or (None, None)
    fields |= {"covers_from": period[0], "covers_to": period[1]}
    try:
        request = EvidenceRequest.model_validate(fields)
    except ValidationError as error:
        raise objected(name, error) from None
    assessment.change_scope([put(request)])
    return found(assessment, request.id, request_list(assessment, today=today))
