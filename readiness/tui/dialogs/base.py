"""What every dialog is made of: a box with a title, a body and a hint, and Escape that leaves things as they were."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A question over a screen, dismissed with what was said or with None."""

    CSS_PATH = "dialog.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-short"), (28, "-high")]  # noqa: RUF012  Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel", show=False, id="dialog.leave")]

    def __init__(self, title: str, hint: str | Content) -> None:
        super().__init__()
        self.heading = title
        self.hint = hint

    def compose(self) -> ComposeResult:
        """Title, body, complaint, hint."""
        with Vertical(id="box"):
            yield Static(Content(self.heading), id="title")
            with VerticalScroll(id="body", can_focus=False):
                yield from self.compose_body()
            yield Static(id="error")
            yield Static(Content(self.hint) if isinstance(self.hint, str) else self.hint, id="hint")

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        self.complain("")
        self.ready()

    def ready(self) -> None:
        """What is to be done once the widgets are there. Not ``on_mount``: Textual calls that one of every base class, too."""

    def compose_body(self) -> ComposeResult:
        """What the dialog shows or asks."""
        yield from ()

    def complain(self, sentence: str) -> None:
        """Says what is wrong with what was typed; nothing for an empty sentence."""
        line = self.query_one("#error", Static)
        line.display = bool(sentence)
        line.update(Content(sentence))
        self.set_class(bool(sentence), "-complains")

    def action_leave(self) -> None:
        """Leaves everything as it was."""
        self.dismiss(None)
