"""Reads answers from YAML or CSV: all rows are checked first, and every bad one is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from questionnaires.loader import LibraryError, Source
from questionnaires.model import Library
from questionnaires.wording import explained, kind, nearest, shortened
from readiness.errors import ReadinessError
from readiness.exchange.dates import First, first_in, plain_day, sheet_day
from readiness.exchange.files import read_bounded
from readiness.exchange.spreadsheets import MAX_ROWS, Columns, sheet
from readiness.exchange.tables import unmarked
from scoring.model import LEVELS, Answer, Scope
from scoring.objections import objection
from scoring.restating import standing

KEYS = (
    "level",
    "note",
    "reason",
    "by",
    "basis",
    "vendor",
    "nothing_written",
    "operating_since",
    "last_done",
    "evidence",
    "compensating",
    "owner",
    "flag",
    "walkthrough",
)
_FIELDS = {"by": "respondent", "flag": "flagged"}
_EMPTY: tuple[object, ...] = (None, "", [], {})
# What an exported file shows beside the cells to fill in; read past. Only such a file has texts marked as no formula.
SHOWN = ("control", "asked", "rungs", "takes", "so_far")
_CSV_COLUMNS = Columns(("question", "level"), tuple(key for key in KEYS if key not in ("level", "compensating")), SHOWN)
_DAYS = ("operating_since", "last_done")
_EVIDENCE_DAYS = ("collected_on", "covers_from", "covers_to", "extracted_on")
SUFFIXES = (".yaml", ".yml", ".csv")
_ROW = re.compile(r", (row \d+)$")
_WHOLE = re.compile(r"([0-5])\.0+")
MOST_SIMILAR = 4
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0", ""})

Row = tuple[str, str, Mapping[str, Any]]  # where it stands, question id, fields
Means = Literal["option", "key", "column"]  # how a person states a field: what an error tells them to give


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that can't be used: ``file:line`` or ``file, row n``, and what is wrong with it, in a sentence."""

    where: str
    problem: str

    @property
    def place(self) -> str:
        """Where it stands in its file: ``line 3``, or ``row 3`` as spreadsheet programs number it."""
        row = _ROW.search(self.where)
        return row[1] if row else f"line {self.where.rpartition(':')[2]}"

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file as they stand in it, unchecked, those that can't even be read as one, and how many are not filled in."""

    found: Sequence[Row]
    refused: Sequence[Refused]
    means: Means
    blank: int = 0

    def check(self, library: Library, scope: Scope, before: Mapping[str, Answer]) -> Iterator[tuple[str, Answer] | Refused]:
        """Row by row its place and its answer, or why it is refused; what a row does not name stays as in ``before``."""
        places: dict[str, str] = {}
        for where, question_id, fields in self.found:
            if question_id in places:
                named = shortened(question_id, 80)
                yield Refused(where, f"{named} is answered twice (first at {places[question_id]}); keep one.")
                continue
            places[question_id] = where
            try:
                yield where, make_answer(question_id, fields, library, scope, means=self.means, before=before.get(question_id))
            except ReadinessError as error:
                yield Refused(where, str(error))


def read_rows(path: Path) -> Rows:
    """The rows of a YAML or CSV file. Raises ReadinessError for one that is neither, with its line."""
    if path.suffix.lower() not in SUFFIXES:
        raise ReadinessError(f"{path}: answers come as .yaml or .csv; rename or convert the file.")
    raw = read_bounded(path)
    return _csv_rows(path, raw) if path.suffix.lower() == ".csv" else _yaml_rows(path, raw)


def read_answers(path: Path, library: Library, scope: Scope, before: Mapping[str, Answer] | None = None) -> list[Answer]:
    """The answers in a YAML or CSV file, all of them sound; what a row does not name stays as in ``before``, by question id.

    Raises ReadinessError naming every bad row (its place, key, what is wrong, what would be right); then none may be used.
    """
    rows = read_rows(path)
    checked = [*rows.refused, *rows.check(library, scope, before or {})]
    if refused := [row for row in checked if isinstance(row, Refused)]:
        raise ReadinessError("\n".join(map(str, refused)))
    return [row[1] for row in checked if not isinstance(row, Refused)]


def _yaml_rows(path: Path, raw: bytes) -> Rows:
    try:
        source = Source(str(path), raw)
    except LibraryError as error:
        raise ReadinessError(str(error)) from None
    content = source.content
    if not isinstance(content, dict):
        raise ReadinessError(f"{path}:1:1: the file must map question ids to levels, for example `mfa-enforced: 3`.")
    if len(content) > MAX_ROWS:
        raise ReadinessError(f"{path}: has {len(content):,} answers; at most {MAX_ROWS:,} are read.")
    rows: list[Row] = []
    refused: list[Refused] = []
    blank = 0
    for (question_id, value), place in zip(content.items(), source.key_places(), strict=True):
        where = place.rpartition(":")[0]
        if not isinstance(question_id, str):
            refused.append(Refused(where, f"{kind(question_id)} is no question id; quote it if it is meant as text."))
        elif value is None or value == {"level": None}:
            blank += 1
        elif isinstance(value, Mapping):
            rows.append((where, question_id, value))
        else:
            rows.append((where, question_id, {"level": value}))
    return Rows(rows, refused, "key", blank)


def _csv_rows(path: Path, raw: bytes) -> Rows:
    names, table = sheet(path, raw, _CSV_COLUMNS)
    text_of = unmarked if set(names) & set(SHOWN) else str
    first = {name: first_in(row.cells[name] for row in table) for name in _DAYS if name in names}
    rows: list[Row] = []
    refused: list[Refused] = []
    blank = 0
    for row in table:
        where = f"{path}, row {row.number}"
        question_id = row.cells["question"].strip()
        filled = {key: value.strip() for key, value in row.cells.items() if key != "question" and key not in SHOWN and value.strip()}
        try:
            if row.problem:
                raise ValueError(row.problem)
            fields = {key: text_of(value) for key, value in filled.items()}
            for key in first.keys() & fields.keys():
                fields[key] = _day_in(fields[key], first[key], key)
        except ValueError as error:
            refused.append(Refused(where, str(error)))
            continue
        if fields:
            if "level" in fields:
                fields["level"] = _plain_level(fields["level"])
            rows.append((where, question_id, fields))
        elif question_id:
            blank += 1
    return Rows(rows, refused, "column", blank)


def _day_in(cell: str, first: First | None, column: str) -> str:
    try:
        return sheet_day(cell, first)
    except ValueError as error:
        raise ValueError(f"{column}: {error}.") from None


def _plain_level(cell: str) -> str:
    """A level as spreadsheets write it (``3.0``, ``N/A``), as it is stated elsewhere; any other text as it is."""
    if cell.lower() == "n/a":
        return "na"
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def make_answer(
    question_id: str,
    fields: Mapping[str, Any],
    library: Library,
    scope: Scope,
    *,
    means: Means = "option",
    before: Answer | None = None,
) -> Answer:
    """One answer from loosely typed fields (a bare number, yes/no words, an ISO date), checked against its question.

    ``means`` is how the fields were stated. What they do not name stays as ``before``, as far as `standing` lets it; an empty value
    clears. Raises ReadinessError with one sentence that begins with the question's id and says
    what would be right.
    """
    question = library.question_by_id.get(question_id)
    if question is None:
        raise ReadinessError(_no_question(question_id, library))
    unknown = [str(key) for key in fields if key not in KEYS]
    if unknown:
        raise ReadinessError(f"{question_id}: {shortened(unknown[0])!r} is no key of an answer; keys are {', '.join(KEYS)}.")
    if "level" not in fields:
        raise ReadinessError(f"{question_id}: level is missing; give 0 to 5, na, unsure, no-events or carved-out.")
    try:
        typed = _typed({key: value for key, value in fields.items() if key == "level" or value not in _EMPTY}, scope)
        named = {_FIELDS.get(key, key) for key in fields}
        kept = {name: value for name, value in standing(before, typed["level"]).items() if name not in named} if before is not None else {}
        answer = Answer.model_validate({"question": question_id, **kept, **typed})
    except ValidationError as error:
        raise ReadinessError(f"{question_id}: {_first(error, means)}") from None
    except ReadinessError as error:
        raise ReadinessError(f"{question_id}: {error}") from None
    objected = objection(question, answer, scope)
    if objected:
        raise ReadinessError(f"{question_id}: {objected}.")
    return answer


def _no_question(word: str, library: Library) -> str:
    """What is wrong with a word that is no question's id, and what was probably meant."""
    wanted = word.strip().upper()
    groups = {criterion.id: "a criterion" for criterion in library.criteria} | {
        series.id: "a series of criteria" for series in library.series
    }
    if wanted in groups:
        return f"{wanted} is {groups[wanted]}; `readiness questions {wanted}` lists its questions."
    hint = similar_questions(library, word) or "; `readiness questions` lists them."
    return f"{shortened(word, 80) or 'a row without id'}: no such question{hint}"


def similar_questions(library: Library, word: str) -> str:
    """``"; did you mean X?"``: questions with ``word`` as a word of their id, else the one spelt most like it, else those that hold it."""
    wanted = word.strip().lower()
    holding = [question_id for question_id in library.question_by_id if f"-{wanted}-" in f"-{question_id}-" and wanted]
    if not holding and (close := nearest(word, library.question_by_id)):
        return close
    holding = holding or [question_id for question_id in library.question_by_id if len(wanted) > 1 and wanted in question_id]
    if not holding:
        return ""
    more = f", or one of {len(holding) - MOST_SIMILAR} more" if len(holding) > MOST_SIMILAR else ""
    return f"; did you mean {' or '.join(holding[:MOST_SIMILAR])}{more}?"


def _typed(fields: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    values = dict(fields)
    values["level"] = _level(values["level"])
    for key in ("nothing_written", "flag"):
        if isinstance(values.get(key), str):
            values[key] = _yes_or_no(key, values[key])
    if isinstance(values.get("basis"), str):
        values["basis"] = values["basis"].strip().lower()
    for key in _DAYS:
        if key not in values:
            continue
        try:
            values[key] = day = plain_day(values[key])
        except ValueError as error:
            raise ReadinessError(f"{key}: {error}.") from None
        if day is not None and day > date.today():
            raise ReadinessError(f"{key}: {day} is still to come; give a day up to today, {date.today()}.")
    if "evidence" in values:
        values["evidence"] = _evidence(values["evidence"])
    vendor = values.get("vendor")
    if isinstance(vendor, str) and (found := scope.vendor(vendor.strip())) is not None:
        values["vendor"] = found.id
    return {_FIELDS.get(key, key): value for key, value in values.items()}


def _level(value: object) -> str:
    level = str(value).strip().lower() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if level not in LEVELS:
        raise ReadinessError(f"level: {kind(value)} is no level; give 0 to 5, na, unsure, no-events or carved-out.")
    return level


def _yes_or_no(key: str, value: str) -> bool:
    word = value.strip().lower()
    if word not in _YES | _NO:
        raise ReadinessError(f"{key}: must be yes or no, found {kind(value)}.")
    return word in _YES


def _evidence(value: object) -> list[object]:
    """References from a text with semicolons or a list of texts and mappings. Raises ReadinessError."""
    listed = [part for part in value.split(";") if part.strip()] if isinstance(value, str) else value
    if not isinstance(listed, list):
        raise ReadinessError(f"evidence: must be text or a list of texts, found {kind(value)}.")
    references: list[object] = []
    for entry in listed:
        if isinstance(entry, str):
            references.append({"reference": entry.strip()})
        elif isinstance(entry, Mapping):
            references.append({**entry, **{key: _evidence_day(key, entry[key]) for key in _EVIDENCE_DAYS if key in entry}})
        else:
            raise ReadinessError(f"evidence: must be text, found {kind(entry)}; put it in quotes.")
    return references


def _evidence_day(key: str, value: object) -> date | None:
    try:
        return plain_day(value)
    except ValueError as error:
        raise ReadinessError(f"evidence: {key} {error}.") from None


def key_of(field: str) -> str:
    """What a file of answers calls a field of an answer."""
    return next((key for key, name in _FIELDS.items() if name == field), field)


def _first(error: ValidationError, means: Means) -> str:
    detail = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in detail["loc"])
    place = key_of(place)
    said = explained(detail)
    if means != "option":
        # The rules name the command line's options; whoever wrote a file gave keys or columns.
        said = re.sub(r"--([a-z]+)", rf"the {means} \1", said)
    return f"{place}: {said}." if place else f"{said}."
