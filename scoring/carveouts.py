"""What leaving controls to a provider leaves to do: whose report to read, what to map, which months to bridge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date
from typing import Literal

from questionnaires.model import Library
from scoring.asked import Asked
from scoring.controls import Control
from scoring.evidence import INTERVAL_DAYS
from scoring.model import Scope
from scoring.window_rule import opening_rung
from scoring.workdays import months_later

Reading = Literal["read", "stale", "not-read", "open", "not-asked"]
READING_TEXT: dict[Reading, str] = {
    "read": "Its report was read",
    "stale": "Its report was read longer ago than planned",
    "not-read": "Its report is not read and noted yet",
    "open": "The question on reading its report is open",
    "not-asked": "Nothing asked here is about reading its report",
}


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """A question on reading providers' reports, as answered; ``rung`` is None unless rated."""

    question: str
    rung: int | None
    last_done: date | None


@dataclass(frozen=True, slots=True)
class LeftToProvider:
    """One provider with the controls left to it (question ids); ``method`` is None while nobody has chosen one.

    ``reading`` is where the reading of providers' reports stands as a whole: the questions ask about all of them at once.
    ``report_from`` is the earliest end of its report that a bridge letter of common length still joins to the window's end;
    None without a window, or where the library says nothing about bridging.
    """

    vendor: str
    name: str
    service: str
    method: Literal["carve-out", "inclusive"] | None
    questions: tuple[str, ...]
    reading: Reading
    reports: tuple[ReportQuestion, ...]
    report_from: date | None

    @property
    def inclusive(self) -> bool:
        """Whether its controls are inside the report."""
        return self.method == "inclusive"

    @property
    def last_read(self) -> date | None:
        """When reports were last read: of the days stated for the questions on it, the earliest; None while one is not settled."""
        if self.reading not in ("read", "stale"):
            return None
        return min((one.last_done for one in self.reports if one.last_done is not None), default=None)


def report_reading(asked: Asked, counted: Sequence[Control], today: date) -> Reading:
    """Where the reading of providers' reports stands: the weakest of the questions on it decides."""
    found = {_reading(asked.library, counted[place], today) for place in asked.reports}
    order: tuple[Reading, ...] = ("not-read", "open", "stale", "read")
    return next((one for one in order if one in found), "not-asked")


def _reading(library: Library, control: Control, today: date) -> Reading | None:
    if control.state == "open":
        return "open"
    if control.rung is None:
        return None
    if control.rung < opening_rung(library.rating):
        return "not-read"
    last, interval = control.answer.last_done if control.answer else None, INTERVAL_DAYS[control.question.frequency]
    return "stale" if last is not None and interval is not None and (today - last).days > interval else "read"


def left_to_providers(asked: Asked, scope: Scope, counted: Sequence[Control], end: date, today: date) -> tuple[LeftToProvider, ...]:
    """Every provider that a control was left to, in the order of the scope; ``end`` is the window's last day."""
    return tuple(one for one in subservice_organisations(asked, scope, counted, end, today) if one.questions)


def subservice_organisations(
    asked: Asked, scope: Scope, counted: Sequence[Control], end: date | None, today: date
) -> tuple[LeftToProvider, ...]:
    """Every subservice organisation of the scope in its order, also those that nothing is left to.

    ``counted`` are the controls in the order they are asked, ``end`` the window's last day, None where there is no window.
    """
    left: dict[str, list[str]] = {}
    for control in counted:
        vendor = scope.vendor(control.answer.vendor) if control.state == "carved-out" and control.answer else None
        if vendor is not None:
            left.setdefault(vendor.id, []).append(control.question.id)
    practice = asked.library.window
    # The calendar's first year has no day a year before it.
    report_from = months_later(end, -practice.bridge_months) if practice and end is not None and end.year > MINYEAR else None
    reading = report_reading(asked, counted, today)
    reports = tuple(
        ReportQuestion(one.question.id, one.rung, one.answer.last_done if one.answer and one.state == "rated" else None)
        for one in (counted[place] for place in asked.reports)
    )
    return tuple(
        LeftToProvider(
            vendor=vendor.id,
            name=vendor.name,
            service=vendor.service,
            method=vendor.method,
            questions=tuple(left.get(vendor.id, ())),
            reading=reading,
            reports=reports,
            report_from=report_from,
        )
        for vendor in scope.vendors
        if vendor.subservice
    )
