"""What an open interview holds in memory: a blank line once, and the names of stated fields once for all who share them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from readiness.assessment import Assessment
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.session import loading
from readiness.tui.widgets.even import Even, EvenScroll

LOOKS = ("background: red; border-top: solid green; padding: 0 1;", "background: blue; padding: 1 1;", "border-left: thick green;")


class Beside(App[None]):
    """A box as Textual draws it, and the same as ours."""

    def __init__(self, looks: str) -> None:
        super().__init__()
        self.looks = looks

    def compose(self) -> ComposeResult:
        """Both, with the same text."""
        for kind in (VerticalScroll, EvenScroll):
            with kind() as box:
                box.set_styles(f"width: 20; height: 8; {self.looks}")
                yield Static("a text\nof two lines")


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("part", [Region(0, 0, 20, 8), Region(2, 3, 9, 4), Region(0, 7, 20, 1), Region(0, 0, 20, 0)])
async def test_an_even_box_looks_as_any_other(looks: str, part: Region) -> None:
    app = Beside(looks)
    async with app.run_test():
        plain, even = app.screen.query(VerticalScroll)
        assert isinstance(even, EvenScroll)
        # Where a colour begins and ends may differ in pieces, never in what is seen.
        assert [list(line.simplify()) for line in even.render_lines(part)] == [list(line.simplify()) for line in plain.render_lines(part)]


async def test_a_screen_and_its_boxes_keep_a_blank_line_once(make_file: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    app = make_app(make_file())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        boxes = [box for box in app.screen.walk_children(with_self=True) if isinstance(box, Even)]
        assert len(boxes) == 5
        for box in boxes:
            lines = box.render_lines(box.size.region)
            kept: list[Strip] = list({id(line): line for line in lines}.values())
            assert (len(lines), len(kept)) == (box.size.height, min(2, box.size.height))


def test_what_is_not_loaded_for_good_is_searched_for_garbage_often() -> None:
    before = gc.get_threshold()
    try:
        with loading():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_threshold() == (*before[:2], 1)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def test_answers_hold_the_names_of_their_fields_together(make_file: Callable[..., Any]) -> None:
    with Assessment.open(make_file(answered=3)) as opened:
        stored = list(opened.stored_answers.values())
        assert len(stored) > 1
        assert len({id(one.answer.model_fields_set) for one in stored}) == len({frozenset(one.answer.model_fields_set) for one in stored})
