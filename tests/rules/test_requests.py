"""Evidence requests: which controls are asked about, for what, for which period, and what stays of a statement when the period moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small_library import answer, library, question, scope

from questionnaires.model import Library
from scoring.live import live_items, open_plan
from scoring.model import REQUEST_STATUSES, Answer, EvidenceReference, EvidenceRequest, Scope
from scoring.plan import plan
from scoring.requests import Request, requests
from scoring.score import score

TODAY = date(2026, 6, 1)
WINDOW = {"from": date(2026, 1, 1), "to": date(2026, 12, 31)}
LISTED = {"design": ["a procedure"], "operation": ["records"], "population": ["a list"]}


def asked(about: Scope, made: Library, answers: dict[str, Answer], *stored: EvidenceRequest, today: date = TODAY) -> tuple[Request, ...]:
    card = score(made, about, "quick", answers, about.report_type, today)
    whole = plan(made, about, card)
    left = open_plan(whole, live_items(whole, (), today))
    return requests(made, about, card, left, stored, today)


def one(about: Scope | None = None, level: int | str = 4, *stored: EvidenceRequest, **changes: Any) -> Request:
    made = library(question("q", {"CC1.1": "key"}, evidence=LISTED, **changes))
    (found,) = asked(about or scope(window=WINDOW), made, {"q": answer("q", level)}, *stored)
    return found


@pytest.mark.parametrize(
    ("frequency", "type_1", "type_2"),
    [
        ("event", "example", "population"),
        ("daily", "example", "population"),
        ("weekly", "example", "population"),
        ("continuous", "example", "population"),
        ("monthly", "example", "sample"),
        ("annual", "example", "sample"),
        ("once", "example", "example"),
    ],
)
def test_a_list_is_asked_for_where_the_calendar_does_not_name_the_runs(frequency: str, type_1: str, type_2: str) -> None:
    assert one(frequency=frequency).kind == type_2
    assert one(scope(report_type=1, as_of=date(2026, 6, 30)), frequency=frequency).kind == type_1


def test_without_a_list_in_the_library_there_is_none_to_draw_from() -> None:
    made = library(question("q", {"CC1.1": "key"}, frequency="event"))
    (found,) = asked(scope(window=WINDOW), made, {"q": answer("q", 4)})
    assert found.kind == "sample"


def test_the_period_is_the_window_or_the_day() -> None:
    assert one().period == (date(2026, 1, 1), date(2026, 12, 31))
    assert one(scope(report_type=1, as_of=date(2026, 6, 30))).period == (date(2026, 6, 30), date(2026, 6, 30))
    assert one(scope()).period is None


def test_only_controls_that_exist_or_are_planned_are_asked_about() -> None:
    levels: list[int | str] = [0, 2, 4, 5, "no-events", "na", "unsure"]
    made = library(*(question(f"q{n}", {"CC1.1": "key"}, waivable=True, no_events=True) for n in range(len(levels) + 1)))
    answers = {f"q{n}": answer(f"q{n}", level, **({"reason": "none here"} if level == "na" else {})) for n, level in enumerate(levels)}
    found = asked(scope(window=WINDOW), made, answers)
    # 0 is planned; not applicable, unsure and unanswered ask for nothing yet.
    assert [request.id for request in found] == ["q0", "q1", "q2", "q3", "q4"]
    assert {request.status for request in found} == {"open"}


def test_what_people_state_is_laid_over() -> None:
    stored = EvidenceRequest(id="q", question="q", owner="Bo", due=date(2026, 5, 1), status="requested", source="HR", row_count=3)
    found = one(None, 4, stored, frequency="event")
    assert (found.owner, found.status, found.overdue, found.source, found.row_count) == ("Bo", "requested", True, "HR", 3)
    for status in ("received", "accepted"):
        assert not one(None, 4, stored.model_copy(update={"status": status})).overdue
    assert one().owner == "it"


def test_a_list_named_as_evidence_says_where_it_is_from() -> None:
    made = library(question("q", {"CC1.1": "key"}, evidence=LISTED, frequency="event"))
    named = EvidenceReference(reference="list.csv", source="HR", query="left in 2026", row_count=0, extracted_on=date(2026, 5, 2))
    answers = {"q": answer("q", 4, evidence=(EvidenceReference(reference="policy"), named))}
    (found,) = asked(scope(window=WINDOW), made, answers)
    assert (found.source, found.query, found.row_count, found.extracted_on) == ("HR", "left in 2026", 0, date(2026, 5, 2))
    stated = EvidenceRequest(id="q", question="q", source="Payroll", row_count=9)
    (found,) = asked(scope(window=WINDOW), made, answers, stated)
    assert (found.source, found.row_count, found.extracted_on) == ("Payroll", 9, None)


def test_another_period_begins_anew_and_keeps_the_owner() -> None:
    stored = EvidenceRequest(
        id="q",
        question="q",
        owner="Bo",
        due=date(2025, 7, 1),
        status="accepted",
        source="HR",
        row_count=4,
        covers_from=date(2025, 1, 1),
        covers_to=date(2025, 12, 31),
    )
    found = one(None, 4, stored)
    assert (found.status, found.due, found.row_count, found.current) == ("open", None, None, False)
    assert (found.owner, found.source) == ("Bo", "HR")
    moved = stored.model_copy(update={"covers_to": date(2026, 1, 1)})
    assert one(None, 4, moved).status == "accepted", "a window that merely moved is the same period"


def test_own_requests_stand_with_their_control_and_what_is_not_needed_last() -> None:
    made = library(question("a", {"CC1.1": "key"}), question("b", {"CC1.1": "key"}))
    own = EvidenceRequest(id="own-1", question="a", title="Another list")
    loose = EvidenceRequest(id="own-2", title="The group's chart")
    gone = EvidenceRequest(id="b", question="b", status="requested", due=date(2026, 1, 1))
    lost = EvidenceRequest(id="dropped", question="dropped")
    found = asked(scope(window=WINDOW), made, {"a": answer("a", 4)}, own, loose, gone, lost)
    assert [(request.id, request.needed, request.overdue) for request in found] == [
        ("a", True, False),
        ("own-1", True, False),
        ("own-2", True, False),
        ("b", False, False),
        ("dropped", False, False),
    ]
    assert found[1].title == "Another list"
    assert not found[1].wanted.design


def test_returning_needs_a_reason() -> None:
    with pytest.raises(ValidationError, match="returning evidence needs a reason"):
        EvidenceRequest(id="q", question="q", status="returned", reason=" ")
    with pytest.raises(ValidationError, match="names a control, or says what it asks for"):
        EvidenceRequest(id="q")


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))
STATED = st.builds(
    EvidenceRequest,
    id=st.sampled_from(["q0", "q1", "q2", "x", "y"]),
    question=st.sampled_from(["q0", "q1", "q2", "gone"]),
    status=st.sampled_from([status for status in REQUEST_STATUSES if status != "returned"]),
    due=DAYS,
    covers_from=DAYS,
    covers_to=DAYS,
    row_count=st.none() | st.integers(0, 9),
)


@given(
    st.lists(st.integers(0, 5), min_size=3, max_size=3), st.lists(STATED, max_size=6, unique_by=lambda one: one.id), st.sampled_from([1, 2])
)
def test_every_statement_stands_in_the_list_once(levels: list[int], stored: list[EvidenceRequest], kind: int) -> None:
    # An id that is a control's belongs to that control alone.
    stored = [one for one in stored if one.id == one.question or one.id in ("x", "y")]
    made = library(*(question(f"q{n}", {"CC1.1": "key"}, evidence=LISTED, frequency="event") for n in range(3)))
    about = scope(report_type=kind, window=WINDOW, as_of=date(2026, 6, 30))
    found = asked(about, made, {f"q{n}": answer(f"q{n}", level) for n, level in enumerate(levels)}, *stored)
    ids = [request.id for request in found]
    assert len(ids) == len(set(ids))
    assert {one.id for one in stored} <= set(ids)
    for request in found:
        assert not (request.overdue and request.status in ("received", "accepted"))
        assert request.current or request.status == "open"
