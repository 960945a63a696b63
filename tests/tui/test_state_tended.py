"""What is decided about the plan's items, in words, and the changes that edits make, without a terminal."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import put, set_scope
from readiness.tending import Changes, change_item, found, live, merge, own_item
from readiness.tui.state import planning, tended
from readiness.tui.state.dating import UNDATED, dated
from scoring.live import LiveItem
from scoring.model import Capacity, Person, Planning

from .conftest import HOSTILE

TODAY = date(2026, 11, 23)


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


def on(assessment: Assessment, name: str) -> LiveItem:
    return found(assessment, name, live(assessment, today=TODAY))


def rows(assessment: Assessment) -> dict[str, planning.PlanRow]:
    plan, decided = planning.left_to_do(assessment, TODAY)
    shown = [*planning.plan_rows(assessment, plan, UNDATED, 0, decided), *planning.aside_rows(assessment.library, decided)]
    return {row.id: row for row in shown}


def test_a_due_day_before_the_planned_one_is_marked(assessment: Assessment) -> None:
    planning_with = Planning(start=date(2026, 12, 1), capacity=Capacity(total=1))
    assessment.change_scope([set_scope("planning", planning_with.model_dump(mode="json"))])
    change_item(assessment, "multi-factor", {"due": date(2026, 12, 1)}, today=TODAY)
    plan, decided = planning.left_to_do(assessment, TODAY)
    dating = dated(assessment, plan, TODAY, decided)
    assert dating.schedule is not None
    done = dating.schedule.items["multi-factor"].done
    row = next(row for row in planning.plan_rows(assessment, plan, dating, 0, decided) if row.id == "multi-factor")
    assert row.marks == "due 2026-12-01, before it can be done"
    assert f"Due: 2026-12-01, before it can be done: the plan has it done on {done}" in dict(row.sections)["Decided"]
    change_item(assessment, "multi-factor", {"due": done}, today=TODAY)
    plan, decided = planning.left_to_do(assessment, TODAY)
    row = next(row for row in planning.plan_rows(assessment, plan, dating, 0, decided) if row.id == "multi-factor")
    assert row.marks == f"due {done}"


def test_what_nobody_decided_has_no_marks(assessment: Assessment) -> None:
    one = on(assessment, "multi-factor")
    assert tended.marks(one) == "" and tended.decided_text(assessment.library, one) == ""
    assert tended.decisions(assessment.library, one) == []
    assert rows(assessment)["multi-factor"].item == "multi-factor" and rows(assessment)["package:access"].item == ""


@pytest.mark.parametrize(
    ("changes", "row", "said"),
    [
        ({"due": date(2026, 11, 1)}, "multi-factor", "overdue since 2026-11-01"),
        ({"due": date(2026, 12, 1), "status": "in-progress"}, "multi-factor", "in progress, due 2026-12-01"),
        ({"status": "done"}, "aside:multi-factor", "done, answer again"),
        (
            {"status": "risk-accepted", "accepted_until": date(2027, 1, 1), "reason": "Small.", "accepted_by": "Ada"},
            "aside:multi-factor",
            "risk accepted until 2027-01-01",
        ),
    ],
)
def test_a_row_says_how_an_item_stands(assessment: Assessment, changes: Changes, row: str, said: str) -> None:
    change_item(assessment, "multi-factor", changes, today=TODAY)
    assert rows(assessment)[row].marks == said
    assert rows(assessment)[row].question == "multi-factor"


def test_an_acceptance_that_ran_out_is_to_do_again(assessment: Assessment) -> None:
    accepted: Changes = {"status": "risk-accepted", "accepted_until": TODAY, "reason": "Small.", "accepted_by": "Ada"}
    change_item(assessment, "multi-factor", accepted, today=TODAY)
    one = found(assessment, "multi-factor", live(assessment, today=date(2026, 11, 24)))
    assert tended.marks(one) == "acceptance expired"
    assert "it is to do again" in tended.decided_text(assessment.library, one)


def test_the_details_say_all_that_was_decided(assessment: Assessment) -> None:
    changes: Changes = {
        "owner": "ceo",
        "due": date(2026, 12, 24),
        "start": date(2026, 12, 1),
        "rank": 3,
        "agreed": "no",
        "response": HOSTILE,
        "note": "Ask\nAda.",
    }
    change_item(assessment, "multi-factor", changes, today=TODAY)
    told = dict(rows(assessment)["multi-factor"].sections)["Decided"]
    for said in ("Owner chosen: Founder", "Due: 2026-12-24", "2026-12-01, pinned", "by hand: 3", "does not agree: [/foo]", "Ask\nAda."):
        assert said in told
    assert "\x1b" not in told
    assert [key for key, _ in tended.decisions(assessment.library, on(assessment, "multi-factor"))] == [
        *("owner", "due", "start", "rank", "management", "note", "everything")
    ]


def test_each_decision_can_be_taken_back_and_all_together(assessment: Assessment) -> None:
    changes: Changes = {"owner": "ceo", "due": TODAY, "status": "in-progress", "agreed": "yes", "note": "x", "rank": 1, "start": TODAY}
    change_item(assessment, "multi-factor", changes, today=TODAY)
    for left in range(8, 1, -1):
        known = tended.decisions(assessment.library, on(assessment, "multi-factor"))
        assert len(known) == left
        tended.take_back(assessment, on(assessment, "multi-factor"), known[0][0], TODAY)
    assert len(assessment.items) == 1
    tended.take_back(assessment, on(assessment, "multi-factor"), "everything", TODAY)
    assert assessment.items == ()


def test_a_merging_can_be_taken_back(assessment: Assessment) -> None:
    items = live(assessment, today=TODAY)
    one = on(assessment, "multi-factor")
    assert [key for key, _ in tended.merging(items, one)] == [other.key for other in items if other is not one and other.key != one.key]
    merge(assessment, ["multi-factor", "owner-named"], today=TODAY)
    merged = on(assessment, "multi-factor")
    assert "Merged of 2 items" in tended.decided_text(assessment.library, merged)
    assert "merged" in dict(tended.decisions(assessment.library, merged))
    tended.take_back(assessment, merged, "merged", TODAY)
    assert on(assessment, "owner-named").questions == ("owner-named",)


def test_owners_are_roles_and_people(assessment: Assessment) -> None:
    assessment.change_scope([put(Person(id="a", name="Ada", role="it")), put(Person(id="b", name="Ada", role=""))])
    choices = tended.owner_choices(assessment, on(assessment, "multi-factor"))
    assert choices == [
        (tended.SUGGESTED, "as suggested: IT or operations"),
        ("ceo", "Founder"),
        ("it", "IT or operations"),
        ("Ada", "Ada, IT or operations"),
    ]
    assert tended.owner_changes(tended.SUGGESTED) == {"owner": ""} and tended.owner_changes("Ada") == {"owner": "Ada"}
    assert tended.owner_choices(assessment, None)[0][1] == "nobody in particular"


@pytest.mark.parametrize("until", ["", "2026-11-22", "soon"])
def test_an_acceptance_needs_a_day_to_come(until: str) -> None:
    with pytest.raises(ReadinessError):
        tended.acceptance({"until": until, "reason": "Small.", "by": "Ada"}, TODAY)


def test_what_is_typed_becomes_changes() -> None:
    accepted = tended.acceptance({"until": "23 November 2026", "reason": "Small.", "by": "Ada"}, TODAY)
    assert accepted == {"status": "risk-accepted", "accepted_until": TODAY, "reason": "Small.", "accepted_by": "Ada"}
    assert tended.response({"agreed": "no", "response": "Why."}) == {"agreed": "no", "response": "Why."}
    assert tended.response({"agreed": "", "response": ""}) == {"agreed": "", "response": ""}


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ({"effort": " 1-3 ", "severity": "high"}, {"effort_days": (1, 3), "severity": "high"}),
        ({"effort": "", "owner": "+"}, {"effort_days": None, "owner": ""}),
        ({"title": "Tell the board"}, {"title": "Tell the board"}),
    ],
)
def test_an_item_of_ones_own_takes_what_was_typed(typed: Mapping[str, str], changes: Changes) -> None:
    assert tended.own_changes(typed) == changes


def test_an_effort_that_is_none_is_refused() -> None:
    with pytest.raises(ReadinessError, match="no effort in person-days"):
        tended.own_changes({"effort": "much"})


def test_an_own_item_is_planned_and_set_aside(assessment: Assessment) -> None:
    own = own_item(assessment, "Tell the board", {"effort_days": (1, 2)}, today=TODAY)
    assert tended.effort_typed(own) == "1-2"
    assert rows(assessment)[own.key].question == "" and rows(assessment)[own.key].item == own.key
    change_item(assessment, own.key, {"status": "done"}, today=TODAY)
    assert rows(assessment)[f"aside:{own.key}"].marks == "done"
    assert tended.decisions(assessment.library, on(assessment, own.key))[-1][1].startswith("the whole item")
    assert "answer its question again" not in dict(tended.status_choices(own))["done"]
