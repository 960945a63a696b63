"""The heat map: every criterion in scope by series, in glyph and id, and what the highlighted one says. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import SEVERITIES
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.tui.state.results import CriterionRow, criterion_rows
from readiness.tui.state.text import column, one_line
from scoring.gaps import gaps

NO_GAP = "no gap known"
# Beside cells of this many criteria a series' title has room only on a wide screen.
_TITLE_CELLS = 30
TITLES_FROM = 110


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A criterion: verdict in glyph and word, its gaps (most severe first in ``severity``, empty for none), and its row in words."""

    row: CriterionRow
    severity: str
    gap_count: int

    @property
    def text(self) -> str:
        """Glyph and id; ``!`` for a gap of the highest severity."""
        return f"{self.row.glyph} {self.row.id}{'!' if self.severity == SEVERITIES[-1] else ' '}"

    @property
    def told(self) -> str:
        """What stands below the map while the cell is highlighted: two lines."""
        row = self.row
        said = f"{count_text(self.gap_count, 'gap')}, the worst {self.severity}" if self.gap_count else NO_GAP
        return f"{row.id} {row.title}\n{row.glyph} {row.word} · {said} · readiness {row.bounds} · {row.answered} answered"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A line of the map: a series' criteria, or as many of them as fit; ``title`` only on the first line of a series."""

    series: str
    title: str
    cells: tuple[HeatCell, ...]


def heat_rows(assessment: Assessment, room: int) -> list[HeatRow]:
    """The criteria in scope by series in the library's order, broken into lines of at most ``room`` cells (at least one criterion)."""
    library, card = assessment.library, assessment.scorecard()
    found: dict[str, list[str]] = {}
    for gap in gaps(library, card):
        for criterion in gap.criteria:
            found.setdefault(criterion, []).append(gap.severity)
    titles = {series.id: one_line(series.title) for series in library.series}
    lines: list[HeatRow] = []
    wide = cell_width(assessment)
    for key, result in card.series.items():
        cells = [_cell(row, found.get(row.id, [])) for row in criterion_rows(assessment, result.criteria)]
        most = max(1, room // wide)
        lines += [
            HeatRow(key, titles[key] if not start else "", tuple(cells[start : start + most])) for start in range(0, len(cells), most)
        ]
    return lines


def cell_width(assessment: Assessment) -> int:
    """The cells of the widest criterion with the brackets that mark it."""
    longest = max((len(one_line(criterion)) for criterion in assessment.scorecard().criteria), default=0)
    return longest + len("[○ !]")


def series_label(row: HeatRow, width: int) -> str:
    """What stands before a line on a screen of ``width`` cells: the series' id and title where there is room, else its id alone."""
    words = f"{row.series} {row.title}" if width >= TITLES_FROM else row.series
    return column(words if row.title else "", label_width(width))


def label_width(width: int) -> int:
    """The cells of `series_label` on a screen of ``width``."""
    return _TITLE_CELLS if width >= TITLES_FROM else 5


def _cell(row: CriterionRow, severities: list[str]) -> HeatCell:
    ranked = [severity for severity in SEVERITIES if severity in severities]
    return HeatCell(row, ranked[-1] if ranked else "", len(severities))
