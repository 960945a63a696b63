"""Judges a library's glossary: names that clash, pointers that lead nowhere, meanings too long to be read at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaires.data import Finding
from questionnaires.glossary import MAX_WORDS
from questionnaires.model import Library
from questionnaires.wording import nearest


def careless_glossary(library: Library) -> Iterator[Finding]:
    """Every name leads to one term, every pointer to another term, and no meaning has more than MAX_WORDS words."""
    known = {entry.id for entry in library.glossary}
    owner: dict[str, str] = {}
    for index, entry in enumerate(library.glossary):
        path = ("glossary", index)
        for place, name in enumerate(entry.names):
            where = (*path, "also", place - 1) if place else (*path, "term")
            first = owner.setdefault(name.casefold(), entry.id)
            if first != entry.id:
                yield where, f"{name} is a name of {first} already; a name leads to one term"
        for other in entry.see:
            if other == entry.id:
                yield (*path, "see"), f"{other} is this very term; name another or none"
            elif other not in known:
                yield (*path, "see"), f"{other} is unknown here{nearest(other, known)}"
        if (words := len(entry.meaning.split())) > MAX_WORDS:
            yield (*path, "meaning"), f"has {words} words; at most {MAX_WORDS}, it is read beside the work"
