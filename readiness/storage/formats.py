"""The formats of an assessment file: the steps that make each one, what schema it must have, and moving up to the newest."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection

from readiness.storage import connection, problems, sqlite
from readiness.storage.files import APPLICATION_ID
from readiness.storage.sqlite import Step

_FORMAT_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE libraries (
        hash TEXT PRIMARY KEY, key TEXT NOT NULL, version TEXT NOT NULL, content BLOB NOT NULL, stored_at TEXT NOT NULL)""",
    # The references are checked at commit, so that merged lines may arrive in any order.
    """CREATE TABLE events (
        id TEXT PRIMARY KEY NOT NULL, file_id TEXT NOT NULL, replica_id TEXT NOT NULL, seq INTEGER NOT NULL, clock INTEGER NOT NULL,
        recorded_at TEXT NOT NULL, recorder TEXT NOT NULL, respondent TEXT NOT NULL, round TEXT, subject TEXT NOT NULL,
        kind TEXT NOT NULL, version INTEGER NOT NULL, payload TEXT NOT NULL,
        based_on TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
        undoes TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
        UNIQUE (replica_id, seq))""",
    "CREATE INDEX events_by_subject ON events (subject, clock, replica_id, seq, id)",
    "CREATE INDEX events_in_order ON events (clock, replica_id, seq)",
    "CREATE TABLE scope (key TEXT PRIMARY KEY, value TEXT NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE facts (id TEXT PRIMARY KEY, value TEXT NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE systems (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE vendors (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, service TEXT NOT NULL, subservice INTEGER NOT NULL, method TEXT,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE commitments (
        id TEXT PRIMARY KEY, text TEXT NOT NULL, source TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE people (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, email TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE rounds (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, "set" TEXT NOT NULL, library TEXT NOT NULL, rules TEXT NOT NULL,
        closed INTEGER NOT NULL, scorecard TEXT, plan TEXT, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE answers (
        round TEXT NOT NULL, question TEXT NOT NULL, level TEXT NOT NULL, nothing_written INTEGER NOT NULL, basis TEXT NOT NULL,
        respondent TEXT NOT NULL, recorder TEXT NOT NULL, note TEXT NOT NULL, reason TEXT NOT NULL, vendor TEXT NOT NULL,
        operating_since TEXT, last_done TEXT, compensating TEXT, carried INTEGER NOT NULL,
        event TEXT NOT NULL, recorded_at TEXT NOT NULL, PRIMARY KEY (round, question)) WITHOUT ROWID""",
    """CREATE TABLE evidence (
        round TEXT NOT NULL, question TEXT NOT NULL, position INTEGER NOT NULL,
        reference TEXT NOT NULL, title TEXT NOT NULL, collected_on TEXT,
        PRIMARY KEY (round, question, position),
        FOREIGN KEY (round, question) REFERENCES answers (round, question) ON DELETE CASCADE) WITHOUT ROWID""",
    """CREATE TABLE items (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, owner TEXT NOT NULL, due TEXT, status TEXT NOT NULL, reason TEXT NOT NULL,
        accepted_until TEXT, accepted_by TEXT NOT NULL, note TEXT NOT NULL, response TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE item_questions (
        item TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE, position INTEGER NOT NULL, question TEXT NOT NULL,
        PRIMARY KEY (item, position)) WITHOUT ROWID""",
)


def format_1(db: Connection) -> None:
    """The log, the state tables derived from it, libraries and meta."""
    for statement in _FORMAT_1:
        db.execute(statement)


def format_2(db: Connection) -> None:
    """What people decide about remediation items; an answer's owner, flag and walkthrough; what tells a file of evidence again."""
    for column in (
        "agreed TEXT NOT NULL DEFAULT ''",
        "start TEXT",
        "rank INTEGER",
        "effort_days TEXT",
        "severity TEXT",
        "done_on TEXT",
    ):
        db.execute(f"ALTER TABLE items ADD COLUMN {column}")
    for column in ("owner TEXT NOT NULL DEFAULT ''", "flagged INTEGER NOT NULL DEFAULT 0", "walkthrough TEXT NOT NULL DEFAULT ''"):
        db.execute(f"ALTER TABLE answers ADD COLUMN {column}")
    for column in ("sha256 TEXT NOT NULL DEFAULT ''", "size INTEGER"):
        db.execute(f"ALTER TABLE evidence ADD COLUMN {column}")


_FORMAT_3 = (
    """CREATE TABLE engagement (
        id TEXT PRIMARY KEY, closed INTEGER NOT NULL, retain_until TEXT, "by" TEXT NOT NULL, why TEXT NOT NULL,
        event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE requests (
        id TEXT PRIMARY KEY, question TEXT NOT NULL, title TEXT NOT NULL, owner TEXT NOT NULL, due TEXT, status TEXT NOT NULL,
        reason TEXT NOT NULL, covers_from TEXT, covers_to TEXT, source TEXT NOT NULL, query TEXT NOT NULL, row_count INTEGER,
        extracted_on TEXT, added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    *(
        f"ALTER TABLE evidence ADD COLUMN {column}"
        for column in (
            "covers_from TEXT",
            "covers_to TEXT",
            "collected_by TEXT NOT NULL DEFAULT ''",
            "source TEXT NOT NULL DEFAULT ''",
            "query TEXT NOT NULL DEFAULT ''",
            "row_count INTEGER",
            "extracted_on TEXT",
        )
    ),
    """CREATE TABLE reports (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, round TEXT NOT NULL, day TEXT NOT NULL, "by" TEXT NOT NULL, role TEXT NOT NULL,
        statement TEXT NOT NULL, stated TEXT NOT NULL, sha256 TEXT NOT NULL, content TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE redactions (
        id TEXT PRIMARY KEY, "by" TEXT NOT NULL, why TEXT NOT NULL, what TEXT NOT NULL, places TEXT NOT NULL,
        added INTEGER NOT NULL, event TEXT NOT NULL, recorded_at TEXT NOT NULL) WITHOUT ROWID""",
)


def format_3(db: Connection) -> None:
    """Keeping and closing a file, what was removed from it for good, final reports, what evidence covers, and requests for it."""
    for statement in _FORMAT_3:
        db.execute(statement)


Formats = tuple[Step, ...]
FORMATS: Formats = (format_1, format_2, format_3)
"""Format N is what the first N of these make; never change one that was released, add the next."""

_SCHEMAS = (
    "821a180ee76cd379383459d9ae612a337b52194487617674d8bc4ea8b4c9a85e",
    "a6372109d2da9c81b26c8f71cbe71913289f1c410801b44523ec1a002c3e310b",
    "987e30a4b5c9df58a175f59bb759918e4ab69c7f7a2a34239dfba332f16d8770",
)
"""SHA-256 of the schema of each released format: of what a file of it is known to hold, without making it anew to look."""


def new_file(formats: Formats, meta: dict[str, str]) -> bytes:
    """The bytes of a new assessment file in the newest format, nothing in it but ``meta``."""
    db = _empty(formats)
    try:
        with connection.writing(db):
            for key, value in meta.items():
                db.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))
        return db.serialize()
    finally:
        db.close()


def _empty(formats: Formats) -> connection.Connection:
    db = connection.in_memory()
    sqlite.migrate(db, "readiness", formats)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={len(formats)}")
    return db


Schema = frozenset[tuple[str, str, str, str | None]]


def _schema(db: Connection) -> Schema:
    # Statistics that ANALYZE leaves are harmless and not ours to forbid.
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4')")
    return frozenset(rows.fetchall())


def _digest(schema: Schema) -> str:
    return hashlib.sha256(repr(sorted(schema, key=str)).encode(errors="surrogateescape")).hexdigest()


@lru_cache(maxsize=32)
def _expected(formats: Formats) -> Schema:
    db = _empty(formats)
    try:
        return _schema(db)
    finally:
        db.close()


def require_schema(db: Connection, path: Path, formats: Formats) -> None:
    """Raises FileProblem unless the schema is exactly that of the last of ``formats``: any other may carry code to run."""
    found = _schema(db)
    if formats == FORMATS[: len(formats)] and _digest(found) == _SCHEMAS[len(formats) - 1]:
        return
    expected = _expected(formats)
    extra = sorted(found - expected, key=str)
    if extra:
        kind, name = extra[0][:2]
        altered = any(one[:2] == (kind, name) for one in expected)
        raise problems.untrusted(path, f"{'an altered' if altered else 'an unknown'} {kind} named {name}")
    if expected - found:
        raise problems.damaged(path, f"{sorted(expected - found, key=str)[0][1]} is missing from its schema")


def migrate(db: Connection, path: Path, formats: Formats) -> None:
    """Brings a database to the newest format, all of it or nothing; the caller holds the write transaction.

    Raises FileProblem when the outcome is not the schema that a new file has, as with a file that was tampered with.
    """
    sqlite.migrate(db, "readiness", formats)
    db.execute(f"PRAGMA user_version={len(formats)}")
    require_schema(db, path, formats)
