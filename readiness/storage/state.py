"""State tables: the newest event of every subject, laid out in columns. A cache of the log and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any, NamedTuple

from readiness.storage import subjects
from readiness.storage.events import Event
from readiness.storage.payloads import checked, to_json
from readiness.storage.subjects import Family
from scoring.model import EvidenceReference


class Table(NamedTuple):
    """A table whose rows are told apart by the first ``keys`` of its columns."""

    name: str
    columns: tuple[str, ...]
    keys: int = 1

    @property
    def select(self) -> str:
        """All rows in key order."""
        return f"SELECT {self._list} FROM {self.name} ORDER BY {', '.join(_quoted(self.columns[: self.keys]))}"  # noqa: S608  constants

    @property
    def insert(self) -> str:
        """One row."""
        return f"INSERT INTO {self.name} ({self._list}) VALUES ({', '.join('?' * len(self.columns))})"  # noqa: S608  constants

    @property
    def delete(self) -> str:
        """One row, by its key."""
        return f"DELETE FROM {self.name} WHERE {' AND '.join(f'{key}=?' for key in _quoted(self.columns[: self.keys]))}"  # noqa: S608  constants

    @property
    def _list(self) -> str:
        return ", ".join(_quoted(self.columns))


def _quoted(columns: tuple[str, ...]) -> list[str]:
    return [f'"{column}"' for column in columns]


_ORIGIN = ("event", "recorded_at")
_LISTED = ("added", *_ORIGIN)
"""``added`` is the clock of the subject's first event: lists keep the order in which things were first named."""

TABLES: dict[Family, Table] = {
    Family.SCOPE: Table("scope", ("key", "value", *_ORIGIN)),
    Family.FACT: Table("facts", ("id", "value", *_ORIGIN)),
    Family.SYSTEM: Table("systems", ("id", "name", "description", *_LISTED)),
    Family.VENDOR: Table("vendors", ("id", "name", "service", "subservice", "method", *_LISTED)),
    Family.COMMITMENT: Table("commitments", ("id", "text", "source", *_LISTED)),
    Family.PERSON: Table("people", ("id", "name", "role", "email", *_LISTED)),
    Family.ROUND: Table("rounds", ("id", "number", "name", "set", "library", "rules", "closed", "scorecard", "plan", *_ORIGIN)),
    Family.ANSWER: Table(
        "answers",
        (
            *("round", "question", "level", "nothing_written", "basis", "respondent", "recorder", "note", "reason", "vendor"),
            *("operating_since", "last_done", "compensating", "carried", "owner", "flagged", "walkthrough", *_ORIGIN),
        ),
        keys=2,
    ),
    Family.ITEM: Table(
        "items",
        (
            *("id", "title", "owner", "due", "status", "reason", "accepted_until", "accepted_by", "note", "response"),
            *("agreed", "start", "rank", "effort_days", "severity", "done_on", *_LISTED),
        ),
    ),
    Family.REQUEST: Table(
        "requests",
        (
            *("id", "question", "title", "owner", "due", "status", "reason", "covers_from", "covers_to"),
            *("source", "query", "row_count", "extracted_on", *_LISTED),
        ),
    ),
    Family.REPORT: Table("reports", ("id", "number", "round", "day", "by", "role", "statement", "stated", "sha256", "content", *_LISTED)),
    Family.ENGAGEMENT: Table("engagement", ("id", "closed", "retain_until", "by", "why", *_ORIGIN)),
    Family.REDACTION: Table("redactions", ("id", "by", "why", "what", "places", *_LISTED)),
}
EVIDENCE_COLUMNS = tuple(EvidenceReference.model_fields)
EVIDENCE = Table("evidence", ("round", "question", "position", *EVIDENCE_COLUMNS), keys=3)
ITEM_QUESTIONS = Table("item_questions", ("item", "position", "question"), keys=2)
JSON_CELLS = frozenset({"compensating", "scorecard", "plan", "effort_days", "places"})
"""Columns whose value stands as JSON text, where there is one."""
ALL_TABLES = (*TABLES.values(), EVIDENCE, ITEM_QUESTIONS)


def apply(db: Connection, event: Event, added: int) -> None:
    """Lays out the newest event of its subject, whose first event had the clock ``added``.

    Raises ``ValueError`` when the payload is not valid, as it may be in an untrusted file.
    """
    family, *ids = subjects.parts(event.subject)
    payload = checked(event.kind, event.subject, event.payload)
    table = TABLES[family]
    # Evidence and an item's questions go with their parent (ON DELETE CASCADE).
    db.execute(table.delete, ids)
    if event.kind.removes:
        return
    row = {**payload, **dict(zip(table.columns, ids, strict=False)), "added": added, "event": event.id, "recorded_at": event.recorded_at}
    db.execute(table.insert, [_cell(column, row) for column in table.columns])
    if family is Family.ANSWER:
        for position, one in enumerate(payload["evidence"]):
            db.execute(EVIDENCE.insert, (*ids, position, *(one[column] for column in EVIDENCE_COLUMNS)))
    elif family is Family.ITEM:
        for position, question in enumerate(payload["questions"]):
            db.execute(ITEM_QUESTIONS.insert, (*ids, position, question))


def _cell(column: str, row: Mapping[str, Any]) -> object:
    value = row[column]
    if column == "value" or (column in JSON_CELLS and value is not None):
        return to_json(value)
    return value


def clear(db: Connection) -> None:
    """Empties every state table."""
    for table in ALL_TABLES:
        db.execute(f"DELETE FROM {table.name}")  # noqa: S608  constants


def dump(db: Connection) -> dict[str, str]:
    """Every state table's rows in key order, one JSON text a line: equal states are equal texts.

    A cell that is neither text nor number, as only a damaged file has, stands as Python writes it.
    """
    return {
        table.name: "\n".join(json.dumps(row, ensure_ascii=False, default=repr) for row in db.execute(table.select)) for table in ALL_TABLES
    }
