"""Finds a library's YAML files and those of its translations, however a folder may try to lead astray: bounded, no links."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from questionnaires.sources import MAX_FILE_BYTES, LibraryError

LOCALE = "locale"
MAX_FILES = 500
MAX_FOLDERS_DEEP = 6

Folder = Traversable | Path
Named = tuple[str, Folder]


def library_files(folder: Folder) -> list[Named]:
    """The library's own files, translations aside. Raises LibraryError if ``folder`` is none, or cannot be looked through."""
    try:
        if not folder.is_dir():
            what = (
                "is a file; give the folder that library.yaml is in"
                if folder.is_file()
                else "no such folder; give a folder with library.yaml in it"
            )
            raise LibraryError([f"{folder}: {what}."])
        # Looked for first, so that a wrong folder, a whole disk even, is refused without reading it.
        if not (folder / "library.yaml").is_file():
            raise LibraryError([f"{folder}: library.yaml is missing; it names the framework, its criteria and rating."])
    except OSError as error:
        raise _unreadable(folder, error) from None
    return _bounded(folder, _yaml_files(folder, "", skipped=LOCALE))


def language_folders(folder: Folder) -> dict[str, Folder]:
    """The folders of the library's translations by their names, in order. Raises LibraryError if they cannot be looked through."""
    below = folder / LOCALE
    try:
        if not below.is_dir():
            return {}
        return {entry.name: entry for entry in sorted(below.iterdir(), key=_name) if _is_own_folder(entry)}
    except OSError as error:
        raise _unreadable(below, error) from None


def translation_files(folder: Folder, language: str) -> list[Named]:
    """The files of one translation, named as seen from the library's folder. Raises LibraryError."""
    below = f"{LOCALE}/{language}"
    return [(f"{below}/{name}", entry) for name, entry in _bounded(folder / below, _yaml_files(folder / LOCALE / language, ""))]


def read_bytes(entry: Folder, name: str) -> bytes:
    """A file's bytes, one more than are allowed at most. Raises LibraryError if it is no file, or cannot be read."""
    try:
        if not entry.is_file():
            raise LibraryError([f"{name}: is no regular file; remove it or put the file itself there."])
        with entry.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise LibraryError([f"{name}: cannot be read ({error.strerror}); check the file's permissions."]) from None


def _bounded(folder: Folder, files: Iterator[Named]) -> list[Named]:
    try:
        found = list(islice(files, MAX_FILES + 1))
    except OSError as error:
        raise _unreadable(folder, error) from None
    if len(found) > MAX_FILES:
        raise LibraryError([f"{folder}: has more than {MAX_FILES} YAML files; is it really a question library?"])
    return found


def _unreadable(folder: Folder, error: OSError) -> LibraryError:
    return LibraryError([f"{error.filename or folder}: cannot be read ({error.strerror}); check its permissions."])


def _yaml_files(folder: Folder, prefix: str, skipped: str = "") -> Iterator[Named]:
    """Every YAML file below, by its path in the library. Linked folders are left out: they could lead in circles."""
    if prefix.count("/") > MAX_FOLDERS_DEEP:
        raise LibraryError([f"{prefix}: folders are nested deeper than {MAX_FOLDERS_DEEP}; move the files up."])
    for entry in sorted(folder.iterdir(), key=_name):
        if entry.is_dir():
            if entry.name != skipped and _is_own_folder(entry):
                yield from _yaml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")) and not entry.name.startswith((".", "_")):
            yield f"{prefix}{entry.name}", entry


def _is_own_folder(entry: Folder) -> bool:
    linked = isinstance(entry, Path) and entry.is_symlink()
    return entry.is_dir() and not linked and not entry.name.startswith((".", "_"))


def _name(entry: Folder) -> str:
    return entry.name
