"""Judges the translations that lie beside a library: what cannot be used, what is stale or unfinished, and careless text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from questionnaires.folders import LOCALE
from questionnaires.loader import Origins
from questionnaires.locale import Entry, Translation, languages, misnamed
from questionnaires.model import Library
from questionnaires.texts import FIELDS, Texts, entries, leaves, texts
from questionnaires.wording import ended

# Fields in which a text that reads like its source was left untranslated; titles and evidence may well be the same word.
_SENTENCES = frozenset({"text", "why", "meaning", "summary", "anchors", "remediation", "tiny"})


def lint_translations(folder: Traversable | Path, library: Library, origins: Origins) -> list[str]:
    """Every fault of the translations below ``folder``, one sentence each with file:line:column. Raises LibraryError."""
    found = [f"{LOCALE}/{name}: is no language code such as de or pt-BR; rename the folder." for name in misnamed(folder)]
    positions = {(key, entry.id): index for key in FIELDS for index, entry in enumerate(entries(library, key))}
    for code in languages(folder):
        translation = Translation(folder, code, library)
        found += [*translation.refused, *translation.left]
        never = _never_says(translation)
        for entry in translation.entries:
            index = positions.get((entry.key, entry.id))
            home = origins.locate((entry.key, index)).split(":")[0] if index is not None else ""
            if home and entry.source.name != f"{LOCALE}/{code}/{home}":
                found.append(f"{entry.locate()}: {entry.id} belongs in {LOCALE}/{code}/{home}, as its source is in {home}.")
            if never is not None:
                found += _claims(entry, never)
        for key in FIELDS:
            sources = {entry.id: texts(key, entry) for entry in entries(library, key)}
            for entry in translation.entries:
                if entry.key == key and (key, entry.id) in translation.made:
                    found += [ended(sentence) for sentence in _careless(entry, sources[entry.id])]
    return found


def _never_says(translation: Translation) -> re.Pattern[str] | None:
    words = translation.language.never_says if translation.language is not None else ()
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE) if words else None


def _claims(entry: Entry, never: re.Pattern[str]) -> Iterator[str]:
    for path, text in leaves(dict(entry.given)):
        if claim := never.search(text):
            yield f"{entry.locate(*path)}: says {claim[0]!r}; nobody but an auditor concludes, describe what is there instead."


def _careless(entry: Entry, source: Texts) -> Iterator[str]:
    original = dict(leaves(dict(source)))
    first: dict[tuple[object, str], object] = {}
    for path, text in leaves(dict(entry.given)):
        if _SENTENCES & set(path) and text.split() == original[path].split():
            yield f"{entry.locate(*path)}: is still the source's own text; translate it, or leave the entry out"
        if "anchors" in path:
            rung = first.setdefault((path[:-1], text.casefold()), path[-1])
            if rung != path[-1]:
                yield f"{entry.locate(*path)}: reads the same as rung {rung}; neighbouring rungs must be told apart"
