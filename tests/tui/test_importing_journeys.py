"""Answers taken over on the screen: looked at first, stopped, imported, taken back; keys go on working, and hostile files do nothing."""

from __future__ import annotations

import asyncio
import itertools
import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from textual.pilot import Pilot
from textual.widgets import Input

from readiness.assessment import Assessment
from readiness.closing import close_file
from readiness.errors import FileProblem
from readiness.importing import read_now
from readiness.tui.app import ReadinessApp
from readiness.tui.commands import ROOMS
from readiness.tui.keys import all_screens
from readiness.tui.screens.importing import ImportingScreen
from readiness.tui.widgets.listing import Listing
from scoring.model import Answer

from .driving import everything, interview, listed, on_screen, text_of, typed, until
from .test_hostile_text import TEXT, forbidden

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]
ROWS = "multi-factor: 4\nowner-named: 4\nleaver-access: {level: 2, note: Mostly.}\naccess-review: 1\n"
PATIENCE = 60
NUMBERS = itertools.count()


def answers_in(text: str, name: str = "answers.yaml") -> Path:
    """A file of answers that is newer than whatever stands."""
    path = Path(name)
    path.write_text(text, newline="")
    os.utime(path, (4_000_000_000, 4_000_000_000))
    return path


async def to_import(pilot: Pilot[None], name: str = "answers.yaml") -> ImportingScreen:
    """Goes to the import and types a path."""
    await interview(pilot)
    await pilot.press("I")
    screen = await on_screen(pilot, "ImportingScreen")
    assert isinstance(screen, ImportingScreen)
    await typed(pilot, name)
    return screen


def outcome(pilot: Pilot[None]) -> str:
    return text_of(pilot, "#outcome")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_import_look_leave_import_and_undo(size: tuple[int, int], make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    answers_in(ROWS)
    before = file.read_bytes()
    async with make_app(file).run_test(size=size) as pilot:
        talk = await interview(pilot)
        await to_import(pilot, "ans")
        screen = pilot.app.screen
        await until(pilot, lambda: screen.query_one(Input)._suggestion == "answers.yaml")
        await pilot.press("tab")
        assert screen.query_one(Input).value == "answers.yaml"
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        assert text_of(pilot, "#bar") == "2 new · 1 changed · 1 as before · 0 refused"
        assert "multi-factor  3 → 4" in everything(pilot)
        await pilot.press("escape")
        await interview(pilot)
        assert text_of(pilot, "#status") == "Nothing was imported."
        assert file.read_bytes() == before

        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        await pilot.press("enter")
        await interview(pilot)
        assert text_of(pilot, "#status").startswith("imported 14:02:11 · 2 new, 1 changed from answers.yaml; z takes it back")
        assert {question: one.level for question, one in reread(file).answers.items()} == {
            "rules-of-conduct": "1",
            "owner-named": "4",
            "multi-factor": "4",
            "leaver-access": "2",
            "access-review": "1",
        }
        talk.go_to("leaver-access")
        await pilot.press("f", "z")
        assert talk.answer is not None and talk.answer.note == "Mostly."
        assert "Mostly." in everything(pilot) and "import" not in text_of(pilot, "#status")
        await pilot.press("z")
        await until(pilot, lambda: reread(file).answers.keys() == {"rules-of-conduct", "owner-named", "multi-factor"})
        assert text_of(pilot, "#status") == "taken back 14:02:11 · the import of answers.yaml: 3 answers"
        await pilot.press("Z")
        await until(pilot, lambda: "leaver-access" in reread(file).answers)
        assert text_of(pilot, "#status") == "brought again 14:02:11 · the import of answers.yaml: 3 answers"
        await pilot.press("z")
        await until(pilot, lambda: "leaver-access" not in reread(file).answers)
        assert reread(file).answers["multi-factor"].level == "3"


async def test_every_room_leads_there_by_a_key_of_ones_own_and_by_the_palette(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(), keys={"room.importing": "B"}).run_test(size=(120, 60)) as pilot:
        await interview(pilot)
        await pilot.press("colon")
        await on_screen(pilot, "PaletteDialog")
        await typed(pilot, "import answers")
        await pilot.press("enter")
        await on_screen(pilot, "ImportingScreen")
        await pilot.press("escape")
        await interview(pilot)
        await pilot.press("r", "B")
        await on_screen(pilot, "ImportingScreen")
    rooms = {name: {one.id for one in commands} for name, commands in all_screens().items() if name in ROOMS}
    assert {name for name, ids in rooms.items() if "room.importing" not in ids} == {"export", "importing"}


class Gate:
    """Holds a worker up where it reads evidence, until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        monkeypatch.setattr("readiness.importing.read_now", self._slowly)

    def _slowly(self, *rest: object) -> object:
        self.reached.set()
        assert self.open.wait(PATIENCE)
        return read_now(*rest)  # type: ignore[arg-type]


async def test_keys_go_on_working_while_a_slow_import_is_read(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in(ROWS)
    gate = Gate(monkeypatch)
    file = make_file()
    before = file.read_bytes()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        screen = await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        assert "0%" in text_of(pilot, "#bar") and "Esc stops" in outcome(pilot)
        # Neither help nor another Enter waits for the disk.
        await pilot.press("f1")
        await on_screen(pilot, "HelpDialog")
        await pilot.press("escape", "enter", "escape")
        await until(pilot, lambda: outcome(pilot).startswith("Stopped"))
        # What is typed is there at once, and what the worker finds in the end is for nobody.
        await typed(pilot, "x")
        assert screen.query_one(Input).value == "answers.yamlx"
        gate.open.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert outcome(pilot) == "" and listed(pilot) == []
        await pilot.press("backspace", "enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        # Another path: what was found in this one says nothing of it.
        await pilot.press("shift+tab", "x")
        await until(pilot, lambda: outcome(pilot) == "")
        await pilot.press("escape")
        await interview(pilot)
    assert file.read_bytes() == before


@pytest.mark.parametrize("late", [False, True])
async def test_stopping_while_it_writes_leaves_all_or_nothing(
    late: bool, make_file: MakeFile, make_app: MakeApp, reread: Reread, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the transaction nothing is written; after it, all is, and that is said."""
    answers_in(ROWS)
    file = make_file()
    reached, go_on = threading.Event(), threading.Event()
    whole = Assessment.answer_all

    def slowly(self: Assessment, answers: object, **rest: object) -> int:
        count = whole(self, answers) if late else 0  # type: ignore[arg-type]
        reached.set()
        assert go_on.wait(PATIENCE)
        return count or whole(self, answers)  # type: ignore[arg-type]

    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        monkeypatch.setattr(Assessment, "answer_all", slowly)
        await pilot.press("enter")
        await until(pilot, reached.is_set)
        await pilot.press("escape")
        assert outcome(pilot) == "Stopping …"
        go_on.set()
        if late:
            await interview(pilot)
            assert text_of(pilot, "#status").startswith("imported")
        else:
            await until(pilot, lambda: outcome(pilot) == "The import was stopped; nothing was written.")
    assert len(reread(file).answers) == (5 if late else 3)


async def test_leaving_the_program_stops_the_worker_and_writes_nothing(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in(ROWS)
    gate = Gate(monkeypatch)
    file = make_file()
    before = file.read_bytes()
    app = make_app(file)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, gate.reached.is_set)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not app.is_running)
        gate.open.set()
    assert app.return_code == 0 and file.read_bytes() == before


async def test_refused_rows_are_shown_and_the_mended_file_is_read_again(make_file: MakeFile, make_app: MakeApp) -> None:
    answers_in("multi-factor: 7\nnonsense: 1\nowner-named: 4\naccess-review: 1\n")
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("2 rows are refused, so nothing can be imported"))
        shown = everything(pilot)
        assert "line 1  multi-factor: level: the number 7 is no level" in shown and "line 2  nonsense: no such question" in shown
        assert isinstance(pilot.app.screen.focused, Listing)
        answers_in(ROWS)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))


BAD = {
    "": "Name a file or folder.",
    "gone.yaml": "gone.yaml: no such file; check the name.",
    "acme.readiness": "acme.readiness: answers come as .yaml or .csv; rename or convert the file.",
    "folder.csv": "folder.csv: is a folder; name a file in it.",
    "pipe.csv": "pipe.csv: is no ordinary file; save the answers in one first.",
    "list.yaml": "list.yaml:1:1: the file must map question ids to levels, for example `mfa-enforced: 3`.",
    "semi.csv": "The file holds no answers.",
    "same.yaml": "There is nothing to import: every row says what stands here already.",
    "none.csv": "The file holds no answers.",
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_is_one_clear_sentence(name: str, make_file: MakeFile, make_app: MakeApp, tmp_path: Path) -> None:
    for file, text in (
        ("list.yaml", "- x"),
        ("semi.csv", "question;level\n"),
        ("same.yaml", "multi-factor: 3"),
        ("none.csv", "question,level"),
    ):
        answers_in(text, file)
    Path("folder.csv").mkdir()
    os.mkfifo("pipe.csv")
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await to_import(pilot, name)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).replace(f"{tmp_path}/", "") == BAD[name])
        await pilot.press("escape")
        await interview(pilot)


async def test_an_unforeseen_error_is_told_without_answers(make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret answer")

    answers_in(ROWS)
    monkeypatch.setattr("readiness.tui.screens.importing.preview", broken)
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "could not be read because of an unforeseen error (ValueError)" in outcome(pilot))
        assert "secret" not in everything(pilot)


async def test_what_somebody_changed_meanwhile_is_not_written_over(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    answers_in(ROWS)
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        reread(file, write=True).answer(Answer(question="multi-factor", level="5"))
        await pilot.press("enter")
        await until(pilot, lambda: "was changed by Eve" in outcome(pilot))
        assert outcome(pilot).endswith("so nothing was written. Enter reads the file again, beside what stands now.")
        assert reread(file).answers["multi-factor"].level == "5" and "access-review" not in reread(file).answers
        await pilot.press("enter")
        await until(pilot, lambda: "multi-factor  5 → 4" in everything(pilot))
        await pilot.press("enter")
        await interview(pilot)
    assert reread(file).answers["multi-factor"].level == "4"


async def test_a_closed_file_takes_no_answers(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    answers_in(ROWS)
    file = make_file()
    close_file(reread(file, write=True), date.today() + timedelta(days=400), "Dora")
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "was closed by Dora and takes no change" in outcome(pilot))


async def test_a_file_for_reading_only_is_compared_and_left_alone(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in(ROWS)
    file = make_file()

    def refuse(path: Path) -> None:
        raise FileProblem(f"{path} is read-only")

    monkeypatch.setattr("readiness.storage.files.require_writable", refuse)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        await pilot.press("enter")
        assert outcome(pilot).startswith("This file is read-only here.")


async def test_in_a_browser_no_file_of_this_machine_is_read(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in(ROWS)
    app = make_app(make_file())
    monkeypatch.setattr(type(app), "is_web", property(lambda _: True))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        assert outcome(pilot).startswith("In the browser no file of this machine is read") and listed(pilot) == []


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXT)
def test_no_text_of_a_file_breaks_the_preview(text: str, make_file: MakeFile, make_app: MakeApp) -> None:
    quoted = text.replace('"', '""')
    name = f"a{next(NUMBERS)}.csv"
    file = make_file(f"a{next(NUMBERS)}.readiness")
    answers_in(f'question,level,note,evidence\n"{quoted}",3,,\nmulti-factor,"{quoted}",,\nowner-named,3,"{quoted}","{quoted}"\n', name)

    async def look() -> None:
        async with make_app(file).run_test(size=(80, 24)) as pilot:
            await to_import(pilot, name)
            await pilot.press("enter")
            await until(pilot, lambda: "refused" in outcome(pilot) or ".csv" in outcome(pilot))
            assert forbidden(everything(pilot)) == set()
            await pilot.press("down", "end")
            assert forbidden(everything(pilot)) == set() and pilot.app.is_running

    asyncio.run(look())
