"""The board's two pages: where the organisation stands, what is not ready, what it takes, by when, and what is to be decided."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable, PageBreak, Space
from readiness.reports.layout import Box, Column, Kit
from readiness.reports.model import ReportContext
from readiness.reports.sections.summary import both_types, by_series
from readiness.reports.sections.timing import milestone_day
from readiness.reports.words import UNDATED, amount_text, day_text, range_text, shorten

_GAP = 26.0
# As many lines as two pages hold, however long the names are.
_NOT_READY, _DECISIONS, _OWNERS = 9, 9, 6


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """Both pages, whatever there is to say."""
    return [
        *_title(kit, "Where we stand", "brief"),
        kit.paragraph(context.headline, theme.scaled(theme.VERDICT, 12.5)),
        both_types(kit, context),
        by_series(kit, context),
        PageBreak(),
        *_title(kit, "What is not ready", "brief-gaps"),
        *_not_ready(kit, context),
        Box(
            [Column(theme.PAGE.column(_GAP), _takes(kit, context)), Column(theme.PAGE.column(_GAP), _by_when(kit, context))],
            gap=_GAP,
            above=10,
            below=4,
        ),
        *_title(kit, "What we ask you to decide", "brief-decisions"),
        *_decisions(kit, context),
        Space(8),
        kit.paragraph(context.cover.disclaimer, theme.SMALL_MUTED),
    ]


def _title(kit: Kit, title: str, key: str) -> list[Flowable]:
    return kit.chapter(title, key, level=1)


def _not_ready(kit: Kit, context: ReportContext) -> list[Flowable]:
    behind = [row for verdict in ("not_met", "partly") for row in context.criteria if row.main.verdict == verdict]
    if not behind:
        nothing = "Nothing is answered yet, so nothing can be said."
        said = "No criterion is behind in what is answered." if context.answered else nothing
        return [kit.paragraph(f"{said} {context.description_said}".strip(), theme.BODY)]
    counts = next(summary.counts for summary in context.types if summary.chosen)
    told = ", ".join(f"{row.count} {row.word}" for row in counts if row.count)
    parts: list[Flowable] = [kit.paragraph(f"Of {count_text(len(context.criteria), 'criterion', 'criteria')}: {told}.", theme.BODY)]
    for row in behind[:_NOT_READY]:
        why = f" Behind it: {shorten(row.decided_by[0], 120)}" if row.decided_by else ""
        parts.append(kit.run_in([(f"{row.main.glyph} {row.id}", f"{shorten(row.title, 70)}, {row.main.word}.{why}")], theme.SMALL))
        parts.append(Space(2.5))
    if len(behind) > _NOT_READY:
        parts.append(kit.paragraph(f"And {len(behind) - _NOT_READY} more, in the plan for the team.", theme.SMALL_MUTED))
    if context.description_said:
        parts.append(kit.paragraph(context.description_said, theme.SMALL))
    return parts


def _takes(kit: Kit, context: ReportContext) -> list[Flowable]:
    parts: list[Flowable] = [kit.paragraph("What it takes", theme.H3)]
    if not context.packages:
        return [*parts, kit.paragraph("Nothing is planned for what is known so far.", theme.SMALL)]
    items, packages = count_text(len(context.items), "item"), count_text(len(context.packages), "work package")
    parts.append(kit.paragraph(f"{range_text(context.effort_days)} of work: {items} in {packages}.", theme.BODY))
    budget = context.budget
    if budget is None:
        return parts
    if budget.whole.money is not None:
        parts.append(
            kit.paragraph(f"{amount_text(budget.whole.money, budget.currency)} a year, indicative, without the auditor's fee.", theme.BODY)
        )
    for row in budget.by_owner[:_OWNERS]:
        told = f"{count_text(row.items, 'item')}, {range_text(row.effort_days)}"
        parts.append(kit.run_in([(f"{shorten(row.title, 40) or 'nobody yet'}:", told)], theme.SMALL))
    if len(budget.by_owner) > _OWNERS:
        parts.append(kit.paragraph(f"And {count_text(len(budget.by_owner) - _OWNERS, 'more owner')}.", theme.SMALL_MUTED))
    return parts


def _by_when(kit: Kit, context: ReportContext) -> list[Flowable]:
    parts: list[Flowable] = [kit.paragraph("By when", theme.H3)]
    if context.dates is None:
        return [*parts, kit.paragraph(UNDATED if context.items else context.no_dates, theme.SMALL)]
    for row in context.dates.milestones:
        parts += [kit.run_in([(f"{row.title}:", milestone_day(row))], theme.SMALL), Space(2)]
    for likely in context.dates.likely:
        between = f"{day_text(likely.earliest)} to {day_text(likely.latest)}"
        parts += [kit.run_in([(f"{likely.title}:", between)], theme.SMALL), Space(2)]
    parts += [kit.paragraph(text, theme.SMALL) for text in (context.dates.stated, context.dates.follows) if text]
    parts.append(kit.paragraph("Expectations from effort ranges, not promises.", theme.SMALL_MUTED))
    return parts


def _decisions(kit: Kit, context: ReportContext) -> list[Flowable]:
    if not context.decisions:
        return [kit.paragraph("Nothing waits for a decision.", theme.BODY)]
    shown = context.decisions[:_DECISIONS]
    return [kit.paragraph(shorten(line, 260), theme.BULLET, bullet=f"{number}.") for number, line in enumerate(shown, start=1)]
