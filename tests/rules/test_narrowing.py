"""What narrows most: equal to scoring every supposed answer anew."""

from hypothesis import given, settings
from small_library import answer, library, question, scope
from test_score_properties import HOST, RANK, cases

from scoring.asked import asked
from scoring.narrowing import narrowing
from scoring.score import score_asked


def by_brute_force(made, answers) -> dict[str, float]:
    where = scope(vendors=[HOST])
    questions = asked(made, where, "full")

    def widths(stated) -> int:
        total = 0
        for report_type in (1, 2):
            for result in score_asked(questions, where, stated, report_type).criteria.values():
                if result.verdict_low != result.verdict_high:
                    total += RANK[result.verdict_high] - RANK[result.verdict_low]
        return total

    now = widths(answers)
    card = score_asked(questions, where, answers, 2)
    open_ids = [q for q, control in card.controls.items() if control.state == "open"]
    return {q: sum(now - widths({**answers, q: answer(q, rung)}) for rung in range(6)) / 6 for q in open_ids}


@settings(max_examples=150, deadline=None)
@given(cases())
def test_steps_are_those_of_scoring_every_supposed_answer(case) -> None:
    made, answers, _ = case
    where = scope(vendors=[HOST])
    found = narrowing(asked(made, where, "full"), where, answers, count=100)
    expected = by_brute_force(made, answers)
    assert {one.question: round(one.steps, 9) for one in found} == {q: round(steps, 9) for q, steps in expected.items()}
    assert [one.steps for one in found] == sorted((one.steps for one in found), reverse=True)


def test_a_key_question_settles_more_than_a_supporting_one() -> None:
    made = library(question("support", {"CC1.1": "supports"}), question("key", {"CC1.1": "key"}))
    found = narrowing(asked(made, scope(), "full"), scope(), {}, count=1)
    assert [one.question for one in found] == ["key"]
    assert found[0].criteria == ("CC1.1",)


def test_answered_questions_are_never_named() -> None:
    made = library(question("a", {"CC1.1": "key"}), question("b", {"CC1.2": "key"}))
    where = scope()
    assert [one.question for one in narrowing(asked(made, where, "full"), where, {"a": answer("a", 3)})] == ["b"]
