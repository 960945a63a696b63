"""The schema of a glossary, and how a term is looked up: by its name, by another name for it, or by words in what it means."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from questionnaires.data import Data, Slug, Text

MAX_WORDS = 60
Name = Annotated[str, Field(strict=True, min_length=1, max_length=80)]


class GlossaryTerm(Data):
    """One term that the interface uses, in plain words."""

    id: Slug = Field(description="A name of its own")
    term: Name = Field(description="The term as it is shown")
    also: Annotated[tuple[Name, ...], Field(max_length=12)] = Field((), description="Other names that people look it up by")
    meaning: Text = Field(description=f"What it means, in at most {MAX_WORDS} words")
    see: Annotated[tuple[Slug, ...], Field(max_length=8)] = Field((), description="Terms to read next, by id")

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its other names."""
        return (self.term, *self.also)


def alphabetical(glossary: Sequence[GlossaryTerm]) -> list[GlossaryTerm]:
    """The terms by name, whatever their case."""
    return sorted(glossary, key=lambda entry: entry.term.casefold())


def look_up(glossary: Sequence[GlossaryTerm], typed: str) -> list[GlossaryTerm]:
    """The terms that fit what was typed: called exactly so, else beginning so, else with these words in a name, then in a meaning.

    Names come before meanings, alphabetical within each; an exact name stands alone. All terms for nothing typed.
    """
    wanted = " ".join(typed.casefold().split())
    terms = alphabetical(glossary)
    if not wanted:
        return terms
    exact = [entry for entry in terms if wanted in (entry.id, *map(str.casefold, entry.names))]
    if exact:
        return exact
    words = wanted.split()
    ranked: list[list[GlossaryTerm]] = [[], [], []]
    for entry in terms:
        names = [name.casefold() for name in entry.names]
        if any(name.startswith(wanted) for name in names):
            ranked[0].append(entry)
        elif all(any(word in name for name in names) for word in words):
            ranked[1].append(entry)
        elif all(word in " ".join((*names, entry.meaning.casefold())) for word in words):
            ranked[2].append(entry)
    return [entry for group in ranked for entry in group]
