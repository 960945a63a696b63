"""The words every report format prints for levels, bases, kinds, bands, ranges and dates. Knows no layout."""

from __future__ import annotations

from datetime import date

from questionnaires.conditions import FactValue
from questionnaires.model import CostBand, Fact, Frequency
from scoring.gaps import GapKind
from scoring.model import Answer, Basis, QuestionSet, ReportType

DISCLAIMER = (
    "From management's statements; evidence shown for {shown} of {answered} answers; nothing independently tested. "
    "Not an examination, opinion or assurance: {concludes}"
)
CONFIDENTIAL = "Confidential: this document describes weaknesses"
RUNG_WORDS = ("absent", "ad hoc", "decided", "partial", "running", "on record")
LEVEL_WORDS = {"na": "Not applicable", "unsure": "Unsure", "no-events": "No events yet", "carved-out": "Carved out"}
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


def count_text(count: int, singular: str, plural: str = "") -> str:
    """A counted noun, such as 1 item or 3 items."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


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
