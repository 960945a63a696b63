"""What stands outside the verdicts, with reasons: not applicable, carved out, no events, compensating, removed by facts."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import CompensatingRow, LeftOutKind, LeftOutRow, RemovedRow, RewordedRow

_ID = 44.0
_GAP = 12.0
_TITLES: dict[LeftOutKind, str] = {"not-applicable": "Not applicable", "carved-out": "Carved out", "no-events": "No events yet"}


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One block for each reason that occurs, or one sentence if none does."""
    blocks: list[tuple[str, str, list[Flowable]]] = []
    for kind, title in _TITLES.items():
        rows = [row for row in context.left_out if row.kind == kind]
        if rows:
            blocks.append((title, rows[0].effect, [_left_out(kit, row) for row in rows]))
    if context.compensating:
        note = "Own alternatives. Each lifts a verdict to partly met at best, and only if your auditor agrees."
        blocks.append(("Compensating controls", note, [_compensating(kit, row) for row in context.compensating]))
    if context.removed:
        note = "Questions that the stated facts rule out. A changed fact brings them back."
        blocks.append(("Not asked because of stated facts", note, [_removed(kit, row) for row in context.removed]))
    if context.reworded:
        note = "Questions asked in other words than usual, because the usual ones would miss."
        blocks.append(("Worded for the stated facts", note, [_reworded(kit, row) for row in context.reworded]))
    lead = "Nothing is left out: every question of this round counts." if not blocks else ""
    head = [*kit.section("left-out", lead)]
    parts: list[Flowable] = []
    for number, (title, note, rows_) in enumerate(blocks, start=1):
        block_head = [*kit.chapter(title, f"outside-{number}", level=1, listed=False), kit.paragraph(note, theme.SMALL_MUTED), Space(5)]
        parts += together([*(head if number == 1 else []), *block_head], rows_)
    return parts or together(head, [])


def _row(kit: Kit, criterion: str, question: str, right: Sequence[Flowable]) -> Box:
    half = (theme.PAGE.text_width - _ID - 2 * _GAP) / 2
    return Box(
        [
            Column(_ID, [kit.paragraph(criterion, theme.SMALL_BOLD)]),
            Column(half, [kit.paragraph(question, theme.SMALL)]),
            Column(half, list(right)),
        ],
        gap=_GAP,
        above=3,
        below=3.5,
    )


def _left_out(kit: Kit, row: LeftOutRow) -> Box:
    right: list[Flowable] = [kit.labelled("Provider", row.vendor)] if row.vendor else []
    right.append(kit.paragraph(row.reason or "no reason noted", theme.SMALL if row.reason else theme.SMALL_ITALIC))
    if row.respondent:
        right.append(kit.paragraph(f"said by {row.respondent}", theme.SMALL_MUTED))
    return _row(kit, row.criterion, row.text, right)


def _compensating(kit: Kit, row: CompensatingRow) -> Box:
    right = [
        kit.paragraph(row.reason, theme.SMALL),
        kit.paragraph(
            f"The control itself is at rung {row.rung}, the alternative at rung {row.own_rung}; counts as rung {row.counts_as}. "
            f"Owner: {row.owner}.",
            theme.SMALL_MUTED,
        ),
    ]
    if row.evidence.strip():
        right.append(kit.labelled("Evidence", row.evidence, theme.SMALL_MUTED))
    return _row(kit, row.criterion, row.text, right)


def _removed(kit: Kit, row: RemovedRow) -> Box:
    return _row(kit, row.criterion, row.text, [kit.labelled(fact.rstrip("?"), value) for fact, value in row.facts])


def _reworded(kit: Kit, row: RewordedRow) -> Box:
    return _row(kit, row.criterion, row.text, [kit.paragraph(row.reason, theme.SMALL)])
