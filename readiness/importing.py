"""The use case behind taking over answers from a file: first what they would change, then all of them in one step, or none."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import Refused, key_of, read_rows
from readiness.exchange.evidence_files import never, read_now
from readiness.stating import require_allowed, says_the_same
from readiness.storage import StoredAnswer
from scoring.model import Answer
from scoring.select import applicable_questions

Kind = Literal["new", "changed", "same"]
MOST_NAMED = 5


class Stopped(ReadinessError):
    """The person stopped the import; nothing was written."""


def _whatever(_: float) -> None:
    return


@dataclass(frozen=True, slots=True)
class Watch:
    """Whoever waits for the work: is told the share done (0-1, never falling), and is asked before each row whether to stop."""

    progress: Callable[[float], None] = _whatever
    cancelled: Callable[[], bool] = never

    def at(self, done: float) -> None:
        """Tells the share done. Raises Stopped where the person wants no more of it."""
        if self.cancelled():
            raise Stopped("The import was stopped; nothing was written.")
        self.progress(done)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One sound row beside what stands: ``change`` in a few words, such as ``4, note, owner``, and why ours may be the newer one.

    ``unasked`` says why its question is not asked here; the answer is kept and counts nowhere.
    """

    where: str
    answer: Answer
    kind: Kind
    change: str
    older: str = ""
    unasked: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file of answers would change. With any row refused nothing of it can be taken over.

    ``unread`` says which files named as evidence could not be read: they are kept by their names alone. ``blank`` counts rows that
    nobody has filled in.
    """

    source: Path
    rows: tuple[Incoming, ...]
    refused: tuple[Refused, ...]
    unread: tuple[str, ...]
    blank: int = 0

    def of(self, kind: Kind) -> list[Incoming]:
        """The sound rows of that kind, in the file's order."""
        return [row for row in self.rows if row.kind == kind]

    @property
    def changes(self) -> list[Answer]:
        """The answers that say something else than what stands: those there are to write."""
        return [row.answer for row in self.rows if row.kind != "same"]

    @property
    def older(self) -> list[Incoming]:
        """The rows that would go over an answer which may be newer."""
        return [row for row in self.rows if row.older]

    @property
    def summary(self) -> str:
        """The figures in words, such as ``2 new, 1 replaced (mfa-enforced 3 → 4), 5 as before``."""
        new, changed, same = (self.of(kind) for kind in ("new", "changed", "same"))
        parts = [f"{len(new)} new"] if new or not self.rows else []
        if changed:
            parts.append(f"{len(changed)} replaced ({named([f'{row.answer.question} {row.change}' for row in changed])})")
        if same:
            parts.append(f"{len(same)} as before")
        if self.blank:
            parts.append(f"{self.blank} not filled in")
        return ", ".join(parts)

    def require_sound(self) -> None:
        """Raises ReadinessError with a line for each row that is refused."""
        if self.refused:
            raise ReadinessError("\n".join(map(str, self.refused)))


def named(entries: Sequence[str]) -> str:
    """The first few by name, the rest by number."""
    more = len(entries) - MOST_NAMED
    return "; ".join(entries[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def preview(assessment: Assessment, source: Path, watch: Watch | None = None) -> Preview:
    """Reads a file of answers, and the local files it names as evidence, beside what stands; writes nothing.

    Raises ReadinessError where the file can't be read as answers or the assessment takes none, Stopped.
    """
    watch = watch or Watch()
    watch.at(0.0)
    _require_open(assessment)
    saved = _last_saved(source)
    read = read_rows(source)
    standing, library, scope = assessment.stored_answers, assessment.library, assessment.scope
    before, today = dict(assessment.answers), assessment.today
    beside = assessment.path.absolute().parent
    rows: list[Incoming] = []
    refused = list(read.refused)
    unread: list[str] = []
    for place, checked in enumerate(read.check(library, scope, before)):
        watch.at(place / len(read.found))
        if isinstance(checked, Refused):
            refused.append(checked)
            continue
        where, answer = checked
        try:
            require_allowed(library, scope, answer, today)
        except ReadinessError as error:
            refused.append(Refused(where, str(error)))
            continue
        answer, problems = read_now(answer, before.get(answer.question), beside, today, watch.cancelled)
        unread += problems
        rows.append(_beside(where, answer, standing.get(answer.question), saved))
    watch.at(1.0)
    why = unasked(assessment, [row.answer.question for row in rows])
    known = tuple(replace(row, unasked=why.get(row.answer.question, "")) for row in rows)
    return Preview(source, known, tuple(refused), tuple(dict.fromkeys(unread)), read.blank)


def take_over(assessment: Assessment, found: Preview, watch: Watch | None = None) -> int:
    """Writes what the preview says in one transaction, all or none; how many answers.

    ``assessment`` is the object that the preview was made with, so that a change made since is not written over. Raises
    ReadinessError for a refused row, StaleWrite where somebody answered one of the questions since, Stopped.
    """
    found.require_sound()
    watch = watch or Watch()
    changes = found.changes

    def told() -> Iterator[Answer]:
        for place, answer in enumerate(changes):
            watch.at(place / len(changes))
            yield answer

    # The last look at whether to stop is before the transaction: from there on it is written whole.
    count = assessment.answer_all(told())
    watch.progress(1.0)
    return count


def unasked(assessment: Assessment, question_ids: Collection[str]) -> dict[str, str]:
    """Why the current set and scope do not ask some of these questions, by id."""
    asked = {question.id for question in assessment.questions}
    left = [one for one in question_ids if one not in asked]
    if not left:
        return {}
    library, whatever_the_facts = assessment.library, assessment.scope.model_copy(update={"facts": {}})
    known, report_type = library.question_by_id, assessment.scope.report_type
    of_other_type = {one for one in left if one in known and known[one].only_type not in (None, report_type)}
    full, of_set = (
        {question.id for question in applicable_questions(library, whatever_the_facts, which)} for which in ("full", assessment.round.set)
    )
    of_type = dict.fromkeys(of_other_type, f"only a Type {'I' * (3 - report_type)} report asks it")
    return {one: of_type.get(one) or _why_unasked(one in full, one in of_set) for one in left}


def _why_unasked(in_full: bool, in_set: bool) -> str:
    if not in_full:
        return "its category is not in the scope"
    return "the stated facts rule it out" if in_set else "it belongs to the full set"


def _require_open(assessment: Assessment) -> None:
    """Said before anything is read: what is closed takes no answers, however sound."""
    engagement = assessment.engagement
    if engagement is not None and engagement.closed:
        raise ReadinessError(
            f"{assessment.path} was closed by {engagement.by} and takes no change: "
            "`readiness close FILE --reopen --by NAME --why TEXT` opens it again."
        )
    if assessment.round.closed:
        raise ReadinessError(f"{assessment.path}: {assessment.round.name} is closed and stays as it was; answer in the current round.")


def _last_saved(source: Path) -> str:
    """When the file was last written, UTC, ISO 8601; empty where there is none. Raises ReadinessError for a folder, pipe or device."""
    try:
        known = source.stat()
    except (OSError, ValueError):
        # Reading it tells.
        return ""
    if stat.S_ISDIR(known.st_mode):
        raise ReadinessError(f"{source}: is a folder; name a file in it.")
    if not stat.S_ISREG(known.st_mode):
        raise ReadinessError(f"{source}: is no ordinary file; save the answers in one first.")
    return datetime.fromtimestamp(known.st_mtime, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _beside(where: str, answer: Answer, stored: StoredAnswer | None, saved: str) -> Incoming:
    """A row beside what stands; ``saved`` is when its file was last written."""
    if stored is None or stored.answer.level == "unanswered":
        return Incoming(where, answer, "new", answer.level)
    earlier = stored.answer
    if says_the_same(earlier, answer):
        return Incoming(where, answer, "same", answer.level)
    older = _older(answer, stored, saved)
    if earlier.level != answer.level:
        return Incoming(where, answer, "changed", f"{earlier.level} → {answer.level}", older=older)
    if earlier.carried:
        return Incoming(where, answer, "changed", f"{answer.level}, confirmed", older=older)
    differ = (name for name in type(answer).model_fields if name != "recorder" and getattr(earlier, name) != getattr(answer, name))
    details = ", ".join(key_of(name).replace("_", " ") for name in differ)
    return Incoming(where, answer, "changed", f"{answer.level}, {details}", older)


def _older(answer: Answer, stored: StoredAnswer, saved: str) -> str:
    """Why what stands may be newer than a row that would go over it; empty where nothing says so."""
    earlier = stored.answer
    if earlier.last_done is not None and answer.last_done is not None and answer.last_done < earlier.last_done:
        return f"last done {earlier.last_done} by ours, {answer.last_done} by the file"
    # What was carried over from an earlier round was said then, not when the round was started.
    if saved and not earlier.carried and stored.recorded_at > saved:
        return f"ours was recorded {_moment(stored.recorded_at)}, the file last saved {_moment(saved)}"
    return ""


def _moment(recorded_at: str) -> str:
    """A recorded moment (UTC, ISO 8601) in local time, to the minute."""
    return datetime.fromisoformat(recorded_at).astimezone().strftime("%Y-%m-%d %H:%M")
