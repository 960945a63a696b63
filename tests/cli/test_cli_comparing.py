"""What to ask first in a new round, and why readiness moved from one round to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, data, stated
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.progressing import progress, trend
from readiness.rounds import confirm, due_first, origins, start_round, waiting
from readiness.storage import log
from readiness.tending import change_item
from scoring.due import MOST
from scoring.model import EvidenceReference

Run = Callable[..., Outcome]


def test_what_changed_comes_first_with_the_reason(readiness: Run, answered: Path) -> None:
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        today = assessment.today
        quarterly = next(question.id for question in assessment.questions if question.frequency == "quarterly")
        assessment.answer(stated(quarterly, 4, last_done=today - timedelta(days=120)))
        old_evidence = (EvidenceReference(reference="x", collected_on=today - timedelta(days=500)),)
        assessment.answer_all(stated(name, 4, evidence=old_evidence) for name in ("tls-everywhere",))
        assessment.answer_all(stated(q.id, 3) for q in assessment.questions if q.id not in (quarterly, "tls-everywhere"))
        change_item(assessment, "mfa-enforced", {"status": "done"})
        start_round(assessment, "Next")
        found = due_first(assessment)
        assert [(one.question.id, one.why) for one in found] == [
            ("mfa-enforced", ("done",)),
            ("tls-everywhere", ("evidence",)),
            (quarterly, ("due",)),
        ]
        # Once answered again it is out of the list.
        assessment.answer(stated("mfa-enforced", 4))
        confirm(assessment, ["tls-everywhere"])
        assert [one.question.id for one in due_first(assessment)] == [quarterly]
        assert len(due_first(assessment, 180, today=today + timedelta(days=181))) == len(waiting(assessment))
        assert due_first(assessment, 10_000) == due_first(assessment, 181)
    words = readiness("round", str(answered), "--due")
    assert "Came due since it was last done: 1" in words.out and f"  {quarterly}: " in words.out
    assert "can be confirmed together" in words.out
    assert max(map(len, words.out.splitlines())) <= 80
    rows = data(readiness, "round", str(answered), "--due")
    assert [row["question"] for row in rows["first"]] == [quarterly] and quarterly not in rows["rest"]


def test_a_typical_quarter_asks_forty_questions_at_most(readiness: Run, acme: Path) -> None:
    """The full set of Security ninety days on: yearly runs spread over the year, quarterly ones of last quarter, a few items done."""
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.widen("full")
        today = assessment.today
        for place, question in enumerate(assessment.questions):
            back = 100 if question.frequency == "quarterly" else (place * 37) % 365
            level = 2 + place % 4
            last = today - timedelta(days=back) if level >= 4 else None
            assessment_answer = stated(question.id, level, last_done=last)
            assessment.answer(assessment_answer)
        for name in [one.question for one in assessment.plan().items][:6]:
            change_item(assessment, name, {"status": "done"})
        start_round(assessment, "Next")
        found = due_first(assessment, today=today + timedelta(days=90))
    assert 6 < len(found) <= MOST
    assert [one.why[0] for one in found][:6] == ["done"] * 6


def test_a_newer_library_asks_what_is_new_or_reads_otherwise_and_says_so(
    readiness: Run, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = shipped_once()
    gone, reworded, newcomer = "tls-everywhere", "mfa-enforced", "change-review"
    changed = tuple(
        question.model_copy(update={"text": "Does every sign-in ask for a second factor?"})
        if question.id == reworded
        else question.model_copy(update={"id": "peer-review"})
        if question.id == newcomer
        else question
        for question in shipped.questions
        if question.id != gone
    )
    newer = shipped.with_questions(changed).model_copy(update={"version": "99.0.0"})
    monkeypatch.setattr("readiness.cli.library.shipped_library", lambda *_, **__: newer)
    outcome = readiness("round", str(answered), "--new", "Next", "--take")
    assert outcome.code == 0, outcome
    assert "New (1): peer-review" in outcome.out and f"Reads otherwise (1): {reworded}" in outcome.out
    assert gone in outcome.out and newcomer in outcome.out
    with Assessment.open(answered) as assessment:
        assert [(one.question.id, one.why[0]) for one in due_first(assessment)][:2] == [("peer-review", "new"), (reworded, "reworded")]
        assert gone not in assessment.answers
        old = assessment.looking_at(assessment.rounds[0])
        assert old.answers[gone].level == "3" and old.scorecard().controls[gone].rung == 3
        found = progress(assessment)
        assert sum(found.comparison.parts("low").values()) == found.comparison.difference("low")
        assert {shift.question for shift in found.comparison.shifts("questions")} == {gone, newcomer, "peer-review"}


def test_origins_follow_an_answer_to_whoever_last_said_so(second: Path) -> None:
    with Assessment.open(second, write=True, recorder="Zed") as assessment:
        confirm(assessment, ["mfa-enforced"], "Cy")
        start_round(assessment, "Q2 2027")
        found = origins(assessment)
        assert (found["mfa-enforced"].who, found["mfa-enforced"].round.name) == ("Cy", "Q1 2027")
        assert (found["tls-everywhere"].who in ("Ada", "Bo"), found["tls-everywhere"].round.name) == (True, "First round")


def test_clocks_that_jump_back_change_no_order(answered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        monkeypatch.setattr(log, "utc_now", lambda: "1999-12-31T23:59:59.999Z")
        start_round(assessment, "Next", today=date(1999, 12, 31))
        assessment.answer(stated("mfa-enforced", 5))
        monkeypatch.setattr(log, "utc_now", lambda: "1970-01-01T00:00:00.000Z")
        assessment.answer(stated("mfa-enforced", 4))
        assert assessment.answers["mfa-enforced"].level == "4"
        start_round(assessment, "Later", today=date(2050, 1, 1))
        assert [point.day.year for point in trend(assessment)][:2] == [1999, 2050]
        assert origins(assessment)["mfa-enforced"].day == date(1970, 1, 1)
        found = progress(assessment, "1", "2")
        assert sum(found.comparison.parts("low").values()) == found.comparison.difference("low")
    with Assessment.open(answered) as assessment:
        assert [one.name for one in assessment.rounds] == ["First round", "Next", "Later"]
        assert due_first(assessment)


def test_compare_prints_parts_that_sum_to_the_difference(readiness: Run, second: Path) -> None:
    with Assessment.open(second, write=True, recorder="Rec") as assessment:
        names = list(waiting(assessment))
        confirm(assessment, names[:40])
        assessment.answer_all([stated("mfa-enforced", 5), stated("tls-everywhere", 0)])
        assessment.answer(stated("change-review", "unsure"))
    found = data(readiness, "compare", str(second))
    assert (found["from"]["name"], found["to"]["name"]) == ("First round", "Q1 2027")
    for side in ("low", "high"):
        told = found["waterfall"][side]
        assert round(sum(told["parts"].values()), 6) == told["difference"]
        assert round(found["after"][side] - found["before"][side], 6) == told["difference"]
    assert [row["question"] for row in found["shifts"]["improved"]] == ["mfa-enforced"]
    assert [row["question"] for row in found["shifts"]["fell-back"]] == ["tls-everywhere"]
    assert [point["name"] for point in found["trend"]] == ["First round", "Q1 2027"]
    words = readiness("compare", str(second)).out
    assert max(map(len, words.splitlines())) <= 80
    printed = [
        float(line.split()[-2 if "█" in line or "▒" in line else -1])
        for line in words.splitlines()
        if line.startswith("    ") and ("+" in line or " -" in line)
    ]
    total = float(words.split("after")[1].split("(")[1].split(")")[0])
    assert round(sum(printed), 6) == total
    assert "tls-everywhere 3 → 0" in words


def test_compare_says_what_the_plan_promised(readiness: Run, answered: Path) -> None:
    due = date(2026, 1, 31)
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        change_item(assessment, "mfa-enforced", {"due": due})
        change_item(assessment, "tls-everywhere", {"due": due})
        start_round(assessment, "Next")
        assessment.answer(stated("mfa-enforced", 5))
        today = assessment.today
    rows = {row["item"]: row for row in data(readiness, "compare", str(answered))["slippage"]}
    assert rows["mfa-enforced"]["actual"] is not None and rows["tls-everywhere"]["actual"] is None
    assert rows["tls-everywhere"]["days"] == (today - due).days
    assert "Plan: 2 items promised, 1 done, 2 late" in readiness("compare", str(answered)).out


def test_compare_refuses_what_it_cannot_compare(readiness: Run, answered: Path) -> None:
    assert_refused(readiness("compare", str(answered)), "holds one round only")
    readiness("round", str(answered), "--new", "Next")
    assert_refused(readiness("compare", str(answered), "--from", "1", "--to", "1"), "both First round")
    assert_refused(readiness("compare", str(answered), "--from", "2", "--to", "1"), "comes after")
    assert_refused(readiness("compare", str(answered), "--to", "1"), "no round before")
    assert_refused(readiness("compare", str(answered), "--from", "9"), "there is no round 9")
