"""The dialog that asks what if: items of the plan marked as if they were finished, today's figures and the supposed ones beside them."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.errors import ReadinessError
from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.supposing import SUPPOSED, Comparison, SupposeRow, Supposition
from readiness.tui.state.text import column, one_line, type_word
from readiness.tui.widgets.listing import Listing

# On a narrower list the titles need the cells more.
_EFFORT_FROM = 50


class SupposeDialog(Dialog[None]):
    """Marks items and packages; whatever is marked is forgotten when it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,x", "mark", "Mark", show=False, id="suppose.mark"),
        Binding("c", "clear", "Clear", show=False, id="suppose.clear"),
        Binding("d,J,shift+down", "scroll(6)", "Down", show=False),
        Binding("u,K,shift+up", "scroll(-6)", "Up", show=False),
        Binding("q,w", "leave", "Close", show=False, id="suppose.close"),
    ]

    def __init__(self, supposition: Supposition) -> None:
        super().__init__(
            f"What if these were finished? · {SUPPOSED}", "Space mark   c clear   d u scroll the figures   Esc forget it and close"
        )
        self.supposition = supposition

    def compose_body(self) -> ComposeResult:
        """What can be marked, and what the marks would change."""
        with Horizontal(id="halves"):
            yield Listing()
            with VerticalScroll(id="effects", can_focus=False):
                yield Static(id="text")

    def ready(self) -> None:
        """Starts with nothing marked."""
        self.query_one(Listing).focus()
        self.call_after_refresh(self._draw)

    def on_resize(self, _: events.Resize) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        listing = self.query_one(Listing)
        width = listing.scrollable_content_region.width
        listing.show([Option(_row(row, width), id=row.id) for row in self.supposition.rows()])
        try:
            told = self.supposition.comparison()
        except ReadinessError as error:
            self.complain(one_line(str(error)))
            return
        self.complain("")
        self.query_one("#text", Static).update(_effects(told, self.supposition.plan.report_type))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_mark()

    def action_mark(self) -> None:
        """Marks the highlighted line, or takes its mark away."""
        row_id = self.query_one(Listing).highlighted_id
        if row_id is not None:
            self.supposition.turn(row_id)
            self._draw()

    def action_clear(self) -> None:
        """Takes every mark away."""
        self.supposition.clear()
        self._draw()

    def action_scroll(self, lines: int) -> None:
        """Scrolls what the marks would change."""
        self.query_one("#effects", VerticalScroll).scroll_relative(y=lines, animate=False)


def _row(row: SupposeRow, width: int) -> Content:
    effort = f"{row.effort:>11}" if width >= _EFFORT_FROM else ""
    text = column(row.title, max(10, width - len("[x]  1. ") - len(effort)))
    if row.number:
        return Content.assemble((f"[{row.mark}] ", "bold $accent"), (f"{row.number:>2}. {text}", "bold"), effort)
    return Content.assemble((f"[{row.mark}] ", "$accent"), f"    {text}", (effort, "$quiet"))


def _effects(told: Comparison, report_type: int) -> Content:
    lines = [Content.styled(f"{'':9}{'today':11}supposed", "$quiet")]
    lines += [Content.assemble((f"{one.label:9}", "bold $primary"), f"{one.today:11}", (one.supposed, "bold")) for one in told.figures]
    lines += [Content(""), Content(told.summary)]
    if told.verdicts:
        lines += [Content(""), Content.styled(f"Verdicts that would change, {type_word(report_type)}", "bold $primary")]
        lines += [Content(line) for line in told.verdicts]
    return Content("\n").join(lines)
