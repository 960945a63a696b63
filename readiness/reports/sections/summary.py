"""Where things stand, on one page: sentence, both report types, picture by series, what to do first."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.charts import Counts, RangeBar, RangeRows, ShareBar
from readiness.reports.flow import Flowable, PageBreak, Space
from readiness.reports.layout import Box, Column, Kit
from readiness.reports.model import ReportContext, TypeSummary
from readiness.reports.words import range_text, shorten

_GAP = 26.0
_LISTED = 5
_CHARTED = 24


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The summary page."""
    shares = Box(
        [
            Column(theme.PAGE.column(_GAP), [_share(context.answered, context.asked, "questions answered")]),
            Column(theme.PAGE.column(_GAP), [_share(context.shown, context.answered, "answers shown, not only said")]),
        ],
        gap=_GAP,
        rule=None,
        above=2,
        below=4,
    )
    parts: list[Flowable] = [PageBreak(), *kit.section("summary")]
    parts += [
        kit.paragraph(context.headline, theme.scaled(theme.VERDICT, 13.5 if len(context.headline) < 260 else 12)),
        both_types(kit, context),
        shares,
        by_series(kit, context),
        Box(
            [Column(theme.PAGE.column(_GAP), _quick_wins(kit, context)), Column(theme.PAGE.column(_GAP), _packages(kit, context))],
            gap=_GAP,
            above=6,
            below=0,
        ),
    ]
    return parts


def both_types(kit: Kit, context: ReportContext) -> Flowable:
    """Type I and Type II side by side, each with its bounds."""
    return Box([Column(theme.PAGE.column(_GAP), _type(kit, summary)) for summary in context.types], gap=_GAP, above=9, below=2)


def by_series(kit: Kit, context: ReportContext) -> Flowable:
    """A bar from lowest to highest for each series."""
    rows = [(row.id, row.title, row.main, row.answered) for row in context.series]
    charts = [RangeRows(rows[start : start + _CHARTED], theme.PAGE.text_width) for start in range(0, len(rows), _CHARTED)]
    return Box(
        [Column(theme.PAGE.text_width, [kit.paragraph(f"By series, {context.cover.type_word}", theme.H3), *charts])], above=6, below=2
    )


def _share(count: int, whole: int, what: str) -> Flowable:
    return ShareBar(count / max(whole, 1), f"{count} of {whole} {what}", theme.PAGE.column(_GAP))


def _type(kit: Kit, summary: TypeSummary) -> list[Flowable]:
    note = " (this report)" if summary.chosen else ""
    known = f"{count_text(summary.gaps, 'gap')} known"
    if summary.gaps:
        worst = ", ".join(f"{count} {severity}" for severity, count in summary.severities if count)
        known += f": {worst}; {range_text(summary.effort_days)} of work"
    return [
        kit.paragraph(f"{summary.word}{note}", theme.coloured(theme.H3, theme.ACCENT)),
        RangeBar(summary.standing, theme.PAGE.column(_GAP)),
        Counts(summary.counts, theme.PAGE.column(_GAP)),
        kit.paragraph(known + ".", theme.SMALL_MUTED),
    ]


def _quick_wins(kit: Kit, context: ReportContext) -> list[Flowable]:
    parts: list[Flowable] = [kit.paragraph("Quick wins", theme.H3)]
    if not context.quick_wins:
        return [*parts, kit.paragraph("None known so far.", theme.SMALL_MUTED)]
    for item in context.quick_wins[:_LISTED]:
        text = f"{item.number}  {shorten(item.title, 78)} ({range_text(item.effort_days)})"
        parts += [kit.linked(text, f"item-{item.number}", theme.SMALL), Space(2.5)]
    return parts


def _packages(kit: Kit, context: ReportContext) -> list[Flowable]:
    parts: list[Flowable] = [kit.paragraph("First work packages", theme.H3)]
    if not context.packages:
        return [*parts, kit.paragraph("None needed for what is known so far.", theme.SMALL_MUTED)]
    for package in context.packages[:_LISTED]:
        text = (
            f"{package.number}  {shorten(package.title, 60)} ({count_text(len(package.items), 'item')}, {range_text(package.effort_days)})"
        )
        parts += [kit.linked(text, f"package-{package.number}", theme.SMALL), Space(2.5)]
    return parts
