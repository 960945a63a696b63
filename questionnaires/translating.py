"""Helps translators: `python -m questionnaires.translating de FILE` prints what is left to translate, `--stamp` renews `of`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from questionnaires.folders import LOCALE, library_files
from questionnaires.loader import read_folder
from questionnaires.locale import Translation
from questionnaires.model import Library
from questionnaires.origins import Origins
from questionnaires.sources import LibraryError
from questionnaires.texts import FIELDS, entries, fingerprint, texts


def left_to_translate(folder: Path, code: str, file: str) -> str:
    """A YAML text with an entry for each one of the library's ``file`` that has no current translation; empty if all have one.

    Each text stands as a comment above an empty one. Raises LibraryError.
    """
    library, origins = read_folder(folder)
    translation = Translation(folder, code, library)
    lines: list[str] = []
    for key, found in _entries_of(library, origins, file).items():
        waiting = [entry for entry in found if (key, entry.id) not in translation.made]
        if waiting:
            lines.append(f"{key}:")
        for entry in waiting:
            original = texts(key, entry)
            lines += [f"- id: {entry.id}", f'  of: "{fingerprint(original)}"', *_blank(original, "  ")]
    return "".join(f"{line}\n" for line in lines)


def _entries_of(library: Library, origins: Origins, file: str) -> dict[str, list[Any]]:
    return {
        key: [entry for index, entry in enumerate(entries(library, key)) if origins.locate((key, index)).startswith(f"{file}:")]
        for key in FIELDS
    }


def _blank(value: Mapping[Any, Any], indent: str) -> Iterator[str]:
    for key, part in value.items():
        if isinstance(part, str):
            yield from (f"{indent}# {_one_line(part)}", f'{indent}{key}: ""')
        elif isinstance(part, dict):
            yield f"{indent}{key}:"
            yield from _blank(part, f"{indent}  ")
        else:
            yield f"{indent}{key}:"
            for one in part:
                if isinstance(one, str):
                    yield from (f"{indent}# {_one_line(one)}", f'{indent}- ""')
                else:
                    first, *rest = _blank(one, f"{indent}  ")
                    yield from (first, f"{indent}- {rest[0].lstrip()}", *rest[1:])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def stamped(folder: Path, code: str, file: str) -> tuple[str, int]:
    """The text of a translated file with every ``of`` as its source reads now, and how many changed. Raises LibraryError."""
    library, _ = read_folder(folder)
    name = f"{LOCALE}/{code}/{file}"
    lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
    now = {(key, entry.id): fingerprint(texts(key, entry)) for key in FIELDS for entry in entries(library, key)}
    changed = 0
    for entry in Translation(folder, code, library).entries:
        fresh = now.get((entry.key, entry.id))
        if entry.source.name != name or fresh is None or fresh == entry.of:
            continue
        _, line, column = entry.source.locate((*entry.path, "of")).rsplit(":", 2)
        text, at = lines[int(line) - 1], int(column) - 1
        lines[int(line) - 1] = text[:at] + text[at:].replace(entry.of, fresh, 1)
        changed += 1
    return "".join(lines), changed


def progress(folder: Path, code: str) -> Iterator[str]:
    """One line for each file of the library: how many of its entries have a current translation, of how many. Raises LibraryError."""
    library, origins = read_folder(folder)
    made = Translation(folder, code, library).made
    for file, _ in library_files(folder):
        found = [(key, entry.id) for key, those in _entries_of(library, origins, file).items() for entry in those]
        if found:
            yield f"{file}: {sum(one in made for one in found)} of {len(found)}"


def main(arguments: Sequence[str]) -> int:
    """Runs the helper; 0 fine, 2 if the library or the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m questionnaires.translating", description=__doc__)
    parser.add_argument("language", help="code of the language, such as de")
    parser.add_argument(
        "file", nargs="?", help="a file of the library, such as availability/a1.yaml; without it, says how far all files are"
    )
    parser.add_argument("--stamp", action="store_true", help="renew every `of` in that file: once you have looked at what changed")
    parser.add_argument("--library", type=Path, default=Path(str(files("questionnaires"))) / "soc2", metavar="DIR")
    given = parser.parse_args(arguments)
    try:
        if given.file is None:
            said = "".join(f"{line}\n" for line in progress(given.library, given.language))
        elif given.stamp:
            text, changed = stamped(given.library, given.language, given.file)
            (given.library / LOCALE / given.language / given.file).write_text(text, encoding="utf-8")
            said = f"{given.file}: {changed} renewed.\n"
        else:
            said = left_to_translate(given.library, given.language, given.file)
    except (LibraryError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
