"""Rows about subservice organisations: what is left to each, whose report to read, and how late it may end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Library
from readiness.reports.words import day_text
from scoring.asked import Asked
from scoring.carveouts import READING_TEXT, LeftToProvider, Reading, subservice_organisations
from scoring.model import ReportType, Scope
from scoring.score import Scorecard

METHOD, CONTROLS, READING, RECENT, EXPECTED = (
    "Method",
    "Controls left to it",
    "Reading of its report",
    "How recent its report should be",
    "What its report expects of you",
)
"""The labels of what is said of one organisation, in their order."""

_METHOD_SAID = {
    "carve-out": "Carve-out. Its controls stay outside your report.",
    "inclusive": "Inclusive. Its controls are inside your report and answered here; it needs a management assertion of its own.",
    None: "Not chosen yet. Choose carve-out, which leaves its controls outside your report, or inclusive, which brings them in with its "
    "help; agree it with your auditor and state it in the scope.",
}
_ASSUMED = "your report will assume that it runs these (complementary subservice organisation controls, CSOCs):"
_NO_CONTROL = "No control is left to it yet."
_AT_ONCE = "Asked about all providers at once"
_EXPECTED_SAID = "Its complementary user entity controls (CUECs). Map them to your own controls: nobody can read them for you."
_LETTER = "a bridge letter by its own management"


@dataclass(frozen=True, slots=True)
class LeftControl:
    """A control left to a provider, with those of the report's criteria that it serves."""

    question: str
    text: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProviderNote:
    """What is said of one organisation under one label: a sentence or two, then a list, which may be empty."""

    label: str
    text: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One subservice organisation. ``notes`` say in words all that the other fields hold, the same in every format.

    ``method`` is None while nobody has chosen one. ``reading`` is where the reading of all providers' reports stands, ``last_read``
    the day that was stated for it. ``report_from`` is the earliest end of its report that a bridge letter of common length still
    joins to the window's end; None for Type I, without a window, or for one whose controls are inside the report.
    """

    vendor: str
    name: str
    service: str
    method: Literal["carve-out", "inclusive"] | None
    controls: tuple[LeftControl, ...]
    reading: Reading
    last_read: date | None
    report_from: date | None
    notes: tuple[ProviderNote, ...]


def provider_rows(library: Library, scope: Scope, questions: Asked, card: Scorecard, today: date) -> tuple[ProviderRow, ...]:
    """Every subservice organisation in the scope's order; ``questions`` are what ``card`` scored."""
    end = scope.window.end if card.report_type == 2 and scope.window is not None else None
    found = subservice_organisations(questions, scope, tuple(card.controls.values()), end, today)
    return tuple(_row(library, scope, card, one) for one in found)


def _row(library: Library, scope: Scope, card: Scorecard, one: LeftToProvider) -> ProviderRow:
    in_scope = {*card.criteria, *card.description}
    controls = tuple(
        LeftControl(question.id, question.title, tuple(criterion for criterion in question.criteria if criterion in in_scope))
        for question in (library.question_by_id[question] for question in one.questions)
    )
    assumed = _ASSUMED if one.method is not None else f"If you choose carve-out, {_ASSUMED}"
    notes = [ProviderNote(METHOD, _METHOD_SAID[one.method])]
    if not one.inclusive:
        notes += [
            ProviderNote(CONTROLS, f"{assumed[0].upper()}{assumed[1:]}" if controls else _NO_CONTROL, _listed(controls)),
            ProviderNote(READING, _reading(one)),
            ProviderNote(RECENT, _recent(scope, card.report_type, one)),
            ProviderNote(EXPECTED, _EXPECTED_SAID),
        ]
    return ProviderRow(
        vendor=one.vendor,
        name=one.name,
        service=one.service.strip(),
        method=one.method,
        controls=controls,
        reading=one.reading,
        last_read=one.last_read,
        report_from=None if one.inclusive else one.report_from,
        notes=tuple(notes),
    )


def _listed(controls: Sequence[LeftControl]) -> tuple[str, ...]:
    return tuple(f"{', '.join(control.criteria)}: {control.text}" for control in controls)


def _reading(one: LeftToProvider) -> str:
    if one.reading == "not-asked":
        return f"{READING_TEXT[one.reading]}."
    last = f", last on {day_text(one.last_read)}" if one.last_read is not None else ""
    check = ": make sure that this one is among them" if one.reading in ("read", "stale") else ""
    return f"{READING_TEXT[one.reading]}{last}. {_AT_ONCE}{check}."


def _recent(scope: Scope, report_type: ReportType, one: LeftToProvider) -> str:
    if report_type == 1:
        if scope.as_of is None:
            return "Recent on your as-of date, which is not chosen yet."
        return f"Recent on your as-of date, {day_text(scope.as_of)}."
    if scope.window is None:
        return f"That follows from your observation window, which is not chosen yet: {_LETTER} commonly covers a few months before its end."
    if one.report_from is None:
        return f"Ask your auditor how many months {_LETTER} may cover, up to {day_text(scope.window.end)}."
    return f"Its period should end on {day_text(one.report_from)} or later: from there {_LETTER} commonly reaches your window's end."
