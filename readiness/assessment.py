"""The use cases that every front end calls: one open assessment file, its scope, its questions, its answers, what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from questionnaires.lint import unsound
from questionnaires.loader import LibraryError, canonical_text, parse_library
from questionnaires.model import Library, Question
from questionnaires.steps import StepError
from readiness.errors import FileProblem, ReadinessError
from readiness.exchange.facts import ScopeInput
from readiness.shipped import shipped_library
from readiness.storage import (
    Draft,
    Event,
    Store,
    StoredAnswer,
    Subject,
    answer_subject,
    clear_answer,
    open_round,
    put,
    remove,
    set_answer,
    set_fact,
    set_scope,
)
from scoring.model import Answer, Commitment, Item, Person, QuestionSet, ReportType, Round, Scope, System, Vendor
from scoring.objections import objection
from scoring.plan import Plan, plan
from scoring.score import RULES_VERSION, Scorecard, score
from scoring.select import applicable_questions, chosen_criteria, reworded


class Assessment:
    """One assessment file, open for reading or writing. Use as a context manager.

    Everything read is cached until something is written here or another program writes to the file.
    """

    def __init__(self, store: Store, path: Path, recorder: str) -> None:
        self.path = path
        self.recorder = recorder
        self._store = store
        self._seen = store.data_version()
        self._today = date.today()

    @classmethod
    def create(
        cls,
        path: Path,
        organisation: str,
        *,
        categories: Sequence[str] = (),
        report_type: ReportType = 2,
        question_set: QuestionSet = "quick",
        recorder: str,
        library: Library | None = None,
        scope_input: ScopeInput | None = None,
    ) -> Self:
        """A new file with its first round open. Raises ReadinessError; then no file is left behind."""
        library = library or shipped_library()
        chosen = resolve_categories(library, categories)
        text = canonical_text(library)
        store = Store.create(path, recorder=recorder)
        try:
            digest = store.put_library(text, library.key, library.version)
            first = Round(id=str(uuid7()), number=1, name="First round", set=question_set, library=digest, rules=RULES_VERSION)
            store.append(
                [
                    set_scope("organisation", organisation),
                    set_scope("categories", list(chosen)),
                    set_scope("report_type", report_type),
                    open_round(first),
                ]
            )
            assessment = cls(store, path, recorder)
            if scope_input is not None:
                assessment.apply_facts(scope_input)
        except BaseException:
            store.close()
            path.unlink(missing_ok=True)
            raise
        return assessment

    @classmethod
    def open(cls, path: Path, *, write: bool = False, recorder: str = "") -> Self:
        """An existing file. Raises FileProblem with one sentence on what is wrong with it."""
        return cls(Store.open(path, write=write, recorder=recorder), path, recorder)

    def close(self) -> None:
        """Closes the file; everything answered is already in it."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # What the file says

    @cached_property
    def round(self) -> Round:
        """The current round: the last one opened."""
        rounds = self._store.rounds()
        if not rounds:
            raise FileProblem(f"{self.path}: the file holds no round; it is not a finished assessment file. Start a new one.")
        return max(rounds, key=lambda one: one.number)

    @cached_property
    def library(self) -> Library:
        """The library the current round is asked with, as the scope's facts make it read."""
        return reworded(self._stored_library, self.scope)

    @cached_property
    def _stored_library(self) -> Library:
        try:
            library = parse_library(self._store.library_text(self.round.library), f"{self.path} (stored library)")
        except LibraryError as error:
            raise FileProblem(error.problems[0]) from None
        if fault := next(unsound(library), None):
            place, what = fault
            raise FileProblem(f"{self.path}: the library stored in the file is not sound: {'.'.join(map(str, place))}: {what}.")
        return library

    @cached_property
    def scope(self) -> Scope:
        """What the future report is about."""
        _ = self._heads
        return self._store.scope()

    @cached_property
    def _heads(self) -> dict[Subject, str]:
        """The newest event of each subject, read before the state it belongs to: a write in between is refused, never lost."""
        return self._store.heads()

    @cached_property
    def stored_answers(self) -> dict[str, StoredAnswer]:
        """The current round's answers by question id, each with the event that stated it."""
        _ = self._heads
        return self._store.answers(self.round.id)

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """The current round's answers by question id."""
        return {question_id: stored.answer for question_id, stored in self.stored_answers.items()}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that the scope and the round's set ask, in the library's order."""
        return applicable_questions(self.library, self.scope, self.round.set)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Remediation items that people changed or wrote by hand."""
        return tuple(stored.item for stored in self._store.items())

    @cached_property
    def unasked_criteria(self) -> tuple[str, ...]:
        """Criteria of the chosen categories on which this library and set ask nothing: they stay not assessed."""
        asked = {criterion for question in self.questions for criterion in question.criteria}
        return tuple(criterion for criterion in chosen_criteria(self.library, self.scope) if criterion not in asked)

    def history(self, question_id: str) -> list[Event]:
        """Every event about one question's answer in the current round, oldest first."""
        return self._store.history(answer_subject(self.round.id, question_id))

    def round_named(self, wanted: str | None) -> Round:
        """The round of that number or name; the current one for None. Raises ReadinessError."""
        if wanted is None:
            return self.round
        rounds = self._store.rounds()
        for one in rounds:
            if wanted in (str(one.number), one.name, one.id):
                return one
        known = ", ".join(f"{one.number} ({one.name})" for one in rounds)
        raise ReadinessError(f"{self.path}: there is no round {wanted}; rounds are {known}.")

    def refresh(self) -> bool:
        """Forgets what was read if another program has written since; True if so."""
        version = self._store.data_version()
        changed = version != self._seen
        if changed:
            self._seen = version
            self._forget()
        return changed

    def _forget(self) -> None:
        for name in (
            "round",
            "scope",
            "library",
            "stored_answers",
            "answers",
            "questions",
            "unasked_criteria",
            "items",
            "_heads",
            "_scorecards",
        ):
            self.__dict__.pop(name, None)

    # What it means

    @cached_property
    def _scorecards(self) -> dict[int, Scorecard]:
        return {}

    def scorecard(self, report_type: ReportType | None = None) -> Scorecard:
        """The current round's scorecard, for the scope's report type unless another is asked for."""
        wanted = report_type or self.scope.report_type
        if wanted not in self._scorecards:
            self._scorecards[wanted] = score(self.library, self.scope, self.round.set, self.answers, wanted, self._today)
        return self._scorecards[wanted]

    def plan(self, report_type: ReportType | None = None) -> Plan:
        """The remediation plan for every known gap. Raises FileProblem if the file's own library cannot be planned with."""
        try:
            return plan(self.library, self.scope, self.scorecard(report_type))
        except StepError as error:
            raise FileProblem(f"{self.path}: a step of the library stored in the file {error}.") from None

    # What people say

    def answer(self, answer: Answer, *, based_on: str | None = None, undoes: str | None = None) -> StoredAnswer:
        """Keeps one answer; it is durable when this returns.

        ``based_on`` is the event the person saw as newest; None stands for the newest one this object has read.
        Raises ReadinessError if the question does not allow it, StaleWrite if somebody answered in between.
        """
        self._write([self._answer_draft(answer, based_on, undoes)])
        return self.stored_answers[answer.question]

    def answer_all(self, answers: Iterable[Answer]) -> int:
        """Keeps many answers in one step, all or none; how many."""
        drafts = [self._answer_draft(answer, None, None) for answer in answers]
        self._write(drafts)
        return len(drafts)

    def clear_answer(self, question_id: str, *, undoes: str | None = None) -> None:
        """Makes a question unanswered again; its history stays."""
        self._write([self._based(clear_answer(self.round.id, question_id, undoes=undoes))])

    def undo_answer(self, question_id: str) -> bool:
        """Takes the newest statement about a question back to the one before; False if there is nothing to undo.

        An undo is an event like any other: nothing is erased. Undoing again goes one further back.
        """
        events = self.history(question_id)
        undone = {event.undoes for event in events if event.undoes}
        standing = [event for event in events if event.undoes is None and event.id not in undone]
        if not standing:
            return False
        taken_back = standing[-1].id
        if len(standing) == 1 or standing[-2].kind.removes:
            self.clear_answer(question_id, undoes=taken_back)
        else:
            self.answer(Answer.model_validate(standing[-2].payload), based_on=events[-1].id, undoes=taken_back)
        return True

    def _answer_draft(self, answer: Answer, based_on: str | None, undoes: str | None) -> Draft:
        question = self.library.question_by_id.get(answer.question)
        if question is None:
            raise ReadinessError(f"{answer.question}: no such question; `readiness questions` lists them.")
        objected = objection(question, answer, self.scope)
        if objected:
            raise ReadinessError(f"{answer.question}: {objected}.")
        for what, day in (("operating since", answer.operating_since), ("last done", answer.last_done)):
            if day is not None and day > self._today:
                raise ReadinessError(f"{answer.question}: {what} {day} is still to come; give a day up to today.")
        subject = answer_subject(self.round.id, answer.question)
        stated = answer.model_copy(update={"recorder": self.recorder})
        seen = based_on or self._heads.get(subject)
        return set_answer(self.round.id, stated, based_on=seen, undoes=undoes)

    # What the assessment is about

    def apply_facts(self, stated: ScopeInput) -> None:
        """Takes over a facts file in one step: what it names replaces what was there, lists match by name."""
        file = stated.file
        drafts = [set_fact(fact, value) for fact, value in stated.facts.items() if self.scope.facts.get(fact) != value]
        if file.product is not None:
            drafts.append(set_scope("product", file.product))
        if file.entities is not None:
            drafts.append(set_scope("entities", list(file.entities)))
        if file.as_of is not None:
            drafts += [set_scope("as_of", file.as_of.isoformat()), set_scope("window", None)]
        if file.window is not None:
            drafts += [set_scope("window", file.window.model_dump(mode="json", by_alias=True)), set_scope("as_of", None)]
        if file.systems is not None:
            known = {system.name: system.id for system in self.scope.systems}
            drafts += self._replaced(self.scope.systems, [System(id=_id(known, e.name), **e.model_dump()) for e in file.systems])
        if file.vendors is not None:
            known = {vendor.name: vendor.id for vendor in self.scope.vendors}
            drafts += self._replaced(
                self.scope.vendors, [Vendor.model_validate({"id": _id(known, e.name), **e.model_dump()}) for e in file.vendors]
            )
        if file.commitments is not None:
            known = {commitment.text: commitment.id for commitment in self.scope.commitments}
            drafts += self._replaced(
                self.scope.commitments, [Commitment(id=_id(known, e.text), **e.model_dump()) for e in file.commitments]
            )
        if file.people is not None:
            known = {person.name: person.id for person in self.scope.people}
            drafts += self._replaced(self.scope.people, [Person(id=_id(known, e.name), **e.model_dump()) for e in file.people])
        self._write([self._based(draft) for draft in drafts])

    def _replaced(
        self, before: Sequence[System | Vendor | Commitment | Person], after: Sequence[System | Vendor | Commitment | Person]
    ) -> list[Draft]:
        kept = {thing.id for thing in after}
        drafts = [put(thing) for thing in after if thing not in before]
        return drafts + [remove(put(thing).subject) for thing in before if thing.id not in kept]

    def change_scope(self, drafts: Sequence[Draft]) -> None:
        """Writes scope changes (made by the constructors of the storage room) in one step, based on what was last read."""
        self._write([self._based(draft) for draft in drafts])

    def widen(self, question_set: QuestionSet) -> None:
        """Asks the current round with another set; answers stay."""
        self._write([self._based(open_round(self.round.model_copy(update={"set": question_set})))])

    def put_item(self, item: Item) -> None:
        """Keeps what people decided about a gap, or an item of their own."""
        self._write([self._based(put(item))])

    def _based(self, draft: Draft) -> Draft:
        return replace(draft, based_on=self._heads.get(draft.subject))

    def _write(self, drafts: Sequence[Draft]) -> None:
        if not drafts:
            return
        try:
            self._store.append(drafts)
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in detail["loc"])
            raise ReadinessError(
                f"{place + ': ' if place else ''}{detail['msg'].removeprefix('Value error, ')}; nothing was saved."
            ) from None
        finally:
            self._seen = self._store.data_version()
            self._forget()


def _id(known: Mapping[str, str], name: str) -> str:
    return known.get(name) or str(uuid7())


def resolve_categories(library: Library, wanted: Sequence[str]) -> tuple[str, ...]:
    """Category ids in the library's order for ids or titles in any case. Raises ReadinessError for an unknown one."""
    names = {
        key.casefold(): category.id
        for category in library.scored_categories
        for key in (category.id, category.title, category.title.replace(" ", "-"))
    }
    chosen = set()
    for name in wanted:
        if name.casefold() not in names:
            known = ", ".join(f"{category.id} ({category.title})" for category in library.scored_categories)
            raise ReadinessError(f"{name}: no such category; categories are {known}.")
        chosen.add(names[name.casefold()])
    return tuple(category.id for category in library.scored_categories if category.common or category.id in chosen)
