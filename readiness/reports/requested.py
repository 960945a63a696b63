"""Rows about evidence to come: the auditor's requests with how far each is, and when recurring controls run next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from questionnaires.model import Library
from readiness.exchange.requests import owner_title, wanted_texts
from readiness.reports.words import FREQUENCY_WORDS, day_text, population_text
from scoring.agenda import Entry, agenda
from scoring.controls import Control
from scoring.model import EvidenceRequest, RequestStatus, Scope
from scoring.occurrences import PERIOD_MONTHS, recurs
from scoring.owners import declared_owners, shown_owner
from scoring.plan import Plan
from scoring.requests import KIND_TEXT, Request, RequestKind, requests
from scoring.schedule import Schedule
from scoring.score import Scorecard
from scoring.workdays import months_later

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One evidence request: what is asked for of a control, for which period, of whom, by when, and how far it is.

    ``population`` says in words where a complete list comes from, from ``source`` to ``extracted_on`` the same in parts. ``named``
    counts the references noted so far.
    """

    id: str
    control: str
    text: str
    criterion: str
    kind: RequestKind
    kind_word: str
    wanted: tuple[str, ...]
    period: str
    owner: str
    due: date | None
    overdue: bool
    status: RequestStatus
    reason: str
    population: str
    source: str
    query: str
    row_count: int | None
    extracted_on: date | None
    named: int


def request_rows(
    library: Library, scope: Scope, card: Scorecard, plan: Plan, stored: Iterable[EvidenceRequest], today: date
) -> tuple[RequestRow, ...]:
    """The requests that still stand, in the library's order; ``plan`` is what is left to do."""
    found = requests(library, scope, card, plan, stored, today)
    return tuple(_request(library, one) for one in found if one.needed)


def _request(library: Library, one: Request) -> RequestRow:
    return RequestRow(
        id=one.id,
        control=one.control,
        text=one.title,
        criterion=one.question.home if one.question is not None else "",
        kind=one.kind,
        kind_word=KIND_TEXT[one.kind],
        wanted=wanted_texts(one),
        period=_period(one.period),
        owner=owner_title(library, one.owner) or "nobody yet",
        due=one.due,
        overdue=one.overdue,
        status=one.status,
        reason=one.reason.strip(),
        population=population_text(one.source, one.query, one.row_count, one.extracted_on),
        source=one.source.strip(),
        query=one.query.strip(),
        row_count=one.row_count,
        extracted_on=one.extracted_on,
        named=len(one.references),
    )


def _period(days: tuple[date, date] | None) -> str:
    if days is None:
        return "period not chosen yet"
    first, last = days
    return f"as of {day_text(first)}" if first == last else f"{day_text(first)} to {day_text(last)}"


@dataclass(frozen=True, slots=True)
class RecurringRow:
    """A recurring control: how often, who, when last, and on which ``days`` it comes due; ``since`` when it is overdue.

    ``planned``: it does not run yet, and its days are those that the plan forecasts. ``days`` is empty for what runs weekly or
    oftener, and where nobody said when it ran last.
    """

    question: str
    text: str
    criterion: str
    frequency: str
    owner: str
    last_done: date | None
    since: date | None
    days: tuple[date, ...]
    planned: bool
    note: str


@dataclass(frozen=True, slots=True)
class RecurringRows:
    """The recurring controls with their days from ``first`` to ``last``, both included: what comes due soonest first."""

    first: date
    last: date
    rows: tuple[RecurringRow, ...]


def recurring_rows(library: Library, scope: Scope, card: Scorecard, schedule: Schedule | None, today: date) -> RecurringRows | None:
    """The coming twelve months, or up to the window's end where that is later; None where no control recurs.

    By the rules of the calendar file (``scoring.agenda``), which leaves out days of what runs weekly or oftener.
    """
    last = months_later(today, _MONTHS) - timedelta(days=1)
    if card.report_type == 2 and scope.window is not None:
        last = max(last, scope.window.end)
    found = agenda(library, scope, card, (), schedule, today, last)
    running, planned = (_by_control(found.entries, kind) for kind in ("recurring", "planned-run"))
    owners = declared_owners(library, scope.people)
    rows = []
    for name, control in card.controls.items():
        if name in running:
            rows.append(_recurring(library, owners, control, running[name], ""))
        elif name in planned:
            rows.append(_recurring(library, owners, control, planned[name], "forecast: not running yet", planned=True))
        elif name in found.undated:
            rows.append(_recurring(library, owners, control, (), "say when it was last done, and its days stand here"))
        elif _often(library, control):
            rows.append(_recurring(library, owners, control, (), f"{FREQUENCY_WORDS[control.question.frequency]}, in the work itself"))
    rows.sort(key=lambda row: (not row.days, row.days[:1]))
    return RecurringRows(today, last, tuple(rows)) if rows else None


def _by_control(entries: Iterable[Entry], kind: str) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == kind:
            # A key is the control and then what tells its runs apart.
            found.setdefault(entry.key.rpartition(" ")[0], []).append(entry)
    return found


def _often(library: Library, control: Control) -> bool:
    frequency, answer = control.question.frequency, control.answer
    runs = control.state == "rated" and answer is not None and (answer.rung or 0) >= library.rating.target["type_1"]
    return runs and recurs(frequency) and frequency not in PERIOD_MONTHS


def _recurring(
    library: Library, owners: Mapping[str, str], control: Control, entries: Sequence[Entry], note: str, *, planned: bool = False
) -> RecurringRow:
    question, answer = control.question, control.answer
    return RecurringRow(
        question=question.id,
        text=question.title,
        criterion=question.home,
        frequency=FREQUENCY_WORDS[question.frequency],
        owner=owner_title(library, (shown_owner(answer.owner, owners) if answer is not None else "") or question.owner),
        last_done=answer.last_done if answer is not None else None,
        since=next((entry.since for entry in entries if entry.since is not None), None),
        days=tuple(dict.fromkeys(entry.start for entry in entries if entry.since is None)),
        planned=planned,
        note=note,
    )
