"""Whom a stated owner means: an owner role of the library, or somebody declared in the scope; anybody else is known by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from questionnaires.model import Library
from questionnaires.wording import shortened
from scoring.model import Person

_LONGEST = 60


def declared_owners(library: Library, people: Iterable[Person]) -> dict[str, str]:
    """Who can own work: role ids and people's names, by each name they go by (see `declared_owner`). Roles go first, then the first."""
    known: dict[str, str] = {}
    for role in library.roles:
        known |= {_plain(role.id): role.id, _plain(role.title): role.id}
    for person in people:
        known.setdefault(_plain(person.name), person.name)
    return known


def declared_owner(text: str, known: Mapping[str, str]) -> str:
    """The role's id or person's name that ``text`` means, case and blanks ignored; empty if it is none of the ``known``."""
    return known.get(_plain(text), "")


def shown_owner(text: str, known: Mapping[str, str]) -> str:
    """As `declared_owner`, but somebody undeclared as the text that was stated, on one line of bounded length."""
    return declared_owner(text, known) or owner_line(text)


def owner_line(text: str) -> str:
    """An owner as stated, on one line of bounded length: a text may hold line ends and be as long as a note."""
    return shortened(" ".join(text.split()), _LONGEST)


def working_role(library: Library, people: Iterable[Person], known: Mapping[str, str], owner: str) -> str:
    """The role whose time an owner's work takes: the role itself, or that of the person; empty for anybody else."""
    meant = declared_owner(owner, known)
    if meant in library.role_by_id:
        return meant
    role = next((person.role for person in people if person.name == meant and meant), "")
    return declared_owner(role, known) if declared_owner(role, known) in library.role_by_id else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
