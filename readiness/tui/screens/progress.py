"""What moved between two rounds: regressions first, why the figure moved, verdicts, promises, and all rounds as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.errors import ReadinessError
from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.dialogs.explaining import ExplainDialog
from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state.charts import ACTUAL, EXPECTED, TREND_LEGEND
from readiness.tui.state.explaining import explained
from readiness.tui.state.moving import Moving, Section
from readiness.tui.state.text import one_line
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Reading
from scoring.progress import CAUSE_TEXT, CAUSES

COMMANDS = (
    Command(
        "progress.open", "enter", "Enter", "enter", "open", "A verdict's criterion, the controls behind a part, a question, a round.", 1
    ),
    Command("progress.from", "f", "f", "choose('earlier')", "from", "Chooses the earlier round.", 2),
    Command("progress.to", "t", "t", "choose('later')", "to", "Chooses the later round.", 2),
    Command("progress.type", "T", "T", "turn_type", "Type I/II", "Compares the figures of the other report type.", 4),
    *rooms_besides("progress"),
    HELP,
    BACK,
    QUIT,
)
_PLAN_LEGEND = f"{EXPECTED} as planned   {ACTUAL} a round"
# Padding, the indent of a row and a scrollbar.
_FRAME = 6


class ProgressScreen(Room):
    """One list to walk; the charts stand beside it where there is room, else at its end."""

    NAME = "progress"
    CSS_PATH = "progress.tcss"
    HELP_TITLE = "Keys of the progress"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._moving = Moving(session.assessment)

    def compose(self) -> ComposeResult:
        """The whole difference, what it is made of, charts, status, keys."""
        yield HeaderLine()
        yield Static(id="headline")
        yield Static(id="others")
        with Horizontal(id="both"):
            yield Reading()
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="charts")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts at the first row."""
        self.query_one(Reading).focus()

    def on_resize(self) -> None:
        """Bars follow the width."""
        self.call_after_refresh(self.redraw)

    def show(self) -> None:
        """Draws what moved as the file has it."""
        self.show_header()
        self.show_status()
        self._moving.today = self.session.today
        before = [one for one in self.session.assessment.rounds if one.number < self.session.assessment.round.number]
        # Hidden, not gone: the keys stay on the last line.
        self.query_one("#both").visible = bool(before)
        if not before:
            self.query_one("#headline", Static).update(Content("There is no round before this one, so nothing can have moved yet."))
            next_one = f"{self.key('room.round')} shows the rounds, where the next one is started from this one's answers."
            self.query_one("#others", Static).update(Content(next_one))
            return
        self.query_one("#headline", Static).update(Content(self._moving.headline()))
        self.query_one("#others", Static).update(Content(self._moving.others()))
        wide = self.has_class("-wide")
        width = (self.size.width // 2 if wide else self.size.width) - _FRAME
        sections = self._moving.sections(width)
        options = [option for section in sections for option in _options(section)]
        plan = self._plan(width)
        if wide:
            self.query_one("#charts", Static).update(Content("\n").join([self._trend(width), plan]))
        else:
            options += [*_options(self._moving.trend(width)), Option(Content.styled(TREND_LEGEND, "$quiet"), disabled=True)]
            options.append(Option(plan, disabled=True))
        self.query_one(Reading).show(options)

    def _trend(self, width: int) -> Content:
        section = self._moving.trend(width)
        lines = [Content.styled(section.title, "bold $primary"), *(Content(row.text) for row in section.rows)]
        return Content("\n").join([*lines, Content.styled(TREND_LEGEND, "$quiet"), Content("")])

    def _plan(self, width: int) -> Content:
        lines = self._moving.plan_lines(width)
        drawn = len(lines) > 1
        legend = [Content.styled(_PLAN_LEGEND, "$quiet")] if drawn else []
        return Content("\n").join([Content.styled("Against the plan", "bold $primary"), *legend, *map(Content, lines)])

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        kind, _, name = (event.option_id or "").partition(":")
        # Row ids end in their section: one thing may stand in two of them.
        name = name.rpartition("#")[0]
        match kind:
            case "criterion":
                self._explain(name)
            case "question":
                self._visit(name)
            case "cause":
                self._controls(name)
            case "round":
                self._look(name)

    def _explain(self, criterion: str) -> None:
        later = self._moving.found.later
        assessment = self.session.assessment
        seen = assessment if later.id == assessment.round.id else assessment.looking_at(later)
        try:
            told = explained(seen, ("criterion", criterion))
        except ReadinessError as error:
            self.problem(f"{one_line(later.name, 60)} can't be read", error)
            return
        if told is None:
            others = f"{self.key('progress.from')} and {self.key('progress.to')} choose other rounds"
            self.tell(f"{criterion} is out of scope in {one_line(later.name, 40)}; {others}.")
        else:
            self.app.push_screen(ExplainDialog(seen, told), self._visit)

    def _visit(self, question: str | None) -> None:
        """Shows a question in the later of the two rounds, or in the earlier one where it was asked last."""
        if question is None:
            return
        found, assessment = self._moving.found, self.session.assessment
        for one in (found.later, found.earlier):
            view = assessment if one.id == assessment.round.id else assessment.looking_at(one)
            if any(known.id == question for known in view.questions):
                if view is assessment:
                    self.open_question(question)
                else:
                    self.open_round(one, question)
                return
        self.tell("That question is asked in neither of the two rounds.")

    def _controls(self, name: str) -> None:
        cause = next(one for one in CAUSES if one == name)
        self.app.push_screen(ChooseDialog(CAUSE_TEXT[cause], self._moving.shift_choices(cause)), self._visit)

    def _look(self, round_id: str) -> None:
        one = next(stated for stated in self.session.assessment.rounds if stated.id == round_id)
        if one.closed:
            self.open_round(one)
        else:
            self.action_room("results")

    def action_enter(self) -> None:
        """Nothing is highlighted: to the rounds."""
        self.action_room("round")

    def action_choose(self, which: str) -> None:
        """Asks for the earlier or the later of the two rounds."""
        moving = self._moving
        try:
            found = moving.found
        except ReadinessError as error:
            self.tell(str(error))
            return
        earlier = which == "earlier"
        choices = moving.earlier_choices() if earlier else moving.later_choices()

        def chosen(round_id: str | None) -> None:
            if round_id is not None:
                moving.choose(**{which: round_id})
                self.redraw()

        title = "From which round?" if earlier else "To which round?"
        self.app.push_screen(ChooseDialog(title, choices, (found.earlier if earlier else found.later).id), chosen)

    def action_turn_type(self) -> None:
        """Compares the other report type's figures."""
        self._moving.turn_type()
        self.redraw()

    def help_notes(self) -> Sequence[str]:
        """How to read the bars."""
        return (
            "",
            "█ a part that raised the figure, ▒ one that lowered it; each bar begins where the one before ended. In brackets: controls.",
            f"Only what is confirmed counts: an answer carried over is open until somebody confirms it ({self.key('room.round')}).",
            f"{self.key('progress.open')} on a round that is closed shows it as it was.",
        )


def _options(section: Section) -> list[Option]:
    heading = Option(Content.styled(section.title, "bold $primary"), disabled=True)
    rows = [
        Option(Content(f"  {row.text}"), id=f"{row.id}#{section.title}" if row.id else None, disabled=not row.id) for row in section.rows
    ]
    return [heading, *rows]
