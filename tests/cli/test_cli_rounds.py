"""Rounds on the command line: starting, confirming, what to ask first, closed rounds as they were, and why readiness moved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused
from conftest import read_once

from readiness.assessment import Assessment
from readiness.errors import ReadinessError, StaleWrite
from readiness.exchange.results import plan_data, scorecard_data
from readiness.progressing import progress, trend
from readiness.rounds import confirm, due_first, meant, origins, start_round, waiting
from readiness.storage import log
from readiness.tending import change_item
from scoring.due import MOST
from scoring.model import Answer, EvidenceReference, Person

Run = Callable[..., Outcome]
CARRIED = "carried over, to confirm"


def stated(question: str, level: int | str = 3, **fields: Any) -> Answer:
    return Answer.model_validate({"question": question, "level": level, **fields})


def asked_in(path: Path) -> list[str]:
    with Assessment.open(path) as assessment:
        return [question.id for question in assessment.questions]


@pytest.fixture
def answered(acme: Path) -> Path:
    """Every question answered with rung 3, by different people."""
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer_all(
            stated(question.id, respondent="Bo" if place % 2 else "Ada", note=f"note {place}", last_done=date(2026, 1, 1))
            for place, question in enumerate(assessment.questions)
        )
    return acme


@pytest.fixture
def second(answered: Path) -> Path:
    """The same in its second round, nothing confirmed yet."""
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        start_round(assessment, "Q1 2027")
    return answered


def data(readiness: Run, *arguments: str) -> Any:
    outcome = readiness(*arguments, "--json")
    assert outcome.code == 0, outcome
    return json.loads(outcome.out)


def test_a_round_starts_from_the_last_ones_answers(readiness: Run, answered: Path) -> None:
    count = len(asked_in(answered))
    outcome = readiness("round", str(answered), "--new", "Q1 2027")
    assert (outcome.code, outcome.err) == (0, "")
    assert f"Started Q1 2027: {count} answers carried over, each open until confirmed." in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 80 or "Next:" in outcome.out
    with Assessment.open(answered) as assessment:
        assert (assessment.round.number, assessment.round.name, assessment.round.closed) == (2, "Q1 2027", False)
        assert [one.closed for one in assessment.rounds] == [True, False]
        first = assessment.looking_at(assessment.rounds[0])
        for name, answer in assessment.answers.items():
            assert answer == first.answers[name].model_copy(update={"carried": True}), "who, note and dates stay"
        assert assessment.scorecard().readiness.low == 0
        assert assessment.scorecard().answered_count == 0


def test_score_says_what_is_carried_and_the_gate_uses_confirmed_answers_only(readiness: Run, second: Path) -> None:
    plain = data(readiness, "score", str(second))
    assert (plain["carried"], plain["include_carried"], plain["readiness"]["low"]) == (1.0, False, 0.0)
    as_if = data(readiness, "score", str(second), "--include-carried")
    assert (as_if["carried"], as_if["include_carried"]) == (1.0, True)
    assert as_if["readiness"]["low"] > 0
    words = readiness("score", str(second), "--include-carried", "--fail-under", "1").out
    assert words.startswith("As if") and "until then they are open" in words
    assert readiness("score", str(second), "--include-carried", "--fail-under", "1").code == 1
    assert "carried over, open until confirmed" in readiness("score", str(second)).out
    assert_refused(readiness("score", str(second), "--include-carried", "--done", "x"), "--include-carried")


def test_answers_are_confirmed_one_by_one_by_criterion_and_by_owner(readiness: Run, second: Path) -> None:
    outcome = readiness("round", str(second), "--confirm", "mfa-enforced", "--by", "Cy")
    assert "Confirmed 1 answer: mfa-enforced." in outcome.out
    with Assessment.open(second) as assessment:
        answer = assessment.answers["mfa-enforced"]
        assert (answer.carried, answer.respondent, answer.level) == (False, "Cy", "3")
        owners = {question.id: question.owner for question in assessment.questions}
        of_criterion = [question.id for question in assessment.questions if "CC8.1" in question.criteria]
    found = data(readiness, "round", str(second), "--confirm", "cc8.1", "--confirm", "hr")
    wanted = {name for name in owners if name in of_criterion or owners[name] == "hr"} - {"mfa-enforced"}
    assert (set(found["confirmed"]), found["refused"]) == (wanted, {})
    with Assessment.open(second) as assessment:
        assert {name for name, answer in assessment.answers.items() if not answer.carried} == wanted | {"mfa-enforced"}
        assert len(waiting(assessment)) == found["waiting"]
    again = readiness("round", str(second), "--confirm", "mfa-enforced")
    assert again.code == 0 and "mfa-enforced: is confirmed already." in again.out


def test_confirming_what_has_nothing_to_confirm_says_why(readiness: Run, answered: Path) -> None:
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        assessment.answer(stated("mfa-enforced", "unsure"))
        assessment.clear_answer("change-review")
        start_round(assessment, "Next")
        found = confirm(assessment, ["mfa-enforced", "change-review", "tls-everywhere"])
    assert found.done == ("tls-everywhere",)
    assert found.refused == {"mfa-enforced": "was unsure; answer it", "change-review": "has no answer yet; answer it"}


def test_a_carve_out_whose_vendor_is_gone_cannot_be_confirmed(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        name = next(question.id for question in assessment.questions if question.inheritable)
        vendor = assessment.scope.vendor("AWS")
        assert vendor is not None
        assessment.answer(stated(name, "carved-out", vendor=vendor.id))
        start_round(assessment, "Next")
        from readiness.storage import remove, vendor_subject

        assessment.change_scope([remove(vendor_subject(vendor.id))])
        found = confirm(assessment, [name])
        assert found.done == () and "does not declare" in found.refused[name]
        # The closed round still has the scope of its day.
        assert assessment.looking_at(assessment.rounds[0]).scope.vendor("AWS") is not None


@pytest.mark.parametrize("word", ["nothing-like-it", "CC99.1", HOSTILE, ""])
def test_confirming_something_unknown_is_refused(readiness: Run, second: Path, word: str) -> None:
    assert_refused(readiness("round", str(second), "--confirm", word), "neither a question, a criterion nor an owner")


def test_a_person_of_the_scope_stands_for_their_role(second: Path) -> None:
    from readiness.storage import put

    with Assessment.open(second, write=True, recorder="Rec") as assessment:
        assessment.change_scope([put(Person(id="p", name="Hanna", role="hr"))])
        assert meant(assessment, "hanna") == meant(assessment, "hr") != ()


@pytest.mark.parametrize("name", ["", "  ", "2", "first round", "x" * 201])
def test_a_round_needs_a_name_of_its_own(readiness: Run, answered: Path, name: str) -> None:
    before = answered.read_bytes()
    assert_refused(readiness("round", str(answered), "--new", name))
    assert answered.read_bytes() == before


def test_a_round_is_not_started_twice(readiness: Run, answered: Path) -> None:
    assert readiness("round", str(answered), "--new", "Q1 2027").code == 0
    assert_refused(readiness("round", str(answered), "--new", "Q1 2027"), "already")
    assert_refused(readiness("round", str(answered), "--new", "Q2 2027"), "nothing in Q1 2027 is confirmed")


@pytest.mark.parametrize(
    "options",
    [
        ("--new", "a", "--due"),
        ("--take",),
        ("--by", "Bo"),
        ("--age", "3"),
        ("--new", "a", "--library", "x"),
        ("--list", "--confirm", "CC6.1"),
    ],
)
def test_options_that_do_not_go_together_are_refused(readiness: Run, answered: Path, options: tuple[str, ...]) -> None:
    assert_refused(readiness("round", str(answered), *options))


def test_two_programs_cannot_both_start_a_round(answered: Path) -> None:
    with (
        Assessment.open(answered, write=True, recorder="Ann") as ann,
        Assessment.open(answered, write=True, recorder="Bo") as bo,
    ):
        assert (ann.round.number, bo.round.number) == (1, 1)
        start_round(ann, "Hers")
        with pytest.raises(StaleWrite, match=r"Ann wrote to the file at .*, so no round was started") as stale:
            start_round(bo, "His")
        assert stale.value.by == "Ann"
        assert [one.name for one in bo.rounds] == ["First round", "Hers"]


def test_two_people_who_confirm_at_once_are_told_who_was_first(second: Path) -> None:
    names = ["mfa-enforced", "tls-everywhere", "change-review"]
    with Assessment.open(second, write=True, recorder="Ann") as ann, Assessment.open(second, write=True, recorder="Bo") as bo:
        assert set(names) <= waiting(ann).keys() & waiting(bo).keys()
        assert confirm(ann, names[:2], "Ann").refused == {}
        found = confirm(bo, names, "Bo")
        assert found.done == ("change-review",)
        assert set(found.refused) == set(names[:2])
        assert all(why.startswith("Ann changed it at 20") for why in found.refused.values())
        assert [bo.answers[name].respondent for name in names] == ["Ann", "Ann", "Bo"]


def test_a_program_that_still_sees_the_old_round_cannot_change_it(answered: Path) -> None:
    with (
        Assessment.open(answered, write=True, recorder="Ann") as ann,
        Assessment.open(answered, write=True, recorder="Bo") as bo,
    ):
        _ = bo.answers, bo.stored_answers
        start_round(ann, "Next")
        before = ann.looking_at(ann.rounds[0]).answers
        for attempt in (
            lambda: bo.answer(stated("mfa-enforced", 5)),
            lambda: bo.clear_answer("mfa-enforced"),
        ):
            old = bo.looking_at(ann.rounds[0])
            with pytest.raises(ReadinessError, match="First round is closed and stays as it was"):
                old.answer(stated("mfa-enforced", 5))
            with pytest.raises(ReadinessError, match="is closed"):
                old.clear_answer("mfa-enforced")
            with pytest.raises(ReadinessError, match="is closed"):
                old.undo_answer("mfa-enforced")
            with pytest.raises(ReadinessError, match="is closed"):
                old.widen("full")
            with pytest.raises(ReadinessError, match="is closed"):
                confirm(old, ["mfa-enforced"])
            del attempt
        assert ann.looking_at(ann.rounds[0]).answers == before


def test_a_write_prepared_before_the_round_was_closed_is_refused(answered: Path) -> None:
    with (
        Assessment.open(answered, write=True, recorder="Ann") as ann,
        Assessment.open(answered, write=True, recorder="Bo") as bo,
    ):
        seen = bo.stored_answers["mfa-enforced"].event
        start_round(ann, "Next")
        with pytest.raises(ReadinessError, match="First round is closed"):
            bo.answer(stated("mfa-enforced", 5), based_on=seen)


def test_a_closed_round_opens_and_prints_as_it_was(readiness: Run, answered: Path) -> None:
    commands = (("score", "--json"), ("score",), ("plan", "--json"), ("items", "--json"))
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        change_item(assessment, "mfa-enforced", {"owner": "engineering", "due": date(2027, 2, 1)})
        before = {kind: assessment.scorecard(kind) for kind in (1, 2)}
        planned = assessment.plan()
    printed = {command: readiness(command[0], str(answered), *command[1:]).out for command in commands[:3]}
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        start_round(assessment, "Next")
        assessment.answer(stated("mfa-enforced", 5))
        assessment.apply_facts(
            __import__("readiness.exchange.facts", fromlist=["x"]).ScopeInput(
                __import__("readiness.exchange.facts", fromlist=["x"]).FactsFile(), {"headcount": 400}
            )
        )
        change_item(assessment, "tls-everywhere", {"owner": "it"})
    for command, out in printed.items():
        assert readiness(command[0], str(answered), *command[1:], "--round", "1").out == out, command
    with Assessment.open(answered) as assessment:
        old = assessment.looking_at(assessment.round_named("First round"))
        for kind in (1, 2):
            # What was kept, what it was, and what its own library, scope and rules make of its answers today: all the same.
            assert old.scorecard(kind) == before[kind] == old.scored(old.answers, kind)
            assert scorecard_data(old.scorecard(kind)) == scorecard_data(before[kind])
        assert plan_data(old.plan(), ()) == plan_data(planned, ())
        assert [item.id for item in old.items] == ["mfa-enforced"]
        assert old.scope.facts != assessment.scope.facts


def test_a_round_closed_by_other_rules_shows_what_was_kept(answered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        was = assessment.scorecard()
        start_round(assessment, "Next")
        for name in waiting(assessment):
            confirm(assessment, [name])
            break
        # As a later version of the rules would score: everything a little higher.
        real = Assessment.scored
        monkeypatch.setattr(Assessment, "scored", lambda self, answers, kind: real(self, answers, kind))
        old = assessment.looking_at(assessment.rounds[0])
        assert old.scorecard() == was


def test_what_is_damaged_in_a_closed_round_is_one_sentence(readiness: Run, second: Path) -> None:
    import sqlite3

    with sqlite3.connect(second) as db:
        db.execute("UPDATE rounds SET scorecard='{\"form\": 1}' WHERE number=1")
    db.close()
    assert_refused(readiness("score", str(second), "--round", "1"), "what First round kept", "restore a backup")


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
    shipped = read_once()
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


def test_rounds_are_listed_with_hostile_names_made_safe(readiness: Run, answered: Path) -> None:
    assert readiness("round", str(answered), "--new", HOSTILE).code == 0
    for command in (("round", "--list"), ("round",), ("compare",), ("round", "--list", "--json")):
        outcome = readiness(command[0], str(answered), *command[1:])
        assert outcome.code == 0
        assert_harmless(outcome.out)
    listed = data(readiness, "round", str(answered), "--list")["rounds"]
    assert [(one["number"], one["closed"]) for one in listed] == [(1, True), (2, False)]
