"""Subservice organisations: every one of the scope, what is left to it, when reports were read, and how late its own may end."""

from __future__ import annotations

from datetime import date

import pytest
from small_library import answer, question, scope
from window_cases import AWS, SETTING, TODAY, completed

from scoring.asked import asked
from scoring.carveouts import LeftToProvider, left_to_providers, subservice_organisations
from scoring.controls import controls
from scoring.model import Answer

HOSTED = question("hosted", {"CC1.1": "key"}, inheritable=True)
KEPT = question("kept", {"CC1.2": "supports"}, inheritable=True)
READ = question("read", {"CC1.2": "supports"}, type="periodic", frequency="annual", provider_report=True)
RECOVERS = question("recovers", {"CC1.2": "supports"}, type="periodic", frequency="annual", provider_report=True)
UNDECIDED = {"id": "v-2", "name": "Sign-in", "subservice": True}
INSIDE = {"id": "v-3", "name": "Watch", "subservice": True, "method": "inclusive"}
MERE = {"id": "v-4", "name": "Payroll"}
VENDORS = [UNDECIDED, MERE, INSIDE, AWS]
END = date(2026, 6, 30)


def found(answers: list[Answer], end: date | None = END) -> tuple[tuple[LeftToProvider, ...], tuple[LeftToProvider, ...]]:
    """All subservice organisations, and those that a control was left to."""
    library, stated = completed([HOSTED, KEPT, SETTING, READ, RECOVERS], answers)
    of_scope = scope(vendors=VENDORS)
    questions = asked(library, of_scope, "full")
    counted = controls(questions, of_scope, stated, TODAY)
    return subservice_organisations(questions, of_scope, counted, end, TODAY), left_to_providers(questions, of_scope, counted, END, TODAY)


def test_every_subservice_organisation_comes_in_the_scopes_order() -> None:
    # A provider may be named by its id or its name, in any case of letters.
    every, left = found([answer("hosted", "carved-out", vendor="aws"), answer("kept", "carved-out", vendor="v-1")])
    assert [(one.vendor, one.method, one.inclusive, one.questions) for one in every] == [
        ("v-2", None, False, ()),
        ("v-3", "inclusive", True, ()),
        ("v-1", "carve-out", False, ("hosted", "kept")),
    ]
    assert [one.vendor for one in left] == ["v-1"] and left[0] == every[2]


def test_what_cannot_be_left_to_it_is_not_left_to_it() -> None:
    every, left = found([answer("hosted", "carved-out", vendor="v-3"), answer("kept", "carved-out", vendor="Payroll")])
    assert not any(one.questions for one in every) and not left


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2026, 6, 30), date(2026, 3, 30)),
        (date(2027, 5, 31), date(2027, 2, 28)),
        (date(2, 1, 1), date(1, 10, 1)),
        # Nothing of what a scope can hold is too early to be looked at.
        (date(1, 2, 3), None),
        (None, None),
    ],
)
def test_a_bridge_letter_joins_its_report_to_the_windows_end(end: date | None, expected: date | None) -> None:
    every, _ = found([], end)
    assert {one.report_from for one in every} == {expected}


@pytest.mark.parametrize(
    ("read", "recovers", "reading", "day"),
    [
        (answer("read", 4, last_done=date(2026, 2, 1)), answer("recovers", 5, last_done=date(2026, 5, 1)), "read", date(2026, 2, 1)),
        (answer("read", 4, last_done=date(2025, 2, 1)), answer("recovers", 5, last_done=date(2026, 5, 1)), "stale", date(2025, 2, 1)),
        (answer("read", 4), answer("recovers", 5, last_done=date(2026, 5, 1)), "read", date(2026, 5, 1)),
        (answer("read", 4), answer("recovers", 5), "read", None),
        (answer("read", 2, last_done=date(2026, 2, 1)), answer("recovers", 5, last_done=date(2026, 5, 1)), "not-read", None),
        (answer("read", "unsure"), answer("recovers", 5, last_done=date(2026, 5, 1)), "open", None),
    ],
)
def test_reports_were_read_when_the_question_longest_ago_says(read: Answer, recovers: Answer, reading: str, day: date | None) -> None:
    every, _ = found([read, recovers])
    assert {(one.reading, one.last_read) for one in every} == {(reading, day)}
