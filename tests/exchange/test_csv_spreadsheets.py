"""Answers as a spreadsheet program saves them: parted by semicolons or tabs, levels as decimals, N/A in any case."""

from pathlib import Path

import pytest

from questionnaires.loader import load_library
from questionnaires.model import Library
from readiness.errors import ReadinessError
from readiness.exchange.answers import read_answers
from scoring.model import Answer, Scope

LIBRARY: Library = load_library()
WAIVABLE = next(question.id for question in LIBRARY.questions if question.waivable)


def read(tmp_path: Path, text: str) -> list[Answer]:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    return read_answers(path, LIBRARY, Scope(organisation="Acme"))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_says_what_parts_the_columns(tmp_path: Path, mark: str, end: str) -> None:
    note = '"a, b; c\td"'
    lines = [("\ufeffquestion", "level", "note", "evidence"), ("mfa-enforced", "3", note, '"x; y"')]
    (answer,) = read(tmp_path, end.join(mark.join(line) for line in lines))
    assert (answer.question, answer.level, answer.note) == ("mfa-enforced", "3", "a, b; c\td")
    assert [one.reference for one in answer.evidence] == ["x", "y"]


@pytest.mark.parametrize(("cell", "level"), [("3.0", "3"), ("0.00", "0"), (" 5.0 ", "5"), ("N/A", "na"), ("n/a", "na"), ("n/A", "na")])
def test_a_level_as_spreadsheets_write_it(tmp_path: Path, cell: str, level: str) -> None:
    (answer,) = read(tmp_path, f"question,level,reason\n{WAIVABLE},{cell},Nothing of the kind here\n")
    assert answer.level == level


@pytest.mark.parametrize("cell", ["3.5", "3.", "3.01", "6.0", "-1.0", "03.0", "3e0", "n.a.", "n / a", '"3,0"', "\u0663.0", "3.0.0"])
def test_anything_else_is_refused_still(tmp_path: Path, cell: str) -> None:
    with pytest.raises(ReadinessError, match=r"a\.csv:2: .* is no level; give 0 to 5, na, unsure, no-events or carved-out\."):
        read(tmp_path, f"question,level\nmfa-enforced,{cell}\n")
