"""All criteria of the chosen categories as tiles, grouped by series; readable without colour."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.charts import Counts, Tiles
from readiness.reports.flow import Flowable, PageBreak
from readiness.reports.layout import Box, Column, Kit
from readiness.reports.model import CriterionRow, ReportContext

_COLUMNS = 5
_SIDE = 70.0
_GAP = 10.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The heat map, a legend and a line for each category."""
    word = context.cover.type_word
    lead = f"Colour, sign and word show the verdict for {word}; the small line below shows the other report type."
    parts: list[Flowable] = [PageBreak(), *kit.section("criteria", lead)]
    counts = next(summary.counts for summary in context.types if summary.chosen)
    parts += [Counts(counts, theme.PAGE.text_width, per_line=5)]
    by_id = {row.id: row for row in context.criteria}
    for series in context.series:
        rows = [by_id[criterion] for criterion in series.criteria]
        parts.append(
            Box([Column(_SIDE, _label(kit, series.id, series.title)), Column(_grid(), _tiles(kit, rows))], gap=_GAP, above=2, below=0),
        )
    if len(context.categories) > 1:
        parts.append(
            Box(
                [Column(_SIDE, _label(kit, "All", "By category, common criteria included")), Column(_grid(), [_categories(kit, context)])],
                gap=_GAP,
                above=2.5,
                below=0,
            )
        )
    return parts


def _grid() -> float:
    """The width of the tiles in points: what the label at their left leaves."""
    return theme.PAGE.text_width - _SIDE - _GAP


def _label(kit: Kit, short: str, title: str) -> list[Flowable]:
    return [kit.paragraph(short, theme.coloured(theme.H3, theme.ACCENT)), kit.paragraph(title, theme.scaled(theme.SMALL, 7.6))]


def _tiles(kit: Kit, rows: list[CriterionRow]) -> list[Flowable]:
    lines: list[Flowable] = []
    for start in range(0, len(rows), _COLUMNS):
        tiles = []
        for row in rows[start : start + _COLUMNS]:
            ink = theme.TEXT_ON[row.main.verdict]
            head = kit.paragraph(row.id, theme.coloured(theme.TILE_ID, ink))
            title = kit.paragraph(row.title, theme.coloured(theme.TILE, ink))
            tiles.append((row.main, head, title, f"{row.other_word}: {row.other.word}"))
        lines.append(Tiles(tiles, _COLUMNS, _grid()))
    return lines


def _categories(kit: Kit, context: ReportContext) -> Flowable:
    """One tile a category; its verdict rests on its own criteria and the common ones."""
    tiles = []
    for row in context.categories:
        other_word, other = ("Type II", row.type_2) if context.report_type == 1 else ("Type I", row.type_1)
        ink = theme.TEXT_ON[row.main.verdict]
        head = kit.paragraph(row.id, theme.coloured(theme.TILE_ID, ink))
        tiles.append((row.main, head, kit.paragraph(row.title, theme.coloured(theme.TILE, ink)), f"{other_word}: {other.word}"))
    return Tiles(tiles, max(_COLUMNS, len(tiles)), _grid())
