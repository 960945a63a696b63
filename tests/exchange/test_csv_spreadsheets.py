"""Answers as a spreadsheet program saves them: parted by semicolons or tabs, levels as decimals, days as a country writes them."""

from pathlib import Path

import pytest
from read_once import shipped_once

from questionnaires.model import Library
from readiness.errors import ReadinessError
from readiness.exchange.answers import read_answers
from scoring.model import Answer, Scope

LIBRARY: Library = shipped_once()
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
    with pytest.raises(ReadinessError, match=r"a\.csv, row 2: .* is no level; give 0 to 5, na, unsure, no-events or carved-out\."):
        read(tmp_path, f"question,level\nmfa-enforced,{cell}\n")


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '\ufeff"sep=;"\n', "SEP=;\n"])
def test_a_first_line_that_only_says_what_parts_the_columns_is_read_past(tmp_path: Path, first: str) -> None:
    (answer,) = read(tmp_path, f'{first}question;level;note\nmfa-enforced;3;"a, b"\n')
    assert (answer.level, answer.note) == ("3", "a, b")
    with pytest.raises(ReadinessError, match=r"a\.csv, row 2: .* is no level"):
        read(tmp_path, f"{first}question;level\nmfa-enforced;7\n")


def test_cells_left_off_and_columns_with_nothing_in_them_are_no_fault(tmp_path: Path) -> None:
    text = "question,level,note,,\nmfa-enforced,3\nchange-review,2,x,,,,\n,,,,\n\ndata-flow-map\n"
    assert [(one.question, one.level, one.note) for one in read(tmp_path, text)] == [("mfa-enforced", "3", ""), ("change-review", "2", "x")]


def test_a_refusal_names_the_row_as_spreadsheets_number_it(tmp_path: Path) -> None:
    text = 'question,level,note\nmfa-enforced,3,"two\nlines"\n\nchange-review,9,\ndata-flow-map,2,x,,y\n'
    with pytest.raises(ReadinessError) as caught:
        read(tmp_path, text)
    stray, level = str(caught.value).splitlines()
    assert "a.csv, row 5: has a cell in column E, which the first row gives no name" in stray
    assert "a.csv, row 4: change-review: level: " in level


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["15.09.2025"], ["2025-09-15"]),
        (["5.9.2025", "05. 09. 2025"], ["2025-09-05", "2025-09-05"]),
        (["2025/09/15", "2025/9/5", "2025.09.15."], ["2025-09-15", "2025-09-05", "2025-09-15"]),
        (["15/09/2025"], ["2025-09-15"]),
        (["09/15/2025"], ["2025-09-15"]),
        (["05/09/2025", "15/09/2025"], ["2025-09-05", "2025-09-15"]),
        (["05/09/2025", "09/15/2025"], ["2025-05-09", "2025-09-15"]),
        (["5-9-2025", "31-1-2025"], ["2025-09-05", "2025-01-31"]),
        (["03/03/2025", "2025-09-15"], ["2025-03-03", "2025-09-15"]),
    ],
)
@pytest.mark.parametrize("column", ["last_done", "operating_since"])
def test_a_day_as_a_spreadsheet_rewrote_it(tmp_path: Path, column: str, cells: list[str], days: list[str]) -> None:
    names = [question.id for question in LIBRARY.questions[: len(cells)]]
    rows = "".join(f"{name},4,{cell}\n" for name, cell in zip(names, cells, strict=True))
    assert [str(getattr(one, column)) for one in read(tmp_path, f"question,level,{column}\n{rows}")] == days


@pytest.mark.parametrize("more", ["", "change-review,4,15/09/2025\ndata-flow-map,4,09/15/2025\n"])
def test_a_day_that_could_be_two_is_refused_with_both(tmp_path: Path, more: str) -> None:
    # A column that holds both orders tells nothing about a third day.
    with pytest.raises(ReadinessError) as caught:
        read(tmp_path, f"question,level,last_done\n{more}mfa-enforced,4,05/09/2025\n")
    row = 2 + more.count("\n")
    said = "last_done: 05/09/2025 may be 5 September 2025 or 9 May 2025; write 2025-09-05 or 2025-05-09."
    assert str(caught.value).endswith(f"a.csv, row {row}: {said}")


@pytest.mark.parametrize(
    "cell", ["32/01/2025", "31.02.2025", "00/00/2025", "15/09/25", "15.09", "2025/13/40", "1/2/3/2025", "\u0661/09/2025"]
)
def test_what_is_no_day_is_refused_still(tmp_path: Path, cell: str) -> None:
    with pytest.raises(ReadinessError, match=r"row 2: mfa-enforced: last_done: must be a date such as 2026-03-31"):
        read(tmp_path, f"question,level,last_done\nmfa-enforced,4,{cell}\n")
