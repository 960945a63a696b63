"""The end of a sitting: what was said is read back and corrected, what was parked becomes lists of whom to ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from plain_cases import Talk, hold, levels

from readiness.assessment import Assessment
from readiness.exchange.facts import FactsFile, ScopeInput
from scoring.filters import Choice
from scoring.model import Answer

RIGHT = "Is this right? Enter for yes, or the number of one to correct:"


def test_what_was_said_is_read_back_with_its_sentence(assessment: Assessment, talk: Talk) -> None:
    first, second, third = assessment.questions[:3]
    said = talk("3 only in production", "u ask Bo", "0", "q", "", respondent="ada marsh")
    at = said.index("What Ada Marsh said, read back:")
    assert said[at + 1] == f"1. {first.id}, 3: {first.anchors[3]} Said by Ada Marsh. Note: only in production."
    assert said[at + 2] == f"2. {second.id}, unsure. Said by Ada Marsh. Note: ask Bo."
    assert said[at + 3] == f"3. {third.id}, 0: {third.anchors[0]} Said by Ada Marsh."
    assert said[at + 4] == RIGHT


def test_an_answer_is_corrected_until_all_is_right(assessment: Assessment, talk: Talk) -> None:
    first, second, third = assessment.questions[:3]
    said = talk("3 only in production", "2", "q", "9", "nonsense", "1", "4", second.id, "q", "")
    assert said.count("Type a number from 1 to 2, or just Enter when all of it is right.") == 2
    assert said.count(RIGHT) == 5
    assert levels(assessment.path) == {first.id: "4", second.id: "2"}
    assert assessment.answers[first.id].note == "only in production"
    assert third.text in said


def test_a_correction_can_lead_to_another_question(assessment: Assessment, talk: Talk) -> None:
    other = assessment.questions[-1]
    talk("3", "q", "1", f"f {other.id}", "5", "")
    assert levels(assessment.path) == {assessment.questions[0].id: "3", other.id: "5"}


def test_the_end_of_input_while_reading_back_loses_nothing(assessment: Assessment, talk: Talk) -> None:
    for replies in (("3", "q", None), ("2", "q", "1", None), ("2", "q", KeyboardInterrupt())):
        said = talk(*replies)
        assert any(line.startswith("Go on whenever you like with: ") for line in said)
    assert sorted(levels(assessment.path).values()) == ["2", "2", "3"]


def test_nothing_said_is_not_read_back(assessment: Assessment, talk: Talk) -> None:
    assert RIGHT not in talk("s", "q")
    assert "Nothing was said so far." in talk("r")


def test_read_back_in_between_covers_what_this_person_said_before(assessment: Assessment, talk: Talk) -> None:
    first, second, third = assessment.questions[:3]
    talk("3", respondent="Ada Marsh")
    said = talk("2", "i ADA marsh", "1", "r", "1", "4", "r", "", respondent="Bo")
    assert [line.split(",")[0] for line in said if line.startswith(("1. ", "2. ", "3. "))] == [
        f"1. {first.id}",
        f"2. {third.id}",
        f"1. {first.id}",
        f"2. {third.id}",
    ]
    assert levels(assessment.path) == {first.id: "4", second.id: "2", third.id: "1"}


def test_reading_back_confirms_what_was_carried_over(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    for one, level in ((ids[0], "4"), (ids[1], "2"), (ids[2], "unsure")):
        assessment.answer(Answer(question=one, level=level, respondent="Ada Marsh", carried=True))  # type: ignore[arg-type]
    said = talk("r", "q", "r", "", respondent="ada marsh")
    assert said.count(f"Confirmed: {ids[0]}, {ids[1]}.") == 1
    assert [assessment.answers[one].carried for one in ids[:3]] == [False, False, True]
    assert f"1. {ids[0]}, 4, carried over from an earlier round: {assessment.questions[0].anchors[4]} Said by Ada Marsh." in said


def test_what_was_taken_back_is_not_read_back(assessment: Assessment, talk: Talk) -> None:
    said = talk("3", "2", "z", "q", "")
    assert [line for line in said if line.startswith("2. ")] == []


def test_unsure_questions_become_lists_of_whom_to_ask(assessment: Assessment, talk: Talk) -> None:
    library = assessment.library
    mine = next(q for q in assessment.questions if q.owner == "it")
    others = next(q for q in assessment.questions if q.owner != "it")
    assessment.answer_all([Answer(question=mine.id, level="unsure"), Answer(question=others.id, level="unsure", note="Bo knows")])
    said = talk("q")
    at = said.index(f"To ask Ada Marsh ({library.role_by_id['it'].title}):")
    assert said[at + 1] == f"{mine.id}: {' '.join(mine.text.split())}"
    at = said.index(f"To ask {library.role_by_id[others.owner].title}:")
    assert said[at + 1] == f"{others.id}: {' '.join(others.text.split())} Note: Bo knows"


def test_whoever_did_not_know_is_not_asked_again(assessment: Assessment, talk: Talk) -> None:
    mine = next(q for q in assessment.questions if q.owner == "it").id
    said = talk(f"f {mine}", "u", "q", "", respondent="Ada Marsh")
    assert said[said.index("Nobody left to ask: Ada Marsh did not know:") + 1].startswith(f"{mine}: ")


def test_people_with_hostile_names_are_read_harmlessly(path: Path, tmp_path: Path) -> None:
    odd = Path(shutil.copyfile(path, tmp_path / "odd.readiness"))
    names = ["Eve\x1b]0;t\x07\u202e", "[bold]Mallory[/]"]
    with Assessment.open(odd, write=True, recorder="Rec\x1b[2J") as assessment:
        people = [{"name": name, "role": "it"} for name in names]
        assessment.apply_facts(ScopeInput(FactsFile.model_validate({"people": people})))
        mine = next(q for q in assessment.questions if q.owner == "it")
        said = hold(assessment, f"f {mine.id}", "u", "q", "", respondent=names[0])
    assert any(line.startswith("To ask Eve ]0;t or [bold]Mallory[/] (") for line in said)
    assert [line for line in said if any(ord(char) < 32 or char in "\x7f\x9b\u202e" for char in line)] == []


@pytest.mark.parametrize(
    ("choice", "said"), [(Choice(only="unsure"), "Nothing is left to ask of what you chose."), (Choice(only="gaps"), "Nothing is left")]
)
def test_a_choice_that_leaves_nothing_is_said(assessment: Assessment, talk: Talk, choice: Choice, said: str) -> None:
    heard = talk(choice=choice)
    assert heard[0].startswith(said)
    assert "Answer:" not in heard


def test_a_narrowed_sitting_asks_only_that_and_says_how_to_go_on_with_it(assessment: Assessment, talk: Talk) -> None:
    wanted = [question for question in assessment.questions if question.owner == "it"]
    options = ["--role", "it", "--by", "Ada Marsh"]
    said = talk("4", "u", "q", "", choice=Choice(roles=frozenset({"it"})), options=options)
    assert set(levels(assessment.path)) == {wanted[0].id, wanted[1].id}
    total = len(assessment.questions)
    assert f"{wanted[1].home}, 1 of {total} answered, {len(wanted) - 1} left of what you chose: {wanted[1].id}" in said
    assert f"Go on whenever you like with: readiness interview {assessment.path} --role it --by 'Ada Marsh'" in said


def test_known_gaps_are_asked_once_each(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    assessment.answer_all(
        [Answer(question=ids[0], level="1", note="old"), Answer(question=ids[1], level="5"), Answer(question=ids[2], level="2")]
    )
    talk("2", "y", "", choice=Choice(only="gaps"))
    assert levels(assessment.path) == {ids[0]: "2", ids[1]: "5", ids[2]: "2"}
    assert assessment.answers[ids[0]].note == "old"


def test_a_question_named_is_asked_even_if_answered_and_then_the_sitting_ends(assessment: Assessment, talk: Talk) -> None:
    question = assessment.questions[3]
    assessment.answer(Answer(question=question.id, level="1"))
    said = talk("3", "", choice=Choice(ids=frozenset({question.id})), at=question.id)
    assert said.count("Answer:") == 1
    assert levels(assessment.path) == {question.id: "3"}
