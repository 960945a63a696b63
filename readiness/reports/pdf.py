"""The remediation plan as a PDF: chapters in order, rendered in memory, written in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readiness.reports.brand import PLAIN, Brand
from readiness.reports.document import Document
from readiness.reports.edition import Edition, edition
from readiness.reports.files import Cancelled, write_atomically
from readiness.reports.flow import Flowable
from readiness.reports.fonts import Typesetter
from readiness.reports.layout import Kit
from readiness.reports.model import ReportContext
from readiness.reports.sections import (
    acknowledgement,
    answers,
    ask,
    brief,
    controls,
    cover,
    decided,
    description,
    evidence,
    gaps,
    heatmap,
    index,
    letter,
    openpoints,
    outside,
    plan,
    progress,
    providers,
    recurring,
    related,
    requests,
    scope,
    summary,
    timing,
)
from readiness.reports.theme import painted

__all__ = ["Cancelled", "render_pdf", "write_pdf"]

_CHAPTERS: dict[str, Callable[[Kit, ReportContext], list[Flowable]]] = {
    "letter": letter.flowables,
    "brief": brief.flowables,
    "ask": ask.flowables,
    "summary": summary.flowables,
    "progress": progress.flowables,
    "criteria": heatmap.flowables,
    "gaps": gaps.flowables,
    "dates": timing.flowables,
    "plan": plan.flowables,
    "set-aside": decided.flowables,
    "related": related.flowables,
    "controls": controls.flowables,
    "providers": providers.flowables,
    "evidence": evidence.flowables,
    "evidence-index": index.flowables,
    "requests": requests.flowables,
    "recurring": recurring.flowables,
    "description": description.flowables,
    "left-out": outside.flowables,
    "open": openpoints.flowables,
    "acknowledgement": acknowledgement.flowables,
    "scope": scope.flowables,
    "method": scope.method_flowables,
    "answers": answers.flowables,
}


def render_pdf(
    context: ReportContext,
    *,
    around: Edition | None = None,
    brand: Brand = PLAIN,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[bytes, list[str]]:
    """The PDF's bytes and its warnings; see ``write_pdf``."""
    typesetter = Typesetter(context.cover.language)
    kit = Kit(typesetter, around or edition(context.cover), brand)
    with painted(brand):
        document = Document(context, kit.edition, typesetter, progress, cancelled)
        story = cover.flowables(kit, context)
        for name in kit.edition.sections:
            story += _CHAPTERS[name](kit, context)
        return document.render(story), typesetter.warnings()


def write_pdf(
    context: ReportContext,
    target: Path,
    *,
    around: Edition | None = None,
    brand: Brand = PLAIN,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[str]:
    """Writes the report to ``target`` (mode 0600), whole or not at all; returns a warning for every character no font covers.

    ``around`` is the edition, a draft for the team unless given. ``progress`` is called with 0-1, never falling; ``cancelled`` is
    asked often. Raises Cancelled, or ReadinessError with one sentence if the target cannot be written. The same context gives the
    same bytes.
    """
    content, warnings = render_pdf(context, around=around, brand=brand, progress=progress, cancelled=cancelled)
    if cancelled is not None and cancelled():
        raise Cancelled("The report was cancelled; nothing was written.")
    write_atomically(target, content)
    if progress is not None:
        progress(1.0)
    return warnings
