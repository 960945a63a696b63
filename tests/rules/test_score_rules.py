"""The rules of verdicts, bounds and figures, case by case on a small library made for it."""

from datetime import date

import pytest
from small_library import answer, library, question, scope

from scoring.gaps import gaps
from scoring.headline import headline, verdict_word
from scoring.model import Answer, Compensating, Vendor
from scoring.score import Scorecard, score


def card(questions, answers, report_type=2, vendors=(), question_set="full", today=None) -> Scorecard:
    return score(library(*questions), scope(vendors=vendors), question_set, {a.question: a for a in answers}, report_type, today)


KEY = question("key", {"CC1.1": "key"})
KEY2 = question("key-two", {"CC1.1": "key"})
SIDE = question("side", {"CC1.1": "supports"})


@pytest.mark.parametrize(
    ("key", "side", "type_1", "type_2"),
    [
        (0, 5, "not_met", "not_met"),
        (1, 5, "not_met", "not_met"),
        (2, 5, "partly", "partly"),
        (3, 5, "partly", "partly"),
        (4, 5, "met", "partly"),
        (5, 5, "met", "met"),
        (5, 3, "met", "met"),
        (5, 2, "partly", "partly"),
        (5, 0, "partly", "partly"),
    ],
)
def test_verdict_follows_the_weakest_key_control(key, side, type_1, type_2):
    given = [answer("key", key), answer("side", side)]
    assert card([KEY, SIDE], given, 1).criteria["CC1.1"].verdict == type_1
    assert card([KEY, SIDE], given, 2).criteria["CC1.1"].verdict == type_2


def test_open_questions_leave_bounds_and_a_verdict_only_where_all_completions_agree():
    result = card([KEY, KEY2, SIDE], [answer("key", 4)]).criteria["CC1.1"]
    assert (result.verdict, result.verdict_low, result.verdict_high) == ("not_assessed", "not_met", "partly")
    assert set(result.decided_by) == {"key-two", "side"}
    settled = card([KEY, KEY2, SIDE], [answer("key", 0)]).criteria["CC1.1"]
    assert (settled.verdict, settled.decided_by) == ("not_met", ("key",))


@pytest.mark.parametrize("given", [[], [answer("key", "unsure")], [answer("key", 5, carried=True)]])
def test_unanswered_unsure_and_carried_are_open(given):
    scorecard = card([KEY], given)
    assert scorecard.answered == 0
    assert scorecard.readiness.value is None
    assert (scorecard.readiness.low, scorecard.readiness.high) == (0, 100)


def test_no_events_counts_for_type_1_and_is_left_out_of_type_2():
    eventful = question("key", {"CC1.1": "key"}, no_events=True)
    given = [answer("key", "no-events"), answer("key-two", 5), answer("side", 5)]
    first, second = (card([eventful, KEY2, SIDE], given, number) for number in (1, 2))
    assert first.criteria["CC1.1"].verdict == "met"
    assert second.criteria["CC1.1"].verdict == "met"
    assert second.criteria["CC1.1"].not_tested == ("key",)
    assert first.criteria["CC1.1"].not_tested == ()


def test_no_events_alone_never_makes_a_criterion_met():
    eventful = question("key", {"CC1.1": "key"}, no_events=True)
    given = [answer("key", "no-events"), answer("side", 5)]
    assert card([eventful, SIDE], given, 1).criteria["CC1.1"].verdict == "partly"
    second = card([eventful, SIDE], given, 2).criteria["CC1.1"]
    assert (second.verdict, second.verdict_low, second.verdict_high) == ("not_assessed", "not_met", "met")


def test_no_events_where_the_question_does_not_allow_it_is_open():
    assert card([KEY], [answer("key", "no-events")]).answered == 0


def test_carved_out_leaves_the_score_only_for_a_declared_subservice_organisation():
    inherited = question("key", {"CC1.1": "key"}, inheritable=True)
    given = [answer("key", "carved-out", vendor="v1"), answer("key-two", 5)]
    host = Vendor(id="v1", name="Host", subservice=True)
    assert card([inherited, KEY2], given, vendors=[host]).criteria["CC1.1"].carved_out == ("key",)
    assert card([inherited, KEY2], given, vendors=[host]).criteria["CC1.1"].verdict == "met"
    inside = Vendor(id="v1", name="Host", subservice=True, method="inclusive")
    for vendors in ([], [Vendor(id="v1", name="Host")], [inside]):
        assert card([inherited, KEY2], given, vendors=vendors).criteria["CC1.1"].verdict == "not_assessed"


def test_a_criterion_left_wholly_to_a_provider_is_not_assessed():
    inherited = question("key", {"CC1.1": "key"}, inheritable=True)
    result = card([inherited], [answer("key", "carved-out", vendor="v1")], vendors=[Vendor(id="v1", name="H", subservice=True)])
    assert result.criteria["CC1.1"].verdict == "not_assessed"


def test_not_applicable_is_out_of_both_sides_and_needs_a_waivable_question():
    waivable = question("side", {"CC1.1": "supports"}, waivable=True)
    with_na = card([KEY, waivable], [answer("key", 4), answer("side", "na", reason="none")])
    alone = card([KEY], [answer("key", 4)])
    assert with_na.readiness == alone.readiness
    assert card([KEY], [answer("key", "na", reason="no")]).answered == 0


def test_a_criterion_with_nothing_left_is_not_applicable():
    only = question("only", {"A1.1": "key"}, waivable=True)
    scorecard = score(library(only), scope(categories=("A",)), "full", {"only": answer("only", "na", reason="r")}, 2)
    assert scorecard.criteria["A1.1"].verdict == "not_applicable"


def test_a_compensating_control_lifts_not_met_to_partly_at_best():
    own = Compensating(rung=5, reason="Two founders only", owner="Ada")
    lifted = card([KEY], [answer("key", 0, compensating=own)])
    assert lifted.criteria["CC1.1"].verdict == "partly"
    weak = card([KEY], [answer("key", 0, compensating=own.model_copy(update={"rung": 1}))])
    assert weak.criteria["CC1.1"].verdict == "not_met"
    (gap,) = gaps(library(KEY), lifted)
    assert (gap.kind, gap.severity, gap.compensated) == ("design", "medium", True)


def test_a_category_is_never_better_than_its_own_series_or_the_common_criteria():
    own = question("own", {"A1.1": "key"})
    both = library(question("key", {"CC1.1": "key", "CC1.2": "key"}), own)
    for key, avail, expected in [(5, 0, "not_met"), (0, 5, "not_met"), (5, 5, "met"), (3, 5, "partly")]:
        scorecard = score(both, scope(categories=("A",)), "full", {"key": answer("key", key), "own": answer("own", avail)}, 2)
        assert scorecard.categories["A"].verdict == expected


def test_categories_that_were_not_chosen_are_not_asked():
    own = question("own", {"A1.1": "key"})
    scorecard = score(library(KEY, own), scope(), "full", {"own": answer("own", 5)}, 2)
    assert set(scorecard.criteria) == {"CC1.1", "CC1.2"}
    assert scorecard.asked == 1


def test_questions_of_another_category_leave_a_security_only_figure_unchanged():
    extra = question("extra", {"CC1.1": "key"}, only_with=("A",))
    given = {"key": answer("key", 4), "extra": answer("extra", 0)}
    assert score(library(KEY, extra), scope(), "full", given, 2).readiness == score(library(KEY), scope(), "full", given, 2).readiness


def test_an_unknown_fact_never_removes_a_question():
    branched = question("key", {"CC1.1": "key"}, applies_when={"office": ["own"]})
    assert score(library(branched), scope(), "full", {}, 2).asked == 1
    assert score(library(branched), scope(facts={"office": "none"}), "full", {}, 2).asked == 0
    assert score(library(branched), scope(facts={"office": "own"}), "full", {}, 2).asked == 1


def test_shown_and_claimed_stand_beside_the_headline():
    scorecard = card([KEY, SIDE], [answer("key", 5), answer("side", 4, basis="tested")])
    assert scorecard.shown == 0.5
    assert scorecard.controls["key"].claimed
    assert not scorecard.controls["side"].claimed


def test_a_quick_set_says_no_gap_seen_and_never_met():
    quick = card([KEY, SIDE], [answer("key", 5), answer("side", 5)], question_set="quick")
    assert quick.screen
    assert verdict_word(quick.criteria["CC1.1"].verdict, screen=quick.screen) == "no gap seen"
    assert "only the full set can show" in headline(quick)


@pytest.mark.parametrize(
    ("rung", "role", "report_type", "expected"),
    [
        (0, "key", 2, ("design", "high")),
        (1, "supports", 2, ("design", "high")),
        (2, "key", 2, ("implementation", "high")),
        (3, "supports", 2, ("implementation", "medium")),
        (4, "key", 2, ("evidence", "medium")),
        (4, "key", 1, None),
        (5, "key", 2, None),
    ],
)
def test_gap_kind_and_severity_follow_the_documented_table(rung, role, report_type, expected):
    one = question("one", {"CC1.1": role}, severity="high")
    found = gaps(library(one), card([one], [answer("one", rung)], report_type))
    assert [(gap.kind, gap.severity) for gap in found] == ([expected] if expected else [])


def test_nothing_written_is_a_documentation_gap_and_never_a_lower_rung():
    written = card([KEY], [answer("key", 5, basis="shown")])
    unwritten = card([KEY], [answer("key", 5, basis="shown", nothing_written=True)])
    assert written.readiness == unwritten.readiness
    assert written.criteria["CC1.1"].verdict == unwritten.criteria["CC1.1"].verdict == "met"
    assert [gap.kind for gap in gaps(library(KEY), unwritten)] == ["documentation"]


def test_an_overdue_periodic_control_is_an_operating_gap():
    yearly = question("key", {"CC1.1": "key"}, type="periodic", frequency="annual")
    late = card([yearly], [answer("key", 4, last_done=date(2025, 1, 1))], today=date(2026, 11, 1))
    recent = card([yearly], [answer("key", 4, last_done=date(2026, 6, 1))], today=date(2026, 11, 1))
    assert [gap.kind for gap in gaps(library(yearly), late)] == ["operating"]
    assert [gap.kind for gap in gaps(library(yearly), recent)] == ["evidence"]
    assert late.criteria == recent.criteria


@pytest.mark.parametrize("word", ["compliant", "certified", "pass", "fail"])
def test_the_headline_never_concludes(word):
    for rung in (None, 0, 3, 5):
        given = [] if rung is None else [answer("key", rung), answer("side", rung)]
        assert word not in headline(card([KEY, SIDE], given)).lower()


def test_an_answer_says_what_it_needs():
    with pytest.raises(ValueError, match="needs a written reason"):
        Answer(question="q", level="na")
    with pytest.raises(ValueError, match="needs the vendor"):
        Answer(question="q", level="carved-out")
    with pytest.raises(ValueError, match="rungs 3 to 5"):
        Answer(question="q", level=2, nothing_written=True)
