"""What a store keeps and gives back: statements round trip, lists keep their order, batches are whole, settings hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import stat
import zlib
from datetime import date
from pathlib import Path

import pytest
from storage_cases import LIBRARY, answer, fill, full_answer, full_request, read_everything, round_one

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import (
    Draft,
    Kind,
    Store,
    Subject,
    answer_subject,
    clear_answer,
    clear_fact,
    close_round,
    commitment_subject,
    described,
    fact_subject,
    item_subject,
    open_round,
    person_subject,
    put,
    remove,
    request_subject,
    round_subject,
    scope_subject,
    set_answer,
    set_fact,
    set_scope,
    system_subject,
    vendor_subject,
)
from scoring.model import Commitment, Item, Person, System, Vendor, Window


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_comes_back(filled: Path) -> None:
    with Store.open(filled, write=False) as store:
        scope = store.scope()
        assert (scope.organisation, scope.entities, scope.report_type) == ("Acme", ("Acme GmbH", "Acme Inc."), 2)
        assert scope.window == Window(start=date(2026, 1, 1), end=date(2026, 6, 30))
        assert scope.facts == {"remote_only": True, "staff": 40, "clouds": ("aws", "gcp")}
        assert scope.vendors == (Vendor(id="aws", name="AWS", subservice=True, method="carve-out"),)
        assert scope.commitments == (Commitment(id="sla", text="99.9 %", source="contract"),)
        assert scope.people == (Person(id="bo", name="Bo", role="engineering"),)
        library = hashlib.sha256(LIBRARY.encode()).hexdigest()
        assert store.rounds() == [round_one(library)]
        assert store.library_text(library).decode() == LIBRARY
        assert [one.item.id for one in store.items()] == ["i1", "i2"]
        assert store.items()[0].item.questions == ("q1", "q2")
        assert [one.id for one in store.requests()] == ["q1", "own"]
        assert store.requests()[0] == full_request()
        assert (store.round("r1"), store.round("none")) == (round_one(library), None)
        stored = store.answers("r1")["CC6.1-mfa"]
        assert stored.answer == full_answer()
        assert stored.event == store.head(answer_subject("r1", "CC6.1-mfa"))
        assert stored.recorded_at.endswith("Z")
        assert store.answers("none") == {}
        store.verify()


def test_an_event_says_who_what_and_on_what(store: Store) -> None:
    first, second = store.append([open_round(round_one("0" * 64)), set_answer("r1", full_answer(), respondent="Cy")])
    [third] = store.append([clear_answer("r1", "CC6.1-mfa", based_on=second.id, undoes=second.id)])
    assert [one.seq for one in (first, second, third)] == [1, 2, 3]
    assert [one.clock for one in (first, second, third)] == [1, 2, 3]
    assert (second.recorder, second.respondent, second.round) == ("Ann", "Cy", "r1")
    assert (third.based_on, third.undoes, third.payload) == (second.id, second.id, {})
    assert {one.file_id for one in (first, third)} == {store.file_id}
    assert {one.replica_id for one in (first, third)} == {store.replica_id}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first.recorded_at)
    assert store.history() == [first, second, third]
    assert store.history(second.subject) == [second, third]
    assert store.heads() == {first.subject: first.id, second.subject: third.id}
    assert store.answers("r1") == {}


def test_removing_and_clearing_leave_nothing_but_history(filled: Path) -> None:
    gone = [
        fact_subject("staff"),
        system_subject("app"),
        vendor_subject("aws"),
        commitment_subject("sla"),
        person_subject("bo"),
        item_subject("i1"),
        request_subject("q1"),
    ]
    with Store.open(filled, write=True, recorder="Ann") as store:
        heads = store.heads()
        store.append([clear_fact("staff", based_on=heads[gone[0]]), *(remove(one, based_on=heads[one]) for one in gone[1:])])
        scope = store.scope()
        assert "staff" not in scope.facts
        assert not (scope.systems or scope.vendors or scope.commitments or scope.people)
        assert [one.item.id for one in store.items()] == ["i2"]
        assert [one.id for one in store.requests()] == ["own"]
        assert all(store.head(one) != heads[one] for one in gone)
        store.verify()


def test_a_changed_thing_keeps_its_place(store: Store) -> None:
    ids = ["zeta", "alpha", "mid"]
    events = store.append([set_scope("organisation", "A"), *(put(System(id=one, name=one)) for one in ids)])
    store.append([remove(system_subject("zeta"), based_on=events[1].id)])
    store.append([put(System(id="zeta", name="Zeta again"), based_on=store.head(system_subject("zeta")))])
    assert [one.id for one in store.scope().systems] == ids


def test_drafts_of_one_batch_follow_each_other(store: Store) -> None:
    first, second = store.append([set_fact("x", 1), set_fact("x", 2)])
    assert (first.based_on, second.based_on) == (None, first.id)
    store.append([set_scope("organisation", "A")])
    assert store.scope().facts == {"x": 2}


def test_a_round_is_closed_with_its_results_and_opened_again(store: Store) -> None:
    [opened] = store.append([open_round(round_one("0" * 64))])
    closed = round_one("0" * 64).model_copy(update={"closed": True, "scorecard": {"value": 0.5, "rows": [1]}, "plan": {}})
    [event] = store.append([close_round(closed, based_on=opened.id)])
    assert store.rounds() == [closed]
    store.append([open_round(round_one("0" * 64), based_on=event.id)])
    assert not store.rounds()[0].closed


@pytest.mark.parametrize(
    "draft",
    [
        Draft(Kind.ANSWER_SET, answer_subject("r", "q"), {"question": "other", "level": "1"}, round="r"),
        Draft(Kind.ANSWER_SET, answer_subject("r", "q"), {"question": "q", "level": "9"}, round="r"),
        Draft(Kind.ANSWER_SET, answer_subject("r", "q"), {"question": "q", "level": "1"}, round="another"),
        Draft(Kind.ANSWER_SET, fact_subject("q"), {"value": 1}),
        Draft(Kind.FACT_SET, fact_subject("q"), {"value": 1.5}),
        Draft(Kind.FACT_SET, fact_subject("q"), {}),
        Draft(Kind.FACT_CLEARED, fact_subject("q"), {"value": 1}),
        Draft(Kind.SCOPE_SET, scope_subject("window"), {"value": {"from": "2026-02-01", "to": "2026-01-01"}}),
        Draft(Kind.ROUND_CLOSED, round_subject("r1"), round_one("0" * 64).model_dump(), round="r1"),
        Draft(Kind.FACT_SET, Subject("nonsense"), {"value": 1}),
        Draft(Kind.FACT_SET, fact_subject("q"), {"value": "\ud800"}),
        Draft(Kind.FACT_SET, fact_subject("q"), {"value": 1}, respondent="\ud800"),
    ],
)
def test_an_invalid_draft_spoils_the_whole_batch(store: Store, draft: Draft) -> None:
    with pytest.raises(ValueError):
        store.append([set_fact("fine", 1), draft])
    assert store.history() == []
    assert store.append([set_fact("fine", 1)])[0].seq == 1


def test_references_to_unknown_events_are_refused(store: Store) -> None:
    unknown = "01890000-0000-7000-8000-000000000000"
    with pytest.raises(ReadinessError, match="no event about fact x"):
        store.append([set_fact("x", 1, based_on=unknown)])
    with pytest.raises(ReadinessError, match="to undo"):
        store.append([set_fact("x", 1, undoes=unknown)])
    assert store.history() == []


def test_subjects_are_checked_and_readable() -> None:
    assert answer_subject("r", "CC6.1:a") == "answer:r:CC6.1:a"
    for wrong in (
        lambda: answer_subject("a:b", "q"),
        lambda: round_subject("a:b"),
        lambda: fact_subject(""),
        lambda: item_subject("x" * 201),
    ):
        with pytest.raises(ValueError):
            wrong()
    assert described(answer_subject("r", "q1")) == "the answer to q1"
    assert described(scope_subject("as_of")) == "the scope's as of"
    assert described(vendor_subject("aws")) == "vendor aws"
    with pytest.raises(ValueError):
        remove(answer_subject("r", "q"))


def test_scope_before_an_organisation_is_known(store: Store) -> None:
    with pytest.raises(FileProblem, match="does not say yet whose"):
        store.scope()


def test_the_file_is_private_from_its_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = os.open

    def spy(name: os.PathLike[str], flags: int, mode: int = 0o777, **more: object) -> int:
        descriptor = real(name, flags, mode, **more)  # type: ignore[arg-type]
        if flags & os.O_CREAT:
            seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return descriptor

    monkeypatch.setattr(os, "open", spy)
    old = os.umask(0)
    try:
        path = tmp_path / "new" / "deeper" / "a.rdns"
        with Store.create(path, recorder="Ann") as store:
            fill(store, 2)
    finally:
        os.umask(old)
    assert seen == [0o600]
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_connection_settings(store: Store, filled: Path) -> None:
    def setting(name: str) -> object:
        return store._db.execute(f"PRAGMA {name}").fetchone()[0]

    expected = {"journal_mode": "delete", "synchronous": 3, "cache_spill": 0, "trusted_schema": 0, "foreign_keys": 1, "busy_timeout": 5000}
    assert {name: setting(name) for name in expected} == expected
    header = filled.read_bytes()[:100]
    assert (int.from_bytes(header[68:72]), int.from_bytes(header[60:64]), header[18]) == (0x52444E53, 3, 1)


@pytest.fixture(name="filled")
def _filled(store: Store, path: Path) -> Path:
    fill(store)
    return path


def test_state_tables_are_readable_in_any_browser(filled: Path) -> None:
    with sqlite3.connect(f"file:{filled}?mode=ro", uri=True) as other:
        row = other.execute("SELECT level, basis, json_extract(compensating, '$.rung') FROM answers WHERE question='CC6.1-mfa'").fetchone()
        assert row == ("4", "shown", 3)
        assert other.execute("SELECT reference FROM evidence ORDER BY position").fetchall() == [("https://wiki/mfa",), ("TICKET-7",)]
        payload = other.execute("SELECT payload FROM events WHERE subject='fact:staff'").fetchone()[0]
        assert json.loads(payload) == {"value": 40}


def test_a_library_is_kept_once_and_mended_if_damaged(store: Store) -> None:
    name = store.put_library(LIBRARY, "soc2", "1")
    assert store.put_library(LIBRARY, "soc2", "1") == name == hashlib.sha256(LIBRARY.encode()).hexdigest()
    assert store._db.execute("SELECT count(*) FROM libraries").fetchone()[0] == 1
    with store._changing():
        store._db.execute("UPDATE libraries SET content=?", (zlib.compress(b"{}"),))
    with pytest.raises(FileProblem, match="not what its hash says"):
        store.library_text(name)
    assert store.put_library(LIBRARY, "soc2", "1") == name
    assert store.library_text(name).decode() == LIBRARY
    with pytest.raises(FileProblem, match="does not hold the library"):
        store.library_text("f" * 64)


@pytest.mark.parametrize(
    "blob",
    [b"", b"junk", zlib.compress(b"x" * 100)[:-6], "text", zlib.compress(b"\0" * (33 * 2**20), 9)],
    ids=["empty", "junk", "cut", "text", "bomb"],
)
def test_a_hostile_library_is_refused(store: Store, blob: object) -> None:
    with store._changing():
        store._db.execute("INSERT INTO libraries VALUES (?, 'k', '1', ?, 'now')", ("a" * 64, blob))
    with pytest.raises(FileProblem, match=r"table libraries"):
        store.library_text("a" * 64)


def test_a_library_larger_than_could_be_read_is_not_written(store: Store) -> None:
    with pytest.raises(ReadinessError, match="at most"):
        store.put_library("x" * (32 * 2**20 + 1), "k", "1")


def test_data_version_notices_another_writer(store: Store, path: Path) -> None:
    before = store.data_version()
    store.append([set_fact("x", 1)])
    assert store.data_version() == before
    with Store.open(path, write=True, recorder="Bo") as other:
        other.append([set_fact("y", 1)])
    assert store.data_version() != before


def test_a_copy_is_whole_private_and_never_overwrites(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.rdns"
    with Store.open(filled, write=False) as store:
        store.copy_to(target)
        with pytest.raises(FileProblem, match="already exists"):
            store.copy_to(target)
        with Store.open(target, write=False) as copy:
            assert copy.dump() == store.dump()
            assert copy.file_id == store.file_id
    assert (mode(target), mode(target.parent)) == (0o600, 0o700)


def test_many_answers_are_written_and_read(store: Store) -> None:
    store.append([set_answer("r1", answer(f"q{number}")) for number in range(250)])
    assert len(store.answers("r1")) == 250
    fill(store, 0)
    read_everything(store)


def test_an_empty_batch_is_nothing(store: Store) -> None:
    assert store.append([]) == []


def test_item_links(store: Store) -> None:
    [event] = store.append([put(Item(id="i", title="T", questions=("b", "a")))])
    assert store.items()[0].item.questions == ("b", "a")
    store.append([put(Item(id="i", title="T"), based_on=event.id)])
    assert store.items()[0].item.questions == ()


def test_a_store_used_after_closing_says_so(path: Path) -> None:
    store = Store.create(path, recorder="Ann")
    store.close()
    with pytest.raises(FileProblem, match="closed"):
        store.heads()
