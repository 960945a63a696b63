"""What if: supposing is scoring with other answers, finishing is reaching the target, and nothing is kept."""

from hypothesis import given, settings
from small_library import answer, library, question, scope
from test_score_properties import cases, run

from scoring.asked import asked
from scoring.plan import plan
from scoring.score import score_asked
from scoring.whatif import difference, finished, suppose

LIB = library(
    question("a", {"CC1.1": "key"}),
    question("b", {"CC1.1": "supports"}, theme="devices"),
    question("c", {"CC1.2": "key"}, theme="devices"),
)
ANSWERS = {"a": answer("a", 1), "b": answer("b", 4, nothing_written=True), "c": answer("c", 5)}


def test_finishing_everything_closes_every_gap() -> None:
    card = run(LIB, ANSWERS, 2)
    made = plan(LIB, scope(), card)
    supposed = finished(LIB, made, ANSWERS, {item.question for item in made.items})
    after = suppose(asked(LIB, scope(), "full"), scope(), ANSWERS, supposed, 2)
    told = difference(LIB, card, after)
    assert told.closed == ("a", "b")
    assert told.opened == ()
    assert [(change.criterion, change.before, change.after) for change in told.verdicts] == [("CC1.1", "not_met", "met")]
    assert ANSWERS["a"].level == "1"


def test_a_whole_package_can_be_finished_by_its_theme() -> None:
    made = plan(LIB, scope(), run(LIB, ANSWERS, 2))
    assert set(finished(LIB, made, ANSWERS, {"devices"})) == {"b"}
    assert finished(LIB, made, ANSWERS, {"no-such-thing"}) == {}


@settings(max_examples=150, deadline=None)
@given(cases())
def test_finishing_items_never_lowers_a_figure_or_a_verdict(case) -> None:
    made, answers, report_type = case
    card = run(made, answers, report_type)
    todo = plan(made, scope(), card)
    supposed = finished(made, todo, answers, {item.question for item in todo.items})
    after = run(made, {**answers, **supposed}, report_type)
    assert after.readiness.low >= card.readiness.low - 1e-9
    assert difference(made, card, after).opened == ()


def test_supposing_equals_scoring_with_those_answers() -> None:
    questions = asked(LIB, scope(), "full")
    supposed = {"a": answer("a", 5)}
    assert suppose(questions, scope(), ANSWERS, supposed, 2) == score_asked(questions, scope(), {**ANSWERS, **supposed}, 2)
