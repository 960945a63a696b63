"""Files to fill in: whatever stands is read back as it is, whatever is left empty changes nothing, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_once import shipped_once

from questionnaires.model import Library
from readiness.exchange.answer_files import Line, answers_csv, answers_yaml
from readiness.exchange.answers import KEYS, Refused, read_rows
from readiness.exchange.tables import FORMULA_SIGNS
from scoring.model import Answer, Scope, Vendor

LIBRARY: Library = shipped_once()
SCOPE = Scope(organisation="Acme", vendors=(Vendor(id="v1", name="=AWS; Inc", subservice=True, method="carve-out"),))
QUESTION = LIBRARY.question_by_id["retired-storage-erased"]
WRITERS = {".csv": answers_csv, ".yaml": answers_yaml}

# Every line end, formula sign and quote that some format takes for its own, and what no terminal should see.
TEXTS = st.one_of(
    st.text(max_size=40).filter(lambda text: "\0" not in text),
    st.sampled_from(
        ["=1+1", "'=1+1", "a\r\nb", "a\nb\n", " a ", 'say "yes"', "a; b", "\\n", "#x", "\x1b[31m", "\u2028", "\ufeff", "yes", "2026-01-01"]
    ),
    st.text(alphabet="'=+-@|% \n\"\\:#{}[],;ab\u202e\x85", max_size=12),
).filter(lambda text: not any(0xD800 <= ord(char) < 0xE000 for char in text))
DAYS = st.none() | st.dates(min_value=date(2001, 1, 1), max_value=date(2025, 1, 1))
EVIDENCE = st.fixed_dictionaries(
    {"reference": TEXTS.filter(bool)},
    optional={"title": TEXTS, "collected_on": DAYS, "sha256": st.just("a" * 64), "size": st.integers(0, 9), "row_count": st.integers(0, 9)},
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    level = draw(st.sampled_from(["0", "2", "3", "5", "na", "unsure", "no-events", "carved-out"]))
    fields: dict[str, Any] = {name: draw(TEXTS) for name in ("note", "respondent", "owner", "walkthrough")}
    fields |= {"operating_since": draw(DAYS), "last_done": draw(DAYS), "flagged": draw(st.booleans())}
    fields |= {"basis": draw(st.sampled_from(["said", "shown", "tested"])), "evidence": draw(st.lists(EVIDENCE, max_size=2))}
    if level == "na":
        fields["reason"] = draw(TEXTS.filter(lambda text: bool(text.strip())))
    if level == "carved-out":
        fields["vendor"] = "v1"
    if level in ("3", "5"):
        fields["nothing_written"] = draw(st.booleans())
    if level.isdigit() and draw(st.booleans()):
        fields["compensating"] = {"rung": 3, "reason": draw(TEXTS.filter(bool)), "owner": "Ada", "evidence": draw(TEXTS)}
    return Answer.model_validate({"question": QUESTION.id, "level": level, "recorder": "Rec", **fields})


def taken(text: str, suffix: str, before: dict[str, Answer]) -> tuple[list[Answer], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        rows = read_rows(path)
    checked = [*rows.refused, *rows.check(LIBRARY, SCOPE, before)]
    assert not [row for row in checked if isinstance(row, Refused)]
    return [row[1] for row in checked if not isinstance(row, Refused)], rows.blank


@pytest.mark.parametrize("suffix", WRITERS)
@given(answer=answers())
@settings(max_examples=150, deadline=None)
def test_what_stands_is_read_back_as_it_is(suffix: str, answer: Answer) -> None:
    text = WRITERS[suffix]([Line(QUESTION, answer)], LIBRARY, SCOPE)
    found, blank = taken(text, suffix, {QUESTION.id: answer})
    assert blank == 0
    [read] = [one.model_copy(update={"recorder": "Rec"}) for one in found]
    same = {"evidence": answer.evidence} if suffix == ".csv" else {}
    assert read.model_copy(update=same) == answer
    references = [one.reference for one in answer.evidence]
    assert [one.reference for one in read.evidence] == references


@given(answer=answers())
@settings(max_examples=60, deadline=None)
def test_a_yaml_file_says_all_there_is(answer: Answer) -> None:
    found, _ = taken(answers_yaml([Line(QUESTION, answer)], LIBRARY, SCOPE), ".yaml", {})
    assert [one.model_copy(update={"recorder": "Rec"}) for one in found] == [answer]


@given(answer=answers())
@settings(max_examples=60, deadline=None)
def test_no_cell_is_a_formula(answer: Answer) -> None:
    for row in csv.reader(io.StringIO(answers_csv([Line(QUESTION, answer, "=so far")], LIBRARY, SCOPE))):
        assert not [cell for cell in row if cell.lstrip().startswith(FORMULA_SIGNS)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_what_is_empty_is_left_out_and_counted(suffix: str) -> None:
    lines = [Line(question, None, "3, to be confirmed") for question in LIBRARY.questions]
    text = WRITERS[suffix](lines, LIBRARY, SCOPE)
    assert taken(text, suffix, {}) == ([], len(LIBRARY.questions))
    empty, filled = {".csv": ('confirmed",,', 'confirmed",4,'), ".yaml": ("\n  level:\n", "\n  level: 4\n")}[suffix]
    [answer], blank = taken(text.replace(empty, filled, 1), suffix, {})
    assert (answer.question, answer.level, blank) == (LIBRARY.questions[0].id, "4", len(LIBRARY.questions) - 1)
    assert LIBRARY.questions[0].anchors[5].split()[0] in text


def test_an_answer_that_cannot_stand_any_more_is_left_to_fill_in() -> None:
    answer = Answer(question=QUESTION.id, level="carved-out", vendor="gone", note="n")
    text = answers_csv([Line(QUESTION, answer)], LIBRARY, SCOPE)
    assert taken(text, ".csv", {QUESTION.id: answer}) == ([], 1)


def test_every_key_of_an_answer_has_its_column() -> None:
    head = answers_csv([], LIBRARY, SCOPE).strip().split(",")
    assert set(KEYS) - set(head) == {"compensating"}


@pytest.mark.parametrize("note", ["'=1", "'quoted'", "'- a'"])
def test_an_apostrophe_of_somebody_else_stays(tmp_path: Path, note: str) -> None:
    (tmp_path / "a.csv").write_text(f"question,level,note\nmfa-enforced,3,{note}\n")
    [row] = read_rows(tmp_path / "a.csv").found
    assert row[2]["note"] == note
