"""What must hold for every set of answers: bounds enclose every completion, answering narrows, better never worsens."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from read_once import shipped_once
from small_library import answer, library, question, scope

from scoring.model import Answer, Vendor
from scoring.plan import plan
from scoring.score import Scorecard, score

SHIPPED = shipped_once()
RANK = {"not_met": 0, "partly": 1, "met": 2}
HOST = Vendor(id="v", name="Host", subservice=True)
FLAGS = st.booleans()
ROLE = st.sampled_from(["key", "supports"])


@st.composite
def small_libraries(draw):
    count = draw(st.integers(1, 5))
    questions = []
    for index in range(count):
        names = draw(st.lists(st.sampled_from(["CC1.1", "CC1.2"]), min_size=1, max_size=2, unique=True))
        questions.append(
            question(
                f"q{index}",
                {name: draw(ROLE) for name in names},
                weight=draw(st.integers(1, 3)),
                no_events=draw(FLAGS),
                inheritable=draw(FLAGS),
                waivable=draw(FLAGS),
                provider_report=draw(st.integers(0, 4)) == 0,
                alternatives=tuple(draw(st.lists(st.sampled_from([f"q{n}" for n in range(count) if n != index] or ["none"]), max_size=2))),
            )
        )
    return library(*questions)


LEVEL = st.sampled_from([None, 0, 1, 2, 3, 4, 5, "unsure", "no-events", "carved-out", "na"])


def make(question_id, level) -> Answer:
    extra = {"na": {"reason": "r"}, "carved-out": {"vendor": "v"}}.get(level, {})
    return answer(question_id, level, **extra)


@st.composite
def cases(draw):
    made = draw(small_libraries())
    levels = {q.id: draw(LEVEL) for q in made.questions}
    return made, {q: make(q, level) for q, level in levels.items() if level is not None}, draw(st.sampled_from([1, 2]))


def run(made, answers, report_type) -> Scorecard:
    return score(made, scope(vendors=[HOST]), "full", answers, report_type)


def groups(card: Scorecard):
    return [*card.criteria.items(), *card.series.items(), *card.categories.items(), ("all", card.overall)]


def within(inner: str, low: str, high: str) -> bool:
    """A verdict lies within bounds; not applicable and not assessed claim nothing."""
    return inner not in RANK or low not in RANK or RANK[low] <= RANK[inner] <= RANK[high]


@given(cases())
def test_every_figure_lies_within_its_bounds(case):
    card = run(*case)
    for _, result in groups(card):
        figure = result.figure
        assert 0 <= figure.low <= figure.high <= 100
        assert figure.value is None or figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
        if result.verdict_low in RANK:
            assert RANK[result.verdict_low] <= RANK[result.verdict_high]
            assert result.verdict == (result.verdict_low if result.verdict_low == result.verdict_high else "not_assessed")


@settings(max_examples=150)
@given(cases(), st.data())
def test_bounds_enclose_every_completion_and_answering_only_narrows(case, data):
    made, answers, report_type = case
    before = run(made, answers, report_type)
    opened = [q for q, control in before.controls.items() if control.state == "open"]
    completion = dict(answers)
    for question_id in opened:
        if data.draw(FLAGS, label=f"answer {question_id}"):
            completion[question_id] = make(question_id, data.draw(LEVEL.filter(lambda level: level is not None), label=question_id))
    after = run(made, completion, report_type)
    for (_, old), (_, new) in zip(groups(before), groups(after), strict=True):
        if new.figure.value is not None or old.figure.value is not None:
            assert old.figure.low - 1e-9 <= new.figure.low
            assert new.figure.high <= old.figure.high + 1e-9
        assert within(new.verdict_low, old.verdict_low, old.verdict_high)
        assert within(new.verdict_high, old.verdict_low, old.verdict_high)


@given(cases(), st.data())
def test_a_better_answer_never_worsens_anything(case, data):
    made, answers, report_type = case
    rated = sorted(q for q, given_answer in answers.items() if given_answer.rung is not None and given_answer.rung < 5)
    if not rated:
        return
    chosen = data.draw(st.sampled_from(rated))
    better = answers | {chosen: answer(chosen, data.draw(st.integers(answers[chosen].rung + 1, 5)))}
    for (_, old), (_, new) in zip(groups(run(made, answers, report_type)), groups(run(made, better, report_type)), strict=True):
        assert new.figure.low >= old.figure.low - 1e-9
        assert new.figure.high >= old.figure.high - 1e-9
        assert new.figure.value is None or new.figure.value >= old.figure.value - 1e-9
        if old.verdict_low in RANK:
            assert RANK[new.verdict_low] >= RANK[old.verdict_low]
            assert RANK[new.verdict_high] >= RANK[old.verdict_high]


@given(cases())
def test_the_order_of_answers_does_not_matter(case):
    made, answers, report_type = case
    shuffled = dict(sorted(answers.items(), reverse=True))
    assert run(made, answers, report_type) == run(made, shuffled, report_type)


@given(cases())
def test_splitting_a_questions_weight_changes_nothing(case):
    made, answers, report_type = case
    # Named as an alternative or a provider's report, a question is more than its weight; those two are left out here.
    plain = tuple(q.model_copy(update={"alternatives": (), "provider_report": False}) for q in made.questions)
    made = made.with_questions(plain)
    first = made.questions[0]
    halves = [first.model_copy(update={"id": name, "weight": first.weight / 2}) for name in ("half-a", "half-b")]
    split = made.with_questions((*halves, *made.questions[1:]))
    given_answers = dict(answers)
    if first.id in given_answers:
        whole = given_answers.pop(first.id)
        given_answers |= {half.id: whole.model_copy(update={"question": half.id}) for half in halves}
    one, two = run(made, answers, report_type), run(split, given_answers, report_type)
    for (_, old), (_, new) in zip(groups(one), groups(two), strict=True):
        assert (old.verdict, old.verdict_low, old.verdict_high) == (new.verdict, new.verdict_low, new.verdict_high)
        assert abs(old.figure.low - new.figure.low) < 1e-9
        assert abs(old.figure.high - new.figure.high) < 1e-9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([1, 2]))
def test_every_plan_keeps_hard_dependencies_and_covers_every_gap(seed, report_type):
    chance = random.Random(seed)
    answers = {q.id: answer(q.id, chance.randrange(6)) for q in SHIPPED.questions if chance.random() < 0.8}
    card = score(SHIPPED, scope(), "quick", answers, report_type)
    made = plan(SHIPPED, scope(), card)
    place = {item.question: index for index, item in enumerate(made.items)}
    assert len(place) == len(made.items)
    below = {q for q, control in card.controls.items() if control.rung is not None and control.rung < (4 if report_type == 1 else 5)}
    assert set(place) == below
    for item in made.items:
        # From rung 4 on a control works: nothing waits for its records.
        needed = {q for q in SHIPPED.question_by_id[item.question].after if q in place and answers[q].rung < 4}
        assert set(item.after) == needed
        assert all(place[before] < place[item.question] for before in item.after)
        assert item.steps
        assert item.effort_days[0] <= item.effort_days[1]
    packaged = [q for package in made.packages for q in package.questions]
    assert sorted(packaged) == sorted(place)
    assert made == plan(SHIPPED, scope(), card)
