"""What an import would change, in words and rows, and the completion of a path that is being typed. Knows no terminal."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaires.model import Library
from questionnaires.wording import count_text
from readiness.errors import ReadinessError
from readiness.exchange.answers import SUFFIXES, Refused
from readiness.importing import Incoming, Preview
from readiness.tui.state.text import one_line

if TYPE_CHECKING:
    from readiness.tui.session import Session

ABOUT = (
    "A .yaml file maps question ids to levels, and a bare number is enough; a .csv file has the columns question and level, and more where "
    "there is more to say. What a row does not name stays as it is.",
    "The file is read first, and what it would change is shown here. Nothing is written before you say so; afterwards one undo takes all "
    "of it back.",
)
MOST_ROWS = 200
_MOST_ENTRIES = 5_000
_SENTENCE_CELLS = 400
_ID_CELLS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: what it is about, what happens to it, and more to say of it; empty parts are left out."""

    about: str
    what: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind under their title; ``problem`` where they keep the file from being imported."""

    title: str
    lines: tuple[Line, ...]
    problem: bool = False


def figures(found: Preview) -> str:
    """How many rows of each kind there are: ``3 new · 2 changed (1 maybe older than ours) · 5 as before · 1 refused``."""
    older = f" ({len(found.older)} maybe older than ours)" if found.older else ""
    changed = f"{len(found.of('changed'))} changed{older}"
    parts = [f"{len(found.of('new'))} new", changed, f"{len(found.of('same'))} as before", f"{len(found.refused)} refused"]
    return " · ".join([*parts, f"{found.blank} not filled in"] if found.blank else parts)


def groups(found: Preview, library: Library) -> list[Group]:
    """All that would change, and all that stands in its way, what matters most first."""
    older = found.older
    changed = [row for row in found.of("changed") if not row.older]
    unasked = [row for row in found.rows if row.unasked]
    listed = [
        Group("Refused", _refused(found.refused), problem=True),
        Group("Changed; what stands here may be newer", tuple(_line(row, library, row.older) for row in older)),
        Group("Changed", tuple(_line(row, library) for row in changed)),
        Group("New", tuple(_line(row, library) for row in found.of("new"))),
        Group("Kept, but not asked here and counted nowhere", tuple(Line(_id(row), row.unasked) for row in unasked)),
        Group("Evidence kept by its name alone", tuple(Line("", one_line(problem, _SENTENCE_CELLS)) for problem in found.unread)),
    ]
    return [_bounded(group) for group in listed if group.lines]


def verdict(found: Preview, go: str, back: str) -> str:
    """What can be done now; ``go`` is the key that does it, ``back`` the one that does nothing."""
    if found.refused:
        rows = "One row is refused" if len(found.refused) == 1 else f"{len(found.refused)} rows are refused"
        return f"{rows}, so nothing can be imported: mend the file, then {go} reads it again."
    changes = len(found.changes)
    if not changes:
        if found.rows:
            return "There is nothing to import: every row says what stands here already."
        return "There is nothing to import: no row is filled in." if found.blank else "The file holds no answers."
    return f"{go} imports {count_text(changes, 'answer')}; {back} leaves everything as it is."


def taken_over(found: Preview, undo: str) -> str:
    """What an import did, for the status line; ``undo`` is the key that takes it back."""
    parts = [f"{len(rows)} {words}" for rows, words in ((found.of("new"), "new"), (found.of("changed"), "changed")) if rows]
    return f"{', '.join(parts)} from {one_line(found.source.name, 24)}; {undo} takes it back"


def remember(session: Session, found: Preview) -> None:
    """Names what was just imported, for the one who takes it back."""
    # What can't be read just then only goes without its name.
    with contextlib.suppress(ReadinessError):
        stored = session.assessment.stored_answers[found.changes[0].question]
        session.imports[stored.event] = f"the import of {one_line(found.source.name, 40)}: {count_text(len(found.changes), 'answer')}"


def completed(typed: str) -> str | None:
    """A path that goes on from what was typed: the first folder or file of answers by name; None where none does.

    Looks into the folder: not for a thread that has something better to do than to wait for a slow disk.
    """
    if not typed or "\0" in typed:
        return None
    head, _, begun = typed.rpartition("/")
    try:
        folder = Path(f"{head}/" if head or typed.startswith("/") else ".").expanduser()
        with os.scandir(folder) as entries:
            names = sorted(name for entry in islice(entries, _MOST_ENTRIES) if (name := _offered(entry, begun)))
    except (OSError, RuntimeError, ValueError):
        return None
    return typed[: len(typed) - len(begun)] + names[0] if names else None


def _offered(entry: os.DirEntry[str], begun: str) -> str:
    """An entry of a folder as a path goes on with it; empty for what is no folder and no file of answers, or hidden."""
    name = entry.name
    if not name.startswith(begun) or not name.isprintable() or (name.startswith(".") and not begun.startswith(".")):
        return ""
    if entry.is_dir():
        return f"{name}/"
    return name if name.lower().endswith(SUFFIXES) and name != begun else ""


def _refused(rows: Iterable[Refused]) -> tuple[Line, ...]:
    # The path stands above the list already.
    return tuple(Line(row.place, one_line(row.problem, _SENTENCE_CELLS)) for row in rows)


def _id(row: Incoming) -> str:
    return one_line(row.answer.question, _ID_CELLS)


def _line(row: Incoming, library: Library, more: str = "") -> Line:
    title = one_line(library.question_by_id[row.answer.question].title, 80)
    return Line(_id(row), row.change, " · ".join(filter(None, (title, more))))


def _bounded(group: Group) -> Group:
    shown: Sequence[Line] = group.lines[:MOST_ROWS]
    more = len(group.lines) - len(shown)
    rest = (Line("", f"and {more} more"),) if more else ()
    return Group(f"{group.title} ({len(group.lines)})", (*shown, *rest), group.problem)
