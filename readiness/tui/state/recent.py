"""The files opened last, kept in one small JSON file. A damaged list is an empty list: it only saves typing."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from readiness.paths import recent_file, write_private

MOST = 9


@dataclass(frozen=True, slots=True)
class Recent:
    """One file as it was when last closed; ``touched`` is a local ISO 8601 moment, ``question`` where the interview stopped."""

    path: str
    organisation: str = ""
    round: str = ""
    answered: int = 0
    asked: int = 0
    touched: str = ""
    question: str = ""


def load_recent() -> list[Recent]:
    """The files opened last, newest first; empty when there is no usable list."""
    try:
        entries = json.loads(recent_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = [one for entry in entries if (one := _entry(entry)) is not None] if isinstance(entries, list) else []
    return list({one.path: one for one in reversed(found)}.values())[::-1][:MOST]


def _entry(entry: object) -> Recent | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("path"), str) or not entry["path"]:
        return None
    texts = {key: entry[key][:300] for key in ("organisation", "round", "touched", "question") if isinstance(entry.get(key), str)}
    counts = {key: entry[key] for key in ("answered", "asked") if type(entry.get(key)) is int and entry[key] >= 0}
    return Recent(path=entry["path"][:4096], **texts, **counts)


def remember(recent: Recent) -> None:
    """Puts a file at the head of the list. Silent when the list cannot be written: nothing of the assessment is in it."""
    kept = [one for one in load_recent() if one.path != recent.path]
    _save([recent, *kept])


def forget(path: str) -> None:
    """Takes a file off the list; the file itself stays."""
    _save([one for one in load_recent() if one.path != path])


def stopped_at(path: Path) -> str | None:
    """The question at which the interview in this file stopped, if that is known."""
    wanted = str(path.absolute())
    return next((one.question or None for one in load_recent() if one.path == wanted), None)


def _save(entries: list[Recent]) -> None:
    with contextlib.suppress(OSError):
        write_private(recent_file(), json.dumps([asdict(one) for one in entries[:MOST]], ensure_ascii=False, indent=1))


@dataclass(frozen=True, slots=True)
class Checked:
    """A recent file as it is now: with fresh figures, or with the reason why it can't be opened."""

    recent: Recent
    problem: str = ""


def check(recent: Recent) -> Checked:
    """Looks into a file. Reads only; to be called where no other connection to the file is open in this thread."""
    from readiness.assessment import Assessment
    from readiness.errors import ReadinessError

    try:
        with Assessment.open(Path(recent.path)) as assessment:
            card = assessment.scorecard()
            return Checked(
                replace(
                    recent,
                    organisation=assessment.scope.organisation,
                    round=assessment.round.name,
                    answered=card.answered_count,
                    asked=card.asked,
                )
            )
    except ReadinessError as error:
        # The sentence opens with the path, which the list shows already.
        reason = str(error).removeprefix(recent.path).lstrip(": ")
        return Checked(recent, reason)
