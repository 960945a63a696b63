"""Reads answers from YAML or CSV: all rows are checked first, and every bad one is named."""

from __future__ import annotations

import csv
import io
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
from readiness.exchange.dates import plain_day
from readiness.exchange.files import read_bounded
from readiness.exchange.tables import unmarked
from scoring.model import LEVELS, Answer, Scope
from scoring.objections import objection

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
_CSV_COLUMNS = frozenset(KEYS) - {"compensating"} | {"question"}
_EVIDENCE_DAYS = ("collected_on", "covers_from", "covers_to", "extracted_on")
SUFFIXES = (".yaml", ".yml", ".csv")
# How a CSV file's columns may be parted, the first of them that its first line holds, and what to call it.
_PARTED_BY = {",": "commas", ";": "semicolons", "\t": "tabs"}
_WHOLE = re.compile(r"([0-5])\.0+")
MAX_ROWS = 2_000
MOST_SIMILAR = 4
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0", ""})

Row = tuple[str, str, Mapping[str, Any]]  # where it stands, question id, fields
Means = Literal["option", "key", "column"]  # how a person states a field: what an error tells them to give


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that can't be used: ``file:line`` and what is wrong with it, in a sentence."""

    where: str
    problem: str

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
        """Row by row ``file:line`` and its answer, or why it is refused; what a row does not name stays as in ``before``."""
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

    Raises ReadinessError naming every bad row (file:line, key, what is wrong, what would be right); then none may be used.
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
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadinessError(f"{path}: byte {error.start + 1} is not UTF-8; save the file as CSV UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ReadinessError(f"{path}:{line}: holds a NUL byte, which no text has; save the file anew as CSV UTF-8.")
    first = io.StringIO(text, newline="").readline()
    mark = next((one for one in _PARTED_BY if one in first), ",")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    rows: list[Row] = []
    refused: list[Refused] = []
    blank = 0
    try:
        reader.fieldnames = names = _header(reader.fieldnames or (), path)
        text_of = unmarked if set(names) & set(SHOWN) else str
        for record in _bounded(reader, path):
            cells = [cell for cell in record.values() if isinstance(cell, str)]
            # The reader knows the line a record ends on; people look for the one it begins on.
            where = f"{path}:{reader.line_num - sum(cell.count(chr(10)) for cell in cells)}"
            if None in record or None in record.values():
                refused.append(Refused(where, f"has another number of cells than the first row; check the {_PARTED_BY[mark]} and quotes."))
                continue
            filled = {key: value.strip() for key, value in record.items() if key != "question" and key not in SHOWN and value.strip()}
            if filled:
                fields = {key: text_of(value) for key, value in filled.items()}
                if "level" in fields:
                    fields["level"] = _plain_level(fields["level"])
                rows.append((where, record["question"].strip(), fields))
            elif record["question"].strip():
                blank += 1
    except csv.Error as error:
        # line_num is where the last sound record ended.
        raise ReadinessError(f"{path}:{reader.line_num + 1}: not readable as CSV ({error}); check the quotes from here on.") from None
    return Rows(rows, refused, "column", blank)


def _plain_level(cell: str) -> str:
    """A level as spreadsheets write it (``3.0``, ``N/A``), as it is stated elsewhere; any other text as it is."""
    if cell.lower() == "n/a":
        return "na"
    whole = _WHOLE.fullmatch(cell)
    return whole[1] if whole else cell


def _header(cells: Sequence[str], path: Path) -> list[str]:
    """The columns named in the first row, whatever their case. Raises ReadinessError for one that is missing, unknown or twice there."""
    names = [cell.strip().lower() for cell in cells]
    known = (
        f"it must name the columns question and level, and may name {', '.join(name for name in KEYS if name in _CSV_COLUMNS - {'level'})}"
    )
    missing = [name for name in ("question", "level") if name not in names]
    if missing:
        raise ReadinessError(f"{path}:1: the first row lacks {' and '.join(missing)}; {known}.")
    unknown = [name for name in names if name not in _CSV_COLUMNS and name not in SHOWN]
    if unknown:
        raise ReadinessError(f"{path}:1: the first row names {', '.join(repr(shortened(name)) for name in unknown[:5])}; {known}.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ReadinessError(f"{path}:1: the first row names {', '.join(twice)} twice; keep one.")
    return names


def _bounded(reader: csv.DictReader[str], path: Path) -> Iterator[dict[str, str]]:
    for count, record in enumerate(reader):
        if count >= MAX_ROWS:
            raise ReadinessError(f"{path}: has more than {MAX_ROWS:,} rows; split it.")
        yield record


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

    ``means`` is how the fields were stated. What they do not name stays as ``before`` where the new level allows it; an empty value
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
        kept = {name: value for name, value in _standing(before, typed["level"]).items() if name not in named}
        answer = Answer.model_validate({"question": question_id, **kept, **typed})
    except ValidationError as error:
        raise ReadinessError(f"{question_id}: {_first(error, means)}") from None
    except ReadinessError as error:
        raise ReadinessError(f"{question_id}: {error}") from None
    objected = objection(question, answer, scope)
    if objected:
        raise ReadinessError(f"{question_id}: {objected}.")
    return answer


def _standing(before: Answer | None, level: str) -> dict[str, Any]:
    """What stays beside an answer that gets a new level: all but what that level has no use for, as in an interview."""
    if before is None:
        return {}
    kept = {name: value for name, value in before if name not in ("question", "level", "recorder", "carried")}
    rung = int(level) if level.isdigit() else None
    if level != before.level:
        # They speak of the level that was: why it did not apply, and who ran it.
        del kept["reason"], kept["vendor"]
    if rung is None:
        del kept["compensating"]
    if rung is None or rung < 3:
        del kept["nothing_written"]
    return kept


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
    for key in ("operating_since", "last_done"):
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


def _first(error: ValidationError, means: Means) -> str:
    detail = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in detail["loc"])
    place = next((key for key, name in _FIELDS.items() if name == place), place)
    said = explained(detail)
    if means != "option":
        # The rules name the command line's options; whoever wrote a file gave keys or columns.
        said = re.sub(r"--([a-z]+)", rf"the {means} \1", said)
    return f"{place}: {said}." if place else f"{said}."
