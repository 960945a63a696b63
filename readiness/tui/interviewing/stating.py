"""Stating answers: each key press is in the file before anything moves, and what it changes is told quietly.

Dialogs load when one opens: the first question does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import on

from questionnaires.model import Question
from readiness.errors import ReadinessError
from readiness.stating import require_allowed
from readiness.storage import Draft
from readiness.tui.screens.base import Room, asks, writes
from readiness.tui.session import Session
from readiness.tui.state import card
from readiness.tui.state.returning import answered_last
from readiness.tui.state.text import cells, one_line
from readiness.tui.state.unfinished import notice
from readiness.tui.widgets.card import Anchors
from scoring.model import Answer, Level
from scoring.score import Scorecard

if TYPE_CHECKING:
    from readiness.tui.dialogs.form import Values
    from readiness.tui.state.turning import Turned
    from readiness.undoing import Way

ANOTHER = "+"
STEPS_LINGER = 1.0
"""Seconds after the scope, whose steps have numbers, in which a digit is no answer yet."""


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
        elif not session.refusal:
            self._message = notice(session.assessment) or self._who_was_here()

    def _who_was_here(self) -> str:
        """Who answered last, once after the file was opened: whether they are still here is for them to say."""
        if self.session.greeted:
            return ""
        self.session.greeted = True
        person = answered_last(self.session.assessment)
        key = self.key("people")
        return f"The last answers were {one_line(person.name, 30)}'s: {key} if they are still here." if person is not None else ""

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
        """States a level of the current question; not by a digit that was for the steps of the scope, left a moment ago."""
        if level.isdigit() and self.session.moment() - self.session.steps_left < STEPS_LINGER:
            self.tell(f"{self.key('answer')} answer here now; nothing was answered.")
            return
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
            self.refuse(objection)
        return not objection

    def allowed(self, make: Callable[[Mapping[str, str]], Answer]) -> Callable[[Mapping[str, str]], None]:
        """Checks a form of which ``make`` makes an answer: what the file would refuse is said while all that was typed still stands."""

        def check(typed: Mapping[str, str]) -> None:
            assessment = self.session.assessment
            require_allowed(assessment.library, assessment.scope, make(typed), assessment.today)

        return check

    @asks
    def action_not_applicable(self) -> None:
        """Asks for the reason, then keeps it."""
        interview = self.session.interview
        if not self._fits("na"):
            return

        def keep(values: Values) -> None:
            self._state("na", reason=values["value"].strip())

        before = interview.answer.reason if interview.answer is not None else ""
        from readiness.tui.dialogs.answering import reason_dialog
        from readiness.tui.unfinished import fill

        question = interview.current
        check = self.allowed(lambda typed: interview.stated("na", reason=typed["value"].strip()))
        better = card.better_carved_out(question, interview.vendors, self.key("answer.carved"))
        form = reason_dialog(question, before or card.proposed_reason(interview), check, better)
        fill(self, form, keep, "reason", question.id)

    @asks
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

        check = self.allowed(lambda typed: interview.stated("no-events", owner=typed["value"].strip()))
        self.app.push_screen(no_events_dialog(interview.current, check), keep)

    @asks
    def action_carved_out(self) -> None:
        """Asks whose control it is, one that has to be added to the scope first perhaps, then keeps that."""
        interview = self.session.interview
        if not self._fits("carved-out"):
            return

        from readiness.tui.dialogs.answering import vendor_dialog
        from readiness.tui.dialogs.choice import ChooseDialog

        def keep(vendor: str | None) -> None:
            if vendor == ANOTHER:
                self.app.push_screen(vendor_dialog(interview.current, self._check_vendor), self._carve_out_to_another)
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
        assessment = self.session.assessment
        if known := self._known_vendor(values):
            self._state("carved-out", vendor=known)
        elif self.attempt(lambda: assessment.change_scope(self._vendor_drafts(values)), one_line(values["name"], 40), lambda _: None):
            self._state("carved-out", vendor=assessment.scope.vendors[-1].id)

    def _check_vendor(self, typed: Mapping[str, str]) -> None:
        if known := self._known_vendor(typed):
            self.allowed(lambda _: self.session.interview.stated("carved-out", vendor=known))(typed)
        else:
            self._vendor_drafts(typed)

    def _known_vendor(self, typed: Mapping[str, str]) -> str:
        """The id of the subservice organisation of the scope that was typed; empty for any other."""
        found = self.session.assessment.scope.vendor(typed["name"].strip())
        return found.id if found is not None and found.subservice else ""

    def _vendor_drafts(self, typed: Mapping[str, str]) -> list[Draft]:
        from readiness.tui.state.scoping import new_entry_drafts

        return new_entry_drafts(self.session.assessment, "vendors", {**typed, "subservice": "yes", "method": "carve-out"})

    def keep(self, answer: Answer, what: str = "", *, based_on: str | None = None, advance: bool = False) -> None:
        """Writes an answer; once it is durable, goes on if it is to ``advance``. ``what`` names it in a few words."""
        interview, assessment = self.session.interview, self.session.assessment
        stood, before = assessment.answers.get(answer.question), assessment.scorecard()
        named = what or card.stated_line(answer, stood, assessment.scope)
        if self.attempt(
            lambda: interview.save(answer, based_on=based_on),
            named,
            lambda event: self.keep(answer, what, based_on=event, advance=advance),
            whole=not what and card.replaces(answer, stood),
        ):
            if advance:
                self.session.pace.note(self.session.clock())
            self._message = self._after_saving(advance)
            if card.shows_more(answer, stood):
                self._message = self._with_hint(f"{self.key('basis')} says that it was shown to you")
            elif hint := card.basis_gone(answer, stood):
                self._message = self._with_hint(hint)
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
            return self._with_hint(f"{self.key('card')} back to the {self._back_to}")
        if not advance or not self.session.advance:
            return ""
        if interview.go_on():
            return self._with_hint(f"{self.key('note.last')} adds a note to it")
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

    def _with_hint(self, hint: str) -> str:
        """What was saved and a hint in one line. The hint stays whole, unless it would take the place of what is to be read itself."""
        saved, width = self.session.saved, self.size.width
        if self.session.whole and cells(saved) + len(hint) + 5 > width:
            return one_line(saved)
        return f"{one_line(saved, max(20, width - len(hint) - 5))} · {hint}"
