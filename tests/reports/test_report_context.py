"""The context says what scoring says, and every question of a round has its place in it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from report_samples import TODAY, every, library, realistic, round_, scope

from readiness.reports.context import build_context
from readiness.reports.machine import report_data
from readiness.reports.pages import html_text, markdown_report
from scoring.advice import advise
from scoring.gaps import gaps
from scoring.headline import headline, verdict_counts, verdict_word
from scoring.model import Answer, Person
from scoring.plan import plan
from scoring.related import touched
from scoring.score import score


@pytest.mark.parametrize("report_type", [1, 2])
@pytest.mark.parametrize("question_set", ["quick", "full"])
def test_figures_are_the_scorecards(report_type, question_set):
    answers = realistic()
    context = build_context(library(), scope(), round_(question_set), answers, today=TODAY, report_type=report_type)
    card = score(library(), scope(), question_set, answers, report_type, TODAY)
    the_plan = plan(library(), scope(), card)
    assert context.headline == headline(card)
    assert (context.asked, context.answered, context.shown) == (card.asked, card.answered_count, card.shown_count)
    summary = context.types[report_type - 1]
    assert summary.chosen and not context.types[2 - report_type].chosen
    assert {count.verdict: count.count for count in summary.counts} == verdict_counts(card)
    assert (summary.standing.low, summary.standing.value, summary.standing.high) == (
        card.readiness.low,
        card.readiness.value,
        card.readiness.high,
    )
    assert [row.id for row in context.criteria] == list(card.criteria)
    for row in context.criteria:
        assert row.main.verdict == card.criteria[row.id].verdict
        assert row.main.word == verdict_word(row.main.verdict, screen=card.screen)
    assert [row.question for row in context.gaps] == [gap.question for gap in gaps(library(), card)]
    assert [item.question for item in context.items] == [item.question for item in the_plan.items]
    assert [item.number for item in context.items] == list(range(1, len(the_plan.items) + 1))
    assert [package.id for package in context.packages] == [package.id for package in the_plan.packages]
    assert context.effort_days == the_plan.effort_days


def test_related_work_is_that_of_the_plans_controls():
    context = build_context(library(), scope(), round_(), realistic(), today=TODAY)
    found = touched(library(), [library().question_by_id[item.question] for item in context.items])
    assert [(row.framework, row.count, row.mapped, row.published) for row in context.related] == [
        (related.framework.name, len(related.ids), related.mapped, related.published) for related in found
    ]
    named = {row.framework: row for row in context.related}
    iso = next(related for related in found if related.framework.id == "iso_27001")
    assert named[iso.framework.name].whole == f"{iso.counted} of 93 Annex A controls" and named[iso.framework.name].levels == ""
    assert named["NIST SP 800-53 Revision 5"].levels.startswith("FedRAMP Rev. 5 baseline: low ")
    assert named["PCI DSS 4.0"].whole == ""
    assert build_context(library(), scope(), round_(), {}, today=TODAY).related == ()


def test_every_question_has_one_place():
    context = build_context(library(), scope(), round_(), realistic(), today=TODAY)
    card = score(library(), scope(), "quick", realistic(), 2, TODAY)
    states = [control.state for control in card.controls.values()]
    assert len(context.open) == states.count("open")
    assert len(context.left_out) == sum(states.count(kind) for kind in ("not-applicable", "carved-out", "no-events"))
    assert all(row.reason for row in context.left_out if row.kind != "carved-out")
    assert {row.kind for row in context.open} == {"unsure", "unanswered"}
    assert context.open[0].kind == "unsure"
    assert len(context.answers) == len(set(realistic()) & set(card.controls))


def test_open_questions_name_who_may_still_know() -> None:
    question = next(one for one in library().questions if one.quick)
    people = [Person(id=name, name=name, role=question.owner) for name in ("Hanna", "Tom")]

    def who(level: str, *known: Person) -> str:
        answer = Answer.model_validate({"question": question.id, "level": level, "respondent": "Hanna" if level == "unsure" else ""})
        stated = scope().model_copy(update={"people": known})
        context = build_context(library(), stated, round_(), {question.id: answer}, today=TODAY)
        return next(f"{row.kind}: {row.who}" for row in context.open if row.question == question.id)

    title = library().role_by_id[question.owner].title
    assert who("unsure", *people) == f"unsure: Tom ({title})"
    assert who("unsure", people[0]) == "unsure: nobody left to ask: Hanna did not know"
    assert who("unsure") == f"unsure: {title}"
    assert who("unanswered", *people) == f"unanswered: Hanna, Tom ({title})"


def test_unsure_stands_on_no_basis_in_any_format() -> None:
    question = next(one for one in library().questions if one.quick)
    unsure = Answer.model_validate({"question": question.id, "level": "unsure", "respondent": "Hanna"})
    context = build_context(library(), scope(), round_(), {question.id: unsure}, today=TODAY)
    assert [(row.level, row.basis) for row in context.answers] == [("Unsure", "")]
    data = report_data(context)
    for text in (markdown_report(data), html_text(data)):
        assert "Unsure" in text and "by Hanna" in text and "said by Hanna" not in text


def test_what_is_kept_without_an_answer_is_in_nobodys_mouth() -> None:
    question = next(one for one in library().questions if one.quick)
    kept = Answer.model_validate({"question": question.id, "level": "unanswered", "recorder": "Rec", "evidence": [{"reference": "T-7"}]})
    context = build_context(library(), scope(), round_(), {question.id: kept}, today=TODAY)
    (told,), (indexed,) = context.answers, context.evidence_index
    assert (told.level, told.basis, told.respondent, told.details[0]) == ("Not answered", "", "", ("Counts as open", "not answered yet"))
    assert (indexed.basis, indexed.respondent, indexed.reference) == ("not answered", "", "T-7")


def test_evidence_is_asked_for_what_exists_and_what_the_plan_builds():
    answers = realistic()
    context = build_context(library(), scope(), round_(), answers, today=TODAY)
    rows = {row.question for group in context.evidence for row in group.rows}
    assert {item.question for item in context.items} <= rows
    for control in score(library(), scope(), "quick", answers, 2, TODAY).controls.values():
        exists = control.state == "no-events" or (control.state == "rated" and control.answer.rung >= 2)
        assert (control.question.id in rows) == (exists or control.question.id in {item.question for item in context.items})
    assert build_context(library(), scope(), round_(), {}, today=TODAY).evidence == ()
    met = build_context(library(), scope(), round_(), {"mfa-enforced": Answer(question="mfa-enforced", level="5")}, today=TODAY)
    assert [row.question for group in met.evidence for row in group.rows] == ["mfa-enforced"]


def test_removed_questions_name_the_fact():
    context = build_context(library(), scope(facts={"office": "none", "founders_only": True}), round_("full"), {}, today=TODAY)
    assert context.removed
    assert all(row.facts and all(fact and value for fact, value in row.facts) for row in context.removed)


def test_advice_on_the_scope_stands_with_the_scope():
    about = scope(facts={"asked_categories": ("availability",), "breadth": "company"}, categories=("CC",))
    lines = build_context(library(), about, round_(), {}, today=TODAY).scope[-1].lines
    advice = advise(library(), about)
    assert [line.name for line in lines] == [
        "Availability: left out though recommended",
        "Processing integrity: not settled yet",
        "Confidentiality: not settled yet",
        "Privacy: not settled yet",
        *[note.subject for note in advice.notes],
    ]
    assert lines[0].text.startswith("The readers of the report ask for it. It was asked for and is not chosen.")
    assert lines[2].text.startswith("To be answered first: ") and library().fact_by_id["confidential_terms"].text in lines[2].text
    silent = library().model_copy(update={"advice": ()})
    groups = [group.title for group in build_context(silent, about, round_(), {}, today=TODAY).scope]
    assert "Facts stated" in groups and "Advice on the scope" not in groups


def test_reworded_questions_keep_the_reason():
    about = scope(facts={"own_developers": False, "founders_only": True})
    context = build_context(library(), about, round_("full"), {}, today=TODAY)
    assert context.reworded
    for row in context.reworded:
        variant = library().question_by_id[row.question].variant_for(about.facts)
        assert row.reason == variant.reason
        assert row.text == (variant.text or library().question_by_id[row.question].text)
    assert build_context(library(), scope(facts={}), round_("full"), {}, today=TODAY).reworded == ()


def test_who_should_answer_names_people_in_that_role():
    context = build_context(library(), scope(), round_(), {}, today=TODAY)
    assert "Dana Ruiz (Founder or CEO)" in {row.who for row in context.open}


def test_a_statement_the_rules_refuse_is_open_with_the_objection():
    question = next(q for q in library().questions if not q.waivable and q.quick)
    answers = {question.id: Answer(question=question.id, level="na", reason="we do not want to")}
    context = build_context(library(), scope(), round_(), answers, today=TODAY)
    row = next(row for row in context.open if row.question == question.id)
    assert row.kind == "not-allowed" and "cannot be waived" in row.state


def test_carried_answers_are_open():
    context = build_context(library(), scope(), round_(), every("4", carried=True), today=TODAY)
    assert {row.kind for row in context.open} == {"carried"}
    assert not context.gaps


def test_report_type_defaults_to_the_scope():
    assert build_context(library(), scope(report_type=1), round_(), {}, today=TODAY).report_type == 1
    assert build_context(library(), scope(), round_(), {}, today=TODAY).report_type == 2


def test_the_disclaimer_counts_shown_answers():
    context = build_context(library(), scope(), round_(), realistic(), today=TODAY)
    assert f"evidence shown for {context.shown} of {context.answered} answers" in context.cover.disclaimer


def test_the_context_loads_no_reportlab():
    code = "import sys, readiness.reports, readiness.reports.context; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
