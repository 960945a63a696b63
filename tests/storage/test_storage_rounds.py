"""Closing one round and opening the next: all or none, from what was seen, and a closed round takes no more answers."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from storage_cases import answer, round_one

from readiness.errors import FileProblem, ReadinessError, StaleWrite
from readiness.storage import Draft, Store, clear_answer, close_round, log, open_round, round_subject, set_answer, set_fact

FIRST = round_one("0" * 64)
SECOND = FIRST.model_copy(update={"id": "r2", "number": 2, "name": "Summer"})
CLOSED = FIRST.model_copy(update={"closed": True, "scorecard": {"low": 1}, "plan": {"items": []}})
ANSWERS = 20


def started(store: Store) -> list[Draft]:
    """What starts the second round."""
    carried = [answer(f"q{number}").model_copy(update={"carried": True}) for number in range(ANSWERS)]
    close = close_round(CLOSED, based_on=store.head(round_subject("r1")))
    return [close, open_round(SECOND), *(set_answer("r2", one) for one in carried)]


@pytest.fixture
def first(path: Path) -> Path:
    with Store.create(path, recorder="Ann") as store:
        store.append([open_round(FIRST)])
        store.append([set_answer("r1", answer(f"q{number}")) for number in range(ANSWERS)])
    return path


def test_a_closed_round_takes_no_answer_and_the_batch_is_not_written(first: Path) -> None:
    with Store.open(first, write=True, recorder="Ann") as store:
        store.append(started(store))
        kept, heads = store.dump(), store.heads()
        for draft in (
            set_answer("r1", answer("q1", "5"), based_on=heads["answer:r1:q1"]),  # type: ignore[index]
            set_answer("r1", answer("new")),
            clear_answer("r1", "q1", based_on=heads["answer:r1:q1"]),  # type: ignore[index]
        ):
            with pytest.raises(ReadinessError, match="the round Spring is closed and stays as it was, so nothing was written"):
                store.append([set_fact("x", True), draft])
        assert store.dump() == kept
        store.append([set_answer("r2", answer("q1", "5"), based_on=heads["answer:r2:q1"])])  # type: ignore[index]
        store.verify()


def test_a_round_that_is_opened_again_takes_answers(first: Path) -> None:
    with Store.open(first, write=True, recorder="Ann") as store:
        [closed] = store.append([close_round(CLOSED, based_on=store.head(round_subject("r1")))])
        store.append([open_round(FIRST, based_on=closed.id)])
        store.append([set_answer("r1", answer("new"))])
        assert "new" in store.answers("r1")


def test_a_batch_worked_out_from_what_is_no_longer_newest_is_refused(first: Path) -> None:
    with Store.open(first, write=True, recorder="Ann") as ann, Store.open(first, write=True, recorder="Bo") as bo:
        seen = ann.heads()
        # Of a subject that the batch itself does not touch.
        bo.append([set_answer("r1", answer("q1", "5"), based_on=seen["answer:r1:q1"])])  # type: ignore[index]
        kept = ann.dump()
        with pytest.raises(StaleWrite, match="the answer to q1 was changed by Bo") as stale:
            ann.append(started(ann), seen=seen)
        assert (stale.value.by, stale.value.subject) == ("Bo", "answer:r1:q1")
        assert ann.dump() == kept
        bo.append([set_fact("new", True)])
        with pytest.raises(StaleWrite, match="fact new"):
            ann.append(started(ann), seen=seen | {stale.value.subject: stale.value.event})  # type: ignore[dict-item]
        ann.append(started(ann), seen=ann.heads())
        assert len(bo.answers("r2")) == ANSWERS


@pytest.mark.parametrize("event", [1, 2, 3, 2 + ANSWERS])
def test_killed_while_a_round_is_started_leaves_the_old_one_whole(first: Path, monkeypatch: pytest.MonkeyPatch, event: int) -> None:
    """SIGKILL inside the transaction, before and after each kind of event in it."""
    with Store.open(first, write=False) as store:
        kept = store.dump()
    child = os.fork()
    if child == 0:
        real, calls = log.insert, iter(range(1, 1_000))

        def insert(*arguments: Any) -> None:
            real(*arguments)
            if next(calls) == event:
                os.kill(os.getpid(), signal.SIGKILL)

        monkeypatch.setattr(log, "insert", insert)
        with Store.open(first, write=True, recorder="Bo") as store:
            store.append(started(store), seen=store.heads())
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    with Store.open(first, write=True, recorder="Ann") as store:
        assert store.dump() == kept
        store.append(started(store), seen=store.heads())
        assert ([one.closed for one in store.rounds()], len(store.answers("r2"))) == ([True, False], ANSWERS)
        store.verify()


def test_rounds_are_read_without_their_results_where_nobody_needs_them(first: Path) -> None:
    with Store.open(first, write=True, recorder="Ann") as store:
        store.append(started(store))
        assert store.rounds() == [CLOSED, SECOND]
        assert store.rounds(results=False) == [CLOSED.model_copy(update={"scorecard": None, "plan": None}), SECOND]


def test_answers_of_a_past_round_are_checked_one_by_one(first: Path) -> None:
    with sqlite3.connect(first) as other:
        other.execute("UPDATE answers SET level='7' WHERE question='q1'")
    other.close()
    with Store.open(first, write=False) as store:
        past = store.past_answers("r1")
        assert sorted(past) == sorted(f"q{number}" for number in range(ANSWERS))
        assert past["q0"].answer == answer("q0").model_copy(update={"recorder": past["q0"].answer.recorder})
        assert past.get("nothing") is None and not store.past_answers("nothing")
        with pytest.raises(FileProblem, match="r1/q1"):
            past.get("q1")
