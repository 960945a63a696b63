"""The words every report format prints for levels, bases, kinds, bands, ranges and dates. Knows no layout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from questionnaires.conditions import FactValue
from questionnaires.model import CostBand, Fact, Frequency
from scoring.gaps import GapKind
from scoring.model import Answer, Basis, QuestionSet, ReportType

DISCLAIMER = (
    "From management's statements; evidence shown for {shown} of {answered} answers; nothing independently tested. "
    "Not an examination, opinion or assurance: {concludes}"
)
CONFIDENTIAL = "Confidential: this document describes weaknesses"
ACKNOWLEDGEMENT = (
    "Management has read this document. The scope and the answers in it are management's own statements, and management is responsible "
    "for them, for the controls and for the remediation. Nothing in it is an examination, and nobody gives assurance by it."
)
SUBSERVICE = "Vendors whose controls your promises to customers need. Where one has no report, note what you looked at instead."
UNDATED = "No days yet: they follow from how many person-days a week are granted for the work."
RUNG_WORDS = ("absent", "ad hoc", "decided", "partial", "running", "on record")
LEVEL_WORDS = {
    "na": "Not applicable",
    "unsure": "Unsure",
    "no-events": "No events yet",
    "carved-out": "Carved out",
    "unanswered": "Not answered",
}
BASIS_WORDS: dict[Basis, str] = {"said": "said", "shown": "shown", "tested": "tested"}
SET_WORDS: dict[QuestionSet, str] = {"quick": "quick set: a screen", "full": "full set"}
TYPE_WORDS: dict[ReportType, str] = {1: "Type I", 2: "Type II"}
KIND_WORDS: dict[GapKind, str] = {
    "design": "design",
    "implementation": "implementation",
    "operating": "operating",
    "evidence": "evidence",
    "documentation": "documentation",
    "scope": "scope",
}
AGREED_WORDS = {"": "", "yes": "agreed", "no": "not agreed"}
COST_WORDS: dict[CostBand, str] = {"none": "none expected", "low": "low", "medium": "medium", "high": "high"}
FREQUENCY_WORDS: dict[Frequency, str] = {
    "continuous": "all the time",
    "event": "at each event",
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "quarterly": "quarterly",
    "semi-annual": "twice a year",
    "annual": "yearly",
    "once": "once",
}
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def day_text(day: date) -> str:
    """A date in words that no country reads differently, such as 3 March 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A date in few letters that no country reads differently, such as 3 Mar 2027."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def month_text(month: str) -> str:
    """A month such as 2027-03 in words: March 2027."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def amount_text(amount: tuple[float, float], currency: str) -> str:
    """A range of money, such as 1,200 to 3,400 EUR."""
    low, high = (f"{value:,.0f}" for value in amount)
    return f"{low} {currency}" if low == high else f"{low} to {high} {currency}"


def number_text(value: float) -> str:
    """A number of days without needless digits: 3, 0.5, 12.5."""
    return f"{value:.1f}".removesuffix(".0") if value >= 0.1 or value == 0 else "0.1"


def range_text(days: tuple[float, float]) -> str:
    """A range of person-days, such as 2–4 days."""
    low, high = number_text(days[0]), number_text(days[1])
    return f"{low} day{'' if low == '1' else 's'}" if low == high else f"{low}–{high} days"


def percent_text(value: float | None) -> str:
    """A percentage (0-100) as whole percent; a dash where nothing is answered."""
    return "–" if value is None else f"{value:.0f} %"


def assessed(standing: Mapping[str, Any]) -> float | None:
    """The readiness (0-100) of a series or criterion in the machine form; None where it is not assessed.

    What few answers happen to give is no figure to go by.
    """
    value: float | None = standing["value"]
    return None if standing["verdict"] == "not_assessed" else value


def in_a_sentence(title: str) -> str:
    """A title as it stands inside a sentence: Remediation plan becomes remediation plan."""
    return title[:1].lower() + title[1:]


def level_text(answer: Answer) -> str:
    """An answer's level in words, such as Rung 3, partial."""
    return LEVEL_WORDS[answer.level] if answer.rung is None else f"Rung {answer.rung}, {RUNG_WORDS[answer.rung]}"


def fact_text(fact: Fact, value: FactValue) -> str:
    """A stated fact's value in words: yes, no, a number, or the chosen options' texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(fact.choices.get(entry, entry) for entry in value) or "none"
    return fact.choices.get(value, value) if isinstance(value, str) else str(value)


def shorten(text: str, most: int) -> str:
    """``text`` on one line, cut at a word to at most ``most`` characters with an ellipsis if it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


def population_text(source: str, query: str, row_count: int | None, extracted_on: date | None) -> str:
    """Where a complete list comes from: ``Payroll; left between 1 January and 30 June; 12 rows; extracted 1 July 2026``."""
    parts = [text.strip() for text in (source, query) if text.strip()]
    parts += [f"{row_count:,} {'row' if row_count == 1 else 'rows'}"] if row_count is not None else []
    return "; ".join([*parts, *([f"extracted {day_text(extracted_on)}"] if extracted_on is not None else [])])


def tenths_text(percent: float) -> str:
    """A percentage (0-100) with one decimal, for figures that are compared."""
    return f"{percent:.1f} %"


def points_text(points: float) -> str:
    """Percentage points with their sign and one decimal: ``+3.4``, ``−0.2``, ``0.0``."""
    return f"{points:+.1f}".replace("-", "−") if points else "0.0"
