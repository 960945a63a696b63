"""The use case behind a folder for evidence: one place for each control, with what goes there, and an index for the auditor.

Nothing that exists is written over, and no evidence is copied: people put it there themselves.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from questionnaires.model import Library
from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.requests import COLUMNS, owner_title, request_rows, wanted_texts
from readiness.exchange.tables import csv_text
from readiness.requesting import request_list
from scoring.model import EvidenceReference
from scoring.requests import KIND_TEXT, Request

ABOUT = "README.txt"
INDEX = "index.csv"
_OTHER = "other"
# Names that some systems keep for devices, whatever their case.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made: files ``written``, those ``left`` as they were, and how many controls have a folder."""

    folder: Path
    controls: int
    written: tuple[Path, ...]
    left: tuple[Path, ...]


def prepare(assessment: Assessment, folder: Path, *, today: date | None = None) -> Prepared:
    """Makes ``folder`` with a folder for each control on the request list, below that of its criterion (0700, files 0600).

    Folders and files that exist stay as they are. Raises ReadinessError where something else stands in a folder's place, before
    anything is made, and where the disk refuses; what was made until then stays, and a second run goes on from there.
    """
    day = today or assessment.today
    asked = [one for one in request_list(assessment, today=day) if one.needed]
    if not asked:
        raise ReadinessError(f"{assessment.path}: there is nothing to ask for yet; answer some questions first.")
    places: dict[Path, list[Request]] = {}
    for one in asked:
        places.setdefault(_place(one), []).append(one)
    texts = {folder / where / ABOUT: _about(assessment.library, found, assessment.path) for where, found in places.items()}
    texts[folder / ABOUT] = _welcome(assessment, asked, len(places), day)
    rows = [(str(_place(one)), *row) for one, row in zip(asked, request_rows(assessment.library, asked), strict=True)]
    texts[folder / INDEX] = csv_text(("folder", *COLUMNS), rows)
    folders = _folders(folder, places)
    for one_folder in folders:
        if os.path.lexists(one_folder) and (not one_folder.is_dir() or (one_folder != folder and one_folder.is_symlink())):
            raise ReadinessError(f"{one_folder}: is no folder of its own; move it away or prepare another folder. Nothing was made.")
    written, left = _make(folders, texts)
    return Prepared(folder, len(places), tuple(written), tuple(left))


def _place(one: Request) -> Path:
    if one.question is None:
        return Path(_OTHER)
    return Path(_name(one.question.home)) / _name(one.question.id)


def _name(named: str) -> str:
    """A name from the library, whose ids hold letters, digits, dots and hyphens only, that every system takes for a folder."""
    return f"_{named}" if named.casefold() in _DEVICES else named


def _folders(folder: Path, places: Iterable[Path]) -> list[Path]:
    """Every folder that is needed, those above before those below."""
    below = {above for place in places for above in (place, *place.parents) if above != Path()}
    return [folder, *(folder / place for place in sorted(below, key=lambda place: (len(place.parts), str(place))))]


def _make(folders: Iterable[Path], texts: dict[Path, str]) -> tuple[list[Path], list[Path]]:
    written: list[Path] = []
    left: list[Path] = []
    path = Path()
    try:
        for path in folders:
            if not path.is_dir():
                path.mkdir(mode=0o700, parents=True)
        for path, text in texts.items():
            try:
                # Not through a link, and never over something: whatever came to stand there since stays.
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                left.append(path)
                continue
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
            written.append(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadinessError(f"{path}: cannot be made ({reason}); check the folder and run it again, what exists stays.") from None
    return written, left


def _welcome(assessment: Assessment, asked: Sequence[Request], controls: int, day: date) -> str:
    scope = assessment.scope
    lines = [
        f"Evidence of {_line(scope.organisation)}",
        "",
        f"Prepared on {day} for {controls} controls; period: {_period(asked[0])}.",
        f"{INDEX} lists what is asked for, from whom, by when, and in which folder it lies.",
        f"Each folder has a {ABOUT} that says what goes there. Folders are named by criterion, then by control.",
        "",
        "Put in what exists, with its date in sight. A record that was not made then cannot be made now: leave its place empty and say so.",
        "A complete list comes with the system it is from, the query, the number of rows and the day it was taken.",
        "Keep passwords, keys and more personal data than is asked for out of here.",
        "This folder tells where controls are weak as well: show it to those who need it.",
    ]
    return "\n".join(lines) + "\n"


def _about(library: Library, found: Sequence[Request], file: Path) -> str:
    blocks = [_block(library, one) for one in found]
    named = next((_named(one.references) for one in found if one.references), [])
    control = found[0].control if found[0].question is not None else "CONTROL"
    how = ["", f"To name a file as evidence:  readiness evidence {_line(file.name)} add {_line(control)} PATH"]
    return "\n".join([*(line for block in blocks for line in block), *named, *how]) + "\n"


def _block(library: Library, one: Request) -> list[str]:
    question = one.question
    lines = [f"{_line(one.title)}", ""]
    if question is not None:
        lines.insert(0, f"{question.id} · {' '.join(question.criteria)} · {question.frequency}")
    wanted = wanted_texts(one)
    if wanted:
        lines += ["What goes here:", *(f"  - {_line(text)}" for text in wanted), f"  ({KIND_TEXT[one.kind]})"]
    lines += [
        f"Period:    {_period(one)}",
        f"Owner:     {_line(owner_title(library, one.owner)) or 'nobody yet'}",
        f"Due:       {one.due or 'no day agreed'}",
        f"Status:    {one.status}" + (f": {_line(one.reason)}" if one.reason else ""),
    ]
    if one.source or one.query:
        lines.append(f"List from: {_line(' · '.join(text for text in (one.source, one.query) if text))}")
    return [*lines, ""]


def _named(references: Sequence[EvidenceReference]) -> list[str]:
    lines = ["Named so far:"]
    for one in references[:_MOST_NAMED]:
        title = f"{_line(one.title)}: " if one.title.strip() else ""
        lines.append(f"  - {title}{_line(one.reference)}" + (f" · {one.dates_from}" if one.dates_from else ""))
    return lines


def _period(one: Request) -> str:
    if one.period is None:
        return "not chosen yet"
    first, last = one.period
    return f"as of {first}" if first == last else f"{first} to {last}"


def _line(text: str) -> str:
    """Somebody's text in one line, without what a terminal could take for a command."""
    marked = "".join(char if char.isprintable() or char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return shortened(" ".join(marked.split()), 400)
