"""What charts of the PDF write stands apart: signs from ids on tiles, numbers of marks from each other and from bars, A4 and Letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any, get_args

import pytest
from format_cases import context_of
from report_samples import scope
from reportlab.pdfbase.pdfmetrics import stringWidth

from readiness.papers import PAPERS, PaperSize
from readiness.reports import charts, theme
from readiness.reports.brand import Brand
from readiness.reports.calendars import Bar, Gantt, Mark
from readiness.reports.charts import Tiles
from readiness.reports.fonts import Typesetter
from readiness.reports.paper import Paper
from readiness.reports.pdf import render_pdf
from scoring.headline import verdict_word
from scoring.score import Verdict

DAY = date(2027, 1, 4)
WORDS = sorted({(verdict, verdict_word(verdict, screen=screen)) for verdict in get_args(Verdict) for screen in (True, False)})

Span = tuple[float, float, float, str]
"""Left and right end, height of the base line and the text."""


class Recorder(Paper):
    """A canvas that keeps where its texts and rectangles stand, in the coordinates of what is drawn alone on it."""

    def __init__(self) -> None:
        super().__init__(BytesIO())
        self.typesetter = Typesetter()
        self.texts: list[Span] = []
        self.areas: list[tuple[float, float, float, float]] = []

    def write(self, lines: Any, size: float, colour: Any) -> None:
        for x, y, runs, _ in lines:
            self.texts.append((x, x + sum(stringWidth(text, face, size) for face, text in runs), y, "".join(text for _, text in runs)))
        super().write(lines, size, colour)

    def drawString(self, x: float, y: float, text: str, *more: Any, **also: Any) -> None:
        self.texts.append((x, x + stringWidth(text, self._fontname, self._fontsize), y, text))
        super().drawString(x, y, text, *more, **also)

    def drawCentredString(self, x: float, y: float, text: str, *more: Any, **also: Any) -> None:
        half = stringWidth(text, self._fontname, self._fontsize) / 2
        self.texts.append((x - half, x + half, y, text))
        super().drawCentredString(x, y, text, *more, **also)

    def rect(self, x: float, y: float, width: float, height: float, *more: Any, **also: Any) -> None:
        self.areas.append((x, y, x + width, y + height))
        super().rect(x, y, width, height, *more, **also)


@pytest.mark.parametrize("first", [0, 3])
@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_id_sign_and_word_of_a_tile_stand_apart(paper: PaperSize, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = context_of(scope(categories=("A", "PI", "C", "P")), {})
    states = [WORDS[(first + index) % len(WORDS)] for index in range(len(made.criteria))]
    rows = [
        replace(row, main=replace(row.main, verdict=verdict, word=word)) for row, (verdict, word) in zip(made.criteria, states, strict=True)
    ]
    tiles: list[Tiles] = []
    draw = Tiles.draw

    def drawn(row: Tiles) -> None:
        tiles.append(row)
        draw(row)

    monkeypatch.setattr(Tiles, "draw", drawn)
    render_pdf(replace(made, criteria=tuple(rows)), brand=Brand(paper=paper))
    monkeypatch.setattr(Tiles, "draw", draw)
    signs: list[tuple[float, float]] = []
    monkeypatch.setattr(charts, "draw_mark", lambda canvas, verdict, x, y, radius, colour: signs.append((x - radius, x + radius)))
    seen = 0
    for row in tiles:
        signs.clear()
        canvas = Recorder()
        row.paint(canvas, 0, 0)
        for index, (standing, head, _, _) in enumerate(row.tiles):
            left, right = index * (row.tile + Tiles.GAP), index * (row.tile + Tiles.GAP) + row.tile
            inside = [text for text in canvas.texts if left <= text[0] < right]
            [named] = [text for text in inside if text[3] == head.lines[0].runs[0][1]]
            word = next(text for text in inside if text[3] == standing.word)
            assert named[1] + 1.5 <= signs[index][0] < signs[index][1] <= word[0] - 1.5, standing.word
            assert word[1] <= right - 4
            assert word[2] == pytest.approx(named[2], abs=1.5)
            seen += 1
    assert seen >= len(made.criteria)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize(
    "days", [(0, 0, 0), (50, 50, 51), (99, 100, 100, 100, 100), (0, 99, 40, 41), (10, 60, 90)], ids=lambda days: "-".join(map(str, days))
)
def test_numbers_of_marks_stand_above_the_bars_and_apart(paper: PaperSize, days: tuple[int, ...]) -> None:
    with theme.painted(Brand(paper=paper)):
        bars = [Bar(f"package {n}", DAY, DAY + timedelta(days=100), DAY + timedelta(days=100), ((DAY, DAY),)) for n in range(12)]
        marks = [Mark(DAY + timedelta(days=day), "a day") for day in days]
        drawing = Gantt(bars, marks, DAY, theme.PAGE.text_width, 600)
        canvas = Recorder()
        drawing.paint(canvas, 0, 0)
        assert drawing.height <= 600
        width = theme.PAGE.text_width
    numbers = {str(number) for number in range(1, len(days) + 1)}
    highest = max(area[3] for area in canvas.areas)
    above = sorted(text for text in canvas.texts if text[3] in numbers and text[2] > highest)
    assert {text[3] for text in above} == numbers and len(above) == len(days)
    assert all(one[1] + 1.5 <= other[0] for one, other in pairwise(above))
    assert above[0][0] >= drawing.width - drawing.chart - 4 and above[-1][1] <= width
    heads = [text[2] for text in canvas.texts if text[3] == "Work package"]
    # A line of its own: the names of the columns and weeks stand higher by more than a digit.
    assert all(text[2] + 6.8 < heads[0] for text in above)
    # In the order of their days, so that no stroke to a number crosses another.
    assert [days[int(text[3]) - 1] for text in above] == sorted(days)
    # A number that nobody crowds stands at its day.
    if days == (10, 60, 90):
        at = [(text[0] + text[1]) / 2 for text in above]
        assert (at[1] - at[0]) / (at[2] - at[0]) == pytest.approx(50 / 80)
