"""Why readiness moved: parts that sum exactly whatever happened, each cause by itself, verdicts, shares, and plan slippage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import answer, library, question, scope

from questionnaires.model import Library
from scoring.live import live_items
from scoring.model import Answer, Item, Scope
from scoring.plan import plan
from scoring.progress import CAUSE_TEXT, CAUSES, SIDES, Comparison, Standing, carried_share, compare, confirmed
from scoring.score import Figure, score
from scoring.slippage import promises, slippage

HOST = {"id": "v", "name": "Host", "subservice": True}
IDS = [f"q{number}" for number in range(6)]
FLAGS = st.booleans()
ROLE = st.sampled_from(["key", "supports"])
LEVELS = st.sampled_from([0, 1, 2, 3, 4, 5, "unsure", "no-events", "carved-out", "na"])


@st.composite
def questions(draw):
    """Up to six questions; two draws may hold the same one with another weight, wording, criterion or condition."""
    return [
        question(
            name,
            {one: draw(ROLE) for one in draw(st.lists(st.sampled_from(["CC1.1", "CC1.2", "A1.1"]), min_size=1, max_size=2, unique=True))},
            weight=draw(st.integers(1, 4)),
            no_events=draw(FLAGS),
            inheritable=draw(FLAGS),
            waivable=draw(FLAGS),
            quick=draw(FLAGS),
            alternatives=tuple(other for other in IDS if other != name and draw(st.integers(0, 9)) == 0),
            applies_when=draw(st.sampled_from([{}, {"remote": True}])),
        )
        for name in draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    ]


@st.composite
def answers(draw):
    found = {}
    for name in draw(st.lists(st.sampled_from(IDS), unique=True)):
        level = draw(LEVELS)
        extra = {"na": {"reason": "r"}, "carved-out": {"vendor": "v"}}.get(level, {})
        if isinstance(level, int) and draw(st.integers(0, 4)) == 0:
            extra = {"compensating": {"rung": draw(st.integers(0, 5)), "reason": "r", "owner": "o"}}
        found[name] = answer(name, level, carried=draw(FLAGS), **extra)
    return found


@st.composite
def scopes(draw):
    return scope(
        categories=("A",) if draw(FLAGS) else (),
        facts=draw(st.sampled_from([{}, {"remote": True}, {"remote": False}])),
        vendors=[HOST] if draw(FLAGS) else [],
    )


def with_rating(made: Library, **changes) -> Library:
    return made.model_copy(update={"rating": made.rating.model_copy(update=changes)})


@st.composite
def standings(draw, report_type):
    made = library(*draw(questions()))
    if draw(FLAGS):
        made = with_rating(made, unasked_weight=draw(st.sampled_from([1.0, 3.0])), role_weight={"key": 3.0, "supports": 1.5})
    stated, given_answers, asked_set = draw(scopes()), draw(answers()), draw(st.sampled_from(["quick", "full"]))
    card = score(made, stated, asked_set, given_answers, report_type)
    if draw(st.integers(0, 3)) == 0:
        # As rules of another version would have had it.
        low = draw(st.floats(0, 50))
        card = replace(card, overall=card.overall._replace(figure=Figure(low, draw(st.none() | st.just(low + 20)), low + 40)))
    return Standing(made, asked_set, stated, given_answers, card)


@st.composite
def pairs(draw):
    report_type = draw(st.sampled_from([1, 2]))
    return draw(standings(report_type)), draw(standings(report_type))


def require_exact(found: Comparison) -> None:
    for side in SIDES:
        first, last = getattr(found.before, side), getattr(found.after, side)
        for digits in (0, 1, 2):
            parts, difference = found.parts(side, digits), found.difference(side, digits)
            if first is None or last is None:
                assert parts is None and difference is None
                continue
            assert parts is not None and tuple(parts) == CAUSES
            # The printed difference is that of the printed figures, and the printed parts sum to it: whole numbers, no tolerance.
            assert difference == round(round(last, digits) * 10**digits) - round(round(first, digits) * 10**digits)
            assert sum(parts.values()) == difference


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_the_parts_sum_exactly_to_the_difference_whatever_changed(pair):
    require_exact(compare(*pair))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([1, 2]).flatmap(standings))
def test_nothing_moves_between_a_standing_and_itself(standing):
    found = compare(standing, standing)
    assert all(parts is None or not any(parts.values()) for parts in (found.parts(side) for side in SIDES))
    assert not any(step.shifts for step in found.steps)
    assert found.verdicts == ()


@settings(max_examples=100, deadline=None)
@given(questions(), scopes(), answers(), answers(), st.sampled_from([1, 2]))
def test_answers_alone_move_no_part_of_rules_questions_or_scope(asked, stated, before, after, report_type):
    made = library(*asked)
    found = compare(at(made, before, stated, report_type), at(made, after, stated, report_type))
    parts = found.parts("low")
    assert [parts[cause] for cause in ("rules", "questions", "scope")] == [0, 0, 0]
    # What was improved can only add to the lowest value, and what fell back or is open again only take from it.
    assert parts["improved"] >= 0 >= parts["fell-back"]
    assert parts["answered"] >= 0 >= parts["unconfirmed"]


def at(made: Library, given_answers: dict[str, Answer], stated: Scope | None = None, report_type=2, asked_set="full") -> Standing:
    stated = stated or scope(vendors=[HOST])
    return Standing(made, asked_set, stated, given_answers, score(made, stated, asked_set, given_answers, report_type))


TWO = library(question("a", {"CC1.1": "key"}, waivable=True, inheritable=True), question("b", {"CC1.2": "key"}))
PAIR = library(question("a", {"CC1.1": "key"}), question("b", {"CC1.1": "key"}))
ANSWERED = {"a": answer("a", 3), "b": answer("b", 3)}


@pytest.mark.parametrize(
    ("cause", "before", "after", "sign"),
    [
        ("improved", at(TWO, ANSWERED), at(TWO, ANSWERED | {"a": answer("a", 5)}), 1),
        ("fell-back", at(TWO, ANSWERED), at(TWO, ANSWERED | {"a": answer("a", 1)}), -1),
        ("answered", at(TWO, {"b": answer("b", 3)}), at(TWO, ANSWERED), 1),
        ("answered", at(TWO, ANSWERED | {"a": answer("a", "unsure")}), at(TWO, ANSWERED), 1),
        ("unconfirmed", at(TWO, ANSWERED), at(TWO, ANSWERED | {"a": answer("a", 3, carried=True)}), -1),
        ("unconfirmed", at(TWO, ANSWERED), at(TWO, {"b": answer("b", 3)}), -1),
        ("left-out", at(TWO, ANSWERED | {"b": answer("b", 5)}), at(TWO, {"a": answer("a", "na", reason="r"), "b": answer("b", 5)}), 1),
        (
            "left-out",
            at(TWO, ANSWERED | {"b": answer("b", 5)}),
            at(TWO, {"a": answer("a", "carved-out", vendor="v"), "b": answer("b", 5)}),
            1,
        ),
        ("scope", at(TWO, ANSWERED), at(TWO, ANSWERED, scope(vendors=[HOST], categories=("A",))), -1),
        ("questions", at(TWO, ANSWERED), at(library(*TWO.questions, question("c", {"CC1.1": "key"})), ANSWERED), -1),
        ("questions", at(PAIR, {"a": answer("a", 5)}), at(library(PAIR.questions[0]), {"a": answer("a", 5)}), 1),
        (
            "rules",
            at(TWO, ANSWERED),
            at(with_rating(TWO, credit={"type_1": (0, 0, 0, 0, 1, 1), "type_2": (0, 0, 0, 0, 1, 1)}), ANSWERED),
            -1,
        ),
    ],
)
def test_each_change_by_itself_is_all_in_its_own_part(cause, before, after, sign):
    parts = compare(before, after).parts("low")
    assert {name for name, part in parts.items() if part} == {cause}
    assert parts[cause] * sign > 0


def test_the_order_is_the_documented_one():
    assert CAUSES == ("rules", "questions", "scope", "left-out", "unconfirmed", "answered", "improved", "fell-back")
    assert tuple(CAUSE_TEXT) == CAUSES
    assert tuple(step.cause for step in compare(at(TWO, {}), at(TWO, ANSWERED)).steps) == CAUSES


def test_what_two_causes_do_together_goes_to_the_later_one():
    # A new question that is answered at once: first it opens a gap in the lowest value, then its answer fills it.
    more = library(*TWO.questions, question("c", {"CC1.1": "key"}))
    full = {name: answer(name, 5) for name in ("a", "b", "c")}
    found = compare(at(TWO, {"a": full["a"], "b": full["b"]}), at(more, full))
    parts = found.parts("low")
    assert parts["questions"] < 0 and parts["answered"] == -parts["questions"]
    assert found.difference("low") == 0
    assert [shift.question for shift in found.shifts("answered")] == ["c"]
    assert [(shift.question, shift.before, shift.after) for shift in found.shifts("questions")] == [("c", None, "5")]


def test_a_library_that_lost_a_question_moves_the_part_of_questions_only():
    found = compare(at(PAIR, {"a": answer("a", 5), "b": answer("b", 0)}), at(library(PAIR.questions[0]), {"a": answer("a", 5)}))
    assert {cause for cause, part in found.parts("low").items() if part} == {"questions"}
    assert [(shift.question, shift.before, shift.after) for shift in found.shifts("questions")] == [("b", "0", None)]


def test_a_value_that_is_not_there_on_one_side_has_no_parts():
    found = compare(at(TWO, {}), at(TWO, ANSWERED))
    assert found.parts("value") is None and found.difference("value") is None
    assert found.parts("low") is not None


def test_regressions_come_first():
    three = library(question("a", {"CC1.1": "key"}), question("b", {"CC1.2": "key"}), question("c", {"A1.1": "key"}, waivable=True))
    stated = scope(categories=("A",))
    before = {"a": answer("a", 1), "b": answer("b", 5), "c": answer("c", 5)}
    after = {"a": answer("a", 5), "b": answer("b", 3), "c": answer("c", 5, carried=True)}
    moves = compare(at(three, before, stated), at(three, after, stated)).verdicts
    assert [(move.criterion, move.before, move.after, move.direction) for move in moves] == [
        ("CC1.2", "met", "partly", "lost"),
        ("A1.1", "met", "not_assessed", "unsettled"),
        ("CC1.1", "not_met", "met", "gained"),
    ]
    left = compare(at(three, before, stated), at(three, before)).verdicts
    assert [(move.criterion, move.before, move.after, move.direction) for move in left] == [("A1.1", "met", None, "left")]


def test_carried_answers_count_as_a_share_and_as_if_confirmed():
    carried = {"a": answer("a", 5, carried=True), "b": answer("b", "unsure", carried=True)}
    card = score(TWO, scope(), "full", carried, 2)
    assert carried_share(card) == 0.5
    assert card.readiness.low == 0
    as_if = score(TWO, scope(), "full", confirmed(carried), 2)
    assert as_if.controls["a"].state == "rated" and as_if.controls["b"].state == "open"
    assert carried["a"].carried, "the answers themselves stay as they were"


DAY = date(2027, 1, 4)


def items_of(given_answers: dict[str, Answer], *stored: Item, today: date = DAY):
    made = plan(TWO, scope(), score(TWO, scope(), "full", given_answers, 2))
    return live_items(made, stored, today)


def stored(name: str, **changes) -> Item:
    return Item.model_validate({"id": name, "title": name, "questions": (name,)} | changes)


def test_slippage_sets_promised_days_against_real_ones():
    promised = promises(items_of(ANSWERED, stored("a", due=DAY), stored("b", due=DAY + timedelta(20))), None)
    assert [(one.item, one.promised, one.source) for one in promised] == [
        ("a", DAY, "due"),
        ("b", DAY + timedelta(20), "due"),
    ]
    later = DAY + timedelta(10)
    waiting = slippage(
        promised, items_of(ANSWERED, stored("a", due=DAY), stored("b", due=DAY), today=later), {"a": later, "b": None}, later
    )
    assert [(slip.promise.item, slip.actual, slip.days, slip.late) for slip in waiting] == [("a", None, 10, True), ("b", None, -10, False)]
    # Said to be done on a day; and closed by an answer that nobody called done.
    done = items_of({"a": answer("a", 3), "b": answer("b", 5)}, stored("a", status="done", done_on=DAY + timedelta(3)))
    found = slippage(promised, done, {"a": None, "b": DAY + timedelta(4)}, later)
    assert [(slip.promise.item, slip.actual, slip.days) for slip in found] == [("a", DAY + timedelta(3), 3), ("b", DAY + timedelta(4), -16)]


def test_slippage_leaves_out_what_was_neither_done_nor_left():
    promised = promises(items_of(ANSWERED, stored("a", due=DAY), stored("b", due=DAY)), None)
    accepted = stored("a", status="risk-accepted", reason="r", accepted_by="Ada", accepted_until=DAY + timedelta(99))
    later, both = DAY + timedelta(10), {"a": DAY, "b": DAY}
    assert [slip.promise.item for slip in slippage(promised, items_of(ANSWERED, accepted, today=later), both, later)] == ["b"]
    # A gap that went with its question: nobody did anything, so no day is made up.
    assert [slip.promise.item for slip in slippage(promised, items_of({"a": answer("a", 3)}), {"a": DAY}, later)] == ["a"]


def test_an_open_question_shows_no_gap_and_nothing_is_done_by_that():
    promised = promises(items_of(ANSWERED, stored("a", due=DAY)), None)
    carried = ANSWERED | {"a": answer("a", 3, carried=True)}
    later = DAY + timedelta(10)
    for kept in ((), (stored("a", due=DAY),)):
        found = slippage(promised, items_of(carried, *kept), {"a": None, "b": DAY}, later)
        assert [(slip.promise.item, slip.actual, slip.days) for slip in found] == [("a", None, 10)]


def test_slippage_of_days_before_the_company_existed_is_only_a_large_number():
    promised = promises(items_of(ANSWERED, stored("a", due=DAY)), None)
    found = slippage(promised, items_of(ANSWERED, stored("a", status="done", done_on=date(1, 1, 1))), {"a": DAY}, DAY)
    assert found[0].days < -700_000


def test_done_items_and_accepted_risks_promise_nothing():
    assert promises(items_of(ANSWERED, stored("a", due=DAY, status="done")), None) == ()
