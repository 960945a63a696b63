"""Explanations of verdicts and figures, and the questions that settle most, in words and without a terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.tui.state.explaining import WHOLE, Entry, Subject, Told, explained
from readiness.tui.state.settling import settling
from readiness.tui.widgets.columns import packed
from scoring.model import Answer, Compensating

from .conftest import HOSTILE
from .small_library import question, small_library


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


def of(assessment: Assessment, subject: Subject) -> Told:
    told = explained(assessment, subject)
    assert told is not None
    return told


def entries(told: Told) -> dict[str, Entry]:
    return {entry.id: entry for _, found in told.blocks for entry in found}


def test_both_types_stand_side_by_side(assessment: Assessment) -> None:
    told = of(assessment, ("criterion", "CC1.2"))
    first, second = told.sides
    assert told.title == "CC1.2 Oversight"
    assert (first.title, first.chosen, second.title, second.chosen) == ("Type I", False, "Type II", True)
    # A quick set is a screen: what would be met in a full set is no more than "no gap seen", in the rule as well.
    assert first.verdict == "● no gap seen" and first.lines[0].startswith("No gap seen: every key control")
    assert second.verdict == "◐ partly met" and second.lines[-1] == "To no gap seen: 1 control, see below."
    assessment.widen("full")
    first, second = of(assessment, ("criterion", "CC1.2")).sides
    assert first.verdict == "● met" and first.lines == ("Met: every key control is at its target and no control is below the floor.",)
    assert second.lines[-1] == "To met: 1 control, see below."


def test_a_control_says_what_it_counts_and_what_would_lead_further(assessment: Assessment) -> None:
    assessment.widen("full")
    ((title, found),) = of(assessment, ("criterion", "CC6.1")).blocks
    assert title == "Controls"
    first, second = found
    assert (first.kind, first.id, first.marked) == ("question", "multi-factor", True)
    assert first.head == "key · weight 2 · rung 3 · said · decides both types"
    assert first.text == "Is multi-factor sign-in on for everyone?"
    assert first.details == ("Type I: credit 0.6 · needs 4 for met", "Type II: credit 0.4 · needs 5 for met")
    assert second.head == "supports · weight 1 · open" and not second.marked
    assert second.details == ("Type I: open · needs 3 for met", "Type II: open · needs 3 for met")


def test_a_verdict_that_answers_may_still_change_says_between_what(assessment: Assessment) -> None:
    lines = of(assessment, ("criterion", "CC6.2")).sides[1].lines
    assert lines[0].startswith("Not settled: open answers") and lines[1] == "Possible: not met to no gap seen."


def test_a_control_without_events_counts_for_one_type_alone(assessment: Assessment) -> None:
    assessment.answer(Answer(question="leaver-access", level="no-events"))
    leavers = entries(of(assessment, ("criterion", "CC6.2")))["leaver-access"]
    assert leavers.head.startswith("key · weight 2 · no events")
    assert leavers.details[:2] == ("Type I: credit 1", "Type II: left out")


def test_a_lifted_rung_says_what_was_stated_and_by_what(assessment: Assessment) -> None:
    instead = Compensating(rung=4, reason="Two people read every contract.", owner="CEO")
    assessment.answer(Answer(question="rules-of-conduct", level="1", compensating=instead))
    conduct = entries(of(assessment, ("criterion", "CC1.1")))["rules-of-conduct"]
    assert "stated 1, lifted by a compensating control" in conduct.head


def test_remarks_stand_by_their_control(assessment: Assessment) -> None:
    assessment.answer(Answer(question="owner-named", level="5"))
    named = entries(of(assessment, ("criterion", "CC1.2")))["owner-named"]
    assert "on record by word only: claimed, not shown" in named.details


@pytest.mark.parametrize("subject", [WHOLE, ("category", "CC"), ("series", "CC1")])
def test_a_group_names_its_weakest_criteria_and_what_costs_most(assessment: Assessment, subject: Subject) -> None:
    told = of(assessment, subject)
    (weakest, held), (costly, losses) = told.blocks
    assert weakest == "Weakest criteria, Type II" and [entry.id for entry in held] == ["CC1.1"]
    assert held[0].kind == "criterion" and held[0].head == "CC1.1 Conduct" and held[0].details == ("Type I: not met · Type II: not met",)
    assert costly == "What costs most, in percentage points for Type II"
    assert losses[0].id == "rules-of-conduct" and losses[0].head.endswith("points · rung 1") and losses[0].details[0].startswith("Type I ")
    points = [float(entry.head.split()[0]) for entry in losses]
    assert points == sorted(points, reverse=True)
    assert told.sides[1].lines[0].startswith("Held there by 1 of ")


def test_a_group_says_how_much_is_open(assessment: Assessment) -> None:
    assert of(assessment, ("series", "CC6")).sides[0].lines[1] == "71.4 points are still open."
    assert of(assessment, ("series", "CC1")).sides[0].lines == ("Held there by 1 of 2 criteria.",)


def test_no_more_than_ten_answers_are_listed(tmp_path: Path) -> None:
    questions = [question(f"control-{number}", f"Is control {number} there?", {"CC1.1": "key"}) for number in range(12)]
    library = Library.model_validate(small_library().model_dump() | {"questions": questions})
    with Assessment.create(tmp_path / "many.readiness", "Acme", recorder="Ben", library=library) as made:
        made.answer_all([Answer(question=f"control-{number}", level="1") for number in range(12)])
        blocks = dict(of(made, WHOLE).blocks)
        assert len(blocks["What costs most, in percentage points for Type II"]) == 10


@pytest.mark.parametrize("subject", [("criterion", "A1.1"), ("criterion", "X"), ("series", "A1"), ("category", "A")])
def test_what_is_not_in_the_scope_has_no_explanation(assessment: Assessment, subject: Subject) -> None:
    assert explained(assessment, subject) is None


def test_hostile_text_of_a_library_is_harmless(tmp_path: Path) -> None:
    asked = question("control", f"Is it there? {HOSTILE}", {"CC1.1": "key"})
    plain = small_library().model_dump()
    criteria = [one | {"title": HOSTILE} for one in plain["criteria"]]
    library = Library.model_validate(plain | {"questions": [asked], "criteria": criteria})
    with Assessment.create(tmp_path / "hostile.readiness", "Acme", recorder="Ben", library=library) as made:
        made.answer(Answer(question="control", level="0"))
        said = repr([of(made, subject) for subject in (WHOLE, ("series", "CC1"), ("criterion", "CC1.1"))]) + repr(settling(made))
        assert "\\x1b" not in said and "\\u202e" not in said and "[/foo] <b>" in said


# What to answer next


def test_the_questions_that_settle_most_name_what_they_settle(assessment: Assessment) -> None:
    title, choices = settling(assessment)
    assert title == "Answer these 3 to settle most"
    assert [question_id for question_id, _ in choices] == [one.question for one in assessment.narrowing()]
    words = dict(choices)
    assert words["access-review"] == "Is access looked over every quarter? → CC6.2"
    assert words["leaver-access"].endswith("single sign-on alone? → CC6.2")


def test_what_a_question_settles_stays_short(tmp_path: Path) -> None:
    criteria = dict.fromkeys(("CC1.1", "CC1.2", "CC6.1", "CC6.2", "A1.1"), "key")
    library = Library.model_validate(
        small_library().model_dump() | {"questions": [question("control", f"Is it there{' and there' * 20}?", criteria)]}
    )
    with Assessment.create(tmp_path / "long.readiness", "Acme", categories=["A"], recorder="Ben", library=library) as made:
        ((_, text),) = settling(made)[1]
        assert len(text) <= 138 and text.endswith("… → CC1.1 CC1.2 CC6.1 CC6.2 and 1 more")


def test_one_open_question_is_said_as_one_and_none_as_none(assessment: Assessment) -> None:
    assessment.answer_all([Answer(question="leaver-access", level="2"), Answer(question="physical-places", level="2")])
    assert settling(assessment)[0] == "Answer this one to settle most"
    assessment.answer(Answer(question="access-review", level="2"))
    assert settling(assessment)[1] == []


@pytest.mark.parametrize(
    ("texts", "width", "lines"),
    [(["abc", "def"], 9, "abc   def"), (["abc", "def"], 8, "abc\ndef"), (["abcdefghij"], 4, "abcdefghij"), ([], 9, "")],
)
def test_short_texts_share_a_line_where_they_fit(texts: list[str], width: int, lines: str) -> None:
    assert packed(texts, width) == lines
