"""CSV tables: every text comes back as it was, none of them could run as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.exchange.cleaning import clean
from readiness.exchange.tables import FORMULA_SIGNS, csv_text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_begins_like_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows), newline="")))
    assert back[0] == ["a", "b"]
    assert len(back) == len(rows) + 1
    for found, given_row in zip(back[1:], rows, strict=True):
        for cell, text in zip(found, given_row, strict=True):
            assert not cell.lstrip().startswith(FORMULA_SIGNS)
            assert cell in (clean(text), f"'{clean(text)}")


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x0b", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800", "\ufeff"])
def test_no_cell_holds_what_a_terminal_or_reader_takes_for_a_command(sign: str) -> None:
    assert csv_text(("a",), [(f"one{sign}[31m two\t",)]) == "a\none\N{REPLACEMENT CHARACTER}[31m two\t\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\n=1", "|x", "%x"])
def test_formulas_become_text(text: str) -> None:
    [_, row] = csv.reader(io.StringIO(csv_text(("a",), [(text,)]), newline=""))
    assert row == [f"'{text}"]


def test_other_cells_are_plain() -> None:
    assert (
        csv_text(("a", "b", "c", "d", "e"), [(None, True, -1.5, date(2027, 1, 2), "half\ud800")])
        == "a,b,c,d,e\n,true,-1.5,2027-01-02,half\N{REPLACEMENT CHARACTER}\n"
    )
