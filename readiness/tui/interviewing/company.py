"""Who sits here and which questions are walked: people one after the other, what they said read back, filters, ask lists.

What the dialogs need loads when one opens: the first question does not wait for it.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from questionnaires.wording import count_text
from readiness.tui.interviewing.beside import Beside
from readiness.tui.screens.base import check_only, writes
from readiness.tui.state.sift import Sift, person_of
from readiness.tui.state.text import one_line
from scoring.model import Person

if TYPE_CHECKING:
    from readiness.tui.dialogs.form import Values
    from readiness.tui.state.sitting import Said

ANOTHER, NOBODY = "+", "-"


class Company(Beside):
    """Interviews by person, and walks through some of the questions."""

    @writes
    def action_people(self) -> None:
        """Reads back what was said by whoever sits here, then asks who comes next."""
        if not self._read_back(then_choose=True):
            self._choose_person()

    @writes
    def action_read_back(self) -> None:
        """Reads back what was said by whoever sits here."""
        if not self._read_back(then_choose=False):
            self.tell(f"Nobody sits here yet, or nothing was said: {self.key('people')} picks who answers.")

    def _read_back(self, *, then_choose: bool) -> bool:
        """Opens the read-back; False if there is nothing to read back."""
        from readiness.tui.dialogs.sitting import CONFIRMED, ReadBackDialog
        from readiness.tui.state.sitting import said_by

        sitter = self.session.interview.sitter
        said = said_by(self.session.assessment, sitter.name) if sitter is not None else []
        if sitter is None or not said:
            return False

        def answered(choice: str | None) -> None:
            if choice == CONFIRMED:
                self._confirm(sitter, said)
            elif choice is not None:
                self.go_to(choice)
                return
            if then_choose:
                self._choose_person()

        self.app.push_screen(ReadBackDialog(sitter.name, said), answered)
        return True

    def _confirm(self, sitter: Person, said: list[Said]) -> None:
        """Keeps what was carried over as said now; the rest stands as it is."""
        from readiness.tui.state.sitting import confirmed, said_words

        answers = confirmed(said)

        def write() -> None:
            self.session.assessment.answer_all(answers)

        name = one_line(sitter.name, 40)
        what = f"{name} confirmed {said_words(said)}"
        if not answers:
            self.tell(f"{what}.")
        else:
            self.attempt(write, what, lambda _: None)
            self.redraw()

    def _choose_person(self) -> None:
        from readiness.tui.dialogs.choice import ChooseDialog
        from readiness.tui.dialogs.sitting import person_dialog
        from readiness.tui.state.sitting import new_person, people_rows, uncovered

        interview = self.session.interview
        left = uncovered(self.session.assessment)
        people = [(f":{key}", words) for key, words in people_rows(self.session.assessment)]
        another = "somebody who is not in the list yet" + (f" · {left}" if left else "")
        choices = [*people, (ANOTHER, another), (NOBODY, "nobody in particular: every question")]
        now = f":{interview.sitter.id}" if interview.sitter is not None else ""

        def chosen(choice: str | None) -> None:
            if choice == ANOTHER:
                check = functools.partial(check_only, functools.partial(new_person, self.session.assessment))
                self.app.push_screen(person_dialog(self.session.assessment.library, check), self._somebody_new)
            elif choice == NOBODY:
                self._seat(None)
            elif choice is not None:
                self._seat(person_of(self.session.assessment.scope, choice.removeprefix(":")))

        self.app.push_screen(ChooseDialog("Who sits here?", choices, now), chosen)

    def _somebody_new(self, values: Values | None) -> None:
        if values is None:
            return
        from readiness.tui.state.sitting import new_person

        assessment = self.session.assessment
        if self.attempt(lambda: assessment.change_scope(new_person(assessment, values)), one_line(values["name"], 40), lambda _: None):
            self._seat(assessment.scope.people[-1])

    def _seat(self, person: Person | None) -> None:
        interview = self.session.interview
        interview.sit(person)
        self.redraw()
        if person is None:
            self.tell("Nobody in particular sits here: every question is asked.")
        else:
            left = count_text(interview.open_ahead, "open question")
            self.tell(f"{one_line(person.name, 40)} answers now: {left}. {self.key('people')} hands over to the next person.")

    def action_ask_list(self) -> None:
        """What was left unsure, by whom to ask."""
        from readiness.tui.dialogs.sitting import AskListDialog
        from readiness.tui.state.sitting import parked

        lists = parked(self.session.assessment)
        if not lists:
            self.tell(f"Nothing is parked: {self.key('answer.unsure')} leaves a question unsure, for somebody else.")
            return
        self.app.push_screen(AskListDialog(lists), self.go_to)

    def go_to(self, question_id: str | None) -> None:
        """Shows a question; nothing for None."""
        if question_id is not None and self.session.interview.go_to(question_id):
            self._message = ""
            self.redraw()

    # Which questions

    def action_sift(self) -> None:
        """Chooses which questions to walk, and in which order."""

        from readiness.tui.dialogs.sifting import sift_dialog, sift_from

        def keep(values: Values | None) -> None:
            if values is not None:
                self._walk(sift_from(values))

        if self.asked_now is not None:
            self.app.push_screen(sift_dialog(self.session.interview), keep)

    def action_sort(self) -> None:
        """By who can answer, or as auditors go through them."""
        now = self.session.interview.sift
        self._walk(replace(now, by_role=not now.by_role))

    def action_all(self) -> None:
        """Walks every question again."""
        self._walk(Sift(by_role=self.session.interview.sift.by_role))

    def _walk(self, sift: Sift) -> None:
        interview, assessment = self.session.interview, self.session.assessment
        if interview.narrow(sift):
            words = sift.words(assessment.library, assessment.scope) or "every question, as auditors go through them"
            self.redraw()
            self.tell(f"Walking {count_text(len(interview.walk), 'question')}: {words}.")

    def action_advance(self) -> None:
        """Whether an answer goes on to the next open question."""
        self.session.advance = not self.session.advance
        self.tell("An answer goes on to the next question." if self.session.advance else "An answer stays on its question.")
