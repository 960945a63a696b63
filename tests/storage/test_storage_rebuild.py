"""State tables are a cache: whatever was said, in whatever order the rows lie in the file, the log gives the same state."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_cases import fill, full_answer

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import (
    Draft,
    Engagement,
    Event,
    Store,
    clear_answer,
    clear_fact,
    close_round,
    fact_subject,
    item_subject,
    log,
    open_round,
    put,
    remove,
    remove_round,
    reopen_engagement,
    request_subject,
    set_answer,
    set_fact,
    set_scope,
    system_subject,
)
from scoring.model import Answer, EvidenceReference, EvidenceRequest, Item, Round, System, Vendor

IDS = st.sampled_from(["a", "b", "c"])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAME = TEXT.filter(bool)
DAYS = st.none() | st.dates()
EVIDENCE = st.builds(
    EvidenceReference,
    reference=NAME,
    title=TEXT,
    collected_on=DAYS,
    covers_to=DAYS,
    source=TEXT,
    query=TEXT,
    row_count=st.none() | st.integers(0, 9),
    extracted_on=DAYS,
)
ANSWERS = st.builds(
    Answer,
    question=IDS,
    level=st.sampled_from(["0", "3", "5", "unsure", "no-events"]),
    note=TEXT,
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    last_done=DAYS,
    carried=st.booleans(),
)
ROUNDS = st.builds(
    Round,
    id=IDS,
    number=st.integers(1, 9),
    name=NAME,
    set=st.sampled_from(["quick", "full"]),
    library=st.just("0" * 64),
    rules=st.just("1"),
    scorecard=st.none() | st.dictionaries(TEXT, st.floats(allow_nan=False, allow_infinity=False) | TEXT, max_size=2),
)
VALUES = st.booleans() | st.integers() | TEXT | st.lists(TEXT, max_size=3).map(tuple)
DRAFTS = st.one_of(
    st.builds(lambda key, value: set_scope(key, value), st.sampled_from(["organisation", "product"]), NAME),
    st.builds(lambda value: set_scope("entities", value), st.lists(NAME, max_size=3)),
    st.builds(set_fact, IDS, VALUES),
    st.builds(clear_fact, IDS),
    st.builds(put, st.builds(System, id=IDS, name=NAME, description=TEXT)),
    st.builds(lambda one: remove(system_subject(one)), IDS),
    st.builds(put, st.builds(Vendor, id=IDS, name=NAME)),
    st.builds(put, st.builds(Item, id=IDS, title=NAME, questions=st.lists(IDS, max_size=3, unique=True).map(tuple), due=DAYS)),
    st.builds(put, st.builds(Item, id=IDS, title=NAME, effort_days=st.sampled_from([None, (0.5, 2)]), rank=st.none() | st.integers(1, 9))),
    st.builds(lambda one: remove(item_subject(one)), IDS),
    st.builds(put, st.builds(EvidenceRequest, id=IDS, question=IDS, owner=TEXT, due=DAYS, status=st.sampled_from(["open", "received"]))),
    st.builds(lambda one: remove(request_subject(one)), IDS),
    st.builds(open_round, ROUNDS),
    st.builds(lambda one: close_round(one.model_copy(update={"closed": True})), ROUNDS),
    st.builds(set_answer, IDS, ANSWERS),
    st.builds(clear_answer, IDS, IDS),
    st.builds(remove_round, IDS),
    st.builds(lambda until, by: reopen_engagement(Engagement(closed=False, retain_until=until, by=by)), DAYS, NAME),
)
HISTORIES = st.lists(st.tuples(st.booleans(), st.lists(DRAFTS, min_size=1, max_size=4)), min_size=1, max_size=10)
THOROUGH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def based(store: Store, draft: Draft) -> Draft:
    fields: dict[str, Any] = {name: getattr(draft, name) for name in ("kind", "subject", "payload", "round", "respondent")}
    return Draft(**fields, based_on=store.head(draft.subject))


def append(store: Store, drafts: list[Draft]) -> None:
    """Appends the batch, or leaves everything as it was where it speaks of an answer in a closed round."""
    kept = store.head(drafts[0].subject)
    try:
        store.append([based(store, draft) for draft in drafts])
    except ReadinessError as error:
        assert "is closed and stays as it was" in str(error)
        assert store.head(drafts[0].subject) == kept


def with_events(folder: Path, events: list[Event], name: str) -> dict[str, str]:
    """The state that a new file with those events, put in in that order, is rebuilt to."""
    with Store.create(folder / name, recorder="x") as store:
        with store._changing():
            for event in events:
                log.insert(store._db, event)
        store.rebuild()
        store.verify()
        return store.dump()


@THOROUGH
@given(HISTORIES, st.randoms(use_true_random=False))
def test_rebuilding_gives_the_same_bytes(history: list[tuple[bool, list[Draft]]], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.create(folder / "a", recorder="Ann") as ann, Store.open(folder / "a", write=True, recorder="Bo") as bo:
            for by_bo, drafts in history:
                store = bo if by_bo else ann
                append(store, drafts)
            kept = ann.dump()
            ann.verify()
            ann.rebuild()
            assert bo.dump() == kept
            events = ann.history()
        chance.shuffle(events)
        assert with_events(folder, events, "b") == kept


@THOROUGH
@given(HISTORIES, HISTORIES, HISTORIES, st.randoms(use_true_random=False))
def test_copies_that_diverged_merge_to_one_state(
    common: list[tuple[bool, list[Draft]]],
    left: list[tuple[bool, list[Draft]]],
    right: list[tuple[bool, list[Draft]]],
    chance: random.Random,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.create(folder / "left", recorder="Ann") as store:
            for _, drafts in common:
                append(store, drafts)
            store.copy_to(folder / "right")
        lines: dict[str, Event] = {}
        for side, history in (("left", left), ("right", right)):
            with Store.open(folder / side, write=True, recorder=side) as store:
                for _, drafts in history:
                    append(store, drafts)
                lines |= {one.id: one for one in store.history()}
        merged = list(lines.values())
        one_way = with_events(folder, merged, "one")
        chance.shuffle(merged)
        assert with_events(folder, merged, "other") == one_way


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE answers SET level='5' WHERE question='q1'",
        "DELETE FROM evidence WHERE position=1",
        "DELETE FROM facts",
        "UPDATE systems SET added=77",
        "UPDATE item_questions SET question='other' WHERE position=0",
    ],
)
def test_a_state_that_is_not_what_the_log_says_is_found_and_mended(store: Store, spoil: str) -> None:
    fill(store)
    kept = store.dump()
    with store._changing():
        store._db.execute(spoil)
    with pytest.raises(FileProblem, match="not what its history says"):
        store.verify()
    store.rebuild()
    assert store.dump() == kept


def test_a_failing_rebuild_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    kept = store.dump()
    real: Callable[..., None] = log.state.apply
    calls = iter(range(100))

    def failing(*args: Any) -> None:
        if next(calls) == 10:
            raise MemoryError
        real(*args)

    monkeypatch.setattr(log.state, "apply", failing)
    with pytest.raises(MemoryError):
        store.rebuild()
    assert store.dump() == kept
    assert store.answers("r1")["CC6.1-mfa"].answer == full_answer()
    assert fact_subject("staff") in store.heads()
