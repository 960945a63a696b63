"""Explanations: the rule named is the one that applied, and the changes they name are enough and all needed."""

from hypothesis import given, settings
from small_library import answer, library, question, scope
from test_score_properties import HOST, RANK, cases, run

from scoring.explain import RULE_TEXT, explain, explain_group
from scoring.model import Answer

LIB = library(
    question("a", {"CC1.1": "key"}),
    question("b", {"CC1.1": "supports"}, no_events=True),
    question("c", {"CC1.2": "key"}, waivable=False),
)


def explained(criterion: str, answers: dict, report_type: int = 2):
    return explain(LIB, run(LIB, answers, report_type), criterion)


def test_an_absent_key_control_is_named_with_what_would_change_it() -> None:
    told = explained("CC1.1", {"a": answer("a", 1), "b": answer("b", 4)})
    assert told.rule == "absent-key"
    assert [(line.question, line.role, line.decides) for line in told.controls] == [("a", "key", True), ("b", "supports", False)]
    assert told.to_partly is not None and [(lift.question, lift.start, lift.to) for lift in told.to_partly] == [("a", 1, 2)]
    assert told.to_met is not None and [(lift.question, lift.start, lift.to) for lift in told.to_met] == [("a", 1, 5)]
    assert told.controls[0].credit == 0.05
    assert told.controls[0].weight == 2


def test_each_rule_is_told_apart() -> None:
    assert explained("CC1.1", {"a": answer("a", 4), "b": answer("b", 4)}).rule == "below-target"
    assert explained("CC1.1", {"a": answer("a", 5), "b": answer("b", 2)}).rule == "below-floor"
    assert explained("CC1.1", {"a": answer("a", 5), "b": answer("b", 3)}).rule == "all-at-target"
    assert explained("CC1.1", {"a": answer("a", 5)}).rule == "open"
    assert explained("CC1.1", {}).rule == "open"


def test_only_no_events_is_partly_at_best_for_type_one_and_undecided_for_type_two() -> None:
    lib = library(question("a", {"CC1.1": "key"}, no_events=True))
    answers = {"a": answer("a", "no-events")}
    first = explain(lib, run(lib, answers, 1), "CC1.1")
    assert (first.rule, first.verdict, first.to_met) == ("only-no-events", "partly", None)
    assert explain(lib, run(lib, answers, 2), "CC1.1").rule == "no-key-left"


def test_every_rule_has_a_sentence() -> None:
    assert all(text.endswith(".") for text in RULE_TEXT.values())


@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_named_changes_lead_there_and_none_is_superfluous(case) -> None:
    made, answers, report_type = case
    card = run(made, answers, report_type)
    for criterion in card.criteria:
        told = explain(made, card, criterion)
        assert told.verdict == card.criteria[criterion].verdict
        for wanted, lifts in (("partly", told.to_partly), ("met", told.to_met)):
            if not lifts:
                continue
            raised = {**answers, **{lift.question: answer(lift.question, lift.to) for lift in lifts}}
            after = run(made, raised, report_type).criteria[criterion]
            assert RANK[after.verdict_low] >= RANK[wanted]
            if all(line.state == "rated" and line.stands_in is None for line in told.controls):
                for lift in lifts:
                    without = {**raised, lift.question: answers[lift.question]}
                    assert RANK[run(made, without, report_type).criteria[criterion].verdict_low] < RANK[wanted]


@settings(max_examples=200, deadline=None)
@given(cases())
def test_losses_and_open_points_add_up_to_what_is_missing(case) -> None:
    made, answers, report_type = case
    card = run(made, answers, report_type)
    told = explain_group(made, card, card.overall, most=1000)
    if any(control.state == "rated" for control in card.controls.values()):
        lost = sum(loss.points for loss in told.losses)
        assert abs(100 - lost - card.readiness.high) < 1e-6 or any(c.stands_in or c.highest != c.lowest for c in card.controls.values())


def test_a_group_names_what_holds_it_down() -> None:
    card = run(LIB, {"a": answer("a", 0), "b": answer("b", 5), "c": answer("c", 5)}, 2)
    told = explain_group(LIB, card, card.overall)
    assert told.weakest == ("CC1.1",)
    assert [loss.question for loss in told.losses] == ["a"]


def test_a_carved_out_key_rests_on_the_provider_report() -> None:
    lib = library(
        question("a", {"CC1.1": "key"}, inheritable=True),
        question("report", {"CC1.2": "key"}, provider_report=True),
    )
    answers = {"a": Answer(question="a", level="carved-out", vendor="v"), "report": answer("report", 5)}
    card = run(lib, answers, 2)
    told = explain(lib, card, "CC1.1")
    assert "report" in [line.question for line in told.controls]
    assert scope(vendors=[HOST]).vendor("v") is not None
