"""One edition of a report: for which reader, in which state, under which label. Says what a format puts around the rows, never the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from readiness.reports.model import Cover
from readiness.reports.versions import VERSIONS, Version
from readiness.reports.words import CONFIDENTIAL, day_text, in_a_sentence

State = Literal["draft", "review", "final"]
STATES: tuple[State, ...] = ("draft", "review", "final")
_TITLES: dict[Version, str] = {
    "team": "Remediation plan",
    "board": "Board summary",
    "auditor": "Controls and evidence",
    "buyer": "Status letter",
    "person": "Requests to {reader}",
}
_NOTICE = (
    "For {organisation} and those it chooses to show this to; nobody else is to rely on it. It maps weaknesses: ask counsel "
    "before you hand it on."
)


@dataclass(frozen=True, slots=True)
class FinalRow:
    """A version that management has made final: its number, day, who acknowledged it, and the SHA-256 of what was frozen."""

    number: int
    day: date
    by: str
    role: str
    statement: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands around a report's rows. ``reader`` is whom a ``person`` version is for; ``name`` is the whole document's and
    ``subject`` what it is about, neither of which says on a letter what lies behind it; ``mark`` says the state in words;
    ``label`` is the line of confidentiality and ``notice`` who may use it, both empty where they have no place."""

    version: Version
    reader: str
    title: str
    name: str
    subject: str
    sections: tuple[str, ...]
    state: State
    mark: str
    label: str
    notice: str
    final: FinalRow | None

    @property
    def has_cover(self) -> bool:
        """Whether a cover and a contents page come first; a short version begins at once."""
        return self.version in ("team", "auditor")

    @property
    def is_letter(self) -> bool:
        """Whether it is a page to sign and hand out, of which nothing internal may be a part."""
        return self.version == "buyer"


def edition(
    cover: Cover,
    version: Version = "team",
    *,
    reader: str = "",
    sections: tuple[str, ...] | None = None,
    state: State = "draft",
    label: str | None = None,
    final: FinalRow | None = None,
) -> Edition:
    """The edition of the report with that cover; ``sections`` and ``label`` are the version's own unless given."""
    letter, title = version == "buyer", _TITLES[version].format(reader=reader)
    return Edition(
        version=version,
        reader=reader,
        title=title,
        name=f"{title}, {cover.organisation}" if letter else f"{cover.title}: {in_a_sentence(title)} for {cover.organisation}",
        subject=title if letter else f"{title}, {cover.type_word}, {cover.set_word}, {day_text(cover.report_date)}",
        sections=VERSIONS[version] if sections is None else sections,
        state=state,
        mark=_mark(state, final),
        label=("" if letter else CONFIDENTIAL) if label is None else label,
        notice="" if letter else _NOTICE.format(organisation=cover.organisation),
        final=final,
    )


def _mark(state: State, final: FinalRow | None) -> str:
    if state == "final" and final is not None:
        return f"Version {final.number}, final"
    return "Draft for management review" if state == "review" else "Draft"
