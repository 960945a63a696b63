"""Where the assessment stands: the verdict in words first, then both report types, the map of criteria and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state import results
from readiness.tui.state.progress import legend
from readiness.tui.state.results import GapRow, MapRow, TypeFigures
from readiness.tui.state.text import column
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing

COMMANDS = (
    Command(
        "results.open", "enter", "Enter", "enter", "open", "On a gap: its question. On a series or category: its criteria in words.", 1
    ),
    Command("results.other", "tab,g", "Tab", "other", "map or gaps", "Goes to the other list: the map of criteria, or the gaps.", 2),
    *rooms_besides("results"),
    HELP,
    BACK,
    QUIT,
)
SEVERITY_STYLE = {"critical": "bold $error", "high": "$error", "medium": "$warning", "low": "$quiet"}


class ResultsScreen(Room):
    """Verdicts first, figures second."""

    NAME = "results"
    CSS_PATH = "results.tcss"
    HELP_TITLE = "Keys of the results"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._map: dict[str, MapRow] = {}

    def compose(self) -> ComposeResult:
        """Headline, both types side by side, map and gaps, legend, keys."""
        yield HeaderLine()
        yield Static(id="headline")
        with Horizontal(id="types"):
            yield Static(id="type-1", classes="type")
            yield Static(id="type-2", classes="type")
        with Container(id="lists"):
            yield Listing(id="map")
            yield Listing(id="gaps")
        yield Static(id="legend")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts in the gaps, if there are any."""
        gaps = self.query_one("#gaps", Listing)
        (gaps if gaps.option_count else self.query_one("#map", Listing)).focus()

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    def show(self) -> None:
        """Draws the results as the file has them."""
        assessment = self.session.assessment
        self.show_header()
        self.query_one("#headline", Static).update(Content(results.headline_text(assessment)))
        for number, figures in enumerate(results.type_figures(assessment), 1):
            self.query_one(f"#type-{number}", Static).update(self._type(figures))
        rows = results.map_rows(assessment)
        self._map = {f"map:{row.category}:{row.id}": row for row in rows}
        width = self.size.width
        listing = self.query_one("#map", Listing)
        listing.border_title = Content("Categories and series")
        listing.show([Option(self._map_line(row, width - 4), id=key) for key, row in self._map.items()])
        gaps = results.gap_rows(assessment)
        listing = self.query_one("#gaps", Listing)
        listing.border_title = Content(f"Gaps ({len(gaps)})" if gaps else "No gap is known yet")
        listing.show([Option(self._gap_line(row, width - 4), id=row.question) for row in gaps])
        self.query_one("#legend", Static).update(Content(legend(assessment.scorecard().screen)))

    def _type(self, figures: TypeFigures) -> Content:
        title = Content.assemble((f"{'→' if figures.chosen else ' '} {figures.title:7} ", "bold $primary"), (figures.bounds, "bold"))
        title += Content(f" {figures.bar}")
        return Content("\n").join([title, Content.styled(f"  {figures.value}", "$quiet"), Content(f"  {figures.shown}")])

    def _map_line(self, row: MapRow, width: int) -> Content:
        name = row.title if row.category else f"{row.id:4} {row.title}"
        right = f"{row.bounds:>9}"
        middle = f"{row.glyph} {row.word}"
        room = max(10, min(44, width - 9 - 15 - 12))
        return Content.assemble(
            (f"{column(name, room)} ", "bold" if row.category else ""), f"{middle:15} ", f"{row.glyphs:10}", (right, "$accent")
        )

    def _gap_line(self, row: GapRow, width: int) -> Content:
        fixed = 9 + 7 + 3
        kind = column(row.kind, 14)
        room = max(16, width - fixed - 16)
        return Content.assemble(
            (f"{row.severity:9}", SEVERITY_STYLE.get(row.severity, "")),
            f"{row.criterion:7}{column(row.text, room)} ",
            (f"{kind} ", "$quiet"),
            (str(row.rung), "bold $accent"),
        )

    def help_notes(self) -> Sequence[str]:
        """How to read a gap."""
        return ("", "A gap shows its severity, its criterion, the control, the kind of gap and the rung it is at.")

    def action_other(self) -> None:
        """To the other list."""
        gaps, map_ = self.query_one("#gaps", Listing), self.query_one("#map", Listing)
        (map_ if self.focused is gaps else gaps).focus()

    def action_enter(self) -> None:
        """Nothing is highlighted: the list with the focus takes Enter first."""
        self.action_other()

    @on(OptionList.OptionSelected, "#gaps")
    def _open_gap(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.open_question(event.option_id)

    @on(OptionList.OptionSelected, "#map")
    def _open_group(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._map.get(event.option_id or "")
        if row is None:
            return
        found = results.criterion_rows(self.session.assessment, row.criteria)
        target = {one.id: one.questions for one in found}
        choices = [(one.id, f"{one.glyph} {one.id:6}{one.word} · {one.answered} answered · {one.bounds} · {one.title}") for one in found]

        def go(criterion: str | None) -> None:
            questions = target.get(criterion or "", ())
            if questions:
                self.open_question(questions[0])

        self.app.push_screen(ChooseDialog(f"{row.id} {row.title}: {row.word}", choices), go)
