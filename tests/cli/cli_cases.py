"""What the command-line tests share: what a run leaves, and what every refusal looks like."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.model import Answer

# What a terminal could take for a command, in ways that end up in names, notes and file names.
HOSTILE = "a\x1b[31mb\x1b]0;t\x07c\x9b2Jd\u202ee\x7f\r\x08"


@dataclass(frozen=True)
class Outcome:
    """One run of the program."""

    code: int
    out: str
    err: str


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file below with its bytes, every folder with None."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def assert_refused(outcome: Outcome, *said: str, lines: int = 1) -> None:
    """Exit code 2, nothing on standard output, and that many clear lines on standard error that say these things."""
    assert outcome.code == 2, outcome
    assert outcome.out == ""
    assert outcome.err.startswith("readiness: ")
    assert outcome.err.count("\n") == lines, outcome.err
    assert outcome.err.endswith("\n")
    assert "Traceback" not in outcome.err
    assert "something went wrong" not in outcome.err
    assert_harmless(outcome.err)
    for text in said:
        assert text in outcome.err, outcome.err


def assert_harmless(text: str) -> None:
    """Nothing in the text is a command to a terminal."""
    assert [char for char in text if (ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160 or char in "\u202e\u2066"] == []


def stated(question: str, level: int | str = 3, **fields: Any) -> Answer:
    """An answer."""
    return Answer.model_validate({"question": question, "level": level, **fields})


def data(readiness: Callable[..., Outcome], *arguments: str) -> Any:
    """What a command prints as JSON."""
    outcome = readiness(*arguments, "--json")
    assert outcome.code == 0, outcome
    return json.loads(outcome.out)
