"""The log: appends events, finds the newest of a subject, reads history. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from pydantic import ValidationError
from uuid_utils.compat import uuid7

from readiness.errors import ReadinessError, StaleWrite
from readiness.storage import problems, state
from readiness.storage.events import Draft, Event
from readiness.storage.payloads import PAYLOAD_VERSION, checked, json_object, to_json
from readiness.storage.subjects import Family, Subject, described, parts, worded

_COLUMNS = tuple(Event.model_fields)
_EVENTS = state.Table("events", _COLUMNS)
_FIELDS = ", ".join(_COLUMNS)
_IN_ORDER = f"SELECT {_FIELDS} FROM events ORDER BY clock, replica_id, seq"  # noqa: S608  constants
_OF_SUBJECT = f"SELECT {_FIELDS} FROM events WHERE subject=? ORDER BY clock, replica_id, seq"  # noqa: S608  constants
_BY_SUBJECT = f"SELECT {_FIELDS} FROM events ORDER BY subject, clock, replica_id, seq"  # noqa: S608  constants
_LAST_CLOCK = 2**53 - 2**20
"""No honest file gets there; one that does would overflow the counter."""


class Writer(NamedTuple):
    """Who appends: one opened writing session is one replica, so that copies of a file can diverge and still be merged."""

    file_id: str
    replica_id: str
    recorder: str


def new_id() -> str:
    """A UUIDv7, as text."""
    return str(uuid7())


def utc_now() -> str:
    """This moment in UTC, ISO 8601 with milliseconds and Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(db: Connection, path: Path, writer: Writer, drafts: Sequence[Draft]) -> list[Event]:
    """Appends the drafts as events and lays them out in the state tables; the caller holds the write transaction.

    A later draft of one batch on the same subject is based on the earlier one.

    Raises StaleWrite when a subject has a newer event than its draft is based on, ReadinessError when a draft refers to an
    event that is not in the file, speaks of an answer in a closed round, or the whole file is closed, ``ValueError`` for an invalid draft.
    """
    _require_not_closed(db, path, drafts)
    clock, seq = _counters(db, path, writer.replica_id)
    recorded_at = _moment(db, writer.replica_id)
    events: list[Event] = []
    newest: dict[Subject, tuple[str, int]] = {}
    for offset, draft in enumerate(drafts, start=1):
        _require_open_round(db, path, draft)
        based_on, added = newest.get(draft.subject) or _base(db, path, draft, clock + offset)
        if draft.undoes is not None and db.execute("SELECT 1 FROM events WHERE id=?", (draft.undoes,)).fetchone() is None:
            raise ReadinessError(f"{path} has no event {draft.undoes} to undo, so nothing was written: read its history again")
        event = Event(
            id=new_id(),
            file_id=writer.file_id,
            replica_id=writer.replica_id,
            seq=seq + offset,
            clock=clock + offset,
            recorded_at=recorded_at,
            recorder=writer.recorder,
            respondent=draft.respondent,
            round=draft.round,
            subject=draft.subject,
            kind=draft.kind,
            version=PAYLOAD_VERSION,
            payload=checked(draft.kind, draft.subject, draft.payload),
            based_on=based_on,
            undoes=draft.undoes,
        )
        insert(db, event)
        state.apply(db, event, added)
        newest[event.subject] = (event.id, added)
        events.append(event)
    return events


def require_seen(db: Connection, path: Path, seen: Mapping[Subject, str]) -> None:
    """Raises StaleWrite when any subject has a newer event than the one in ``seen``, which names the newest of each."""
    for subject, newest in heads(db).items():
        if seen.get(subject) != newest:
            raise _stale(db, path, subject)


def _require_not_closed(db: Connection, path: Path, drafts: Sequence[Draft]) -> None:
    """Raises ReadinessError for any statement in a closed file but how it is kept: closed, opened again, redacted."""
    if all(draft.kind.family in (Family.ENGAGEMENT, Family.REDACTION) for draft in drafts):
        return
    require_unclosed(db, path)


def require_unclosed(db: Connection, path: Path) -> None:
    """Raises ReadinessError when the file is closed to changes."""
    row = db.execute('SELECT "by", recorded_at FROM engagement WHERE closed=1').fetchone()
    if row is not None:
        raise ReadinessError(
            f"{path} was closed by {row[0]} on {row[1][:10]} and takes no change, so nothing was written: "
            "`readiness close FILE --reopen --by NAME --why TEXT` opens it again"
        )


def _require_open_round(db: Connection, path: Path, draft: Draft) -> None:
    """Raises ReadinessError for a statement about an answer in a closed round, whichever program closed it."""
    family, *ids = parts(draft.subject)
    if family is not Family.ANSWER:
        return
    row = db.execute("SELECT name FROM rounds WHERE id=? AND closed=1", (ids[0],)).fetchone()
    if row is not None:
        raise ReadinessError(
            f"{path}: the round {row[0]} is closed and stays as it was, so nothing was written: open the file again and answer in the "
            "current round."
        )


def insert(db: Connection, event: Event) -> None:
    """Adds the row of one event."""
    row = event.model_dump(mode="json")
    row["payload"] = to_json(row["payload"])
    db.execute(_EVENTS.insert, [row[column] for column in _COLUMNS])


def _counters(db: Connection, path: Path, replica_id: str) -> tuple[int, int]:
    """The highest clock of the file, and the last own sequence number, which a failed commit may have kept."""
    clock = db.execute("SELECT max(clock) FROM events").fetchone()[0] or 0
    seq = db.execute("SELECT max(seq) FROM events WHERE replica_id=?", (replica_id,)).fetchone()[0] or 0
    if not isinstance(clock, int) or clock > _LAST_CLOCK:
        raise problems.invalid_row(path, "events", "newest", ValueError("clock: not a believable number"))
    return clock, seq


def _base(db: Connection, path: Path, draft: Draft, clock: int) -> tuple[str | None, int]:
    """What the draft is rightly based on, and the clock of the subject's first event (``clock`` when this is it)."""
    newest = head(db, draft.subject)
    if newest != draft.based_on:
        raise (
            _stale(db, path, draft.subject)
            if newest is not None
            else ReadinessError(
                f"{path} has no event about {described(draft.subject)}, so nothing can be based on {draft.based_on}: read the file again"
            )
        )
    first = db.execute("SELECT min(clock) FROM events WHERE subject=?", (draft.subject,)).fetchone()[0]
    return newest, clock if first is None else first


def _stale(db: Connection, path: Path, subject: Subject) -> StaleWrite:
    told = history(db, path, subject)
    latest = told[-1]
    what = worded(subject, *(event.payload for event in reversed(told)))
    when = f"on {latest.recorded_at[:10]} at {latest.recorded_at[11:16]} UTC"
    return StaleWrite(
        f"{what} was changed by {latest.recorder or 'somebody'} {when}, so nothing was written: keep it, or write over it",
        subject=subject,
        by=latest.recorder,
        at=latest.recorded_at,
        event=latest.id,
    )


def _moment(db: Connection, replica_id: str) -> str:
    """Now, and never the very moment of the writer's transaction before: those of one moment are one step to undo."""
    now = utc_now()
    last = db.execute("SELECT recorded_at FROM events WHERE replica_id=? ORDER BY seq DESC LIMIT 1", (replica_id,)).fetchone()
    if last is None or last[0] != now:
        return now
    later = datetime.fromisoformat(now) + timedelta(milliseconds=1)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def head(db: Connection, subject: Subject) -> str | None:
    """The id of the newest event about a subject, in state order."""
    query = "SELECT id FROM events WHERE subject=? ORDER BY clock DESC, replica_id DESC, seq DESC LIMIT 1"
    row = db.execute(query, (subject,)).fetchone()
    return None if row is None else str(row[0])


def heads(db: Connection) -> dict[Subject, str]:
    """The id of the newest event of every subject ever spoken of, the removed ones too."""
    # In this order the last row of a subject is its newest, and the index holds all that is read.
    return {
        Subject(str(subject)): str(newest)
        for subject, newest in db.execute("SELECT subject, id FROM events ORDER BY subject, clock, replica_id, seq")
    }


def history(db: Connection, path: Path, subject: Subject | None = None) -> list[Event]:
    """All events in state order, or those of one subject. Raises FileProblem on a row that no program of ours wrote."""
    rows = db.execute(_IN_ORDER) if subject is None else db.execute(_OF_SUBJECT, (subject,))
    return [_event(path, row) for row in rows.fetchall()]


def require_sound(path: Path, event: Event) -> None:
    """Raises FileProblem for an event whose payload does not fit its kind and subject, as only a foreign file has one."""
    try:
        checked(event.kind, event.subject, event.payload)
    except ValueError as error:
        raise problems.invalid_row(path, "events", event.id, error) from error


def rebuild(db: Connection, path: Path) -> None:
    """Lays out the state tables anew from the log; the caller holds the write transaction. Raises FileProblem."""
    state.clear(db)
    for first, last in _ends(db):
        event = _event(path, last)
        try:
            state.apply(db, event, _event(path, first).clock)
        except (ValidationError, ValueError) as error:
            raise problems.invalid_row(path, "events", event.id, error) from error


def _ends(db: Connection) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The first and the last row of each subject."""
    column = _COLUMNS.index("subject")
    for _, group in groupby(db.execute(_BY_SUBJECT).fetchall(), key=lambda row: row[column]):
        rows = list(group)
        yield rows[0], rows[-1]


def _event(path: Path, row: tuple[Any, ...]) -> Event:
    cells = dict(zip(_COLUMNS, row, strict=True))
    try:
        return Event.model_validate({**cells, "payload": json_object(cells["payload"])})
    except ValueError as error:
        raise problems.invalid_row(path, "events", str(cells["id"]), error) from error
