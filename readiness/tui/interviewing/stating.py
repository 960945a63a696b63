"""Stating answers: each key press is in the file before anything moves, and what it changes is told quietly.

Dialogs load when one opens: the first question does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from questionnaires.model import Question
from readiness.errors import ReadinessError
from readiness.storage import Draft
from readiness.tui.screens.base import Room, writes
from readiness.tui.session import Session
from readiness.tui.state import card
from readiness.tui.state.text import cells, one_line
from readiness.tui.widgets.card import Anchors
from scoring.model import Answer, Level
from scoring.score import Scorecard

if TYPE_CHECKING:
    from readiness.tui.dialogs.form import Values
    from readiness.tui.state.turning import Turned
    from readiness.undoing import Way

ANOTHER = "+"


class Stating(Room):
    """The answers themselves, and the way back from them.

    ``visited`` is a question opened from another screen, ``back_to``: an answer stays on it, and Esc leads back there.
    """

    def __init__(self, session: Session, *, visited: str = "", back_to: str = "") -> None:
        super().__init__(session)
        self._back_to = back_to
        # The interview goes on where it was before the visit.
        self._resume_at = session.interview.current.id if visited else ""
        self._visited = visited
        if visited:
            session.interview.go_to(visited)
            self._message = f"Opened from the {back_to}; {self.key('card')} or {self.key('back')} goes back there."

    def on_screen_resume(self) -> None:
        """A visit that another screen came over goes on with its question."""
        if self._visited:
            self.session.interview.go_to(self._visited)

    def tell_verdicts(self, sentence: str) -> None:
        """Says which verdicts have just changed."""

    @on(Anchors.Clicked)
    def _clicked(self, event: Anchors.Clicked) -> None:
        self.action_answer(str(event.rung))

    @writes
    def action_answer(self, level: Level | str) -> None:
        """States a level of the current question."""
        self._state(level)  # type: ignore[arg-type]

    def _state(self, level: Level, *, reason: str = "", vendor: str = "", owner: str = "") -> None:
        if self._fits(level):
            self.keep(self.session.interview.stated(level, reason=reason, vendor=vendor, owner=owner), advance=True)

    def _fits(self, level: Level) -> bool:
        """Whether the current question takes a level; if not, says why."""
        interview = self.session.interview
        if not interview.questions:
            return False
        if objection := interview.why_not(level):
            self.tell(objection)
        return not objection

    @writes
    def action_not_applicable(self) -> None:
        """Asks for the reason, then keeps it."""
        interview = self.session.interview
        if not self._fits("na"):
            return

        def keep(values: Values | None) -> None:
            if values is not None:
                self._state("na", reason=values["value"].strip())

        before = interview.answer.reason if interview.answer is not None else ""
        from readiness.tui.dialogs.answering import reason_dialog

        self.app.push_screen(reason_dialog(interview.current, before or card.proposed_reason(interview)), keep)

    @writes
    def action_no_events(self) -> None:
        """Asks who is ready for the first case, unless that is known, then keeps it."""
        interview = self.session.interview
        if not self._fits("no-events"):
            return
        if interview.answer is not None and interview.answer.owner.strip():
            self._state("no-events")
            return

        def keep(values: Values | None) -> None:
            if values is not None:
                self._state("no-events", owner=values["value"].strip())

        from readiness.tui.dialogs.answering import no_events_dialog

        self.app.push_screen(no_events_dialog(interview.current), keep)

    @writes
    def action_carved_out(self) -> None:
        """Asks whose control it is, one that has to be added to the scope first perhaps, then keeps that."""
        interview = self.session.interview
        if not self._fits("carved-out"):
            return

        from readiness.tui.dialogs.answering import vendor_dialog
        from readiness.tui.dialogs.choice import ChooseDialog

        def keep(vendor: str | None) -> None:
            if vendor == ANOTHER:
                self.app.push_screen(vendor_dialog(interview.current), self._carve_out_to_another)
            elif vendor is not None:
                self._state("carved-out", vendor=vendor.removeprefix(":"))

        if not interview.vendors:
            keep(ANOTHER)
            return
        vendors = [(f":{vendor.id}", one_line(vendor.name)) for vendor in interview.vendors]
        self.app.push_screen(
            ChooseDialog("Carved out to which subservice organisation?", [*vendors, (ANOTHER, "another one, not in the scope yet")]), keep
        )

    def _carve_out_to_another(self, values: Values | None) -> None:
        if values is None:
            return
        typed = {**values, "subservice": "yes", "method": "carve-out"}
        if self.declare("vendors", typed):
            self._state("carved-out", vendor=self.session.assessment.scope.vendors[-1].id)

    def declare(self, name: str, typed: Values) -> bool:
        """Adds a vendor or a person to the scope; False if that was refused, which a dialog has then said."""
        from readiness.tui.state.scoping import new_entry_drafts

        assessment = self.session.assessment

        def drafts() -> list[Draft]:
            return new_entry_drafts(assessment, "vendors" if name == "vendors" else "people", typed)

        return self.attempt(lambda: assessment.change_scope(drafts()), one_line(typed["name"], 40), lambda _: None)

    def keep(self, answer: Answer, what: str = "", *, based_on: str | None = None, advance: bool = False) -> None:
        """Writes an answer; once it is durable, goes on if it is to ``advance``. ``what`` names it in a few words."""
        interview, assessment = self.session.interview, self.session.assessment
        stood, before = assessment.answers.get(answer.question), assessment.scorecard()
        named = what or card.stated_line(answer, stood, assessment.scope)
        if self.attempt(
            lambda: interview.save(answer, based_on=based_on), named, lambda event: self.keep(answer, what, based_on=event, advance=advance)
        ):
            if advance:
                self.session.pace.note(self.session.clock())
            self._message = self._after_saving(advance)
            if card.shows_more(answer, stood):
                hint = f"{self.key('basis')} says that it was shown to you"
                self._message = _with_hint(self.session.saved, hint, self.size.width)
            self._compare(before)
        self.redraw()

    def _compare(self, before: Scorecard) -> None:
        from scoring.whatif import verdict_changes

        after = self.session.assessment.scorecard()
        self.tell_verdicts(card.verdict_line(verdict_changes(before, after), screen=after.screen))

    def _after_saving(self, advance: bool) -> str:
        """Goes on to the next question, unless this one was only visited; what to say about it."""
        interview, saved = self.session.interview, self.session.saved
        if self._back_to:
            return _with_hint(saved, f"{self.key('card')} back to the {self._back_to}", self.size.width)
        if not advance or not self.session.advance:
            return ""
        if interview.go_on():
            return _with_hint(saved, f"{self.key('note.last')} adds a note to it", self.size.width)
        if self.session.assessment.scorecard().open_count:
            return f"{saved} · the end of these questions: {self.key('sift')} chooses others" if interview.sift.narrowed else ""
        return f"{saved} · every question is answered: {self.key('room.results')} shows the results"

    @writes
    def action_basis(self) -> None:
        """The next basis for the current answer, or for the one to come."""
        answer = self.session.interview.with_next_basis()
        if answer is None:
            self.redraw()
        else:
            self.keep(answer, f"{answer.question} · basis: {answer.basis}")

    @writes
    def action_nothing_written(self) -> None:
        """Turns the nothing-written flag."""
        try:
            self.keep(self.session.interview.with_nothing_written())
        except ReadinessError as error:
            self.tell(str(error))

    @writes
    def action_undo(self) -> None:
        """Takes this session's last change back; else what was said before about this question, and asks first."""
        interview = self.session.interview
        if self.turn("undo"):
            return
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
        else:

            def agree(agreed: bool | None) -> None:
                if agreed:
                    self._undo()

            from readiness.tui.dialogs.choice import ConfirmDialog

            self.app.push_screen(ConfirmDialog("Not said in this session", card.undo_question(interview, found)), agree)

    def turn(self, way: Way) -> bool:
        """Undoes or redoes one step; beside what came of it, the verdicts that it changed."""
        before = self.session.assessment.scorecard()
        found = super().turn(way)
        self._compare(before)
        self.show_status()
        return found

    def turned(self, turned: Turned) -> None:
        """Shows the question that was undone or redone."""
        self.session.interview.turned(turned.questions, stated=turned.way == "redo")

    def _undo(self) -> None:
        interview, before = self.session.interview, self.session.assessment.scorecard()

        def take_back() -> None:
            interview.undo_question()

        if self.attempt(take_back, "undo", lambda _: self.action_undo()):
            self.session.saved_now(f"{interview.current.id} taken back: {card.answer_line(interview).partition(' · ')[0]}")
            self._compare(before)
        self.redraw()

    @property
    def asked_now(self) -> Question | None:
        """The question on the card; None, and it is said why, where the scope asks none."""
        interview = self.session.interview
        return interview.current if interview.questions else None


def _with_hint(saved: str, hint: str, width: int) -> str:
    """Both in one line. The hint stays whole, unless it would take the place of what an answer was before."""
    if card.tells_before(saved) and cells(saved) + len(hint) + 5 > width:
        return one_line(saved)
    return f"{one_line(saved, max(20, width - len(hint) - 5))} · {hint}"
