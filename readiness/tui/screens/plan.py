"""The remediation plan: work packages in the order to take them up, their items, and what each asks for."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.screens.base import Room
from readiness.tui.screens.results import SEVERITY_STYLE
from readiness.tui.session import Session
from readiness.tui.state.planning import PlanRow, plan_rows, plan_summary, short_summary
from readiness.tui.state.text import column
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing

COMMANDS = (
    Command("plan.open", "enter", "Enter", "enter", "question", "Opens the question behind an item, or behind a package's first one.", 1),
    Command("plan.next", "right_square_bracket,right,l", "]", "package(1)", "next package", "To the next work package (also → or l).", 4),
    Command(
        "plan.previous", "left_square_bracket,left,h", "[", "package(-1)", "previous", "To the previous work package (also ← or h).", 5
    ),
    Command("plan.down", "J,shift+down,d", "d", "scroll(6)", "details ↓", "Scrolls the details down (also Shift+↓).", 4),
    Command("plan.up", "K,shift+up,u", "u", "scroll(-6)", "details ↑", "Scrolls the details up (also Shift+↑).", 6),
    *rooms_besides("plan"),
    HELP,
    BACK,
    QUIT,
)


class PlanScreen(Room):
    """Packages with their items; the details of the highlighted one beside or below."""

    NAME = "plan"
    CSS_PATH = "plan.tcss"
    HELP_TITLE = "Keys of the plan"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[str, PlanRow] = {}

    def compose(self) -> ComposeResult:
        """Headline, what the plan amounts to, list and details, keys."""
        yield HeaderLine()
        yield Static(id="headline")
        yield Static(id="summary")
        with Container(id="both"):
            yield Listing()
            with VerticalScroll(id="details", can_focus=False):
                yield Static(id="text")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts at the first package."""
        self.query_one(Listing).focus()

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    def show(self) -> None:
        """Draws the plan as the file has it."""
        assessment = self.session.assessment
        made = assessment.plan()
        self.show_header()
        headline, summary = (short_summary if self.has_class("-short") else plan_summary)(assessment, made)
        self.query_one("#headline", Static).update(Content(headline))
        self.query_one("#summary", Static).update(Content(summary))
        rows = plan_rows(assessment, made)
        self._rows = {row.id: row for row in rows}
        width = (self.size.width * 2 // 3 if self.has_class("-wide") else self.size.width) - 4
        listing = self.query_one(Listing)
        listing.show([Option(self._line(row, width), id=row.id) for row in rows])
        self._explain(listing.highlighted_id)

    def _line(self, row: PlanRow, width: int) -> Content:
        severity = (f"{row.severity:8} ", SEVERITY_STYLE.get(row.severity, ""))
        effort = f"{row.effort:>9}{row.lead:>5}"
        if row.number:
            room = max(12, width - 4 - 9 - 14 - 1)
            return Content.assemble((f"{row.number:>2}. ", "bold $accent"), (f"{column(row.title, room)} ", "bold"), severity, effort)
        marks = f"{column('⚡' if row.quick_win else '', 2)}{'↳' if row.after else ' '}"
        # The owner stands in the details, too; the title needs the cells more.
        owner = f"{column(row.owner, 12)} " if width >= 100 else ""
        room = max(12, width - 8 - len(owner) - 9 - 14 - 1)
        return Content.assemble(f"    {marks} ", f"{column(row.title, room)} ", (owner, "$quiet"), severity, effort)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._explain(event.option_id)

    def _explain(self, row_id: str | None) -> None:
        row = self._rows.get(row_id or "")
        if row is not None:
            blocks = [Content.styled(row.title, "bold")]
            blocks += [Content.assemble((title, "bold $primary"), "\n", text) for title, text in row.sections]
            self.query_one("#text", Static).update(Content("\n").join(blocks))
            self.query_one("#details").scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows.get(event.option_id or "")
        if row is not None:
            self.open_question(row.question)

    def action_enter(self) -> None:
        """An empty plan has nothing to open: back to the interview."""
        self.action_room("interview")

    def action_package(self, by: int) -> None:
        """To the next or the previous work package."""
        listing = self.query_one(Listing)
        places = [index for index, row in enumerate(self._rows.values()) if row.number]
        here = listing.highlighted or 0
        ahead = [place for place in places if (place > here if by > 0 else place < here)]
        if ahead:
            listing.highlighted = ahead[0] if by > 0 else ahead[-1]

    def action_scroll(self, lines: int) -> None:
        """Scrolls the details."""
        self.query_one("#details", VerticalScroll).scroll_relative(y=lines, animate=False)

    def help_notes(self) -> tuple[str, ...]:
        """What the marks mean."""
        return ("", "⚡ quick win   ↳ something else comes first   +30: days of waiting after the work (lead time)")
