"""What dialogs that find something by words are made of: the words above, what they find below, one highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from readiness.tui.dialogs.base import Dialog
from readiness.tui.widgets.listing import Listing

Result = TypeVar("Result")
_MOVES = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


class SearchDialog(Dialog[Result]):
    """Finds by words; Enter or a click takes the highlighted row.

    ``search`` gives the rows that fit what was typed, everything for nothing typed; ``take`` does what the row of that id is for.
    """

    PLACEHOLDER = ""
    NOTHING = "Nothing holds these words."

    def __init__(self, title: str, hint: str, search: Callable[[str], Sequence[Option]], take: Callable[[str], object]) -> None:
        super().__init__(title, hint)
        self._search = search
        self._take = take

    def compose_body(self) -> ComposeResult:
        """The words and what they find."""
        entry = Input(placeholder=self.PLACEHOLDER)
        entry.cursor_blink = False
        yield entry
        yield Listing()

    def ready(self) -> None:
        """Starts with everything."""
        self.show_found(self._search(""))
        self.query_one(Input).focus()
        self.query_one(Listing).can_focus = False

    def show_found(self, options: Sequence[Option]) -> None:
        """Shows rows, the first highlighted."""
        listing = self.query_one(Listing)
        listing.show(options)
        listing.highlighted = 0 if options else None
        self.complain("" if options else self.NOTHING)

    @on(Input.Changed)
    def _draw_found(self, event: Input.Changed) -> None:
        event.stop()
        self.show_found(self._search(event.value))

    def on_key(self, event: events.Key) -> None:
        """The arrows walk the list while the words keep the cursor."""
        if event.key in _MOVES:
            event.stop()
            getattr(self.query_one(Listing), f"action_{_MOVES[event.key]}")()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        row = self.query_one(Listing).highlighted_id
        if row is not None:
            self._take(row)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self._take(event.option_id)
