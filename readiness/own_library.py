"""A question library of the user's own: read from its folder and sound, or refused in one sentence. Knows no assessment."""

from __future__ import annotations

from pathlib import Path

from questionnaires.loader import LibraryError, library_layers, read_folder
from questionnaires.locale import translated
from questionnaires.model import Library
from questionnaires.soundness import unsound
from questionnaires.wording import ended
from readiness.errors import ReadinessError


def own_library(folder: Path, language: str | None = None) -> Library:
    """The whole effective library in ``folder``, laid over the shipped one where it extends that; translated where it can be.

    Raises ReadinessError for a folder that is no sound library, or one that is not there in that language.
    """
    try:
        library, origins = read_folder(folder)
    except LibraryError as error:
        raise _refusal(folder, error.problems) from None
    faults = [ended(f"{origins.locate(path)}: {'.'.join(map(str, path))}: {what}") for path, what in unsound(library)]
    if faults:
        raise _refusal(folder, faults)
    if language is None or language == library.language:
        return library
    try:
        return translated(library, library_layers(library, folder), language)
    except LibraryError as error:
        raise _refusal(folder, error.problems) from None


def _refusal(folder: Path, problems: list[str]) -> ReadinessError:
    more = f" (The first of {len(problems)} problems: `readiness lint {folder}` lists them.)" if len(problems) > 1 else ""
    named = problems[0] if problems[0].startswith(str(folder)) else f"{folder}: not a usable library: {problems[0]}"
    return ReadinessError(f"{named}{more}")
