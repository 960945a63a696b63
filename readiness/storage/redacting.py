"""The one thing that erases: takes text out of the log, the state, the libraries and the free pages of a file, and out of its backups.

All of it happens in a copy in memory, which is then written over the file as one transaction: a kill leaves the file as it was or
as it is to be, and every page is written anew, so that nothing stays in a page that is no longer used.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import connection, files, libraries, log, problems, state, unfinished
from readiness.storage.connection import Connection
from readiness.storage.erasing import MARKS, RESULTS, Eraser, Wanted, note_of
from readiness.storage.events import Draft
from readiness.storage.finals import FROZEN, SEAL, seal
from readiness.storage.keeping import Redaction
from readiness.storage.log import Writer
from readiness.storage.payloads import checked, json_object, json_value, to_json
from readiness.storage.subjects import Kind, Subject, own_words, redaction_subject, worded

_BACKUP = re.compile(r"\.format-\d+(\.\d+)?\.bak")
_EVENTS = "SELECT id, recorder, respondent, round, subject, kind, payload FROM events ORDER BY clock, replica_id, seq"
_UPDATE = "UPDATE events SET recorder=?, respondent=?, round=?, subject=?, payload=? WHERE id=?"
# What holds JSON text, by column name, in every format so far.
_JSON = state.JSON_CELLS | {"value"}
_NOT_STATE = frozenset({"meta", "_sqlite_migrations", "libraries", "events"})
_WHOLE = re.compile(r"\A[\s\S]+\Z")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Found:
    """How often it stood where: by subject in words, and in backups beside the file by their name."""

    places: Mapping[str, int]
    backups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What redacting needs to know that storage does not: ``public`` texts of the shipped library stay, and a library is still one.

    ``check_library`` raises ValueError for a library text that can no longer be asked with.
    """

    public: Collection[str]
    check_library: Callable[[str], None]


def backups_of(path: Path) -> list[Path]:
    """The copies that this program left beside the file before it changed its format."""
    return sorted(one for one in path.absolute().parent.iterdir() if one.name.startswith(path.name) and _is_backup(path, one))


def _is_backup(path: Path, one: Path) -> bool:
    return _BACKUP.fullmatch(one.name[len(path.name) :]) is not None and one.is_file() and not one.is_symlink()


def find(db: Connection, path: Path, wanted: Wanted, rules: Rules) -> Found:
    """Where it stands. Changes nothing. Raises ReadinessError as `redact` does."""
    copy = connection.memory_copy(db)
    try:
        with connection.writing(copy):
            places = _erase_all(copy, path, wanted, rules)
    finally:
        copy.close()
    return Found(places, {one.name: count for one in backups_of(path) if (count := _backup(one, wanted, rules)[0])})


def redact(db: Connection, path: Path, writer: Writer, wanted: Wanted, rules: Rules, by: str, why: str) -> Found:
    """Erases it from the file and its backups, and says so in the log: by whom and why, never what.

    The backups come first, each replaced in one step, the file last: cut short, the file is as it was and the same can be done
    again. Raises ReadinessError, before anything is written, where it is nowhere, or where the file could not be read without it.
    """
    with connection.replacing(db) as copy:
        with connection.writing(copy):
            places = _erase_all(copy, path, wanted, rules)
            backups = {one: _backup(one, wanted, rules) for one in backups_of(path)}
            found = Found(places, {one.name: count for one, (count, _) in backups.items() if count})
            if not found.places and not found.backups:
                raise ReadinessError(f"{path}: it was found nowhere, so nothing was changed: check how it is written")
            stated = Redaction(id=log.new_id(), by=by, why=why, what="note" if wanted.questions else "text", places=found.places)
            draft = Draft(Kind.REDACTION_MADE, redaction_subject(stated.id), stated.model_dump(mode="json"))
            log.record(copy, path, _writer(writer, wanted), [draft])
        for one, (count, content) in backups.items():
            if count:
                files.replace(one, content)
    return found


def _writer(writer: Writer, wanted: Wanted) -> Writer:
    """Who records it, without what is erased."""
    if not wanted.text:
        return writer
    pattern = wanted.pattern([wanted.text])
    mark = next(one for one in MARKS if not pattern.search(one))
    return Writer(writer.file_id, writer.replica_id, pattern.sub(mark, writer.recorder))


def _erase_all(db: Connection, path: Path, wanted: Wanted, rules: Rules) -> dict[str, int]:
    """Erases it from a database in the newest format, state tables anew; how often, by subject in words. See `_marked`."""

    def erase(mark: str) -> dict[str, int]:
        places, _ = _erase_log(db, path, wanted, rules, mark)
        log.rebuild(db, path)
        return places

    return _marked(db, path, wanted, erase)


Done = TypeVar("Done")


def _marked(db: Connection, path: Path, wanted: Wanted, erase: Callable[[str], Done]) -> Done:
    """What ``erase`` makes with the first mark that fits. The caller holds the transaction. Raises ReadinessError where none does."""
    fault: Exception | None = None
    pattern = wanted.pattern([wanted.text]) if wanted.text else None
    for mark in MARKS:
        if pattern is not None and pattern.search(mark):
            continue
        try:
            with connection.attempt(db):
                return erase(mark)
        except (ValueError, FileProblem) as error:
            fault = error
    raise ReadinessError(
        f"{path} could not be read any more without it, so nothing was changed: it is also a word of the file's own; give a longer piece"
    ) from fault


def _erase_log(db: Connection, path: Path, wanted: Wanted, rules: Rules, mark: str) -> tuple[dict[str, int], Eraser]:
    """Erases it from libraries, events and unfinished texts; how often, by subject in words, and what erases it from the state tables."""
    rows = db.execute(_EVENTS).fetchall()
    subjects = {row[4] for row in rows}
    places: Counter[str] = Counter()
    counts: Counter[Subject] = Counter()
    named: dict[Subject, dict[str, Any]] = {}
    if wanted.questions:
        notes = {note for row in rows if (note := note_of(row[4], _payload(path, row[0], row[6]), wanted.questions))}.difference(MARKS)
        whole, eraser = Eraser(_WHOLE, mark), Eraser(wanted.pattern(notes) if notes else _NEVER, mark, rules.public)
    else:
        whole = eraser = Eraser(wanted.pattern([wanted.text]), mark, rules.public)
        eraser.hashes = _erase_libraries(db, path, eraser, rules, places)
    for key, recorder, respondent, round_id, subject, kind, text in rows:
        payload = _payload(path, key, text)
        before = (recorder, respondent, round_id, subject, payload)
        if wanted.questions:
            after = (*before[:4], _without_note(subject, payload, wanted.questions, whole, eraser))
        else:
            said = {key: value for key, value in payload.items() if key != FROZEN}
            after = (*(eraser.value(one) for one in before[:4]), eraser.value(said) | _sealed(payload, eraser))
        count = eraser.taken() + whole.taken()
        about = Subject(after[3])
        if own_words(after[4]) or about not in named:
            named[about] = after[4]
        if after == before:
            continue
        if checked(Kind(kind), after[3], after[4]) != after[4]:
            raise ValueError("the payload would not be what it was")
        db.execute(_UPDATE, (*after[:4], to_json(after[4]), key))
        if count:
            counts[about] += count
    if len(db.execute("SELECT DISTINCT subject FROM events").fetchall()) != len(subjects):
        raise ValueError("two subjects would become one")
    for about, count in counts.items():
        # The history keeps these words; shortened, they could hold what their text does not.
        places[eraser.text(worded(about, named[about]))] += count
    eraser.taken()
    for words, count in unfinished.erase(db, eraser, wanted.questions):
        places[words] += count
    return dict(places), eraser


def _payload(path: Path, key: str, text: object) -> dict[str, Any]:
    try:
        return json_object(text)
    except ValueError as error:
        raise problems.invalid_row(path, "events", key, error) from error


def _without_note(subject: str, payload: dict[str, Any], questions: Collection[str], whole: Eraser, repeated: Eraser) -> dict[str, Any]:
    """The payload without the note, where it is of one of the questions, or without what a closed round kept of their notes."""
    note = note_of(subject, payload, questions)
    if note and note not in MARKS:
        return {**payload, "note": whole.text(note)}
    kept = {key: repeated.value(value, public=True) if key in RESULTS else value for key, value in payload.items()}
    return kept | _sealed(payload, repeated)


def _sealed(payload: dict[str, Any], eraser: Eraser) -> dict[str, Any]:
    """What a final report froze without it, under a seal of its own; of any other payload nothing. Names of fields stay."""
    frozen = payload.get(FROZEN)
    if not isinstance(frozen, str):
        return {}
    before = json_value(frozen)
    after = _texts(before, eraser)
    if after == before:
        return {FROZEN: frozen}
    content = to_json(after)
    return {FROZEN: content, SEAL: seal(content)}


def _texts(value: Any, eraser: Eraser) -> Any:
    if isinstance(value, str):
        return value if value in eraser.public else eraser.text(value)
    if isinstance(value, list):
        return [_texts(one, eraser) for one in value]
    return {key: _texts(one, eraser) for key, one in value.items()} if isinstance(value, dict) else value


def _erase_libraries(db: Connection, path: Path, eraser: Eraser, rules: Rules, places: Counter[str]) -> dict[str, str]:
    """Erases it from library texts; the new hash of each by its old one. The shipped library's own wording stays."""
    renamed: dict[str, str] = {}
    for name, key, version in db.execute("SELECT hash, key, version FROM libraries ORDER BY hash").fetchall():
        before = libraries.get(db, path, name).decode(errors="replace")
        if not eraser.pattern.search(before):
            continue
        text = json.dumps(eraser.value(json.loads(before), public=True), ensure_ascii=False, separators=(",", ":"))
        count = eraser.taken()
        if not count:
            continue
        rules.check_library(text)
        content = text.encode()
        renamed[name] = hashlib.sha256(content).hexdigest()
        db.execute("UPDATE libraries SET hash=?, content=? WHERE hash=?", (renamed[name], zlib.compress(content, 9), name))
        places[f"library {eraser.text(key)} {eraser.text(version)}"] += count
        eraser.taken()
    return renamed


def _backup(path: Path, wanted: Wanted, rules: Rules) -> tuple[int, bytes]:
    """How often it stands in a backup, of whatever format, and the backup's bytes without it."""
    if files.read_header(path).application_id != files.APPLICATION_ID:
        raise problems.not_ours(path)
    with problems.told_as_problems(path):
        db = connection.connect(path, mode="ro", immutable=True)
        try:
            copy = connection.memory_copy(db)
        finally:
            db.close()
        try:
            copy.execute("PRAGMA foreign_keys=off")
            with connection.writing(copy):
                count = _marked(copy, path, wanted, lambda mark: _erase_backup(copy, path, wanted, rules, mark))
            copy.execute("VACUUM")
            return count, copy.serialize()
        finally:
            copy.close()


def _erase_backup(db: Connection, path: Path, wanted: Wanted, rules: Rules, mark: str) -> int:
    """Erases it from the log as from the file's own, and from the state tables cell by cell: they are of an older form."""
    places, eraser = _erase_log(db, path, wanted, rules, mark)
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'").fetchall():
        if table in _NOT_STATE:
            continue
        cursor = db.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name of our own schema
        columns = [column[0] for column in cursor.description]
        before = cursor.fetchall()
        after = [_row(table, dict(zip(columns, row, strict=True)), wanted, eraser) for row in before]
        if before != after:
            db.execute(f'DELETE FROM "{table}"')  # noqa: S608  a name of our own schema
            for row in after:
                db.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)  # noqa: S608  a name of our own schema
    return sum(places.values())


def _row(table: str, row: dict[str, Any], wanted: Wanted, eraser: Eraser) -> tuple[object, ...]:
    """A row of a state table without it: by question only the notes of those, and what rounds and final reports kept of it."""
    mine = table == "answers" and row["question"] in wanted.questions
    sealed = _sealed(row, eraser)
    return tuple(
        sealed[column]
        if column in sealed
        else _cell(cell, column, eraser)
        if not wanted.questions or column in RESULTS or (mine and column == "note")
        else cell
        for column, cell in row.items()
    )


def _cell(cell: object, column: str, eraser: Eraser) -> object:
    if not isinstance(cell, str):
        return cell
    if column in _JSON:
        return to_json(eraser.value(json_value(cell), public=column in RESULTS))
    return eraser.value(cell)
