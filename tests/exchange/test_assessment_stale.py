"""One assessment open twice: what was worked out from older words never passes for a fresh statement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from questionnaires.loader import load_library
from readiness.assessment import Assessment
from readiness.errors import StaleWrite
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.storage import set_scope
from readiness.tending import change_item
from readiness.undoing import undo_answer
from scoring.model import Answer

read_once = cache(load_library)


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


def test_own_writes_are_never_stale(two: tuple[Assessment, Assessment]) -> None:
    ann, _ = two
    for product in ("One", "Two"):
        ann.answer(Answer(question="mfa-enforced", level="3", note=product))
        ann.change_scope([set_scope("product", product)])
        change_item(ann, "mfa-enforced", {"note": product})
    assert undo_answer(ann, "mfa-enforced")
    assert (ann.answers["mfa-enforced"].note, ann.scope.product) == ("One", "Two")
