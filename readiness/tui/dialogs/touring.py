"""The dialog of the tour: one step at a time, to be left at any of them, for now or for good."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from readiness.tui.commands import APP_COMMANDS, keymap_of
from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.touring import STEPS, put_away
from readiness.tui.state.touring import words as spoken


class TourDialog(Dialog[None]):
    """The steps, in order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space,l,n", "step(1)", "Next", show=False, id="tour.next"),
        Binding("left,backspace,h,b", "step(-1)", "Back", show=False, id="tour.previous"),
        Binding("s,q", "skip", "Skip for good", show=False, id="tour.skip"),
    ]

    def __init__(self) -> None:
        super().__init__("", "")
        self._at = 0

    def compose_body(self) -> ComposeResult:
        """The words of a step."""
        yield Static(id="words", classes="text")

    def ready(self) -> None:
        """Starts at the first step."""
        self._draw()

    def _draw(self) -> None:
        title, words = STEPS[self._at]
        last = self._at == len(STEPS) - 1
        self.query_one("#title", Static).update(Content(f"{self._at + 1} of {len(STEPS)} · {title}"))
        self.query_one("#words", Static).update(Content(spoken(words, self._key)))
        back = "← back   " if self._at else ""
        hint = f"Enter begin   {back}" if last else f"Enter next   {back}s skip for good   Esc not now"
        self.query_one("#hint", Static).update(Content(hint))

    def _key(self, command_id: str) -> str:
        """How the key of a command is called, of the interview, the start screen or the program itself."""
        from readiness.tui.screens import interview_keys, start

        every = (*interview_keys.COMMANDS, *APP_COMMANDS, *start.COMMANDS)
        return next(one for one in every if one.id == command_id).named(keymap_of(self.app))

    def action_step(self, by: int) -> None:
        """To the next step or the one before; past the last one the tour is done."""
        if self._at + by >= len(STEPS):
            self.action_skip()
            return
        self._at = max(0, self._at + by)
        self._draw()

    def action_skip(self) -> None:
        """Leaves the tour for good."""
        put_away()
        self.dismiss(None)
