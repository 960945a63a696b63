"""What an answer says of the local files named as its evidence: their SHA-256, size and date. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from readiness.exchange.evidence_files import Fingerprint, local_file
from readiness.tui.state.text import one_line
from scoring.model import Answer, EvidenceReference

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def unread(answer: Answer, before: Answer | None, beside: Path) -> list[tuple[str, Path]]:
    """The references that are new in an answer and name a local file, with the file."""
    known = {one.reference for one in before.evidence} if before is not None else set()
    new = [one.reference for one in answer.evidence if one.reference not in known and not one.sha256]
    return [(reference, path) for reference in dict.fromkeys(new) if (path := local_file(reference, beside)) is not None]


def with_fingerprints(answer: Answer, prints: dict[str, Fingerprint], today: date) -> Answer:
    """The answer with what was read of its files; a day that was stated stays, one to come is left out."""

    def known(one: EvidenceReference) -> EvidenceReference:
        found = prints.get(one.reference)
        if found is None:
            return one
        day = one.collected_on or (found.written if found.written <= today else None)
        return one.model_copy(update={"sha256": found.sha256, "size": found.size, "collected_on": day})

    return answer.model_copy(update={"evidence": tuple(known(one) for one in answer.evidence)})


def evidence_line(one: EvidenceReference) -> str:
    """A reference with what is known of it: ``Title: path · 2026-05-02 · 1.2 MB · SHA-256 9f86d081884c``."""
    title = f"{one_line(one.title)}: " if one.title.strip() else ""
    parts = [f"{title}{one_line(one.reference)}"]
    if one.collected_on is not None:
        parts.append(str(one.collected_on))
    if one.size is not None:
        parts.append(size_text(one.size))
    if one.sha256:
        parts.append(f"SHA-256 {one.sha256[:12]}…")
    return " · ".join(parts)


def size_text(size: int) -> str:
    """``0 bytes``, ``1.2 MB``."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{size:,} bytes" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def references(typed: str) -> Sequence[str]:
    """The references in a text, one a line."""
    return [line.strip() for line in typed.splitlines() if line.strip()]
