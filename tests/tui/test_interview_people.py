"""A consultant's day with the keyboard: two people with interruptions, walks, evidence, and the live picture."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.storage import put, remove, vendor_subject
from readiness.tui.app import ReadinessApp
from readiness.tui.dialogs.fingerprint import FingerprintDialog
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.state.returning import answered_last
from readiness.tui.state.sitting import uncovered
from scoring.model import Answer, Person

from .driving import everything, interview, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


def with_people(file: Path) -> Path:
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.change_scope([put(Person(id="ada", name="Ada Marsh", role="ceo"))])
    return file


async def test_two_people_one_after_the_other(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = with_people(make_file(answered=0))
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("H")
        await on_screen(pilot, "ChooseDialog")
        assert "1 Ada Marsh · Founder · 2 of 2 open" in everything(pilot)
        await pilot.press("1")
        await interview(pilot)
        assert text_of(pilot, "#status") == "Ada Marsh answers now: 2 open questions. H hands over to the next person."
        assert "Ada Marsh · Founder" in everything(pilot).splitlines()[0]
        await pilot.press("u")
        assert talk.current.id == "owner-named"
        # An interruption: she is called away and somebody else's question comes up.
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")
        await pilot.press("1")
        talk = await interview(pilot)
        await pilot.press("H", "1")
        await interview(pilot)
        await pilot.press("4", "H")
        await on_screen(pilot, "ReadBackDialog")
        assert "Ada Marsh, is this what you said? 2 answers, 1 of them unsure" in everything(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "→ The last leaver was removed everywhere in time" in everything(pilot)
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "owner-named"
        await pilot.press("5", "H")
        await on_screen(pilot, "ReadBackDialog")
        await pilot.press("y")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("2")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Bo")
        await pilot.press("enter", "right", "right", "enter")
        await interview(pilot)
        await until(pilot, lambda: text_of(pilot, "#status").startswith("Bo answers now: 4 open questions."))
        assert talk.current.id == "multi-factor"
        await pilot.press("2", "L")
        await on_screen(pilot, "AskListDialog")
        assert "nobody left to ask: Ada Marsh did not know · 1" in everything(pilot)
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "rules-of-conduct"
        await pilot.press("H", "y")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("4")
        await interview(pilot)
        assert text_of(pilot, "#status").startswith("Nobody in particular")
    kept = reread(file)
    said = {question: (answer.level, answer.respondent) for question, answer in kept.answers.items()}
    assert said == {
        "rules-of-conduct": ("unsure", "Ada Marsh"),
        "owner-named": ("5", "Ada Marsh"),
        "multi-factor": ("2", "Bo"),
    }
    assert [(person.name, person.role) for person in kept.scope.people] == [("Ada Marsh", "ceo"), ("Bo", "it")]


async def test_a_read_back_confirms_what_was_carried_over(make_file: MakeFile, make_app: MakeApp) -> None:
    file = with_people(make_file())
    with Assessment.open(file, write=True, recorder="Ann") as other:
        other.answer(Answer(question="owner-named", level="4", respondent="Ada Marsh", carried=True))
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("R")
        assert "H picks who answers" in text_of(pilot, "#status")
        await pilot.press("H", "1")
        await interview(pilot)
        await pilot.press("R", "y")
        await interview(pilot)
        assert text_of(pilot, "#status") == "saved 14:02:11 · Ada Marsh confirmed 1 answer"
        assert not talk.assessment.answers["owner-named"].carried


async def test_walks_are_chosen_sorted_and_left(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("L")
        assert "Nothing is parked" in text_of(pilot, "#status")
        await pilot.press("f")
        assert text_of(pilot, "#status") == "saved 14:02:11 · leaver-access flagged for follow-up"
        assert "⚑ flagged" in text_of(pilot, "#place")
        await pilot.press("F")
        await on_screen(pilot, "FormDialog")
        await pilot.press("right", "right", "ctrl+s")
        await interview(pilot)
        assert text_of(pilot, "#status") == "Walking 1 question: flagged for follow-up."
        assert "flagged for follow-up" in everything(pilot).splitlines()[0]
        await pilot.press("right")
        assert "last question" in text_of(pilot, "#status")
        await pilot.press("F")
        await on_screen(pilot, "FormDialog")
        await pilot.press("right", "right", "right", "right", "right", "ctrl+s")
        assert "No question is left by that" in text_of(pilot, "#error")
        await pilot.press("escape", "escape")
        await interview(pilot)
        await pilot.press("asterisk", "S")
        assert text_of(pilot, "#status") == "Walking 6 questions: role by role."
        await pilot.press("S", "A", "4")
        assert talk.current.id == "leaver-access" and talk.answer is not None and talk.answer.level == "4"
        await pilot.press("A", "4")
        assert talk.current.id == "physical-places"


async def test_one_case_is_told(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("W")
        await on_screen(pilot, "FormDialog")
        assert "the case is kept, and the question stays open until you answer" in text_of(pilot, ".label")
        await typed(pilot, "Ticket 7")
        await pilot.press("ctrl+s")
        await interview(pilot)
        assert talk.answer is not None and talk.answer.walkthrough == "Ticket 7"
        await pilot.press("y")
        await on_screen(pilot, "ReaderDialog")
        await pilot.press("end")
        await pilot.pause()
        assert "One case from end to end" in everything(pilot)


async def test_a_file_is_kept_by_its_hash_alone(make_file: MakeFile, make_app: MakeApp, tmp_path: Path, reread: Reread) -> None:
    file = make_file()
    (tmp_path / "leavers.csv").write_text("secret names")
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("4", "left", "v")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "leavers.csv")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: talk.answer is not None and bool(talk.answer.evidence))
        await interview(pilot)
        assert text_of(pilot, "#status") == "saved 14:02:11 · evidence of leaver-access · b says that it was shown to you"
        await pilot.press("b")
        assert text_of(pilot, "#status") == "saved 14:02:11 · leaver-access · basis: shown"
        await pilot.press("v")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "leavers.csv")
        await pilot.press("ctrl+s")
        assert "stands beside the answer already" in text_of(pilot, "#error")
    kept = reread(file).answers["leaver-access"].evidence
    assert [(one.reference, one.sha256, one.size) for one in kept] == [
        ("leavers.csv", hashlib.sha256(b"secret names").hexdigest(), len("secret names"))
    ]
    assert b"secret names" not in file.read_bytes()


async def test_reading_a_file_can_be_stopped(make_file: MakeFile, make_app: MakeApp, tmp_path: Path, monkeypatch: object) -> None:
    (tmp_path / "big.log").write_text("x")

    def endless(_path: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        progress(0.5)
        while not cancelled():
            pass

    monkeypatch.setattr("readiness.tui.dialogs.fingerprint.fingerprint", endless)  # type: ignore[attr-defined]
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("v")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "big.log")
        await pilot.press("ctrl+s")
        screen = await on_screen(pilot, "FingerprintDialog")
        assert isinstance(screen, FingerprintDialog)
        await until(pilot, lambda: "50%" in text_of(pilot, "#file"))
        await pilot.press("escape")
        await interview(pilot)
        assert "kept by its name alone" in text_of(pilot, "#status")
        assert talk.answer is not None and [(one.reference, one.sha256) for one in talk.answer.evidence] == [("big.log", "")]


async def test_carving_out_to_somebody_not_in_the_scope_yet(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as other:
        other.change_scope([remove(vendor_subject("aws"))])
    async with make_app(file, advance=False).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("right", "c")
        await on_screen(pilot, "FormDialog")
        await pilot.press("ctrl+s")
        assert "Name the organisation" in text_of(pilot, "#error")
        await typed(pilot, "Hoster")
        await pilot.press("enter", "enter")
        await interview(pilot)
        assert talk.answer is not None and talk.answer.level == "carved-out"
        vendor = talk.assessment.scope.vendors[0]
        assert (vendor.id, vendor.name, vendor.subservice) == (talk.answer.vendor, "Hoster", True)
        await pilot.press("c")
        await on_screen(pilot, "ChooseDialog")
        assert "2 another one" in everything(pilot)


async def test_the_live_picture(make_file: MakeFile, make_app: MakeApp) -> None:
    app = make_app(make_file(answered=0))
    now = [datetime(2026, 11, 23, 14)]

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    app.clock = clock
    async with app.run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        await pilot.press("0")
        assert text_of(pilot, "#live").startswith("CC1.1 · ") and " → ○ " in text_of(pilot, "#live")
        screen._fade(screen._fading)
        assert text_of(pilot, "#live") == "0 % shown"
        await pilot.press("b", "b", "b", "1", "2")
        screen._fade(0)
        assert "→" in text_of(pilot, "#live")
        for _ in range(5):
            screen.session.pace.note(clock())
        screen._fade(screen._fading)
        assert text_of(pilot, "#live").endswith(" left") and "a minute" in text_of(pilot, "#live")
        await pilot.press("z")
        assert " → · " in text_of(pilot, "#live")


@pytest.mark.parametrize("width", [80, 100, 160])
async def test_a_verdict_is_told_for_the_change_just_made_and_whole_or_not_at_all(
    make_file: MakeFile, make_app: MakeApp, width: int
) -> None:
    async with make_app(make_file(answered=0)).run_test(size=(width, 30)) as pilot:
        talk = await interview(pilot)
        first, live = talk.current.id, pilot.app.screen.query_one("#live")
        await pilot.press("0")
        assert live.display and text_of(pilot, "#live").startswith("CC1.1 · ") and " → ○ " in text_of(pilot, "#live")
        # The same answer once more changes no verdict.
        await pilot.press("left", "0")
        assert "→" not in text_of(pilot, "#live")
        await pilot.press("left", "3")
        assert f"{first}: rung 3 (was 0)" in everything(pilot).splitlines()[-2]
        shown = text_of(pilot, "#live") if live.display else ""
        assert "→" not in shown or (shown.startswith("CC1.1 ○ ") and shown in everything(pilot).splitlines()[-2])
        assert width == 80 or "→" in shown


async def test_a_narrow_screen_shows_a_changed_verdict_in_place_of_the_hint(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(answered=0)).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        await pilot.press("0")
        line = everything(pilot).splitlines()[-2]
        assert line.startswith(" saved 14:02:11 · rules-of-conduct") and " → ○ " in line and "M adds" not in line
        screen._fade(screen._fading)
        await pilot.pause()
        assert "M adds a note to it" in everything(pilot).splitlines()[-2]


async def test_whoever_answered_last_is_asked_about_and_never_seated(make_file: MakeFile, make_app: MakeApp) -> None:
    file = with_people(make_file(answered=0))
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        assert text_of(pilot, "#status") == ""
        await pilot.press("H", "1")
        await interview(pilot)
        await pilot.press("4")
        # As after a crash: what was answered is in the file, who sat there is not.
        await until(pilot, lambda: talk.current.id == "owner-named")
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        assert text_of(pilot, "#status") == "The last answers were Ada Marsh's: H if they are still here."
        assert "Ada Marsh" not in everything(pilot).splitlines()[0], "nobody is seated unasked"
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("escape")
        await interview(pilot)
        assert "Ada Marsh" not in text_of(pilot, "#status")


def test_the_newest_answer_says_who_was_here(make_file: MakeFile) -> None:
    with Assessment.open(with_people(make_file(answered=0)), write=True, recorder="Ann") as assessment:
        first, second, third, *_ = (question.id for question in assessment.questions)
        assert answered_last(assessment) is None
        assessment.answer(Answer(question=first, level="4", respondent=" ada marsh "))
        found = answered_last(assessment)
        assert found is not None and found.id == "ada"
        assessment.answer(Answer(question=second, level="4", respondent="Somebody else"))
        assert answered_last(assessment) is None
        assessment.answer(Answer(question=third, level="4", respondent="Ada Marsh"))
        start_round(assessment, "Again")
        assert answered_last(assessment) is None, "carried over is not said again"


def test_who_sits_here_tells_what_nobody_covers(make_file: MakeFile) -> None:
    with Assessment.open(make_file(answered=0), write=True, recorder="Ann") as assessment:
        assert uncovered(assessment) == "", "without anybody named, nobody is missing"
        assessment.change_scope([put(Person(id="ada", name="Ada", role="ceo"))])
        assert uncovered(assessment) == "4 open have nobody: it"
        assessment.answer(Answer(question=next(one.id for one in assessment.questions if one.owner == "it"), level="4"))
        assert uncovered(assessment) == "3 open have nobody: it"
        assessment.change_scope([put(Person(id="bo", name="Bo"))])
        assert uncovered(assessment) == "", "somebody without a role is asked everything"
