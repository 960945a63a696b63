"""What the shipped SOC 2 library promises: 61 criteria, a quick set of about an hour, and no common criterion without a firm question."""

from __future__ import annotations

import subprocess
import sys

import pytest

from questionnaires.loader import load_library
from questionnaires.model import Library
from questionnaires.steps import check_step, render_step


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_it_names_the_61_criteria_of_five_categories(library: Library) -> None:
    scored = [category.id for category in library.categories if not category.description]
    assert scored == ["CC", "A", "PI", "C", "P"]
    assert sum(criterion.category in scored for criterion in library.criteria) == 61


def test_the_system_description_is_a_block_of_its_own(library: Library) -> None:
    block = [question for question in library.questions if question.home.startswith("DC")]
    assert 9 <= len(block) <= 12
    assert {f"DC{number}" for number in range(1, 10)} == {c for q in block for c, role in q.criteria.items() if role == "key"}
    assert not any(question.quick for question in block)


def test_the_common_criteria_are_those_of_one_category(library: Library) -> None:
    assert [category.id for category in library.categories if category.common] == ["CC"]


def test_the_quick_set_takes_about_an_hour(library: Library) -> None:
    assert 55 <= sum(question.quick for question in library.questions) <= 65


@pytest.mark.parametrize("quick", [True, False])
def test_each_common_criterion_has_a_key_question_nobody_may_waive(library: Library, quick: bool) -> None:
    asked = [question for question in library.questions if question.quick or not quick]
    firm = {
        criterion
        for question in asked
        if not question.waivable and not question.inheritable and not question.only_with and not question.applies_when.root
        for criterion, role in question.criteria.items()
        if role == "key"
    }
    common = [criterion.id for criterion in library.criteria if criterion.category == "CC"]
    assert len(common) == 33
    assert set(common) - firm == set()


def test_each_step_can_be_written_out_with_and_without_facts(library: Library) -> None:
    for question in library.questions:
        for step in question.remediation:
            check_step(step.do, library.fact_by_id)
            assert render_step(step.do, {}).strip()


def test_loading_needs_no_templates_and_no_screen() -> None:
    code = "import sys; from questionnaires.loader import load_library; load_library(); print({'jinja2', 'textual'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
