"""Rounds on the command line: starting the next, confirming what it carries over, closed rounds as they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, data, stated

from readiness.assessment import Assessment
from readiness.errors import ReadinessError, StaleWrite
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.exchange.results import plan_data, scorecard_data
from readiness.progressing import progress
from readiness.rounds import confirm, meant, start_round, waiting
from readiness.storage import put, remove, vendor_subject
from readiness.tending import change_item
from readiness.undoing import undo_answer
from scoring.model import Person
from scoring.score import Figure, Scorecard, score_asked

Run = Callable[..., Outcome]


def asked_in(path: Path) -> list[str]:
    with Assessment.open(path) as assessment:
        return [question.id for question in assessment.questions]


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
        assessment.change_scope([remove(vendor_subject(vendor.id))])
        found = confirm(assessment, [name])
        assert found.done == () and "does not declare" in found.refused[name]
        # The closed round still has the scope of its day.
        assert assessment.looking_at(assessment.rounds[0]).scope.vendor("AWS") is not None


@pytest.mark.parametrize("word", ["nothing-like-it", "CC99.1", HOSTILE, ""])
def test_confirming_something_unknown_is_refused(readiness: Run, second: Path, word: str) -> None:
    assert_refused(readiness("round", str(second), "--confirm", word), "neither a question, a criterion nor an owner")


def test_a_person_of_the_scope_stands_for_their_role(second: Path) -> None:
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


CHANGES: tuple[Callable[[Assessment], object], ...] = (
    lambda old: old.answer(stated("mfa-enforced", 5)),
    lambda old: old.answer_all([stated("mfa-enforced", 5)]),
    lambda old: old.clear_answer("mfa-enforced"),
    lambda old: undo_answer(old, "mfa-enforced"),
    lambda old: old.widen("full"),
    lambda old: confirm(old, ["mfa-enforced"]),
)


def test_a_closed_round_refuses_every_change_in_one_sentence(answered: Path) -> None:
    with Assessment.open(answered, write=True, recorder="Ann") as assessment:
        start_round(assessment, "Next")
        old = assessment.looking_at(assessment.rounds[0])
        before = dict(old.answers)
        for change in CHANGES:
            with pytest.raises(ReadinessError, match=r"First round is closed and .*"):
                change(old)
        assert old.answers == before


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
        assessment.apply_facts(ScopeInput(FactsFile(), {"headcount": 400}))
        confirm(assessment, ["tls-everywhere"])
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
    """As a later version might score: with every criterion met. The move from the old rules is the part of the rules."""
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        was = assessment.scorecard()
        start_round(assessment, "Next")
        confirm(assessment, list(waiting(assessment)))
        monkeypatch.setattr("readiness.assessment.score_asked", partial(scored_higher, score_asked))
        monkeypatch.setattr("scoring.progress.score_asked", partial(scored_higher, score_asked))
        assert assessment.looking_at(assessment.rounds[0]).scorecard() == was
        assessment.refresh(always=True)
        parts = progress(assessment).comparison.parts("low")
        assert parts is not None and {cause for cause, part in parts.items() if part} == {"rules"}


def scored_higher(score: Callable[..., Scorecard], *arguments: Any) -> Scorecard:
    card = score(*arguments)
    return replace(card, overall=card.overall._replace(figure=Figure(99.0, 99.0, 99.0)))


def test_what_is_damaged_in_a_closed_round_is_one_sentence(readiness: Run, second: Path) -> None:
    with sqlite3.connect(second) as db:
        db.execute("UPDATE rounds SET scorecard='{\"form\": 1}' WHERE number=1")
    db.close()
    assert_refused(readiness("score", str(second), "--round", "1"), "what First round kept", "restore a backup")


def test_rounds_are_listed_with_hostile_names_made_safe(readiness: Run, answered: Path) -> None:
    assert readiness("round", str(answered), "--new", HOSTILE).code == 0
    for command in (("round", "--list"), ("round",), ("compare",), ("round", "--list", "--json")):
        outcome = readiness(command[0], str(answered), *command[1:])
        assert outcome.code == 0
        assert_harmless(outcome.out)
    listed = data(readiness, "round", str(answered), "--list")["rounds"]
    assert [(one["number"], one["closed"]) for one in listed] == [(1, True), (2, False)]
