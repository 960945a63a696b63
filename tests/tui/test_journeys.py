"""Whole journeys with the keyboard alone, each ending in what the file says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import TextArea

from readiness.assessment import Assessment
from readiness.storage import problems
from readiness.tui.app import ReadinessApp
from readiness.tui.dialogs.form import Field, FormDialog
from readiness.tui.state.recent import load_recent, remember
from scoring.model import Answer

from .conftest import HOSTILE
from .driving import everything, interview, on_screen, text_of, to_row, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


async def test_from_a_new_file_to_the_pdf(make_app: MakeApp, tmp_path: Path, reread: Reread) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Acme")
        await pilot.press("tab", "ctrl+u")
        await typed(pilot, "first")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "ScopeScreen")
        await pilot.press("down", "enter")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Workflow")
        await pilot.press("enter")
        await on_screen(pilot, "ScopeScreen")
        assert text_of(pilot, "#status") == "saved 14:02:11 · product"
        await to_row(pilot, "category:A")
        await pilot.press("enter")
        await pilot.press("i")
        talk = await interview(pilot)
        first = talk.current.id
        await pilot.press("1")
        assert talk.current.id != first
        second = talk.current.id
        await pilot.press("u", "3", "z", "r")
        await on_screen(pilot, "ResultsScreen")
        assert "Not ready for Type II today" in text_of(pilot, "#headline")
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        assert "1 item · " in text_of(pilot, "#summary")
        await pilot.press("enter")
        assert (await interview(pilot)).current.id == first
        await pilot.press("x")
        await on_screen(pilot, "ExportScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "Wrote first-plan.pdf" in text_of(pilot, "#outcome"))
        await pilot.press("escape", "q", "q", "q", "q")
        await on_screen(pilot, "StartScreen")
    assert (tmp_path / "first-plan.pdf").read_bytes().startswith(b"%PDF")
    kept = reread(tmp_path / "first.readiness")
    assert kept.scope.product == "Workflow" and kept.scope.categories == ("CC", "A")
    assert {question: answer.level for question, answer in kept.answers.items()} == {first: "1", second: "unsure"}


async def test_every_answer_is_in_the_file_before_the_next_question_is_drawn(
    make_file: MakeFile, make_app: MakeApp, reread: Reread
) -> None:
    file = make_file()
    app = make_app(file)
    async with app.run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("4")
        assert talk.current.id == "physical-places"
        answer = reread(file).answers["leaver-access"]
        assert (answer.level, answer.recorder) == ("4", "Ben")
        assert text_of(pilot, "#status") == "saved 14:02:11 · leaver-access: rung 4 · M adds a note to it"


async def test_without_advance_the_question_stays(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(), advance=False).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("4")
        assert talk.current.id == "leaver-access"


async def test_letters_state_the_other_answers(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(), advance=False).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("e")
        await on_screen(pilot, "FormDialog")
        await pilot.press("enter")
        assert "somebody has to be ready" in text_of(pilot, "#error")
        await typed(pilot, "IT")
        await pilot.press("enter")
        await interview(pilot)
        assert talk.answer is not None and (talk.answer.level, talk.answer.owner) == ("no-events", "IT")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await pilot.press("enter")
        assert "needs a reason" in text_of(pilot, "#error")
        await typed(pilot, "nobody leaves")
        await pilot.press("enter")
        await interview(pilot)
        assert talk.answer is not None and (talk.answer.level, talk.answer.reason) == ("na", "nobody leaves")
        await pilot.press("u", "b")
        assert talk.answer is not None and (talk.answer.level, talk.answer.basis) == ("unsure", "shown")
        await pilot.press("right", "c")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("1")
        await interview(pilot)
        assert talk.answer is not None and (talk.answer.level, talk.answer.vendor) == ("carved-out", "aws")
        await pilot.press("5", "w")
        assert talk.answer is not None and talk.answer.nothing_written
        await pilot.press("w")
        assert talk.answer is not None and not talk.answer.nothing_written


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("n", "waived"), ("e", "always cases"), ("c", "provider"), ("w", "rungs 3 to 5"), ("d", "first"), ("a", "alternative"), ("M", "note")],
)
async def test_a_key_that_does_not_fit_says_why(make_file: MakeFile, make_app: MakeApp, key: str, sentence: str) -> None:
    async with make_app(make_file(answered=2)).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        assert talk.current.id == "multi-factor"
        await pilot.press(key)
        await pilot.pause()
        said = text_of(pilot, "#status")
        # In one sentence, and all of it in sight.
        assert sentence in said and said.endswith(".") and said in everything(pilot)
        assert talk.answer is None


async def test_moving_and_finding(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        for keys, there in (
            (["left"], "multi-factor"),
            (["h"], "owner-named"),
            (["left_square_bracket", "h"], "rules-of-conduct"),
            (["o"], "leaver-access"),
            (["l", "right"], "access-review"),
            (["right_square_bracket"], "access-review"),
        ):
            await pilot.press(*keys)
            assert talk.current.id == there
        assert "last question" in text_of(pilot, "#status")
        await pilot.press("slash")
        await on_screen(pilot, "FindDialog")
        await typed(pilot, "multi")
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "multi-factor"
        await pilot.press("t")
        await on_screen(pilot, "TreeDialog")
        await pilot.press("down", "enter")
        await interview(pilot)
        assert talk.current.id == "leaver-access"


async def test_the_tree_beside_the_card(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(120, 40)) as pilot:
        talk = await interview(pilot)
        await pilot.press("t", "g", "down", "enter", "down", "enter")
        await pilot.pause()
        assert talk.current.home == "CC1.1"
        assert pilot.app.screen.focused is None
        await pilot.press("2")
        assert talk.assessment.answers["rules-of-conduct"].level == "2"


async def test_the_interview_goes_on_where_it_stopped(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    async with make_app(file).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("right", "right")
        await pilot.press("ctrl+q")
    assert load_recent()[0].question == "access-review"
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("1")
        talk = await interview(pilot)
        assert talk.current.id == "access-review"


async def test_a_program_that_is_killed_goes_on_at_the_first_open_question(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file(answered=0)
    async with make_app(file).run_test() as pilot:
        await interview(pilot)
        await pilot.press("3", "3")
        # As after kill -9: nothing was remembered at the end.
        remembered = load_recent()
    assert remembered[0].question == ""
    remember(remembered[0])
    async with make_app(file).run_test() as pilot:
        assert (await interview(pilot)).current.id == "multi-factor"


async def test_a_note_on_the_answer_just_given(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("M")
        assert "Nothing was answered in this session" in text_of(pilot, "#status")
        await pilot.press("escape", "4")
        here = talk.current.id
        await pilot.press("M")
        await on_screen(pilot, "FormDialog")
        assert "Note · When someone leaves, is all their access removed" in everything(pilot)
        assert "Ctrl+S save" in everything(pilot)
        await typed(pilot, "by HR")
        await pilot.press("ctrl+s")
        await interview(pilot)
        assert talk.current.id == here and talk.answer is None
        assert talk.assessment.answers["leaver-access"].note == "by HR"
        assert text_of(pilot, "#status") == "saved 14:02:11 · note on leaver-access"


async def test_a_compensating_control_is_kept_and_shown(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("a")
        assert "Answer with a rung first" in text_of(pilot, "#status")
        await pilot.press("left", "a")
        await on_screen(pilot, "FormDialog")
        await pilot.press("left", "enter")
        await typed(pilot, "Network is closed")
        await pilot.press("ctrl+s")
        assert "Name who owns" in text_of(pilot, "#error")
        await pilot.press("enter")
        await typed(pilot, "CTO")
        await pilot.press("enter", "enter")
        await interview(pilot)
        assert talk.answer is not None and talk.answer.compensating is not None
        assert (talk.answer.compensating.rung, talk.answer.compensating.owner) == (5, "CTO")
        assert "compensating control  rung 5, CTO: Network is closed" in everything(pilot)


async def test_enter_stops_at_a_field_that_is_needed(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        form = await on_screen(pilot, "FormDialog")
        first = form.focused
        await pilot.press("enter")
        assert form.focused is first and "Name the organisation" in text_of(pilot, "#error")
        await pilot.press("shift+tab")
        last = form.focused
        assert last is not first
        await pilot.press("enter")
        assert form.focused is first and "Name the organisation" in text_of(pilot, "#error")
        await pilot.press("tab", "ctrl+s")
        assert form.focused is first
        await typed(pilot, "Acme")
        await pilot.press("enter")
        assert form.focused is not first and text_of(pilot, "#error") == ""
    assert list(tmp_path.glob("*.readiness")) == []


@pytest.mark.parametrize(("key", "level"), [("t", "0"), ("enter", "0"), ("escape", "0"), ("m", "4")])
async def test_somebody_else_was_first(make_file: MakeFile, make_app: MakeApp, reread: Reread, key: str, level: str) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("right", "left")
        reread(file, write=True).answer(Answer(question="leaver-access", level="0"))
        await pilot.press("4")
        await on_screen(pilot, "StaleDialog")
        assert "Eve changed it at 2026-11-23 14:02:11." in everything(pilot)
        await pilot.press(key)
        await interview(pilot)
        assert talk.assessment.answers["leaver-access"].level == level
        assert [event.payload["level"] for event in talk.assessment.history("leaver-access")] == (["0", "4"] if key == "m" else ["0"])


async def test_a_write_that_fails_is_told_and_nothing_moves(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)

        def full(*_: object, **__: object) -> None:
            raise problems.disk_full(Path("acme.readiness"))

        with monkeypatch.context() as broken:
            broken.setattr("readiness.storage.store.Store.append", full)
            await pilot.press("4")
            await on_screen(pilot, "ProblemDialog")
            assert "the disk is full" in everything(pilot)
            await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "leaver-access" and talk.answer is None
        assert text_of(pilot, "#status").startswith("NOT saved: leaver-access: rung 4")
        await pilot.press("4")
        assert text_of(pilot, "#status").startswith("saved")


async def test_a_long_note_and_hostile_text_survive(make_file: MakeFile, make_app: MakeApp) -> None:
    note = f"{HOSTILE} {'x' * 5000}"
    file = make_file(organisation=HOSTILE, vendor=HOSTILE)
    with Assessment.open(file, write=True, recorder=HOSTILE) as other:
        other.answer(Answer(question="physical-places", level="carved-out", vendor="aws", note=note, respondent=HOSTILE))
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("right")
        for key in ("y", "m", "d"):
            await pilot.press(key)
            await pilot.pause()
            assert "[/foo]" in everything(pilot)
            await pilot.press("escape")
            await interview(pilot)
        for key in ("r", "p", "s", "x"):
            await pilot.press(key)
            await pilot.pause()
            assert not set(everything(pilot)) & set("\x1b\u202e")
            await pilot.press("escape")
            await interview(pilot)
        assert talk.answer is not None and talk.answer.note == note
        await pilot.press("m", "ctrl+end")
        await typed(pilot, "end")
        await pilot.press("ctrl+s")
        await interview(pilot)
        assert talk.answer.note.endswith("xend") and len(talk.answer.note) == len(note) + 3
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")
        await pilot.pause()
        assert "[/foo]" in everything(pilot)


async def test_a_note_is_not_lost_by_one_escape(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "ask")
        await pilot.press("escape")
        assert "throws the change away" in text_of(pilot, "#error")
        assert pilot.app.screen.query_one(TextArea).text == "ask"
        await pilot.press("escape")
        await interview(pilot)
        assert talk.answer is None


@pytest.mark.parametrize("opening", [("m",), ("4", "left", "d")])
async def test_typing_on_takes_the_warning_of_a_loss_back(make_file: MakeFile, make_app: MakeApp, opening: tuple[str, ...]) -> None:
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press(*opening)
        await on_screen(pilot, "FormDialog")
        error = pilot.app.screen.query_one("#error")
        for _ in range(2):
            await pilot.press("x", "escape")
            assert "throws the change away" in text_of(pilot, "#error")
            await pilot.press("y")
            await until(pilot, lambda: not error.display)
            assert not text_of(pilot, "#error")
        await pilot.press("escape")
        assert "throws the change away" in text_of(pilot, "#error")
        await pilot.press("escape")
        await interview(pilot)


async def test_turning_a_choice_takes_the_warning_of_a_loss_back(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        pilot.app.push_screen(FormDialog("Which?", [Field("one", "", "a", "cycle", choices=(("a", "A"), ("b", "B"), ("c", "C")))]))
        await on_screen(pilot, "FormDialog")
        await pilot.press("right", "escape")
        assert "throws the change away" in text_of(pilot, "#error")
        await pilot.press("right")
        await until(pilot, lambda: not text_of(pilot, "#error"))
        await pilot.press("escape")
        assert "throws the change away" in text_of(pilot, "#error")


async def test_details_are_kept(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("left", "d")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "CTO")
        await pilot.press("enter")
        await typed(pilot, "Ada")
        await pilot.press("enter")
        await typed(pilot, "soon")
        await pilot.press("ctrl+s")
        assert "write the day as 2027-03-31" in text_of(pilot, "#error")
        await pilot.press("ctrl+u")
        await typed(pilot, "31 January 2026")
        await pilot.press("enter", "enter")
        await typed(pilot, "ticket")
        await pilot.press("tab", "right", "enter")
        await interview(pilot)
        answer = talk.answer
        assert answer is not None and answer.respondent == "CTO" and answer.owner == "Ada" and answer.nothing_written
        assert str(answer.operating_since) == "2026-01-31" and answer.evidence[0].reference == "ticket"
