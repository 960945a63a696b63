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

from readiness.tui.commands import BACK, HELP, QUIT, WHAT_IF, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.dialogs.explaining import CriteriaDialog, ExplainDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values
from readiness.tui.dialogs.reader import ReaderDialog
from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state import explaining, heat, results
from readiness.tui.state.explaining import WHOLE, Subject
from readiness.tui.state.gap_table import GapTable, filter_choices, filtered, next_sort
from readiness.tui.state.progress import legend
from readiness.tui.state.results import GapRow, MapRow, TypeFigures
from readiness.tui.state.settling import settling
from readiness.tui.state.text import cells, column, days_text
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.heat import HeatMap
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing

COMMANDS = (
    Command(
        "results.open", "enter", "Enter", "enter", "open", "On a gap: its question. On a series or category: its criteria in words.", 1
    ),
    Command("results.other", "tab,g", "Tab", "other", "map or gaps", "Goes to the other list: the map of criteria, or the gaps.", 2),
    Command("results.heat", "m", "m", "heat", "heat map", "Shows every criterion in scope on one map, or the lists again.", 3),
    Command("results.sort", "o", "o", "sort", "sort", "Sorts the gaps by severity, criterion, owner or effort, in turn.", 4),
    Command("results.filter", "f", "f", "filter", "filter", "Narrows the gaps to a kind, a severity or an owner.", 4),
    Command(
        "results.why",
        "y",
        "y",
        "why",
        "explain",
        "Explains the highlighted verdict: rule, controls, what would change it; on a gap, its criterion.",
        2,
    ),
    Command("results.whole", "Y", "Y", "whole", "explain all", "Explains the whole: its weakest criteria, the answers that cost most."),
    Command("results.settle", "n", "n", "settle", "answer next", "The open questions whose answers would settle most.", 4),
    WHAT_IF,
    *rooms_besides("results"),
    HELP,
    BACK,
    QUIT,
)
_OWNER_FROM = 110
_GAUGE = results.GAUGE_CELLS + 3
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
        self._gaps: dict[str, GapRow] = {}
        self._table = GapTable()
        self._heat = False

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
        with Container(id="heat"):
            yield HeatMap(id="cells")
            yield Static(id="cell")
        yield Static(id="legend")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts in the gaps, if there are any."""
        (self.query_one("#gaps") if self._gaps else self.query_one("#map")).focus()

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
        self._gaps = {row.question: row for row in gaps}
        self._show_gaps()
        self.query_one("#cells", HeatMap).show_map(
            heat.heat_rows(assessment, width - 6 - heat.label_width(width)), heat.cell_width(assessment)
        )
        self._tell_cell()
        self.query_one("#legend", Static).update(Content(legend(assessment.scorecard().screen)))

    def _show_gaps(self) -> None:
        shown = self._table.shown(self._gaps.values())
        listing = self.query_one("#gaps", Listing)
        listing.border_title = Content(self._table.title(len(shown), len(self._gaps)))
        lines = [Option(self._gap_line(row, self.size.width - 4), id=row.question) for row in shown]
        if self._gaps and not shown:
            lines = [Option(Content(f"No gap is of that kind; {self.key('results.filter')} chooses anew."), disabled=True)]
        listing.show(lines)

    def _type(self, figures: TypeFigures) -> Content:
        title = Content.assemble((f"{'→' if figures.chosen else ' '} {figures.title:7} ", "bold $primary"), (figures.bounds, "bold"))
        title += Content(f" {figures.bar}")
        # What was shown is the same for both types.
        shown = [Content(f"  {figures.shown}")] if figures.chosen else []
        return Content("\n").join([title, Content.styled(f"  {figures.value}", "$quiet"), *shown])

    def _map_line(self, row: MapRow, width: int) -> Content:
        name = row.title if row.category else f"{row.id:4} {row.title}"
        right = f"{row.bounds:>9}"
        middle = f"{row.glyph} {row.word}"
        drawn = row.gauge or row.glyphs
        room = max(10, min(44, width - _GAUGE - 16 - 9 - 11))
        now = f" now {row.value}" if row.value else ""
        line = Content.assemble(
            (f"{column(name, room)} ", "bold" if row.category else ""), f"{middle:15} ", f"{drawn:{_GAUGE}}", (right, "$accent"), now
        )
        if not row.remark:
            return line
        beside = f" · {row.remark}"
        fits = line.cell_length + cells(beside) <= width
        return Content.assemble(line, (beside if fits else f"\n  {row.remark}", "$quiet"))

    def _gap_line(self, row: GapRow, width: int) -> Content:
        fixed = 9 + 7 + 3
        # What the gaps are sorted by is always in sight.
        shown = {"owner": row.owner, "effort": days_text(row.effort_days)} if width < _OWNER_FROM else {}
        kind = column(shown.get(self._table.sort, row.kind), 14)
        # Who and how much are on the plan, too: on a narrow screen the question needs the cells more.
        more = f"{column(row.owner, 18)} {days_text(row.effort_days):>11} " if width >= _OWNER_FROM else ""
        room = max(16, width - fixed - 16 - len(more))
        return Content.assemble(
            (f"{row.severity:9}", SEVERITY_STYLE.get(row.severity, "")),
            f"{row.criterion:7}{column(row.text, room)} ",
            more,
            (f"{kind} ", "$quiet"),
            (str(row.rung), "bold $accent"),
        )

    def help_notes(self) -> Sequence[str]:
        """How to read a gap."""
        return (
            "",
            "A gap shows severity, criterion, control, kind of gap and the rung it is at; on a wide screen owner and effort, too.",
            "A category's bar: █ up to the lowest value, ▒ up to the highest while questions are open, ┃ at that of what is answered.",
            f"On the heat map arrows walk, {self.key('results.open')} opens a question of the criterion, "
            f"{self.key('results.why')} explains it; "
            "! is a critical gap.",
        )

    def action_other(self) -> None:
        """To the other list, from the heat map to the lists."""
        if self._heat:
            self._to_lists()
            return
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

    def action_heat(self) -> None:
        """Turns between the lists and the heat map."""
        self._heat = not self._heat
        for name, there in (("#types", not self._heat), ("#lists", not self._heat), ("#heat", self._heat)):
            self.query_one(name).display = there
        if self._heat:
            self.query_one("#cells").focus()
        else:
            self.ready()

    def action_back(self) -> None:
        """Goes back to the lists from the heat map, else one screen."""
        if self._heat:
            self._to_lists()
        else:
            super().action_back()

    def _to_lists(self) -> None:
        if self._heat:
            self.action_heat()

    @on(HeatMap.Walked)
    def _tell_cell(self) -> None:
        cell = self.query_one("#cells", HeatMap).cell
        self.query_one("#cell", Static).update(Content(cell.told if cell is not None else ""))

    @on(OptionList.OptionSelected, "#cells")
    def _open_cell(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        cell = self.query_one("#cells", HeatMap).cell
        if cell is not None and cell.row.questions:
            self.open_question(cell.row.questions[0])

    def action_sort(self) -> None:
        """Sorts the gaps in the next order."""
        self._to_lists()
        self._table = next_sort(self._table)
        self._show_gaps()

    def action_filter(self) -> None:
        """Asks what the gaps are narrowed to."""
        self._to_lists()
        table, choices = self._table, filter_choices(list(self._gaps.values()))
        fields = [
            Field("kind", "Which kind?", table.kind, "cycle", choices["kind"]),
            Field("severity", "How severe?", table.severity, "cycle", choices["severity"]),
            Field("owner", "Whose?", table.owner, "cycle", choices["owner"]),
        ]

        def narrow(typed: Values | None) -> None:
            if typed is not None:
                self._table = filtered(self._table, typed)
                self._show_gaps()
                self.query_one("#gaps").focus()

        self.app.push_screen(FormDialog("Which gaps to show", fields, does="show"), narrow)

    @on(OptionList.OptionSelected, "#map")
    def _open_group(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._map.get(event.option_id or "")
        if row is None:
            return
        found = results.criterion_rows(self.session.assessment, row.criteria)
        target = {one.id: one.questions for one in found}
        choices = [(one.id, f"{one.glyph} {one.id:6}{one.word} · {one.answered} answered · {one.bounds} · {one.title}") for one in found]

        def go(chosen: str | None) -> None:
            kind, _, question = (chosen or "").partition(":")
            questions = (question,) if question else target.get(kind, ())
            if questions:
                self.open_question(questions[0])

        self.app.push_screen(CriteriaDialog(self.session.assessment, f"{row.id} {row.title}: {row.word}", choices), go)

    def action_why(self) -> None:
        """Explains what is highlighted in the list that has the focus."""
        cell = self.query_one("#cells", HeatMap).cell if self._heat else None
        if cell is not None:
            self._explain(("criterion", cell.row.id))
            return
        row_id = self.query_one("#map" if self.query_one("#map").has_focus else "#gaps", Listing).highlighted_id or ""
        row, gap = self._map.get(row_id), self._gaps.get(row_id)
        if row is not None:
            self._explain(("category" if row.category else "series", row.id))
        elif gap is not None and gap.criterion:
            self._explain(("criterion", gap.criterion))
        else:
            self._explain(WHOLE)

    def action_whole(self) -> None:
        """Explains the whole assessment."""
        self._explain(WHOLE)

    def _explain(self, subject: Subject) -> None:
        told = explaining.explained(self.session.assessment, subject)
        if told is not None:
            self.app.push_screen(ExplainDialog(self.session.assessment, told), self._visit)

    def _visit(self, question: str | None) -> None:
        if question is not None:
            self.open_question(question)

    def action_settle(self) -> None:
        """Offers the open questions whose answers would settle most."""
        title, choices = settling(self.session.assessment)
        if choices:
            self.app.push_screen(ChooseDialog(title, choices), self._visit)
        else:
            self.app.push_screen(
                ReaderDialog("Nothing is open", [("", "Every question is answered: no further answer is needed to settle a verdict.")])
            )
