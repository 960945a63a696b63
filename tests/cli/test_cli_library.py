"""Own libraries on the command line: new, questions and facts from a folder, and `library`, which shows and takes over another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents
from read_once import shipped_once

from questionnaires.loader import load_library
from questionnaires.model import Library, Question
from readiness.assessment import Assessment
from readiness.renewing import renewal, take
from readiness.storage import Store, close_round
from scoring.model import Answer, Scope
from scoring.objections import objection, takes

Run = Callable[..., Outcome]
EXAMPLES = Path(__file__).parents[2] / "examples" / "libraries"
HIPAA, HOUSE = str(EXAMPLES / "hipaa_safeguards"), str(EXAMPLES / "house_rules")


@pytest.fixture(scope="module")
def small() -> Library:
    """Four questions of the example framework, enough to replace some of them."""
    library = load_library(EXAMPLES / "hipaa_safeguards")
    return library.with_questions(tuple(question.model_copy(update={"after": ()}) for question in library.questions[:5]))


@pytest.fixture
def asked(small: Library, tmp_path: Path) -> Path:
    """An assessment asked with it."""
    path = tmp_path / "a.readiness"
    Assessment.create(path, "Acme", recorder="Rec", library=small).close()
    return path


def newer(library: Library, at: int, replaces: Sequence[str], **changes: object) -> Library:
    """The library with the question at one place made another one, which replaces these; those are no longer asked."""
    questions = list(library.questions)
    questions[at] = questions[at].model_copy(update={"id": "newcomer", "replaces": tuple(replaces), **changes})
    return library.with_questions(tuple(question for question in questions if question.id not in replaces))


def taken(path: Path, library: Library, *answers: Answer) -> Assessment:
    """The file open for writing, answered, then asked with the other library."""
    assessment = Assessment.open(path, write=True, recorder="Taker")
    for answer in answers:
        assessment.answer(answer)
    take(assessment, renewal(assessment, library))
    return assessment


def first(library: Library) -> Question:
    return library.questions[0]


def test_a_whole_assessment_with_another_framework(readiness: Run, tmp_path: Path) -> None:
    made = readiness("new", "h.readiness", "--org", "Clinic", "--set", "full", "--library", HIPAA)
    assert "18 questions" in made.out
    assert "Asked with HIPAA safeguards readiness (example) 0.1.0" in made.out
    (tmp_path / "facts.yaml").write_text("facts: {role: associate, cloud: AWS}\n")
    assert readiness("scope", "h.readiness", "--facts", "facts.yaml").code == 0
    (tmp_path / "answers.yaml").write_text("ephi-second-factor: 1\nephi-own-login: 5\nleaver-ephi-access-removed: no-events\n")
    assert "3 new" in readiness("import", "h.readiness", "answers.yaml").out
    score = json.loads(readiness("score", "h.readiness", "--json").out)
    assert score["criteria"]["HT4"]["verdict"] == "not_met"
    assert "HT4" in readiness("plan", "h.readiness").out
    assert readiness("report", "h.readiness", "-o", "h.pdf").code == 0
    assert (tmp_path / "h.pdf").read_bytes().startswith(b"%PDF")
    assert "another framework" in readiness("library", "h.readiness").out
    assert "nothing to take over" in readiness("library", "h.readiness", "--library", HIPAA).out
    before = contents(tmp_path)
    assert_refused(readiness("library", "h.readiness", "--take"), "SOC 2 readiness asks none of the questions of First round")
    assert contents(tmp_path) == before


def test_the_report_s_words_come_from_the_library(readiness: Run) -> None:
    from datetime import date

    from readiness.reports.context import build_context

    readiness("new", "h.readiness", "--org", "Clinic", "--library", HIPAA)
    with Assessment.open(Path("h.readiness")) as one:
        context = build_context(one.library, one.scope, one.round, one.answers, today=date(2027, 1, 1))
    assert "a regulator judges them" in context.cover.disclaimer
    assert "Not an examination, opinion or assurance" in context.cover.disclaimer
    everything = repr(context)
    assert not [word for word in ("SOC 2", "CPA", "Trust Services", "AICPA") if word in everything]


def test_a_question_says_which_answers_it_takes(readiness: Run) -> None:
    asked = {one["id"]: one for one in json.loads(readiness("questions", "--json").out)}
    rungs = ["0", "1", "2", "3", "4", "5"]
    assert asked["mfa-enforced"]["answers"] == [*rungs, "unsure"]
    assert asked["office-access"]["answers"] == [*rungs, "na", "unsure"]
    assert asked["network-segments"]["answers"] == [*rungs, "unsure", "carved-out"]
    said = " ".join(readiness("questions", "retired-storage-erased").out.split())
    assert "0 to 5, na with a reason, unsure, no-events, carved-out to a subservice organisation of the scope. A compensating" in said
    assert "Answers 0 to 5, unsure. Not na, not no-events, not carved-out. A" in " ".join(
        readiness("questions", "mfa-enforced").out.split()
    )


@pytest.mark.parametrize("level", ["na", "no-events", "carved-out"])
def test_what_a_question_is_said_to_take_is_what_is_taken(level: str) -> None:
    library = shipped_once()
    vendor = {"id": "aws", "name": "AWS", "subservice": True, "method": "carve-out"}
    scope = Scope.model_validate({"organisation": "Acme", "vendors": [vendor]})
    for question in library.questions:
        answer = Answer.model_validate(
            {"question": question.id, "level": level, "reason": "R", "vendor": "aws" if level == "carved-out" else ""}
        )
        assert (objection(question, answer, scope) is None) == (level in takes(question))


def test_questions_and_facts_of_a_folder(readiness: Run) -> None:
    assert readiness("questions", "--library", HIPAA, "HT").out.count("\nephi-") == 5
    assert "a login of their own?" in readiness("questions", "--library", HIPAA, "ephi-own-login").out
    assert [fact["id"] for fact in json.loads(readiness("facts", "--library", HIPAA, "--json").out)] == ["role", "cloud", "office"]
    assert "handbook" in readiness("questions", "--library", HOUSE, "org-structure").out


def test_a_folder_that_is_no_library_is_refused_and_leaves_no_file(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "library.yaml").write_text(f"key: {json.dumps(HOSTILE)}\ntitle: 5\n")
    before = contents(tmp_path)
    for command in (["new", "a.readiness", "--org", "Acme"], ["questions"], ["facts"]):
        refused = readiness(*command, "--library", "odd")
        assert_refused(refused, "odd: not a usable library: library.yaml:1:6: key: ", "`readiness lint odd` lists them.")
        assert_refused(readiness(*command, "--library", "nowhere"), "nowhere: no such folder")
    assert contents(tmp_path) == before


def test_the_configured_folder_is_the_default_for_new(readiness: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_LIBRARY", HIPAA)
    assert "18 questions" in readiness("new", "h.readiness", "--org", "Clinic").out
    monkeypatch.setenv("READINESS_LIBRARY", "~nobody-at-all/library")
    assert_refused(readiness("new", "b.readiness", "--org", "Clinic"), "no such folder")


def test_lint_of_both_kinds(readiness: Run) -> None:
    for folder in (HIPAA, HOUSE):
        assert readiness("lint", folder).out == f"{folder}: nothing to complain about.\n"


def test_library_shows_how_the_other_one_differs_and_takes_it_over(readiness: Run, acme: Path) -> None:
    readiness("answer", "acme.readiness", "org-structure", "3")
    before = acme.read_bytes()
    shown = readiness("library", "acme.readiness", "--library", HOUSE).out
    assert "2 new, 1 reworded" in shown
    assert "--take` asks First round with it" in shown
    assert acme.read_bytes() == before
    done = readiness("library", "acme.readiness", "--library", HOUSE, "--take").out
    assert "First round was asked with SOC 2 readiness" in done
    with Assessment.open(acme) as assessment:
        assert assessment.library.key == "house-rules"
        assert assessment.answers["org-structure"].level == "3"
    back = json.loads(readiness("library", "acme.readiness", "--take", "--json").out)
    assert (back["taken"], back["asked_with"]["key"], back["compared_with"]["key"]) == (True, "house-rules", "soc2")
    assert len(back["gone"]) == 2
    again = json.loads(readiness("library", "acme.readiness", "--take", "--json").out)
    assert (again["taken"], again["same"]) == (False, True)


def test_what_a_library_says_cannot_command_the_terminal(readiness: Run, asked: Path, small: Library, tmp_path: Path) -> None:
    left = {"gone-question": HOSTILE}
    odd = small.model_copy(update={"title": HOSTILE, "leaves_out": left, "extends": "soc2 0.1.0"})
    taken(asked, odd).close()
    shown = readiness("library", "a.readiness")
    assert shown.code == 0
    assert_harmless(shown.out)
    assert "leaves out gone-question" in shown.out


def test_the_report_names_what_a_library_leaves_out(readiness: Run, asked: Path, small: Library) -> None:
    from readiness.reports.method import assumption_lines

    odd = small.model_copy(update={"leaves_out": {"gone-question": "Sold."}, "extends": "soc2 0.1.0"})
    with taken(asked, odd) as assessment:
        lines = assumption_lines(assessment.library, assessment.scope, assessment.scorecard())
    assert "The question library leaves out of soc2 0.1.0: gone-question (Sold)." in lines


def test_an_answer_moves_to_the_question_that_replaces_its_own_and_waits_for_a_confirmation(asked: Path, small: Library) -> None:
    old = first(small).id
    stated = Answer(question=old, level="3", respondent="Ada", basis="shown", note="Seen.", last_done="2026-01-02")
    with taken(asked, newer(small, 0, [old]), stated) as assessment:
        moved = assessment.answers["newcomer"]
        assert (moved.level, moved.respondent, moved.basis, moved.last_done) == ("3", "Ada", "shown", stated.last_done)
        assert moved.note.startswith(f"Seen.\nCarried over from {old} (hipaa-safeguards 0.1.0), answered 20")
        assert moved.recorder == "Taker"
        assert moved.is_open
        assert assessment.answers[old].level == "3"
        assert old not in {question.id for question in assessment.questions}
        assert assessment.scorecard().answered_count == 0


def test_it_is_one_step_and_the_state_follows_from_the_log(asked: Path, small: Library) -> None:
    taken(asked, newer(small, 0, [first(small).id]), Answer(question=first(small).id, level="3")).close()
    with Store.open(asked, write=False) as store:
        store.verify()
        *_, opened, moved = store.history()
    assert (opened.kind.value, moved.kind.value) == ("round.opened", "answer.set")
    assert opened.recorded_at == moved.recorded_at


def test_the_way_back_asks_the_old_question_with_its_old_answer(asked: Path, small: Library) -> None:
    old = first(small).id
    with taken(asked, newer(small, 0, [old]), Answer(question=old, level="3")) as assessment:
        take(assessment, renewal(assessment, small))
        assert assessment.library == small
        assert assessment.scorecard().answered_count == 1
        assert old in {question.id for question in assessment.questions}


@pytest.mark.parametrize(("levels", "moves"), [(("3", "3"), True), (("3", "2"), False), (("unsure", "3"), False), (("3",), True)])
def test_of_several_replaced_questions_only_answers_that_agree_move(
    asked: Path, small: Library, readiness: Run, levels: tuple[str, ...], moves: bool
) -> None:
    olds = [question.id for question in small.questions[:2]]
    answers = [Answer.model_validate({"question": old, "level": level}) for old, level in zip(olds, levels, strict=False)]
    with Assessment.open(asked, write=True, recorder="R") as assessment:
        assessment.answer_all(answers)
        plan = renewal(assessment, newer(small, 2, olds))
        assert [answer.question for answer in plan.carried] == (["newcomer"] if moves else [])
        assert plan.left_open == ({} if moves else {"newcomer": "differ"})
        take(assessment, plan)
        assert ("newcomer" in assessment.answers) is moves


def test_an_answer_that_the_new_question_does_not_allow_stays_behind(asked: Path, small: Library) -> None:
    old = next(question for question in small.questions if question.no_events)
    stricter = newer(small, small.questions.index(old), [old.id], no_events=False)
    with taken(asked, stricter, Answer(question=old.id, level="no-events")) as assessment:
        assert "newcomer" not in assessment.answers


def test_an_answer_that_is_there_already_is_never_written_over(asked: Path, small: Library) -> None:
    old = first(small).id
    later = newer(small, 0, [old])
    with taken(asked, later, Answer(question=old, level="3")) as assessment:
        assessment.answer(Answer(question="newcomer", level="1"))
        take(assessment, renewal(assessment, small))
        take(assessment, renewal(assessment, later))
        assert assessment.answers["newcomer"].level == "1"


def test_a_long_note_leaves_room_for_where_it_came_from(asked: Path, small: Library) -> None:
    old = first(small).id
    with taken(asked, newer(small, 0, [old]), Answer(question=old, level="3", note="x" * 20_000)) as assessment:
        note = assessment.answers["newcomer"].note
        assert len(note) == 20_000
        assert f"\nCarried over from {old} " in note


def test_a_closed_round_keeps_the_library_it_was_asked_with(asked: Path, small: Library, readiness: Run) -> None:
    with Store.open(asked, write=True, recorder="R") as store:
        (stated,) = store.rounds()
        (head,) = [event.id for event in store.history() if event.kind.value == "round.opened"]
        store.append([close_round(stated.model_copy(update={"closed": True}), based_on=head)])
    with Assessment.open(asked, write=True, recorder="R") as assessment, pytest.raises(Exception, match="First round is closed and keeps"):
        take(assessment, renewal(assessment, newer(small, 0, [first(small).id])))


def test_another_program_s_change_of_library_is_seen(asked: Path, small: Library) -> None:
    with Assessment.open(asked) as watching:
        assert watching.library == small
        taken(asked, newer(small, 0, [first(small).id])).close()
        assert watching.refresh()
        assert "newcomer" in watching.library.question_by_id
