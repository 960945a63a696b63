"""What an event may say: each kind's payload, validated through the models of `scoring` and brought into one form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from readiness.storage.finals import FinalReport
from readiness.storage.keeping import Engagement, Redaction
from readiness.storage.subjects import Family, Kind, parts
from scoring.model import Answer, Commitment, EvidenceRequest, Item, Person, Round, Scope, Statement, System, Vendor

PAYLOAD_VERSION = 1
"""The newest payload form this program writes and reads."""

_MODELS: dict[Family, type[Statement]] = {
    Family.SYSTEM: System,
    Family.VENDOR: Vendor,
    Family.COMMITMENT: Commitment,
    Family.PERSON: Person,
    Family.ROUND: Round,
    Family.ANSWER: Answer,
    Family.ITEM: Item,
    Family.REQUEST: EvidenceRequest,
    Family.REPORT: FinalReport,
    Family.ENGAGEMENT: Engagement,
    Family.REDACTION: Redaction,
}

FAMILY_OF = {model: family for family, model in _MODELS.items()}
"""The family of the subjects that a statement is said about, by its model."""

_CLOSES = (Kind.ROUND_CLOSED, Kind.ENGAGEMENT_CLOSED)


def checked(kind: Kind, subject: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with every field present, in JSON terms, once it is known to be valid for that kind and subject.

    Raises ``ValueError`` (pydantic's ``ValidationError`` is one) when the kind does not fit the subject, the payload does
    not fit the kind, or the id inside is not the subject's.
    """
    family, *ids = parts(subject)
    if kind.family is not family:
        raise ValueError(f"{kind.value} is not said about {subject}")
    if kind.removes:
        if payload:
            raise ValueError(f"{kind.value} carries no payload")
        return {}
    if family in (Family.SCOPE, Family.FACT):
        return {"value": _value(family, ids[0], payload)}
    model = _MODELS[family].model_validate(dict(payload))
    form = model.model_dump(mode="json", by_alias=True)
    named = form["question"] if family is Family.ANSWER else form["id"]
    if named != ids[-1]:
        raise ValueError(f"the payload speaks of {named}, the subject is {subject}")
    if "closed" in form and form["closed"] != (kind in _CLOSES):
        raise ValueError(f"{kind.value} does not fit a {family.value} with closed = {form['closed']}")
    return form


def _value(family: Family, key: str, payload: Mapping[str, Any]) -> Any:
    """The one value of a scope or fact payload, as a Scope holding it would print it."""
    if set(payload) != {"value"}:
        raise ValueError(f"the payload of {family.value}:{key} is a value and nothing else")
    stated = {"facts": {key: payload["value"]}} if family is Family.FACT else {key: payload["value"]}
    form = Scope.model_validate({"organisation": "-", **stated}).model_dump(mode="json", by_alias=True)
    return form["facts"][key] if family is Family.FACT else form[key]


def to_json(value: object) -> str:
    """Canonical JSON text: sorted keys, no spaces, no NaN, so that equal values are equal bytes. Raises ``ValueError``."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def json_value(text: object) -> Any:
    """The value of JSON text out of an untrusted file. Raises ``ValueError``, also for over-deep nesting and non-text."""
    if not isinstance(text, str):
        raise ValueError("not JSON text")
    return from_json(text, allow_inf_nan=False)


def json_object(text: object) -> dict[str, Any]:
    """The object of JSON text out of an untrusted file. Raises ``ValueError``."""
    value = json_value(text)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value
