"""Translations of a library, file by file below ``locale/xx/``: read, judged against their source, and applied.

Each translated entry carries, as ``of``, the fingerprint of the texts it was made from. Where the source says something else
by now, or nothing at all, the source's text stands: a translation is never wrong about what is asked, only incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, ValidationError

from questionnaires.data import Data, ShortText
from questionnaires.folders import LOCALE, Folder, language_folders, read_bytes, translation_files
from questionnaires.model import Library
from questionnaires.sources import LibraryError, Source
from questionnaires.texts import FIELDS, Place, Texts, entries, fingerprint, leaves, misfits, put_back, texts
from questionnaires.wording import dotted, ended, explained, kind, nearest, shortened

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_OF = re.compile(r"[0-9a-f]{8}")
_HEAD = "language"


class Language(Data):
    """What a translation says of itself: the two languages by their English names, and words its texts never use.

    ``never_says`` holds beginnings of words, for claims that only an auditor may make.
    """

    name: ShortText
    translated_from: ShortText
    never_says: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated entry as it was read: what it translates, its fingerprint of then, its texts, and where it stands."""

    key: str
    id: str
    of: str
    given: Texts
    source: Source
    path: Place

    def locate(self, *path: str | int) -> str:
        """``file:line:column`` and the key of a place in this entry."""
        return f"{self.source.locate((*self.path, *path))}: {'.'.join(map(str, (*self.path, *path)))}"


class Translation:
    """One language of a library, judged. ``refused`` are faults that stop its use, ``left`` what the source's text stands in for."""

    def __init__(self, folder: Folder, code: str, library: Library) -> None:
        """Reads all files of the language ``code``. Raises LibraryError only if the folder cannot be looked through."""
        self.code = code
        self.language: Language | None = None
        self.entries: list[Entry] = []
        self.made: dict[tuple[str, str], Any] = {}
        self.refused: list[str] = []
        self.left: list[str] = []
        for name, file in translation_files(folder, code):
            try:
                self._read(Source(name, read_bytes(file, name)))
            except LibraryError as error:
                self.refused += error.problems
        if self.language is None and not self.refused:
            self.refused.append(f"{LOCALE}/{code}/library.yaml: {_HEAD} is missing; add {_HEAD}: {{name: …, translated_from: …}}.")
        self._judge(library)

    def _read(self, source: Source) -> None:
        content = source.content
        if not isinstance(content, dict):
            self.refused.append(f"{source.name}:1:1: the file must hold keys such as questions:, found {kind(content)}.")
            return
        for (key, value), place in zip(content.items(), source.key_places(), strict=True):
            if key == _HEAD and source.name == f"{LOCALE}/{self.code}/library.yaml":
                self.language = _head(source, value)
            elif not isinstance(key, str) or key not in FIELDS:
                self.refused.append(f"{place}: {shortened(key)}: may not stand here; {', '.join(FIELDS)} may.")
            elif not isinstance(value, list):
                self.refused.append(f"{source.locate((key,))}: {key}: must be a list, found {kind(value)}.")
            else:
                for index, item in enumerate(value):
                    self._read_entry(source, key, index, item)

    def _read_entry(self, source: Source, key: str, index: int, item: object) -> None:
        path: Place = (key, index)
        if not isinstance(item, dict):
            self.refused.append(f"{source.locate(path)}: {key}.{index}: must be a mapping with id, of and texts, found {kind(item)}.")
            return
        for name, form, what in (("id", None, "the id it has in the source"), ("of", _OF, "eight hex digits in quotes")):
            value = item.get(name)
            if not isinstance(value, str) or (form is not None and not form.fullmatch(value)):
                found = kind(value) if name in item else "none"
                self.refused.append(f"{source.locate((*path, name))}: {key}.{index}.{name}: must be {what}, found {found}.")
                return
        given = {name: value for name, value in item.items() if name not in ("id", "of")}
        self.entries.append(Entry(key, item["id"], item["of"], given, source, path))

    def _judge(self, library: Library) -> None:
        known = {key: {entry.id: entry for entry in entries(library, key)} for key in FIELDS}
        facts = set(library.fact_by_id)
        first: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            source = known[entry.key].get(entry.id)
            twin = first.setdefault((entry.key, entry.id), entry)
            if twin is not entry:
                self.refused.append(ended(f"{entry.locate('id')}: {shortened(entry.id)} is translated twice; first {twin.locate()}"))
            elif source is None:
                self.left.append(
                    ended(f"{entry.locate('id')}: {shortened(entry.id)} is not in the library{nearest(entry.id, known[entry.key])}")
                )
            elif entry.of != (now := fingerprint(texts(entry.key, source))):
                self.left.append(
                    f"{entry.locate('of')}: the source text of {entry.id} has changed ({entry.of} then, {now} now); "
                    "bring the translation up to date, then renew of."
                )
            else:
                self._take(entry, source, facts)

    def _take(self, entry: Entry, source: Data, facts: set[str]) -> None:
        original = texts(entry.key, source)
        wrong = list(misfits(original, entry.given)) or list(_step_faults(original, entry.given, facts))
        made = wrong or put_back(source, entry.given)
        if isinstance(made, list):
            self.refused += [ended(f"{entry.locate(*path)}: {what}") for path, what in made]
            return
        self.made[entry.key, entry.id] = made
        missing = [field for field in original if field not in entry.given]
        if missing:
            self.left.append(f"{entry.locate()}: {entry.id} is begun, {' and '.join(missing)} missing; translate the rest.")


def _step_faults(original: Texts, given: Texts, facts: set[str]) -> Iterator[tuple[Place, str]]:
    """Steps that are no valid templates, or branch otherwise than their source."""
    # Templates are loaded on use: a library without translations needs none.
    from questionnaires.steps import StepError, check_step, logic

    sources = dict(leaves(original))
    for path, text in leaves(dict(given)):
        if "remediation" not in path or ("{" not in text and "{" not in sources[path]):
            continue
        try:
            check_step(text, facts)
            same = logic(text) == logic(sources[path])
        except StepError as error:
            yield path, str(error)
        else:
            if not same:
                yield path, "branches on other facts or values than the source; keep what stands in {% if … %} and {{ … }} as it is"


def languages(folder: Folder) -> list[str]:
    """The codes of the languages that there are translations into below ``folder``, in order. Raises LibraryError."""
    return [name for name in language_folders(folder) if _CODE.fullmatch(name)]


def misnamed(folder: Folder) -> list[str]:
    """Folders among the translations whose name is no language code. Raises LibraryError."""
    return [name for name in language_folders(folder) if not _CODE.fullmatch(name)]


def translated(library: Library, layers: Sequence[Folder], code: str) -> Library:
    """The library in the language ``code``, in its own words wherever no translation says anything current.

    ``layers`` are the folders that the library was read from, the one it extends first; what a later one translates wins.
    Raises LibraryError for a language it is not translated into, and for a translation that cannot be used.
    """
    if code == library.language:
        return library
    speaking = [folder for folder in layers if code in languages(folder)]
    if not speaking:
        known = sorted({library.language}.union(*map(languages, layers)))
        raise LibraryError([f"{shortened(code)}: no such language; the questions are there in {' and '.join(known)}."])
    made: dict[tuple[str, str], Any] = {}
    for folder in speaking:
        translation = Translation(folder, code, library)
        if translation.refused:
            raise LibraryError(translation.refused)
        made |= translation.made
    spoken: dict[str, Any] = {name: getattr(library, name) for name in type(library).model_fields}
    for key in FIELDS:
        spoken[key] = tuple(made.get((key, entry.id), entry) for entry in entries(library, key))
    return Library.model_validate(spoken | {"language": code})


def language_of(layers: Sequence[Folder], code: str) -> Language | None:
    """What a language says of itself; None for the one that the library is written in. Raises LibraryError."""
    for folder in layers:
        if code in languages(folder):
            name = f"{LOCALE}/{code}/library.yaml"
            source = Source(name, read_bytes(folder / LOCALE / code / "library.yaml", name))
            content = source.content if isinstance(source.content, dict) else {}
            return _head(source, content.get(_HEAD))
    return None


def _head(source: Source, value: object) -> Language:
    try:
        return Language.model_validate(value)
    except ValidationError as error:
        places = [((_HEAD, *detail["loc"]), explained(detail)) for detail in error.errors(include_url=False)]
        raise LibraryError([ended(f"{source.locate(path)}: {dotted(path)}: {what}") for path, what in places]) from None


def translated_share(source: Library, spoken: Library) -> dict[str, tuple[int, int]]:
    """For each examined category: how many of its questions ``spoken`` asks in other words than ``source``, of how many."""
    category = {criterion.id: criterion.category for criterion in source.criteria}
    share = {entry.id: (0, 0) for entry in source.scored_categories}
    for question in source.questions:
        home = category.get(question.home)
        if home in share:
            done, of = share[home]
            share[home] = (done + is_translated(source, spoken, question.id), of + 1)
    return share


def is_translated(source: Library, spoken: Library, question_id: str) -> bool:
    """Whether a question reads wholly otherwise in ``spoken``: its text, why, tiny and each of its anchors."""
    one, other = source.question_by_id[question_id], spoken.question_by_id[question_id]
    pairs = zip((one.text, one.why, one.tiny, *one.anchors), (other.text, other.why, other.tiny, *other.anchors), strict=True)
    return all(first != second for first, second in pairs)
