"""Events: what is about to be said (Draft, made by the constructors here) and what was said for good (Event)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict, Unpack

from pydantic import BaseModel, ConfigDict, Field, model_validator

from questionnaires.conditions import FactValue
from readiness.storage import subjects
from readiness.storage.finals import FinalReport
from readiness.storage.keeping import Engagement
from readiness.storage.payloads import FAMILY_OF, PAYLOAD_VERSION
from readiness.storage.subjects import Family, Kind, ScopeKey, Subject
from scoring.model import Answer, Commitment, EvidenceRequest, Item, Person, Round, System, Vendor

EventId = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Moment = Annotated[str, Field(strict=True, pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
Counter = Annotated[int, Field(strict=True, ge=1, le=2**53)]
Text = Annotated[str, Field(strict=True, max_length=20_000)]


class Event(BaseModel):
    """One line of the log, never changed and never deleted.

    ``clock`` is a Lamport number: one more than the highest the writer's file held. The state order of a file is
    (``clock``, ``replica_id``, ``seq``), never ``recorded_at`` (UTC, ISO 8601, milliseconds): clocks of laptops lie.
    ``based_on`` is the event that the writer saw as newest for the subject, ``undoes`` the one that this takes back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    id: EventId
    file_id: EventId
    replica_id: EventId
    seq: Counter
    clock: Counter
    recorded_at: Moment
    recorder: Text
    respondent: Text
    round: Text | None
    subject: Subject
    kind: Kind
    version: Annotated[int, Field(strict=True, ge=1, le=PAYLOAD_VERSION)]
    payload: dict[str, Any]
    based_on: EventId | None
    undoes: EventId | None

    @model_validator(mode="after")
    def _kind_fits(self) -> Event:
        family, *ids = subjects.parts(self.subject)
        if family is not self.kind.family:
            raise ValueError(f"{self.kind.value} is not said about {self.subject}")
        if family in (Family.ROUND, Family.ANSWER) and self.round != ids[0]:
            raise ValueError(f"the round of {self.subject} is not {self.round}")
        return self

    @property
    def order(self) -> tuple[int, str, int]:
        """The place in state order."""
        return (self.clock, self.replica_id, self.seq)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event not yet written: the store adds ids, counters, time and recorder. ``payload`` holds JSON values only."""

    kind: Kind
    subject: Subject
    payload: dict[str, Any] = field(default_factory=dict)
    round: str | None = None
    respondent: str = ""
    based_on: str | None = None
    undoes: str | None = None


class About(TypedDict, total=False):
    """What every draft constructor takes besides its statement.

    ``based_on`` is the id of the subject's newest event as the writer saw it (none: the subject was never spoken of).
    """

    round: str | None
    respondent: str
    based_on: str | None
    undoes: str | None


def set_scope(key: ScopeKey, value: object, **about: Unpack[About]) -> Draft:
    """States one scope value in JSON terms; ``as_of``, ``window`` and ``planning`` take None, a window is ``{"from": …, "to": …}``."""
    return Draft(Kind.SCOPE_SET, subjects.scope_subject(key), {"value": value}, **about)


def set_fact(fact: str, value: FactValue, **about: Unpack[About]) -> Draft:
    """States a scope fact."""
    return Draft(Kind.FACT_SET, subjects.fact_subject(fact), {"value": list(value) if isinstance(value, tuple) else value}, **about)


def clear_fact(fact: str, **about: Unpack[About]) -> Draft:
    """Makes a scope fact unknown again."""
    return Draft(Kind.FACT_CLEARED, subjects.fact_subject(fact), **about)


def put(thing: System | Vendor | Commitment | Person | Item | EvidenceRequest, **about: Unpack[About]) -> Draft:
    """States a system, vendor, commitment, person, remediation item or evidence request as it is from now on, new or changed."""
    family = FAMILY_OF[type(thing)]
    subject = Subject(f"{family.value}:{thing.id}")
    return Draft(Kind(f"{family.value}.put"), subject, thing.model_dump(mode="json", by_alias=True), **about)


def remove(subject: Subject, **about: Unpack[About]) -> Draft:
    """Removes a system, vendor, commitment, person, item or request. Raises ``ValueError`` for any other subject."""
    return Draft(Kind(f"{subjects.parts(subject)[0].value}.removed"), subject, **about)


def open_round(stated: Round, **about: Unpack[About]) -> Draft:
    """States an open round: at its start, when its set widens, or when it is opened again."""
    return _round(Kind.ROUND_OPENED, stated, about)


def close_round(stated: Round, **about: Unpack[About]) -> Draft:
    """States a closed round, with the scorecard and plan it is to print for ever."""
    return _round(Kind.ROUND_CLOSED, stated, about)


def remove_round(round_id: str, **about: Unpack[About]) -> Draft:
    """Takes a round back that was started too early; its answers are cleared before."""
    said: About = {"round": round_id, **about}
    return Draft(Kind.ROUND_REMOVED, subjects.round_subject(round_id), **said)


def make_final(stated: FinalReport, **about: Unpack[About]) -> Draft:
    """States a final version of the report on a round."""
    said: About = {"round": stated.round, **about}
    return Draft(Kind.REPORT_FINAL, subjects.report_subject(stated.id), stated.model_dump(mode="json"), **said)


def close_engagement(stated: Engagement, **about: Unpack[About]) -> Draft:
    """States that the file is closed to every change, and until when it is to be kept."""
    return Draft(Kind.ENGAGEMENT_CLOSED, subjects.engagement_subject(stated.id), stated.model_dump(mode="json"), **about)


def reopen_engagement(stated: Engagement, **about: Unpack[About]) -> Draft:
    """States that a closed file may be changed again."""
    return Draft(Kind.ENGAGEMENT_REOPENED, subjects.engagement_subject(stated.id), stated.model_dump(mode="json"), **about)


def _round(kind: Kind, stated: Round, about: About) -> Draft:
    said: About = {"round": stated.id, **about}
    return Draft(kind, subjects.round_subject(stated.id), stated.model_dump(mode="json", by_alias=True), **said)


def set_answer(round_id: str, answer: Answer, **about: Unpack[About]) -> Draft:
    """States the answer to ``answer.question`` in a round; the respondent is the answer's unless another is given."""
    said: About = {"round": round_id, "respondent": answer.respondent, **about}
    subject = subjects.answer_subject(round_id, answer.question)
    return Draft(Kind.ANSWER_SET, subject, answer.model_dump(mode="json", by_alias=True), **said)


def clear_answer(round_id: str, question: str, **about: Unpack[About]) -> Draft:
    """Makes a question unanswered again in a round."""
    said: About = {"round": round_id, **about}
    return Draft(Kind.ANSWER_CLEARED, subjects.answer_subject(round_id, question), **said)
