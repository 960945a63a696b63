"""What is to be erased and how it is found: a text wherever it stands, or the notes of questions. Works on values, knows no files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness.storage.subjects import Family, parts

MARKS = ("[redacted]", "***", "###")
"""What stands in the place of erased text: the first that does not hold it and that the file can be read with."""

RESULTS = frozenset({"scorecard", "plan"})
"""What a closed round keeps: it repeats the library's own wording, which is public where the library is the shipped one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to erase: ``text``, or where ``questions`` are named the notes of those in all rounds.

    ``words`` finds the text as whole words only, ``any_case`` in any case.
    """

    text: str = ""
    words: bool = False
    any_case: bool = False
    questions: tuple[str, ...] = ()

    def pattern(self, texts: Collection[str]) -> re.Pattern[str]:
        """What finds any of the texts, however their accents are composed."""
        forms = {form for text in texts for form in (text, *(unicodedata.normalize(kind, text) for kind in ("NFC", "NFD")))}
        found = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if self.words else found, re.IGNORECASE if self.any_case else 0)


@dataclass
class Eraser:
    """Erases by one pattern; ``count`` is how often it did since it was last looked at. ``public`` are texts that stay as they are."""

    pattern: re.Pattern[str]
    mark: str
    public: Collection[str] = frozenset()
    hashes: Mapping[str, str] = field(default_factory=dict)
    count: int = 0

    def text(self, text: str) -> str:
        """A text without it."""
        after, found = self.pattern.subn(self.mark, text)
        self.count += found
        return after

    def value(self, value: Any, *, public: bool = False) -> Any:
        """A JSON value without it, keys as well; with ``public`` texts of the shipped library stay."""
        if isinstance(value, str):
            return self.hashes.get(value) or (value if public and value in self.public else self.text(value))
        if isinstance(value, list):
            return [self.value(one, public=public) for one in value]
        if isinstance(value, dict):
            return {
                key if public and key in self.public else self.text(key): self.value(one, public=public or key in RESULTS)
                for key, one in value.items()
            }
        return value

    def taken(self) -> int:
        """How often it erased since this was asked last."""
        count, self.count = self.count, 0
        return count


def note_of(subject: str, payload: Mapping[str, Any], questions: Collection[str]) -> str:
    """The note that an event states on one of those questions; empty for any other event."""
    family, *ids = parts(subject)
    if family is not Family.ANSWER or ids[1] not in questions:
        return ""
    note = payload.get("note", "")
    return note if isinstance(note, str) else ""
