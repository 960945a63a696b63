"""How old evidence may be: by what it covers, else by its day, against the control's rhythm or the window."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scoring.evidence import INTERVAL_DAYS
from scoring.freshness import covers_text, measured_on, newest_day, stale
from scoring.model import EvidenceReference, Window

WINDOW = Window(start=date(2026, 1, 1), end=date(2026, 6, 30))


def reference(**fields: Any) -> EvidenceReference:
    return EvidenceReference(reference="x", **fields)


def test_what_it_covers_counts_before_the_day_it_was_collected() -> None:
    covers, collected, extracted = date(2026, 3, 31), date(2026, 5, 1), date(2026, 2, 1)
    assert reference(covers_to=covers, collected_on=collected, extracted_on=extracted).dates_from == covers
    assert reference(covers_from=covers, collected_on=collected, extracted_on=extracted).dates_from == collected
    assert reference(extracted_on=extracted).dates_from == extracted
    assert reference().dates_from is None
    assert newest_day([reference(), reference(covers_to=covers), reference(collected_on=collected)]) == collected
    assert newest_day([reference()]) is None


def test_what_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends on or after the day it begins"):
        reference(covers_from=date(2026, 3, 1), covers_to=date(2026, 2, 28))
    assert reference(covers_from=date(2026, 3, 1), covers_to=date(2026, 3, 1)).dates_from == date(2026, 3, 1)


def test_a_window_that_is_over_is_the_measure() -> None:
    assert measured_on(date(2027, 3, 1), WINDOW) == WINDOW.end
    assert measured_on(date(2026, 3, 1), WINDOW) == date(2026, 3, 1)
    assert measured_on(date(2027, 3, 1), None) == date(2027, 3, 1)


@given(st.sampled_from(list(INTERVAL_DAYS)), st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 900))
def test_a_rhythm_decides_and_else_the_window(frequency: Any, newest: date, later: int) -> None:
    on = newest + timedelta(days=later)
    interval = INTERVAL_DAYS[frequency]
    if interval is not None:
        assert stale(frequency, newest, on, WINDOW) == stale(frequency, newest, on, None) == (later > interval)
    else:
        assert not stale(frequency, newest, on, None)
        assert stale(frequency, newest, on, WINDOW) == (newest < WINDOW.start)


def test_the_days_in_words() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    assert covers_text(reference(covers_from=first, covers_to=last)) == "covers 2026-01-01 to 2026-03-31"
    assert covers_text(reference(covers_from=first)) == "covers from 2026-01-01"
    assert covers_text(reference(covers_to=last)) == "covers up to 2026-03-31"
    assert covers_text(reference()) == ""
