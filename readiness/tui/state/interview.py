"""The interview as a state machine: which question is current, what a key press states, what comes next. Knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import Event
from readiness.tui.state.evidence import references
from readiness.tui.state.sift import Sift, in_order, role_of, sifted
from scoring.model import BASES, Answer, Basis, Level, Person, Vendor
from scoring.restating import standing, unanswered

if TYPE_CHECKING:
    from readiness.tui.state.finding import Finder

_NUMBERS = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WORDS = re.compile(r"(?P<day>[0-9]{1,2})\.? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>[0-9]{4})")
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
COMPENSATING_NEEDS = {
    "reason": "Say what you do instead and why it makes up for the control: your auditor has to agree.",
    "owner": "Name who owns the compensating control.",
}


class Undoing(NamedTuple):
    """What was said about the current question before this session, and an undo would take back."""

    question: str
    event: Event


class Interview:
    """Walks one assessment's questions. Every change is durable in the file before the state here moves on."""

    def __init__(self, assessment: Assessment, at: str | None = None) -> None:
        self.assessment = assessment
        self.pending_basis: Basis | None = None
        self.sift = Sift()
        self.sitter: Person | None = None
        self._sifted: tuple[object, Sift, tuple[Question, ...]] | None = None
        self._stated: list[str] = []
        self._at = ""
        if at is None or not self.go_to(at):
            self._at = self._beginning or (self.questions[0].id if self.questions else "")

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order."""
        return self.assessment.questions

    @property
    def walk(self) -> tuple[Question, ...]:
        """The questions that are walked: those the sift leaves, in its order."""
        card = self.assessment.scorecard()
        if self._sifted is None or self._sifted[0] is not card or self._sifted[1] != self.sift:
            self._sifted = (card, self.sift, sifted(self.assessment, self.sift))
        return self._sifted[2]

    @property
    def current(self) -> Question:
        """The question on the card. Raises LookupError when the scope asks none."""
        return self.questions[self.index]

    @property
    def index(self) -> int:
        """The current question's place, from 0. A question that the scope no longer asks gives way to where one begins."""
        ids = [question.id for question in self.questions]
        if self._at in ids:
            return ids.index(self._at)
        if not ids:
            raise LookupError("the scope asks no question")
        self._at = self._beginning or ids[0]
        return ids.index(self._at)

    @property
    def answer(self) -> Answer | None:
        """The current question's answer."""
        return self.assessment.answers.get(self.current.id)

    @property
    def last_stated(self) -> Question | None:
        """The question that this session said something about last; None if nothing was said or it is no longer asked."""
        last = self._stated[-1] if self._stated else ""
        return next((question for question in self.questions if question.id == last), None)

    @property
    def vendors(self) -> tuple[Vendor, ...]:
        """The subservice organisations a control can be carved out to."""
        return tuple(vendor for vendor in self.assessment.scope.vendors if vendor.can_be_left_controls)

    def is_open(self, question_id: str) -> bool:
        """Unanswered, unsure or not yet confirmed."""
        return self.assessment.scorecard().controls[question_id].state == "open"

    # Moving

    def go_to(self, question_id: str) -> bool:
        """Makes a question current; False if it is not asked."""
        if all(question.id != question_id for question in self.questions):
            return False
        if question_id != self._at:
            self.pending_basis = None
        self._at = question_id
        return True

    def step(self, by: int) -> bool:
        """Moves one question of the walk on (1) or back (-1); False at either end."""
        after, before = self._around()
        target = next(iter(after if by > 0 else reversed(before)), None)
        return target is not None and self.go_to(target)

    def next_open_id(self) -> str | None:
        """The next open question of the walk after the current one, round the end; None if no other is open."""
        after, before = self._around()
        return next((one for one in after + before if self.is_open(one)), None)

    @property
    def _beginning(self) -> str:
        """Where to begin: the first question never answered, else the first open one, which somebody may be asked about meanwhile."""
        answered = {name for name, answer in self.assessment.answers.items() if answer.level != "unanswered"}
        never_answered = (question.id for question in self.walk if question.id not in answered)
        still_open = (question.id for question in self.walk if self.is_open(question.id))
        return next(never_answered, "") or next(still_open, "")

    def next_open(self) -> bool:
        """Moves to the next open question of the walk; False if no other is open."""
        target = self.next_open_id()
        return target is not None and self.go_to(target)

    def go_on(self) -> bool:
        """Moves on after an answer: to the next open question, or to the next one of a walk through other things; False at its end."""
        if self.sift.which in ("all", "open", "key"):
            return self.next_open()
        return self.step(1)

    def _around(self) -> tuple[list[str], list[str]]:
        """Ids of the walk's questions after the current one and before it, which may have left the walk itself."""
        ordered = [question.id for question in in_order(self.assessment, self.sift.by_role)]
        walked = {question.id for question in self.walk}
        place = ordered.index(self._at) if self._at in ordered else -1
        left = ordered[: max(0, place)]
        return [one for one in ordered[place + 1 :] if one in walked], [one for one in left if one in walked]

    def leaves(self, sift: Sift) -> bool:
        """Whether a sift leaves any question to walk."""
        return bool(sifted(self.assessment, sift))

    def narrow(self, sift: Sift) -> bool:
        """Walks other questions from now on, from the first open one among them; False, and nothing changes, if it leaves none."""
        if not self.leaves(sift):
            return False
        self.sift = sift
        if self.current.id not in {question.id for question in self.walk}:
            target = next((question.id for question in self.walk if self.is_open(question.id)), self.walk[0].id)
            self.go_to(target)
        return True

    def sit(self, person: Person | None) -> None:
        """Somebody else answers from now on: every answer carries the name, and the walk keeps to what the role can answer."""
        self.sitter = person
        role = role_of(self.assessment.library, person) if person is not None else ""
        if not self.narrow(Sift(role=role)):
            self.narrow(Sift())

    @property
    def open_ahead(self) -> int:
        """How many open questions the walk has."""
        return sum(1 for question in self.walk if self.is_open(question.id))

    def go_to_criterion(self, criterion_id: str) -> bool:
        """Moves to the first open question that serves a criterion, or its first one; False if none is asked."""
        served = [question.id for question in self.questions if criterion_id in question.criteria]
        home = [question_id for question_id in served if self.assessment.library.question_by_id[question_id].home == criterion_id]
        ordered = [*home, *(question_id for question_id in served if question_id not in home)]
        target = next((one for one in ordered if self.is_open(one)), next(iter(ordered), None))
        return target is not None and self.go_to(target)

    def find(self, words: str) -> list[Question]:
        """What a search for these words finds; see `finder`."""
        return self.finder().find(words)

    def finder(self) -> Finder:
        """Finds questions by anything that stands in them or beside their answers as these are now."""
        from readiness.tui.state.finding import Finder

        return Finder(self.questions, self.assessment.library, self.assessment.answers)

    # Stating

    def why_not(self, level: Level) -> str | None:
        """Why the current question does not take this level, in one sentence; None if it does."""
        question = self.current
        if level == "na" and not question.waivable:
            return "Can't be waived: every company needs some form of it. Take a rung, 0 for none."
        if level == "no-events" and not question.no_events:
            return "There are always cases to look at here: take a rung instead of no events."
        if level == "carved-out" and not question.inheritable:
            return "This can't be left to a provider: take a rung for your own part."
        return None

    def stated(self, level: Level, *, reason: str = "", vendor: str = "", owner: str = "") -> Answer:
        """The answer that a key press states: what stood beside the old one stays, as far as `standing` lets it."""
        before = self.answer
        kept = standing(before, level) if before is not None else {"question": self.current.id}
        kept |= {"level": level, "reason": reason, "vendor": vendor}
        if owner:
            kept["owner"] = owner
        if self.sitter is not None:
            kept["respondent"] = self.sitter.name
        if self.pending_basis is not None:
            kept["basis"] = self.pending_basis
        return _checked(kept)

    def with_next_basis(self) -> Answer | None:
        """The current answer with the next basis; None when there is none yet: the basis then waits for it."""
        before = self.answer if self.answer is not None and self.answer.level != "unanswered" else None
        basis = before.basis if before is not None else self.pending_basis or BASES[0]
        following = BASES[(BASES.index(basis) + 1) % len(BASES)]
        if before is None:
            self.pending_basis = following
            return None
        return _checked({**dict(before), "basis": following})

    def with_nothing_written(self) -> Answer:
        """The current answer with the nothing-written flag turned. Raises ReadinessError where the flag does not fit."""
        before = self.answer
        if before is None or before.rung is None or before.rung < 3:
            raise ReadinessError("Nothing written is a remark on rungs 3 to 5: it works, but no rule is written.")
        return _checked({**dict(before), "nothing_written": not before.nothing_written})

    def with_note(self, note: str, question_id: str = "") -> Answer:
        """A question's answer (the current one's, if none is named) with another note."""
        return self._beside(question_id, note=note)

    def with_walkthrough(self, told: str) -> Answer:
        """The current answer with one case told from its start to its end."""
        return self._beside(walkthrough=told)

    def with_flag(self) -> Answer:
        """The current answer with its flag for follow-up turned."""
        before = self.answer
        return self._beside(flagged=before is None or not before.flagged)

    def with_evidence(self, typed: Mapping[str, str]) -> Answer:
        """The current answer with one more reference as typed. Raises ReadinessError."""
        reference = typed["reference"].strip()
        kept = self.answer.evidence if self.answer is not None else ()
        if any(one.reference == reference for one in kept):
            raise ReadinessError("That reference stands beside the answer already.")
        texts = {key: typed[key].strip() for key in ("title", "source", "collected_by")}
        added = {"reference": reference, **texts, **{key: day_of(typed[key]) for key in ("collected_on", "covers_from", "covers_to")}}
        return self._beside(evidence=(*kept, added))

    def _beside(self, question_id: str = "", **kept: object) -> Answer:
        """A question's answer with something else beside it, which is kept without an answer too: in nobody's mouth then."""
        question_id = question_id or self.current.id
        return _checked({**dict(self.assessment.answers.get(question_id) or unanswered(question_id)), **kept})

    def with_details(self, details: Mapping[str, str]) -> Answer:
        """The current answer with respondent, owner, dates, evidence reference and flag as typed. Raises ReadinessError."""
        before = self.answer
        if before is None:
            raise ReadinessError("Answer the question first; the details belong to the answer.")
        known = {one.reference: one for one in before.evidence}
        fields = {
            **dict(before),
            "respondent": details["respondent"].strip(),
            "owner": details["owner"].strip(),
            "operating_since": day_of(details["operating_since"]),
            "last_done": day_of(details["last_done"]),
            "evidence": [known.get(reference) or {"reference": reference} for reference in references(details["evidence"])],
            "nothing_written": details["nothing_written"] == "yes",
        }
        return _checked(fields)

    def with_compensating(self, stated: Mapping[str, str]) -> Answer:
        """The current answer with a compensating control as typed; without one where no rung is chosen. Raises ReadinessError."""
        before = self.answer
        if before is None or before.rung is None:
            raise ReadinessError("Answer with a rung first; a compensating control stands beside the rung of what it makes up for.")
        if not stated["rung"]:
            if before.compensating is None and any(text.strip() for text in stated.values()):
                raise ReadinessError("Choose how well it works, with ← and → in the first field.")
            return _checked({**dict(before), "compensating": None})
        for field, sentence_of in COMPENSATING_NEEDS.items():
            if not stated[field].strip():
                raise ReadinessError(sentence_of)
        texts = {field: stated[field].strip() for field in ("reason", "owner", "evidence")}
        return _checked({**dict(before), "compensating": {"rung": int(stated["rung"]), **texts}})

    def save(self, answer: Answer, *, based_on: str | None = None) -> None:
        """Keeps an answer; durable when this returns. Raises ReadinessError, StaleWrite among them; then nothing has changed."""
        self.assessment.answer(answer, based_on=based_on)
        self._stated.append(answer.question)
        if answer.level != "unanswered":
            self.pending_basis = None

    def to_undo(self) -> Undoing | None:
        """What `undo_question` would take back now; None if there is nothing. Raises ReadinessError."""
        question_id = self.current.id
        from readiness.undoing import standing_answers

        standing = standing_answers(self.assessment.history(question_id), self.assessment.round.id, question_id)
        return Undoing(question_id, standing[-1]) if standing else None

    def undo_question(self) -> bool:
        """Takes the last standing statement about the current question back, whoever made it. Raises ReadinessError."""
        from readiness.undoing import undo_answer

        return undo_answer(self.assessment, self.current.id)

    def turned(self, questions: Sequence[str], *, stated: bool) -> None:
        """Takes note that answers to these were undone, or with ``stated`` redone; one alone becomes current."""
        for question_id in questions:
            if stated:
                self._stated.append(question_id)
            elif question_id in self._stated:
                self._stated.reverse()
                self._stated.remove(question_id)
                self._stated.reverse()
        if len(questions) == 1:
            self.go_to(questions[0])


def _checked(fields: Mapping[str, Any]) -> Answer:
    try:
        return Answer.model_validate(fields)
    except ValidationError as error:
        raise ReadinessError(sentence(error)) from None


def sentence(error: ValidationError) -> str:
    """The first complaint of a model in one sentence, without repeating what was typed."""
    detail = error.errors(include_url=False, include_input=False)[0]
    message = detail["msg"].removeprefix("Value error, ")
    # The command line's option names mean nothing on a screen.
    message = message.partition(" (--")[0]
    place = " ".join(str(part) for part in detail["loc"]).replace("_", " ")
    text = f"{place}: {message}" if place else message
    return f"{text[:1].upper()}{text[1:]}."


def day_of(text: str) -> date | None:
    """A day typed as 2027-3-31 or 31 March 2027; None for nothing. Raises ReadinessError.

    Days written in numbers alone with the year last are refused: 3/4/2027 is March to some and April to others.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    if found := _NUMBERS.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    elif (found := _WORDS.fullmatch(typed)) and (month := _month(found["month"])):
        year, day = int(found["year"]), int(found["day"])
    else:
        raise ReadinessError(f"{typed[:40]}: write the day as 2027-03-31 or as 31 March 2027.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ReadinessError(f"{typed[:40]} is no day of the calendar; write it as 2027-03-31 or as 31 March 2027.") from None


def _month(name: str) -> int:
    """1 to 12 for an English month's name or its first three letters or more; 0 for anything else."""
    wanted = name.casefold()
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(wanted)), 0)
