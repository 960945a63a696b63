"""The store: one open assessment file, what can be said to it and asked of it. Thin; the work is done in the other modules."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from readiness import __version__
from readiness.storage import checking, connection, files, libraries, log, opening, problems, reading, state
from readiness.storage.connection import Connection
from readiness.storage.events import Draft, Event
from readiness.storage.finals import FinalReport
from readiness.storage.formats import FORMATS, Formats
from readiness.storage.keeping import Engagement
from readiness.storage.log import Writer
from readiness.storage.reading import StoredAnswer, StoredItem
from readiness.storage.subjects import Subject
from readiness.storage.unfinished import Desk
from scoring.model import EvidenceRequest, Round, Scope

if TYPE_CHECKING:
    from readiness.storage.erasing import Wanted
    from readiness.storage.redacting import Found, Rules


class Store:
    """One open assessment file; made by `create` and `open`. Any thread may use it, see `connection.Connection`.

    The file alone is complete and readable whenever no transaction is being committed. A copy taken in the few microseconds
    of a commit's page writes needs the file's ``-journal`` beside it; `copy_to` never meets that moment. Code in the same
    process opens the file by `readiness.turns.opened` alone while a store is open: closing a descriptor drops SQLite's locks.
    ``unfinished`` is what was begun in forms and not saved yet, ``writes`` counts how often the log was written to through this store.

    Every method raises FileProblem when the file fails; nothing of SQLite's own errors leaves this layer.
    """

    def __init__(self, path: Path, db: Connection, *, write: bool, recorder: str) -> None:
        self.path = path
        self.writable = write
        self.unfinished = Desk(db, path, write=write)
        self.writes = 0
        self._db = db
        self._answers_read: dict[str, reading.AnswersRead] = {}
        with self._asking():
            self._meta = reading.meta(db, path)
        self._writer = Writer(file_id=self.file_id, replica_id=log.new_id(), recorder=recorder)

    @classmethod
    def create(cls, path: Path | str, *, recorder: str, formats: Formats = FORMATS) -> Self:
        """Creates an assessment file (0600, missing folders 0700) and opens it for writing as ``recorder``.

        Raises FileProblem when something is there already, or it cannot be written; nothing is overwritten.
        """
        path = Path(path)
        opening.create(path, formats, {"file_id": log.new_id(), "created_at": log.utc_now(), "created_by": f"readiness {__version__}"})
        return cls.open(path, write=True, recorder=recorder, formats=formats)

    @classmethod
    def open(cls, path: Path | str, *, write: bool, recorder: str = "", formats: Formats = FORMATS) -> Self:
        """Opens an assessment file; without ``write`` neither the file nor its folder is altered by one byte.

        An older format is brought up to date: for writing in the file, after a copy was kept as FILE.format-N.bak; for
        reading in memory, so that such a store does not see what other programs write later.

        Raises FileProblem when it is missing, a folder, not ours, newer, damaged, not trusted, locked, or may not be opened.
        """
        path = Path(path)
        db = (opening.open_for_writing if write else opening.open_for_reading)(path, formats)
        try:
            return cls(path, db, write=write, recorder=recorder)
        except BaseException:
            db.close()
            raise

    def close(self) -> None:
        """Closes the file; everything appended is durable already."""
        # Not while another thread is in a transaction.
        with self._db.turn, problems.told_as_problems(self.path):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def file_id(self) -> str:
        """The assessment's id, the same in every copy of its file."""
        return self._meta.file_id

    @property
    def created_at(self) -> str:
        """When the assessment was created, UTC, ISO 8601."""
        return self._meta.created_at

    @property
    def replica_id(self) -> str:
        """The id of this session as a writer."""
        return self._writer.replica_id

    def append(self, drafts: Sequence[Draft], *, seen: Mapping[Subject, str] | None = None) -> list[Event]:
        """Records the drafts in one transaction and returns their events once they are durable: all of them or none.

        Each draft is based on the newest event of its subject that the caller saw; a later draft of the batch on the same
        subject on the earlier one, whatever it says. ``seen`` are the `heads` that the whole batch was worked out from.

        Raises StaleWrite when somebody recorded a newer event first (a draft based on that one keeps "mine"), with ``seen`` about
        any subject; ReadinessError for an answer in a closed round, ``ValueError`` for an invalid draft, FileProblem when the file
        cannot be written.
        """
        if not drafts:
            return []
        with self._changing():
            if seen is not None:
                log.require_seen(self._db, self.path, seen)
            self.writes += 1
            return log.record(self._db, self.path, self._writer, drafts)

    def rebuild(self) -> None:
        """Makes the state tables and the indexes anew from the log. Raises FileProblem when an event in it is invalid."""
        with self._changing():
            self.writes += 1
            self._answers_read.clear()
            self._db.execute("REINDEX")
            log.rebuild(self._db, self.path)

    def verify(self) -> None:
        """Raises Unsound unless pages, log and libraries are sound and the state tables what the log says. Works on a copy in memory."""
        if found := self._faults():
            raise problems.inconsistent(self.path, checking.worded(found))

    def repair(self) -> checking.Repaired | None:
        """Does what `rebuild` does, once a copy of the file is kept beside it as FILE.format-N.bak; None where nothing has to be mended.

        Raises FileProblem, Unsound where the log itself or a library is damaged; then nothing was written.
        """
        found = self._faults()
        if not found:
            return None
        with self._asking():
            # The first read takes the lock that makes it one moment.
            format_now, content = connection.integer(self._db, "user_version"), self._db.serialize()
        backup = files.write_backup(self.path, format_now, content)
        self.rebuild()
        return checking.Repaired(found, backup)

    def _faults(self) -> dict[str, int]:
        with problems.told_as_problems(self.path), contextlib.closing(connection.memory_copy(self._db)) as copy, connection.writing(copy):
            return checking.faults(copy, self.path)

    def dump(self) -> dict[str, str]:
        """The rows of each state table as text, equal for equal states."""
        with self._asking():
            return state.dump(self._db)

    def scope(self) -> Scope:
        """The scope as it stands. Raises FileProblem while no organisation has been stated."""
        with self._asking():
            return reading.scope(self._db, self.path)

    def rounds(self, *, results: bool = True) -> list[Round]:
        """All rounds, by number; without ``results`` none has its scorecard and plan, which take longest to read."""
        with self._asking():
            return reading.rounds(self._db, self.path, results=results)

    def round(self, round_id: str) -> Round | None:
        """One round with its scorecard and plan, if it keeps them; None for an id that no round has."""
        with self._asking():
            return reading.round_of(self._db, self.path, round_id)

    def answers(self, round_id: str) -> dict[str, StoredAnswer]:
        """The answers of a round by question; none for a round that does not exist."""
        with self._asking():
            return reading.answers(self._db, self.path, round_id, self._answers_read.setdefault(round_id, {}))

    def past_answers(self, round_id: str) -> Mapping[str, StoredAnswer]:
        """The same of a round that is looked at here and there: each is checked when it is asked for, which may raise FileProblem."""
        with self._asking():
            return reading.UncheckedAnswers(self._db, self.path, round_id)

    def items(self) -> list[StoredItem]:
        """All remediation items, in the order in which they were first named."""
        with self._asking():
            return reading.items(self._db, self.path)

    def final_reports(self) -> list[FinalReport]:
        """Every version of a report that was made final, by number."""
        with self._asking():
            return reading.final_reports(self._db, self.path)

    def engagement(self) -> Engagement | None:
        """Whether the file is closed to changes, and how long it is to be kept; None while nobody said so."""
        with self._asking():
            return reading.engagement(self._db, self.path)

    def requests(self) -> list[EvidenceRequest]:
        """What was stated about evidence requests, in the order in which they were first named."""
        with self._asking():
            return reading.requests(self._db, self.path)

    def heads(self) -> dict[Subject, str]:
        """The id of each subject's newest event, also of subjects since removed: what a draft is to be based on."""
        with self._asking():
            return log.heads(self._db)

    def head(self, subject: Subject) -> str | None:
        """The id of a subject's newest event, or None when it was never spoken of."""
        with self._asking():
            return log.head(self._db, subject)

    def history(self, subject: Subject | None = None) -> list[Event]:
        """All events, or those of one subject, in state order."""
        with self._asking():
            return log.history(self._db, self.path, subject)

    def find(self, wanted: Wanted, rules: Rules) -> Found:
        """Where something to be erased stands, in the file and the backups beside it. Raises ReadinessError as `redact` does."""
        from readiness.storage import redacting

        with problems.told_as_problems(self.path):
            return redacting.find(self._db, self.path, wanted, rules)

    def redact(self, wanted: Wanted, rules: Rules, *, by: str, why: str) -> Found:
        """Erases something from state, history, free pages and the backups beside the file, for good; where it stood.

        All of it or nothing. Raises ReadinessError where it stands nowhere or the file could not be read without it, FileProblem.
        """
        # Imported late, and so not named by the room: hardly any run of the program erases anything.
        from readiness.storage import redacting

        if not self.writable:
            raise problems.opened_for_reading(self.path)
        with problems.told_as_problems(self.path):
            found = redacting.redact(self._db, self.path, self._writer, wanted, rules, by, why)
            self.writes += 1
            self._answers_read.clear()
            return found

    def data_version(self) -> int:
        """A number that changes when another program, or another store, has written to the file; ``writes`` are one's own."""
        with self._asking():
            return connection.integer(self._db, "data_version")

    def put_library(self, text: str, key: str, version: str) -> str:
        """Keeps a library's canonical JSON text, once per content, and returns its SHA-256 in hex.

        Raises ReadinessError when the text is larger than 32 MB, ``ValueError`` for text that is not Unicode.
        """
        content = text.encode()
        with self._changing():
            log.require_unclosed(self._db, self.path)
            return libraries.put(self._db, self.path, content, key, version)

    def library_text(self, name: str) -> bytes:
        """The library text (UTF-8) under that hash, verified against it but otherwise untrusted. Raises FileProblem."""
        with self._asking():
            return libraries.get(self._db, self.path, name)

    def copy_to(self, target: Path | str) -> None:
        """Writes a whole, private copy of the file as of one moment. Raises FileProblem when ``target`` exists."""
        with self._asking():
            # The first read takes the lock that makes it one moment.
            self._db.execute("SELECT count(*) FROM meta").fetchone()
            content = self._db.serialize()
        files.write_new(Path(target), content)

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        with problems.told_as_problems(self.path), connection.reading(self._db):
            yield

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        if not self.writable:
            raise problems.opened_for_reading(self.path)
        with problems.told_as_problems(self.path), connection.writing(self._db):
            yield
