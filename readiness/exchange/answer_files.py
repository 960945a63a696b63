"""Questions and answers as a file to fill in: what an import takes back, with what is asked beside it. Knows no files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from questionnaires.model import Library, Question
from readiness.errors import ReadinessError
from readiness.exchange.answers import KEYS, SHOWN, make_answer
from readiness.exchange.tables import cell_text, csv_text, unmarked
from scoring.model import Answer, Scope
from scoring.objections import takes

_ATTRIBUTES = {"by": "respondent", "flag": "flagged"}
_COLUMNS = ("question", *SHOWN, *(key for key in KEYS if key != "compensating"))
_WIDTH = 110
# What YAML reads as it stands, even without quotes, or in a comment.
_NO_TEXT = re.compile("[^\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    "Write what fits behind `level:`; a question whose level stays empty is left out when the file is taken over.",
    "On lines of their own below it may stand note, by (who said it), basis (said, shown or tested), owner, last_done and operating_since "
    "(a day such as 2026-03-31), evidence (a path, link or ticket, or a list of them), reason (for na) and vendor (for carved-out).",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One question: the ``answer`` that stands, or none where it is to be given, and then what was said ``so_far``."""

    question: Question
    answer: Answer | None
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file writes a value, None where it can't, and what an import reads of that."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def answers_csv(lines: Iterable[Line], library: Library, scope: Scope) -> str:
    """A table, safe to open: a row a question, with what is asked, and a column for each thing that may be said."""
    rows = []
    for line in lines:
        question = line.question
        rungs = "\n".join(f"{rung} {_flat(anchor)}" for rung, anchor in enumerate(question.anchors))
        shown = (question.id, _flat(question.title), _flat(question.text), rungs, _takes(question), line.so_far)
        given = _said(line, library, scope, _IN_CELLS)
        rows.append((*shown, *(given.get(key) for key in _COLUMNS[len(shown) :])))
    return csv_text(_COLUMNS, rows)


def answers_yaml(lines: Iterable[Line], library: Library, scope: Scope) -> str:
    """A mapping with what is asked as comments; it says all there is beside an answer."""
    head = (text for sentence in _HEAD for text in _comment(sentence))
    return "\n".join([*head, *(text for line in lines for text in _entry(line, library, scope))]) + "\n"


def _entry(line: Line, library: Library, scope: Scope) -> Iterator[str]:
    question = line.question
    yield ""
    if question.control:
        yield from _comment(question.control)
    yield from _comment(question.text)
    for rung, anchor in enumerate(question.anchors):
        yield from _comment(f"{rung} {anchor}", "   ")
    yield from _comment(f"Takes {_takes(question)}." + (f" So far: {line.so_far}." if line.so_far else ""))
    # An id without a hyphen may be a word or number that YAML reads otherwise.
    yield f"{question.id if '-' in question.id and question.id[0].isalpha() else _yaml(question.id)}:"
    given = _said(line, library, scope, _AS_IT_IS)
    yield f"  level: {given.pop('level', '')}".rstrip()
    for key, value in given.items():
        yield f"  {key}: {_yaml(value)}"


def _takes(question: Question) -> str:
    return ", ".join(["0 to 5", *(level for level in takes(question) if not level.isdigit())])


def _said(line: Line, library: Library, scope: Scope, form: _Form) -> dict[str, Any]:
    """What an import would take back as it stands, by key, in the form that the file has for it.

    Left out, and so left alone by an import, is what that form cannot say, such as a line end that a table changes.
    """
    answer = line.answer
    if answer is None:
        return {}

    def comes_back(key: str, written: Any) -> bool:
        try:
            made = make_answer(answer.question, {"level": answer.level, key: form.read(written)}, library, scope, before=answer)
        except ReadinessError:
            return False
        if key == "evidence":
            # What else is known of it stays with its reference.
            return [one.reference for one in made.evidence] == [one.reference for one in answer.evidence]
        return made.model_copy(update={"recorder": answer.recorder, "carried": answer.carried}) == answer

    if not comes_back("level", answer.level):
        return {}
    stated = ((key, _stated(answer, key, scope)) for key in KEYS)
    written = {key: form.write(value) for key, value in stated if value not in (None, "", [], False)}
    return {key: value for key, value in written.items() if value is not None and comes_back(key, value)}


def _stated(answer: Answer, key: str, scope: Scope) -> Any:
    value = getattr(answer, _ATTRIBUTES.get(key, key))
    if key == "vendor" and (vendor := scope.vendor(value)) is not None:
        return vendor.name
    if key == "evidence":
        return [one.model_dump(exclude_defaults=True) for one in value]
    return value.model_dump(exclude_defaults=True) if key == "compensating" and value is not None else value


def _cell(value: Any) -> str | None:
    """What a cell says for a value; None where it can't."""
    if isinstance(value, list):
        return "; ".join(one["reference"] for one in value)
    if isinstance(value, Mapping):
        return None
    return "yes" if value is True else str(value)


_IN_CELLS = _Form(_cell, lambda text: unmarked(cell_text(text).strip()))
_AS_IT_IS = _Form(lambda value: value, lambda value: value)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str, indent: str = "") -> Iterator[str]:
    plain = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", _flat(text))
    for number, line in enumerate(textwrap.wrap(plain, _WIDTH, break_on_hyphens=False)):
        yield f"# {indent}{'  ' if indent and number else ''}{line}"


def _escaped(odd: re.Match[str]) -> str:
    return f"\\U{ord(odd[0]):08x}"


def _yaml(value: Any) -> str:
    """A value on one line: texts always in quotes, so that none is taken for anything else."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + _NO_TEXT.sub(_escaped, quoted) + '"'
        case list():
            return f"[{', '.join(map(_yaml, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key}: {_yaml(one)}' for key, one in value.items())}}}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
