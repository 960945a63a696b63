"""The use case behind a report: one context of an open assessment, written as what the file's name asks for, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.reports.brand import Brand
from readiness.reports.choosing import Choice, check_choice, chosen
from readiness.reports.context import build_context
from readiness.reports.edition import Edition, FinalRow
from readiness.reports.files import Cancelled, write_atomically
from readiness.reports.model import ReportContext
from readiness.scheduling import planning, scheduled
from readiness.windows import type_two
from scoring.live import live_items, open_plan
from scoring.model import Answer, EvidenceRequest, Item, Round, Scope
from scoring.schedule import Schedule
from scoring.window import Holding, Opening

if TYPE_CHECKING:
    from readiness.progressing import Progress, TrendPoint

_YEARS = range(2000, 2101)


def _html(data: Mapping[str, Any], brand: Brand) -> bytes:
    from readiness.reports.pages import html_text

    return html_text(data, brand).encode()


def _markdown(data: Mapping[str, Any], brand: Brand) -> bytes:
    from readiness.reports.pages import markdown_report

    return markdown_report(data, brand).encode()


def _word(data: Mapping[str, Any], brand: Brand) -> bytes:
    from readiness.reports.word import word_bytes

    return word_bytes(data, brand)


def _excel(data: Mapping[str, Any], brand: Brand) -> bytes:
    from readiness.reports.workbook import workbook_bytes

    return workbook_bytes(data, brand)


def _json(data: Mapping[str, Any], _brand: Brand) -> bytes:
    from readiness.reports.machine import json_text

    return json_text(data).encode()


_PDF = ".pdf"
_FROM_DATA: dict[str, Callable[[Mapping[str, Any], Brand], bytes]] = {
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
    requests: tuple[EvidenceRequest, ...]
    progress: tuple[Progress, tuple[TrendPoint, ...]] | None

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
            requests=self.requests,
            progress=self.progress,
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
        requests=assessment.requests,
        progress=_progress(assessment, today),
    )
    return data, warnings


def _schedule(assessment: Assessment, today: date, warnings: list[str]) -> Schedule | None:
    whole = assessment.plan()
    decided = live_items(whole, assessment.items, today)
    left = open_plan(whole, decided)
    try:
        return scheduled(assessment, left, planning(assessment, today=today), decided)
    except ReadinessError as error:
        warnings.append(f"the report has no dates: {error}")
        return None


def _progress(assessment: Assessment, today: date) -> tuple[Progress, tuple[TrendPoint, ...]] | None:
    """What moved since the round before this one, and every round up to it; None for the first."""
    number = assessment.round.number
    if not any(one.number < number for one in assessment.rounds):
        return None
    from readiness.progressing import progress, trend

    found = progress(assessment, later=assessment.round.id, today=today)
    return found, tuple(point for point in trend(assessment, today=today) if point.round.number <= number)


def _window(assessment: Assessment, today: date) -> tuple[Opening, Holding]:
    found = type_two(assessment, today=today)
    return found.opening, found.holding


def write_report(
    assessment: Assessment,
    target: Path,
    *,
    today: date | None = None,
    template: Path | None = None,
    choice: Choice | None = None,
) -> list[str]:
    """Writes the current round's report to ``target`` (mode 0600); warnings to show.

    The suffix says the format unless a user's ``template`` is to be filled in; ``choice`` is what else is asked for, a draft for the
    team unless given. ``today`` is the report's day, the real one unless given; the same assessment, day and choice give the same
    bytes, and a final version those it was frozen with. Raises ReadinessError with one sentence; then nothing is written.
    """
    asked = choice or Choice()
    check_target(target, template)
    check_choice(asked, target, template)
    context, final, warnings = _content(assessment, today, asked)
    context, around = chosen(asked, assessment.library, assessment.scope, context, final)
    if template is None:
        return warnings + _written(context, around, target, asked.brand)
    from readiness.reports.custom import rendered
    from readiness.reports.machine import report_data
    from readiness.reports.pages import look

    write_atomically(target, rendered(template, report_data(context, around) | look(asked.brand)))
    return warnings


def write_data(
    data: ReportData, target: Path, choice: Choice, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> list[str]:
    """Writes a draft as `write_report` does, from what was read beforehand, so that any thread may do it; warnings to show.

    ``progress`` is called with 0-1, never falling; ``cancelled`` is asked often. Raises Cancelled, or ReadinessError with one
    sentence; then nothing is written.
    """
    check_target(target)
    check_choice(choice, target, None)
    context, around = chosen(choice, data.library, data.scope, data.context(), None)
    return _written(context, around, target, choice.brand, progress, cancelled)


def _written(
    context: ReportContext,
    around: Edition,
    target: Path,
    brand: Brand,
    progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Writes these rows as what the file's name says; warnings to show."""
    if target.suffix.lower() == _PDF:
        from readiness.reports.pdf import write_pdf

        return write_pdf(context, target, around=around, brand=brand, progress=progress, cancelled=cancelled)
    from readiness.reports.machine import report_data

    progress(0.2)
    data = report_data(context, around)
    progress(0.5)
    content = b"" if cancelled() else _FROM_DATA[target.suffix.lower()](data, brand)
    if cancelled():
        raise Cancelled("The report was cancelled; nothing was written.")
    write_atomically(target, content)
    progress(1.0)
    return []


def _content(assessment: Assessment, today: date | None, choice: Choice) -> tuple[ReportContext, FinalRow | None, list[str]]:
    """The rows to print: as frozen for a final version, else as things stand on ``today``."""
    if choice.state == "final":
        from readiness.reports.final import final_of, final_row, since_then, thawed

        made = final_of(assessment, choice.number)
        if today is not None and today != made.day:
            raise ReadinessError(f"--date: final version {made.number} keeps its own day, {made.day.isoformat()}; leave --date out.")
        changed = since_then(assessment, made)
        return thawed(assessment, made), final_row(made), [changed] if changed else []
    context, warnings = report_context(assessment, require_day(today or assessment.today))
    return context, None, warnings


def require_day(day: date) -> date:
    """The day, if a report can be dated by it. Raises ReadinessError."""
    if day.year not in _YEARS:
        raise ReadinessError(f"{day}: is no day for a report; give a year from {_YEARS[0]} to {_YEARS[-1]}.")
    return day
