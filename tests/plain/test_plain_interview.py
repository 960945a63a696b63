"""The plain interview with scripted replies: what is said, what is kept, and that nothing is lost however it ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from plain_cases import Talk, first, levels, reach

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.plain import interview as module
from readiness.plain.commands import OPENING, help_lines
from readiness.plain.interview import interview, plain_interview
from readiness.plain.terminal import wrapped
from scoring.model import Answer


def test_it_opens_with_what_may_be_typed_and_the_first_question(assessment: Assessment, talk: Talk) -> None:
    said = talk()
    assert said[0] == OPENING
    question = assessment.questions[0]
    at = said.index(question.text)
    assert said[at - 1] == f"{question.home}, 0 of {len(assessment.questions)} answered: {question.id}"
    assert said[at + 1].startswith(f"Criteria: {question.home} (")
    assert [line.split(": ", 1)[0] for line in said[at + 2 : at + 8]] == list("012345")
    assert said[at + 8].startswith("Or u unsure")
    assert said[at + 9] == "Answer:"


def test_each_answer_is_on_disk_before_the_next_question(assessment: Assessment) -> None:
    seen: list[dict[str, str]] = []
    replies = iter(["3 only in production", " 4 ", "unsure ask Bo", None])

    def ask(_question: str) -> str | None:
        seen.append(levels(assessment.path))
        return next(replies)

    interview(assessment, ask, lambda _line: None)
    ids = [question.id for question in assessment.questions]
    assert seen == [{}, {ids[0]: "3"}, {ids[0]: "3", ids[1]: "4"}, {ids[0]: "3", ids[1]: "4", ids[2]: "unsure"}]
    assert assessment.answers[ids[0]].note == "only in production"
    assert assessment.answers[ids[0]].recorder == "Rec"
    assert assessment.answers[ids[2]].note == "ask Bo"


@pytest.mark.parametrize("last", [[None], ["q", ""], ["Q", "yes"], ["quit", None], ["m", None], [KeyboardInterrupt()]])
def test_however_it_ends_nothing_is_lost_and_it_says_how_to_go_on(
    assessment: Assessment, talk: Talk, last: list[str | BaseException | None]
) -> None:
    said = talk("2", *last)
    assert levels(assessment.path) == {assessment.questions[0].id: "2"}
    tail = " ".join(said[-4:])
    assert f"1 of {len(assessment.questions)} questions answered; everything is saved in {assessment.path}." in tail
    assert f"Go on whenever you like with: readiness interview {assessment.path}" in tail
    assert f"readiness plan {assessment.path}" in tail
    again = talk()
    assert assessment.questions[1].text in again
    assert assessment.questions[0].text not in again


def test_ctrl_c_while_an_answer_is_being_saved(assessment: Assessment, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_answer: Answer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(assessment, "answer", stopped)
    assert "0 of" in " ".join(talk("2"))
    assert levels(assessment.path) == {}


@pytest.mark.parametrize("reply", ["", "  ", "6", "-1", "33", "3only", "j", "۳", "³", "\x1b[A", "🙂", "x" * 10_000])
def test_a_reply_that_is_none_of_the_answers(assessment: Assessment, talk: Talk, reply: str) -> None:
    said = talk(reply)
    assert "That is none of the answers; h lists them." in said
    assert said.count(assessment.questions[0].text) == 1
    assert levels(assessment.path) == {}


def test_the_question_is_read_again_only_when_asked(assessment: Assessment, talk: Talk) -> None:
    text = assessment.questions[0].text
    assert talk("?", "h", "y", "z", "l", "b guessed").count(text) == 1
    assert talk("a", "A").count(text) == 3


def test_why_and_evidence(assessment: Assessment, talk: Talk) -> None:
    question = assessment.questions[0]
    said = talk("?")
    assert " ".join(question.why.split()) in said
    assert f"For a tiny company: {' '.join(question.tiny.split())}" in said
    assert any(line.startswith("Evidence of design: ") and question.evidence.design[0] in line for line in said)


def test_help_is_listed_again(talk: Talk) -> None:
    said = talk("h")
    assert [line for line in help_lines() if line not in said] == []


def test_skipped_questions_come_again_in_the_next_sitting(assessment: Assessment, talk: Talk) -> None:
    said = talk("s", "3")
    assert "1 put off in this sitting." in " ".join(said)
    assert levels(assessment.path) == {assessment.questions[1].id: "3"}
    assert assessment.questions[0].text in talk()


def test_unsure_questions_come_last_in_the_next_sitting(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    talk("u ask Bo", *["4"] * (len(ids) - 1), "")
    assert levels(assessment.path)[ids[0]] == "unsure"
    said = talk("y", "5", "")
    assert "Earlier answer: unsure. Said. Note: ask Bo." in said
    assert "There is no earlier answer to keep." in said
    assert levels(assessment.path)[ids[0]] == "5"
    assert f"{len(ids)} of {len(ids)} questions answered" in " ".join(said)
    assert not any(line.startswith("Go on") for line in said)


def test_undo_takes_back_one_answer_after_the_other(assessment: Assessment, talk: Talk) -> None:
    ids = [question.id for question in assessment.questions]
    said = talk("1", "2", "z", "z", "z", "5")
    assert [line for line in said if "ake" in line and "back" in line and line != OPENING and "readiness" not in line] == [
        f"Taken back: {ids[1]}.",
        f"Taken back: {ids[0]}.",
        "Nothing to take back in this sitting.",
    ]
    assert levels(assessment.path) == {ids[0]: "5"}


def test_undo_of_an_unsure_answer_asks_it_again(assessment: Assessment, talk: Talk) -> None:
    said = talk("u", "z")
    assert said.count(assessment.questions[0].text) == 2
    assert levels(assessment.path) == {}


def test_not_applicable_asks_for_the_reason_if_it_is_missing(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, waivable=True)
    said = talk(*reach(assessment, question), "n", "we have none")
    assert said[said.index("Reason:") + 1] == "Saved."
    assert assessment.answers[question].reason == "we have none"


@pytest.mark.parametrize("reason", [None, "", " "])
def test_not_applicable_without_a_reason_is_not_saved(assessment: Assessment, talk: Talk, reason: str | None) -> None:
    said = talk(*reach(assessment, first(assessment, waivable=True)), "n", reason)
    assert "Not saved: what was asked for is missing." in said
    assert levels(assessment.path) == {}


def test_what_cannot_be_waived_is_not_asked_for_a_reason(assessment: Assessment, talk: Talk) -> None:
    said = talk(*reach(assessment, first(assessment, waivable=False)), "n")
    assert "Reason:" not in said
    assert any("cannot be waived" in line for line in said)


def test_carved_out_names_the_providers_there_are(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, inheritable=True)
    said = talk(*reach(assessment, question), "c", "Nobody", "n", "c", "aws")
    assert "Which provider? (AWS)" in said
    assert "Nobody is not declared as a subservice organisation. Declare it now? y or n:" in said
    assert assessment.answers[question].level == "carved-out"


def test_no_events(assessment: Assessment, talk: Talk) -> None:
    question = first(assessment, no_events=True)
    said = talk(*reach(assessment, question), "e", "", "e", "Bo", "p", "e")
    assert said.count("Who is ready to do it when it happens?") == 2
    assert (assessment.answers[question].level, assessment.answers[question].owner) == ("no-events", "Bo")


def test_no_events_where_there_always_are_some(assessment: Assessment, talk: Talk) -> None:
    said = talk(*reach(assessment, first(assessment, no_events=False)), "e")
    assert any(line.startswith("Not saved: ") and "no-events does not fit" in line for line in said)
    assert levels(assessment.path) == {}


def test_how_you_know_holds_for_the_answers_that_follow(assessment: Assessment, talk: Talk) -> None:
    said = talk("1", "b Shown", "2", "3", "b tested", "4")
    assert "The answers that follow are marked as shown." in said
    assert [assessment.answers[question.id].basis for question in assessment.questions[:4]] == ["said", "shown", "shown", "tested"]


def test_an_answer_from_the_last_round_is_shown_and_kept_whole(assessment: Assessment, talk: Talk) -> None:
    question = assessment.questions[0].id
    carried = Answer.model_validate({"question": question, "level": "4", "carried": True, "note": "wiki", "evidence": [{"reference": "x"}]})
    assessment.answer(carried)
    replies = ["4"] * (len(assessment.questions) - 1)
    said = talk(*replies, "y", "")
    assert "Earlier answer, carried over from an earlier round: 4. Said. Evidence: x. Note: wiki." in said
    kept = assessment.answers[question]
    assert (kept.level, kept.note, kept.carried, len(kept.evidence)) == ("4", "wiki", False, 1)


def test_another_program_that_answers_meanwhile_is_seen(assessment: Assessment) -> None:
    ids = [question.id for question in assessment.questions]
    said: list[str] = []

    def replies() -> Iterable[str | None]:
        with Assessment.open(assessment.path, write=True, recorder="Other") as other:
            other.answer(Answer(question=ids[0], level="5"))
        yield "1"
        yield None

    waiting = iter(replies())
    interview(assessment, lambda _question: next(waiting), said.append)
    assert any(line.startswith("Not saved: ") for line in said)
    assert levels(assessment.path) == {ids[0]: "5"}
    assert assessment.questions[1].text in said


def test_a_full_disk_is_said_and_the_question_stays(assessment: Assessment, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = assessment.answer
    failures = iter([ReadinessError("the disk is full\x1b[31m")])

    def sometimes(answer: Answer) -> object:
        for failure in failures:
            raise failure
        return real(answer)

    monkeypatch.setattr(assessment, "answer", sometimes)
    said = talk("3", "4")
    assert "Not saved: the disk is full [31m" in said
    assert levels(assessment.path) == {assessment.questions[0].id: "4"}


def test_no_line_holds_a_control_character(assessment: Assessment, talk: Talk) -> None:
    assessment.answer(Answer(question=assessment.questions[0].id, level="unsure", note="a\x1b[31mb\x9bc\nd\u202e"))
    said = talk(*["4"] * (len(assessment.questions) - 1), "?")
    assert "Earlier answer: unsure. Said. Note: a [31mb c d." in said
    assert [line for line in said if any(ord(char) < 32 or char in "\x9b\u202e" for char in line)] == []


def test_everything_answered_is_said_at_once(assessment: Assessment, talk: Talk) -> None:
    assessment.answer_all([Answer(question=question.id, level="5") for question in assessment.questions])
    said = talk()
    assert "Answer:" not in said
    assert f"{len(assessment.questions)} of {len(assessment.questions)} questions answered" in " ".join(said)


def test_without_a_file_it_asks_for_one(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replies = iter([f" {assessment.path} ", "3", None])
    monkeypatch.setattr(module, "prompt", lambda _question: next(replies))
    plain_interview(None, recorder="Rec")
    assert levels(assessment.path) == {assessment.questions[0].id: "3"}
    assert "Saved." in capsys.readouterr().out


@pytest.mark.parametrize("reply", [None, "", "  "])
def test_no_file_named_ends_quietly(monkeypatch: pytest.MonkeyPatch, reply: str | None) -> None:
    monkeypatch.setattr(module, "prompt", lambda _question: reply)
    plain_interview(None, recorder="Rec")


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="does not exist"):
        plain_interview(tmp_path / "none.readiness", recorder="Rec")


def test_long_lines_break_at_words_to_the_terminal(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for columns in ("50", "12"):
        replies = iter(["?", "h", None])
        monkeypatch.setattr(module, "prompt", lambda _question, waiting=replies: next(waiting))
        monkeypatch.setenv("COLUMNS", columns)
        plain_interview(assessment.path, recorder="Rec")
        out = capsys.readouterr().out
        width = max(40, int(columns))
        assert [line for line in out.splitlines() if len(line) > width and " " in line.strip()] == []
        assert " ".join(assessment.questions[0].text.split()) in " ".join(out.split())


def test_wrapping_keeps_words_whole_and_hangs_the_rungs() -> None:
    assert wrapped("", 80) == ""
    assert wrapped("3: " + "word " * 12, 40) == "3: word word word word word word word\n   word word word word word"
    assert wrapped("saved in /a/very-long-path/that-goes-on-and-on/acme.readiness", 40) == (
        "saved in\n/a/very-long-path/that-goes-on-and-on/acme.readiness"
    )


def test_the_command_to_go_on_is_one_that_can_be_typed(assessment: Assessment) -> None:
    said: list[str] = []
    assessment.path = Path("my files/a.readiness")
    interview(assessment, lambda _question: None, said.append, ".venv/bin/readiness")
    assert "Go on whenever you like with: .venv/bin/readiness interview 'my files/a.readiness'" in said
    assert "What to do next: .venv/bin/readiness plan 'my files/a.readiness'" in said
