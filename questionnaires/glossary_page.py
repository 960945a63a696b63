"""Writes a library's glossary as one Markdown page, alphabetical, its terms linked to each other."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaires.glossary import alphabetical
from questionnaires.library_pages import anchor, plain
from questionnaires.model import Library


def glossary_page(library: Library) -> str:
    """The page as Markdown."""
    return "\n".join(_lines(library)) + "\n"


def _lines(library: Library) -> Iterator[str]:
    by_id = {entry.id: entry for entry in library.glossary}
    yield "# Glossary"
    yield ""
    yield f"The terms of {library.title} as the program uses them, in this project's own words; `readiness glossary TERM` prints one."
    yield "Generated from the YAML; edit that, then run `make reference`."
    for entry in alphabetical(library.glossary):
        yield from ("", f"## {plain(entry.term)}", "", plain(entry.meaning))
        if entry.also:
            yield from ("", f"Also: {plain(', '.join(entry.also))}.")
        if entry.see:
            links = (f"[{plain(by_id[other].term)}](#{anchor(plain(by_id[other].term))})" for other in entry.see)
            yield from ("", f"See also {', '.join(links)}.")
