"""Alternatives, rewordings, provider's reports, and criteria that nothing is asked about."""

import pytest
from small_library import answer, library, question, scope

from scoring.explain import Lift, explain
from scoring.gaps import gaps
from scoring.model import Vendor
from scoring.plan import plan
from scoring.score import score
from scoring.select import rewordings

HOST = Vendor(id="v", name="Host", subservice=True)
KEY = {"CC1.1": "key"}


def card(questions, given, **changes):
    return score(library(*questions), scope(**changes), "full", {a.question: a for a in given}, 2)


def test_the_better_of_two_alternatives_counts():
    pair = [question("review", KEY, alternatives=("watch",)), question("watch", {"CC1.2": "key"})]
    lifted = card(pair, [answer("review", 0), answer("watch", 5)])
    assert lifted.criteria["CC1.1"].verdict == "met"
    assert lifted.controls["review"].stands_in == "watch"
    assert [gap.question for gap in gaps(library(*pair), lifted)] == []
    assert card(pair, [answer("review", 5), answer("watch", 0)]).criteria["CC1.2"].verdict == "not_met"


def test_an_open_alternative_leaves_the_verdict_open():
    pair = [question("review", KEY, alternatives=("watch",)), question("watch", {"CC1.2": "key"})]
    result = card(pair, [answer("review", 0)]).criteria["CC1.1"]
    assert (result.verdict, result.verdict_low, result.verdict_high) == ("not_assessed", "not_met", "met")
    assert (result.figure.low, result.figure.high) == (0, 100)


def test_a_criterion_whose_key_control_is_left_to_a_provider_rests_on_having_read_its_report():
    left = question("left", KEY, inheritable=True)
    report = question("report", {"CC1.2": "supports"}, provider_report=True)
    given = [answer("left", "carved-out", vendor="v")]
    for rung, verdict in [(5, "met"), (3, "partly"), (0, "not_met")]:
        result = card([left, report], [*given, answer("report", rung)], vendors=[HOST]).criteria["CC1.1"]
        assert result.verdict == verdict
        assert "report" in result.questions
    assert card([left, report], given, vendors=[HOST]).criteria["CC1.1"].verdict == "not_assessed"
    assert "report" not in card([left, report], [answer("left", 5), answer("report", 0)]).criteria["CC1.1"].questions


@pytest.mark.parametrize(("side", "verdict"), [(5, "met"), (3, "met"), (2, "partly"), (0, "partly")])
def test_a_criterion_whose_key_controls_are_all_waived_is_judged_by_the_others(side, verdict):
    questions = [question("rare", KEY, waivable=True), question("side", {"CC1.1": "supports"})]
    told = card(questions, [answer("rare", "na", reason="None of these here."), answer("side", side)])
    assert told.criteria["CC1.1"].verdict == verdict
    assert explain(library(*questions), told, "CC1.1").rule == ("keys-waived" if verdict == "met" else "below-floor")
    still_open = card(questions, [answer("rare", "na", reason="None of these here.")])
    assert still_open.criteria["CC1.1"].verdict == "not_assessed"
    assert explain(library(*questions), still_open, "CC1.1").to_met == (Lift("side", None, 3),)


def test_facts_reword_a_question_and_the_reason_is_kept():
    worded = question(
        "worded",
        KEY,
        variants=[
            {"when": {"founders_only": True}, "reason": "Nobody is employed yet.", "text": "Do the founders check each other?"},
            {"when": {"headcount": {"max": 5}}, "reason": "A very small team.", "tiny": "Two people are enough."},
        ],
    )
    alone = library(worded)
    assert [reason for _, reason in rewordings(alone, scope(), "full")] == []
    founders = scope(facts={"founders_only": True, "headcount": 2})
    assert rewordings(alone, founders, "full")[0][1] == "Nobody is employed yet."
    reworded = score(alone, founders, "full", {"worded": answer("worded", 0)}, 2)
    assert reworded.controls["worded"].question.text == "Do the founders check each other?"
    assert plan(alone, founders, reworded).items[0].title == "Do the founders check each other?"
    assert score(alone, founders, "full", {}, 2).criteria["CC1.1"].verdict == score(alone, scope(), "full", {}, 2).criteria["CC1.1"].verdict


def test_a_criterion_nothing_is_asked_about_widens_the_bounds():
    both = card([question("one", KEY), question("two", {"CC1.2": "key"})], [answer("one", 5), answer("two", 5)])
    assert (both.readiness.low, both.readiness.high) == (100, 100)
    silent = card([question("one", KEY)], [answer("one", 5)])
    assert silent.criteria["CC1.2"].verdict == "not_assessed"
    assert silent.readiness.low == 50
    assert silent.readiness.high == 100
    assert silent.overall.verdict == "not_assessed"


@pytest.mark.parametrize(("key", "supports"), [(0.9, 0.1), (0.7, 0.3), (3.3, 1.1), (1, 0.5)])
def test_everything_on_record_is_a_hundred_whatever_the_weights(key, supports):
    questions = [
        question(f"q-{n}", {"CC1.1": "key" if n % 3 else "supports"}, weight=weight) for n, weight in enumerate((0.1, 0.7, 1.3, 2, 3.7))
    ]
    base = library(*questions)
    weighed = base.model_copy(update={"rating": base.rating.model_copy(update={"role_weight": {"key": key, "supports": supports}})})
    told = score(weighed, scope(), "full", {one.id: answer(one.id, 5) for one in questions}, 2)
    assert told.criteria["CC1.1"].figure == (100, 100, 100)
    half = score(weighed, scope(), "full", {one.id: answer(one.id, 5) for one in questions[:3]}, 2)
    assert half.criteria["CC1.1"].figure.value == half.readiness.value == 100
    assert max(half.readiness.high, half.criteria["CC1.1"].figure.high) == 100
