"""What the shipped SOC 2 library promises: 61 criteria, a quick set of about an hour, and no common criterion without a firm question."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from read_once import shipped_once

from questionnaires.firmness import unfirm_criteria
from questionnaires.model import Library
from questionnaires.steps import check_step, render_step


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_once()


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


def test_the_fedramp_baselines_contain_each_other_and_name_every_related_control(library: Library) -> None:
    catalogue = next(framework for framework in library.frameworks if framework.id == "nist_800_53")
    assert catalogue.levels is not None and catalogue.levels.names == ("low", "moderate", "high")
    stated = catalogue.levels.ids
    assert set(stated) == catalogue.related_ids
    assert set(stated.values()) == {("low", "moderate", "high"), ("moderate", "high"), ()}
    assert (stated["AC-2"], stated["AC-6"]) == (("low", "moderate", "high"), ("moderate", "high"))
    assert all(not levels for other, levels in stated.items() if other.startswith(("PM-", "PT-")))


def test_totals_stand_where_a_framework_has_a_definite_number(library: Library) -> None:
    totals = {framework.id: framework.total.count for framework in library.frameworks if framework.total is not None}
    assert totals == {"iso_27001": 93, "nist_csf": 106, "csa_ccm": 197, "cobit": 40}


def test_the_quick_set_takes_about_an_hour(library: Library) -> None:
    assert 55 <= sum(question.quick for question in library.questions) <= 65


@pytest.mark.parametrize("quick", [True, False])
def test_each_common_criterion_has_a_key_question_nobody_may_waive(library: Library, quick: bool) -> None:
    assert sum(criterion.category == "CC" for criterion in library.criteria) == 33
    assert unfirm_criteria(library, quick=quick) == {}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [({}, True), ({"customer_data_stored": True}, True), ({"customer_data_stored": False}, False)],
)
def test_real_data_in_tools_is_asked_about_under_security_alone(library: Library, facts: dict[str, bool], asked: bool) -> None:
    question = library.question_by_id["real-data-out-of-tools"]
    assert question.only_with == ()
    assert (question.applies_when.holds(facts) is not False) == asked


def test_servers_of_your_own_are_not_sent_to_a_clouds_session_service(library: Library) -> None:
    question = library.question_by_id["remote-admin-access"]
    steps = {host: " ".join(render_step(step.do, {"hosting": host}) for step in question.remediation) for host in ("own", "cloud")}
    assert "session service" in steps["cloud"] and "session service" not in steps["own"]
    own = next(variant for variant in question.variants if variant.when.holds({"hosting": "own"}))
    assert own.tiny is not None and "session service" not in own.tiny


def test_each_step_can_be_written_out_with_and_without_facts(library: Library) -> None:
    for question in library.questions:
        for step in question.remediation:
            check_step(step.do, library.fact_by_id)
            assert render_step(step.do, {}).strip()


def test_loading_needs_no_templates_and_no_screen() -> None:
    code = "import sys; from questionnaires.loader import load_library; load_library(); print({'jinja2', 'textual'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_names_of_stated_fields_are_held_once(library: Library) -> None:
    steps = [step for question in library.questions for step in question.remediation]
    assert len({id(step.model_fields_set) for step in steps}) == 1
    assert steps[0].model_fields_set == {"upto", "days", "do"}


def test_a_copy_states_fields_of_its_own(library: Library) -> None:
    written = library.model_copy(update={"extends": "another"})
    assert library.model_fields_set | {"extends"} == written.model_fields_set
    assert written.model_fields_set is not library.model_fields_set


def test_no_reason_or_step_takes_the_reader_for_a_company_of_one_size(library: Library) -> None:
    # What suits a tiny company alone stands under its own heading; "in a small firm" says for whom it is meant.
    number = "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a dozen|[0-9]+)"
    sized = re.compile(rf"\b(?:teams?|firms?|compan(?:y|ies)|staff) of {number}\b|\b(?:twelve people|a dozen (?:can|are|people))\b", re.I)
    for question in library.questions:
        said = [question.text, question.why, *question.anchors, *(step.do for step in question.remediation)]
        assert not [text for text in said if sized.search(" ".join(text.split()))], question.id
