"""Undo and redo on the screens: the last change of this session wherever it was made, and a closed file that takes none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.closing import close_file
from readiness.storage import put, remove
from readiness.tui.app import ReadinessApp
from scoring.model import Answer, Commitment, Item, Person, System, Vendor

from .driving import everything, interview, looked_up, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]
UNREADABLE = "01a208a4-1111-7111-8111-0123456789ab"


async def test_undo_and_redo_reach_what_was_changed_on_any_screen(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        first = talk.current.id
        await pilot.press("4", "p")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("down", "m")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Ask.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(reread(file).items) == 1)
        await pilot.press("z")
        await until(pilot, lambda: reread(file).items == ())
        assert "taken back" in text_of(pilot, "#status")
        await pilot.press("z")
        await until(pilot, lambda: first not in reread(file).answers)
        await pilot.press("z")
        assert "Nothing was changed in this session" in text_of(pilot, "#status")
        await pilot.press("Z")
        await until(pilot, lambda: first in reread(file).answers)
        assert f"brought again 14:02:11 · the answer to {first}" in text_of(pilot, "#status")
        await pilot.press("i", "Z")
        await until(pilot, lambda: len(reread(file).items) == 1)
        await pilot.press("Z")
        assert "Nothing of this session was taken back" in text_of(pilot, "#status")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            Commitment(id=UNREADABLE, text="We answer\nevery report of a fault " + "x" * 80),
            "commitment We answer every report of a fault xx",
        ),
        (Vendor(id=UNREADABLE, name="Nimbus [/b]"), "vendor Nimbus [/b]"),
        (Person(id=UNREADABLE, name="Ann"), "person Ann"),
        (System(id=UNREADABLE, name="Ledger"), "system Ledger"),
        (Item(id=UNREADABLE, title="Ask the landlord"), "item Ask the landlord"),
    ],
)
async def test_undo_calls_a_thing_by_its_own_words_also_when_it_was_removed(
    make_file: MakeFile, make_app: MakeApp, stated: Commitment | Vendor | Person | System | Item, said: str
) -> None:
    async with make_app(make_file()).run_test(size=(160, 40)) as pilot:
        talk = await interview(pilot)
        made = put(stated)
        (event,) = talk.assessment.append([made])
        talk.assessment.append([replace(remove(made.subject), based_on=event.id)])
        for key, how in (("z", "taken back"), ("z", "taken back"), ("Z", "brought again"), ("Z", "brought again")):
            await pilot.press(key)
            line = text_of(pilot, "#status")
            assert line.startswith(f"{how} 14:02:11 · {said}") and UNREADABLE[:8] not in line, line


@pytest.mark.parametrize(("key", "level"), [("y", "4"), ("n", "0"), ("escape", "0")])
async def test_undo_leaves_what_somebody_else_changed_and_asks_before_it_takes_back_theirs(
    make_file: MakeFile, make_app: MakeApp, reread: Reread, key: str, level: str
) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("4")
        reread(file, write=True).answer(Answer(question="leaver-access", level="0"))
        await pilot.press("z")
        await on_screen(pilot, "ProblemDialog")
        assert "the answer to leaver-access was changed since by Eve at" in everything(pilot).replace("\n", " ")
        await pilot.press("escape")
        await interview(pilot)
        assert talk.current.id == "leaver-access"
        await pilot.press("z")
        await on_screen(pilot, "ConfirmDialog")
        asked = text_of(pilot, ".text")
        assert asked.startswith("Eve said “rung 0” to “When someone leaves") and "at 2026-11-23 14:02:11, not in this session" in asked
        await pilot.press(key)
        await interview(pilot)
        talk.assessment.refresh()
        assert talk.assessment.answers["leaver-access"].level == level


async def test_a_closed_file_is_read_and_takes_no_change(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    close_file(reread(file, write=True), date.today() + timedelta(days=400), "Dora")
    before = file.read_bytes()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        for key in ("4", "n", "f", "z", "Z", "b"):
            await pilot.press(key)
            assert "This file is closed to changes, by Dora" in text_of(pilot, "#status"), key
            looked_up(pilot)
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
    assert file.read_bytes() == before


async def test_a_file_closed_by_another_program_says_so_at_the_next_key(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        close_file(reread(file, write=True), date.today() + timedelta(days=400), "Dora")
        await pilot.press("4")
        await on_screen(pilot, "ProblemDialog")
        assert "was closed by Dora" in everything(pilot)
        await pilot.press("escape")
        await interview(pilot)
        assert talk.current.id not in reread(file).answers
