"""Dialogs to read: headed paragraphs, and the keys of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from readiness.tui.commands import GLOSSARY, Command
from readiness.tui.dialogs.base import Dialog
from readiness.tui.widgets.hanging import Hanging


class ReaderDialog(Dialog[None]):
    """Headed paragraphs to scroll through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter,y,question_mark", "leave", "Close", show=False, id="reader.close"),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False),
        Binding("pageup", "scroll(-10)", "Page up", show=False),
        Binding("home,g", "scroll(-10000)", "Top", show=False),
        Binding("end,G", "scroll(10000)", "Bottom", show=False),
        # Whoever reads meets terms.
        *GLOSSARY.bindings,
    ]

    def __init__(self, title: str, sections: Sequence[tuple[str, str]]) -> None:
        super().__init__(title, "↑ ↓ scroll   Esc close")
        self.sections = sections

    def compose_body(self) -> ComposeResult:
        """A heading and a text each."""
        for title, text in self.sections:
            yield Static(Content(title), classes="section")
            yield Static(Content(text), classes="paragraph")

    def action_scroll(self, lines: int) -> None:
        """Scrolls by lines."""
        self.query_one("#body", VerticalScroll).scroll_relative(y=lines, animate=False)


class HelpDialog(ReaderDialog):
    """Every command of a screen with its key and what it does."""

    def __init__(self, title: str, commands: Sequence[Command], more: Sequence[str] = ()) -> None:
        super().__init__(title, [])
        self.commands = commands
        self.more = more

    def compose_body(self) -> ComposeResult:
        """One line a command."""
        width = max(len(command.shown) for command in self.commands)
        rows = [(Content.styled(f"{command.shown:>{width}}", "bold $accent"), Content(command.help)) for command in self.commands]
        yield Hanging(rows, width + 2)
        for sentence in self.more:
            yield Static(Content(sentence), classes="label")
