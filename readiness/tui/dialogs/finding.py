"""Dialogs that find a question: by words, or in the tree on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from readiness.tui.dialogs.base import Dialog
from readiness.tui.dialogs.searching import SearchDialog
from readiness.tui.state.interview import Interview
from readiness.tui.state.text import one_line
from readiness.tui.widgets.tree import COUNTS, TreeList

MOST_FOUND = 60
TEXT_CELLS = 60


class FindDialog(SearchDialog[str]):
    """Finds a question by id, criterion or words; dismissed with its id."""

    PLACEHOLDER = "leaver, CC6.2, mfa …"
    NOTHING = "No question holds these words."

    def __init__(self, interview: Interview) -> None:
        hint = "type words, an id or a criterion   ↑ ↓ choose   Enter go   Esc cancel"
        super().__init__("Find a question", hint, self._rows, self.dismiss)
        self.interview = interview

    def _rows(self, typed: str) -> Sequence[Option]:
        """One line a question, with whether it is open."""
        found = self.interview.find(typed)
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
        return options


class TreeDialog(Dialog[str]):
    """The tree over a narrow interview; dismissed with the criterion chosen."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("Where you are", "↑ ↓ choose   Enter go to   ← → fold   Esc close")
        self.interview = interview

    def compose_body(self) -> ComposeResult:
        """The same tree as beside a wide interview, and how it counts."""
        yield TreeList(self.interview)
        yield Static(Content(COUNTS), classes="counts")

    def ready(self) -> None:
        """Starts at the current criterion."""
        tree = self.query_one(TreeList)
        tree.call_after_refresh(tree.draw)
        tree.focus()

    @on(TreeList.Chosen)
    def _chosen(self, event: TreeList.Chosen) -> None:
        event.stop()
        self.dismiss(event.criterion)
