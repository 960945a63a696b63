"""Remediation items that live: decisions are kept, survive re-planning, never move a verdict, and what cannot stand is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from questionnaires.loader import load_library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError, StaleWrite
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.exchange.items import item_data
from readiness.scheduling import planning, scheduled, wished
from readiness.storage import item_subject
from readiness.tending import change_item, effort_of, forget, found, live, merge, move, name_of, own_item, owner_named, split
from scoring.live import LiveItem, open_plan
from scoring.model import Answer

TODAY = date(2027, 3, 1)
LATER = date(2027, 6, 30)
read_once = cache(load_library)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acme.readiness"


@pytest.fixture
def acme(path: Path) -> Iterator[Assessment]:
    """Gaps everywhere in the quick set, and one person in the scope."""
    stated = ScopeInput(FactsFile.model_validate({"people": [{"name": "Ada Marsh", "role": "security"}]}), {})
    with Assessment.create(path, "Acme", recorder="Ann", library=read_once(), scope_input=stated) as one:
        one.answer_all(Answer(question=question.id, level="2") for question in one.questions)
        yield one


def on(acme: Assessment, question: str) -> LiveItem:
    return found(acme, question, live(acme, today=TODAY))


def refused(acme: Assessment, wanted: str, said: str, **changes: object) -> None:
    before = acme.items
    with pytest.raises(ReadinessError) as caught:
        change_item(acme, wanted, changes, today=TODAY)  # type: ignore[arg-type]
    assert said in str(caught.value)
    assert str(caught.value).endswith((".", "?"))
    assert acme.items == before


def test_a_gap_that_nobody_touched_becomes_a_stored_item(acme: Assessment) -> None:
    changed = change_item(acme, "mfa-enforced", {"owner": "Security lead", "due": LATER, "note": " call the vendor "}, today=TODAY)
    assert (changed.id, changed.owner, changed.questions) == ("mfa-enforced", "security", ("mfa-enforced",))
    (stored,) = acme.items
    assert (stored.due, stored.note) == (LATER, "call the vendor")
    assert len(stored.title) <= 200
    (event,) = acme._store.history(item_subject("mfa-enforced"))
    assert (event.recorder, event.based_on) == ("Ann", None)
    change_item(acme, "mfa-enforced", {"due": None}, today=TODAY)
    events = acme._store.history(item_subject("mfa-enforced"))
    assert [one.payload["due"] for one in events] == ["2027-06-30", None]
    assert events[1].based_on == event.id
    assert on(acme, "mfa-enforced").owner == "security"


def test_decisions_survive_replanning(acme: Assessment) -> None:
    change_item(
        acme, "mfa-enforced", {"owner": "ada marsh", "start": LATER, "rank": 1, "agreed": "no", "response": "Next year"}, today=TODAY
    )
    merge(acme, ["security-owner", "code-of-conduct"], "An owner", today=TODAY)
    own = own_item(acme, "Tell the customer", {"effort_days": (1, 2)}, today=TODAY)
    acme.answer_all([Answer(question="mfa-enforced", level="1"), Answer(question="code-of-conduct", level="5")])
    assert (on(acme, "mfa-enforced").owner, on(acme, "mfa-enforced").gaps[0].rung) == ("Ada Marsh", 1)
    assert live(acme, today=TODAY)[0].questions == ("mfa-enforced",)
    assert [gap.question for gap in on(acme, "security-owner").gaps] == ["security-owner"]
    assert on(acme, own.id).title == "Tell the customer"
    acme.answer(Answer(question="mfa-enforced", level="5"))
    assert on(acme, "mfa-enforced").state == "closed"
    acme.answer(Answer(question="mfa-enforced", level="0"))
    assert on(acme, "mfa-enforced").stored is not None
    assert item_data(on(acme, "mfa-enforced"))["agreed"] is False


def test_no_decision_moves_a_verdict(acme: Assessment) -> None:
    before = acme.scorecard()
    change_item(acme, "mfa-enforced", {"status": "done"}, today=TODAY)
    accept(acme, "security-owner")
    assert acme.scorecard() == before
    done = on(acme, "mfa-enforced")
    assert (done.answer_again, done.stored.done_on if done.stored else None) == (True, TODAY)
    left = open_plan(acme.plan(), live(acme, today=TODAY))
    assert {"mfa-enforced", "security-owner"}.isdisjoint(item.question for item in left.items)
    change_item(acme, "mfa-enforced", {"status": "open"}, today=TODAY)
    assert item_data(on(acme, "mfa-enforced"))["done_on"] is None


def accept(acme: Assessment, question: str, until: date = LATER) -> LiveItem:
    return change_item(acme, question, {"accepted_until": until, "reason": "Small", "accepted_by": "Ada"}, today=TODAY)


def test_an_acceptance_that_ran_out_comes_back_and_is_decided_anew(acme: Assessment) -> None:
    assert accept(acme, "mfa-enforced").state == "risk-accepted"
    change_item(acme, "mfa-enforced", {"accepted_until": LATER + timedelta(days=1)}, today=TODAY)
    after = LATER + timedelta(days=2)
    assert found(acme, "mfa-enforced", live(acme, today=after)).state == "acceptance-expired"
    change_item(acme, "mfa-enforced", {"note": "seen"}, today=after)
    with pytest.raises(ReadinessError, match=r"also needs a reason \(--reason\) and the name"):
        change_item(acme, "mfa-enforced", {"accepted_until": after + timedelta(days=30)}, today=after)
    again = change_item(acme, "mfa-enforced", {"status": "in-progress"}, today=after)
    assert again.stored is not None
    assert (again.state, again.stored.reason, again.stored.accepted_until) == ("in-progress", "", None)


def test_what_cannot_stand_is_refused(acme: Assessment) -> None:
    refused(
        acme, "mfa-enforced", "accepted until 2027-02-28 has passed already", accepted_until=date(2027, 2, 28), reason="r", accepted_by="n"
    )
    refused(acme, "mfa-enforced", "accepting its risk also needs", status="risk-accepted")
    refused(acme, "mfa-enforced", "belong to accepting the risk", reason="r")
    refused(acme, "mfa-enforced", "belong to accepting the risk", status="done", accepted_by="n")
    refused(acme, "mfa-enforced", "give a day from 2000 to 2100", due=date(1999, 12, 31))
    refused(acme, "mfa-enforced", "give a day from 2000 to 2100", start=date(2101, 1, 1))
    refused(acme, "mfa-enforced", "only an item of your own states them", severity="low")
    refused(acme, "mfa-enforced", "its title is its question", title="Other")
    refused(acme, "mfa-enforced", "note is too long", note="n" * 20_001)
    refused(acme, "mfa-enforced", "rank", rank=0)
    refused(acme, "mfa-enforced", "neither a role (founder, engineering", owner="Bob")
    refused(acme, "mfa-enforced", "one of the scope's people (Ada Marsh)", owner="Bob")
    refused(acme, "mfa-enforcd", "did you mean mfa-enforced?", owner="it")
    acme.answer(Answer(question="mfa-enforced", level="5"))
    refused(acme, "mfa-enforced", "shows no gap now", owner="it")


def test_owners_are_roles_or_people(acme: Assessment) -> None:
    assert [owner_named(acme, text) for text in ("IT", " it or  operations ", "ADA MARSH", "")] == ["it", "it", "Ada Marsh", ""]


def test_a_stale_write_is_refused_and_can_be_insisted_on(acme: Assessment, path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Bo") as other:
        _ = acme.items, other.items
        change_item(acme, "mfa-enforced", {"owner": "it"}, today=TODAY)
        with pytest.raises(StaleWrite) as caught:
            change_item(other, "mfa-enforced", {"owner": "hr"}, today=TODAY)
        assert caught.value.by == "Ann"
        assert [one.owner for one in other.items] == ["it"]
        change_item(other, "mfa-enforced", {"owner": "hr"}, today=TODAY)
        acme.refresh()
        assert on(acme, "mfa-enforced").owner == "hr"
        merge(other, ["mfa-enforced", "security-owner"], today=TODAY)
        with pytest.raises(StaleWrite):
            forget(acme, "mfa-enforced")


def test_an_answer_in_between_makes_no_stale_decision_fresh(acme: Assessment, path: Path) -> None:
    change_item(acme, "mfa-enforced", {"owner": "it"}, today=TODAY)
    with Assessment.open(path, write=True, recorder="Bo") as other:
        _ = other.items
        other.clear_answer("logging-on")
        change_item(acme, "mfa-enforced", {"due": LATER}, today=TODAY)
        with pytest.raises(StaleWrite):
            change_item(other, "mfa-enforced", {"owner": "hr"}, today=TODAY)
        changed = change_item(other, "mfa-enforced", {"owner": "hr"}, today=TODAY)
        assert changed.stored is not None
        assert (changed.owner, changed.stored.due) == ("hr", LATER)


def test_insisting_names_the_event_that_was_seen(acme: Assessment, path: Path) -> None:
    change_item(acme, "mfa-enforced", {"owner": "it"}, today=TODAY)
    with Assessment.open(path, write=True, recorder="Bo") as other:
        _ = other.items
        change_item(acme, "mfa-enforced", {"due": LATER}, today=TODAY)
        with pytest.raises(StaleWrite) as caught:
            change_item(other, "mfa-enforced", {"owner": "hr"}, based_on=None, today=TODAY)
        changed = change_item(other, "mfa-enforced", {"owner": "hr"}, based_on=caught.value.event, today=TODAY)
        assert changed.stored is not None
        assert (changed.owner, changed.stored.due) == ("hr", LATER)


def test_merged_items_are_one_and_come_apart_with_what_was_decided(acme: Assessment) -> None:
    change_item(acme, "code-of-conduct", {"owner": "hr"}, today=TODAY)
    change_item(acme, "security-owner", {"owner": "it", "due": LATER}, today=TODAY)
    one = merge(acme, ["security-owner", "code-of-conduct"], "Owner and rules", today=TODAY)
    assert (one.id, one.title, one.owner, one.questions) == (
        "security-owner",
        "Owner and rules",
        "it",
        ("security-owner", "code-of-conduct"),
    )
    assert [item.id for item in acme.items] == ["security-owner"]
    assert on(acme, "code-of-conduct") == one
    assert change_item(acme, "code-of-conduct", {"title": "Both"}, today=TODAY).title == "Both"
    (work,) = [item for item in open_plan(acme.plan(), live(acme, today=TODAY)).items if item.merged]
    assert work.closes == ("security-owner", "code-of-conduct")
    parts = split(acme, "code-of-conduct", today=TODAY)
    assert [(part.id, part.owner, part.gaps[0].question) for part in parts] == [
        ("security-owner", "it", "security-owner"),
        ("code-of-conduct", "it", "code-of-conduct"),
    ]
    with pytest.raises(ReadinessError, match="is not merged"):
        split(acme, "security-owner", today=TODAY)
    forget(acme, "security-owner")
    assert on(acme, "security-owner").stored is None
    with pytest.raises(ReadinessError, match="nothing was decided"):
        forget(acme, "security-owner")


def test_what_cannot_be_merged_says_why(acme: Assessment) -> None:
    own = own_item(acme, "Own", {}, today=TODAY)
    first = next(item for item in acme.plan().items if item.after)
    plan = acme.plan()
    after = {item.question: item.after for item in plan.items}
    chain = next(
        (one, middle, last)
        for last, befores in after.items()
        for middle in befores
        for one in after[middle]
        if one != last and one not in befores
    )
    with pytest.raises(ReadinessError, match=f"cannot be one item: {chain[1]} has to come after one of them"):
        merge(acme, [chain[0], chain[2]], today=TODAY)
    assert merge(acme, [first.question, first.after[0]], today=TODAY).gaps
    for wanted, said in (
        (["mfa-enforced", "mfa-enforced"], "two different items"),
        (["mfa-enforced", own.id], "has no gap to merge"),
        (["mfa-enforced", "nothing-such"], "no such item"),
    ):
        with pytest.raises(ReadinessError, match=said):
            merge(acme, wanted, today=TODAY)
    question = next(name for name in after if name not in (first.question, *first.after, "mfa-enforced"))
    accept(acme, question)
    with pytest.raises(ReadinessError, match="risk accepted, which was said about it alone"):
        merge(acme, ["mfa-enforced", question], today=TODAY)


def test_own_items_are_told_apart_by_the_end_of_their_ids(acme: Assessment) -> None:
    one = own_item(acme, "One", {"severity": "high"}, today=TODAY)
    two = own_item(acme, "Two", {"status": "in-progress"}, today=TODAY)
    assert (one.severity, two.severity, two.state) == ("high", "medium", "in-progress")
    assert found(acme, name_of(one)) == one
    with pytest.raises(ReadinessError, match="could be any of 2 items"):
        found(acme, one.id[:4])
    with pytest.raises(ReadinessError, match="title must not be empty"):
        own_item(acme, "  ", {}, today=TODAY)
    change_item(acme, one.id, {"title": "Uno", "effort_days": (1, 3)}, today=TODAY)
    assert found(acme, one.id).title == "Uno"
    forget(acme, one.id)
    assert [item.id for item in acme.items] == [two.id]


def test_dates_keep_to_what_people_decided(acme: Assessment) -> None:
    planned_with = planning(acme, start=TODAY, capacity={"total": 5, "security": 1}, window_months=3)
    own = own_item(acme, "Own", {"effort_days": (2, 2), "rank": 1}, today=TODAY)
    change_item(acme, "mfa-enforced", {"owner": "Ada Marsh", "start": date(2027, 3, 15)}, today=TODAY)
    change_item(acme, "logging-on", {"status": "done"}, today=TODAY)
    one = merge(acme, ["security-owner", "code-of-conduct"], today=TODAY)
    decided = live(acme, today=TODAY)
    left = open_plan(acme.plan(), decided)
    made = scheduled(acme, left, planned_with, decided)
    assert made is not None
    assert made.items[own.id].start == TODAY
    # A pin is a day before which it does not start: its owner may be busy on that very day.
    free = scheduled(acme, left, planned_with)
    assert free is not None
    assert free.items["mfa-enforced"].start < date(2027, 3, 15) <= made.items["mfa-enforced"].start
    assert made.items["mfa-enforced"].server == "security"
    assert "logging-on" not in made.items
    assert one.key in made.items and "code-of-conduct" not in made.items
    wish = wished(acme, planned_with, date(2099, 1, 1), TODAY)
    assert wish is not None
    assert made.report_between is not None
    assert wish.as_planned == made.report_between[1]


# A place by hand


def ranks(acme: Assessment) -> list[str]:
    """What people ranked, in order."""
    return [name_of(one) for one in live(acme, today=TODAY) if one.stored is not None and one.stored.rank is not None]


def test_items_are_moved_among_those_ranked_and_out_of_them(acme: Assessment) -> None:
    a, b, c = (name_of(one) for one in live(acme, today=TODAY)[3:6])
    for name in (a, b, c):
        move(acme, name, -1, today=TODAY)
    assert ranks(acme) == [a, b, c]
    move(acme, c, -1, today=TODAY)
    assert ranks(acme) == [a, c, b] == [name_of(one) for one in live(acme, today=TODAY)[:3]]
    move(acme, a, 1, today=TODAY)
    assert ranks(acme) == [c, a, b]
    move(acme, b, 1, today=TODAY)
    assert ranks(acme) == [c, a]
    assert [one.stored.rank for one in live(acme, today=TODAY)[:2] if one.stored is not None] == [1, 2]


def test_ranks_with_gaps_between_them_are_numbered_anew(acme: Assessment) -> None:
    a, b, c = (name_of(one) for one in live(acme, today=TODAY)[3:6])
    for name, rank in ((a, 10), (b, 10), (c, 700)):
        change_item(acme, name, {"rank": rank}, today=TODAY)
    before = ranks(acme)
    move(acme, before[2], -1, today=TODAY)
    assert ranks(acme) == [before[0], before[2], before[1]]
    assert sorted(item.rank or 0 for item in acme.items) == [1, 2, 3]


def test_what_cannot_move_says_why(acme: Assessment) -> None:
    a, b = (name_of(one) for one in live(acme, today=TODAY)[3:5])
    with pytest.raises(ReadinessError, match="only up leads out of it"):
        move(acme, a, 1, today=TODAY)
    move(acme, a, -1, today=TODAY)
    with pytest.raises(ReadinessError, match="first already"):
        move(acme, a, -1, today=TODAY)
    change_item(acme, b, {"status": "done"}, today=TODAY)
    with pytest.raises(ReadinessError, match="is done"):
        move(acme, b, -1, today=TODAY)


def test_a_move_over_what_somebody_else_moved_is_refused(acme: Assessment, path: Path) -> None:
    a, b = (name_of(one) for one in live(acme, today=TODAY)[3:5])
    move(acme, a, -1, today=TODAY)
    with Assessment.open(path, write=True, recorder="Eve") as other:
        change_item(other, a, {"note": "Mine."}, today=TODAY)
    with pytest.raises(StaleWrite):
        move(acme, a, 1, today=TODAY)
    move(acme, b, -1, today=TODAY)
    assert ranks(acme) == [a, b] and on(acme, a).stored.note == "Mine."  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "days"), [("2", (2, 2)), ("1-3", (1, 3)), ("0.5–1", (0.5, 1))])
def test_an_effort_is_typed_as_one_or_two_numbers(typed: str, days: tuple[float, float]) -> None:
    assert effort_of(typed) == days


@pytest.mark.parametrize("typed", ["", "much", "3-1", "-1", "1-1001", "nan", "inf"])
def test_an_effort_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ReadinessError, match="no effort in person-days"):
        effort_of(typed)
