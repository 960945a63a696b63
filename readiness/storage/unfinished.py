"""What somebody began to type and has not saved yet, kept so that a kill does not lose it. Never an answer: no event and no state.

The rows stand in the table ``meta``, each under ``draft:FORM:ABOUT``. A table of its own would be a new format: every file brought
up, a copy of it left beside it, and older programs shut out, for texts that live for minutes. In ``meta`` those programs pass them over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from readiness.storage import connection, log, problems
from readiness.storage.connection import Connection
from readiness.storage.events import Moment
from readiness.storage.payloads import json_object, to_json
from scoring.model import Id, Note, Statement

if TYPE_CHECKING:
    from readiness.storage.erasing import Eraser

NOTE = "note"
"""The form of a note beside an answer, which a redaction by question takes away."""

_KEY = "draft"
_MOST = 1_000
_LONGEST = 2**20
"""Characters of the JSON text of one row: a form has a few fields, each as long as a note at most."""

_OURS = f"key >= '{_KEY}:' AND key < '{_KEY};'"
_ALL = f"SELECT key, value FROM meta WHERE {_OURS} AND length(value) <= ? ORDER BY key LIMIT {_MOST}"  # noqa: S608  constants
_ONE = "SELECT key, value FROM meta WHERE key=? AND length(value) <= ?"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value=excluded.value"
_DROP = "DELETE FROM meta WHERE key=?"

_Typed = Annotated[dict[Id, Note], Field(max_length=20)]


class Unfinished(Statement):
    """One form that was begun: what was typed when (UTC), by field, and ``before``, what the fields held until then.

    ``form`` names it in a word or two joined by hyphens (``note``, ``one-case``), ``about`` is the question or the item.
    """

    form: Annotated[str, Field(strict=True, pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40)]
    about: Id
    at: Moment
    typed: _Typed
    before: _Typed


class Desk:
    """The forms of one open file that were begun. Every method raises FileProblem when the file fails."""

    def __init__(self, db: Connection, path: Path, *, write: bool) -> None:
        self._db, self._path, self._write = db, path, write

    def all(self) -> list[Unfinished]:
        """Every one, by form and what it is about; rows that no program of ours wrote are passed over."""
        with problems.told_as_problems(self._path), connection.reading(self._db):
            return _read(self._db.execute(_ALL, (_LONGEST,)).fetchall())

    def one(self, form: str, about: str) -> Unfinished | None:
        """What was begun in that form; None if nothing was."""
        with problems.told_as_problems(self._path), connection.reading(self._db):
            return next(iter(_read(self._db.execute(_ONE, (_key(form, about), _LONGEST)).fetchall())), None)

    def keep(self, form: str, about: str, typed: dict[str, str], before: dict[str, str]) -> bool:
        """Keeps what was typed, in place of what was kept of it; durable when this returns True.

        False, at once and without a trace, while another program has the file. Raises ``ValueError`` for text that a note could
        not hold either, ReadinessError where the file is closed to changes.
        """
        begun = Unfinished(form=form, about=about, at=log.utc_now(), typed=typed, before=before)
        value = to_json(begun.model_dump(mode="json", exclude={"form", "about"}))
        if len(value) > _LONGEST:
            raise ValueError(f"longer than {_LONGEST} characters")
        return self._changed(False, _KEEP, _key(form, about), value)

    def drop(self, form: str, about: str, *, wait: bool = True) -> bool:
        """Forgets what was begun in that form: it was saved, or it is not wanted. Without ``wait`` as `keep` returns."""
        return self._changed(wait, _DROP, _key(form, about))

    def _changed(self, wait: bool, statement: str, *values: str) -> bool:
        if not self._write:
            raise problems.opened_for_reading(self._path)
        with problems.told_as_problems(self._path):
            try:
                with connection.writing(self._db, wait=wait):
                    log.require_unclosed(self._db, self._path)
                    self._db.execute(statement, values)
            except sqlite3.OperationalError as error:
                if wait or not connection.busy(error):
                    raise
                return False
        return True


def erase(db: Connection, eraser: Eraser, questions: Collection[str]) -> Iterator[tuple[str, int]]:
    """Erases from what was begun: the notes on ``questions``, or where none are named what the eraser finds; each in words, how often.

    The caller holds the transaction. Raises ``ValueError`` for a text that would grow too long.
    """
    rows = db.execute(f"SELECT key, value FROM meta WHERE {_OURS} ORDER BY key").fetchall()  # noqa: S608  constants
    for key, value in rows:
        found = next(iter(_read([(key, value)])), None)
        if found is None:
            # Nothing of ours is lost by it, and what can't be read can't be searched.
            db.execute(_DROP, (key,))
        elif questions:
            if found.form == NOTE and found.about in questions:
                db.execute(_DROP, (key,))
                yield _worded(found), 1
        else:
            after = found.model_copy(
                update={
                    "about": eraser.text(found.about),
                    "typed": {field: eraser.text(text) for field, text in found.typed.items()},
                    "before": {field: eraser.text(text) for field, text in found.before.items()},
                }
            )
            if count := eraser.taken():
                checked = Unfinished.model_validate(after.model_dump())
                db.execute(_DROP, (key,))
                db.execute(_KEEP, (_key(checked.form, checked.about), to_json(checked.model_dump(mode="json", exclude={"form", "about"}))))
                yield _worded(checked), count


def _worded(begun: Unfinished) -> str:
    return f"unfinished {begun.form.replace('-', ' ')} on {begun.about}"


def _key(form: str, about: str) -> str:
    return f"{_KEY}:{form}:{about}"


def _read(rows: list[tuple[object, object]]) -> list[Unfinished]:
    found = []
    for key, value in rows:
        try:
            _, form, about = str(key).split(":", 2)
            found.append(Unfinished.model_validate({**json_object(value), "form": form, "about": about}))
        except ValueError:
            continue
    return found
