"""The remediation plan: work packages in the order to take them up, what is decided about their items, and a timeline of weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.tui.commands import bindings
from readiness.tui.screens.plan_keys import COMMANDS
from readiness.tui.screens.results import SEVERITY_STYLE
from readiness.tui.session import Session
from readiness.tui.state import gantt
from readiness.tui.state.dating import CHART_FROM, UNDATED, Dating, dated
from readiness.tui.state.planning import PlanRow, aside_rows, left_to_do, plan_rows, plan_summary, short_summary
from readiness.tui.state.text import cells, column, one_line
from readiness.tui.tending.editing import Editing
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing
from scoring.live import LiveItem
from scoring.plan import Plan

_OWNER_FROM = 100
_TITLE_OF_WEEKS = 0.36
_MARKS_FROM = 44
# What a row keeps for its title and the sign before it, whatever was decided.
_LEAST_TITLE = 14


class PlanScreen(Editing):
    """Packages with their items, the details of the highlighted one beside or below; or all of them as bars over weeks."""

    NAME = "plan"
    CSS_PATH = "plan.tcss"
    HELP_TITLE = "Keys of the plan"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[str, PlanRow] = {}
        self._weeks = False
        self._first_week = 0

    def compose(self) -> ComposeResult:
        """Headline, what the plan amounts to, list and details or the timeline, status, keys."""
        yield HeaderLine()
        yield Static(id="headline")
        yield Static(id="summary")
        with Container(id="both"):
            yield Listing(id="items")
            with VerticalScroll(id="details", can_focus=False):
                yield Static(id="text")
        with Container(id="timeline"):
            yield Static(id="scale")
            yield Listing(id="weeks")
            yield Static(id="days")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts at the first package."""
        self._turn()

    def _turn(self) -> None:
        """Shows the list or the timeline, whichever is on."""
        self.query_one("#both").display = not self._weeks
        self.query_one("#timeline").display = self._weeks
        self._listing.focus()

    @property
    def _listing(self) -> Listing:
        return self.query_one("#weeks" if self._weeks else "#items", Listing)

    @property
    def highlighted_item(self) -> LiveItem | None:
        """The item under the cursor; None on a work package."""
        row = self._rows.get(self._listing.highlighted_id or "")
        return next((one for one in self.decided if row is not None and one.key == row.item), None)

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    def show(self) -> None:
        """Draws the plan as the file has it."""
        assessment = self.session.assessment
        made, self.decided = left_to_do(assessment, self.today)
        self.show_header()
        dating = dated(assessment, made, self.today, self.decided)
        if dating.why_not:
            dating = replace(dating, why_not=f"{dating.why_not} {self.key('plan.capacity')} goes to where they are stated.")
        # Where the timeline would stand, that sentence stands instead; else above the list.
        said = UNDATED if self._weeks and dating.schedule is None else dating
        headline, summary = (short_summary if self.has_class("-short") else plan_summary)(assessment, made, said)
        self.query_one("#headline", Static).update(Content(headline))
        self.query_one("#summary", Static).update(Content(summary))
        rows = plan_rows(assessment, made, dating, self._chart_width(), self.decided)
        aside = aside_rows(assessment.library, self.decided)
        self._rows = {row.id: row for row in (*rows, *aside)}
        if self._weeks:
            self._show_weeks(rows, made, dating)
        else:
            width = (self.size.width * 2 // 3 if self.has_class("-wide") else self.size.width) - 4
            heading = [Option(Content.styled("Set aside: done, accepted or no gap now", "bold $primary"), disabled=True)] if aside else []
            lines = [Option(self._line(row, width), id=row.id) for row in rows]
            self._listing.show([*lines, *heading, *(Option(self._line(row, width), id=row.id) for row in aside)])
        self._explain(self._listing.highlighted_id)
        self.show_status()

    def _show_weeks(self, rows: list[PlanRow], made: Plan, dating: Dating) -> None:
        listing, scale = self.query_one("#weeks", Listing), self.query_one("#scale", Static)
        if dating.schedule is None:
            scale.update(Content(dating.why_not or "Nothing is left to plan, so there is no timeline."))
            listing.show([])
            return
        width = self.size.width - 4
        label = max(26, int(width * _TITLE_OF_WEEKS))
        drawn = gantt.timeline(made, dating.schedule, self.today, width - label - 1, self._first_week)
        self._first_week = drawn.before
        # Titles take what the weeks leave.
        spare = width - 1 - drawn.shown * gantt.CELLS_A_WEEK
        label = max(label, min(spare, max((self._name_cells(row, spare) for row in rows), default=0)))
        heads = ((drawn.place, drawn.months), ("", drawn.mondays), ("", drawn.today))
        scale.update(Content("\n").join(Content.assemble((column(left, label + 1), "$accent"), (right, "$quiet")) for left, right in heads))
        listing.show([Option(self._week_line(row, drawn.bars[row.id], label), id=row.id) for row in rows if row.id in drawn.bars])

    def _week_line(self, row: PlanRow, bar: gantt.Bar, label: int) -> Content:
        mark = gantt.CRITICAL if bar.critical else " "
        owner = f" {column(row.owner, 12)}" if self._names_owner(row) else ""
        room = label - 4 - cells(owner)
        name = f"{row.number:>2}. {column(row.title, label - 6)}" if row.number else f"  {column(_marked(row, room), room)}"
        text = f"{mark} {name}{owner} "
        return Content.assemble((text, "bold" if row.number else ""), (bar.cells, "$error" if bar.critical else "$primary"))

    def _name_cells(self, row: PlanRow, room: int) -> int:
        """The cells before the weeks in which a row's whole name stands."""
        return cells(row.title) + 6 if row.number else cells(_marked(row, room)) + 4 + (13 if self._names_owner(row) else 0)

    def _names_owner(self, row: PlanRow) -> bool:
        return self.size.width >= _OWNER_FROM and not row.number

    def _chart_width(self) -> int:
        """The cells of a line of the details; 0 on a screen too narrow for a chart."""
        details = self.query_one("#details")
        return details.scrollable_content_region.width if self.size.width >= CHART_FROM else 0

    def _line(self, row: PlanRow, width: int) -> Content:
        severity = (f"{row.severity:8} ", SEVERITY_STYLE.get(row.severity, ""))
        effort = f"{row.effort:>9}{row.lead:>5}"
        if row.number:
            room = max(12, width - 4 - 9 - 14 - 1)
            return Content.assemble((f"{row.number:>2}. ", "bold $accent"), (f"{column(row.title, room)} ", "bold"), severity, effort)
        signs = f"{column('↯' if row.quick_win else '', 2)}{'↳' if row.after else ' '}"
        # The owner stands in the details, too; the title needs the cells more.
        owner = f"{column(row.owner, 12)} " if width >= _OWNER_FROM else ""
        room = max(12, width - 8 - len(owner) - 9 - 14 - 1)
        # Where not all of what was decided fits before the title, its first part says most.
        fits = room - _LEAST_TITLE
        marks = row.marks if cells(row.marks) <= fits else row.marks.partition(",")[0]
        said = f"{one_line(marks, fits)} · " if marks else ""
        title = column(row.title, room - cells(said))
        return Content.assemble(f"    {signs} ", (said, "bold $warning"), f"{title} ", (owner, "$quiet"), severity, effort)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list is self._listing:
            self._explain(event.option_id)

    def _explain(self, row_id: str | None) -> None:
        row = self._rows.get(row_id or "")
        if row is not None:
            blocks = [Content.styled(row.title, "bold")]
            blocks += [Content.assemble((title, "bold $primary"), "\n", text) for title, text in row.sections]
            self.query_one("#text", Static).update(Content("\n").join(blocks))
            self.query_one("#details").scroll_home(animate=False)
            said = [row.marks, *dict(row.sections).get("Dates", "").splitlines()]
            self.query_one("#days", Static).update(Content(f"{gantt.LEGEND}\n{one_line(' · '.join(filter(None, said)))}"))
        self.query_one("#days").display = row is not None and bool(self.query_one("#weeks", Listing).options)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows.get(event.option_id or "")
        if row is not None and row.question:
            self.open_question(row.question)
        elif row is not None:
            edit, status = self.key("plan.edit"), self.key("plan.status")
            self.tell(f"An item of your own has no question behind it; {edit} changes it, {status} its status.")

    def action_enter(self) -> None:
        """An empty plan has nothing to open: back to the interview."""
        self.action_room("interview")

    def action_package(self, by: int) -> None:
        """To the next or the previous work package."""
        listing = self._listing
        rows = [self._rows.get(option.id or "") for option in listing.options]
        places = [index for index, row in enumerate(rows) if row is not None and row.number]
        here = listing.highlighted or 0
        ahead = [place for place in places if (place > here if by > 0 else place < here)]
        if ahead:
            listing.highlighted = ahead[0] if by > 0 else ahead[-1]

    def action_timeline(self) -> None:
        """Turns between the list and the timeline, and keeps to the highlighted row."""
        here = self._listing.highlighted_id
        self._weeks = not self._weeks
        self._turn()
        self.call_after_refresh(self._arrive, here)

    def _arrive(self, row_id: str | None) -> None:
        self.redraw()
        ids = [option.id for option in self._listing.options]
        if row_id in ids:
            self._listing.highlighted = ids.index(row_id)

    def action_back(self) -> None:
        """Goes back to the list from the timeline, else one screen."""
        if self._weeks:
            self.action_timeline()
        else:
            super().action_back()

    def action_capacity(self) -> None:
        """To the line of the scope that gives the plan its dates."""
        self.open_scope("planning:capacity")

    def action_sideways(self, by: int) -> None:
        """Along the weeks in the timeline, along the packages in the list."""
        if self._weeks:
            self.action_weeks(by)
        else:
            self.action_package(by)

    def action_weeks(self, by: int) -> None:
        """Moves the timeline by weeks."""
        if self._weeks:
            self._first_week = max(0, self._first_week + by)
            self.redraw()

    def action_scroll(self, lines: int) -> None:
        """Scrolls the details."""
        self.query_one("#details", VerticalScroll).scroll_relative(y=lines, animate=False)

    def help_notes(self) -> tuple[str, ...]:
        """What the marks mean."""
        return (
            "",
            "↯ quick win   ↳ something else comes first   +30: days of waiting after the work (lead time)",
            "What is decided about an item survives every new plan and changes no verdict: an item done asks to answer again.",
        )


def _marked(row: PlanRow, room: int) -> str:
    """An item's title with what was decided before it; where that would leave no title, a sign: the words stand below."""
    said = f"{row.marks} · " if room >= _MARKS_FROM else "! "
    return f"{said}{row.title}" if row.marks else row.title
