"""The current round: what may have changed first, the rest confirmed together, the next round started, closed ones looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from questionnaires.wording import count_text
from readiness.errors import ReadinessError
from readiness.renewing import Renewal
from readiness.rounds import free_name, require_begun, start_round
from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog, ConfirmDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values, ask
from readiness.tui.dialogs.reader import ReaderDialog
from readiness.tui.screens.base import ROUNDS, Room, check_only, writes
from readiness.tui.session import Session
from readiness.tui.state.confirming import (
    Asked,
    Confirming,
    Group,
    Outcome,
    View,
    consequences,
    days_of,
    leaves_open,
    newer_library,
    not_started,
    renewal_words,
)
from readiness.tui.state.text import cells, column, one_line
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing, Reading

COMMANDS = (
    Command("round.open", "enter", "Enter", "enter", "open", "Opens a question, unfolds a group, shows a closed round as it was.", 1),
    Command("round.confirm", "c,space", "c", "confirm", "confirm", "The answer, or each one of a group, still holds as it stands.", 1),
    Command("round.next", "n", "n", "start", "next round", "Closes this round and starts the next from its answers; asks first.", 3),
    Command("round.group", "o", "o", "group", "group", "Groups what can be confirmed together by owner or by criterion.", 4),
    Command("round.age", "a", "a", "age", "age", "The age in days from which on an answer is asked first.", 4),
    Command("round.more", "plus", "+", "more", "all of them", "Lists all that may have changed, or only what one sitting takes.", 6),
    Command("round.down", "J,shift+down,d", "d", "scroll(6)", "details ↓", "Scrolls the details down."),
    Command("round.up", "K,shift+up,u", "u", "scroll(-6)", "details ↑", "Scrolls the details up."),
    *rooms_besides(ROUNDS),
    HELP,
    BACK,
    QUIT,
)
_WHO_FROM = 70
# Padding and a scrollbar.
_FRAME = 4
_MOST_TOLD = 20
_FIRST, _IN, _ROUND = "first", "in", "round"


class RoundScreen(Room):
    """Three kinds of rows: questions to ask first, groups to confirm together, and closed rounds."""

    NAME = ROUNDS
    CSS_PATH = "round.tcss"
    HELP_TITLE = "Keys of the rounds"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._round = Confirming(session.assessment)
        self._view: View | None = None
        self._unfolded: set[str] = set()

    def compose(self) -> ComposeResult:
        """Where the round stands, list and details, status, keys."""
        yield HeaderLine()
        yield Static(id="title")
        yield Static(id="counts")
        with Container(id="both"):
            yield Reading()
            with VerticalScroll(id="details", can_focus=False):
                yield Static(id="text")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts at the first row."""
        self.query_one(Listing).focus()

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    def show(self) -> None:
        """Draws the round as the file has it."""
        view = self._view = self._round.view(self.session.today)
        self.show_header()
        self.query_one("#title", Static).update(Content(view.title))
        self.query_one("#counts", Static).update(Content("\n".join(filter(None, (view.counts, view.if_confirmed)))))
        width = (self.size.width * 2 // 3 if self.has_class("-wide") else self.size.width) - _FRAME
        listing = self.query_one(Listing)
        listing.show(self._options(view, width))
        self._explain(listing.highlighted_id)
        self.show_status()

    # Rows

    def _options(self, view: View, width: int) -> list[Option]:
        many = sum(len(questions) for _, questions in view.first)
        options: list[Option] = []
        if many:
            long_ago = f"long ago is over {self._round.age_days} days ({self.key('round.age')})"
            options.append(_heading(f"May have changed, so ask first: {many} · {long_ago}"))
        for reason, questions in view.first:
            options.append(Option(Content.styled(f" {reason}: {len(questions)}", "$primary"), disabled=True))
            options += [Option(self._question_line(one, width), id=f"{_FIRST}:{one.id}") for one in questions]
        if view.more:
            options.append(
                Option(
                    Content.styled(f"  and {view.more} more that matter less: {self.key('round.more')} lists them", "$quiet"), disabled=True
                )
            )
        if view.groups:
            options.append(_heading(f"Confirm together, by {self._round.by}: {count_text(view.left, 'answer')} left"))
            for group in view.groups:
                options.append(Option(self._group_line(group, width), id=group.id))
                options += self._inside(group, width)
        elif not many:
            options.append(_heading(self._nothing_left()))
        if view.past:
            options.append(_heading("Earlier rounds, as they were when they were closed"))
            options += [
                Option(Content.assemble(f"  {column(one.name, 22)} {one.day}  ", (one.figures, "$quiet")), id=f"{_ROUND}:{one.id}")
                for one in view.past
            ]
        return options

    def _nothing_left(self) -> str:
        if self.session.assessment.round.number == 1:
            return f"The first round: nothing is carried over. {self.key('round.next')} starts the next one once this one is done."
        return f"Nothing is left to confirm. {self.key('room.progress')} shows what moved, and why."

    def _inside(self, group: Group, width: int) -> list[Option]:
        if group.id not in self._unfolded:
            return []
        found = [self._round.asked(name, self.session.today) for name in group.questions]
        return [Option(self._question_line(one, width), id=f"{_IN}:{group.id}:{one.id}") for one in found if one is not None]

    def _question_line(self, one: Asked, width: int) -> Content:
        who = f" {column(one.who, 16)}" if width >= _WHO_FROM else ""
        level = column(one.level, 12)
        sign = "? " if one.why else "  "
        room = max(16, width - 2 - len(sign) - 13 - 7 - cells(who))
        return Content.assemble(
            "  ", (sign, "bold $accent"), (f"{level} ", "bold"), f"{one.criterion:6} {column(one.title, room)}", (who, "$quiet")
        )

    def _group_line(self, group: Group, width: int) -> Content:
        fold = "▾" if group.id in self._unfolded else "▸"
        count = f"{len(group.questions):>4} " + (f"({len(group.changed)} may have changed)" if group.changed else "")
        return Content.assemble(f"  {fold} {column(group.title, max(12, min(44, width - 34)))} ", (count, "bold $accent"))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._explain(event.option_id)

    def _explain(self, row: str | None) -> None:
        one, group = self._question_of(row), self._group_of(row)
        confirms = not self.session.refusal and (group is not None or (one is not None and one.waits))
        self.query_one(KeyLine).leave_out(*([] if confirms else ["round.confirm"]))
        blocks: list[tuple[str, str]] = []
        if one is not None:
            said = f"{one.level}: {one.anchor}" if one.anchor else one.level
            blocks = [("", one.text), ("Answer so far", said), ("By", ", ".join(filter(None, (one.who, one.age))))]
            blocks += [("May have changed", one.reasons), ("Note", one.note)]
            if not one.waits:
                blocks.append(("", f"Nothing to confirm: {self.key('round.open')} opens the question to answer it."))
        elif group is not None:
            blocks = [("", f"{group.title}: {count_text(len(group.questions), 'answer')} carried over and not confirmed.")]
            signs = ("May have changed", group.changed), ("No sign of change", group.steady)
            blocks += [(sign, "; ".join(map(self._round.title, names))) for sign, names in signs]
        elif (row or "").startswith(f"{_ROUND}:"):
            blocks = [
                ("", f"{self.key('round.open')} shows this round as it was when it was closed: results, plan and answers, for reading.")
            ]
        text = [Content.assemble((f"{title}  " if title else "", "bold $primary"), said) for title, said in blocks if said]
        self.query_one("#text", Static).update(Content("\n").join(text))
        self.query_one("#details").scroll_home(animate=False)

    def _question_of(self, row: str | None) -> Asked | None:
        kind, _, rest = (row or "").partition(":")
        if kind not in (_FIRST, _IN):
            return None
        return self._round.asked(rest.rpartition(":")[2], self.session.today)

    def _group_of(self, row: str | None) -> Group | None:
        return next((group for group in (self._view.groups if self._view is not None else ()) if group.id == row), None)

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        one, group = self._question_of(event.option_id), self._group_of(event.option_id)
        kind, _, rest = (event.option_id or "").partition(":")
        if one is not None:
            self.open_question(one.id)
        elif group is not None:
            self._unfolded ^= {group.id}
            self.redraw()
        elif kind == _ROUND:
            self.open_round(next(stated for stated in self.session.assessment.rounds if stated.id == rest))

    def action_enter(self) -> None:
        """Nothing is highlighted: back to the interview."""
        self.action_room("interview")

    def action_group(self) -> None:
        """Groups by criterion, or by owner again."""
        self._round.turn()
        self._anew()

    def action_more(self) -> None:
        """Lists all that may have changed, or only as many as one sitting takes."""
        self._round.all_first = not self._round.all_first
        self.redraw()

    def action_age(self) -> None:
        """Asks for the age from which on an answer comes first."""

        def keep(typed: Values | None) -> None:
            if typed is not None:
                self._round.older_than(typed["value"])
                self.redraw()

        check = ask(
            "Ask first what is old",
            "Answers older than how many days?",
            str(self._round.age_days),
            lambda t: check_only(days_of, t),
            does="show",
        )
        self.app.push_screen(check, keep)

    def action_scroll(self, lines: int) -> None:
        """Scrolls the details."""
        self.query_one("#details", VerticalScroll).scroll_relative(y=lines, animate=False)

    def help_notes(self) -> Sequence[str]:
        """What the marks mean."""
        return (
            "",
            "? it may have changed since it was answered   ▸ unfolds   ▾ folds",
            "An answer carried over is open until somebody confirms it here, or answers it again in the interview.",
        )

    # Confirming

    @writes
    def action_confirm(self) -> None:
        """Confirms the highlighted answer, or a group's, after a question."""
        row = self.query_one(Listing).highlighted_id
        one, group = self._question_of(row), self._group_of(row)
        if one is not None:
            self._confirm([one.id], one.id)
        elif group is not None:
            self._confirm_group(group)
        else:
            self.tell(f"Go to an answer or a group first; {self.key('round.confirm')} says that it still holds as it stands.")

    def _confirm_group(self, group: Group) -> None:
        whole, steady, changed = (len(names) for names in (group.questions, group.steady, group.changed))

        def chosen(choice: str | bool | None) -> None:
            if choice:
                names = group.steady if choice == "steady" else group.questions
                self._confirm(names, count_text(len(names), "answer"))

        if steady and changed:
            choices = [
                ("steady", f"the {steady} without a sign of change"),
                ("all", f"all {whole}, also the {changed} that may have changed"),
            ]
            self.app.push_screen(ChooseDialog(f"{one_line(group.title, 50)}: which still hold as they stand?", choices), chosen)
            return
        question = "Does it still hold as it stands?" if whole == 1 else "Do they still hold as they stand?"
        warned = " There are signs of change." if changed else ""
        sentence = f"{group.title}: {count_text(whole, 'answer')} carried over. {question}{warned}"
        self.app.push_screen(ConfirmDialog("Confirm together", sentence), chosen)

    def _confirm(self, names: Sequence[str], what: str) -> None:
        sitter = self.session.interview.sitter
        by = sitter.name if sitter is not None else ""
        outcomes: list[Outcome] = []
        if self.attempt(
            lambda: outcomes.append(self._round.confirm(names, by)), what, lambda _: self._confirm(names, what), how="confirmed"
        ):
            self._tell_outcome(outcomes[0], what)
        self.redraw()

    def _tell_outcome(self, outcome: Outcome, what: str) -> None:
        if not outcome.refused:
            return
        self.session.clear_status()
        if outcome.done:
            self.session.saved_now(count_text(outcome.done, "answer"), "confirmed")
        else:
            self.session.not_saved(what)
        more = len(outcome.refused) - _MOST_TOLD
        told = [*outcome.refused[:_MOST_TOLD], *([f"And {more} more."] if more > 0 else [])]
        title = "Not confirmed, and shown here as the file has it now"
        self.app.push_screen(ReaderDialog(title, [("", "\n".join(told))]))

    # The next round

    def action_start(self) -> None:
        """Asks for the next round's name, says what happens, then starts it."""
        assessment = self.session.assessment
        if locked := self.session.locked:
            self.refuse(locked)
            return
        newer: Renewal | None = None
        try:
            require_begun(assessment)
        except ReadinessError as error:
            self.refuse(not_started(assessment, error))
            return
        try:
            newer = newer_library(assessment, self.session.config)
        except ReadinessError as error:
            # The next round can be asked as this one is; only what could be newer is not known.
            self.tell(str(error))
        fields = [Field("name", "Its name, such as Q1 2027", needed="Give the next round a name, such as Q1 2027.")]
        if newer is not None:
            ways = (("same", "the same ones as now"), ("newer", renewal_words(newer)))
            fields.append(Field("library", "Which questions?", "same", "cycle", ways))

        def go_on(typed: Values | None) -> None:
            if typed is not None:
                self._sure(typed["name"], newer if typed.get("library") == "newer" else None)

        self.app.push_screen(
            FormDialog("The next round", fields, lambda typed: check_only(self._named, typed["name"]), does="go on"), go_on
        )

    def _named(self, typed: str) -> str:
        return free_name(self.session.assessment, typed)

    def _sure(self, typed: str, taken: Renewal | None) -> None:
        name = self._named(typed)

        def agreed(yes: bool | None) -> None:
            if yes:
                self._start(name, taken)

        title = f"Start {one_line(name, 60)}?"
        assessment = self.session.assessment
        told = consequences(assessment, name, taken, self.key("undo"))
        self.app.push_screen(ConfirmDialog(title, told, careful=leaves_open(assessment)), agreed)

    def _start(self, name: str, taken: Renewal | None) -> None:
        library = taken.library if taken is not None else None
        try:
            started = start_round(self.session.assessment, name, library=library, today=self.session.clock().date())
        except ReadinessError as error:
            # Also when somebody wrote meanwhile: what would be kept for ever has to be looked at again first.
            self.redraw()
            self.problem("No round was started", ReadinessError(not_started(self.session.assessment, error)))
            return
        self.session.saved_now(f"{one_line(started.round.name, 40)}, {count_text(started.carried, 'answer')} carried over", "started")
        self._anew()

    def _anew(self) -> None:
        """Draws other rows from their beginning."""
        self._unfolded.clear()
        self.query_one(Listing).highlighted = None
        self.redraw()


def _heading(text: str) -> Option:
    return Option(Content.styled(text, "bold $primary"), disabled=True)
