"""The dialog that explains a verdict or a figure. Its controls open their questions, its criteria are explained in turn."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from readiness.assessment import Assessment
from readiness.tui.dialogs.base import Dialog
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.state.explaining import Entry, Side, Told, explained
from readiness.tui.widgets.columns import indented, packed, side_by_side
from readiness.tui.widgets.listing import Listing, Reading


class ExplainDialog(Dialog[str]):
    """How a verdict came about; dismissed with the question to open, or None."""

    BINDINGS = [Binding("y,q", "leave", "Close", show=False, id="explain.close")]  # noqa: RUF012  Textual declares it

    def __init__(self, assessment: Assessment, told: Told) -> None:
        super().__init__(told.title, "↑ ↓ walk   Enter open the question or criterion   Esc close")
        self.assessment = assessment
        self.told = told

    def compose_body(self) -> ComposeResult:
        """One list, so that all of it scrolls together."""
        yield Reading()

    def ready(self) -> None:
        """Starts at the top."""
        self.query_one(Reading).focus()
        self.call_after_refresh(self._draw)

    def on_resize(self, _: events.Resize) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        listing = self.query_one(Reading)
        width = listing.scrollable_content_region.width
        left, right = (_side(side) for side in self.told.sides)
        options = [
            Option(side_by_side(left, right, width), disabled=True),
            Option(Content.styled(f"\n{self.told.note}", "$quiet"), disabled=True),
        ]
        for title, entries in self.told.blocks:
            options.append(Option(Content.styled(f"\n{title}", "bold $primary"), disabled=True))
            options += [Option(_entry(entry, width), id=f"{entry.kind}:{entry.id}") for entry in entries]
        first = listing.highlighted is None
        listing.show(options)
        if first:
            # The verdicts stand above the first entry; whoever opens this reads them first.
            listing.call_after_refresh(listing.scroll_home, animate=False)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, name = (event.option_id or "").partition(":")
        if kind == "question":
            self.dismiss(name)
            return
        told = explained(self.assessment, ("criterion", name))

        def go_on(question: str | None) -> None:
            if question is not None:
                self.dismiss(question)

        if told is not None:
            self.app.push_screen(ExplainDialog(self.assessment, told), go_on)


def _side(side: Side) -> Content:
    title = Content.assemble(
        (f"{'→ ' if side.chosen else ''}{side.title}", "bold $primary"), "  ", (side.verdict, "bold"), f"  {side.bounds}"
    )
    return Content("\n").join([title, *[Content(line) for line in side.lines]])


def _entry(entry: Entry, width: int) -> Content:
    head = Content.assemble(("→ " if entry.marked else "  ", "bold $accent"), (entry.head, "bold"))
    details = Content.styled(packed(entry.details, width - 2), "$quiet")
    return Content("\n").join([head, *[indented(text, width) for text in (Content(entry.text), details) if text.plain]])


class CriteriaDialog(ChooseDialog):
    """One of several criteria, to open its question; y explains the highlighted one and comes back."""

    BINDINGS = [Binding("y", "why", "Explain", show=False, id="criteria.why")]  # noqa: RUF012  Textual declares it

    def __init__(self, assessment: Assessment, title: str, choices: list[tuple[str, str]]) -> None:
        super().__init__(title, choices)
        self.hint = "Enter or number open its question   y explain   Esc cancel"
        self.assessment = assessment

    def action_why(self) -> None:
        """Explains the highlighted criterion; a question opened from there is opened from here, too."""
        told = explained(self.assessment, ("criterion", self.query_one(Listing).highlighted_id or ""))

        def go_on(question: str | None) -> None:
            if question is not None:
                self.dismiss(f"question:{question}")

        if told is not None:
            self.app.push_screen(ExplainDialog(self.assessment, told), go_on)
