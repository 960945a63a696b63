"""plan with dates: from options or from the file, as text and as JSON, what would have to give, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_refused, contents

from readiness.assessment import Assessment
from readiness.storage import set_scope
from scoring.model import Answer, Capacity

Run = Callable[..., Outcome]
FROM = ("--start", "2027-01-04", "--capacity", "5")


@pytest.fixture
def answered(acme: Path) -> Path:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer_all([Answer(question=question.id, level="2") for question in assessment.questions])
    return acme


def dates(readiness: Run, *options: str) -> dict[str, Any]:
    outcome = readiness("plan", "acme.readiness", "--json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    made: dict[str, Any] = json.loads(outcome.out)
    return made


def test_without_a_capacity_there_are_no_dates_and_the_way_to_them_is_said(readiness: Run, answered: Path) -> None:
    assert dates(readiness)["schedule"] is None
    assert "No dates: they need a capacity. Give --capacity 5" in readiness("plan", "acme.readiness").out


def test_a_plan_with_dates(readiness: Run, answered: Path) -> None:
    before = answered.read_bytes()
    plan = dates(readiness, *FROM, "--capacity", "Engineering lead=2")
    made = plan["schedule"]
    assert made["capacity"] == {"total": 5, "engineering": 2}
    assert made["start"] == "2027-01-04"
    assert {item["question"] for item in made["items"]} == {item["question"] for item in plan["items"]}
    assert {package["id"] for package in made["packages"]} == {package["id"] for package in plan["packages"]}
    expected = made["expected"]
    assert expected["type_1_date"] <= expected["done"]
    assert expected["window_opens"] < expected["window_ends"] < expected["report_between"][0] < expected["report_between"][1]
    assert made["least"]["done"] < expected["done"] < made["most"]["done"]
    assert set(made["critical_path"]) == {item["question"] for item in made["items"] if item["critical"]}
    assert made["not_before"] == {"type_1_date": 0, "window_opens": 0}
    assert {load["server"] for load in made["by_week"]} == {"engineering", "everyone-else"}
    assert dates(readiness, *FROM, "--capacity", "engineering=2") == plan
    assert dates(readiness, *FROM, "--holiday", "2027-01-05")["schedule"]["items"] != made["items"]
    assert dates(readiness, *FROM, "--window-months", "3")["schedule"]["window_months"] == 3
    assert answered.read_bytes() == before


@pytest.mark.parametrize("in_time", [True, False])
def test_a_stated_window_stands_beside_the_plan(readiness: Run, answered: Path, in_time: bool) -> None:
    expected = dates(readiness, *FROM)["schedule"]["expected"]
    opens = expected["window_opens"] if in_time else "2027-01-04"
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        assessment.change_scope([set_scope("window", {"from": opens, "to": "2028-03-31"})])
    made = dates(readiness, *FROM)["schedule"]
    expected = made["expected"]
    assert made["stated_window"] == {
        "from": opens,
        "to": "2028-03-31",
        "in_time": in_time,
        "report_between": ["2028-04-21", "2028-05-26"] if in_time else expected["report_between"],
    }
    said = " ".join(readiness("plan", "acme.readiness", *FROM).out.split())
    if in_time:
        assert f"Window could open from {opens} " in said and f"Window opens, as stated {opens} Window ends, as stated 2028-03-31" in said
        assert "Type II report likely 2028-04-21 to 2028-05-26" in said and " months ends " not in said
        assert f"The window you stated opens on {opens} and ends on 2028-03-31: it could open by then." in said
    else:
        assert f"The window you stated opens on {opens}, before the plan lets it: not before {expected['window_opens']}." in said
        assert f"Window of 12 months ends {expected['window_ends']} " in said
        assert f"Type II report likely {' to '.join(expected['report_between'])}" in said


def test_a_wish_follows_a_stated_window(readiness: Run, answered: Path) -> None:
    assert dates(readiness, *FROM)["schedule"]["stated_window"] is None
    opens = dates(readiness, *FROM)["schedule"]["expected"]["window_opens"]
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        assessment.change_scope([set_scope("window", {"from": opens, "to": "2029-03-31"})])
    late = ("--window-months", "6", "--by", "2029-05-26")
    wish = dates(readiness, *FROM, *late)["wish"]
    assert (wish["as_planned"], wish["as_stated"], wish["reached"], wish["planned_window"]) == ("2029-05-26", True, True, None)
    said = " ".join(readiness("plan", "acme.readiness", *FROM, *late).out.split())
    assert "a report by 2029-05-26 may be had: 2029-05-26, counted from the end of the window you stated and the longest" in said
    sooner = ("--window-months", "6", "--by", "2029-05-25")
    made = dates(readiness, *FROM, *sooner)
    instead = made["wish"]["planned_window"]
    assert (instead["report_by"], instead["instead_of_stated"]) == (made["schedule"]["expected"]["report_between"][1], True)
    said = " ".join(readiness("plan", "acme.readiness", *FROM, *sooner).out.split())
    assert "as planned it comes by 2029-05-26, counted from the end of the window you stated. One of these would do:" in said
    assert f"- a window that opens when the plan lets it, not the one you stated: then by {instead['report_by']}" in said


def test_dates_in_words(readiness: Run, answered: Path) -> None:
    said = readiness("plan", "acme.readiness", *FROM, "--capacity", "engineering=2").out
    for text in (
        "From 2027-01-04 with 5 person-days a week (Engineering lead 2, everyone else 3):",
        "Type I at the earliest as of",
        "Window of 6 months ends",
        "Type II report likely",
        "How long reports take is indicative (",
        "Critical path: ",
        " · on the critical path",
    ):
        assert text in said
    assert " · critical" not in said and "everyone else:" not in said
    assert all(len(line) <= 80 for line in said.partition("\n1. ")[0].splitlines())
    assert "not before" not in said
    readiness("answer", "acme.readiness", "mfa-enforced", "unsure")
    assert "not before: 1 open question could move it" in " ".join(readiness("plan", "acme.readiness", *FROM).out.split())


def test_a_plan_that_is_critical_throughout_says_so_once(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer_all([Answer(question=question.id, level="2") for question in assessment.questions[:3]])
    assert len(dates(readiness, *FROM)["schedule"]["critical_path"]) == 3
    said = readiness("plan", "acme.readiness", *FROM).out
    assert "Critical path: all 3 items: " in said
    assert said.lower().count("critical path") == 1


def test_a_stated_deadline_stands_beside_the_plan(readiness: Run, answered: Path, tmp_path: Path) -> None:
    assert "Wanted" not in readiness("plan", "acme.readiness", *FROM).out
    (tmp_path / "facts.yaml").write_text("facts: {deadline_months: 0}\n")
    assert readiness("scope", "acme.readiness", "--facts", "facts.yaml").code == 0
    said = readiness("plan", "acme.readiness", *FROM).out
    assert re.search(r"^  Wanted by [0-9]{4}-[0-9]{2}-[0-9]{2}: [0-9]+ weeks late\.$", said, re.MULTILINE)
    assert "Wanted" not in readiness("plan", "acme.readiness").out, "without a capacity there is nothing to set it beside"


def test_what_a_facts_file_states_is_kept_and_planned_with(readiness: Run, answered: Path, tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(
        "planning: {start: 2027-01-04, capacity: {total: 5, Engineering Lead: 3}, holidays: [2027-01-06], window_months: 3}\n"
    )
    assert readiness("scope", "acme.readiness", "--facts", "facts.yaml").code == 0
    said = readiness("scope", "acme.readiness").out
    assert "Planning: from 2027-01-04, 5 person-days a week (Engineering lead 3, everyone else 2), 1 holiday, a window of 3 months" in said
    kept = dates(readiness)["schedule"]
    assert kept == dates(readiness, *FROM, "--capacity", "engineering=3", "--holiday", "2027-01-06", "--window-months", "3")["schedule"]
    # A total states the capacity anew; a role alone joins the one that is kept.
    assert dates(readiness, "--capacity", "8")["schedule"]["capacity"] == {"total": 8}
    assert dates(readiness, "--capacity", "it=1")["schedule"]["capacity"] == {"total": 5, "engineering": 3, "it": 1}
    (tmp_path / "facts.yaml").write_text("planning: {capacity: 4}\n")
    assert readiness("scope", "acme.readiness", "--facts", "facts.yaml").code == 0
    with Assessment.open(answered) as assessment:
        planning = assessment.scope.planning
    assert planning is not None
    assert planning.capacity == Capacity(total=4)
    assert planning.window_months == 3


def test_what_would_have_to_give(readiness: Run, answered: Path) -> None:
    late = dates(readiness, *FROM, "--by", "2029-01-01")["wish"]
    assert late["reached"]
    assert late["capacity"] is late["window"] is late["together"] is None
    wish = dates(readiness, *FROM, "--by", "2027-09-30")["wish"]
    assert not wish["reached"]
    assert wish["as_planned"] > "2027-09-30" >= wish["capacity"]["report_by"]
    again = dates(readiness, "--start", "2027-01-04", "--capacity", str(wish["capacity"]["capacity"]["total"]))["schedule"]
    assert again["expected"]["report_between"][1] == wish["capacity"]["report_by"]
    said = readiness("plan", "acme.readiness", *FROM, "--by", "2027-09-30").out
    assert "For a likely report by 2027-09-30 something would have to give" in said
    assert "a capacity of " in said
    assert "less than about three months" not in said
    said = " ".join(readiness("plan", "acme.readiness", *FROM, "--by", "2027-06-30").out.split())
    assert "a window of 1 month instead of 6" in said
    assert "; readers may not be convinced by less than about three months)" in said
    assert "As planned, a report by 2029-01-01 may be had" in readiness("plan", "acme.readiness", *FROM, "--by", "2029-01-01").out
    assert "none, not even 5 times the capacity" in readiness("plan", "acme.readiness", *FROM, "--by", "2027-01-10").out


REFUSED = {
    "no capacity for a wish": (["--by", "2027-09-30"], "--by: dates need a capacity; give --capacity 5"),
    "a wish before the start": ([*FROM, "--by", "2026-12-31"], "lies before the start, 2027-01-04"),
    "a role there is not": (["--capacity", "5", "--capacity", "enginering=3"], "enginering is no owner role; did you mean engineering?"),
    "a hostile role": (["--capacity", "5", "--capacity", f"{HOSTILE}=3"], "is no owner role"),
    "a role without a total": (["--capacity", "it=3"], "capacity: needs the total of person-days a week"),
    "more than the total": (["--capacity", "5", "--capacity", "it=6"], "must be at least the 6 of the roles named"),
    "no number": (["--capacity", "much"], "must be person-days a week such as 5 or engineering=3, found the text 'much'"),
    "nothing": (["--capacity", "0"], "must be 0.1 to 1,000 person-days a week, found 0"),
    "no number at all": (["--capacity", "nan"], "must be 0.1 to 1,000 person-days a week, found nan"),
    "a day that is none": (["--start", "4.1.2027"], "must be a date such as 2026-03-31"),
    "a year too far": (["--start", "2222-01-01", "--capacity", "5"], "is no day to plan with; give a year from 2000 to 2100"),
    "a window too long": (["--window-months", "13"], "13 is not in the range"),
    "an endless plan": (
        ["--start", "2027-01-04", "--capacity", "0.1"],
        "this would take more than 20 years; state more person-days a week",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_planned_with_is_refused(readiness: Run, answered: Path, tmp_path: Path, name: str) -> None:
    options, said = REFUSED[name]
    before = contents(tmp_path)
    assert_refused(readiness("plan", "acme.readiness", *options), said)
    assert contents(tmp_path) == before


def test_a_wished_day_is_answered_where_no_gap_is_known(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.change_scope([set_scope("report_type", 1)])
    nobody_asked = readiness("plan", "acme.readiness", *FROM, "--by", "2027-12-31").out
    assert "dates count from 2027-01-04, as if every open question" in " ".join(nobody_asked.split())
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer_all([Answer(question=question.id, level="4") for question in assessment.questions])
    said = " ".join(readiness("plan", "acme.readiness", *FROM, "--by", "2027-12-31").out.split())
    assert "With nothing to wait for, dates count from 2027-01-04. As planned, a report by 2027-12-31 may be had" in said
    assert dates(readiness, *FROM, "--by", "2027-12-31")["wish"]["reached"] is True
    assert dates(readiness, *FROM, "--by", "2027-01-05")["wish"]["reached"] is False
