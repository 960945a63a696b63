"""What is kept beside an answer: notes, one case told, evidence, dates, names, a flag, a compensating control.

Forms load when the first of them opens: the first question does not wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaires.model import Question
from readiness.tui.interviewing.stating import Stating
from readiness.tui.screens.base import asks, writes
from scoring.model import Answer

if TYPE_CHECKING:
    from readiness.tui.dialogs.fingerprint import Prints
    from readiness.tui.dialogs.form import Values


class Beside(Stating):
    """The forms beside an answer."""

    @asks
    def action_note(self) -> None:
        """Opens the note of the question on the screen; it is kept with Ctrl+S."""
        if self.asked_now is not None:
            self._note_on(self.asked_now)

    @asks
    def action_note_last(self) -> None:
        """Opens the note of the question answered last."""
        last = self.session.interview.last_stated
        if last is None:
            self.refuse(f"Nothing was answered in this session yet; {self.key('note')} opens this question's note.")
        else:
            self._note_on(last)

    def _note_on(self, question: Question) -> None:
        interview = self.session.interview
        answer = self.session.assessment.answers.get(question.id)
        before = answer.note if answer is not None else ""

        def keep(values: Values) -> None:
            if values["value"] != before:
                self.keep(interview.with_note(values["value"], question.id), f"note on {question.id}")

        from readiness.tui.dialogs.answering import note_dialog
        from readiness.tui.unfinished import fill

        answered = answer is not None and answer.level != "unanswered"
        check = self.allowed(lambda typed: interview.with_note(typed["value"], question.id))
        fill(self, note_dialog(question, before, check, answered=answered), keep, "note", question.id)

    @asks
    def action_walkthrough(self) -> None:
        """Opens the case told from end to end."""
        question, interview = self.asked_now, self.session.interview
        if question is None:
            return
        answer = interview.answer
        before = answer.walkthrough if answer is not None else ""

        def keep(values: Values) -> None:
            if values["value"] != before:
                self.keep(interview.with_walkthrough(values["value"]), f"one case of {question.id}")

        from readiness.tui.dialogs.answering import walkthrough_dialog
        from readiness.tui.unfinished import fill

        answered = answer is not None and answer.level != "unanswered"
        check = self.allowed(lambda typed: interview.with_walkthrough(typed["value"]))
        fill(self, walkthrough_dialog(question, before, check, answered=answered), keep, "case", question.id)

    @writes
    def action_flag(self) -> None:
        """Marks the question for follow-up, or takes the mark away."""
        if self.asked_now is not None:
            answer = self.session.interview.with_flag()
            self.keep(answer, f"{answer.question} {'flagged for follow-up' if answer.flagged else 'no longer flagged'}")

    @asks
    def action_evidence(self) -> None:
        """Adds a reference beside the answer."""
        question, interview = self.asked_now, self.session.interview
        if question is None:
            return

        def keep(values: Values | None) -> None:
            if values is not None:
                self._keep_read(interview.with_evidence(values), f"evidence of {question.id}")

        from readiness.tui.dialogs.answering import evidence_dialog

        self.app.push_screen(evidence_dialog(question, self.allowed(interview.with_evidence)), keep)

    def _keep_read(self, answer: Answer, what: str = "") -> None:
        """Keeps an answer once the local files among its new references are read, or reading them was stopped."""
        from readiness.exchange.evidence_files import not_here, unread, with_fingerprints

        before, folder = self.session.assessment.answers.get(answer.question), Path(self.session.assessment.path).parent
        files = unread(answer, before, folder)
        known = {one.reference for one in before.evidence} if before is not None else set()
        missing = [said for one in answer.evidence if one.reference not in known and (said := not_here(one.reference, folder))]
        if not files:
            self.keep(answer, what)
            if missing and not self.session.unsaved:
                self.tell(self._with_hint(missing[0]))
            return

        def keep(read: Prints | None) -> None:
            prints, problems = read or ({}, [])
            today: date = self.session.clock().date()
            self.keep(with_fingerprints(answer, prints, today), what)
            if (problems or missing) and not self.session.unsaved:
                self.tell(f"{self.session.saved} · {[*problems, *missing][0]}")

        from readiness.tui.dialogs.fingerprint import FingerprintDialog

        self.app.push_screen(FingerprintDialog(files), keep)

    @asks
    def action_details(self) -> None:
        """Opens what is kept beside the answer."""
        interview = self.session.interview
        answer = interview.answer
        if answer is None:
            self.refuse("Answer the question first: respondent, dates and evidence belong to an answer.")
            return

        def stated(values: Mapping[str, str]) -> Answer:
            return interview.with_details({"nothing_written": "no", **values})

        def keep(values: Values | None) -> None:
            if values is not None:
                self._keep_read(stated(values))

        from readiness.tui.dialogs.answering import details_dialog

        self.app.push_screen(details_dialog(interview.current, answer, self.allowed(stated)), keep)

    @asks
    def action_alternative(self) -> None:
        """Opens the compensating control beside the answer."""
        interview = self.session.interview
        answer = interview.answer
        if answer is None or answer.rung is None:
            self.refuse("Answer with a rung first: an alternative makes up for a control that is weak.")
            return

        def keep(values: Values) -> None:
            self.keep(interview.with_compensating(values), f"compensating control of {interview.current.id}")

        from readiness.tui.dialogs.answering import compensating_dialog
        from readiness.tui.unfinished import fill

        form = compensating_dialog(interview.current, answer, self.allowed(interview.with_compensating))
        fill(self, form, keep, "compensating-control", interview.current.id)
