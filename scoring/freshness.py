"""What is known of evidence, and how old it may be: against the control's rhythm, or the observation window. Knows no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from questionnaires.model import Frequency
from scoring.model import EvidenceReference, Window
from scoring.occurrences import overdue, recurs


def newest_day(references: Iterable[EvidenceReference]) -> date | None:
    """The latest day that any of these can speak of; None where none of them says."""
    return max((day for one in references if (day := one.dates_from) is not None), default=None)


def measured_on(today: date, window: Window | None) -> date:
    """The day that evidence is measured against: this one, or the window's last once that is over."""
    return min(today, window.end) if window is not None else today


def stale(frequency: Frequency, newest: date, on: date, window: Window | None) -> bool:
    """Whether the newest evidence is too old on that day: outside the rhythm with its slack, or without one before the window."""
    if recurs(frequency):
        return overdue(frequency, newest, on)
    return window is not None and newest < window.start


def covers_text(one: EvidenceReference) -> str:
    """The days that evidence speaks of, such as ``covers 2026-01-01 to 2026-03-31``; empty where nobody said."""
    if one.covers_from is None:
        return f"covers up to {one.covers_to}" if one.covers_to is not None else ""
    return f"covers {one.covers_from} to {one.covers_to}" if one.covers_to is not None else f"covers from {one.covers_from}"


def details(one: EvidenceReference) -> tuple[str, ...]:
    """What is known of a reference beside its title and its day: what it covers, where it is from, who collected it, each in words."""
    source, query, collector = (" ".join(text.split()) for text in (one.source, one.query, one.collected_by))
    known = (
        covers_text(one),
        f"from {source}" if source else "",
        f"query {query}" if query else "",
        f"{one.row_count:,} {'row' if one.row_count == 1 else 'rows'}" if one.row_count is not None else "",
        f"extracted {one.extracted_on}" if one.extracted_on is not None else "",
        f"collected by {collector}" if collector else "",
    )
    return tuple(text for text in known if text)
