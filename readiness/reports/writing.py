"""The use case behind a report: one context of an open assessment, written as what the file's name asks for, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.reports.context import build_context
from readiness.reports.files import write_atomically
from readiness.reports.model import ReportContext
from readiness.scheduling import planning, scheduled
from readiness.tending import live
from readiness.windows import type_two
from scoring.live import open_plan
from scoring.model import Answer, Item, Round, Scope
from scoring.schedule import Schedule
from scoring.window import Holding, Opening

_YEARS = range(2000, 2101)


def _html(data: Mapping[str, Any]) -> bytes:
    from readiness.reports.pages import html_text

    return html_text(data).encode()


def _markdown(data: Mapping[str, Any]) -> bytes:
    from readiness.reports.pages import markdown_report

    return markdown_report(data).encode()


def _word(data: Mapping[str, Any]) -> bytes:
    from readiness.reports.word import word_bytes

    return word_bytes(data)


def _excel(data: Mapping[str, Any]) -> bytes:
    from readiness.reports.workbook import workbook_bytes

    return workbook_bytes(data)


def _json(data: Mapping[str, Any]) -> bytes:
    from readiness.reports.machine import json_text

    return json_text(data).encode()


_PDF = ".pdf"
_FROM_DATA: dict[str, Callable[[Mapping[str, Any]], bytes]] = {
    ".html": _html,
    ".md": _markdown,
    ".docx": _word,
    ".xlsx": _excel,
    ".json": _json,
}
SUFFIXES = (_PDF, *_FROM_DATA)
# What a template, which writes text, cannot make.
_BINARY = (_PDF, ".docx", ".xlsx")


def check_target(target: Path, template: Path | None = None) -> None:
    """Raises ReadinessError for a name that no format goes with, before anything is read."""
    suffix = target.suffix.lower()
    if template is None and suffix not in SUFFIXES:
        raise ReadinessError(f"{target}: the name says the format; give one that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}.")
    if template is not None and suffix in _BINARY:
        raise ReadinessError(f"{target}: a template writes text; give a name that does not end in {suffix}.")


def report_context(assessment: Assessment, today: date) -> tuple[ReportContext, list[str]]:
    """The context of the current round's report, dated ``today``, and warnings about what could not be worked out.

    It has dates where the scope states a capacity, and for Type II the answers to the two window questions.
    """
    data, warnings = report_data(assessment, today)
    return data.context(), warnings


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report is made from, read from the file beforehand: what is left to do needs no file."""

    library: Library
    scope: Scope
    round: Round
    answers: Mapping[str, Answer]
    items: tuple[Item, ...]
    today: date
    schedule: Schedule | None
    window: tuple[Opening, Holding] | None

    def context(self) -> ReportContext:
        """The context that every format is made of."""
        return build_context(
            self.library,
            self.scope,
            self.round,
            self.answers,
            today=self.today,
            items=self.items,
            schedule=self.schedule,
            window=self.window,
        )


def report_data(assessment: Assessment, today: date) -> tuple[ReportData, list[str]]:
    """What a report dated ``today`` is made from, and warnings about what could not be worked out."""
    warnings: list[str] = []
    data = ReportData(
        library=assessment.library,
        scope=assessment.scope,
        round=assessment.round,
        answers=dict(assessment.answers),
        items=assessment.items,
        today=today,
        schedule=_schedule(assessment, today, warnings),
        window=_window(assessment, today) if assessment.scope.report_type == 2 else None,
    )
    return data, warnings


def _schedule(assessment: Assessment, today: date, warnings: list[str]) -> Schedule | None:
    decided = live(assessment, today=today)
    left = open_plan(assessment.plan(), decided)
    try:
        return scheduled(assessment, left, planning(assessment, today=today), decided)
    except ReadinessError as error:
        warnings.append(f"the report has no dates: {error}")
        return None


def _window(assessment: Assessment, today: date) -> tuple[Opening, Holding]:
    found = type_two(assessment, today=today)
    return found.opening, found.holding


def write_report(assessment: Assessment, target: Path, *, today: date | None = None, template: Path | None = None) -> list[str]:
    """Writes the current round's report to ``target`` (mode 0600); warnings to show.

    The suffix says the format unless a user's ``template`` is to be filled in. ``today`` is the report's day, the real one unless
    given; the same assessment and day give the same bytes. Raises ReadinessError with one sentence; then nothing is written.
    """
    check_target(target, template)
    day = today or assessment.today
    if day.year not in _YEARS:
        raise ReadinessError(f"{day}: is no day for a report; give a year from {_YEARS[0]} to {_YEARS[-1]}.")
    context, warnings = report_context(assessment, day)
    suffix = target.suffix.lower()
    if template is None and suffix == _PDF:
        from readiness.reports.pdf import write_pdf

        return warnings + write_pdf(context, target)
    from readiness.reports.machine import report_data

    data = report_data(context)
    if template is None:
        write_atomically(target, _FROM_DATA[suffix](data))
    else:
        from readiness.reports.custom import rendered

        write_atomically(target, rendered(template, data))
    return warnings
