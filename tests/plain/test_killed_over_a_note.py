"""The full-screen program killed in the middle of a note: the next one offers what was typed, at the same question."""

from __future__ import annotations

import time
from pathlib import Path

from terminals import PATIENCE, Terminal

from readiness.assessment import Assessment
from readiness.storage.unfinished import Unfinished
from readiness.tui.state.touring import put_away

HALF = "Contracts hold some ru"


def begun(path: Path, text: str) -> Unfinished:
    """What the file holds of the one form that was begun, once that ends in ``text``; fails if it never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with Assessment.open(path) as assessment:
            for one in assessment.unfinished.all():
                if one.typed["value"].endswith(text):
                    return one
    raise AssertionError(f"{text!r} was never kept")


def test_half_a_note_is_offered_after_a_kill(path: Path) -> None:
    put_away()
    with Assessment.open(path) as assessment:
        question = assessment.questions[0]
    first = Terminal(str(path), term="xterm-256color")
    try:
        first.until("0–5")
        first.type("m")
        first.until("Ctrl+S save")
        first.type(HALF)
        kept = begun(path, HALF)
        assert (kept.form, kept.about, kept.typed) == ("note", question.id, {"value": HALF})
        first.kill()
        first.rest()
    finally:
        first.close()
    with Assessment.open(path) as assessment:
        assert assessment.answers == {}
    second = Terminal(str(path), term="xterm-256color")
    try:
        second.until("1 unfinished note kept: ")
        second.type("m")
        second.until("Kept from an unfinished edit on ")
        second.until(HALF)
        second.type("les\x13")
        second.until("saved ")
        with Assessment.open(path) as assessment:
            assert assessment.answers[question.id].note == f"{HALF}les"
            assert assessment.unfinished.all() == []
    finally:
        second.close()
