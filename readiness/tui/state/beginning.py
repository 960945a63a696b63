"""What starting an assessment needs: a file made from what was typed. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from questionnaires.loader import library_layers
from questionnaires.locale import languages
from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.own_library import own_library
from readiness.shipped import shipped_languages, shipped_library
from scoring.model import QuestionSet, ReportType

SUFFIX = ".readiness"


def library_for(config: Config, language: str | None = None) -> Library:
    """What new assessments are asked with: the configured folder or the shipped library, where it is there in ``language``.

    Without one, in the configured language.

    Raises ReadinessError for a folder that is no sound library.
    """
    folder, language = config.library_folder, config.language if language is None else language
    if folder is None:
        return shipped_library(language=language) if language in shipped_languages() else shipped_library()
    library = own_library(folder)
    there = {code for layer in library_layers(library, folder) for code in languages(layer)}
    return own_library(folder, language) if language in there else library


def create(values: Mapping[str, str], recorder: str, library: Library | None = None) -> Assessment:
    """The assessment that the form describes, in a new file. Raises ReadinessError; then there is no new file."""
    organisation = values["organisation"].strip()
    if not 0 < len(organisation) <= 200:
        raise ReadinessError("Name the organisation the report is about (1 to 200 characters).")
    path = path_of(values["file"])
    path = path if path.suffix else path.with_name(path.name + SUFFIX)
    report_type: ReportType = 1 if values["type"] == "1" else 2
    question_set: QuestionSet = "full" if values["set"] == "full" else "quick"
    chosen = [key.removeprefix("category-") for key, value in values.items() if key.startswith("category-") and value == "yes"]
    return Assessment.create(
        path,
        organisation,
        categories=chosen,
        report_type=report_type,
        question_set=question_set,
        recorder=recorder,
        library=library,
    )


def path_of(typed: str) -> Path:
    """A path as typed, ``~`` understood, absolute. Raises ReadinessError for nothing and for what can't be a path."""
    text = typed.strip()
    if not text or "\0" in text:
        raise ReadinessError("Name a file or folder.")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise ReadinessError(f"{text[:80]}: there is no such home folder; write the path out.") from None


def check_path(typed: str) -> None:
    """Raises ReadinessError for what can't be a path."""
    path_of(typed)
