"""The shipped question library, read from YAML once and from then on from a cache that knows its source and itself.

Parsing all the YAML takes long beside everything else a command does. A cache entry is named after the SHA-256 of the very
files it was made from (and of this program's version) and begins with the SHA-256 of its own content: a stale or damaged one
is never served, only made anew. Losing the cache loses nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from questionnaires.loader import LibraryError, canonical_text, content_hash, load_library, parse_library
from questionnaires.model import Library
from readiness import __version__
from readiness.paths import cache_folder, write_private


def shipped_library(folder: Traversable | Path | None = None, cache: Path | None = None) -> Library:
    """The library that ships with the program. Raises LibraryError if its YAML is not sound."""
    source = folder if folder is not None else files("questionnaires") / "soc2"
    entry = (cache or cache_folder()) / f"library-{_fingerprint(source)}.json"
    cached = _cached(entry)
    if cached is not None:
        return cached
    library = load_library(source)
    text = canonical_text(library)
    # A home that cannot be written to only costs the time of reading the YAML again.
    with contextlib.suppress(OSError):
        write_private(entry, f"{content_hash(text)}\n{text}")
    return library


def _cached(entry: Path) -> Library | None:
    try:
        digest, _, text = entry.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    if digest != content_hash(text):
        return None
    try:
        return parse_library(text, str(entry))
    except LibraryError:
        return None


def _fingerprint(folder: Traversable | Path) -> str:
    """SHA-256 over the program's version and every YAML file's name and bytes."""
    digest = hashlib.sha256(__version__.encode())
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
