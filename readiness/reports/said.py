"""Rows about what was said: answers, open questions, remarks, what is left out and why, and the scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

LeftOutKind = Literal["not-applicable", "carved-out", "no-events"]
OpenKind = Literal["unanswered", "unsure", "carried", "not-allowed"]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A control left out of verdicts, with why; ``effect`` says what that does to the figures."""

    kind: LeftOutKind
    question: str
    text: str
    criterion: str
    reason: str
    vendor: str
    respondent: str
    effect: str


@dataclass(frozen=True, slots=True)
class CompensatingRow:
    """An own alternative that stands beside a control."""

    question: str
    text: str
    criterion: str
    rung: int
    own_rung: int
    counts_as: int
    reason: str
    owner: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A question the stated facts rule out; ``facts`` are (fact, value) in words."""

    question: str
    text: str
    criterion: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RewordedRow:
    """A question asked in other words because of stated facts, with the reason."""

    question: str
    text: str
    criterion: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A question without a settled answer and who should give it; ``owners`` are those people and their role, one by one."""

    kind: OpenKind
    question: str
    text: str
    criterion: str
    key: bool
    state: str
    who: str
    owners: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What a careful reader would note beside an answer."""

    question: str
    text: str
    criterion: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One piece of evidence that an answer names, under its number in the index; ``sha256`` is empty where none was taken.

    ``known`` says in words what it covers, where it is from and who collected it.
    """

    number: int
    question: str
    text: str
    criterion: str
    title: str
    reference: str
    collected_on: date | None
    known: str
    sha256: str
    basis: str
    respondent: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as given, for the appendix; ``details`` are (label, text) pairs in the order to print them."""

    question: str
    text: str
    criterion: str
    level: str
    rung: int | None
    anchor: str
    basis: str
    respondent: str
    note: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One line of the scope: a system, vendor, commitment, person or fact."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ScopeGroup:
    """Lines of the scope under one heading."""

    title: str
    lines: tuple[ScopeLine, ...]
