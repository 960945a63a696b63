"""The command `glossary`: what a term means, in the words of the library."""

from __future__ import annotations

from pathlib import Path

import click

from questionnaires.glossary import GlossaryTerm, look_up
from questionnaires.wording import nearest, shortened
from readiness.cli.library import chosen_library
from readiness.cli.output import library_folder
from readiness.cli.text import counted, print_json, say
from readiness.errors import ReadinessError

_IN_FULL = 3


@click.command()
@click.argument("term", nargs=-1, metavar="[TERM]")
@click.option("--language", metavar="CODE", help="In this language, such as de, as far as the terms are translated.")
@click.option("--library", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Of the question library in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def glossary(term: tuple[str, ...], language: str | None, folder: Path | None, as_json: bool) -> None:
    """Say what a term means: one by its name, those that hold a word, or all of them."""
    library = chosen_library(library_folder(folder), language)
    if not library.glossary:
        raise ReadinessError(f"{library.title} explains no terms; without --library the shipped ones are shown.")
    typed = " ".join(term)
    found = look_up(library.glossary, typed)
    if not found:
        names = {name.casefold(): name for entry in library.glossary for name in entry.names}
        raise ReadinessError(
            f"{shortened(typed, 60)}: no such term{nearest(typed.casefold(), names) or '; `readiness glossary` lists them.'}"
        )
    if as_json:
        print_json([entry.model_dump(mode="json") for entry in found])
    elif typed and len(found) <= _IN_FULL:
        say("\n\n".join(_whole(entry, {one.id: one.term for one in library.glossary}) for entry in found))
    else:
        for entry in found:
            say(entry.term)
        say(f"\n{counted(len(found), 'term')}. `readiness glossary TERM` says what one means.")


def _whole(entry: GlossaryTerm, terms: dict[str, str]) -> str:
    lines = [entry.term, " ".join(entry.meaning.split())]
    if entry.also:
        lines.append(f"Also: {', '.join(entry.also)}")
    if see := [terms[other] for other in entry.see if other in terms]:
        lines.append(f"See also: {', '.join(see)}")
    return "\n".join(lines)
