"""The proof over combinations of facts: it finds exactly what trying out every scope finds, and names the case."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_cases import FRAMEWORK, question, write_library
from read_once import shipped_once

from questionnaires.conditions import Condition, FactValue
from questionnaires.firmness import MAX_COMBINATIONS, TooManyCombinations, fact_combinations, unfirm_criteria, without_any
from questionnaires.lint import lint_folder
from questionnaires.loader import load_library
from questionnaires.model import Fact, Library, Question
from scoring.model import Scope
from scoring.select import applicable_questions

SMALL = FRAMEWORK.replace("maximum: 100", "maximum: 4")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library(write_library(tmp_path_factory.mktemp("small"), framework=SMALL))


def every_scope() -> Iterator[dict[str, FactValue]]:
    """Every way to state the small library's facts; a fact that is left out is unknown."""
    kinds = [chosen for size in range(3) for chosen in combinations(("card", "health"), size)]
    domains: dict[str, list[FactValue]] = {
        "office": ["none", "own"],
        "headcount": [1, 2, 3, 4],
        "contractors": [True, False],
        "cloud": ["AWS", "Azure", "other"],
        "kinds": [*kinds],
    }
    for values in product(*([None, *domain] for domain in domains.values())):
        yield {name: value for name, value in zip(domains, values, strict=True) if value is not None}


SCOPES = list(every_scope())
NUMBERS = st.integers(0, 5)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda pair: {"min": min(pair), "max": max(pair)})
WANTED = {
    "office": st.sampled_from(["none", "own", ["none", "own"]]),
    "headcount": NUMBERS | RANGES | NUMBERS.map(lambda least: {"min": least}) | st.lists(NUMBERS, min_size=1, max_size=2),
    "contractors": st.booleans(),
    "cloud": st.sampled_from(["AWS", "Azure", ["AWS", "Azure"]]),
    "kinds": st.sampled_from(["card", "health", ["card", "health"]]),
}
CONDITIONS = st.lists(st.sampled_from(sorted(WANTED)), max_size=2, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: WANTED[name] for name in names}).map(Condition.model_validate)
)
CRITERIA = st.sampled_from(
    [{"CC1.1": "key"}, {"CC1.1": "key", "A1.1": "key"}, {"CC1.1": "supports"}, {"A1.1": "key", "CC1.1": "key"}, {"A1.1": "key"}]
)


@st.composite
def questions(draw: st.DrawFn, base: Question) -> tuple[Question, ...]:
    count = draw(st.integers(1, 4))
    rarely = st.sampled_from([False, False, False, True])
    return tuple(
        base.model_copy(
            update={
                "id": f"door-{number}",
                "criteria": draw(CRITERIA),
                "applies_when": draw(CONDITIONS),
                "waivable": draw(rarely),
                "inheritable": draw(rarely),
                "only_with": ("A",) if draw(rarely) else (),
                "quick": not draw(rarely),
            }
        )
        for number in range(count)
    )


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_proof_agrees_with_trying_out_every_scope(library: Library, data: st.DataObject) -> None:
    asking = library.with_questions(data.draw(questions(library.questions[0])))
    firm = {
        question.id
        for question in asking.questions
        if question.criteria.get("CC1.1") == "key" and not question.waivable and not question.inheritable
    }
    for which in ("quick", "full"):
        left_open = [
            facts
            for facts in SCOPES
            if not firm & {q.id for q in applicable_questions(asking, Scope(organisation="Small", facts=facts), which)}
        ]
        found = unfirm_criteria(asking, quick=which == "quick")
        assert list(found) == (["CC1.1"] if left_open else [])


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_case_named_leaves_no_question_and_is_the_shortest(library: Library, data: st.DataObject) -> None:
    asked = data.draw(questions(library.questions[0]))
    facts = without_any(library, asked)
    found = [scope for scope in SCOPES if all(question.applies_when.holds(scope) is False for question in asked)]
    if facts is None:
        assert found == []
    else:
        assert all(question.applies_when.holds(facts) is False for question in asked)
        assert len(facts) == min(map(len, found))


@pytest.fixture(scope="module")
def shipped() -> Library:
    return shipped_once()


def statements(fact: Fact) -> st.SearchStrategy[FactValue]:
    match fact.type:
        case "yes-no":
            return st.booleans()
        case "number":
            return st.integers(fact.minimum, fact.maximum)
        case "text":
            return st.sampled_from(["AWS", "Hetzner"])
        case "choice":
            return st.sampled_from(sorted(fact.choices))
        case "choices":
            return st.lists(st.sampled_from(sorted(fact.choices)), unique=True).map(tuple)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_whatever_is_stated_the_shipped_library_asks_a_firm_key_question(shipped: Library, data: st.DataObject) -> None:
    facts = data.draw(st.fixed_dictionaries({}, optional={fact.id: statements(fact) for fact in shipped.facts}))
    common = {criterion.id for criterion in shipped.criteria if shipped.category_by_id[criterion.category].common}
    for which in ("quick", "full"):
        asked = applicable_questions(shipped, Scope(organisation="Small", facts=facts), which)
        firm = [question for question in asked if not (question.waivable or question.inheritable)]
        assert common <= {criterion for question in firm for criterion, role in question.criteria.items() if role == "key"}


def test_two_questions_may_stand_in_for_each_other(tmp_path: Path) -> None:
    one, other = question("front-door", applies_when="{office: own}"), question("tent-flap", applies_when="{office: none}")
    assert lint_folder(write_library(tmp_path, one, other)) == []


# applies_when of two key questions, and the case in which neither is asked
GAPS = [
    ("{office: own}", "{office: own, contractors: true}", "office is none"),
    ("{headcount: {max: 5}}", "{headcount: {min: 7}}", "headcount is 6"),
    ("{office: own}", "{contractors: false}", "office is none and contractors is yes"),
    ("{cloud: AWS}", "{cloud: Azure}", "cloud is AWSAzure-"),
    ("{kinds: card}", "{kinds: health}", "kinds is nothing"),
]


@pytest.mark.parametrize(("one", "other", "case"), GAPS)
def test_the_case_without_a_firm_key_question_is_named(tmp_path: Path, one: str, other: str, case: str) -> None:
    folder = write_library(tmp_path, question("front-door", applies_when=one), question("tent-flap", applies_when=other))
    assert [problem.split(": ", 2)[2] for problem in lint_folder(folder)] == [
        f"CC1.1 has no key question in the {which} set that nobody may waive where {case}; add one." for which in ("quick", "full")
    ]


def test_a_key_question_at_home_in_a_category_that_need_not_be_chosen_is_not_firm(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", criteria="{A1.1: key, CC1.1: key}"))
    assert len(lint_folder(folder)) == 2
    assert "CC1.1 has no key question in the quick set that nobody may waive; add one." in lint_folder(folder)[0]


def many_facts(count: int) -> str:
    return FRAMEWORK + "".join(f'- {{id: f{number}, type: yes-no, text: "Is it {number}?", why: "Doors."}}\n' for number in range(count))


def test_more_combinations_than_anyone_would_try_are_refused(tmp_path: Path) -> None:
    condition = "{" + ", ".join(f"f{number}: true" for number in range(10)) + "}"
    folder = write_library(tmp_path, question("front-door", applies_when=condition), framework=many_facts(10))
    assert MAX_COMBINATIONS < 3**10
    found = lint_folder(folder)
    assert len(found) == 2
    assert "CC1.1 has no key question in the quick set that nobody may waive as far as can be tried" in found[0]
    assert "can be stated in 59,049 ways, more than the 20,000 that are tried" in found[0]


def test_a_firm_question_without_conditions_needs_no_trying(tmp_path: Path) -> None:
    condition = "{" + ", ".join(f"f{number}: true" for number in range(10)) + "}"
    both = question("front-door"), question("tent-flap", applies_when=condition)
    assert lint_folder(write_library(tmp_path, *both, framework=many_facts(10))) == []


def test_a_fact_with_very_many_choices_is_refused_before_they_are_written_out(tmp_path: Path) -> None:
    choices = ", ".join(f"c{number}: C" for number in range(40))
    framework = FRAMEWORK + f'- {{id: much, type: choices, text: "Which?", why: "Doors.", choices: {{{choices}}}}}\n'
    library = load_library(write_library(tmp_path, framework=framework))
    with pytest.raises(TooManyCombinations, match="2 to the power of 40"):
        list(fact_combinations(library, [Condition({"much": tuple(f"c{number}" for number in range(40))})]))


# further keys of a question, and what is never reached
UNREACHED = [
    (
        {"variants": '[{when: {office: own}, reason: "A", tiny: "A."}, {when: {office: own, contractors: true}, reason: "B", tiny: "B."}]'},
        1,
    ),
    ({"applies_when": "{office: own}", "variants": '[{when: {office: none}, reason: "A", tiny: "A."}]'}, 0),
    ({"variants": '[{when: {headcount: {min: 200}}, reason: "A", tiny: "A."}]'}, 0),
]


@pytest.mark.parametrize(("changes", "variant"), UNREACHED)
def test_a_variant_that_no_facts_bring_up(tmp_path: Path, changes: dict[str, str], variant: int) -> None:
    [found] = lint_folder(write_library(tmp_path, question("side-door"), question("front-door", **changes)))
    assert f"questions.1.variants.{variant}.when: is never read" in found


def test_variants_that_some_facts_bring_up(tmp_path: Path) -> None:
    narrow_first = '[{when: {office: own, contractors: true}, reason: "B", tiny: "B."}, {when: {office: own}, reason: "A", tiny: "A."}]'
    assert lint_folder(write_library(tmp_path, question("front-door", variants=narrow_first))) == []


@pytest.mark.parametrize(("office", "found"), [("none", 1), ("own", 0)])
def test_not_applicable_that_is_never_proposed(tmp_path: Path, office: str, found: int) -> None:
    proposing = question(
        "side-door",
        criteria="{CC1.1: supports}",
        waivable="true",
        applies_when="{office: own}",
        proposes_na=f'{{when: {{office: {office}}}, reason: "No office."}}',
    )
    problems = lint_folder(write_library(tmp_path, question("front-door"), proposing))
    assert ["questions.1.proposes_na.when: never holds while the question is asked" in problem for problem in problems] == [True] * found


def test_more_facts_than_can_be_tried_for_variants(tmp_path: Path) -> None:
    condition = "{" + ", ".join(f"f{number}: true" for number in range(10)) + "}"
    variants = f'[{{when: {condition}, reason: "A", tiny: "A."}}]'
    [found] = lint_folder(write_library(tmp_path, question("front-door", variants=variants), framework=many_facts(10)))
    assert "questions.0.variants: " in found and found.endswith("that are tried; let fewer facts decide.")
