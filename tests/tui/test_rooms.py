"""The screens around the interview, driven with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from readiness.assessment import Assessment
from readiness.errors import FileProblem
from readiness.tui.app import ReadinessApp
from readiness.tui.state.recent import Recent, load_recent, remember
from readiness.tui.widgets.listing import Listing

from .driving import everything, interview, looked_up, on_screen, text_of, to_row, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


async def test_a_gap_opens_its_question(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("down", "enter")
        await interview(pilot)
        assert talk.current.id == "rules-of-conduct"
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("tab", "g", "down", "down", "enter")
        await on_screen(pilot, "CriteriaDialog")
        await pilot.press("2")
        await interview(pilot)
        assert talk.current.id == "leaver-access"


@pytest.mark.parametrize(("room", "name"), [("r", "ResultsScreen"), ("p", "PlanScreen")])
@pytest.mark.parametrize("back", ["escape", "q"])
async def test_a_visited_question_leads_back(make_file: MakeFile, make_app: MakeApp, room: str, name: str, back: str) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        before = talk.current.id
        await pilot.press(room)
        screen = await on_screen(pilot, name)
        listing = screen.focused
        assert isinstance(listing, Listing)
        await pilot.press("down")
        row = listing.highlighted_id
        await pilot.press("enter")
        await interview(pilot)
        visited = talk.current.id
        assert visited != before and "goes back there" in text_of(pilot, "#status")
        await pilot.press("0")
        assert talk.current.id == visited and talk.assessment.answers[visited].level == "0"
        assert "Esc back to the" in text_of(pilot, "#status")
        await pilot.press(back)
        assert await on_screen(pilot, name) is screen
        assert listing.highlighted_id == row
        await pilot.press("i")
        await interview(pilot)
        assert talk.current.id == before
        assert text_of(pilot, "#status") == ""
        await pilot.press(room, "enter")
        await interview(pilot)
        second = talk.current.id
        assert second != before
        await pilot.press("x")
        await on_screen(pilot, "ExportScreen")
        await pilot.press("escape")
        await interview(pilot)
        assert talk.current.id == second and not talk.assessment.refresh()
        await pilot.press("q")
        await on_screen(pilot, name)
        await pilot.press("i")
        await interview(pilot)
        assert talk.current.id == before
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")


async def test_what_was_saved_is_said_on_its_own_screen_alone(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("4", "s")
        await on_screen(pilot, "ScopeScreen")
        assert text_of(pilot, "#status") == ""
        await pilot.press("a")
        assert "Go to a list first" in text_of(pilot, "#status")
        await pilot.press("q")
        await interview(pilot)
        assert text_of(pilot, "#status") == ""


async def test_a_file_that_cannot_be_written_is_opened_to_look(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    file = make_file().rename(folder / "acme.readiness")
    content = file.read_bytes()
    # The tests may run as root, who may write anywhere.
    monkeypatch.setattr("readiness.storage.files.os.access", lambda *_: False)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        assert "read-only" in everything(pilot).splitlines()[0]
        await pilot.press("left")
        for key in ("4", "n", "b", "m", "M", "d", "a", "w", "z"):
            await pilot.press(key)
            await interview(pilot)
            assert text_of(pilot, "#status").startswith("This file is read-only here")
            looked_up(pilot)
            await pilot.press("left", "right")
        await pilot.press("s")
        await on_screen(pilot, "ScopeScreen")
        for key in ("enter", "a", "delete"):
            await pilot.press(key)
            await on_screen(pilot, "ScopeScreen")
            assert text_of(pilot, "#status").startswith("This file is read-only here")
            looked_up(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("x")
        screen = await on_screen(pilot, "ExportScreen")
        assert screen.query_one(Input).value == "acme-plan.pdf"
        await pilot.press("enter")
        await until(pilot, lambda: "Wrote acme-plan.pdf" in text_of(pilot, "#outcome"))
        assert len(talk.assessment.answers) == 3
    assert file.read_bytes() == content


async def test_the_scope_is_changed_by_keyboard(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("s")
        listing = await to_row(pilot, "fact:office")
        await pilot.press("enter", "1")
        await on_screen(pilot, "ScopeScreen")
        assert talk.assessment.scope.facts == {"office": True}
        assert listing.highlighted_id == "fact:cloud"
        await pilot.press("up", "delete")
        assert talk.assessment.scope.facts == {}
        await to_row(pilot, "fact:kinds")
        await pilot.press("enter", "space", "down", "space", "enter")
        await on_screen(pilot, "ScopeScreen")
        assert talk.assessment.scope.facts == {"kinds": ("business", "health")}
        assert text_of(pilot, "#status") == "saved 14:02:11 · Which kinds of data?"
        await to_row(pilot, "fact:kinds")
        await pilot.press("enter", "1", "2", "enter")
        await on_screen(pilot, "ScopeScreen")
        assert talk.assessment.scope.facts == {}
        assert text_of(pilot, "#status") == "not stated since 14:02:11 · Which kinds of data?"
        written = len(talk.assessment._store.history())
        await pilot.press("enter", "enter")
        await on_screen(pilot, "ScopeScreen")
        assert text_of(pilot, "#status") == "Which kinds of data? Still not stated."
        assert len(talk.assessment._store.history()) == written
        await to_row(pilot, "vendors:aws")
        await pilot.press("a")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Mailer")
        await pilot.press("enter", "enter", "right", "enter", "right", "enter")
        await on_screen(pilot, "ScopeScreen")
        assert [(v.name, v.subservice, v.method) for v in talk.assessment.scope.vendors][1] == ("Mailer", True, "carve-out")
        await to_row(pilot, "vendors:aws")
        await pilot.press("delete", "y")
        await on_screen(pilot, "ScopeScreen")
        assert [vendor.name for vendor in talk.assessment.scope.vendors] == ["Mailer"]
        await to_row(pilot, "category:CC")
        await pilot.press("enter")
        assert "every report" in text_of(pilot, "#status")
        await to_row(pilot, "window")
        await pilot.press("enter")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "2027-01-01")
        await pilot.press("enter")
        await typed(pilot, "2027-06-30")
        await pilot.press("enter")
        await on_screen(pilot, "ScopeScreen")
        assert talk.assessment.scope.window is not None
        await to_row(pilot, "type:1")
        await pilot.press("enter")
        assert talk.assessment.scope.report_type == 1
        await to_row(pilot, "set")
        await pilot.press("enter")
        assert talk.assessment.round.set == "full"


async def test_a_scope_change_after_somebody_elses(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "type:1")
        from readiness.storage import set_scope

        reread(file, write=True).change_scope([set_scope("report_type", 1)])
        await pilot.press("enter")
        await on_screen(pilot, "StaleDialog")
        await pilot.press("m")
        await on_screen(pilot, "ScopeScreen")
        assert talk.assessment.scope.report_type == 1
        assert text_of(pilot, "#status").startswith("saved")


async def test_recent_files_show_what_is_wrong(make_file: MakeFile, make_app: MakeApp) -> None:
    good, gone, bad = make_file("good.readiness"), make_file("gone.readiness", "Gone"), make_file("bad.readiness", "Bad")
    for file in (good, gone, bad):
        async with make_app(file).run_test() as pilot:
            await interview(pilot)
    gone.unlink()
    bad.write_bytes(b"x" * 4096)
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.app.workers.wait_for_complete()
        await until(pilot, lambda: "can't be opened: does not exist" in everything(pilot))
        await until(pilot, lambda: "can't be opened: is not an assessment file" in everything(pilot))
        await until(pilot, lambda: "3 of 6 answered" in everything(pilot))
        # The one that opens stands first, whatever was opened last.
        await pilot.press("2")
        await on_screen(pilot, "ProblemDialog")
        await pilot.press("escape", "down", "minus")
        await pilot.press("9")
        assert "no file 9" in text_of(pilot, "#status")
        assert len(load_recent()) == 2


async def test_many_dead_files_leave_room_for_the_ways(make_file: MakeFile, make_app: MakeApp) -> None:
    remember(Recent(path=str(make_file()), organisation="Acme"))
    for number in range(8):
        remember(Recent(path=str(Path(f"gone{number}.readiness").absolute()), organisation=f"Gone {number}"))
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await until(pilot, lambda: "more: o opens one" in everything(pilot) and "1  Acme" in everything(pilot))
        lines = everything(pilot).splitlines()
        assert any("q  Quit" in line for line in lines)
        wrapped = lines[next(index for index, line in enumerate(lines) if "can't be opened" in line) + 1]
        assert wrapped.startswith(" " * 6) and wrapped.strip()
        await pilot.press("9")
        assert "no file 9" in text_of(pilot, "#status")
        await pilot.press("1")
        await interview(pilot)


async def test_a_path_is_opened_and_a_wrong_one_told(make_file: MakeFile, make_app: MakeApp) -> None:
    make_file()
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("o")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "nothing")
        await pilot.press("enter")
        await on_screen(pilot, "ProblemDialog")
        await pilot.press("enter", "o")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "acme.readiness")
        await pilot.press("enter")
        await interview(pilot)


async def test_the_demo_opens(make_app: MakeApp, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def make_demo(folder: Path, *, cancelled: Callable[[], bool]) -> Path:
        asked.append(folder)
        assert not cancelled()
        return make_file("demo.readiness", "Larkfield")

    monkeypatch.setattr("readiness.demo.make_demo", make_demo)
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("d", "enter")
        await interview(pilot)
        assert asked == [Path("readiness-demo").absolute()]


async def test_an_export_can_be_stopped(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(
        _data: object, _target: Path, _reader: str, _paper: object, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> list[str]:
        progress(0.5)
        while not cancelled():
            pass
        raise FileProblem("The report was cancelled; nothing was written.")

    monkeypatch.setattr("readiness.tui.screens.export.make_report", endless)
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press("x")
        await on_screen(pilot, "ExportScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "50%" in text_of(pilot, "#bar"))
        await pilot.press("escape")
        await until(pilot, lambda: "cancelled" in text_of(pilot, "#outcome"))
        await pilot.press("escape")
        await interview(pilot)


async def test_an_export_tells_warnings_refusals_and_errors(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(_data: object, target: Path, *_: object) -> list[str]:
        if target.name == "broken.pdf":
            raise ValueError("secret answer")
        target.write_bytes(b"%PDF")
        return ["no font covers U+1F600"]

    monkeypatch.setattr("readiness.tui.screens.export.make_report", made)
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press("x")
        screen = await on_screen(pilot, "ExportScreen")
        await pilot.press("enter")
        await until(pilot, lambda: "no font covers" in text_of(pilot, "#outcome"))
        await pilot.press("enter")
        assert "Enter again replaces it" in text_of(pilot, "#outcome")
        Path("reports").mkdir()
        screen.query_one(Input).value = "reports"
        await pilot.press("enter")
        assert text_of(pilot, "#outcome") == "reports is a folder; add a name for the file in it."
        screen.query_one(Input).value = "broken.pdf"
        await pilot.press("enter")
        await until(pilot, lambda: "unforeseen error (ValueError)" in text_of(pilot, "#outcome"))
        assert "secret" not in everything(pilot)
