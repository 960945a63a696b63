"""Local files that are named as evidence: found, and known again by SHA-256, size and date. Their content is never kept."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from questionnaires.wording import shortened
from readiness.errors import ReadinessError
from readiness.turns import opened
from scoring.model import Answer, EvidenceReference

MOST_BYTES = 200_000_000
_CHUNK = 1 << 20
# Of two letters at least: one letter before a colon is a drive.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_HOST = re.compile(r"([\w-]+\.)+[a-z]{2,}(:\d+)?/")
_ENDING = re.compile(r"[^./\\]\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,8}$")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file as it was read: SHA-256 in hex, size in bytes, the day it was last written."""

    sha256: str
    size: int
    written: date


def local_file(reference: str, beside: Path) -> Path | None:
    """The file that a reference names: from the working folder or, failing that, from ``beside``; None if there is none."""
    if not reference.strip() or "://" in reference:
        return None
    try:
        named = Path(reference.strip()).expanduser()
        return next((path for path in (named.absolute(), beside / named) if path.is_file()), None)
    except (OSError, ValueError, RuntimeError):
        # Too long for a path, a NUL byte, the home of somebody who is nobody: a ticket or a sentence, then.
        return None


def like_a_path(reference: str) -> bool:
    """Whether a reference reads as a file's path: a file ending or a backslash, no blank, no scheme and no host's name in front.

    A slash alone says nothing: pages of a wiki and settings of a cloud account are named like that too.
    """
    named = reference.strip()
    if not named or re.search(r"\s", named) or _SCHEME.match(named) or _HOST.match(named):
        return False
    return "\\" in named or _ENDING.search(named) is not None


def not_here(reference: str, beside: Path) -> str:
    """Says of a reference that reads as a file's path that no file is there; empty for any other. It may lie elsewhere, and is kept."""
    if not like_a_path(reference) or local_file(reference, beside) is not None:
        return ""
    return f"{shortened(reference.strip(), 40)}: no file there now: kept as words, without a fingerprint."


def fingerprint(path: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> Fingerprint | None:
    """Reads a file once, chunk by chunk; None when cancelled. ``progress`` gets the share read (0-1).

    Raises ReadinessError for a file that can't be read, is no ordinary file, or is larger than 200 MB.
    """
    try:
        # Without waiting: a pipe with nobody at its other end would hold the reader for ever.
        with opened(path, getattr(os, "O_NONBLOCK", 0)) as stream:
            known = os.fstat(stream.fileno())
            if not stat.S_ISREG(known.st_mode):
                raise ReadinessError(f"{_name(path)} is no ordinary file: it is kept by its name alone.")
            digest, read = hashlib.sha256(), 0
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > MOST_BYTES:
                    raise ReadinessError(f"{_name(path)} is larger than 200 MB: it is kept by its name alone.")
                if cancelled():
                    return None
                digest.update(chunk)
                progress(min(1.0, read / max(known.st_size, read)))
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise ReadinessError(f"{_name(path)}: {reason}; it is kept by its name alone.") from None
    return Fingerprint(digest.hexdigest(), read, datetime.fromtimestamp(known.st_mtime).date())


def unread(answer: Answer, before: Answer | None, beside: Path) -> list[tuple[str, Path]]:
    """The references that are new in an answer and name a local file, with the file."""
    known = {one.reference for one in before.evidence} if before is not None else set()
    new = [one.reference for one in answer.evidence if one.reference not in known and not one.sha256]
    return [(reference, path) for reference in dict.fromkeys(new) if (path := local_file(reference, beside)) is not None]


def with_fingerprints(answer: Answer, prints: Mapping[str, Fingerprint], today: date) -> Answer:
    """The answer with what was read of its files; a day that was stated stays, one to come is left out."""
    known = (_known(one, prints[one.reference], today) if one.reference in prints else one for one in answer.evidence)
    return answer.model_copy(update={"evidence": tuple(known)})


def _known(one: EvidenceReference, found: Fingerprint, today: date) -> EvidenceReference:
    read = known_fields(found, today)
    return one.model_copy(update={**read, "collected_on": one.collected_on or read["collected_on"]})


def known_fields(found: Fingerprint, today: date) -> dict[str, Any]:
    """What a reference keeps of a file; a day to come is no day it dates from."""
    return {"sha256": found.sha256, "size": found.size, "collected_on": found.written if found.written <= today else None}


def never() -> bool:
    """For whoever does not want to be asked whether to stop."""
    return False


def read_now(
    answer: Answer, before: Answer | None, beside: Path, today: date, cancelled: Callable[[], bool] = never
) -> tuple[Answer, list[str]]:
    """The answer with the SHA-256, size and date of the local files it names anew, and why some could not be read.

    What stands in ``before`` is not read again, and named again it keeps all that is known of it but what is said of it now: a change of
    the file since is for a check to find. Reads whole files before it returns, or leaves off where it is ``cancelled``: then some stay
    unread.
    """
    earlier = {one.reference: one for one in before.evidence} if before is not None else {}
    new = [one.reference for one in answer.evidence if one.reference not in earlier and "sha256" not in one.model_fields_set]
    prints, problems = read_files(new, beside, cancelled)
    kept = (_standing(one, earlier[one.reference]) if one.reference in earlier else one for one in answer.evidence)
    return with_fingerprints(answer.model_copy(update={"evidence": tuple(kept)}), prints, today), problems


def _standing(one: EvidenceReference, known: EvidenceReference) -> EvidenceReference:
    """What stands, with what is said of it now; exactly as it was where that is its name alone."""
    return known.model_copy(update={name: getattr(one, name) for name in one.model_fields_set})


def read_files(references: Iterable[str], beside: Path, cancelled: Callable[[], bool] = never) -> tuple[dict[str, Fingerprint], list[str]]:
    """What was read of those references that name a local file, by reference, and why others could not be read.

    Where it is ``cancelled`` nothing is said of those not read yet.
    """
    prints: dict[str, Fingerprint] = {}
    problems: list[str] = []
    for reference in dict.fromkeys(references):
        path = local_file(reference, beside)
        try:
            found = fingerprint(path, lambda _: None, cancelled) if path is not None else None
        except ReadinessError as error:
            problems.append(str(error))
        else:
            if found is not None:
                prints[reference] = found
    return prints, problems


def _name(path: Path) -> str:
    return shortened("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in path.name), 60)
