"""Dialogs of an interview by person: who comes next, what they said read back, and what is parked for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from questionnaires.model import Library
from readiness.tui.dialogs.base import Dialog
from readiness.tui.dialogs.form import Field, FormDialog
from readiness.tui.state.sitting import Parked, Said, said_words
from readiness.tui.state.text import one_line
from readiness.tui.widgets.listing import Listing

TEXT_CELLS = 70
CONFIRMED = "yes"
"""What a read-back is dismissed with when everything in it is right; any other text is the id of a question to open."""


def person_dialog(library: Library, check: Callable[[Mapping[str, str]], None]) -> FormDialog:
    """Somebody who is not in the scope yet: name and role."""
    roles = (("", "any role: every question"), *((role.id, one_line(role.title, 50)) for role in library.roles))
    fields = [Field("name", "Name", needed="Who sits here?"), Field("role", "What they answer for", "", "cycle", roles)]
    return FormDialog("Who sits here?", fields, check)


class ReadBackDialog(Dialog[str]):
    """Everything somebody said, to confirm; Enter opens one answer to put it right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "confirm", "Right", show=False, id="readback.yes"),
        Binding("n", "leave", "Later", show=False, id="readback.no"),
    ]

    def __init__(self, name: str, said: Sequence[Said]) -> None:
        title = f"{one_line(name, 40)}, is this what you said? {said_words(list(said))}"
        super().__init__(title, "y all right   Enter opens one to put it right   Esc later")
        self.said = said

    def compose_body(self) -> ComposeResult:
        """One line an answer; below them the sentence that the chosen one stands for."""
        yield Listing()
        yield Static(id="sentence")

    def ready(self) -> None:
        """Starts at the first answer."""
        listing = self.query_one(Listing)
        listing.show([Option(self._line(one), id=one.question.id) for one in self.said])
        listing.focus()

    def _line(self, one: Said) -> Content:
        level = one_line(one.level, 24)
        carried = " (from before)" if one.answer.carried else ""
        room = max(20, TEXT_CELLS - len(level) - len(carried) - 2)
        return Content.assemble((f"{level}{carried}  ", "$accent"), one_line(one.question.title, room))

    @on(OptionList.OptionHighlighted)
    def _sentence(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        one = next((one for one in self.said if one.question.id == event.option_id), None)
        if one is not None:
            said = one.sentence or one.level
            note = f"\nNote: {one_line(one.answer.note, 200)}" if one.answer.note.strip() else ""
            self.query_one("#sentence", Static).update(Content(f"{one_line(one.question.text)}\n→ {said}{note}"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_confirm(self) -> None:
        """All of it is right."""
        self.dismiss(CONFIRMED)


class AskListDialog(Dialog[str]):
    """What was left unsure, by whom to ask; dismissed with the id of the question to open."""

    def __init__(self, lists: Sequence[Parked]) -> None:
        super().__init__("To ask: what was left unsure", "↑ ↓ choose   Enter opens the question   Esc close")
        self.lists = lists

    def compose_body(self) -> ComposeResult:
        """A heading for each person, the questions below it."""
        yield Listing()

    def ready(self) -> None:
        """Starts at the first question."""
        options: list[Option] = []
        for one in self.lists:
            options.append(Option(Content.styled(f"{one.who} · {len(one.questions)}", "bold $primary"), disabled=True))
            options += [Option(Content(f"  {one_line(question.text, TEXT_CELLS)}"), id=question.id) for question in one.questions]
        listing = self.query_one(Listing)
        listing.show(options)
        listing.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)
