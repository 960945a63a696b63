"""The interview: one question at a time, answered by one key, saved before anything moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from readiness.errors import ReadinessError
from readiness.tui.commands import HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.dialogs.finding import FindDialog, TreeDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values, ask
from readiness.tui.dialogs.reader import ReaderDialog
from readiness.tui.screens.base import Room, check_only
from readiness.tui.session import Session
from readiness.tui.state import card
from readiness.tui.state.progress import legend
from readiness.tui.state.text import clean, one_line
from readiness.tui.widgets.card import Anchors
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.tree import TreeList
from scoring.model import Answer, Level

COMMANDS = (
    Command(
        "answer", "0,1,2,3,4,5", "0–5", "answer('{key}')", "answer", "States the rung, saves it and goes to the next open question.", 1
    ),
    Command(
        "answer.na", "n", "n", "not_applicable", "n/a", "Not applicable, with a written reason; only where a question can be waived.", 9
    ),
    Command("answer.unsure", "u", "u", "answer('unsure')", "unsure", "Unsure: stays open, for somebody else to answer.", 9),
    Command("answer.events", "e", "e", "answer('no-events')", "no events", "Ready, but nothing has happened yet that would test it.", 9),
    Command("answer.carved", "c", "c", "carved_out", "carved out", "The control is a declared subservice organisation's.", 9),
    Command("basis", "b", "b", "basis", "basis", "How you know: said, shown, tested, and round again.", 4),
    Command("note", "m", "m", "note", "note", "A note beside the answer.", 4),
    Command("details", "d", "d", "details", "details", "Respondent, dates, evidence and whether it is written down.", 5),
    Command("unwritten", "w", "w", "nothing_written", "nothing written", "Works, but no written rule behind it (rungs 3 to 5).", 9),
    Command("undo", "z", "z", "undo", "undo", "Takes the last statement back; the history keeps both.", 3),
    Command("previous", "left_square_bracket,left,h", "[", "step(-1)", "previous", "To the previous question (also ← or h).", 8),
    Command("next", "right_square_bracket,right,l", "]", "step(1)", "next", "To the next question (also → or l).", 8),
    Command("open", "o", "o", "next_open", "open", "To the next question without an answer.", 4),
    Command("find", "slash", "/", "find", "find", "Finds a question by id, criterion or words.", 3),
    Command("tree", "t", "t", "tree", "tree", "The tree of categories, series and criteria.", 5),
    Command("why", "y", "y", "why", "why", "Why auditors ask, the evidence they want, tiny companies, the note and the history.", 3),
    Command("scroll.down", "down,j,pagedown", "↓", "scroll(1)", "scroll", "Scrolls a long question (also j)."),
    Command("scroll.up", "up,k,pageup", "↑", "scroll(-1)", "scroll", "Scrolls back (also k)."),
    *rooms_besides("interview"),
    HELP,
    Command("back", "q", "q", "back", "back", "Back to the list of files; everything answered is kept.", 2),
    Command("card", "escape", "Esc", "card", "card", "From the tree back to the question."),
    QUIT,
)

RUNGS = "Rungs: 0 absent, 1 ad hoc, 2 decided, 3 partial, 4 running, 5 on record since a known date."


class InterviewScreen(Room):
    """One question, its six anchors, and everything else one key away."""

    NAME = "interview"
    CSS_PATH = "interview.tcss"
    HELP_TITLE = "Keys of the interview"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._message = ""

    def compose(self) -> ComposeResult:
        """Header, tree beside the card (from 120 columns on), reasons below it, status, keys."""
        yield HeaderLine()
        with Horizontal(id="main"):
            yield TreeList(self.session.interview)
            with Vertical(id="right"):
                with VerticalScroll(id="card", can_focus=False):
                    yield Static(id="place")
                    yield Static(id="question")
                    yield Anchors()
                    yield Static(id="others")
                    yield Static(id="answer")
                with VerticalScroll(id="why", can_focus=False):
                    yield Static(id="reasons")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def show(self) -> None:
        """Draws the current question as the file has it."""
        interview = self.session.interview
        self.query_one(HeaderLine).show(card.header(self.session.assessment))
        self._show_status()
        if not interview.questions:
            self.query_one("#question", Static).update(Content("The scope asks no question. Press s to change the scope."))
            return
        question = interview.current
        width = max(40, self.query_one("#card").content_size.width or self.size.width - 2)
        standing = card.standing(interview)
        place = one_line(card.place(interview), width - len(standing) - 2)
        self.query_one("#place", Static).update(Content(f"{place}{standing:>{max(1, width - Content(place).cell_length)}}"))
        self.query_one("#question", Static).update(Content(one_line(question.text)))
        answer = interview.answer
        self.query_one(Anchors).show(question.anchors, None if answer is None else answer.rung)
        self.query_one("#others", Static).update(self._others(None if answer is None else answer.level))
        self.query_one("#answer", Static).update(self._answer(width))
        self.query_one("#card").scroll_home(animate=False)
        if self.has_class("-wide"):
            self.query_one(TreeList).draw()
            self._show_reasons()

    def on_resize(self) -> None:
        """Some lines are set to the width; draws them anew once it is known."""
        self.call_after_refresh(self.redraw)

    def _others(self, level: str | None) -> Content:
        parts = [
            Content.assemble(("▸ " if card.LEVEL_KEYS.get(level or "") == key else "", ""), (key, "bold $accent"), f" {words}")
            for key, words in card.other_levels(self.session.interview)
        ]
        return Content("   ").join(parts)

    def _answer(self, width: int) -> Content:
        interview = self.session.interview
        line = Content(one_line(card.answer_line(interview), width * 2))
        answer = interview.answer
        if answer is not None and answer.note:
            line = Content("\n").join([line, Content.assemble(("note  ", "$quiet"), one_line(answer.note, width - 6))])
        remark = card.remark_line(interview)
        if remark and self.has_class("-tall"):
            line = Content("\n").join([line, Content.assemble(("to settle  ", "$quiet"), one_line(remark, width * 2))])
        return line

    def _show_reasons(self) -> None:
        blocks = [Content.assemble((title, "bold $primary"), "\n", text) for title, text in card.reasons(self.session.interview)]
        self.query_one("#reasons", Static).update(Content("\n\n").join(blocks))
        self.query_one("#why").scroll_home(animate=False)

    def _show_status(self) -> None:
        status = self.query_one("#status", Static)
        text = self.session.unsaved or self._message or self.session.saved
        status.set_class(bool(self.session.unsaved), "-unsaved")
        status.update(Content(one_line(text)))

    def tell(self, message: str) -> None:
        """Shows a sentence in the status line until the next key that changes something."""
        self._message = message
        self.session.unsaved = ""
        self._show_status()

    def help_notes(self) -> Sequence[str]:
        """Glyphs and rungs in words."""
        return ("", legend(self.session.assessment.scorecard().screen), RUNGS)

    # Answering

    @on(Anchors.Clicked)
    def _clicked(self, event: Anchors.Clicked) -> None:
        self.action_answer(str(event.rung))

    def action_answer(self, level: Level | str) -> None:
        """States a level of the current question."""
        self._state(level)  # type: ignore[arg-type]

    def _state(self, level: Level, *, reason: str = "", vendor: str = "") -> None:
        interview = self.session.interview
        if not interview.questions:
            return
        if objection := interview.why_not(level):
            self.tell(objection)
            return
        self._keep(interview.stated(level, reason=reason, vendor=vendor), advance=True)

    def action_not_applicable(self) -> None:
        """Asks for the reason, then keeps it."""
        interview = self.session.interview
        if objection := interview.why_not("na"):
            self.tell(objection)
            return

        def has_reason(typed: str) -> None:
            if not typed.strip():
                raise ReadinessError("Not applicable needs a reason: it will stand in the report.")

        def keep(values: Values | None) -> None:
            if values is not None:
                self._state("na", reason=values["value"].strip())

        before = interview.answer.reason if interview.answer is not None else ""
        self.app.push_screen(ask("Not applicable", "Why does this not apply to you?", before, has_reason), keep)

    def action_carved_out(self) -> None:
        """Asks whose control it is, then keeps that."""
        interview = self.session.interview
        if objection := interview.why_not("carved-out"):
            self.tell(objection)
            return

        def keep(vendor: str | None) -> None:
            if vendor is not None:
                self._state("carved-out", vendor=vendor)

        vendors = [(vendor.id, one_line(vendor.name)) for vendor in interview.vendors]
        self.app.push_screen(ChooseDialog("Carved out to which subservice organisation?", vendors), keep)

    def _keep(self, answer: Answer, *, based_on: str | None = None, advance: bool = False) -> None:
        interview = self.session.interview
        what = f"{answer.question}: {card.level_text(answer, self.session.assessment.scope)}"
        self._message = ""
        saved = self.attempt(
            lambda: interview.save(answer, based_on=based_on), what, lambda event: self._keep(answer, based_on=event, advance=advance)
        )
        if saved and advance and self.session.config.advance and not interview.next_open() and not self._anything_open():
            self._message = f"{self.session.saved} · every question is answered: r shows the results"
        self.redraw()

    def _anything_open(self) -> bool:
        card_now = self.session.assessment.scorecard()
        return card_now.answered_count < card_now.asked

    def action_basis(self) -> None:
        """The next basis for the current answer, or for the one to come."""
        answer = self.session.interview.with_next_basis()
        if answer is None:
            self.redraw()
        else:
            self._keep(answer)

    def action_nothing_written(self) -> None:
        """Turns the nothing-written flag."""
        try:
            self._keep(self.session.interview.with_nothing_written())
        except ReadinessError as error:
            self.tell(str(error))

    def action_note(self) -> None:
        """Opens the note; it is kept with Ctrl+S."""
        interview = self.session.interview
        before = interview.answer.note if interview.answer is not None else ""
        label = "" if interview.answer is not None else "Not answered yet: the note is kept with the answer “unsure” until you answer."

        def short_enough(text: str) -> None:
            if len(text) > 20_000:
                raise ReadinessError(f"A note has at most 20,000 characters; this one has {len(text):,}.")

        def keep(values: Values | None) -> None:
            if values is not None and values["value"] != before:
                self._keep(interview.with_note(values["value"]))

        self.app.push_screen(ask(f"Note · {interview.current.id}", label, before, short_enough, several=True), keep)

    def action_details(self) -> None:
        """Opens what is kept beside the answer."""
        interview = self.session.interview
        answer = interview.answer
        if answer is None:
            self.tell("Answer the question first: respondent, dates and evidence belong to an answer.")
            return
        fields = [
            Field("respondent", "Respondent: who said or showed it", answer.respondent),
            Field("operating_since", "On record since (YYYY-MM-DD)", str(answer.operating_since or "")),
            Field("last_done", "Last done (YYYY-MM-DD)", str(answer.last_done or "")),
            Field("evidence", "Evidence: one path, link or ticket a line", "\n".join(one.reference for one in answer.evidence), "area"),
        ]
        if answer.rung is not None and answer.rung >= 3:
            choices = (("no", "a written rule stands behind it"), ("yes", "nothing written"))
            fields.append(Field("nothing_written", "Written down?", "yes" if answer.nothing_written else "no", "cycle", choices))

        def stated(values: Values) -> Answer:
            return interview.with_details({"nothing_written": "no", **values})

        def keep(values: Values | None) -> None:
            if values is not None:
                self._keep(stated(values))

        self.app.push_screen(FormDialog(f"Details · {interview.current.id}", fields, lambda values: check_only(stated, dict(values))), keep)

    def action_undo(self) -> None:
        """Takes the last statement back and shows its question."""
        interview = self.session.interview
        undone: list[str | None] = []
        self._message = ""
        if not interview.questions:
            return
        if self.attempt(lambda: undone.append(interview.undo()), "undo", lambda _: self.action_undo()):
            if undone == [None]:
                self.session.saved = ""
                self._message = "Nothing to take back on this question."
            else:
                self.session.saved_now(f"{undone[0]} taken back: {card.answer_line(interview).partition(' · ')[0]}")
        self.redraw()

    # Moving

    def action_step(self, by: int) -> None:
        """To the next or the previous question."""
        self._message = "" if self.session.interview.step(by) else f"This is the {'last' if by > 0 else 'first'} question."
        self.redraw()

    def action_next_open(self) -> None:
        """To the next open question."""
        moved = self.session.interview.next_open()
        self._message = "" if moved else "No other question is open. r shows the results."
        self.redraw()

    def _go(self, question_id: str | None) -> None:
        if question_id is not None and self.session.interview.go_to(question_id):
            self._message = ""
            self.redraw()

    def action_find(self) -> None:
        """Finds a question."""
        self.app.push_screen(FindDialog(self.session.interview), self._go)

    @on(TreeList.Chosen)
    def _criterion_chosen(self, event: TreeList.Chosen) -> None:
        event.stop()
        self._go_to_criterion(event.criterion)

    def _go_to_criterion(self, criterion: str | None) -> None:
        if criterion is not None:
            moved = self.session.interview.go_to_criterion(criterion)
            self._message = "" if moved else f"This set asks nothing about {criterion}."
            self.set_focus(None)
            self.redraw()

    def action_tree(self) -> None:
        """To the tree: beside the card, or over it where there is no room."""
        if self.has_class("-wide"):
            tree = self.query_one(TreeList)
            self.set_focus(None if self.focused is tree else tree)
        else:
            self.app.push_screen(TreeDialog(self.session.interview), self._go_to_criterion)

    def action_card(self) -> None:
        """Takes the focus away from the tree."""
        if self.focused is None:
            self.tell("q goes back to the list of files; everything answered is kept.")
        self.set_focus(None)

    def action_scroll(self, by: int) -> None:
        """Scrolls the card, or the reasons if the whole card is in sight."""
        box = self.query_one("#card", VerticalScroll)
        if not box.max_scroll_y:
            box = self.query_one("#why", VerticalScroll)
        box.scroll_relative(y=3 * by, animate=False)

    def action_why(self) -> None:
        """Everything behind the question."""
        interview = self.session.interview
        self.app.push_screen(ReaderDialog(clean(interview.current.text), card.detail_sections(interview)))

    def action_back(self) -> None:
        """Closes the file and goes back to the list of files."""
        self.session.close()
        self.app.pop_screen()

    def on_unmount(self) -> None:
        """However the program ends, the file is closed."""
        self.session.close()
