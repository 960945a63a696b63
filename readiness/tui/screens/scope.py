"""What the assessment is about, in a few steps to walk in any order: every line can be changed, and each change is saved at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ConfirmDialog
from readiness.tui.scoping.changing import Changing
from readiness.tui.screens.base import asks, writes
from readiness.tui.session import Session
from readiness.tui.state import advising, scoping
from readiness.tui.state.scoping import LISTS, NOT_STATED, ScopeRow
from readiness.tui.state.steps import STEPS, lists_of, sections, step_of
from readiness.tui.state.text import cells, clean, column, one_line
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing
from readiness.tui.widgets.steps import StepLine

COMMANDS = (
    Command("scope.change", "enter,space", "Enter", "change", "change", "Changes the highlighted line; saved at once.", 1),
    Command("scope.next", "right_square_bracket,right,l,tab", "]", "turn(1)", "next step", "To the next step.", 1),
    Command("scope.previous", "left_square_bracket,left,h,shift+tab", "[", "turn(-1)", "step back", "To the step before.", 2),
    Command(
        "scope.step", "1,2,3,4,5,6", "1–6", "step('{key}')", "step", "To the step of that number; every one can be reached at any time.", 3
    ),
    Command("scope.add", "a,plus", "a", "add", "add", "Adds an entry to the list you are in.", 2),
    Command(
        "scope.remove", "delete,backspace,minus", "Del", "remove", "remove", "Takes an entry off its list, or makes a fact not stated.", 3
    ),
    Command("scope.why", "y", "y", "why", "why", "Reads what is said of the highlighted line in full, advice on a category among it.", 4),
    *rooms_besides("scope"),
    HELP,
    BACK,
    QUIT,
)
# What stands round label and value, and the cells kept for values in their column, and for the beginning of a long one.
_FRAME, _LEAST_VALUES, _PART_OF_VALUE = 8, 20, 12
_ON = "step:"
_TO_QUESTIONS = f"{_ON}questions"


class ScopeScreen(Changing):
    """One step of the scope as a list of lines, and the way to the next."""

    NAME = "scope"
    CSS_PATH = "scope.tcss"
    HELP_TITLE = "Keys of the scope"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[str, ScopeRow] = {}
        self._shown = ""
        # What the highlighted line means, in full.
        self._said = ""

    def compose(self) -> ComposeResult:
        """Header, steps, what this one asks, its lines, what the highlighted one means, status, keys."""
        yield HeaderLine()
        yield StepLine([step.short for step in STEPS])
        yield Static(id="asks")
        yield Listing()
        yield Static(id="help")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts in the lines."""
        self.query_one(Listing).focus()

    @property
    def _at(self) -> int:
        """The number of the step shown, from 0."""
        shown = step_of(self.session.assessment, self.session.scope_at)
        return next(number for number, step in enumerate(STEPS) if step.id == shown)

    def show(self) -> None:
        """Draws the step as the file has it."""
        self.show_header()
        number = self._at
        step = STEPS[number]
        self.query_one(StepLine).show(number)
        self.query_one("#asks", Static).update(Content.assemble((f"{step.title}. ", "bold $primary"), step.asks))
        options: list[Option] = []
        self._rows = {}
        for section in sections(self.session.assessment, step.id, self.session.clock().date()):
            options.append(Option(Content.styled(section.title, "bold $primary"), disabled=True))
            longest = max(cells(row.label) for row in section.rows)
            values = max(cells(row.value) for row in section.rows)
            label_width = min(longest, self._beside(min(values, _LEAST_VALUES)))
            for row in section.rows:
                self._rows[row.id] = row
                options.append(Option(self._line(row, label_width), id=row.id))
        options.append(self._way_on(number))
        listing = self.query_one(Listing)
        # Another step starts at its first line, or at the one it was opened for.
        wanted = self.session.scope_at if self.session.scope_at in self._rows else next(iter(self._rows), _TO_QUESTIONS)
        listing.show(options, wanted if self._shown != step.id or self._rows.keys().isdisjoint({listing.highlighted_id}) else None)
        self._shown = step.id
        self._explain(listing.highlighted_id)
        self.show_status()

    def _way_on(self, number: int) -> Option:
        if number + 1 == len(STEPS):
            return Option(Content.styled("→ To the questions", "bold $accent"), id=_TO_QUESTIONS)
        following = STEPS[number + 1]
        return Option(Content.styled(f"→ Step {number + 2} of {len(STEPS)}: {following.title}", "bold $accent"), id=f"{_ON}{following.id}")

    def _beside(self, cells_taken: int) -> int:
        """The cells of a line beside a label or a value of so many."""
        return max(_PART_OF_VALUE, self.size.width - _FRAME - cells_taken)

    def _line(self, row: ScopeRow, label_width: int) -> Content:
        if row.id.startswith("add:"):
            return Content.styled(f"  {row.label}", "$quiet")
        # A label that is whole beside its own value, or the beginning of a long one, stands whole.
        if cells(row.label) <= self._beside(min(cells(row.value), _PART_OF_VALUE)):
            label_width = max(label_width, cells(row.label))
        label = column(row.label, label_width)
        value = one_line(row.value, self._beside(label_width))
        return Content.assemble(f"  {label}  ", (value, "$quiet" if value == NOT_STATED else "$accent"))

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id in self._rows:
            self.session.scope_at = event.option_id
        self._explain(event.option_id)

    def leave(self) -> None:
        """Takes the steps away; a digit that comes at once was for them."""
        super().leave()
        self.session.steps_left = self.session.moment()

    def _explain(self, row_id: str | None) -> None:
        row = self._rows.get(row_id or "")
        text = "" if row is not None else "Any step can be left and opened again at any time; what is stated is saved."
        if row is not None:
            ends = "" if row.label.endswith("?") else ":"
            # Of a type, the line says as much as there is room for; its help says all.
            alone = row.id.startswith(("add:", "type:")) or not row.value
            text = row.help if alone else f"{row.label}{ends} {row.value}\n{row.help}"
            if row.id.partition(":")[0] in LISTS:
                text += (
                    f"\n{self.key('scope.change')} changes it, {self.key('scope.remove')} removes it, {self.key('scope.add')} adds another."
                )
            if row.id.startswith("advice:"):
                text = f"{row.label.strip()}: {row.value}"
        self._said = clean(text)
        self.query_one("#help", Static).update(Content(self._fitted(self._said)))

    def _fitted(self, text: str) -> str:
        """As much of a text as has room below the lines; in place of the rest, the key that reads it."""
        width, height = self.query_one("#help", Static).content_size
        lines = Content(text).wrap(width) if width else []
        if len(lines) <= height:
            return text
        return "\n".join([*(line.plain.rstrip() for line in lines[: height - 1]), f"… {self.key('scope.why')} reads it all"])

    # Steps

    def go_to(self, where: str) -> None:
        """Shows the step with that id, or the one with that row, which is highlighted then."""
        self.session.scope_at = where
        self._shown = ""
        self._message = ""
        self.redraw()

    def action_turn(self, by: int) -> None:
        """To the next step or the one before."""
        number = self._at + by
        if 0 <= number < len(STEPS):
            self.go_to(STEPS[number].id)
        else:
            self.tell(f"This is the {'last' if by > 0 else 'first'} step.")

    def action_step(self, number: str) -> None:
        """To the step of that number."""
        self.go_to(STEPS[int(number) - 1].id)

    def next_row(self) -> None:
        """To the row below."""
        self.query_one(Listing).action_cursor_down()

    # Lines

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """Changes the highlighted line; on advice reads it, on the way to the next step goes there."""
        row_id = self.query_one(Listing).highlighted_id or ""
        if row_id == _TO_QUESTIONS:
            self.action_room("interview")
        elif row_id.startswith(_ON):
            self.go_to(row_id.removeprefix(_ON))
        elif row_id.startswith("advice:"):
            self.action_why()
        else:
            self._change_it(row_id)

    @asks
    def _change_it(self, row_id: str) -> None:
        self.change(row_id)

    def action_why(self) -> None:
        """Reads the advice on the highlighted line in full; without any, what the line means."""
        from readiness.tui.dialogs.reader import ReaderDialog

        row_id = self.query_one(Listing).highlighted_id or ""
        row, found = self._rows.get(row_id), advising.in_full(self.session.assessment, row_id)
        if found is None and row is None:
            self.tell("Go to a line first: this reads all that is said of it.")
        else:
            self.app.push_screen(ReaderDialog(*(found or (row.label.strip() if row is not None else "", [("", self._said)]))))

    @asks
    def action_add(self) -> None:
        """Adds an entry to the list the highlight is in, or to the only one of the step."""
        kind, _, key = (self.query_one(Listing).highlighted_id or "").partition(":")
        name = key if kind == "add" else kind
        here = lists_of(STEPS[self._at].id)
        if name in LISTS:
            self.edit(name, None)
        elif len(here) == 1:
            self.edit(here[0], None)
        elif here:
            names = ", ".join(LISTS[one][0].lower() for one in here)
            self.tell(f"Go to a list first ({names}); {self.key('scope.add')} adds to it.")
        else:
            self.tell("This step has no list to add to.")

    @writes
    def action_remove(self) -> None:
        """Takes the highlighted entry off its list after a question, or makes a fact not stated."""
        row_id = self.query_one(Listing).highlighted_id or ""
        kind, _, key = row_id.partition(":")
        assessment = self.session.assessment
        if kind in LISTS:
            name = kind
            label = self._rows[row_id].label

            def keep(agreed: bool | None) -> None:
                if agreed:
                    self.keep(lambda: scoping.removal_drafts(assessment.scope, name, key), f"{label} removed")

            sentence = f"Take {label} off the list? What was said about it stays in the file; added under the same name, it is there again."
            self.app.push_screen(ConfirmDialog("Remove", sentence), keep)
        elif kind == "fact":
            if key in assessment.scope.facts:
                title = one_line(assessment.library.fact_by_id[key].text)
                self.keep(lambda: scoping.fact_drafts(assessment.library, key, ""), title, "not stated since")
        else:
            self.tell("Only entries of a list and facts can be removed.")
