"""calendar: what falls due as all-day events with titles alone, that keep their names from one export to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment
from readiness.storage import set_scope
from readiness.tending import change_item, own_item
from scoring.model import Answer
from scoring.occurrences import next_due
from scoring.workdays import months_later

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = date.today()
SECRET = "the auditor must never read this"


def recurring(path: Path, frequency: str) -> list[str]:
    with Assessment.open(path) as one:
        return [question.id for question in one.questions if question.frequency == frequency and question.id != "security-owner"]


@pytest.fixture
def due(acme: Path) -> Path:
    """A yearly control that ran a month ago, one that is overdue, one without a date; an item due, one overdue, one done."""
    yearly = recurring(acme, "annual")
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.answer_all(
            [
                Answer(question=yearly[0], level="4", last_done=TODAY - timedelta(days=30), note=SECRET),
                Answer(question=yearly[1], level="5", last_done=TODAY - timedelta(days=500), respondent=SECRET),
                Answer(question=yearly[2], level="4"),
                Answer(question=yearly[3], level="2", last_done=TODAY - timedelta(days=30)),
                Answer(question="mfa-enforced", level="1", note=SECRET),
                Answer(question="security-owner", level="1"),
            ]
        )
        change_item(one, "mfa-enforced", {"due": TODAY + timedelta(days=20), "note": SECRET, "response": SECRET, "owner": "Ada"})
        change_item(one, "security-owner", {"due": TODAY - timedelta(days=20)})
        own_item(one, "Tell; the\ncustomer, \u202e\x1b", {"due": TODAY + timedelta(days=5)})
    return acme


def events(path: Path) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    found = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT")), "every event has a name of its own"
    return found


def written(readiness: Run, *options: str) -> dict[str, Any]:
    outcome = readiness("calendar", FILE, "-o", "plan.ics", *options)
    assert (outcome.code, outcome.err) == (0, ""), outcome
    return events(Path("plan.ics"))


def days(found: dict[str, Any]) -> dict[str, date]:
    return {str(event["summary"]): event.decoded("dtstart") for event in found.values()}


def test_what_falls_due_stands_on_its_day(readiness: Run, due: Path) -> None:
    yearly = recurring(due, "annual")
    with Assessment.open(due) as one:
        title = {question.id: question.title for question in one.questions}
    assert days(written(readiness)) == {
        f"Due again: {title[yearly[0]]}"[:200]: next_due("annual", TODAY - timedelta(days=30)),
        f"Overdue since {next_due('annual', TODAY - timedelta(days=500))}: {title[yearly[1]]}": TODAY,
        f"Due again: {title[yearly[1]]}": months_later(TODAY - timedelta(days=500), 24),
        f"Due: {title['mfa-enforced']}": TODAY + timedelta(days=20),
        f"Overdue since {TODAY - timedelta(days=20)}: {title['security-owner']}": TODAY,
        "Due: Tell; the customer, \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}": TODAY + timedelta(days=5),
    }


def test_only_titles_and_days_and_only_reading(readiness: Run, due: Path, tmp_path: Path) -> None:
    before = due.read_bytes()
    found = written(readiness)
    assert due.read_bytes() == before
    raw = (tmp_path / "plan.ics").read_bytes()
    assert SECRET.encode() not in raw and b"Ada" not in raw
    assert (tmp_path / "plan.ics").stat().st_mode & 0o777 == 0o600
    for event in found.values():
        assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "TRANSP", "CLASS"}
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
    written(readiness)
    assert (tmp_path / "plan.ics").read_bytes() == raw, "the same day and file give the same bytes"


def test_an_item_keeps_its_name_when_its_day_moves(readiness: Run, due: Path) -> None:
    first = written(readiness)
    with Assessment.open(due, write=True, recorder="Rec") as one:
        change_item(one, "mfa-enforced", {"due": TODAY + timedelta(days=40)})
    second = written(readiness)
    assert first.keys() == second.keys()
    moved = [uid for uid in first if first[uid].decoded("dtstart") != second[uid].decoded("dtstart")]
    assert len(moved) == 1
    assert all(second[uid]["sequence"] > first[uid]["sequence"] for uid in first)


def test_another_file_has_other_names(readiness: Run, due: Path, tmp_path: Path) -> None:
    first = written(readiness)
    with Assessment.create(tmp_path / "other.readiness", "Other", recorder="Rec") as other, Assessment.open(due) as one:
        other.answer_all(one.answers.values())
    readiness("calendar", "other.readiness", "-o", "other.ics")
    found = events(tmp_path / "other.ics")
    assert found
    assert first.keys().isdisjoint(found)


def test_a_stated_capacity_adds_planned_work(readiness: Run, due: Path) -> None:
    alone = written(readiness)
    with Assessment.open(due, write=True, recorder="Rec") as one:
        one.answer(Answer(question=recurring(due, "quarterly")[0], level="0"))
        one.change_scope([set_scope("planning", {"capacity": {"total": 5.0}})])
    found = written(readiness)
    assert alone.keys() < found.keys()
    more = [str(event["summary"]).partition(":")[0] for uid, event in found.items() if uid not in alone]
    assert set(more) == {"Planned work", "Planned run"}


def test_the_period_can_be_chosen_and_the_window_stands_in_it(readiness: Run, due: Path) -> None:
    with Assessment.open(due, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("window", {"from": "2040-01-01", "to": "2040-06-30"})])
    found = days(written(readiness, "--from", "2040-01-01", "--to", "2040-06-30"))
    assert found["Observation window: first day"] == date(2040, 1, 1)
    assert found["Observation window: last day"] == date(2040, 6, 30)
    assert all(date(2040, 1, 1) <= day <= date(2040, 6, 30) for day in found.values())


def test_what_is_not_in_it_is_said(readiness: Run, due: Path) -> None:
    said = readiness("calendar", FILE, "-o", "plan.ics").out
    assert "Wrote plan.ics." in said
    assert "6 entries from" in said
    assert f"nobody said when they last ran (1):\n    {recurring(due, 'annual')[2]}" in said


def test_an_empty_calendar_is_one_too(readiness: Run, acme: Path) -> None:
    assert written(readiness) == {}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2030-01-02", "--to", "2030-01-01"), "makes no sense"),
        (("--to", "2001-01-01"), "makes no sense"),
        (("--from", "2030-01-01", "--to", "2036-01-01"), "at most five years"),
        (("--from", "soon"), "soon"),
        (("-o", FILE), "is an assessment file"),
        (("-o", "."), "is a folder"),
    ],
)
def test_what_is_refused(readiness: Run, due: Path, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    before = contents(tmp_path)
    assert_refused(readiness("calendar", FILE, *(() if "-o" in options else ("-o", "plan.ics")), *options), said)
    assert contents(tmp_path) == before


def test_a_hostile_name_stays_a_name(readiness: Run, due: Path, tmp_path: Path) -> None:
    with Assessment.open(due, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("organisation", f"{HOSTILE}\r\nBEGIN:VEVENT\r\nSUMMARY:mine")])
    assert len(written(readiness)) == 6
    assert_harmless((tmp_path / "plan.ics").read_text().replace("\r\n", "\n"))


def called_off(found: dict[str, Any]) -> set[str]:
    return {str(event["summary"]) for event in found.values() if event.get("status") == "CANCELLED"}


def test_what_no_longer_falls_due_is_called_off_in_the_next_export(readiness: Run, due: Path) -> None:
    yearly = recurring(due, "annual")
    first = written(readiness)
    with Assessment.open(due, write=True, recorder="Rec") as one:
        title = {question.id: question.title for question in one.questions}
        # An item is finished, a control is gone, another one ran since.
        change_item(one, "mfa-enforced", {"status": "done", "due": TODAY + timedelta(days=20)})
        one.answer(Answer(question=yearly[0], level="0"))
    second = written(readiness)
    assert first.keys() <= second.keys()
    assert called_off(first) == set()
    assert called_off(second) == {f"Due: {title['mfa-enforced']}", f"Due again: {title[yearly[0]]}"[:200]}
    for uid, event in second.items():
        if uid in first:
            assert event["sequence"] > first[uid]["sequence"]
            assert event["summary"] == first[uid]["summary"]
    # It stays called off, for whoever takes only every other export over; what comes back is on again.
    assert called_off(written(readiness)) == called_off(second)
    with Assessment.open(due, write=True, recorder="Rec") as one:
        change_item(one, "mfa-enforced", {"status": "open"})
    assert called_off(written(readiness)) == {f"Due again: {title[yearly[0]]}"[:200]}


def test_days_left_out_of_the_period_are_not_called_off(readiness: Run, due: Path) -> None:
    first = written(readiness)
    shorter = written(readiness, "--to", str(TODAY + timedelta(days=10)))
    assert shorter.keys() < first.keys()
    assert called_off(shorter) == set()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nPRODID:-//readiness//readiness//EN\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"\xff\x00 nonsense",
    ],
)
def test_another_calendar_in_the_way_is_replaced_as_before(readiness: Run, due: Path, tmp_path: Path, text: bytes) -> None:
    alone = written(readiness)
    (tmp_path / "plan.ics").write_bytes(text)
    assert written(readiness).keys() == alone.keys()


def test_the_calendar_of_another_file_is_not_called_off(readiness: Run, due: Path, tmp_path: Path) -> None:
    with Assessment.create(tmp_path / "other.readiness", "Other", recorder="Rec") as other, Assessment.open(due) as one:
        other.answer_all(one.answers.values())
    readiness("calendar", "other.readiness", "-o", "plan.ics")
    assert called_off(written(readiness)) == set()
