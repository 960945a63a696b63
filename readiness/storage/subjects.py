"""The vocabulary of events: what one is about (its subject) and what it says happened (its kind). Knows no storage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, NewType, get_args

from questionnaires.wording import shortened

Subject = NewType("Subject", str)
"""What an event is about, as text: ``answer:ROUND:QUESTION``. Made by the constructors below only."""

ScopeKey = Literal["organisation", "entities", "product", "categories", "report_type", "as_of", "window", "planning"]
SCOPE_KEYS: tuple[ScopeKey, ...] = get_args(ScopeKey)

_LONGEST_ID = 200
_LONGEST_WORDS = 60
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Family(StrEnum):
    """The first word of a subject and of a kind; the two always agree."""

    SCOPE = "scope"
    FACT = "fact"
    SYSTEM = "system"
    VENDOR = "vendor"
    COMMITMENT = "commitment"
    PERSON = "person"
    ROUND = "round"
    ANSWER = "answer"
    ITEM = "item"
    REQUEST = "request"
    REPORT = "report"
    ENGAGEMENT = "engagement"
    REDACTION = "redaction"


class Kind(StrEnum):
    """What an event says happened to its subject. Each kind states the subject as it is from then on."""

    SCOPE_SET = "scope.set"
    FACT_SET = "fact.set"
    FACT_CLEARED = "fact.cleared"
    SYSTEM_PUT = "system.put"
    SYSTEM_REMOVED = "system.removed"
    VENDOR_PUT = "vendor.put"
    VENDOR_REMOVED = "vendor.removed"
    COMMITMENT_PUT = "commitment.put"
    COMMITMENT_REMOVED = "commitment.removed"
    PERSON_PUT = "person.put"
    PERSON_REMOVED = "person.removed"
    ROUND_OPENED = "round.opened"
    ROUND_CLOSED = "round.closed"
    ROUND_REMOVED = "round.removed"
    ANSWER_SET = "answer.set"
    ANSWER_CLEARED = "answer.cleared"
    ITEM_PUT = "item.put"
    ITEM_REMOVED = "item.removed"
    REQUEST_PUT = "request.put"
    REQUEST_REMOVED = "request.removed"
    REPORT_FINAL = "report.final"
    ENGAGEMENT_CLOSED = "engagement.closed"
    ENGAGEMENT_REOPENED = "engagement.reopened"
    REDACTION_MADE = "redaction.made"

    @property
    def family(self) -> Family:
        """The family of the subjects this kind is said about."""
        return Family(self.value.partition(".")[0])

    @property
    def removes(self) -> bool:
        """Whether nothing of the subject is left after this kind; its payload is then empty."""
        return self.value.endswith((".cleared", ".removed"))


def scope_subject(key: ScopeKey) -> Subject:
    """The subject of one scope value. Raises ``ValueError`` for an unknown key."""
    return _subject(Family.SCOPE, key)


def fact_subject(fact: str) -> Subject:
    """The subject of the scope fact with that id. Raises ``ValueError`` for an empty or over-long id, as all of these do."""
    return _subject(Family.FACT, fact)


def system_subject(system: str) -> Subject:
    """The subject of the system with that id."""
    return _subject(Family.SYSTEM, system)


def vendor_subject(vendor: str) -> Subject:
    """The subject of the vendor with that id."""
    return _subject(Family.VENDOR, vendor)


def commitment_subject(commitment: str) -> Subject:
    """The subject of the commitment with that id."""
    return _subject(Family.COMMITMENT, commitment)


def person_subject(person: str) -> Subject:
    """The subject of the person with that id."""
    return _subject(Family.PERSON, person)


def round_subject(round_id: str) -> Subject:
    """The subject of the round with that id, which may not contain a colon."""
    return _subject(Family.ROUND, round_id)


def answer_subject(round_id: str, question: str) -> Subject:
    """The subject of the answer to ``question`` in the round ``round_id``."""
    return _subject(Family.ANSWER, round_id, question)


def item_subject(item: str) -> Subject:
    """The subject of the remediation item with that id."""
    return _subject(Family.ITEM, item)


def request_subject(request: str) -> Subject:
    """The subject of the evidence request with that id."""
    return _subject(Family.REQUEST, request)


def report_subject(report: str) -> Subject:
    """The subject of the final version of a report with that id."""
    return _subject(Family.REPORT, report)


def engagement_subject(engagement: str) -> Subject:
    """The subject of the engagement a file is about: whether it is closed, and how long it is kept."""
    return _subject(Family.ENGAGEMENT, engagement)


def redaction_subject(redaction: str) -> Subject:
    """The subject of the redaction with that id."""
    return _subject(Family.REDACTION, redaction)


def _subject(family: Family, *ids: str) -> Subject:
    subject = Subject(":".join((family.value, *ids)))
    if parts(subject) != (family, *ids):
        raise ValueError(f"a round's id may not contain a colon: {ids[0]!r}")
    return subject


def parts(subject: str) -> tuple[Family, *tuple[str, ...]]:
    """A subject's family and its ids: one, or round and question for an answer.

    Raises ``ValueError`` for text that no constructor here would make.
    """
    word, _, rest = subject.partition(":")
    family = Family(word)
    ids = tuple(rest.split(":", 1)) if family is Family.ANSWER else (rest,)
    if family is Family.ANSWER and len(ids) != 2:
        raise ValueError(f"not a subject: {subject[:80]!r}")
    if not all(0 < len(one) <= _LONGEST_ID for one in ids):
        raise ValueError(f"an id has 1 to {_LONGEST_ID} characters: {subject[:80]!r}")
    if family is Family.SCOPE and rest not in SCOPE_KEYS:
        raise ValueError(f"not a scope value: {rest[:80]!r}")
    if family is Family.ROUND and ":" in rest:
        raise ValueError(f"a round's id may not contain a colon: {rest[:80]!r}")
    return (family, *ids)


def described(subject: Subject) -> str:
    """The subject in words for a message: ``the answer to CC6.1-mfa``."""
    family, *ids = parts(subject)
    if family is Family.ANSWER:
        return f"the answer to {ids[1]}"
    if family is Family.SCOPE:
        return f"the scope's {ids[0].replace('_', ' ')}"
    if family is Family.REQUEST:
        return f"the request for evidence of {ids[0]}"
    if family is Family.ENGAGEMENT:
        return "how long the file is kept"
    if family is Family.REDACTION:
        return "a redaction"
    return f"{family.value} {ids[0]}"


def own_words(payload: Mapping[str, Any]) -> str:
    """What a payload calls the thing it speaks of, shortened: its title, name or text; empty where it has none of these."""
    found = (payload.get(key) for key in ("title", "name", "text"))
    return next((shortened(" ".join(one.split()), _LONGEST_WORDS) for one in found if isinstance(one, str) and one.strip()), "")


def worded(subject: Subject, *payloads: Mapping[str, Any]) -> str:
    """The subject in its own words, taken from the first of these payloads of it that has any: ``vendor Nimbus``.

    Without any it is `described`, but by its kind alone where its id was made up by the program and means nothing to a reader.
    """
    family, *ids = parts(subject)
    if family is Family.REPORT:
        number = next((payload["number"] for payload in payloads if "number" in payload), "")
        return f"final version {number} of the report" if number else "a final version of the report"
    words = next((found for payload in payloads if (found := own_words(payload))), "") if family is not Family.ANSWER else ""
    if words:
        return f"request {words}" if family is Family.REQUEST else f"{family.value} {words}"
    whole = described(subject)
    if family is not Family.ANSWER and whole.endswith(ids[0]) and _MADE_UP.fullmatch(ids[0]):
        return "a request for evidence" if family is Family.REQUEST else family.value
    return whole
