"""Progress since the round before: why readiness moved, verdicts lost and gained, promised days, and all rounds beside the plan."""

from __future__ import annotations

from itertools import groupby

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.progressed import MoveRow, ProgressRows, SlipRow, TrendRow
from readiness.reports.tables import Table, to_the_edge
from readiness.reports.trends import Trend, Waterfall
from readiness.reports.words import day_text, percent_text, points_text, short_day, shorten, tenths_text

_MOST_LATE = 12
_MOVED = (60.0, 190.0)
_SLIPS = (188.0, 96.0, 76.0, 76.0)
_ROUNDS = (128.0, 84.0, 62.0, 100.0, 62.0)


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The chapter; regressions come before gains."""
    rows = context.progress
    if rows is None:
        return []
    figures = f"{tenths_text(rows.before.low)} to {tenths_text(rows.after.low)}, {points_text(rows.difference)} points"
    days = f"From {rows.earlier} ({day_text(rows.earlier_day)}) to {rows.later} ({day_text(rows.later_day)})"
    lead = f"{days}: lowest possible readiness {figures}. The parts sum to the difference."
    parts = together(kit.section("progress", lead), [Waterfall(rows, theme.PAGE.text_width)])
    if sentence := planned_sentence(rows):
        parts.append(kit.paragraph(sentence, theme.BODY))
    parts += _moves(kit, rows)
    if rows.promised or rows.kept:
        parts += _slips(kit, rows)
    head = [*kit.chapter("All rounds", "rounds", level=1), Trend(rows, theme.PAGE.text_width)]
    return parts + together(head, [Table(_trend(kit, rows.trend), to_the_edge(_ROUNDS))])


def planned_sentence(rows: ProgressRows) -> str:
    """Where the earlier round's plan expected to be by the later one's day; empty where it had no dates."""
    point = rows.planned
    if point is None:
        return ""
    return (
        f"The plan of {rows.earlier} would have led to {tenths_text(point.low)} and {count_text(point.done, 'item')} done by "
        f"{day_text(point.day)}; {rows.later} shows {tenths_text(rows.after.low)}."
    )


def _moves(kit: Kit, rows: ProgressRows) -> list[Flowable]:
    head = kit.chapter("Verdicts that moved", "verdicts-moved", level=1)
    if not rows.moves:
        return together([*head, kit.paragraph("None.", theme.BODY)], [])
    parts: list[Flowable] = []
    for word, members in groupby(rows.moves, key=lambda move: move.direction_word):
        listed = list(members)
        title = kit.paragraph(f"{word.capitalize()}: {len(listed)}", theme.H3)
        parts += together([*head, title], [_move(kit, move) for move in listed])
        head = []
    return parts


def _move(kit: Kit, move: MoveRow) -> Box:
    cells = ((move.criterion, theme.DENSE_BOLD), (shorten(move.title, 200), theme.DENSE), (f"{move.before} → {move.after}", theme.DENSE))
    columns = [Column(width, [kit.paragraph(text, style)]) for width, (text, style) in zip(to_the_edge(_MOVED), cells, strict=True)]
    return Box(columns, gap=0, above=2.5, below=3)


def _slips(kit: Kit, rows: ProgressRows) -> list[Flowable]:
    late = [slip for slip in rows.promised if slip.days > 0]
    lead = f"{count_text(len(rows.promised) + rows.kept, 'item')} promised, {len(late)} late."
    head = [*kit.chapter("Promised and actual days", "slippage", level=1), kit.paragraph(lead, theme.BODY)]
    if not late:
        return together(head, [])
    words = ("Item", "Owner", "Promised", "Done", "Late by")
    shown: list[list[Flowable]] = [
        [kit.paragraph(text, theme.CELL_HEAD) for text in words],
        *(_slip(kit, slip) for slip in late[:_MOST_LATE]),
    ]
    parts = together(head, [Table(shown, to_the_edge(_SLIPS))])
    if len(late) > _MOST_LATE:
        parts.append(kit.paragraph(f"And {len(late) - _MOST_LATE} more.", theme.SMALL_MUTED))
    return parts


def _slip(kit: Kit, slip: SlipRow) -> list[Flowable]:
    done = short_day(slip.actual) if slip.actual is not None else "not done"
    cells = (
        shorten(slip.title, 160),
        shorten(slip.owner, 60) or "nobody yet",
        short_day(slip.promised),
        done,
        count_text(slip.days, "day"),
    )
    return [kit.paragraph(text, theme.SMALL) for text in cells]


def _trend(kit: Kit, rounds: tuple[TrendRow, ...]) -> list[list[Flowable]]:
    words = ("Round", "Day", "Readiness", "Lowest to highest", "Answered", "Criteria at their aim")
    rows: list[list[Flowable]] = [[kit.paragraph(text, theme.CELL_HEAD) for text in words]]
    for row in rounds:
        cells = (
            short_day(row.day),
            percent_text(row.value),
            f"{row.low:.1f} to {row.high:.1f} %",
            percent_text(100 * row.answered),
            f"{row.met} of {row.criteria}",
        )
        rows.append([kit.paragraph(shorten(row.round, 80), theme.SMALL_BOLD), *(kit.paragraph(text, theme.SMALL) for text in cells)])
    return rows
