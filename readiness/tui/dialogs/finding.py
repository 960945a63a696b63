"""Dialogs that find a question: by words, or in the tree on a narrow screen."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.interview import Interview
from readiness.tui.state.text import one_line
from readiness.tui.widgets.listing import Listing
from readiness.tui.widgets.tree import TreeList

MOST_FOUND = 60
TEXT_CELLS = 60


class FindDialog(Dialog[str]):
    """Finds a question by id, criterion or words; dismissed with its id."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("Find a question", "type words, an id or a criterion   ↑ ↓ choose   Enter go   Esc cancel")
        self.interview = interview

    def compose_body(self) -> ComposeResult:
        """The words and what they find."""
        entry = Input(placeholder="leaver, CC6.2, mfa …")
        entry.cursor_blink = False
        yield entry
        yield Listing()

    def ready(self) -> None:
        """Starts with every question."""
        self._draw("")
        self.query_one(Input).focus()
        self.query_one(Listing).can_focus = False

    @on(Input.Changed)
    def _draw_found(self, event: Input.Changed) -> None:
        event.stop()
        self._draw(event.value)

    def _draw(self, words: str) -> None:
        found = self.interview.find(words)
        options = [
            Option(
                Content.assemble(
                    (f"{'·' if self.interview.is_open(question.id) else '✓'} {question.home:6} ", "$accent"),
                    (one_line(question.text, TEXT_CELLS), ""),
                ),
                id=question.id,
            )
            for question in found[:MOST_FOUND]
        ]
        if len(found) > MOST_FOUND:
            more = f"{len(found) - MOST_FOUND} more: another word finds fewer"
            options.append(Option(Content.styled(more, "$quiet"), disabled=True))
        listing = self.query_one(Listing)
        listing.show(options)
        listing.highlighted = 0 if options else None
        self.complain("" if options else "No question holds these words.")

    def on_key(self, event: events.Key) -> None:
        """The arrows walk the list while the words keep the cursor."""
        moves = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
        if event.key in moves:
            event.stop()
            getattr(self.query_one(Listing), f"action_{moves[event.key]}")()

    @on(Input.Submitted)
    def _go(self, event: Input.Submitted) -> None:
        event.stop()
        target = self.query_one(Listing).highlighted_id
        if target is not None:
            self.dismiss(target)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


class TreeDialog(Dialog[str]):
    """The tree over a narrow interview; dismissed with the criterion chosen."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("Where you are", "↑ ↓ choose   Enter go to   ← → fold   Esc close")
        self.interview = interview

    def compose_body(self) -> ComposeResult:
        """The same tree as beside a wide interview."""
        yield TreeList(self.interview)

    def ready(self) -> None:
        """Starts at the current criterion."""
        tree = self.query_one(TreeList)
        tree.call_after_refresh(tree.draw)
        tree.focus()

    @on(TreeList.Chosen)
    def _chosen(self, event: TreeList.Chosen) -> None:
        event.stop()
        self.dismiss(event.criterion)
