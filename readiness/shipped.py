"""The shipped question library, read from YAML once and from then on from a cache that knows its source and itself.

Parsing all the YAML takes long beside everything else a command does. A cache entry is named after the SHA-256 of the very
files it was made from (and of this program's version) and begins with the SHA-256 of that name and its own content: a stale,
damaged or exchanged one is never served, only made anew. Losing the cache loses nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaires.canonical import canonical_text, content_hash, parse_library
from questionnaires.model import Library
from questionnaires.sources import LibraryError
from readiness import __version__
from readiness.paths import cache_folder, write_private

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped_library(folder: Traversable | Path | None = None, cache: Path | None = None, language: str | None = None) -> Library:
    """The library that ships with the program, in its own language or in ``language`` as far as it is translated.

    Raises LibraryError if its YAML is not sound, or if it is not there in that language.
    """
    source = folder if folder is not None else _folder()
    fingerprint = _fingerprint(source, language or "")
    entry = (cache or cache_folder()) / f"library-{fingerprint}.json"
    cached = _cached(entry, fingerprint)
    if cached is not None:
        return cached
    from questionnaires.loader import load_library

    library = load_library(source, language)
    text = canonical_text(library)
    # A home that cannot be written to only costs the time of reading the YAML again.
    with contextlib.suppress(OSError):
        write_private(entry, f"{_seal(fingerprint, text)}\n{text}")
    return library


def shipped_languages() -> list[str]:
    """The codes of the languages that the shipped library is translated into."""
    from questionnaires.locale import languages

    return languages(_folder())


def _folder() -> Traversable:
    # Imported late: a file brings its own library, and what finds this one takes as long to load as much that reads the file.
    from importlib.resources import files

    return files("questionnaires") / "soc2"


def _seal(fingerprint: str, text: str) -> str:
    return content_hash(f"{fingerprint}\n{text}")


def _cached(entry: Path, fingerprint: str) -> Library | None:
    try:
        digest, _, text = entry.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    if digest != _seal(fingerprint, text):
        return None
    try:
        return parse_library(text, str(entry))
    except LibraryError:
        return None


def _fingerprint(folder: Traversable | Path, language: str) -> str:
    """SHA-256 over the program's version, the language, and every YAML file's name and bytes."""
    digest = hashlib.sha256(f"{__version__}\0{language}".encode(errors="surrogateescape"))
    waiting: list[tuple[str, Traversable | Path]] = [("", folder)]
    while waiting:
        prefix, here = waiting.pop()
        for one in sorted(here.iterdir(), key=lambda entry: entry.name):
            name = f"{prefix}/{one.name}"
            if one.is_dir():
                waiting.append((name, one))
            elif name.endswith((".yaml", ".yml")):
                raw = one.read_bytes()
                digest.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()
