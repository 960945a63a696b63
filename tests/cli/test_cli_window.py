"""window: which months are meant, what is said in lines of 80 characters and as JSON, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.exchange.facts import FactsFile, ScopeInput
from scoring.model import Answer
from scoring.occurrences import window_from, window_until

Run = Callable[..., Outcome]
LIBRARY = shipped_once()
WORDS = ("compliant", "certified", "pass", "passed", "fail", "failed")


def told(readiness: Run, *options: str) -> dict[str, Any]:
    outcome = readiness("window", "acme.readiness", "--json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    data: dict[str, Any] = json.loads(outcome.out)
    return data


def state(path: Path, *answers: Answer, window: tuple[date, date] | None = None) -> None:
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        assessment.answer_all(answers)
        if window is not None:
            stated = {"window": {"from": window[0], "to": window[1]}}
            assessment.apply_facts(ScopeInput(FactsFile.model_validate(stated), {}))


def days_of(window: dict[str, str]) -> tuple[date, date]:
    return date.fromisoformat(window["from"]), date.fromisoformat(window["to"])


def test_before_any_answer_nothing_is_settled(readiness: Run, acme: Path) -> None:
    data = told(readiness)
    today = date.fromisoformat(data["today"])
    assert (data["opening"]["verdict"], data["holding"]["verdict"]) == ("not settled", "not settled")
    assert data["opening"]["blocking"] == []
    assert LIBRARY.window is not None
    usual = LIBRARY.window.usual_months
    opened, ran = window_from(today, usual), window_until(today, usual)
    assert days_of(data["opening"]["window"]) == (opened.start, opened.end)
    assert days_of(data["holding"]["window"]) == (ran.start, ran.end)
    assert {one["result"] for one in data["holding"]["controls"]} == {"open"}
    assert data["practice"] == LIBRARY.window.model_dump(mode="json")


def test_what_comes_due_rarely_is_told_apart_from_what_has_to_run_first(readiness: Run, acme: Path) -> None:
    said = " ".join(readiness("window", "acme.readiness").out.split())
    assert "Open, and could still hold it up" in said
    assert "Open and due rarely: holds it up only until a run is planned, so no plan waits for it" in said


def test_it_changes_nothing(readiness: Run, acme: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    readiness("window", "acme.readiness")
    told(readiness)
    assert contents(tmp_path) == before


def test_months_and_end_choose_the_window(readiness: Run, acme: Path) -> None:
    data = told(readiness, "--months", "3", "--end", "2026-03-31")
    assert days_of(data["holding"]["window"]) == (date(2026, 1, 1), date(2026, 3, 31))
    today = date.fromisoformat(data["today"])
    assert days_of(data["opening"]["window"])[1] == window_from(today, 3).end
    to_come = told(readiness, "--months", "12", "--end", str(today + timedelta(days=30)))
    assert (to_come["holding"]["over"], data["holding"]["over"]) == (False, True)


def test_both_days_choose_the_window(readiness: Run, acme: Path) -> None:
    data = told(readiness, "--from", "2026-01-01", "--to", "2026-04-30")
    assert days_of(data["holding"]["window"]) == (date(2026, 1, 1), date(2026, 4, 30))
    today = date.fromisoformat(data["today"])
    assert days_of(data["opening"]["window"])[1] == window_from(today, 4).end


def test_the_scopes_own_window_is_meant_once_it_has_begun(readiness: Run, acme: Path) -> None:
    today = date.today()
    state(acme, window=(today, today + timedelta(days=200)))
    assert days_of(told(readiness)["holding"]["window"])[0] == today
    state(acme, window=(today + timedelta(days=40), window_from(today + timedelta(days=40), 4).end))
    data = told(readiness)
    assert days_of(data["holding"]["window"])[0] == window_until(date.fromisoformat(data["today"]), 4).start


def test_a_gap_blocks_and_is_said_in_words(readiness: Run, acme: Path) -> None:
    state(acme, Answer(question="mfa-enforced", level="3"))
    data = told(readiness)
    assert data["opening"]["verdict"] == data["holding"]["verdict"] == "no"
    assert data["opening"]["blocking"] == [{"question": "mfa-enforced", "rung": 3, "obstacle": "not-running"}]
    said = readiness("window", "acme.readiness").out
    assert "Has to work everywhere in scope first: 1\n    mfa-enforced (rung 3)\n" in said
    assert "Missing records can't be made afterwards; they move the window." in said
    assert "ask your auditor" in said.lower()


def test_dates_come_out_as_overdue_and_falling_due(readiness: Run, acme: Path) -> None:
    today = date.today()
    state(
        acme,
        Answer(question="access-review", level="4", last_done=today - timedelta(days=200)),
        Answer(question="penetration-test", level="4", last_done=today - timedelta(days=300)),
    )
    opening = told(readiness)["opening"]
    assert [one["question"] for one in opening["overdue"]] == ["access-review"]
    assert "penetration-test" in [one["question"] for one in opening["falling_due"]]
    assert "Overdue today: 1\n    access-review (since " in readiness("window", "acme.readiness").out


def test_a_carve_out_says_what_to_read(readiness: Run, acme: Path) -> None:
    inheritable = next(question.id for question in LIBRARY.questions if question.inheritable and question.quick)
    state(acme, Answer(question=inheritable, level="carved-out", vendor="AWS"))
    (provider,) = told(readiness)["holding"]["providers"]
    assert (provider["name"], provider["questions"], provider["reading"]) == ("AWS", [inheritable], "open")
    said = readiness("window", "acme.readiness").out
    assert "Left to AWS: 1 control" in said
    assert "CUECs" in said and "CSOCs" in said and "bridge letter" in said


def test_every_answer_at_the_top_says_nothing_untrue(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme) as assessment:
        asked = assessment.questions
    since, run = date.today() - timedelta(days=400), date.today() - timedelta(days=1)
    state(acme, *(Answer(question=one.id, level="5", operating_since=since, last_done=run) for one in asked))
    data = told(readiness)
    # The quick set is a screen.
    assert (data["opening"]["verdict"], data["holding"]["verdict"]) == ("not settled", "not settled")
    said = readiness("window", "acme.readiness").out
    assert "only the full set can say yes" in " ".join(said.split())
    assert "On record by word only" in said


@pytest.mark.parametrize("level", ["0", "2", "4", "5", "unsure"])
def test_it_fits_80_columns_and_never_concludes(readiness: Run, acme: Path, level: Any) -> None:
    with Assessment.open(acme) as assessment:
        asked = assessment.questions
    state(acme, *(Answer(question=one.id, level=level) for one in asked))
    said = readiness("window", "acme.readiness", "--months", "12").out
    assert max(map(len, said.splitlines())) <= 80
    assert not set(WORDS) & set(said.lower().replace(".", " ").replace(",", " ").split())


REFUSED: dict[tuple[str, ...], str] = {
    ("--months", "0"): "--months",
    ("--months", "13"): "--months",
    ("--months", "six"): "--months",
    ("--end", "2026-02-30"): "2026-02-30 is no day of the calendar",
    ("--end", "yesterday"): "must be a date such as 2026-03-31",
    ("--end", "1999-12-31"): "is no day a window can end on",
    ("--end", "2090-01-01"): "has not begun",
    ("--from", "2026-01-01"): "give --from and --to",
    ("--to", "2026-01-01"): "give --from and --to",
    ("--from", "2026-03-01", "--to", "2026-03-01"): "its last day comes after its first",
    ("--from", "0001-01-01", "--to", "9999-12-31"): "give years from 2000 to 2100",
    ("--from", "2090-01-01", "--to", "2090-06-30"): "has not begun",
    ("--from", "2026-01-01", "--to", "2026-06-30", "--months", "3"): "give either",
    ("--round", "7"): "there is no round 7",
    ("--end", HOSTILE): "must be a date",
}


@pytest.mark.parametrize("options", REFUSED, ids=" ".join)
def test_what_is_refused(readiness: Run, acme: Path, options: tuple[str, ...]) -> None:
    assert_refused(readiness("window", "acme.readiness", *options), REFUSED[options])


def test_hostile_names_stay_text(readiness: Run, acme: Path) -> None:
    inheritable = next(question.id for question in LIBRARY.questions if question.inheritable and question.quick)
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        vendors = [{"name": HOSTILE, "subservice": True}]
        assessment.apply_facts(ScopeInput(FactsFile.model_validate({"vendors": vendors}), {}))
        assessment.answer(Answer(question=inheritable, level="carved-out", vendor=assessment.scope.vendors[0].id))
    assert_harmless(readiness("window", "acme.readiness").out)
    assert_harmless(readiness("window", "acme.readiness", "--json").out)
