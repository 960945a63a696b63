"""The libraries a file carries: each effective library text under its content hash. Does not know what a library says."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from sqlite3 import Connection

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import log, problems

LARGEST_TEXT = 32 * 2**20
"""Bytes of the largest library text: bounds what a small, hostile blob may unpack to."""


def put(db: Connection, path: Path, content: bytes, key: str, version: str) -> str:
    """Keeps a text (UTF-8) and returns its hash; the caller holds the write transaction. Kept already: nothing happens.

    It is canonical JSON, so that equal libraries have equal hashes. Raises ReadinessError when it is too large.
    """
    if len(content) > LARGEST_TEXT:
        raise ReadinessError(f"library {key} has {len(content)} bytes of text, at most {LARGEST_TEXT} are kept: shorten its custom parts")
    name = hashlib.sha256(content).hexdigest()
    try:
        get(db, path, name)
    except FileProblem:
        # Absent, or damaged beyond what the hash vouches for: the good text is at hand.
        db.execute(
            "INSERT OR REPLACE INTO libraries (hash, key, version, content, stored_at) VALUES (?, ?, ?, ?, ?)",
            (name, key, version, zlib.compress(content, 9), log.utc_now()),
        )
    return name


def get(db: Connection, path: Path, name: str) -> bytes:
    """The text under a hash, as UTF-8 if it is sound: untrusted, whoever parses it has to validate it.

    Raises FileProblem when it is not in the file, does not unpack, is too large, or is not what the hash says.
    """
    row = db.execute("SELECT content FROM libraries WHERE hash=?", (name,)).fetchone()
    if row is None:
        raise FileProblem(f"{path} does not hold the library {name[:12]} that a round was asked with: restore a backup of it")
    try:
        return _unpacked(row[0], name)
    except (ValueError, TypeError, zlib.error) as error:
        raise problems.invalid_row(path, "libraries", name, error) from error


def _unpacked(blob: bytes, name: str) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(blob, LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT or not unpacker.eof:
        raise ValueError(f"content: cut short, or more than {LARGEST_TEXT} bytes")
    if hashlib.sha256(content).hexdigest() != name:
        raise ValueError("content: not what its hash says")
    return content
