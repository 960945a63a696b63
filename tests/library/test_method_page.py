"""docs/method.md states the same rules as the library's rating and the code."""

import re
from pathlib import Path

import pytest
from read_once import shipped_once

from scoring.schedule import WEIGHT
from scoring.sequencing import FEW

PAGE = Path(__file__).parents[2] / "docs" / "method.md"
RATING = shipped_once().rating


@pytest.fixture(scope="module")
def rows() -> dict[str, list[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {cells[0]: cells[1:] for line in lines if (cells := [cell.strip() for cell in line.strip("|").split("|")])}


@pytest.mark.parametrize(("title", "key"), [("Type I", "type_1"), ("Type II", "type_2")])
def test_credit_by_rung(rows: dict[str, list[str]], title: str, key: str) -> None:
    assert tuple(float(cell) for cell in rows[title]) == RATING.credit[key]  # type: ignore[index]


@pytest.mark.parametrize(("title", "key"), [("Type I", "type_1"), ("Type II", "type_2")])
@pytest.mark.parametrize(("who", "role"), [("key", "key"), ("supporting", "supports")])
def test_severity_by_rung(rows: dict[str, list[str]], title: str, key: str, who: str, role: str) -> None:
    steps = RATING.severity_lower[key][role]  # type: ignore[index]
    told = [None if cell == "no gap" else int(cell) for cell in rows[f"{who} control, {title}"]]
    assert told == [steps[0], steps[2], steps[4]]
    assert (steps[0], steps[2], steps[5]) == (steps[1], steps[3], None)


def test_thresholds_and_weights() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert (RATING.absent_up_to, RATING.target["type_1"], RATING.target["type_2"], RATING.floor, RATING.compensated_up_to) == (
        1,
        4,
        5,
        3,
        3,
    )
    assert (RATING.role_weight["supports"], RATING.role_weight["key"]) == (0.5, 1)
    weights = re.search(r"critical one weighing (\d+), high (\d+), medium (\d+), low (\d+)", " ".join(text.split()))
    assert weights is not None
    assert [float(number) for number in weights.groups()] == [WEIGHT["critical"], WEIGHT["high"], WEIGHT["medium"], WEIGHT["low"]]
    assert f"up to {FEW} items" in text
