"""The library that an assessment file carries for a round: read from it and sound, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path

from questionnaires.canonical import parse_library
from questionnaires.model import Library
from questionnaires.soundness import unsound
from questionnaires.sources import LibraryError
from readiness.errors import FileProblem
from readiness.storage import Store


def stored_library(store: Store, path: Path, digest: str) -> Library:
    """The library kept under that hash, as it was written. Raises FileProblem."""
    try:
        library = parse_library(store.library_text(digest), f"{path} (stored library)")
    except LibraryError as error:
        raise FileProblem(error.problems[0]) from None
    if fault := next(unsound(library), None):
        place, what = fault
        raise FileProblem(f"{path}: the library stored in the file is not sound: {'.'.join(map(str, place))}: {what}.")
    return library
