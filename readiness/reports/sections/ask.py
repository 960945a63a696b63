"""What one owner is asked for, in two sentences, before their items, evidence and open questions."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Kit
from readiness.reports.model import ReportContext
from readiness.reports.words import range_text


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The sentences, with a way to each part."""
    parts = [*kit.section("ask")]
    if not context.items and not context.open:
        return [*parts, kit.paragraph("Nothing at present: no item and no open question.", theme.BODY)]
    if context.items:
        work = f"{count_text(len(context.items), 'item')} of the remediation plan, {range_text(context.effort_days)} of work."
        parts.append(kit.linked(work, "plan", theme.BODY))
    if context.evidence:
        rows = sum(len(group.rows) for group in context.evidence)
        parts.append(kit.linked(f"Evidence for {count_text(rows, 'control')}.", "evidence", theme.BODY))
    if context.open:
        parts.append(kit.linked(f"Answers to {count_text(len(context.open), 'open question')}.", "open", theme.BODY))
    parts.append(kit.paragraph("Numbers are those of the whole plan.", theme.SMALL_MUTED))
    return parts
