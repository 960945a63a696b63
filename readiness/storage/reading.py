"""The state tables as the models of `scoring`: every row of an untrusted file is validated on its way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from questionnaires.data import share_stated
from readiness.errors import FileProblem
from readiness.storage import problems
from readiness.storage.events import EventId, Moment, Text
from readiness.storage.finals import FinalReport
from readiness.storage.keeping import Engagement
from readiness.storage.payloads import json_object, json_value
from readiness.storage.state import EVIDENCE_COLUMNS
from scoring.model import Answer, Commitment, EvidenceRequest, Item, Person, Round, Scope, Statement, System, Vendor

Row = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


class Meta(BaseModel):
    """What the file is: the assessment's id, the same in every copy, when it was created (UTC) and by which program."""

    model_config = ConfigDict(frozen=True)

    file_id: EventId
    created_at: Moment
    created_by: Text


class StoredAnswer(Statement):
    """An answer with the event that stated it and when that was recorded (UTC, ISO 8601)."""

    answer: Answer
    event: EventId
    recorded_at: Moment


class StoredItem(Statement):
    """A remediation item with the event that stated it and when that was recorded (UTC, ISO 8601)."""

    item: Item
    event: EventId
    recorded_at: Moment


_META = f"SELECT key, value FROM meta WHERE key IN ({', '.join('?' * len(Meta.model_fields))})"  # noqa: S608  constants
_ANSWERS = "SELECT * FROM answers WHERE round=? ORDER BY question"
_REFERENCE = ", ".join(EVIDENCE_COLUMNS)
_EVIDENCE = f"SELECT question, {_REFERENCE} FROM evidence WHERE round=? ORDER BY question, position"  # noqa: S608  constants
_ROUNDS = "SELECT * FROM rounds ORDER BY number, id"
_ROUND = "SELECT * FROM rounds WHERE id=?"
_ROUNDS_ALONE = """SELECT id, number, name, "set", library, rules, closed, NULL AS scorecard, NULL AS plan, event, recorded_at
    FROM rounds ORDER BY number, id"""
_ITEMS = "SELECT * FROM items ORDER BY added, id"
_ITEM_QUESTIONS = "SELECT item, question FROM item_questions ORDER BY item, position"
_REQUESTS = f"SELECT {', '.join(EvidenceRequest.model_fields)} FROM requests ORDER BY added, id"  # noqa: S608  constants
_REPORTS = 'SELECT id, number, round, day, "by", role, statement, stated, sha256, content FROM reports ORDER BY number, added, id'
_ENGAGEMENT = 'SELECT id, closed, retain_until, "by", why FROM engagement ORDER BY id'
_LISTS: dict[str, tuple[str, type[Statement]]] = {
    "systems": ("SELECT id, name, description FROM systems ORDER BY added, id", System),
    "vendors": ("SELECT id, name, service, subservice, method FROM vendors ORDER BY added, id", Vendor),
    "commitments": ("SELECT id, text, source FROM commitments ORDER BY added, id", Commitment),
    "people": ("SELECT id, name, role, email FROM people ORDER BY added, id", Person),
}


def meta(db: Connection, path: Path) -> Meta:
    """What the file is. Raises FileProblem when that is missing or invalid."""
    # Other rows are no part of it, see `unfinished`.
    return _valid(path, "meta", "file_id", Meta.model_validate, dict(db.execute(_META, tuple(Meta.model_fields)).fetchall()))


def scope(db: Connection, path: Path) -> Scope:
    """The scope as it stands. Raises FileProblem for an invalid row, and while no organisation has been stated."""
    stated: Row = {str(key): _valid(path, "scope", key, json_value, value) for key, value in db.execute("SELECT key, value FROM scope")}
    if "organisation" not in stated:
        raise FileProblem(f"{path} does not say yet whose assessment it is: state the organisation in its scope first")
    facts = {str(key): _valid(path, "facts", key, json_value, value) for key, value in db.execute("SELECT id, value FROM facts")}
    lists = {
        name: tuple(_valid(path, name, row["id"], model.model_validate, row) for row in _rows(db, query))
        for name, (query, model) in _LISTS.items()
    }
    try:
        return Scope.model_validate({**stated, "facts": facts, **lists})
    except ValidationError as error:
        where = error.errors(include_input=False, include_url=False)[0]["loc"]
        table, key = ("facts", where[1]) if where[0] == "facts" and len(where) > 1 else ("scope", where[0])
        raise problems.invalid_row(path, table, str(key), error) from error


def rounds(db: Connection, path: Path, *, results: bool = True) -> list[Round]:
    """All rounds by number, without ``results`` none with its scorecard and plan. Raises FileProblem for an invalid row."""
    return [_valid(path, "rounds", row["id"], _round, row) for row in _rows(db, _ROUNDS if results else _ROUNDS_ALONE)]


def round_of(db: Connection, path: Path, round_id: str) -> Round | None:
    """One round with its results, which take longest to read; None for an id that no round has. Raises FileProblem."""
    found = [_valid(path, "rounds", row["id"], _round, row) for row in _rows(db, _ROUND, round_id)]
    return found[0] if found else None


def _round(row: Row) -> Round:
    for name in ("scorecard", "plan"):
        if row[name] is not None:
            row[name] = json_object(row[name])
    _split(row)
    return Round.model_validate(row)


class AnswerRows(NamedTuple):
    """What a file holds of one answer: the values of its columns, and the rows of its evidence."""

    values: tuple[Any, ...]
    evidence: list[Row]


AnswersRead = dict[str, tuple[AnswerRows, StoredAnswer]]
"""What was made of each answer's rows when they were last read, by question."""


class UncheckedAnswers(Mapping[str, StoredAnswer]):
    """The answers of one round by question as a file holds them, each checked when it is asked for. Asking may raise FileProblem."""

    def __init__(self, db: Connection, path: Path, round_id: str) -> None:
        evidence: dict[str, list[Row]] = defaultdict(list)
        for row in _rows(db, _EVIDENCE, round_id):
            evidence[row.pop("question")].append(row)
        found = db.execute(_ANSWERS, (round_id,))
        self._names = tuple(column[0] for column in found.description)
        self._path, self._round, place = path, round_id, self._names.index("question")
        self.rows = {values[place]: AnswerRows(values, evidence.get(values[place], [])) for values in found.fetchall()}

    def __getitem__(self, question: str) -> StoredAnswer:
        row = dict(zip(self._names, self.rows[question].values, strict=True))
        return _valid(self._path, "answers", f"{self._round}/{question}", _answer, row, self.rows[question].evidence)

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def answers(db: Connection, path: Path, round_id: str, read: AnswersRead) -> dict[str, StoredAnswer]:
    """The answers of one round by question. Raises FileProblem for an invalid row.

    Validating takes most of the time and an interview reads them all after every key: what ``read`` holds of the same rows is
    taken as it is, and ``read`` is brought up to date.
    """
    found = UncheckedAnswers(db, path, round_id)
    for question, rows in found.rows.items():
        if question not in read or read[question][0] != rows:
            read[question] = rows, found[question]
    return {question: read[question][1] for question in found}


def _answer(row: Row, evidence: list[Row]) -> StoredAnswer:
    del row["round"]
    if row["compensating"] is not None:
        row["compensating"] = json_object(row["compensating"])
    origin = _split(row)
    read = StoredAnswer.model_validate({"answer": {**row, "evidence": evidence}, **origin})
    share_stated(read)
    share_stated(read.answer)
    return read


def items(db: Connection, path: Path) -> list[StoredItem]:
    """All remediation items, in the order in which they were first named. Raises FileProblem for an invalid row."""
    questions: dict[str, list[str]] = defaultdict(list)
    for item, question in db.execute(_ITEM_QUESTIONS):
        questions[item].append(question)
    return [_valid(path, "items", row["id"], _item, row, questions) for row in _rows(db, _ITEMS)]


def _item(row: Row, questions: dict[str, list[str]]) -> StoredItem:
    del row["added"]
    if row["effort_days"] is not None:
        row["effort_days"] = json_value(row["effort_days"])
    origin = _split(row)
    return StoredItem.model_validate({"item": {**row, "questions": questions.get(row["id"], ())}, **origin})


def requests(db: Connection, path: Path) -> list[EvidenceRequest]:
    """What was stated about evidence requests, in the order in which they were first named. Raises FileProblem for an invalid row."""
    return [_valid(path, "requests", row["id"], EvidenceRequest.model_validate, row) for row in _rows(db, _REQUESTS)]


def final_reports(db: Connection, path: Path) -> list[FinalReport]:
    """Every final version of a report, by number. Raises FileProblem for an invalid row."""
    return [_valid(path, "reports", row["id"], FinalReport.model_validate, row) for row in _rows(db, _REPORTS)]


def engagement(db: Connection, path: Path) -> Engagement | None:
    """Whether the file is closed and how long it is kept; None while nobody said so. Raises FileProblem for an invalid row."""
    found = [_valid(path, "engagement", row["id"], Engagement.model_validate, row) for row in _rows(db, _ENGAGEMENT)]
    return found[0] if found else None


def _split(row: Row) -> Row:
    """Takes the columns that say where a row comes from out of it."""
    return {"event": row.pop("event"), "recorded_at": row.pop("recorded_at")}


def _rows(db: Connection, query: str, *values: object) -> list[Row]:
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _valid(path: Path, table: str, key: object, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return make(*args, **kwargs)
    except (ValueError, TypeError) as error:
        raise problems.invalid_row(path, table, str(key), error) from error
