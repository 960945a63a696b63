"""Open questions with who should answer them, and answers that need another look."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import OpenRow, RemarkRow

_GAP = 10.0
_ID = 50.0
_WHO = 136.0
_NAMED = 12


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """Both lists; each is one sentence when empty."""
    count = count_text(len(context.open), "question")
    lead = (
        f"{count} without a settled answer. Until then they widen the range between the lowest and the highest possible figure."
        if context.open
        else "Every question of this round has a settled answer."
    )
    head = [*kit.section("open", lead)]
    parts = together(head, [open_row(kit, row) for row in context.open])
    if context.remarks:
        note = "Remarks never change a verdict; an auditor would ask about them."
        remark_head = [
            *kit.chapter("Answers that need another look", "remarks", level=1, listed=False),
            kit.paragraph(note, theme.SMALL_MUTED),
            Space(5),
        ]
        parts += together(remark_head, _remarks(kit, context.remarks))
    return parts


def open_row(kit: Kit, row: OpenRow) -> Box:
    """One open question with who should know."""
    main: list[Flowable] = [kit.paragraph(row.text, theme.DENSE)]
    if row.kind != "unanswered":
        main.append(kit.paragraph(row.state, theme.DENSE_MUTED))
    if row.note:
        main.append(kit.labelled("Note", row.note, theme.DENSE_MUTED))
    identity: list[Flowable] = [kit.run_in([(row.criterion, "key" if row.key else "")], theme.DENSE)]
    width = theme.PAGE.text_width - _ID - _WHO - 2 * _GAP
    return Box(
        [Column(_ID, identity), Column(width, main), Column(_WHO, [kit.paragraph(row.who, theme.DENSE)])], gap=_GAP, above=2.5, below=3
    )


def _remarks(kit: Kit, rows: Sequence[RemarkRow]) -> list[Flowable]:
    """Each remark once, with the controls it is about; of many the first, where the answers printed elsewhere carry it too."""
    about: dict[str, list[str]] = {}
    for row in rows:
        for remark in row.remarks:
            about.setdefault(remark, []).append(f"{row.criterion} {row.text}")
    third = (theme.PAGE.text_width - _GAP) / 3
    most = _NAMED if {"answers", "controls"} & set(kit.edition.sections) else len(rows)
    return [
        Box(
            [
                Column(third, [kit.paragraph(f"{remark} ({len(controls)})", theme.DENSE_BOLD)]),
                Column(2 * third, [kit.paragraph(_named(controls, most), theme.DENSE)]),
            ],
            gap=_GAP,
            above=2.5,
            below=3,
        )
        for remark, controls in about.items()
    ]


def _named(controls: Sequence[str], most: int) -> str:
    more = f"; and {len(controls) - most} more, noted with their answers" if len(controls) > most else ""
    return "; ".join(controls[:most]) + more
