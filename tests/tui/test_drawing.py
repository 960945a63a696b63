"""What a key press draws: no more than what it changed, and nothing before it is laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from readiness.tui.screens.base import CommandScreen
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.widgets.steady import Steady
from readiness.tui.widgets.tree import TreeList


class OneText(App[None]):
    """A text alone."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Steady()


def refreshed(monkeypatch: pytest.MonkeyPatch, kind: type[Widget]) -> list[tuple[Region, ...]]:
    """The regions of each refresh of such widgets from here on; none for the whole of one."""
    found: list[tuple[Region, ...]] = []
    refresh = kind.refresh

    def noted(self: Widget, *regions: Region, **how: Any) -> Widget:
        found.append(regions)
        return refresh(self, *regions, **how)

    monkeypatch.setattr(kind, "refresh", noted)
    return found


async def test_the_same_text_again_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = OneText()
    async with app.run_test():
        text = app.screen.query_one(Steady)
        text.update(Content("as it was"))
        drawn = refreshed(monkeypatch, Steady)
        text.update(Content("as it was"))
        assert drawn == []
        text.update(Content.styled("as it was", "bold"))
        text.update(Content("otherwise"))
        assert (len(drawn), str(text.render())) == (2, "otherwise")


async def test_a_changed_row_of_the_tree_is_drawn_alone(
    make_file: Callable[..., Any], make_app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(make_file())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        tree = app.screen.query_one(TreeList)
        drawn = refreshed(monkeypatch, TreeList)
        tree.replace_option_prompt_at_index(2, Content("another row"))
        assert [[region.height for region in regions] for regions in drawn] == [[1]]
        await pilot.pause()
        assert "another row" in tree.render_line(2 - tree.scroll_offset.y).text


async def test_every_screen_paints_once_it_is_laid_out(make_file: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    app = make_app(make_file())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("r", "p"):
            assert isinstance(app.screen, CommandScreen)
            assert app.screen._painting
            assert app.screen.has_class("-wide", "-tall")
            await pilot.press(key)
            await pilot.pause()
        assert all(screen._painting for screen in app.screen_stack if isinstance(screen, CommandScreen))
