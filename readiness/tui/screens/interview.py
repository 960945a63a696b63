"""The interview: one question at a time, answered by one key, saved before anything moves."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from questionnaires.model import Question
from readiness.errors import ReadinessError
from readiness.tui.commands import bindings
from readiness.tui.dialogs.answering import compensating_dialog, details_dialog, note_dialog, reason_dialog
from readiness.tui.dialogs.choice import ChooseDialog, ConfirmDialog
from readiness.tui.dialogs.finding import FindDialog, TreeDialog
from readiness.tui.dialogs.form import Values
from readiness.tui.dialogs.reader import ReaderDialog
from readiness.tui.screens.base import Room, check_only, writes
from readiness.tui.screens.interview_keys import COMMANDS
from readiness.tui.session import Session
from readiness.tui.state import card
from readiness.tui.state.progress import legend
from readiness.tui.state.text import clean, one_line
from readiness.tui.widgets.card import Anchors
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.tree import TreeList
from scoring.model import Answer, Level

RUNGS = f"Rungs: {', '.join(f'{rung} {words}' for rung, words in enumerate(card.RUNG_WORDS))}."


class InterviewScreen(Room):
    """One question, its six anchors, and everything else one key away.

    ``visited`` is a question opened from another screen, ``back_to``: an answer stays on it, and Esc leads back there.
    """

    NAME = "interview"
    CSS_PATH = "interview.tcss"
    HELP_TITLE = "Keys of the interview"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session, *, visited: str = "", back_to: str = "") -> None:
        super().__init__(session)
        self._back_to = back_to
        # The interview goes on where it was before the visit.
        self._resume_at = session.interview.current.id if visited else ""
        if visited:
            session.interview.go_to(visited)
            self._message = f"Opened from the {back_to}; Esc or q goes back there."

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
        self.show_header()
        self.show_status()
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
        if instead := card.compensating_line(interview):
            line = Content("\n").join([line, Content.assemble(("compensating control  ", "$quiet"), one_line(instead, width - 22))])
        remark = card.remark_line(interview)
        if remark and self.has_class("-tall"):
            line = Content("\n").join([line, Content.assemble(("to settle  ", "$quiet"), one_line(remark, width * 2))])
        return line

    def _show_reasons(self) -> None:
        blocks = [Content.assemble((title, "bold $primary"), "\n", text) for title, text in card.reasons(self.session.interview)]
        self.query_one("#reasons", Static).update(Content("\n\n").join(blocks))
        self.query_one("#why").scroll_home(animate=False)

    def help_notes(self) -> Sequence[str]:
        """Glyphs and rungs in words."""
        return ("", legend(self.session.assessment.scorecard().screen), RUNGS)

    # Answering

    @on(Anchors.Clicked)
    def _clicked(self, event: Anchors.Clicked) -> None:
        self.action_answer(str(event.rung))

    @writes
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

    @writes
    def action_not_applicable(self) -> None:
        """Asks for the reason, then keeps it."""
        interview = self.session.interview
        if objection := interview.why_not("na"):
            self.tell(objection)
            return

        def keep(values: Values | None) -> None:
            if values is not None:
                self._state("na", reason=values["value"].strip())

        before = interview.answer.reason if interview.answer is not None else ""
        self.app.push_screen(reason_dialog(interview.current, before or card.proposed_reason(interview)), keep)

    @writes
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

    def _keep(self, answer: Answer, what: str = "", *, based_on: str | None = None, advance: bool = False) -> None:
        interview = self.session.interview
        what = what or f"{answer.question}: {card.level_text(answer, self.session.assessment.scope)}"
        saved = self.attempt(
            lambda: interview.save(answer, based_on=based_on), what, lambda event: self._keep(answer, what, based_on=event, advance=advance)
        )
        if saved:
            self._message = self._after_saving(advance)
        self.redraw()

    def _after_saving(self, advance: bool) -> str:
        """Goes on to the next open question, unless this one was only visited; what to say about it."""
        interview, saved = self.session.interview, self.session.saved
        if self._back_to:
            return _with_hint(saved, f"Esc back to the {self._back_to}", self.size.width)
        if not advance or not self.session.config.advance:
            return ""
        if interview.next_open():
            return _with_hint(saved, "M adds a note to it", self.size.width)
        return "" if self.session.assessment.scorecard().open_count else f"{saved} · every question is answered: r shows the results"

    @writes
    def action_basis(self) -> None:
        """The next basis for the current answer, or for the one to come."""
        answer = self.session.interview.with_next_basis()
        if answer is None:
            self.redraw()
        else:
            self._keep(answer)

    @writes
    def action_nothing_written(self) -> None:
        """Turns the nothing-written flag."""
        try:
            self._keep(self.session.interview.with_nothing_written())
        except ReadinessError as error:
            self.tell(str(error))

    @writes
    def action_note(self) -> None:
        """Opens the note of the question on the screen; it is kept with Ctrl+S."""
        if self.session.interview.questions:
            self._note_on(self.session.interview.current)

    @writes
    def action_note_last(self) -> None:
        """Opens the note of the question answered last."""
        last = self.session.interview.last_stated
        if last is None:
            self.tell("Nothing was answered since the file was opened; m opens the note of this question.")
        else:
            self._note_on(last)

    def _note_on(self, question: Question) -> None:
        interview = self.session.interview
        answer = self.session.assessment.answers.get(question.id)
        before = answer.note if answer is not None else ""

        def keep(values: Values | None) -> None:
            if values is not None and values["value"] != before:
                self._keep(interview.with_note(values["value"], question.id), f"note on {question.id}")

        self.app.push_screen(note_dialog(question, before, answered=answer is not None), keep)

    @writes
    def action_details(self) -> None:
        """Opens what is kept beside the answer."""
        interview = self.session.interview
        answer = interview.answer
        if answer is None:
            self.tell("Answer the question first: respondent, dates and evidence belong to an answer.")
            return

        def stated(values: Values) -> Answer:
            return interview.with_details({"nothing_written": "no", **values})

        def keep(values: Values | None) -> None:
            if values is not None:
                self._keep(stated(values))

        self.app.push_screen(details_dialog(interview.current, answer, lambda values: check_only(stated, dict(values))), keep)

    @writes
    def action_alternative(self) -> None:
        """Opens the compensating control beside the answer."""
        interview = self.session.interview
        answer = interview.answer
        if answer is None or answer.rung is None:
            self.tell("Answer with a rung first: a compensating control makes up for a control that is weak or absent.")
            return

        def keep(values: Values | None) -> None:
            if values is not None:
                self._keep(interview.with_compensating(values), f"compensating control of {interview.current.id}")

        check = functools.partial(check_only, interview.with_compensating)
        self.app.push_screen(compensating_dialog(interview.current, answer, check), keep)

    @writes
    def action_undo(self) -> None:
        """Takes the last statement back and shows its question; asks first if it was not made in this session."""
        interview = self.session.interview
        if not interview.questions:
            return
        try:
            found = interview.to_undo()
        except ReadinessError as error:
            self.problem("The file can't be read", error)
            return
        if found is None:
            self.session.clear_status()
            self.tell("Nothing to take back on this question.")
        elif found.mine:
            self._undo()
        else:

            def agree(agreed: bool | None) -> None:
                if agreed:
                    self._undo()

            self.app.push_screen(ConfirmDialog("Not said in this session", card.undo_question(interview, found)), agree)

    def _undo(self) -> None:
        interview = self.session.interview

        def take_back() -> None:
            interview.undo()

        if self.attempt(take_back, "undo", lambda _: self.action_undo()):
            self.session.saved_now(f"{interview.current.id} taken back: {card.answer_line(interview).partition(' · ')[0]}")
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
        if self.focused is not None:
            self.set_focus(None)
        elif self._back_to:
            self.action_back()
        else:
            self.tell("q goes back to the list of files; everything answered is kept.")

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
        """Back to where a visited question was opened from; else closes the file and goes back to the list of files."""
        if not self._back_to:
            self.session.close()
        self.leave()

    def leaving(self) -> None:
        """The interview goes on where it was before a visit."""
        super().leaving()
        if self._resume_at:
            self.session.interview.go_to(self._resume_at)

    def on_unmount(self) -> None:
        """However the program ends, the file is closed."""
        if not self._back_to:
            self.session.close()


def _with_hint(saved: str, hint: str, width: int) -> str:
    """Both in one line; the hint stays whole."""
    return f"{one_line(saved, max(20, width - len(hint) - 5))} · {hint}"
