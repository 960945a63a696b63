"""The remediation plan as a PDF: chapters in order, rendered in memory, written in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.platypus import Flowable

from readiness.reports.document import Document
from readiness.reports.files import Cancelled, write_atomically
from readiness.reports.fonts import Typesetter
from readiness.reports.layout import Kit
from readiness.reports.model import ReportContext
from readiness.reports.sections import (
    answers,
    cover,
    decided,
    evidence,
    gaps,
    heatmap,
    openpoints,
    outside,
    plan,
    related,
    scope,
    summary,
    timing,
)

__all__ = ["Cancelled", "render_pdf", "write_pdf"]

_CHAPTERS = (
    cover.flowables,
    summary.flowables,
    heatmap.flowables,
    gaps.flowables,
    timing.flowables,
    plan.flowables,
    decided.flowables,
    related.flowables,
    evidence.flowables,
    outside.flowables,
    openpoints.flowables,
    scope.flowables,
    answers.flowables,
)


def render_pdf(
    context: ReportContext,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[bytes, list[str]]:
    """The PDF's bytes and its warnings; see ``write_pdf``."""
    typesetter = Typesetter()
    kit = Kit(typesetter)
    document = Document(context, typesetter, progress, cancelled)
    story: list[Flowable] = [flowable for chapter in _CHAPTERS for flowable in chapter(kit, context)]
    return document.render(story), typesetter.warnings()


def write_pdf(
    context: ReportContext,
    target: Path,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[str]:
    """Writes the report to ``target`` (mode 0600), whole or not at all; returns a warning for every character no font covers.

    ``progress`` is called with 0-1, never falling; ``cancelled`` is asked often. Raises Cancelled, or ReadinessError with one
    sentence if the target cannot be written. The same context gives the same bytes.
    """
    content, warnings = render_pdf(context, progress=progress, cancelled=cancelled)
    if cancelled is not None and cancelled():
        raise Cancelled("The report was cancelled; nothing was written.")
    write_atomically(target, content)
    if progress is not None:
        progress(1.0)
    return warnings
