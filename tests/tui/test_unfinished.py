"""A half-typed note outlives a kill: kept while it is typed, offered at the same question, gone once it is saved or dropped."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from readiness.assessment import Assessment
from readiness.config import Config
from readiness.errors import FileProblem
from readiness.storage import problems
from readiness.storage.unfinished import Desk
from readiness.tui.app import ReadinessApp
from readiness.tui.screens.base import Room
from readiness.tui.served import ServedApp
from scoring.model import Answer

from .conftest import HOSTILE, NOON
from .driving import everything, interview, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]
Begun = dict[tuple[str, str], dict[str, str]]
OFFERED = "Kept from an unfinished edit on 2026-11-23 14:02. Ctrl+S saves it, Esc twice drops it."
LEAVERS = "1 unfinished note kept: CC6.2 When someone leaves, is all their access"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No whole second has to pass between two writes."""
    monkeypatch.setattr("readiness.tui.unfinished.EVERY_SECONDS", 0.02)


def assessment_of(pilot: Pilot[None]) -> Assessment:
    return next(screen.session.assessment for screen in pilot.app.screen_stack if isinstance(screen, Room))


def begun(pilot: Pilot[None]) -> Begun:
    """What the file holds of forms that were begun."""
    return {(one.form, one.about): one.typed for one in assessment_of(pilot).unfinished.all()}


async def begin(pilot: Pilot[None], text: str, key: str = "m", field: str = "value", form: str = "note") -> None:
    """Opens a form, types, and waits until the file has it."""
    await pilot.press(key)
    await on_screen(pilot, "FormDialog")
    await typed(pilot, text)
    await until(pilot, lambda: any(kept[field] == text for (kind, _), kept in begun(pilot).items() if kind == form))


def killed(pilot: Pilot[None], name: str = "killed.readiness") -> Path:
    """The file as a program leaves it that is killed now."""
    copy = Path(name).absolute()
    assessment_of(pilot)._store.copy_to(copy)
    return copy


def shown(pilot: Pilot[None]) -> str:
    """What stands in the field of the form."""
    return pilot.app.screen.query_one(TextArea).text


async def test_a_note_begun_before_a_kill_is_offered_and_saved(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await begin(pilot, "By HR, on the d")
        file = killed(pilot)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        assert text_of(pilot, "#status").startswith(LEAVERS)
        assert talk.answer is None and "By HR" not in everything(pilot)
        await pilot.press("m")
        form = await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "By HR, on the d"
        assert text_of(pilot, "#remark") == OFFERED
        assert not form.query_one("#error").display
        await typed(pilot, "ay")
        await pilot.press("ctrl+s")
        await interview(pilot)
        assert talk.answer is not None and talk.answer.note == "By HR, on the day"
        assert text_of(pilot, "#status") == "saved 14:02:11 · note on leaver-access"
        assert begun(pilot) == {}
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        assert text_of(pilot, "#status") == ""
    assert reread(file).answers["leaver-access"].level == "unanswered"


async def test_what_was_begun_is_dropped_by_the_second_escape(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await begin(pilot, "By HR")
        file = killed(pilot)
        await pilot.press("escape", "escape")
        talk = await interview(pilot)
        assert begun(pilot) == {} and talk.answer is None
        await pilot.press("m")
        form = await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "" and not form.query_one("#remark").display
        await pilot.press("escape")
        await interview(pilot)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        await pilot.press("escape")
        assert "Esc again throws the change away" in text_of(pilot, "#error")
        assert list(begun(pilot).values()) == [{"value": "By HR"}]
        await pilot.press("escape")
        await interview(pilot)
        assert begun(pilot) == {}


async def test_two_questions_and_two_forms_of_one_are_kept_apart(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.unfinished.keep("case", "leaver-access", {"value": "Ada left in M"}, {"value": ""})
        assessment.unfinished.keep("note", "multi-factor", {"value": "Not the build serv"}, {"value": ""})
        assessment.unfinished.keep("note", "asked-no-more", {"value": "kept for when it is asked again"}, {"value": ""})
    async with make_app(file).run_test(size=(120, 40)) as pilot:
        talk = await interview(pilot)
        assert text_of(pilot, "#status") == "2 unfinished texts kept: CC6.2 When someone leave…, CC6.1 Is multi-factor si…"
        await pilot.press("W")
        await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "Ada left in M"
        await pilot.press("ctrl+s", "left", "m")
        await on_screen(pilot, "FormDialog")
        assert talk.current.id == "multi-factor" and shown(pilot) == "Not the build serv"
        await pilot.press("escape", "escape")
        await interview(pilot)
        assert talk.assessment.answers["leaver-access"].walkthrough == "Ada left in M"
        assert list(begun(pilot)) == [("note", "asked-no-more")]


async def test_a_form_of_several_fields_comes_back_whole(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("left")
        await pilot.press("a")
        await on_screen(pilot, "FormDialog")
        await pilot.press("left", "tab")
        await typed(pilot, "Network is cl")
        whole = {"rung": "5", "reason": "Network is cl", "owner": "", "evidence": ""}
        await until(pilot, lambda: begun(pilot) == {("compensating-control", "multi-factor"): whole})
        file = killed(pilot)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("a")
        await on_screen(pilot, "FormDialog")
        assert "‹ 5 " in everything(pilot)
        assert [field.value for field in pilot.app.screen.query(Input)] == ["Network is cl", "", ""]


async def test_the_reason_for_not_applicable_is_kept(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await begin(pilot, "nobody lea", "n", form="reason")
        file = killed(pilot)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "ves")
        await pilot.press("enter")
        await until(pilot, lambda: "leaver-access" in talk.assessment.answers)
        assert talk.assessment.answers["leaver-access"].reason == "nobody leaves"
        assert begun(pilot) == {}


async def test_texts_of_the_plan_are_kept(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("down")
        await begin(pilot, "ask Ada", form="plan-note")
        file = killed(pilot)
        await pilot.press("ctrl+s")
        await on_screen(pilot, "PlanScreen")
        assert begun(pilot) == {} and [item.note for item in assessment_of(pilot).items] == ["ask Ada"]
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        assert text_of(pilot, "#status") == "1 unfinished plan note kept: CC6.1 Is multi-factor sign-in on for everyone?"
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("down", "m")
        await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "ask Ada" and text_of(pilot, "#remark") == OFFERED


async def test_leaving_the_program_over_an_open_note_keeps_all_of_it(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_file()
    # Nothing is written before the program ends.
    monkeypatch.setattr("readiness.tui.unfinished.EVERY_SECONDS", 3600.0)
    async with make_app(file).run_test() as pilot:
        await interview(pilot)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "By HR")
        assert begun(pilot) == {}
        await pilot.press("ctrl+q")
    async with make_app(file).run_test() as pilot:
        await interview(pilot)
        assert list(begun(pilot).values()) == [{"value": "By HR"}]


async def test_typed_back_to_what_is_saved_nothing_is_kept(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await begin(pilot, "By")
        await pilot.press("backspace", "backspace")
        await until(pilot, lambda: begun(pilot) == {})
        await pilot.press("escape")
        await interview(pilot)


async def test_what_is_saved_by_now_is_not_offered(make_file: MakeFile, make_app: MakeApp) -> None:
    """As after a kill between the note and the end of what was kept of it."""
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.unfinished.keep("note", "leaver-access", {"value": "By HR"}, {"value": ""})
        assessment.answer(Answer(question="leaver-access", level="unsure", note="By HR"))
    async with make_app(file).run_test() as pilot:
        talk = await interview(pilot)
        talk.go_to("leaver-access")
        await pilot.press("m")
        form = await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "By HR" and not form.query_one("#remark").display
        assert begun(pilot) == {}
        await pilot.press("escape")
        await interview(pilot)


@pytest.mark.parametrize(("key", "note"), [("t", "Bo's"), ("m", "mine")])
async def test_a_note_that_somebody_else_saved_first_stays_begun_until_one_is_chosen(
    make_file: MakeFile, make_app: MakeApp, reread: Reread, key: str, note: str
) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await begin(pilot, "mine")
        reread(file, write=True).answer(Answer(question="leaver-access", level="2", note="Bo's"))
        await pilot.press("ctrl+s")
        await on_screen(pilot, "StaleDialog")
        assert list(begun(pilot).values()) == [{"value": "mine"}]
        await pilot.press(key)
        await interview(pilot)
        assert talk.assessment.answers["leaver-access"].note == note
        assert list(begun(pilot).values()) == ([{"value": "mine"}] if key == "t" else [])
        await pilot.press("m")
        form = await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "mine"
        said = f"{OFFERED} Meanwhile this was saved here: Bo's — saving puts yours in its place."
        assert (text_of(pilot, "#remark") if form.query_one("#remark").display else "") == (said if key == "t" else "")


async def test_another_program_that_has_the_file_disturbs_no_typing(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    other = sqlite3.connect(file, isolation_level=None)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("m")
        form = await on_screen(pilot, "FormDialog")
        await typed(pilot, "By HR")
        await pilot.pause()
        assert shown(pilot) == "By HR" and begun(pilot) == {}
        assert not form.query_one("#remark").display
        other.execute("COMMIT")
        # Nothing more has to be typed for it.
        await until(pilot, lambda: list(begun(pilot).values()) == [{"value": "By HR"}])
    other.close()


async def test_a_full_disk_is_told_once_and_typing_goes_on(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> bool:
        raise problems.disk_full(Path("acme.readiness"))

    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(Desk, "keep", full)
            await pilot.press("m")
            form = await on_screen(pilot, "FormDialog")
            await typed(pilot, "By")
            await until(pilot, lambda: form.query_one("#remark").display)
            assert text_of(pilot, "#remark").startswith("What you type is kept only once you save it: acme.readiness could not grow")
            await typed(pilot, " HR")
            assert shown(pilot) == "By HR"
            await pilot.press("escape", "escape")
            await interview(pilot)
            await pilot.press("m")
            form = await on_screen(pilot, "FormDialog")
            await typed(pilot, "x")
            await pilot.pause()
            assert not form.query_one("#remark").display
        # Once there is room again, it is kept without a word.
        await until(pilot, lambda: list(begun(pilot).values()) == [{"value": "x"}])
        await pilot.press("ctrl+s")
        await interview(pilot)
        assert talk.assessment.answers["leaver-access"].note == "x"


async def test_a_note_that_could_not_be_saved_is_offered_again(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness.tui.unfinished.EVERY_SECONDS", 3600.0)

    def full(*_: object, **__: object) -> None:
        raise problems.disk_full(Path("acme.readiness"))

    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "By HR")
        with monkeypatch.context() as broken:
            broken.setattr("readiness.storage.store.Store.append", full)
            await pilot.press("ctrl+s")
            await on_screen(pilot, "ProblemDialog")
            await pilot.press("enter")
        await interview(pilot)
        await pilot.press("4", "left")
        assert list(begun(pilot).values()) == [{"value": "By HR"}]
        await pilot.press("M")
        await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "By HR"


async def test_a_read_only_file_offers_nothing(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.unfinished.keep("note", "leaver-access", {"value": "By HR"}, {"value": ""})
    before = file.read_bytes()

    def refuse(path: Path) -> None:
        raise FileProblem(f"{path} is read-only")

    monkeypatch.setattr("readiness.storage.files.require_writable", refuse)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        assert text_of(pilot, "#status") == ""
        await pilot.press("m")
        await pilot.pause()
        assert text_of(pilot, "#status").startswith("This file is read-only here")
        await pilot.press("right", "left", "4")
        await interview(pilot)
        assert "By HR" not in everything(pilot)
    assert file.read_bytes() == before


async def test_hostile_text_comes_back_harmless(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.unfinished.keep("note", "leaver-access", {"value": HOSTILE, "[/x]": HOSTILE}, {"value": ""})
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        assert "[/foo]" in everything(pilot) and not set(everything(pilot)) & set("\x1b\u202e")


async def test_in_a_browser_it_is_the_same(make_file: MakeFile) -> None:
    app = ServedApp(make_file(), config=Config(recorder="Ben"), clock=lambda: NOON)
    async with app.run_test() as pilot:
        await interview(pilot)
        await begin(pilot, "By HR")
        file = killed(pilot)
    app = ServedApp(file, config=Config(recorder="Ben"), clock=lambda: NOON)
    async with app.run_test() as pilot:
        await interview(pilot)
        assert text_of(pilot, "#status").startswith(LEAVERS)
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        assert shown(pilot) == "By HR"


async def test_a_file_opens_where_the_newest_text_waits(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        first = talk.current.id
        await begin(pilot, "older")
        for _ in range(2):
            await pilot.press("escape")
        await pilot.press("right", "right")
        waiting = talk.current.id
        assert waiting != first
        await begin(pilot, "half a")
        copy = killed(pilot)
    async with make_app(copy).run_test(size=(80, 24)) as pilot:
        assert (await interview(pilot)).current.id == waiting
