"""Evidence requests: what an auditor will ask to see, control by control, and how far each has come. Knows no clock and no files.

What is asked for follows from the library and the answers; people state who brings it, by when, and what became of it. An auditor
draws samples from complete lists where nobody knows beforehand how often a control is used, and looks at the runs themselves where
the calendar names them: usual practice, indicative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import EvidenceWanted, Library, Question
from scoring.controls import Control
from scoring.model import EvidenceReference, EvidenceRequest, ReportType, RequestStatus, Scope
from scoring.occurrences import PERIOD_MONTHS
from scoring.owners import declared_owners, shown_owner
from scoring.plan import Plan
from scoring.score import Scorecard

RequestKind = Literal["population", "sample", "example"]
KIND_TEXT: dict[RequestKind, str] = {
    "population": "the complete list first; samples are drawn from it",
    "sample": "the runs of the period, or a sample of them",
    "example": "one example, setting or document",
}
# Nobody has to bring these any more.
_SETTLED: tuple[RequestStatus, ...] = ("received", "accepted")
_DECIDED = 2  # the rung from which a control is more than chance


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the request list. ``period`` is the window or the as-of day, None while none is chosen.

    ``owner`` is a role's id or a person's name. ``needed`` is False for one that people spoke of and no answer calls for any more;
    ``question`` is None where the library does not ask it. Population details are those stated, else those of the evidence named.
    ``current``: what is ``stored`` was stated for this period.
    """

    id: str
    control: str
    question: Question | None
    title: str
    kind: RequestKind
    wanted: EvidenceWanted
    period: tuple[date, date] | None
    owner: str
    due: date | None
    status: RequestStatus
    reason: str
    overdue: bool
    source: str
    query: str
    row_count: int | None
    extracted_on: date | None
    references: tuple[EvidenceReference, ...]
    needed: bool
    stored: EvidenceRequest | None
    current: bool


def evidence_controls(card: Scorecard, plan: Plan) -> tuple[Control, ...]:
    """The controls to have evidence of: those that exist in some form (rung 2 or above), and those that the plan builds.

    Controls left out need none, and what is still open may not be needed at all.
    """
    planned = {question for item in plan.items for question in item.closes}
    return tuple(control for control in card.controls.values() if control.question.id in planned or _exists(control))


def _exists(control: Control) -> bool:
    """Whether a settled answer says that there is a control: by rung, or one that had no events yet."""
    answer = control.answer
    return control.state == "no-events" or (control.state == "rated" and answer is not None and (answer.rung or 0) >= _DECIDED)


def requests(
    library: Library, scope: Scope, card: Scorecard, plan: Plan, stored: Iterable[EvidenceRequest], today: date
) -> tuple[Request, ...]:
    """The request list for ``card``'s report type, in the library's order, own requests after their control and then the rest.

    ``plan`` is what is left to do. What was stated for a period that does not meet the present
    one leaves only its owner and where the list comes from: the request begins anew.
    """
    period = request_period(scope, card.report_type)
    stated = {one.id: one for one in stored}
    owners = declared_owners(library, scope.people)
    own: dict[str, list[EvidenceRequest]] = {}
    for one in stated.values():
        if one.id != one.question:
            own.setdefault(one.question, []).append(one)
    found: list[Request] = []
    listed: set[str] = set()
    for control in evidence_controls(card, plan):
        name = control.question.id
        for entry in (stated.get(name), *own.get(name, ())):
            found.append(_request(control, control.question, entry, name, period, card.report_type, owners, today))
        listed.add(name)
    for one in stated.values():
        if one.question not in listed:
            known = card.controls.get(one.question)
            needed = one.id != one.question
            question = library.question_by_id.get(one.question)
            found.append(_request(known, question, one, one.question, period, card.report_type, owners, today, needed=needed))
    return tuple(found)


def _request(
    control: Control | None,
    question: Question | None,
    stated: EvidenceRequest | None,
    name: str,
    period: tuple[date, date] | None,
    report_type: ReportType,
    owners: Mapping[str, str],
    today: date,
    *,
    needed: bool = True,
) -> Request:
    answer = control.answer if control is not None else None
    references = answer.evidence if answer is not None else ()
    own = stated is not None and stated.id != stated.question
    wanted = question.evidence if question is not None and not own else EvidenceWanted()
    current = stated if stated is not None and _meets(stated, period) else None
    status: RequestStatus = current.status if current is not None else "open"
    due = current.due if current is not None else None
    listed = next((one for one in references if one.query or one.row_count is not None or one.extracted_on), None) if not own else None
    counted = current if current is not None and (current.row_count is not None or current.extracted_on is not None) else listed
    return Request(
        id=stated.id if stated is not None else name,
        control=name,
        question=question,
        title=(stated.title.strip() if stated is not None else "") or (question.title if question is not None else name),
        kind=_kind(question, report_type, own=own),
        wanted=wanted,
        period=period,
        owner=(stated.owner if stated is not None else "")
        or (shown_owner(answer.owner, owners) if answer is not None else "")
        or _role(question),
        due=due,
        status=status,
        reason=current.reason if current is not None else "",
        overdue=due is not None and due < today and status not in _SETTLED and needed,
        source=(stated.source if stated is not None else "") or (listed.source if listed is not None else ""),
        query=(stated.query if stated is not None else "") or (listed.query if listed is not None else ""),
        row_count=counted.row_count if counted is not None else None,
        extracted_on=counted.extracted_on if counted is not None else None,
        references=() if own else references,
        needed=needed,
        stored=stated,
        current=current is not None,
    )


def _role(question: Question | None) -> str:
    return question.owner if question is not None else ""


def _kind(question: Question | None, report_type: ReportType, *, own: bool) -> RequestKind:
    """A list to draw from where how often a control is used shows only afterwards; the runs themselves where the calendar says."""
    if report_type == 1:
        return "example"
    if own or question is None or not question.evidence.population or question.frequency in PERIOD_MONTHS:
        return "sample"
    return "population" if question.frequency != "once" else "example"


def request_period(scope: Scope, report_type: ReportType) -> tuple[date, date] | None:
    """The days that evidence is asked for: the window, or the as-of day alone; None while none is chosen."""
    if report_type == 1:
        return (scope.as_of, scope.as_of) if scope.as_of is not None else None
    return (scope.window.start, scope.window.end) if scope.window is not None else None


def _meets(stated: EvidenceRequest, period: tuple[date, date] | None) -> bool:
    if period is None or stated.covers_from is None or stated.covers_to is None:
        return True
    return stated.covers_from <= period[1] and stated.covers_to >= period[0]
