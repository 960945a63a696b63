"""What goes wrong with a careful team as well: clocks set back, a library that lost a question, slips in dates, decisions half made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from cli_cases import Outcome, assert_refused, data, stated

from questionnaires.model import Library
from readiness.agenda import calendar
from readiness.assessment import Assessment
from readiness.progressing import trend
from readiness.rounds import confirm, due_first, origins, start_round, waiting
from readiness.storage import log, set_scope
from readiness.tending import change_item
from readiness.undoing import turn
from scoring.model import Answer

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = date.today()


def test_a_clock_set_back_changes_no_order(readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        monkeypatch.setattr(log, "utc_now", lambda: "2031-05-05T10:00:00.000Z")
        one.answer(stated("mfa-enforced", 2))
        monkeypatch.setattr(log, "utc_now", lambda: "2019-01-01T10:00:00.000Z")
        one.answer(stated("mfa-enforced", 4))
        start_round(one, "Q1 2027")
        monkeypatch.setattr(log, "utc_now", lambda: "2018-01-01T10:00:00.000Z")
        assert origins(one)["mfa-enforced"].day == date(2019, 1, 1)
        due_first(one)
        assert confirm(one, waiting(one)).done == ("mfa-enforced",)
        assert [event.payload["level"] for event in one.history("mfa-enforced")] == ["4", "4"]
        assert len(trend(one)) == 2
        one._store.verify()
        # What was said last is what is taken back, whatever the clock said.
        turn(one, "undo", run=True)
        assert one.answers["mfa-enforced"].carried
    shown = readiness("history", FILE, "mfa-enforced").out
    assert shown.index("2031-05-05") < shown.index("2019-01-01") < shown.index("2018-01-01")
    assert readiness("compare", FILE).code == 0


def test_a_calendar_written_after_the_clock_was_set_back_is_still_the_newer_one(readiness: Run, acme: Path, tmp_path: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        one.answer(stated("mfa-enforced", 1))
        change_item(one, "mfa-enforced", {"due": TODAY + timedelta(days=20)})
        ahead = calendar(one, today=TODAY + timedelta(days=9)).revision
        assert ahead > calendar(one).revision
    out = tmp_path / "plan.ics"
    readiness("calendar", FILE, "-o", "plan.ics")
    text = out.read_bytes()
    before = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["sequence"]
    out.write_bytes(text.replace(f"SEQUENCE:{before}".encode(), f"SEQUENCE:{ahead}".encode()))
    readiness("calendar", FILE, "-o", "plan.ics")
    assert {event["sequence"] for event in icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")} == {ahead}


def without(library: Library, question_id: str) -> Library:
    """The same library after an author struck a question."""
    questions = tuple(
        one.model_copy(
            update={
                "after": tuple(other for other in one.after if other != question_id),
                "alternatives": tuple(other for other in one.alternatives if other != question_id),
            }
        )
        for one in library.questions
        if one.id != question_id
    )
    return library.model_copy(update={"questions": questions, "version": "9.0.0"})


def test_a_library_that_lost_a_question_loses_no_answer(readiness: Run, answered: Path) -> None:
    lost = "security-owner"
    with Assessment.open(answered, write=True, recorder="Ann") as one:
        change_item(one, lost, {"due": TODAY + timedelta(days=20), "owner": "founder", "note": "promised"})
        started = start_round(one, "Q1 2027", library=Library.model_validate(without(one.stored_library, lost).model_dump()))
        assert started.left == (lost,)
        assert lost not in one.answers
        assert lost not in {question.id for question in one.questions}
        confirm(one, waiting(one))
    for command in (("score",), ("plan",), ("items", "--all"), ("compare",), ("window",), ("round", "--due"), ("history", lost)):
        outcome = readiness(command[0], FILE, *command[1:])
        assert (outcome.code, outcome.err) == (0, ""), (command, outcome)
    moved = data(readiness, "compare", FILE)
    assert lost in str(moved)
    old = data(readiness, "score", FILE, "--round", "1")
    assert old["round"]["name"] == "First round" if isinstance(old.get("round"), dict) else old
    with Assessment.open(answered) as one:
        assert one.looking_at(one.rounds[0]).answers[lost].level == "3"


@pytest.mark.parametrize("field", ["--since", "--last-done"])
@pytest.mark.parametrize(("day", "said"), [("1926-05-01", "is before 2000; check the year"), ("0026-05-01", "check the year")])
def test_a_day_before_any_such_company_is_a_slip(readiness: Run, acme: Path, field: str, day: str, said: str) -> None:
    before = acme.read_bytes()
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        name = "operating_since" if field == "--since" else "last_done"
        with pytest.raises(Exception, match=said):
            one.answer(Answer.model_validate({"question": "mfa-enforced", "level": "4", name: day}))
    assert acme.read_bytes() == before


def test_a_risk_accepted_without_a_reason_is_not_accepted(readiness: Run, answered: Path) -> None:
    before = answered.read_bytes()
    later = str(TODAY + timedelta(days=90))
    assert_refused(readiness("item", FILE, "mfa-enforced", "--accept-until", later, "--by", "Dora"), "reason")
    assert_refused(readiness("item", FILE, "mfa-enforced", "--accept-until", later, "--reason", "x"), "accept")
    assert answered.read_bytes() == before


def test_a_closed_rounds_plan_stays_as_it_was_whatever_is_decided_later(readiness: Run, answered: Path) -> None:
    plans = (("plan",), ("plan", "--json"), ("plan", "--budget"), ("plan", "--capacity", "3"), ("items", "--all"))
    with Assessment.open(answered, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("planning", {"capacity": {"total": 5.0}})])
        change_item(one, "mfa-enforced", {"owner": "engineering", "due": TODAY + timedelta(days=40)})
    before = {command: readiness(command[0], FILE, *command[1:]).out for command in plans[:4]}
    with Assessment.open(answered, write=True, recorder="Rec") as one:
        start_round(one, "Q1 2027")
        confirm(one, waiting(one))
        one.change_scope([set_scope("planning", {"capacity": {"total": 1.0}}), set_scope("report_type", 1)])
        change_item(one, "mfa-enforced", {"status": "done", "owner": "it"})
        later = {"status": "risk-accepted", "reason": "r", "accepted_by": "n", "accepted_until": TODAY + timedelta(days=40)}
        change_item(one, "tls-everywhere", later)  # type: ignore[arg-type]
    for command, out in before.items():
        assert readiness(command[0], FILE, *command[1:], "--round", "1").out == out, command
    assert readiness("plan", FILE).out != before["plan",]
