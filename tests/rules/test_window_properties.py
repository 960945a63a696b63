"""Windows: what more rungs, another order or another day may never change."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_library import answer, question
from window_cases import RANK, TODAY, holding, opening

from questionnaires.model import Question
from scoring.model import Answer
from scoring.occurrences import window_until

KINDS = [("configuration", "continuous"), ("policy", "annual"), ("event", "event"), ("periodic", "quarterly"), ("governance", "annual")]


@cache
def made(number: int, criterion: str, role: str, kind: str, frequency: str) -> Question:
    return question(f"q{number}", {criterion: role}, type=kind, frequency=frequency, no_events=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Question], list[Answer]]:
    """Up to five controls of every kind with rungs, dates and open ones between."""
    questions, answers = [], []
    for number in range(draw(st.integers(1, 5))):
        kind, frequency = draw(st.sampled_from(KINDS))
        role = draw(st.sampled_from(["key", "supports"]))
        criterion = draw(st.sampled_from(["CC1.1", "CC1.2"]))
        questions.append(made(number, criterion, role, kind, frequency))
        level = draw(st.sampled_from([0, 1, 2, 3, 4, 5, "no-events", "unsure", None]))
        days = st.none() | st.dates(date(2024, 1, 1), TODAY)
        if level is not None:
            answers.append(answer(f"q{number}", level, operating_since=draw(days), last_done=draw(days)))
    return questions, answers


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(0, 4), st.integers(1, 12))
def test_a_higher_rung_never_worsens_the_opening(case: Any, place: int, months: int) -> None:
    questions, answers = case
    assume(place < len(answers) and answers[place].rung is not None and answers[place].rung < 5)
    raised = answers.copy()
    raised[place] = answers[place].model_copy(update={"level": str(answers[place].rung + 1)})
    before, after = opening(questions, answers, months), opening(questions, raised, months)
    assert RANK[after.verdict] >= RANK[before.verdict]
    assert {one.question for one in after.blocking} <= {one.question for one in before.blocking}


@settings(max_examples=100, deadline=None)
@given(cases(), st.randoms(use_true_random=False), st.integers(1, 12))
def test_the_order_of_answers_and_questions_changes_nothing(case: Any, random: Any, months: int) -> None:
    questions, answers = case
    window = window_until(TODAY, months)
    mixed_questions, mixed_answers = questions.copy(), answers.copy()
    random.shuffle(mixed_questions)
    random.shuffle(mixed_answers)
    first, second = holding(questions, answers, window), holding(mixed_questions, mixed_answers, window)
    assert (first.verdict, first.record_from) == (second.verdict, second.record_from)
    assert {one.question: one for one in first.records} == {one.question: one for one in second.records}
    opened, again = opening(questions, answers, months), opening(mixed_questions, mixed_answers, months)
    assert opened.verdict == again.verdict
    assert set(opened.blocking) == set(again.blocking)


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(1, 12), st.integers(0, 400))
def test_every_record_is_consistent(case: Any, months: int, days_after: int) -> None:
    questions, answers = case
    window = window_until(TODAY + timedelta(days=days_after), months)
    assume(window.start <= TODAY)
    found = holding(questions, answers, window)
    assert found.over == (window.end <= TODAY)
    for one in found.records:
        assert (one.due is None) == (one.due_so_far is None)
        assert one.due is None or one.due_so_far is None or one.due >= one.due_so_far >= 0
        assert (one.why is None) == (one.result not in ("exception-known", "cannot-be-shown", "outside-the-window", "undated"))
        assert one.missed == 0 or one.result == "exception-known"
        assert one.samples is None or 0 <= one.samples[0] <= one.samples[1]
        assert one.result != "to-come" or not found.over
    for due in found.due:
        assert all(max(window.start, TODAY) <= day <= window.end for day in due.dates)
