"""Dialogs that choose: one of several, some of several, yes or no, theirs or mine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.errors import StaleWrite
from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.text import local_moment, one_line
from readiness.tui.widgets.listing import Listing


class ChooseDialog(Dialog[str]):
    """One of several, by arrows and Enter or by its number."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        super().__init__(title, "Enter or number choose   Esc cancel")
        self.choices = choices
        self.current = current

    def compose_body(self) -> ComposeResult:
        """The choices, numbered."""
        yield Listing()

    def ready(self) -> None:
        """Starts at the current choice."""
        listing = self.query_one(Listing)
        options = [Option(Content(f"{n} {words}"), id=value) for n, (value, words) in enumerate(self.choices, 1)]
        listing.show(options, self.current)
        listing.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """A number chooses at once."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self.choices):
            event.stop()
            self.dismiss(self.choices[int(event.key) - 1][0])


class ChooseSomeDialog(Dialog[list[str]]):
    """Some of several: Space or its number marks one, Enter keeps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", show=False, id="some.mark"),
        Binding("enter", "keep", "Keep", show=False, priority=True, id="some.keep"),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], current: Iterable[str]) -> None:
        super().__init__(title, "Number or Space mark   Enter keep   Esc cancel")
        self.choices = choices
        self.marked = set(current)

    def compose_body(self) -> ComposeResult:
        """The choices with their marks."""
        yield Listing()

    def ready(self) -> None:
        """Shows what is marked."""
        self._draw()
        self.query_one(Listing).focus()

    def _draw(self) -> None:
        options = [
            Option(Content(f"{n} [{'x' if value in self.marked else ' '}] {words}"), id=value)
            for n, (value, words) in enumerate(self.choices, 1)
        ]
        self.query_one(Listing).show(options)

    def action_mark(self) -> None:
        """Marks the highlighted choice, or takes its mark away."""
        value = self.query_one(Listing).highlighted_id
        if value is not None:
            self._turn(value)

    def _turn(self, value: str) -> None:
        self.marked ^= {value}
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """A number marks its choice, or takes its mark away."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self.choices):
            event.stop()
            self._turn(self.choices[int(event.key) - 1][0])

    def action_keep(self) -> None:
        """Keeps the marked choices, in their own order."""
        self.dismiss([value for value, _ in self.choices if value in self.marked])


class ConfirmDialog(Dialog[bool]):
    """Yes or no to one sentence. Where a hasty Enter would do harm, ``careful`` makes it the no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "Yes", show=False, id="confirm.yes"),
        Binding("enter", "settle", "Yes, or no where that is the safe choice", show=False, id="confirm.enter"),
        Binding("n", "leave", "No", show=False, id="confirm.no"),
    ]

    def __init__(self, title: str, sentence: str, *, careful: bool = False) -> None:
        super().__init__(title, "y yes   n, Enter or Esc no" if careful else "y or Enter yes   n or Esc no")
        self.sentence = sentence
        self.careful = careful

    def compose_body(self) -> ComposeResult:
        """The sentence."""
        yield Static(Content(self.sentence), classes="text")

    def action_agree(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_settle(self) -> None:
        """What Enter means: yes, or no where that is the safe choice."""
        self.dismiss(None if self.careful else True)


class ProblemDialog(Dialog[None]):
    """Says what is wrong, in the sentence of the error."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,q", "leave", "Close", show=False, id="problem.close")]

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(title, "Enter or Esc close")
        self.sentence = sentence

    def compose_body(self) -> ComposeResult:
        """The sentence."""
        yield Static(Content(self.sentence), classes="text")


class StaleDialog(Dialog[str]):
    """Somebody else wrote first: keep theirs or mine. Dismissed with ``theirs``, ``mine`` or None (theirs)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,enter", "keep('theirs')", "Theirs", show=False, id="stale.theirs"),
        Binding("m", "keep('mine')", "Mine", show=False, id="stale.mine"),
    ]

    def __init__(self, error: StaleWrite, mine: str) -> None:
        super().__init__("Somebody else changed this first", "t or Enter keep theirs   m keep mine   Esc keep theirs")
        self.error = error
        self.mine = mine

    def compose_body(self) -> ComposeResult:
        """Who wrote, when, and what is at stake."""
        who = one_line(self.error.by) or "Somebody"
        yield Static(Content(f"{who} changed it at {local_moment(self.error.at)}."), classes="text")
        yield Static(Content(f"Yours is NOT saved yet: {self.mine}."), classes="text")
        yield Static(Content("Whichever you keep, both stay in the history."), classes="text")

    def action_keep(self, which: str) -> None:
        """Theirs or mine."""
        self.dismiss(which)
