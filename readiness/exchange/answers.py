"""Reads answers from YAML or CSV: all rows are checked first, and every bad one is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionnaires.loader import LibraryError, Source
from questionnaires.model import Library
from readiness.errors import ReadinessError
from readiness.exchange.files import read_bounded
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
)
_CSV_COLUMNS = frozenset(KEYS) - {"compensating"} | {"question"}
MAX_ROWS = 20_000

Row = tuple[str, str, Mapping[str, Any]]  # where it stands, question id, fields


def read_answers(path: Path, library: Library, scope: Scope) -> list[Answer]:
    """The answers in a YAML or CSV file, all of them sound.

    Raises ReadinessError naming every bad row (file:line, key, what is wrong, what would be right); then none may be used.
    """
    if path.suffix.lower() not in (".yaml", ".yml", ".csv"):
        raise ReadinessError(f"{path}: answers come as .yaml or .csv; rename or convert the file.")
    raw = read_bounded(path)
    rows, problems = _csv_rows(path, raw) if path.suffix.lower() == ".csv" else _yaml_rows(path, raw)
    answers: list[Answer] = []
    places: dict[str, str] = {}
    for where, question_id, fields in rows:
        if question_id in places:
            problems.append(f"{where}: {question_id} is answered twice (first at {places[question_id]}); keep one.")
            continue
        places[question_id] = where
        try:
            answers.append(make_answer(question_id, fields, library, scope))
        except ReadinessError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise ReadinessError("\n".join(problems))
    return answers


def _yaml_rows(path: Path, raw: bytes) -> tuple[list[Row], list[str]]:
    try:
        source = Source(str(path), raw)
    except LibraryError as error:
        raise ReadinessError(str(error)) from None
    content = source.content
    if not isinstance(content, dict):
        raise ReadinessError(f"{path}:1:1: the file must map question ids to levels, for example `mfa-enforced: 3`.")
    if len(content) > MAX_ROWS:
        raise ReadinessError(f"{path}: has {len(content):,} answers; at most {MAX_ROWS:,} are read.")
    lines = {question_id: source.locate((question_id,)).rsplit(":", 1)[0] for question_id in content} if content else {}
    rows: list[Row] = []
    problems: list[str] = []
    for question_id, value in content.items():
        if not isinstance(question_id, str):
            problems.append(f"{lines[question_id]}: {question_id!r} is no question id; quote it if it is meant as text.")
        elif isinstance(value, Mapping):
            rows.append((lines[question_id], question_id, value))
        else:
            rows.append((lines[question_id], question_id, {"level": value}))
    return rows, problems


def _csv_rows(path: Path, raw: bytes) -> tuple[list[Row], list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadinessError(f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    problems: list[str] = []
    try:
        header = reader.fieldnames or ()
        unknown = [name for name in header if name not in _CSV_COLUMNS]
        if "question" not in header or "level" not in header or unknown or len(set(header)) != len(header):
            wrong = f"; unknown: {', '.join(map(repr, unknown[:5]))}" if unknown else ""
            raise ReadinessError(
                f"{path}:1: the first row must name the columns question and level, and may name {', '.join(KEYS[1:-1])}{wrong}."
            )
        for record in _bounded(reader, path):
            where = f"{path}:{reader.line_num}"
            if None in record or None in record.values():
                problems.append(f"{where}: has another number of cells than the first row; check the commas and quotes.")
                continue
            fields = {key: value.strip() for key, value in record.items() if key != "question" and value.strip()}
            if record["question"].strip() or fields:
                rows.append((where, record["question"].strip(), fields))
    except csv.Error as error:
        raise ReadinessError(f"{path}:{reader.line_num}: not readable as CSV ({error}); save it anew as CSV UTF-8.") from None
    return rows, problems


def _bounded(reader: csv.DictReader[str], path: Path) -> Iterator[dict[str, str]]:
    for count, record in enumerate(reader):
        if count >= MAX_ROWS:
            raise ReadinessError(f"{path}: has more than {MAX_ROWS:,} rows; split it.")
        yield record


def make_answer(question_id: str, fields: Mapping[str, Any], library: Library, scope: Scope) -> Answer:
    """One answer from loosely typed fields (a bare number, yes/no words, an ISO date), checked against its question.

    Raises ReadinessError with one sentence that begins with the question's id and says what would be right.
    """
    question = library.question_by_id.get(question_id)
    if question is None:
        close = get_close_matches(question_id, library.question_by_id, n=1)
        raise ReadinessError(
            f"{question_id or 'a row without id'}: no such question"
            + (f"; did you mean {close[0]}?" if close else "; `readiness questions` lists them.")
        )
    unknown = [str(key) for key in fields if key not in KEYS]
    if unknown:
        raise ReadinessError(f"{question_id}: {unknown[0]!r} is no key of an answer; keys are {', '.join(KEYS)}.")
    if "level" not in fields:
        raise ReadinessError(f"{question_id}: level is missing; give 0 to 5, na, unsure, no-events or carved-out.")
    try:
        answer = Answer.model_validate({"question": question_id, **_typed(fields, scope)})
    except ValidationError as error:
        raise ReadinessError(f"{question_id}: {_first(error)}") from None
    except ReadinessError as error:
        raise ReadinessError(f"{question_id}: {error}") from None
    objected = objection(question, answer, scope)
    if objected:
        raise ReadinessError(f"{question_id}: {objected}.")
    return answer


def _typed(fields: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    values = dict(fields)
    level = values["level"]
    if isinstance(level, bool) or not (isinstance(level, int) or (isinstance(level, str) and level.strip().lower() in LEVELS)):
        raise ReadinessError(f"level: {str(level)[:40]!r} is no level; give 0 to 5, na, unsure, no-events or carved-out.")
    values["level"] = level.strip().lower() if isinstance(level, str) else level
    if "by" in values:
        values["respondent"] = values.pop("by")
    if isinstance(values.get("nothing_written"), str):
        values["nothing_written"] = values["nothing_written"].strip().lower() in ("yes", "true", "1", "x")
    if isinstance(values.get("basis"), str):
        values["basis"] = values["basis"].strip().lower()
    evidence = values.get("evidence")
    if isinstance(evidence, str):
        evidence = [part.strip() for part in evidence.split(";") if part.strip()]
    if isinstance(evidence, list):
        values["evidence"] = [{"reference": entry} if isinstance(entry, str) else entry for entry in evidence]
    vendor = values.get("vendor")
    if isinstance(vendor, str) and (found := scope.vendor(vendor)) is not None:
        values["vendor"] = found.id
    return values


def _first(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in detail["loc"])
    place = {"respondent": "by"}.get(place, place)
    message = detail["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    return f"{place}: {message}." if place else f"{message}."
