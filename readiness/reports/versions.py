"""Which sections there are, by name, and which of them each version of the report shows, in which order. Knows no format.

A section is one chapter, drawn by each format from the same rows; a version only chooses and orders sections. To add one: name it in
``SECTIONS``, put it into the versions that show it, and draw it in ``pdf.py``, ``word.py`` and a template of that name in
``templates/html`` and ``templates/markdown``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Version = Literal["team", "board", "auditor", "buyer", "person"]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its heading, and the field of the report without which it is left out ("" for one that always stands)."""

    title: str
    needs: str = ""


SECTIONS: dict[str, Section] = {
    "letter": Section("Status letter"),
    "brief": Section("For the board"),
    "ask": Section("What is asked of you"),
    "summary": Section("Where you stand"),
    "progress": Section("Progress since the last round", "progress"),
    "criteria": Section("Criteria at a glance"),
    "gaps": Section("Gaps"),
    "dates": Section("Dates and budget"),
    "plan": Section("Remediation plan"),
    "set-aside": Section("Accepted risks and items done", "set_aside"),
    "related": Section("Related work in other frameworks", "related"),
    "controls": Section("Control by control"),
    "providers": Section("Subservice organisations", "providers"),
    "evidence": Section("Evidence to prepare"),
    "requests": Section("Evidence requests", "requests"),
    "recurring": Section("Calendar of recurring controls", "recurring"),
    "evidence-index": Section("Evidence index"),
    "description": Section("Description of the system", "description"),
    "left-out": Section("Left out, and why"),
    "open": Section("Open questions"),
    "acknowledgement": Section("Management's acknowledgement and responses"),
    "scope": Section("Scope and assumptions"),
    "method": Section("How the figures are computed"),
    "answers": Section("Appendix: answers"),
}
"""Every section by the name that commands take."""

VERSIONS: dict[Version, tuple[str, ...]] = {
    "team": (
        *("summary", "progress", "criteria", "gaps", "dates", "plan", "set-aside", "related"),
        *("evidence", "requests", "recurring", "providers", "left-out", "open"),
        *("acknowledgement", "scope", "method", "answers"),
    ),
    "board": ("brief",),
    "auditor": (
        *("summary", "criteria", "controls", "providers", "evidence-index", "requests", "recurring", "left-out", "description", "open"),
        *("set-aside", "acknowledgement", "scope", "method"),
    ),
    "buyer": ("letter",),
    "person": ("ask", "plan", "evidence", "requests", "recurring", "open"),
}
"""The sections of each version, in its order; ``person`` is the one for one owner."""


def chapters(data: Mapping[str, Any], sections: Sequence[str]) -> list[tuple[str, str]]:
    """The (name, heading) of those sections that have something to show in the machine form ``data``."""
    return [(name, SECTIONS[name].title) for name in sections if not SECTIONS[name].needs or data[SECTIONS[name].needs]]
