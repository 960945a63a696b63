"""The scope's rows changed one by one: each change is in the file at once, or a dialog says why it is not."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from questionnaires.wording import count_text
from readiness.errors import ReadinessError
from readiness.storage import Draft, set_scope
from readiness.tui.dialogs.choice import ChooseDialog, ChooseSomeDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values, ask
from readiness.tui.screens.base import Room, check_only
from readiness.tui.state import capacity, scoping
from readiness.tui.state.quick_asking import widening_words
from readiness.tui.state.scoping import LISTS, NOT_STATED, ListName
from readiness.tui.state.text import one_line, type_word
from scoring.model import Planning, QuestionSet, Scope

Make = Callable[[], list[Draft]]
YES_NO = (("no", "no"), ("yes", "yes"))
METHODS = ((NOT_STATED, "not chosen yet"), ("carve-out", "carve-out: its controls stay outside"), ("inclusive", "inclusive: they come in"))
LABELS = {
    "name": "Name",
    "description": "What it does (may stay empty)",
    "service": "What it does for you (may stay empty)",
    "subservice": "A subservice organisation? Its controls are needed together with yours",
    "method": "How the report treats it (subservice organisations only)",
    "text": "The promise",
    "source": "Where it stands: contract, SLA, site (may stay empty)",
    "role": "Role",
    "email": "E-mail (may stay empty)",
}
NEEDED = {"name": "Give it a name.", "text": "Write the promise in a few words."}


class Changing(Room):
    """What a row asks for when it is changed. A screen says which one that is."""

    def next_row(self) -> None:
        """Goes on to the row below: facts are stated one after the other."""

    def keep(self, make: Make, what: str, how: str = "saved") -> None:
        """Writes a change; ``make`` is asked anew for "mine" after somebody else's, so that it fits what the file says then."""
        self._write(lambda: self.session.assessment.change_scope(make()), what, how)

    def _write(self, write: Callable[[], None], what: str, how: str = "saved") -> None:
        before = self._answered()
        if self.attempt(write, what, lambda _: self._write(write, what, how), how=how) and (said := self._kept_words(before)):
            self._message = f"{self.session.saved} · {said}"
        self.redraw()

    def _answered(self) -> set[str]:
        """The questions asked now that have an answer."""
        assessment = self.session.assessment
        return {question.id for question in assessment.questions if question.id in assessment.answers}

    def _kept_words(self, before: set[str]) -> str:
        """What a change did to answers: those of questions no longer asked wait for them, and are there again with them."""
        after = self._answered()
        gone, back = len(before - after), len(after - before)
        parts = [f"{count_text(gone, 'answer')} kept until asked for again" if gone else ""]
        parts += [f"{count_text(back, 'answer')} of before there again" if back else ""]
        return ", ".join(filter(None, parts))

    def change(self, row_id: str) -> None:
        """Asks for what a row's line says, or turns it over where it is one of two."""
        kind, _, key = row_id.partition(":")
        scope = self.session.assessment.scope
        if kind in LISTS:
            self.edit(kind, key)
        elif kind == "add":
            self.edit(cast(ListName, key), None)
        elif kind == "role":
            self.edit("people", None, role=key)
        elif kind == "category":
            self._change_category(key)
        elif kind == "fact":
            self._change_fact(key)
        elif kind == "organisation":
            self._ask("Organisation", "Name", scope.organisation, scoping.organisation_drafts)
        elif kind == "product":
            self._ask("Product", "The one system or product the report describes", scope.product, scoping.product_drafts)
        elif kind == "as_of":
            self._ask("As-of date", "2027-03-31 or 31 March 2027; nothing for “not stated”", str(scope.as_of or ""), scoping.as_of_drafts)
        elif kind == "window":
            self._change_window()
        elif kind == "type":
            self._change_type(int(key))
        elif kind == "set":
            self._widen()
        elif kind == "planning":
            self._change_planning(key)

    def _change_type(self, report_type: int) -> None:
        if self.session.assessment.scope.report_type == report_type:
            self.tell(f"It is {type_word(report_type)} already.")
        else:
            self.keep(lambda: [set_scope("report_type", report_type)], type_word(report_type))

    def _change_planning(self, key: str) -> None:
        library, stated = self.session.assessment.library, self.session.assessment.scope.planning or Planning()

        def scope() -> Scope:
            # Asked for anew at each change: it is laid over what the file says then.
            return self.session.assessment.scope

        match key:
            case "capacity":
                fields = [Field(*field) for field in capacity.capacity_fields(library, scope())]
                self._fill("Person-days a week", fields, lambda values: capacity.capacity_drafts(library, scope(), values))
            case "start":
                label = "2027-01-04 or 4 January 2027; nothing for “not stated”"
                self._ask("Start of work", label, str(stated.start or ""), lambda typed: capacity.start_drafts(scope(), typed))
            case "holidays":
                fields = [Field("days", "One day a line: 2026-12-25 or 25 December 2026", capacity.holidays_text(scope()), "area")]
                self._fill("Days off", fields, lambda values: capacity.holidays_drafts(scope(), values["days"]))
            case _:
                before = str(stated.window_months or "")
                label = "1 to 12; nothing for “not stated”"
                self._ask("Months of the window to plan for", label, before, lambda typed: capacity.months_drafts(scope(), typed))

    def _fill(self, title: str, fields: Sequence[Field], make: Callable[[Mapping[str, str]], list[Draft]]) -> None:
        def keep(values: Values | None) -> None:
            if values is not None:
                self.keep(lambda: make(values), title.lower())

        self.app.push_screen(FormDialog(title, fields, lambda values: check_only(make, values)), keep)

    def _ask(self, title: str, label: str, before: str, make: Callable[[str], list[Draft]]) -> None:
        def keep(values: Values | None) -> None:
            if values is not None and values["value"] != before:
                self.keep(lambda: make(values["value"]), title.lower())

        self.app.push_screen(ask(title, label, before, lambda typed: check_only(make, typed)), keep)

    def _change_category(self, category: str) -> None:
        assessment = self.session.assessment
        chosen = assessment.library.category_by_id[category]
        try:
            drafts = scoping.category_drafts(assessment.library, assessment.scope, category)
        except ReadinessError as error:
            self.tell(str(error))
            return
        self.keep(lambda: drafts, one_line(chosen.title))
        thin = assessment.round.set == "quick" and category in assessment.scope.categories and not self.session.unsaved
        if thin and (said := widening_words(assessment.library, chosen)):
            self.tell(f"{self._message or self.session.saved} · {said}")

    def _change_window(self) -> None:
        window = self.session.assessment.scope.window
        fields = [
            Field("start", "First day (2027-01-01 or 1 January 2027)", str(window.start) if window else ""),
            Field("end", "Last day (2027-06-30 or 30 June 2027)", str(window.end) if window else ""),
        ]

        self._fill("Observation window", fields, lambda values: scoping.window_drafts(values["start"], values["end"]))

    def _widen(self) -> None:
        assessment = self.session.assessment
        wanted: QuestionSet = "full" if assessment.round.set == "quick" else "quick"
        self._write(lambda: assessment.widen(wanted), f"{wanted} set")

    def _change_fact(self, fact_id: str) -> None:
        assessment = self.session.assessment
        fact = assessment.library.fact_by_id[fact_id]
        before = assessment.scope.facts.get(fact_id)
        title = one_line(fact.text)

        def keep(stated: str | Sequence[str]) -> None:
            if stated:
                self.keep(lambda: scoping.fact_drafts(assessment.library, fact_id, stated), title)
            elif before is None:
                self.tell(f"{title} Still not stated.")
            else:
                self.keep(lambda: scoping.fact_drafts(assessment.library, fact_id, ""), title, "not stated since")

        def keep_choice(chosen: str | None) -> None:
            if chosen is not None:
                keep("" if chosen == NOT_STATED else chosen)
                # Facts are stated one after the other.
                self.next_row()

        def keep_some(chosen: list[str] | None) -> None:
            if chosen is not None:
                keep(chosen)

        def keep_typed(values: Values | None) -> None:
            if values is not None and values["value"] != typed:
                keep(values["value"].strip())

        unknown = (NOT_STATED, "not stated: nobody knows yet")
        typed = "" if before is None else str(before)
        choices = [(value, one_line(words)) for value, words in fact.choices.items()]
        match fact.type:
            case "yes-no":
                self.app.push_screen(
                    ChooseDialog(title, [("yes", "yes"), ("no", "no"), unknown], scoping.fact_text(fact, before)), keep_choice
                )
            case "choice":
                self.app.push_screen(ChooseDialog(title, [*choices, unknown], typed or NOT_STATED), keep_choice)
            case "choices":
                self.app.push_screen(ChooseSomeDialog(title, choices, before if isinstance(before, tuple) else ()), keep_some)
            case _:
                check = functools.partial(check_only, functools.partial(scoping.fact_drafts, assessment.library, fact_id))
                self.app.push_screen(ask(title, "Leave it empty for “not stated”", typed, check), keep_typed)

    def edit(self, name: ListName, key: str | None, *, role: str = "") -> None:
        """Asks for an entry of a list: the one with that key, or a new one (None), who may have a ``role`` already."""
        assessment = self.session.assessment
        values = scoping.entry_values(assessment.scope, name, key) | ({"role": role} if role else {})
        fields = [self._field(field, value) for field, value in values.items()]

        def make(typed: Mapping[str, str]) -> list[Draft]:
            if key is None:
                return scoping.new_entry_drafts(assessment, name, typed)
            return scoping.entry_drafts(assessment.scope, name, key, typed)

        def keep(typed: Values | None) -> None:
            if typed is not None:
                self.keep(lambda: make(typed), one_line(next(iter(typed.values())), 40))

        title = f"{'Change' if key else 'Add'}: {LISTS[name][1]}"
        self.app.push_screen(FormDialog(title, fields, lambda typed: check_only(make, typed)), keep)

    def _field(self, field: str, value: str) -> Field:
        if field == "subservice":
            return Field(field, LABELS[field], value, "cycle", YES_NO)
        if field == "method":
            return Field(field, LABELS[field], value, "cycle", METHODS)
        if field == "role":
            roles = [("", "not stated"), *((role.id, one_line(role.title)) for role in self.session.assessment.library.roles)]
            if value not in [role for role, _ in roles]:
                roles.append((value, one_line(value)))
            return Field(field, LABELS[field], value, "cycle", tuple(roles))
        return Field(field, LABELS[field], value, needed=NEEDED.get(field, ""))
