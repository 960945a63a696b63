"""One assessment open twice: what was worked out from older words never passes for a fresh statement."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from questionnaires.loader import load_library
from readiness.assessment import Assessment
from readiness.errors import FileProblem, StaleWrite
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.storage import Draft, Event, Subject, put, set_scope
from readiness.tending import change_item
from readiness.undoing import undo_answer
from scoring.model import Answer, EvidenceRequest, Item, Vendor

read_once = cache(load_library)
VENDOR = "0192f0e0-0000-7000-8000-000000000001"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Assessment, Assessment]]:
    """Ann's and Bo's view of one file."""
    path = tmp_path / "acme.readiness"
    with (
        Assessment.create(path, "Acme", recorder="Ann", library=read_once()) as ann,
        Assessment.open(path, write=True, recorder="Bo") as bo,
    ):
        yield ann, bo


def test_a_scope_read_before_an_own_answer_is_still_stale(two: tuple[Assessment, Assessment]) -> None:
    ann, bo = two
    assert ann.scope.product == ""
    ann.answer(Answer(question="mfa-enforced", level="3"))
    bo.change_scope([set_scope("product", "The app")])
    with pytest.raises(StaleWrite) as caught:
        ann.apply_facts(ScopeInput(FactsFile(product="The old app"), {}))
    assert caught.value.by == "Bo"
    assert ann.scope.product == "The app"
    ann.apply_facts(ScopeInput(FactsFile(product="The new app"), {}))
    assert bo.refresh()
    assert bo.scope.product == "The new app"


def test_a_round_read_before_an_own_answer_is_still_stale(two: tuple[Assessment, Assessment]) -> None:
    ann, bo = two
    assert ann.round.set == "quick"
    ann.answer(Answer(question="mfa-enforced", level="3"))
    bo.widen("full")
    with pytest.raises(StaleWrite):
        ann.widen("quick")
    assert ann.round.set == "full"


def test_an_item_read_before_an_own_answer_is_still_stale(two: tuple[Assessment, Assessment]) -> None:
    ann, bo = two
    ann.answer(Answer(question="mfa-enforced", level="3"))
    assert ann.items == ()
    ann.answer(Answer(question="security-owner", level="3"))
    bo.refresh()
    change_item(bo, "mfa-enforced", {"note": "Bo's"})
    with pytest.raises(StaleWrite):
        change_item(ann, "mfa-enforced", {"note": "Ann's"})
    assert [one.note for one in ann.items] == ["Bo's"]


def test_a_stale_write_says_what_it_is_about_who_was_first_and_when(two: tuple[Assessment, Assessment]) -> None:
    ann, bo = two
    assert ann.answers == {}
    theirs = bo.answer(Answer(question="mfa-enforced", level="3"))
    when = f"on {theirs.recorded_at[:10]} at {theirs.recorded_at[11:16]} UTC, so nothing was written: keep it, or write over it"
    name = f"{ann.library.question_by_id['mfa-enforced'].control} (mfa-enforced)"
    with pytest.raises(StaleWrite, match=re.escape(f"the answer to {name} was changed by Bo {when}")) as caught:
        ann.answer(Answer(question="mfa-enforced", level="1"))
    assert caught.value.at == theirs.recorded_at


def test_each_thing_goes_by_its_own_words(two: tuple[Assessment, Assessment]) -> None:
    ann, bo = two
    item = Item(id="mfa-enforced", title="Sign in with two factors")
    bo.change_scope([put(Vendor(id=VENDOR, name="Nimbus")), put(EvidenceRequest(id="mfa-enforced", question="mfa-enforced")), put(item)])
    for draft, what in (
        (put(Vendor(id=VENDOR, name="N")), "vendor Nimbus"),
        (put(item), "item Sign in with two factors"),
        (
            put(EvidenceRequest(id="mfa-enforced", question="mfa-enforced")),
            f"the request for evidence of {ann.library.question_by_id['mfa-enforced'].control} (mfa-enforced)",
        ),
    ):
        with pytest.raises(StaleWrite, match="^" + re.escape(f"{what} was changed by Bo on 2")):
            ann.append([draft])


def test_own_writes_are_never_stale(two: tuple[Assessment, Assessment]) -> None:
    ann, _ = two
    for product in ("One", "Two"):
        ann.answer(Answer(question="mfa-enforced", level="3", note=product))
        ann.change_scope([set_scope("product", product)])
        change_item(ann, "mfa-enforced", {"note": product})
    assert undo_answer(ann, "mfa-enforced")
    assert (ann.answers["mfa-enforced"].note, ann.scope.product) == ("One", "Two")


@contextmanager
def taken_by_another_once_written(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program has the file from the moment after the commit on."""
    other = sqlite3.connect(assessment.path, isolation_level=None)
    append = assessment._store.append

    def taken(drafts: Sequence[Draft], *, seen: Mapping[Subject, str] | None = None) -> list[Event]:
        events = append(drafts, seen=seen)
        other.execute("BEGIN EXCLUSIVE")
        return events

    with monkeypatch.context() as patched:
        patched.setattr(assessment._store, "append", taken)
        assessment._store._db.execute("PRAGMA busy_timeout=1")
        yield
    with pytest.raises(FileProblem, match="by another program"):
        assessment.refresh()
    other.execute("ROLLBACK")
    other.close()


def test_what_is_saved_is_told_so_even_where_another_program_has_the_file_by_then(
    two: tuple[Assessment, Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bo = two
    assert ann.answers == {} and ann.scope.product == ""
    said = Answer(question="mfa-enforced", level="3", note="All of them")
    with taken_by_another_once_written(ann, monkeypatch):
        told = ann.answer(said)
    assert told == ann.stored_answers["mfa-enforced"] == bo.stored_answers["mfa-enforced"]
    with taken_by_another_once_written(ann, monkeypatch):
        ann.change_scope([set_scope("product", "The app")])
    assert ann.scope.product == "The app"
    with taken_by_another_once_written(ann, monkeypatch):
        assert ann.answer_all([Answer(question="mfa-enforced", level="4")]) == 1
    bo.refresh()
    bo.answer(Answer(question="mfa-enforced", level="5"))
    assert ann.refresh() and ann.answers["mfa-enforced"].level == "5"


def test_two_views_of_one_open_file_see_what_either_writes(two: tuple[Assessment, Assessment]) -> None:
    ann, _ = two
    view = ann.looking_at(ann.round)
    assert view.answers == {} and view.scope.product == ""
    ann.answer(Answer(question="mfa-enforced", level="2"))
    with pytest.raises(StaleWrite):
        view.answer(Answer(question="mfa-enforced", level="4"))
    assert view.answers["mfa-enforced"].level == "2"
    view.answer(Answer(question="mfa-enforced", level="4"))
    assert ann.refresh() and ann.answers["mfa-enforced"].level == "4"
    assert not ann.refresh()
    ann.change_scope([set_scope("product", "The app")])
    assert not ann.refresh()
    assert view.refresh() and view.scope.product == "The app"
