"""items and item: what is listed and changed, what the plan and the report make of it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment
from readiness.reports.context import build_context
from readiness.reports.pdf import render_pdf
from readiness.storage import set_scope
from scoring.model import Answer, Capacity, Item, Planning

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = date.today()
SOON, PAST = str(TODAY + timedelta(days=40)), TODAY - timedelta(days=1)
ACCEPT = ("--accept-until", SOON, "--reason", "Few leavers", "--by", "Ada")


@pytest.fixture
def gaps(acme: Path) -> Path:
    """Three gaps."""
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=question, level="2") for question in ("mfa-enforced", "security-owner", "logging-on"))
    return acme


def told(readiness: Run, command: str, *options: str) -> dict[str, Any]:
    outcome = readiness(command, FILE, *options, "--json")
    assert (outcome.code, outcome.err) == (0, ""), outcome
    data: dict[str, Any] = json.loads(outcome.out)
    return data


def listed(readiness: Run, *options: str) -> list[str]:
    return [item["id"] for item in told(readiness, "items", *options)["items"]]


def test_before_any_gap_there_is_nothing(readiness: Run, acme: Path) -> None:
    assert readiness("items", FILE).out == "No gap is known yet, and nobody added an item.\n"
    assert told(readiness, "items") == {"today": str(TODAY), "counts": {}, "overdue": 0, "items": []}


def test_reading_changes_nothing(readiness: Run, gaps: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    readiness("items", FILE)
    readiness("item", FILE, "mfa-enforced")
    told(readiness, "item", "mfa-enforced")
    assert contents(tmp_path) == before


def test_with_a_capacity_the_planned_day_stands_beside_the_due_one(readiness: Run, gaps: Path) -> None:
    readiness("item", FILE, "mfa-enforced", "--due", str(TODAY))
    readiness("item", FILE, "logging-on", "--due", str(TODAY + timedelta(days=900)))
    plain = told(readiness, "items")["items"]
    assert {(one["planned"], one["due_too_soon"]) for one in plain} == {(None, False)}
    assert "planned" not in readiness("items", FILE).out
    with Assessment.open(gaps, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("planning", Planning(capacity=Capacity(total=1)).model_dump(mode="json"))])
    items = {one["id"]: one for one in told(readiness, "items")["items"]}
    dates = {one["question"]: one["done"] for one in told(readiness, "plan")["schedule"]["items"]}
    assert {key: one["planned"] for key, one in items.items()} == dates
    assert [key for key, one in items.items() if one["due_too_soon"]] == ["mfa-enforced"]
    said = readiness("items", FILE).out
    row = next(line for line in said.splitlines() if str(TODAY) in line and "severity" not in line)
    assert f"{TODAY}  {dates['mfa-enforced']}<" in row and " planned     owner" in said
    assert f"mfa-enforced ({dates['mfa-enforced']})" in said and said.count("<") == 2
    # What is set aside is planned for no day.
    readiness("item", FILE, "mfa-enforced", *ACCEPT)
    assert {one["planned"] for one in told(readiness, "items")["items"] if one["id"] == "mfa-enforced"} == {None}


def test_a_capacity_far_too_small_hides_no_item(readiness: Run, gaps: Path) -> None:
    with Assessment.open(gaps, write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=question.id, level="0") for question in one.questions)
        one.change_scope([set_scope("planning", Planning(capacity=Capacity(total=0.1)).model_dump(mode="json"))])
    outcome = readiness("items", FILE)
    assert outcome.code == 0 and "mfa-enforced" in outcome.out
    assert "No planned days: with this capacity" in " ".join(outcome.out.split())


def test_an_item_is_changed_and_listed(readiness: Run, gaps: Path) -> None:
    options = ("--owner", "Ada", "--due", str(PAST), "--status", "in-progress", "--agree", "--response", "Keys for all", "--rank", "1")
    said = readiness("item", FILE, "mfa-enforced", *options, "--start", SOON, "--note", "ask Bo")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Saved mfa-enforced: owner Ada; in progress, overdue; due ")
    item = told(readiness, "item", "mfa-enforced")
    expected = {"owner": "Ada", "due": str(PAST), "state": "in-progress", "agreed": True, "response": "Keys for all", "rank": 1}
    assert {key: item[key] for key in expected} == expected
    assert (item["start"], item["note"], item["overdue"], item["decided"]) == (SOON, "ask Bo", True, True)
    assert listed(readiness)[0] == "mfa-enforced"
    assert listed(readiness, "--overdue") == listed(readiness, "--owner", "ada") == listed(readiness, "--status", "in-progress")
    assert sorted(listed(readiness, "--status", "open")) == ["logging-on", "security-owner"]
    lines = readiness("items", FILE).out.splitlines()
    assert lines[0] == "3 items: 2 open, 1 in progress. 1 overdue."
    assert lines[3].startswith("! in progress ") and lines[3].endswith("Ada")
    shown = readiness("item", FILE, "mfa-enforced").out
    assert "  Management:  agrees\n  Response:    Keys for all\n" in shown
    cleared = readiness("item", FILE, "mfa-enforced", "--clear", "due", "--clear", "owner", "--clear", "agreement")
    assert cleared.code == 0
    item = told(readiness, "item", "mfa-enforced")
    assert (item["due"], item["owner"], item["agreed"], item["rank"]) == (None, "it", None, 1)


def test_done_asks_for_an_answer_and_leaves_the_plan(readiness: Run, gaps: Path) -> None:
    said = readiness("item", FILE, "mfa-enforced", "--status", "done").out
    assert "Done is not proven: answer again" in " ".join(said.split())
    accepted = readiness("item", FILE, "logging-on", *ACCEPT).out
    assert "No verdict changes" in accepted
    before = told(readiness, "score")["readiness"]
    plan = told(readiness, "plan")
    assert [item["question"] for item in plan["items"]] == ["security-owner"]
    assert {one["id"]: one["state"] for one in plan["set_aside"]} == {"mfa-enforced": "done", "logging-on": "risk-accepted"}
    assert plan["set_aside"][-1]["gaps"]
    in_words = " ".join(readiness("plan", FILE).out.split())
    assert "Set aside, and not counted above: 2 items" in in_words
    assert f"logging-on: risk accepted until {SOON} by Ada: Few leavers" in in_words
    readiness("item", FILE, "security-owner", "--status", "done")
    assert "Nothing is left to plan: all is set aside." in readiness("plan", FILE, "--capacity", "5").out
    assert told(readiness, "plan", "--capacity", "5")["schedule"] is None
    assert told(readiness, "score")["readiness"] == before
    readiness("answer", FILE, "mfa-enforced", "5")
    assert "mfa-enforced" not in listed(readiness)
    assert "mfa-enforced" in listed(readiness, "--all")
    assert listed(readiness, "--status", "closed") == ["mfa-enforced"]


def test_an_acceptance_that_ran_out_is_listed_first(readiness: Run, gaps: Path) -> None:
    ran_out = Item(
        id="x", title="t", questions=("security-owner",), status="risk-accepted", reason="r", accepted_by="Ada", accepted_until=PAST
    )
    with Assessment.open(gaps, write=True, recorder="Rec") as one:
        one.change_items([ran_out])
    readiness("item", FILE, "mfa-enforced", "--rank", "1")
    assert listed(readiness)[0] == "x"
    said = " ".join(readiness("items", FILE).out.split())
    assert "! acceptance expired" in said
    assert "Acceptance ran out, so these are to do again" in said
    assert "security-owner" in [item["question"] for item in told(readiness, "plan")["items"]]
    assert "held until" in readiness("plan", FILE).out


def test_own_and_merged_items_stand_in_the_plan(readiness: Run, gaps: Path) -> None:
    own = told(readiness, "item", "--new", "Tell the customer", "--effort", "1-2.5", "--severity", "high", "--owner", "legal")
    assert (own["effort_days"], own["severity"], own["owner"], own["questions"]) == ([1, 2.5], "high", "legal", [])
    merged = told(readiness, "item", "security-owner", "--merge", "logging-on", "--title", "Both at once")
    assert (merged["id"], merged["gaps"]) == ("security-owner", ["security-owner", "logging-on"])
    plan = told(readiness, "plan", "--capacity", "5")
    by_id = {item["item_id"]: item for item in plan["items"]}
    assert set(by_id) == {own["id"], "security-owner", "mfa-enforced"} == {row["question"] for row in plan["schedule"]["items"]}
    assert (by_id["security-owner"]["merged"], by_id["security-owner"]["title"]) == (["logging-on"], "Both at once")
    assert plan["packages"][-1]["questions"] == [own["id"]]
    said = readiness("plan", FILE, "--capacity", "5").out
    assert f"{own['id'][-8:]} (your own, high; Legal and contracts; 1-2.5 d)" in said
    assert "Both at once (with logging-on)" in said
    assert own["id"] not in said
    assert told(readiness, "item", own["id"][-8:])["title"] == "Tell the customer"
    apart = json.loads(readiness("item", FILE, "logging-on", "--split", "--json").out)
    assert [item["id"] for item in apart] == ["security-owner", "logging-on"]
    assert readiness("item", FILE, own["id"], "--forget").out.startswith("Forgot what was decided about ")
    assert own["id"] not in listed(readiness, "--all")


def test_what_was_decided_stands_in_the_report(readiness: Run, gaps: Path) -> None:
    readiness("item", FILE, "mfa-enforced", *ACCEPT)
    readiness(
        "item", FILE, "logging-on", "--due", SOON, "--owner", "Ada", "--disagree", "--response", "Too early", "--status", "in-progress"
    )
    readiness("item", FILE, "--new", HOSTILE, "--effort", "1")
    readiness("item", FILE, "logging-on", "--merge", "security-owner", "--title", "Both")
    with Assessment.open(gaps) as one:
        context = build_context(one.library, one.scope, one.round, one.answers, today=TODAY, items=one.items)
    assert {row.question: bool(row.number) for row in context.gaps} == {"mfa-enforced": False, "logging-on": True, "security-owner": True}
    assert context.types[1].gaps == 3
    cards = {card.title: card for card in context.items}
    both = cards["Both"]
    assert (both.owner, both.due, both.state, both.response) == ("Ada", date.fromisoformat(SOON), "in progress", "not agreed: Too early")
    assert both.closes == ("logging-on", "security-owner")
    (row,) = context.set_aside
    assert (row.questions, row.until, row.by, row.effect) == (
        ("mfa-enforced",),
        date.fromisoformat(SOON),
        "Ada",
        "does not change a verdict",
    )
    content, _ = render_pdf(context)
    assert content.startswith(b"%PDF")


def test_it_fits_80_columns_whatever_the_names(readiness: Run, gaps: Path) -> None:
    readiness("item", FILE, "--new", "long " * 39, "--owner", "it")
    readiness("item", FILE, "--new", HOSTILE, "--note", HOSTILE)
    with Assessment.open(gaps, write=True, recorder="Rec") as one:
        one.change_items([Item(id="odd", title="a\nb", owner="N" * 300)])
    for command in (("items", FILE), ("item", FILE, "odd"), ("items", FILE, "--all")):
        said = readiness(*command)
        assert max(map(len, said.out.splitlines())) <= 80
        assert_harmless(said.out)
    assert_harmless(readiness("items", FILE, "--json").out)
    assert_harmless(readiness("plan", FILE).out)


REFUSED: dict[tuple[str, ...], str] = {
    (): "name the ITEM to show or change",
    ("mfa-enforcd",): "mfa-enforcd: no such item; did you mean mfa-enforced?",
    ("least-privilege",): "least-privilege: shows no gap now",
    (HOSTILE,): "no such item",
    ("z" * 100_000,): "no such item",
    ("mfa-enforced", "--owner", "Bob"): "owner Bob: neither a role (founder, engineering, it, security, hr, legal) nor one of the scope's",
    ("mfa-enforced", "--due", "soon"): "must be a date such as",
    ("mfa-enforced", "--due", "1999-12-31"): "due 1999-12-31 makes no sense; give a day from 2000 to 2100.",
    ("mfa-enforced", "--accept-until", str(PAST), "--reason", "r", "--by", "n"): "has passed already; give a day from today on.",
    ("mfa-enforced", "--accept-until", SOON): "also needs a reason (--reason) and the name of who accepts it (--by).",
    ("mfa-enforced", "--status", "done", *ACCEPT): "--status done: contradicts --accept-until",
    ("mfa-enforced", "--by", "Ada"): "belong to accepting the risk",
    ("mfa-enforced", "--status", "fixed"): "'fixed' is not one of 'open', 'in-progress', 'done'",
    ("mfa-enforced", "--rank", "0"): "--rank",
    ("mfa-enforced", "--effort", "1-2"): "only an item of your own states them",
    ("mfa-enforced", "--effort", "2-1"): "'2-1' is no effort in person-days such as 2 or 1-3",
    ("mfa-enforced", "--effort", "nan"): "is no effort",
    ("mfa-enforced", "--title", "T"): "its title is its question",
    ("mfa-enforced", "--clear", "due", "--due", SOON): "--clear due: another option sets it",
    ("mfa-enforced", "--clear", "status"): "--clear",
    ("mfa-enforced", "--split"): "is not merged",
    ("mfa-enforced", "--forget"): "nothing was decided about it yet",
    ("mfa-enforced", "--merge", "mfa-enforced"): "two different items",
    ("mfa-enforced", "--merge", "logging-on", "--owner", "it"): "stand alone",
    ("mfa-enforced", "--split", "--forget"): "stand alone",
    ("mfa-enforced", "--new", "T"): "--new adds an item of its own",
    ("--new", ""): "your new item: title must not be empty.",
    ("--new", "t" * 201): "title is too long: at most 200 characters",
}


@pytest.mark.parametrize("options", REFUSED, ids=lambda options: " ".join(options)[:40])
def test_what_is_refused_and_leaves_no_trace(readiness: Run, gaps: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    before = contents(tmp_path)
    assert_refused(readiness("item", FILE, *options), REFUSED[options])
    assert contents(tmp_path) == before


def test_a_filter_for_nobody_is_refused(readiness: Run, gaps: Path) -> None:
    assert_refused(readiness("items", FILE, "--owner", "Bob"), "owner Bob: neither a role")
    assert_refused(readiness("items", FILE, "--status", "late"), "'late' is not one of")


def test_a_filter_that_leaves_nothing_says_which(readiness: Run, gaps: Path) -> None:
    assert readiness("items", FILE, "--overdue").out.endswith("\nNone of them is overdue.\n")
    assert readiness("items", FILE, "--status", "done").out.endswith("\nNone of them is marked done.\n")
    said = readiness("items", FILE, "--owner", "Ada").out
    assert said.endswith("\nNone of them is owned by Ada.\n")
    said = readiness("items", FILE, "--overdue", "--status", "risk-accepted", "--owner", "Ada").out
    assert said.endswith("\nNone of them is overdue and marked risk accepted and owned by Ada.\n")
