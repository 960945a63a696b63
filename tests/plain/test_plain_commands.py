"""What is kept beside an answer, moving about, and who speaks: each command with what it asks for, and the input ending inside it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from plain_cases import Talk, first, levels, reach

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange import evidence_files
from readiness.plain.commands import COMMANDS, help_lines
from readiness.plain.sitting import Sitting
from scoring.model import Answer

HOSTILE = "a\x1b[31mb\x1b]0;t\x07c\x9b2Jd\u202ee\x7f\r\x08\ud800"


def test_each_word_means_one_thing() -> None:
    words = [word for command in COMMANDS for word in (command.key, *command.words)]
    assert len(words) == len(set(words))
    assert all(line.startswith((f"{one.key} ", f"{one.key},")) for line, one in zip(help_lines()[2:], COMMANDS, strict=True))


@pytest.mark.parametrize("level", ["0", "3", "u", "e Bo"])
def test_a_note_without_an_answer_is_safe_at_once_and_stays_with_it(assessment: Assessment, talk: Talk, level: str) -> None:
    question = first(assessment, no_events=True)
    said = talk(*reach(assessment, question), "m the wiki page", level)
    assert "Saved; the question stays open until you answer." in said
    assert assessment.answers[question].note == "the wiki page"
    assert assessment.answers[question].level == {"u": "unsure", "e Bo": "no-events"}.get(level, level)


@pytest.mark.parametrize(
    "replies", [["m the wiki page"], ["m", "the wiki page"], ["v ticket 5"], ["d", "2026-02-01"], ["t", "Bo left"], ["o Bo"], ["x"]]
)
def test_what_was_typed_beside_an_answer_survives_the_end_of_input(assessment: Assessment, talk: Talk, replies: list[str]) -> None:
    talk(*replies)
    with Assessment.open(assessment.path) as other:
        kept = other.answers[assessment.questions[0].id]
    assert (kept.level, kept.respondent) == ("unanswered", "")
    assert kept.note or kept.evidence or kept.last_done or kept.walkthrough or kept.owner or kept.flagged


def test_a_note_replaces_the_one_before(assessment: Assessment, talk: Talk) -> None:
    said = talk("3 old", "p", "m new", "m", "")
    assert assessment.answers[assessment.questions[0].id].note == "new"
    assert levels(assessment.path)[assessment.questions[0].id] == "3"
    assert "Not saved: what was asked for is missing." in said


def test_owner_flag_and_one_case(assessment: Assessment, talk: Talk) -> None:
    said = talk("4", "p", "o Bo", "t Bo left in May.", "x", "x", "x", "s", "r", "")
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.level, answer.owner, answer.walkthrough, answer.flagged) == ("4", "Bo", "Bo left in May.", True)
    assert "No longer flagged." in said
    assert any(line.endswith("Said. Flagged for follow-up. Owner: Bo. One case: Bo left in May.") for line in said)


def test_still_true_keeps_everything_there_is_beside_an_answer(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, no_events=True)
    full = Answer.model_validate(
        {
            "question": question,
            "level": "4",
            "nothing_written": True,
            "basis": "tested",
            "respondent": "Bo",
            "note": "a note",
            "operating_since": "2026-01-01",
            "last_done": "2026-02-01",
            "evidence": [{"reference": "x", "title": "y", "collected_on": "2026-02-02"}],
            "compensating": {"rung": 5, "reason": "r", "owner": "Bo", "evidence": "z"},
            "carried": True,
            "owner": "Cy",
            "flagged": True,
            "walkthrough": "one case",
        }
    )
    assert {name for name in Answer.model_fields if not getattr(full, name)} == {"reason", "vendor", "recorder"}
    assessment.answer(full)
    talk(f"f {question}", "y")
    assert assessment.answers[question] == full.model_copy(update={"carried": False, "recorder": "Rec"})


def test_a_provider_is_declared_where_it_is_named(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, inheritable=True)
    said = talk(*reach(assessment, question), "c Neon\x1b Cloud", "y", f"f {question}", f"c {'x' * 201}", "y")
    assert assessment.scope.vendor("neon cloud") is not None
    assert assessment.answers[question].level == "carved-out"
    assert "Earlier answer: carved out to Neon Cloud. Said." in said
    assert any("a name has 1 to 200 characters" in line for line in said)


def test_a_local_file_is_known_again_by_its_hash(assessment: Assessment, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    (assessment.path.parent / "export.csv").write_text("who,when\n")
    talk("v export.csv", "v ./gone.csv", "3")
    kept, gone = assessment.answers[assessment.questions[0].id].evidence
    assert (kept.sha256, kept.size, gone.sha256) == (hashlib.sha256(b"who,when\n").hexdigest(), 9, "")
    assert kept.collected_on == date.fromtimestamp((assessment.path.parent / "export.csv").stat().st_mtime)
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 3)
    said = talk("v ../" + assessment.path.parent.name + "/export.csv")
    assert any("larger than 200 MB" in line for line in said)


def test_evidence_adds_up(assessment: Assessment, talk: Talk) -> None:
    talk("v ticket 5", "v", "https://wiki/page", "4")
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.level, [one.reference for one in answer.evidence]) == ("4", ["ticket 5", "https://wiki/page"])


def test_the_same_evidence_is_not_added_twice(assessment: Assessment, talk: Talk) -> None:
    question = assessment.questions[0].id
    said = talk("v ticket 5", "v  ticket 5", "v", "ticket 5", "v ticket 6", "4")
    assert sum("that reference stands beside the answer already" in line for line in said) == 2
    assert [one.reference for one in assessment.answers[question].evidence] == ["ticket 5", "ticket 6"]
    assert len(assessment.history(question)) == 3


def test_dates_are_each_kept_at_once(assessment: Assessment, talk: Talk) -> None:
    said = talk("4", "p", "d", "2026-02-01", "2026-02-30", "d", "", "2025-11-05", "s")
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.last_done, answer.operating_since) == (date(2026, 2, 1), date(2025, 11, 5))
    assert any(line.startswith("Not saved: ") and "no day of the calendar" in line for line in said)


def test_a_day_still_to_come_is_refused(assessment: Assessment, talk: Talk) -> None:
    said = talk("4", "p", "d", str(date.today() + timedelta(days=30)), "")
    assert any(line.startswith("Not saved: ") and "still to come" in line for line in said)
    assert assessment.answers[assessment.questions[0].id].last_done is None


@pytest.mark.parametrize("replies", [["w 4"], ["w", "4"], ["4", "p", "w", "y"], ["4", "p", "w", "w", "w"]])
def test_nothing_written(assessment: Assessment, talk: Talk, replies: list[str]) -> None:
    talk(*replies)
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.level, answer.nothing_written) == ("4", True)


def test_nothing_written_is_a_remark_on_the_upper_rungs(assessment: Assessment, talk: Talk) -> None:
    said = talk("w 2", "w", "", "w many", "2", "p", "w 5", "p", "1")
    assert said.count("Not saved: nothing written is a remark on rungs 3 to 5: it works, but no rule is written.") == 3
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.level, answer.nothing_written) == ("1", False)


@pytest.mark.parametrize("replies", [["k", "1"], ["k 1"], ["1", "p", "k"]])
def test_a_compensating_control_in_one_flow(assessment: Assessment, talk: Talk, replies: list[str]) -> None:
    talk(*replies, "The director reads every change.", "nine", "4", "Ada", "minutes")
    answer = assessment.answers[assessment.questions[0].id]
    assert answer.level == "1"
    assert answer.compensating is not None
    stated = answer.compensating
    assert (stated.rung, stated.reason, stated.owner, stated.evidence) == (4, "The director reads every change.", "Ada", "minutes")


@pytest.mark.parametrize("replies", [["4", "Ada", None], ["4", None], [None], ["4", ""], [""]])
def test_half_a_compensating_control_is_kept_as_a_note(assessment: Assessment, talk: Talk, replies: list[str | None]) -> None:
    talk("m before", "k 1", "The director reads every change.", *replies)
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.level, answer.note, answer.compensating) == ("unanswered", "before\nThe director reads every change.", None)


def test_a_compensating_control_needs_a_rung_of_the_control_itself(assessment: Assessment, talk: Talk) -> None:
    said = talk("k", "six", "", "k 7")
    assert said.count("Not saved: a compensating control stands beside a rung from 0 to 5.") == 2
    assert levels(assessment.path) == {}


def test_a_new_level_takes_away_what_no_longer_fits(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, waivable=True)
    talk(*reach(assessment, question), "w 4", "p", "k", "We count by hand.", "3", "Ada", "", "p", "n no office", "p", "2")
    answer = assessment.answers[question]
    assert (answer.level, answer.reason, answer.nothing_written, answer.compensating) == ("2", "", False, None)


def test_every_answer_carries_the_name_of_who_speaks(assessment: Assessment, talk: Talk) -> None:
    said = talk("3", f"i {'x' * 201}", "i Bo", "2", "i", "ada MARSH", "m a note", "s", "y", "1", respondent="  Someone   New ")
    ids = [question.id for question in assessment.questions]
    assert [assessment.answers[one].respondent for one in ids[:4]] == ["Someone New", "Bo", "", "Ada Marsh"]
    assert "The answers are Someone New's." in said
    assert "Not saved: a name has at most 200 characters, this one has 201; shorten it." in said
    assert "The answers that follow are Ada Marsh's." in said


def test_another_level_is_nobody_elses_word_and_only_said(assessment: Assessment, talk: Talk) -> None:
    first, second = (question.id for question in assessment.questions[:2])
    shown = {"basis": "shown", "respondent": "Tom Reed", "owner": "IT"}
    assessment.answer_all(Answer.model_validate({"question": one, "level": "4", **shown, "carried": True}) for one in (first, second))
    talk(f"f {first}", "2", f"f {second}", "4")
    answers = [assessment.answers[one] for one in (first, second)]
    assert [(one.level, one.basis, one.respondent, one.owner) for one in answers] == [
        ("2", "said", "", "IT"),
        ("4", "shown", "Tom Reed", "IT"),
    ]


def test_what_is_kept_without_an_answer_is_in_nobodys_mouth(assessment: Assessment, talk: Talk) -> None:
    said = talk("v the export", "s", "u", "r", "", "q", "", respondent="Ada Marsh")
    first, second = (question.id for question in assessment.questions[:2])
    assert (assessment.answers[first].level, assessment.answers[first].respondent) == ("unanswered", "")
    read = [line for line in said if line.startswith(("1. ", "2. "))]
    assert read and all(line.startswith(f"1. {second}, unsure") for line in read)
    asked = said[next(place for place, line in enumerate(said) if line.startswith("To ask ")) :]
    assert not any(line.startswith(first) for line in asked)
    assert any(line == "So far: not answered yet. Evidence: the export." for line in talk("f " + first))


def test_another_persons_answer_stays_theirs_when_a_note_is_added(assessment: Assessment, talk: Talk) -> None:
    talk("3", "i Bo", "p", "m more", respondent="Ada Marsh")
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.respondent, answer.note) == ("Ada Marsh", "more")


def test_still_true_takes_on_how_it_is_known_now(assessment: Assessment, talk: Talk) -> None:
    talk("4 wiki", "p", "b shown", "y")
    answer = assessment.answers[assessment.questions[0].id]
    assert (answer.basis, answer.note, answer.level) == ("shown", "wiki", "4")


def test_basis_is_asked_for_if_it_is_missing(assessment: Assessment, talk: Talk) -> None:
    said = talk("b", "Tested", "b guessed", "4")
    assert "Type b and one of said, shown, tested." in said
    assert assessment.answers[assessment.questions[0].id].basis == "tested"


def test_a_question_is_found_by_id_and_asked_next(assessment: Assessment, talk: Talk) -> None:
    last = assessment.questions[-1]
    said = talk(f"f {last.id}", "5")
    assert last.text in [" ".join(line.split()) for line in said]
    assert levels(assessment.path) == {last.id: "5"}


def test_several_found_are_chosen_from(assessment: Assessment, talk: Talk) -> None:
    home = assessment.questions[0].home
    found = [question for question in assessment.questions if home in question.criteria]
    said = talk(f"f {home}", "2", "1", "f", home, "", f"f {home}", "99", "f nobody-asks-this")
    assert f"2. {found[1].id}: {found[1].text}" in said
    assert list(levels(assessment.path)) == [found[1].id]
    assert "That is none of the numbers; you stay where you are." in said
    assert "No question asked here holds that." in said


def test_a_found_question_shows_what_was_said(assessment: Assessment, talk: Talk) -> None:
    question = assessment.questions[0].id
    said = talk("3 only here", f"f {question}", "4")
    assert "Earlier answer: 3. Said. Note: only here." in said
    answer = assessment.answers[question]
    assert (answer.level, answer.note) == ("4", "only here")


def test_back_without_an_answer(talk: Talk) -> None:
    assert "Nothing was answered in this sitting yet." in talk("p")


def test_undo_reaches_one_statement_after_the_other(assessment: Assessment, talk: Talk) -> None:
    talk("3 first", "p", "m second", "z")
    assert assessment.answers[assessment.questions[0].id].note == "first"


def test_what_was_taken_back_is_given_again_one_after_the_other(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    said = talk("3 first", "p", "m second", "4", "z", "z", "g", "redo", "g")
    assert [line for line in said if line.startswith(("Said again", "Nothing was taken back"))] == [
        f"Said again: {ids[0]}.",
        f"Said again: {ids[0]}.",
        "Nothing was taken back since you last said something.",
    ]
    assert assessment.answers[ids[0]].level == "4"
    assert assessment.answers[ids[0]].note == "second"


def test_what_was_given_again_can_be_taken_back_again_until_something_else_is_said(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    said = talk("3", "4", "z", "g", "z", "5", "g", "z", "z")
    assert f"Said again: {ids[1]}." in said
    assert "Nothing was taken back since you last said something." in said
    assert levels(assessment.path) == {}


def test_what_another_program_said_since_is_not_written_over_by_giving_again(assessment: Assessment) -> None:
    question = assessment.questions[0]
    sitting = Sitting(assessment)
    sitting.answer(question, {"level": "3"})
    sitting.undo()
    with Assessment.open(assessment.path, write=True, recorder="Other") as other:
        other.answer(Answer(question=question.id, level="5"))
    with pytest.raises(ReadinessError, match="changed since by Other"):
        sitting.redo()
    assert levels(assessment.path) == {question.id: "5"}


def test_undo_leaves_what_another_program_said_since(assessment: Assessment) -> None:
    question = assessment.questions[0]
    sitting = Sitting(assessment)
    sitting.answer(question, {"level": "3"})
    with Assessment.open(assessment.path, write=True, recorder="Other") as other:
        other.answer(Answer(question=question.id, level="5"))
    assert sitting.undo() == f"{question.id} was changed since by Other; theirs stays."
    assert levels(assessment.path) == {question.id: "5"}


def test_what_is_left_with_the_usual_pace(assessment: Assessment) -> None:
    moments = iter([0.0, 40.0, 70.0, 4000.0, 4030.0])
    sitting = Sitting(assessment, clock=lambda: next(moments))
    paces = [sitting.seconds_an_answer()]
    for question in assessment.questions[:4]:
        sitting.answer(question, {"level": "4"})
        paces.append(sitting.seconds_an_answer())
    assert paces == [None, None, None, 40.0, 35.0]


def test_what_is_left_by_series_and_by_words(assessment: Assessment, talk: Talk) -> None:
    home = assessment.questions[0].home
    questions = [question for question in assessment.questions if home in question.criteria]
    said = talk("4", "s", "4", "4", "l", f"l {home.lower()}", "l nothing-like-it")
    total = len(assessment.questions)
    assert f"{total - 4} left to ask, and 1 put off: {assessment.questions[1].id}." in said
    assert sum(int(line.rpartition(": ")[2].split()[0]) for line in said if line.endswith(" left.")) == total - 4
    assert any(line.startswith("About 0 seconds an answer so far; at that pace, about 1 minute more.") for line in said)
    left = [q for q in questions if q.id not in assessment.answers and q.id != assessment.questions[1].id]
    assert f"{len(left)} left on that." in said
    assert "0 left on that." in said


def test_a_verdict_that_moves_is_said_and_one_that_stays_is_not(assessment: Assessment, talk: Talk) -> None:
    key = next(q for q in assessment.questions if q.role == "key")
    said = talk(f"f {key.id}", "0", f"f {key.id}", "1")
    moved = [line for line in said if line.startswith("Now ")]
    assert len(moved) == 1
    assert f"{key.home} not met (was not assessed)" in moved[0]
    assert " Readiness between " in moved[0]


@pytest.mark.parametrize("typed", ["m {}", "3 {}", "n {}", "c {}", "v {}", "i {}", "f {}", "l {}", "b {}", "w {}", "k {}", "{}", "u {}"])
def test_hostile_words_reach_neither_the_terminal_nor_the_way(assessment: Assessment, talk: Talk, typed: str) -> None:
    said = talk(typed.format(HOSTILE), "3", "p", "r", "", "a", "q", "", respondent=HOSTILE)
    assert [line for line in said if any(ord(char) < 32 or char in "\x7f\x9b\u202e\ud800" for char in line)] == []
    assert any("questions answered; everything is saved in" in line for line in said)


def test_a_note_beyond_all_bounds_is_refused(assessment: Assessment, talk: Talk) -> None:
    said = talk(f"m {'x' * 20_001}", f"3 {'x' * 20_001}", f"v {'x' * 2_001}", "4")
    assert sum(line.startswith("Not saved: ") and "too long" in line for line in said) == 3
    assert levels(assessment.path) == {assessment.questions[0].id: "4"}
