"""A list to walk with the keyboard that keeps its place when its rows change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.visual import VisualType
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Listing(OptionList):
    """An option list without markup; j and k walk it like the arrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("G", "last", "Last", show=False),
        Binding("g", "first", "First", show=False),
    ]

    DEFAULT_CSS = """
    Listing:focus { background-tint: $foreground 0%; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def show(self, options: Sequence[Option], highlight: str | None = None) -> None:
        """Replaces the rows. The highlighted one stays, found by its id or else by its place, unless ``highlight`` names one."""
        before = self.highlighted
        wanted = highlight or self.highlighted_id
        same = [option.id for option in self.options] == [option.id for option in options]
        if same and before is not None:
            # Replacing prompts alone keeps scroll and highlight without a flicker.
            for index, option in enumerate(options):
                if not _same(self.options[index].prompt, option.prompt):
                    self.replace_option_prompt_at_index(index, option.prompt)
        else:
            self.set_options(options)
        ids = [option.id for option in options]
        if wanted is not None and wanted in ids:
            self.highlighted = ids.index(wanted)
        elif options:
            enabled = [index for index, option in enumerate(options) if not option.disabled]
            place = 0 if before is None else before
            self.highlighted = next((index for index in enabled if index >= place), enabled[-1] if enabled else None)

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted row."""
        option = self.highlighted_option
        return None if option is None else option.id


class Reading(Listing):
    """A list with text around its entries: beyond the last entry the arrows scroll, instead of going round."""

    def action_cursor_down(self) -> None:
        """To the next entry, or further down the text."""
        self._go(1)

    def action_cursor_up(self) -> None:
        """To the entry before, or further up the text."""
        self._go(-1)

    def action_first(self) -> None:
        """To the first entry and the text above it."""
        super().action_first()
        self.call_after_refresh(self.scroll_home, animate=False)

    def action_last(self) -> None:
        """To the last entry and the text below it."""
        super().action_last()
        self.call_after_refresh(self.scroll_end, animate=False)

    def _go(self, by: int) -> None:
        before = self.highlighted
        enabled = [place for place, option in enumerate(self.options) if not option.disabled]
        ahead = [place for place in enabled if before is not None and (place - before) * by > 0]
        if ahead:
            self.highlighted = min(ahead) if by > 0 else max(ahead)
        else:
            self.scroll_relative(y=3 * by, animate=False)


def _same(one: VisualType, other: VisualType) -> bool:
    return isinstance(one, Content) and isinstance(other, Content) and one.is_same(other)
