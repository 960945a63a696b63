"""The use cases that every front end calls: one open assessment file, its scope, its questions, its answers, what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from questionnaires.canonical import canonical_text
from questionnaires.model import Library, Question
from questionnaires.steps import StepError
from readiness.errors import FileProblem, ReadinessError, StaleWrite
from readiness.rescoping import facts_drafts, resolve_categories
from readiness.shipped import shipped_library
from readiness.stating import require_allowed, unsaved
from readiness.storage import (
    Draft,
    Engagement,
    Event,
    Family,
    FinalReport,
    Store,
    StoredAnswer,
    Subject,
    answer_subject,
    clear_answer,
    item_subject,
    open_round,
    put,
    remove,
    set_answer,
    set_scope,
)
from readiness.stored_library import stored_library
from scoring.asked import Asked, asked
from scoring.model import Answer, EvidenceRequest, Item, QuestionSet, ReportType, Round, Scope
from scoring.score import RULES_VERSION, Scorecard, score_asked
from scoring.select import applicable_questions, reworded

if TYPE_CHECKING:
    from readiness.exchange.closing import Kept
    from readiness.exchange.facts import ScopeInput
    from scoring.advice import Advice
    from scoring.narrowing import Narrowing
    from scoring.plan import Plan

# What is read once and kept, by what it depends on.
_SCOPED = "_heads", "rounds", "round", "kept", "scope", "library", "answers_before", "questions", "asked", "items", "requests", "engagement"
_ANSWERED = ("stored_answers", "answers", "_scorecards")


class Assessment:
    """One assessment file, a context manager; what was read is kept until anybody writes. ``unfinished``: forms begun and not saved."""

    def __init__(self, store: Store, path: Path, recorder: str) -> None:
        self.path, self.recorder, self.file_id, self.replica_id = path, recorder, store.file_id, store.replica_id
        self._store, self._seen, self.unfinished = store, (store.data_version(), store.writes), store.unfinished
        self._looks_at: str | None = None
        # By content, which never changes: kept when everything else read is forgotten.
        self._libraries: dict[str, Library] = {}

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
        store = Store.create(path, recorder=recorder)
        try:
            digest = store.put_library(canonical_text(library), library.key, library.version)
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
    def open(cls, path: Path, *, write: bool = False, recorder: str = "", libraries: dict[str, Library] | None = None) -> Self:
        """An existing file; ``libraries`` by hash were read before. Raises FileProblem with one sentence on what is wrong with it."""
        opened = cls(Store.open(path, write=write, recorder=recorder), path, recorder)
        if libraries is not None:
            opened._libraries = libraries
        return opened

    def close(self) -> None:
        """Closes the file; everything answered is already in it."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @cached_property
    def round(self) -> Round:
        """The current round, the last one opened, or the one this looks at; without the results that a closed one keeps."""
        found = [one for one in self.rounds if self._looks_at in (None, one.id)]
        if not found:
            raise FileProblem(f"{self.path}: the file holds no round; it is not a finished assessment file. Start a new one.")
        return max(found, key=lambda one: one.number)

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """All rounds, by number, without the results that closed ones keep."""
        _ = self._heads
        return tuple(self._store.rounds(results=False))

    def looking_at(self, one: Round) -> Self:
        """The same open file with that round in place of the current one; not to be closed by itself."""
        view = type(self)(self._store, self.path, self.recorder)
        view._looks_at, view._libraries = one.id, self._libraries
        return view

    @cached_property
    def kept(self) -> Kept | None:
        """What the round kept when it was closed; None for an open one. Raises FileProblem."""
        if not self.round.closed:
            return None
        from readiness.exchange.closing import read_kept

        return read_kept(self.path, self._store.round(self.round.id) or self.round)

    @property
    def today(self) -> date:
        """The day that things are measured against: for a closed round, the day it was closed."""
        return date.today() if self.kept is None else self.kept.day

    @cached_property
    def library(self) -> Library:
        """The library the current round is asked with, as the scope's facts make it read."""
        return reworded(self.stored_library, self.scope)

    @property
    def stored_library(self) -> Library:
        """The library the current round is asked with, as it was written."""
        digest = self.round.library
        return self._libraries.get(digest) or self._libraries.setdefault(digest, stored_library(self._store, self.path, digest))

    @cached_property
    def scope(self) -> Scope:
        """What the future report is about; for a closed round, as it was stated then."""
        _ = self._heads
        return self._store.scope() if self.kept is None else self.kept.scope

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
    def answers_before(self) -> Mapping[str, StoredAnswer]:
        """The answers of the round before this one by question id, each checked when asked for; none in a first round."""
        earlier = [one for one in self.rounds if one.number < self.round.number]
        return self._store.past_answers(max(earlier, key=lambda one: one.number).id) if earlier else {}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that the scope and the round's set ask, in the library's order."""
        return applicable_questions(self.library, self.scope, self.round.set)

    @cached_property
    def asked(self) -> Asked:
        """The same questions with all that scoring needs of them, worked out once."""
        return asked(self.library, self.scope, self.round.set)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Remediation items that people changed or wrote by hand; for a closed round, as they were then."""
        _ = self._heads
        return tuple(stored.item for stored in self._store.items()) if self.kept is None else self.kept.items

    @cached_property
    def requests(self) -> tuple[EvidenceRequest, ...]:
        """What was stated about evidence requests; for a closed round, as it was then."""
        _ = self._heads
        return tuple(self._store.requests()) if self.kept is None else self.kept.requests

    @cached_property
    def engagement(self) -> Engagement | None:
        """Whether the file is closed to every change, and until when it is kept; None while nobody said so."""
        _ = self._heads
        return self._store.engagement()

    def final_reports(self) -> list[FinalReport]:
        """Every version of a report that was made final, by number."""
        return self._store.final_reports()

    def history(self, question_id: str | None = None) -> list[Event]:
        """Every event about one question's answer in the current round, oldest first; without a question every event of the file."""
        return self._store.history(None if question_id is None else answer_subject(self.round.id, question_id))

    def history_of(self, subject: Subject) -> list[Event]:
        """Every event about one thing, such as a round or a fact, oldest first."""
        return self._store.history(subject)

    def round_named(self, wanted: str | None) -> Round:
        """The round of that number or name; the current one for None. Raises ReadinessError."""
        if wanted is None:
            return self.round
        for one in self.rounds:
            if wanted in (str(one.number), one.name, one.id):
                return one
        known = ", ".join(f"{one.number} ({one.name})" for one in self.rounds)
        raise ReadinessError(f"{self.path}: there is no round {wanted}; rounds are {known}.")

    def refresh(self, *, always: bool = False) -> bool:
        """Forgets what was read if anybody else has written since, or ``always``, even where it then raises FileProblem; True if so."""
        if always:
            self._forget()
        before, self._seen = self._seen, (self._store.data_version(), self._store.writes)
        if changed := self._seen != before:
            self._forget()
        return always or changed

    def _forget(self, names: Iterable[str] = (*_SCOPED, *_ANSWERED)) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    # What it means

    @cached_property
    def _scorecards(self) -> dict[int, Scorecard]:
        return {}

    def scorecard(self, report_type: ReportType | None = None) -> Scorecard:
        """The current round's scorecard, for the scope's report type unless another is asked for; a closed round's as it was."""
        wanted = report_type or self.scope.report_type
        if wanted not in self._scorecards:
            kept = self.kept
            self._scorecards[wanted] = kept.card(wanted, self.library, self.answers) if kept else self.scored(self.answers, wanted)
        return self._scorecards[wanted]

    def scored(self, answers: Mapping[str, Answer], report_type: ReportType, today: date | None = None) -> Scorecard:
        """The scorecard of other answers to the same questions, by today's rules; nothing is kept."""
        return score_asked(self.asked, self.scope, answers, report_type, today or self.today)

    def plan(self, report_type: ReportType | None = None) -> Plan:
        """The remediation plan for every known gap. Raises FileProblem if the file's own library cannot be planned with."""
        if self.kept is not None and self.kept.plan.report_type == (report_type or self.scope.report_type):
            return self.kept.plan
        from scoring.plan import plan

        try:
            return plan(self.library, self.scope, self.scorecard(report_type))
        except StepError as error:
            raise FileProblem(f"{self.path}: a step of the library stored in the file {error}.") from None

    def advice(self) -> Advice:
        """What the stated facts say about the scope; nothing follows from it by itself."""
        from scoring.advice import advise

        return advise(self.library, self.scope)

    def narrowing(self, count: int = 7) -> tuple[Narrowing, ...]:
        """The open questions whose answers would settle most."""
        from scoring.narrowing import narrowing

        return narrowing(self.asked, self.scope, self.answers, self.today, count)

    def supposing(self, supposed: Mapping[str, Answer], report_type: ReportType | None = None) -> Scorecard:
        """The scorecard as it would be with these answers; nothing is kept. Raises ReadinessError for one that cannot stand."""
        for answer in supposed.values():
            self._answer_draft(answer, None)
        from scoring.whatif import suppose

        return suppose(self.asked, self.scope, self.answers, supposed, report_type or self.scope.report_type, self.today)

    # What people say

    def answer(self, answer: Answer, *, based_on: str | None = None) -> StoredAnswer:
        """Keeps one answer; it is durable when this returns.

        ``based_on`` is the event the person saw as newest; None stands for the newest one this object has read.
        Raises ReadinessError if the question does not allow it, StaleWrite if somebody answered in between.
        """
        [event] = self._write([self._answer_draft(answer, based_on)])
        # Not read again: what is in the file is saved, even where another program has the file by now.
        return StoredAnswer(answer=Answer.model_validate(event.payload), event=event.id, recorded_at=event.recorded_at)

    def answer_all(self, answers: Iterable[Answer], *, based_on: Mapping[str, str] | None = None) -> int:
        """Keeps many answers in one step, all or none; how many. ``based_on`` as for one answer, by question id."""
        drafts = [self._answer_draft(answer, (based_on or {}).get(answer.question)) for answer in answers]
        self._write(drafts)
        return len(drafts)

    def clear_answer(self, question_id: str) -> None:
        """Makes a question unanswered again; its history stays."""
        self._write([self._based(clear_answer(self.round.id, question_id))])

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Writes drafts that say themselves what they are based on, in one step. Raises ReadinessError, StaleWrite among them."""
        return self._write(drafts)

    def _answer_draft(self, answer: Answer, based_on: str | None) -> Draft:
        require_allowed(self.library, self.scope, answer, self.today)
        subject = answer_subject(self.round.id, answer.question)
        # What nobody has confirmed yet is still the word of whoever recorded it.
        stated = answer if answer.carried else answer.model_copy(update={"recorder": self.recorder})
        seen = based_on or self._heads.get(subject)
        return set_answer(self.round.id, stated, based_on=seen)

    # What the assessment is about

    def apply_facts(self, stated: ScopeInput) -> None:
        """Takes over a facts file in one step: what it names replaces what was there, lists match by name."""
        self._write([self._based(draft) for draft in facts_drafts(self.scope, stated)])

    def change_scope(self, drafts: Sequence[Draft]) -> None:
        """Writes scope changes (made by the constructors of the storage room) in one step, based on what was last read."""
        self._write([self._based(draft) for draft in drafts])

    def widen(self, question_set: QuestionSet) -> None:
        """Asks the current round with another set; answers stay. Raises ReadinessError for a closed round."""
        if self.round.closed:
            raise ReadinessError(f"{self.path}: {self.round.name} is closed and keeps the set of questions it was asked with.")
        self._write([self._based(open_round(self.round.model_copy(update={"set": question_set})))])

    def keep_library(self, library: Library) -> str:
        """Keeps a library's text in the file, as yet unused; the hash that a round names it by."""
        return self._store.put_library(canonical_text(library), library.key, library.version)

    def change_items(self, items: Sequence[Item], removed: Sequence[str] = (), *, based_on: str | None = None) -> None:
        """Keeps what people decided about gaps, and items of their own, and forgets those with the ids ``removed``, in one step.

        ``based_on`` is the event of the first item that the person saw as newest; None stands for the newest one this object has
        read. Raises ReadinessError, StaleWrite if somebody changed one of them in between.
        """
        drafts = [self._based(draft) for draft in (*map(put, items), *(remove(item_subject(item)) for item in removed))]
        if based_on is not None and drafts:
            drafts[0] = replace(drafts[0], based_on=based_on)
        self._write(drafts)

    def change_rounds(self, drafts: Sequence[Draft]) -> None:
        """Closes and opens rounds in one step. Raises StaleWrite if anybody has written anything since this object read the file."""
        self._write([self._based(draft) for draft in drafts], seen=self._heads)

    def _based(self, draft: Draft) -> Draft:
        return replace(draft, based_on=self._heads.get(draft.subject))

    def _write(self, drafts: Sequence[Draft], *, seen: Mapping[Subject, str] | None = None) -> list[Event]:
        if not drafts:
            return []
        # Only by our own events: heads read anew would let a change based on an older scope, round or item pass for a fresh one.
        heads = self._heads
        try:
            events = self._store.append(drafts, seen=seen)
        except (ValidationError, StaleWrite) as error:
            told = unsaved(error, self.library)
            self._forget()
            raise told from None
        heads.update({event.subject: event.id for event in events})
        # What is asked is worked out anew only if it can have changed: an interview writes an answer at every key.
        self._forget(_ANSWERED if all(draft.kind.family is Family.ANSWER for draft in drafts) else (*_SCOPED, *_ANSWERED))
        self._seen = self._seen[0], self._seen[1] + 1
        # It is saved: where another program has the file just now, the next look finds what that one wrote.
        with suppress(FileProblem):
            self.refresh()
        return events
