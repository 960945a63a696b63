"""CSV tables: every text comes back as it was, none of them could run as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.exchange.tables import FORMULA_SIGNS, csv_text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_begins_like_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert back[0] == ["a", "b"]
    assert len(back) == len(rows) + 1
    for found, given_row in zip(back[1:], rows, strict=True):
        for cell, text in zip(found, given_row, strict=True):
            assert not cell.lstrip().startswith(FORMULA_SIGNS)
            shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
            assert cell in (shown, f"'{shown}")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\n=1", "|x", "%x"])
def test_formulas_become_text(text: str) -> None:
    [_, row] = csv.reader(io.StringIO(csv_text(("a",), [(text,)]), newline=""))
    assert row == [f"'{text}"]


def test_other_cells_are_plain() -> None:
    assert (
        csv_text(("a", "b", "c", "d", "e"), [(None, True, -1.5, date(2027, 1, 2), "half\ud800")])
        == "a,b,c,d,e\n,true,-1.5,2027-01-02,half?\n"
    )
