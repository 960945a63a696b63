"""References to evidence in words: what is known of each. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.tui.state.text import one_line
from scoring.freshness import details
from scoring.model import EvidenceReference

_MOST_OF_A_DETAIL = 80
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def evidence_line(one: EvidenceReference) -> str:
    """A reference with what is known of it: ``Title: path · 2026-05-02 · 1.2 MB · SHA-256 9f86d081884c``."""
    title = f"{one_line(one.title)}: " if one.title.strip() else ""
    parts = [f"{title}{one_line(one.reference)}"]
    if one.collected_on is not None:
        parts.append(str(one.collected_on))
    parts += [one_line(text, _MOST_OF_A_DETAIL) for text in details(one)]
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
