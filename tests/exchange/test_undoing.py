"""Undo and redo across a session of work: whole steps, newest first, nothing erased, nobody else's word lost."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.loader import load_library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.rounds import confirm, start_round, waiting
from readiness.storage import Draft, log, put, set_scope, vendor_subject
from readiness.storage import remove as removed
from readiness.undoing import ChangedSince, Step, Way, log_of, session_of, turn, undo_answer
from scoring.model import Answer, Item, Person, Vendor

read_once = cache(load_library)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "acme.readiness"
    stated = ScopeInput(FactsFile.model_validate({"vendors": [{"name": "AWS", "subservice": True, "method": "carve-out"}]}), {})
    Assessment.create(path, "Acme", recorder="Ann", library=read_once(), scope_input=stated).close()
    return path


@pytest.fixture
def ann(file: Path) -> Iterator[Assessment]:
    with Assessment.open(file, write=True, recorder="Ann") as one:
        yield one


@pytest.fixture
def bo(file: Path) -> Iterator[Assessment]:
    with Assessment.open(file, write=True, recorder="Bo") as one:
        yield one


def kept(one: Assessment) -> dict[str, list[tuple[str, ...]]]:
    """What the file says, without which event said it and when; a value nobody stated and one that is the usual one are equal."""
    one.refresh(always=True)
    one._store.verify()
    answers = {stated.id: one._store.answers(stated.id) for stated in one.rounds}
    said = {name: [(key, repr(value.answer)) for key, value in found.items()] for name, found in answers.items()}
    return {**said, "": [(repr(one.scope),), *((repr(item),) for item in one.items), *((repr(stated),) for stated in one._store.rounds())]}


def answer(one: Assessment, place: int, level: str) -> None:
    one.answer(Answer.model_validate({"question": one.questions[place].id, "level": level, "respondent": "Cleo"}))


def test_answers_items_and_scope_go_back_and_come_again(ann: Assessment) -> None:
    moments = [kept(ann)]
    answer(ann, 0, "2")
    moments.append(kept(ann))
    answer(ann, 0, "4")
    moments.append(kept(ann))
    ann.change_scope([set_scope("product", "Rockets"), put(Person(id="p", name="Cleo")), removed(vendor_subject(ann.scope.vendors[0].id))])
    moments.append(kept(ann))
    ann.change_items([Item(id="i", title="Ask")])
    moments.append(kept(ann))
    events = len(ann.history())
    for before in moments[-2::-1]:
        assert len(turn(ann, "undo", run=True)) == 1
        assert kept(ann) == before
    assert turn(ann, "undo", run=True) == []
    for after in moments[1:]:
        assert len(turn(ann, "redo")) == 1
        assert kept(ann) == after
    assert turn(ann, "redo") == []
    # Nothing was erased: each undo and redo stands in the history beside what it undid.
    assert len(ann.history()) == events + 2 * (1 + 1 + 3 + 1)


def test_several_steps_at_once_and_no_further_than_the_beginning(ann: Assessment) -> None:
    before = kept(ann)
    for level in "123":
        answer(ann, 0, level)
    after = kept(ann)
    assert [step.events[0].payload["level"] for step in turn(ann, "undo", 3)] == ["3", "2", "1"]
    assert kept(ann) == before
    assert [step.events[0].payload["level"] for step in turn(ann, "redo", 9)] == ["1", "2", "3"]
    assert kept(ann) == after
    # The file's own beginning is no change of it.
    assert len(turn(ann, "undo", 99)) == 4
    assert ann.scope.organisation == "Acme"


def test_what_is_new_ends_what_can_be_brought_again(ann: Assessment) -> None:
    answer(ann, 0, "2")
    turn(ann, "undo")
    answer(ann, 1, "3")
    assert turn(ann, "redo") == []
    turn(ann, "undo")
    assert [step.events[0].payload["level"] for step in turn(ann, "redo")] == ["3"]


def test_a_later_change_by_somebody_else_is_told_and_stays(ann: Assessment, bo: Assessment) -> None:
    answer(ann, 0, "2")
    answer(ann, 1, "2")
    bo.refresh()
    answer(bo, 1, "5")
    before = kept(ann)
    with pytest.raises(ChangedSince, match=r"was changed since by Bo at .* UTC, so the step of .* nothing was taken back"):
        turn(ann, "undo", 2)
    assert kept(ann) == before
    # Somebody else's steps are theirs to take back; then the way is free.
    assert len(turn(bo, "undo")) == 1
    assert len(turn(ann, "undo", 2)) == 2
    assert ann.answers == {}


def test_redo_gives_way_to_somebody_elses_word(ann: Assessment, bo: Assessment) -> None:
    answer(ann, 0, "2")
    turn(ann, "undo")
    bo.refresh()
    answer(bo, 0, "5")
    with pytest.raises(ChangedSince, match="by Bo"):
        turn(ann, "redo")
    assert ann.answers[ann.questions[0].id].level == "5"


def test_a_round_started_too_early_is_taken_back_with_all_it_carried(ann: Assessment) -> None:
    for place in range(3):
        answer(ann, place, "4")
    before = kept(ann)
    start_round(ann, "Q1 2027")
    started = kept(ann)
    confirm(ann, waiting(ann))
    confirmed = kept(ann)
    assert len(turn(ann, "undo")) == 1
    assert kept(ann) == started
    assert len(turn(ann, "undo")) == 1
    assert kept(ann) == before
    assert (ann.round.name, ann.round.closed, len(ann.answers)) == ("First round", False, 3)
    turn(ann, "redo", 2)
    assert kept(ann) == confirmed
    assert ann.rounds[0].closed


def test_a_round_in_which_somebody_answered_stays(ann: Assessment, bo: Assessment) -> None:
    answer(ann, 0, "4")
    start_round(ann, "Q1 2027")
    bo.refresh()
    answer(bo, 5, "1")
    with pytest.raises(ChangedSince, match=r"the answer to .* was changed since by Bo"):
        turn(ann, "undo")
    assert [one.name for one in ann.rounds] == ["First round", "Q1 2027"]


def test_an_answer_of_a_closed_round_stays(ann: Assessment, bo: Assessment) -> None:
    answer(ann, 0, "4")
    bo.refresh()
    start_round(bo, "Q1 2027")
    with pytest.raises(ReadinessError, match="is closed and stays as it was"):
        turn(ann, "undo")


def test_an_answer_that_the_scope_allows_no_more_does_not_come_back(ann: Assessment, bo: Assessment) -> None:
    question = next(one for one in ann.questions if one.inheritable)
    ann.change_scope([put(Vendor(id="other", name="Other"))])
    ann.answer(Answer(question=question.id, level="carved-out", vendor=ann.scope.vendors[0].id))
    ann.answer(Answer(question=question.id, level="3"))
    bo.refresh()
    bo.change_scope([removed(vendor_subject(bo.scope.vendors[0].id))])
    with pytest.raises(ReadinessError, match=question.id):
        turn(ann, "undo")
    assert ann.answers[question.id].level == "3"


def test_one_question_goes_back_whoever_spoke(ann: Assessment, bo: Assessment) -> None:
    answer(ann, 0, "2")
    bo.refresh()
    answer(bo, 0, "5")
    name = bo.questions[0].id
    assert undo_answer(bo, name)
    assert bo.answers[name].level == "2"
    assert turn(bo, "redo")
    assert bo.answers[name].level == "5"
    assert undo_answer(bo, name)
    assert undo_answer(bo, name)
    assert name not in bo.answers
    assert not undo_answer(bo, name)


def test_a_session_ends_with_a_long_pause_and_clocks_that_jump_back_do_not_end_it(ann: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def at(hours: float) -> None:
        moment = (now + timedelta(hours=hours)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        monkeypatch.setattr(log, "utc_now", lambda: moment)

    answer(ann, 0, "0")
    at(-50)
    answer(ann, 1, "0")
    answer(ann, 1, "1")
    assert [len(step.events) for step in log_of(ann).steps(replica=ann.replica_id)] == [1, 1, 1]
    for hours, level in ((-30, "1"), (-9, "2"), (-7, "3"), (2, "4"), (-6, "5")):
        at(hours)
        answer(ann, 0, level)
    steps = log_of(ann).steps(replica=ann.replica_id)
    assert [step.events[0].payload["level"] for step in session_of(steps, now)] == ["2", "3", "4", "5"]
    assert session_of(steps, now + timedelta(days=3)) == []
    assert len(steps) == 8


LEVELS = st.sampled_from("0123456")
DOES = st.lists(st.tuples(st.sampled_from(["answer", "clear", "undo", "redo", "item", "product"]), st.integers(0, 2), LEVELS), max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOES)
def test_undo_and_redo_are_those_of_an_editor(does: list[tuple[str, int, str]]) -> None:
    """Against a plain stack of whole states: what was done is popped and pushed, and what is new clears what was undone."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "acme.readiness"
        Assessment.create(path, "Acme", recorder="Ann", library=read_once()).close()
        with Assessment.open(path, write=True, recorder="Ann") as one:
            past: list[object] = []
            future: list[object] = []
            for what, place, level in does:
                now = kept(one)
                if what in ("undo", "redo"):
                    way: Way = "undo" if what == "undo" else "redo"
                    here, there = (past, future) if way == "undo" else (future, past)
                    done = turn(one, way, run=True)
                    assert bool(done) == bool(here)
                    if here:
                        there.append(now)
                        assert kept(one) == here.pop()
                elif _said(one, what, place, level):
                    past.append(now)
                    future.clear()


def _said(one: Assessment, what: str, place: int, level: str) -> bool:
    if what == "answer":
        answer(one, place, level if level != "6" else "unsure")
    elif what == "item":
        one.change_items([Item(id=f"i{place}", title=f"T{level}")])
    elif what == "product":
        one.change_scope([set_scope("product", level)])
    elif one.questions[place].id in one.answers:
        one.clear_answer(one.questions[place].id)
    else:
        return False
    return True


def test_a_step_with_two_words_on_one_subject(ann: Assessment) -> None:
    before = kept(ann)
    drafts: list[Draft] = [set_scope("product", "One"), set_scope("product", "Two")]
    ann.change_scope(drafts)
    found: list[Step] = turn(ann, "undo", run=True)
    assert len(found[0].events) == 2
    assert kept(ann) == before
    turn(ann, "redo")
    assert ann.scope.product == "Two"
    turn(ann, "undo", run=True)
    assert kept(ann) == before
