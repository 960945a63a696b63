"""The language of the questions: what the user prefers, and in words how much of the library is in it."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires.folders import Folder
from questionnaires.loader import library_layers
from questionnaires.locale import is_translated, language_of, languages, translated_share
from questionnaires.model import Library, Question
from questionnaires.wording import shortened
from readiness.cli.text import complain
from readiness.config import load_config


def preferred_language(library: Library, folder: Folder | None = None) -> str | None:
    """The language that the configuration names, or None. One that ``library``, from ``folder``, lacks is told, never fatal."""
    wanted = load_config()[0].language
    if not wanted or wanted == library.language:
        return None
    known = {code for layer in library_layers(library, folder) for code in languages(layer)}
    if wanted in known:
        return wanted
    here = " and ".join([library.language, *sorted(known)])
    complain(f"language: {shortened(wanted)!r} is not there, {library.language} is used; the questions are there in {here}.")
    return None


def language_line(source: Library, spoken: Library, asked: Iterable[Question], folder: Folder | None = None) -> str:
    """One sentence on how many of the library's and of the ``asked`` questions are translated.

    ``source`` is the library as it was written, ``spoken`` the same one in another language, both from ``folder``.
    """
    language = language_of(library_layers(source, folder), spoken.language)
    name, rest = (language.name, language.translated_from) if language else (spoken.language, source.language)
    share = translated_share(source, spoken)
    whole = [source.category_by_id[category].title for category, (done, of) in share.items() if of and done == of]
    done, of = sum(done for done, _ in share.values()), sum(of for _, of in share.values())
    here = [is_translated(source, spoken, question.id) for question in asked]
    complete = f" ({', '.join(whole)} completely)" if whole else ""
    return f"{done} of {of} questions are in {name}{complete}, {sum(here)} of the {len(here)} asked here; the rest is in {rest}."
