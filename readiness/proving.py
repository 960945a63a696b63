"""The use cases behind an evidence index: which references each control has, how fresh they are, and whether local files still fit.

Files are read to compare them; nothing of their content is kept, and nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.evidence_files import Fingerprint, fingerprint, like_a_path, local_file
from readiness.requesting import request_list
from readiness.rounds import owned_by
from scoring.freshness import measured_on, newest_day, stale
from scoring.model import EvidenceReference, Window
from scoring.occurrences import recurs
from scoring.requests import Request

Freshness = Literal["fresh", "overdue", "before the window", "undated", "no rhythm"]
FRESHNESS_TEXT: dict[Freshness, str] = {
    "fresh": "fresh",
    "overdue": "older than the control's rhythm allows",
    "before the window": "older than the observation window",
    "undated": "no date given",
    "no rhythm": "no rhythm to be measured against",
}
State = Literal["unchecked", "as it was", "present", "changed", "moved", "missing", "unreadable", "elsewhere"]
STATE_TEXT: dict[State, str] = {
    "unchecked": "not looked for",
    "as it was": "as it was",
    "present": "there, but no SHA-256 was kept to compare with",
    "changed": "changed since it was named",
    "moved": "moved",
    "missing": "missing",
    "unreadable": "cannot be read",
    "elsewhere": "a link, a ticket or words: not a file to look for",
}
STALE: tuple[Freshness, ...] = ("overdue", "before the window")
TROUBLES: tuple[State, ...] = ("changed", "moved", "missing", "unreadable")
# What is searched for a file that moved: the assessment's folder and those below it, up to so many entries.
_MOST_ENTRIES = 20_000
_PATH_STARTS = ("/", "./", "../", "~/", ".\\", "..\\")


@dataclass(frozen=True, slots=True)
class Reference:
    """One piece of evidence as it was named; ``found`` is where a file lies now, if elsewhere, ``detail`` why it cannot be read."""

    stated: EvidenceReference
    state: State = "unchecked"
    found: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The evidence of one control; ``newest`` is the latest day that any of it can speak of."""

    question: Question
    owner: str
    references: tuple[Reference, ...]
    newest: date | None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Index:
    """The proofs in the order of the questions, and the controls said to run that have no reference at all.

    Freshness is that of the day ``measured_on``: today, or the last day of the ``window`` where that is over; None before its first.
    ``late`` are the requests for evidence whose day is over.
    """

    today: date
    measured_on: date
    window: Window | None
    proofs: tuple[Proof, ...]
    without: tuple[str, ...]
    late: tuple[Request, ...]

    @property
    def troubled(self) -> bool:
        """Whether a file is missing, moved, changed or unreadable, a control's newest evidence too old, or a request overdue."""
        aged = any(one.freshness in STALE for one in self.proofs)
        lost = any(reference.state in TROUBLES for one in self.proofs for reference in one.references)
        return aged or lost or bool(self.late)


def index(assessment: Assessment, *, today: date | None = None) -> Index:
    """The evidence that the round's answers name, control by control. Looks at no file."""
    day = today or assessment.today
    running = assessment.library.rating.target["type_1"]
    chosen = assessment.scope.own_window
    # Nothing can be of a window that has not begun.
    window = chosen if chosen is not None and chosen.start <= day else None
    measured = measured_on(day, window)
    proofs: list[Proof] = []
    without: list[str] = []
    for question in assessment.questions:
        answer = assessment.answers.get(question.id)
        if answer is None:
            continue
        if answer.evidence:
            newest = newest_day(answer.evidence)
            references = tuple(map(Reference, answer.evidence))
            fresh = _freshness(question, newest, measured, window)
            proofs.append(Proof(question, owned_by(assessment, question), references, newest, fresh))
        elif (answer.rung or 0) >= running:
            without.append(question.id)
    late = tuple(one for one in request_list(assessment, today=day) if one.overdue)
    return Index(day, measured, window, tuple(proofs), tuple(without), late)


def _freshness(question: Question, newest: date | None, on: date, window: Window | None) -> Freshness:
    rhythm = recurs(question.frequency)
    if not rhythm and window is None:
        return "no rhythm"
    if newest is None:
        return "undated"
    if stale(question.frequency, newest, on, window):
        return "overdue" if rhythm else "before the window"
    return "fresh"


def checked(found: Index, assessment_file: Path, folder: Path | None = None) -> Index:
    """The same index after a look at every local file it names: from the working folder, or from beside the assessment.

    A file that is gone is searched for by size and SHA-256 in the assessment's folder and below, and in ``folder`` if one is given.
    """
    beside = assessment_file.absolute().parent
    proofs = [replace(proof, references=tuple(_looked_at(one.stated, beside) for one in proof.references)) for proof in found.proofs]
    lost = {one.stated.sha256: one.stated.size for proof in proofs for one in proof.references if one.state == "missing"}
    wanted = {digest: size for digest, size in lost.items() if digest and size}
    moved = _search(beside, wanted)
    if folder is not None:
        moved = {**_search(folder.absolute(), {digest: size for digest, size in wanted.items() if digest not in moved}), **moved}
    return replace(found, proofs=tuple(replace(one, references=tuple(_moved(one.references, moved))) for one in proofs))


def _looked_at(stated: EvidenceReference, beside: Path) -> Reference:
    path = local_file(stated.reference, beside)
    if path is None:
        named_a_file = bool(stated.sha256) or stated.reference.strip().startswith(_PATH_STARTS) or like_a_path(stated.reference)
        return Reference(stated, "missing" if named_a_file else "elsewhere")
    if not stated.sha256:
        return Reference(stated, "present")
    try:
        # Another size is another file: no need to read it.
        if stated.size is not None and path.stat().st_size != stated.size:
            return Reference(stated, "changed")
        now = _read(path)
    except (ReadinessError, OSError) as error:
        return Reference(stated, "unreadable", detail=str(error))
    return Reference(stated, "as it was" if now.sha256 == stated.sha256 else "changed")


def _read(path: Path) -> Fingerprint:
    found = fingerprint(path, lambda _: None, lambda: False)
    assert found is not None, "nobody stops it"
    return found


def _search(folder: Path, wanted: Mapping[str, int]) -> dict[str, Path]:
    """Where files of these SHA-256 and sizes lie; only files of a size that is looked for are read."""
    sizes = set(wanted.values())
    found: dict[str, Path] = {}
    for path in _files(folder) if wanted else ():
        try:
            digest = _read(path).sha256 if path.stat().st_size in sizes else ""
        except (ReadinessError, OSError):
            continue
        if digest in wanted:
            found.setdefault(digest, path)
            if len(found) == len(wanted):
                break
    return found


def _files(folder: Path) -> Iterator[Path]:
    seen = 0
    for where, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            seen += 1
            if seen > _MOST_ENTRIES:
                return
            path = Path(where) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _moved(references: Sequence[Reference], moved: dict[str, Path]) -> Iterable[Reference]:
    for one in references:
        path = moved.get(one.stated.sha256) if one.state == "missing" else None
        yield one if path is None else replace(one, state="moved", found=str(path))
