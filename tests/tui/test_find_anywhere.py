"""The key that finds a question, from every screen of an open assessment, and the way back from what was found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.tui.app import ReadinessApp
from readiness.tui.commands import ROOMS

from .conftest import NOON
from .driving import interview, on_screen, text_of, typed, until
from .test_ways_back import FIELDS, SCREENS

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


@pytest.mark.parametrize("room", [name for name in ROOMS if name not in ("interview", *FIELDS)])
async def test_a_question_is_found_from_every_screen_and_esc_leads_back(room: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        before = talk.current.id
        assert before != "multi-factor"
        await pilot.press(ROOMS[room].keys)
        below = await on_screen(pilot, SCREENS[room])
        await pilot.press("slash")
        await on_screen(pilot, "FindDialog")
        await pilot.press("escape")
        assert await on_screen(pilot, SCREENS[room]) is below
        await pilot.press("slash")
        await on_screen(pilot, "FindDialog")
        await typed(pilot, "multi-factor")
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "multi-factor" and "goes back there" in text_of(pilot, "#status")
        await pilot.press("escape")
        assert await on_screen(pilot, SCREENS[room]) is below and talk.current.id == before


@pytest.mark.parametrize("room", FIELDS)
async def test_where_a_field_has_the_focus_it_is_text(room: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press(ROOMS[room].keys)
        screen = await on_screen(pilot, SCREENS[room])
        await pilot.press("slash")
        await until(pilot, lambda: screen.query_one(Input).value.endswith("/"))
        assert pilot.app.screen is screen


async def test_a_closed_round_is_searched_by_itself(make_file: MakeFile, make_app: MakeApp) -> None:
    path = make_file()
    with Assessment.open(path, write=True, recorder="Ann") as opened:
        start_round(opened, "second", today=NOON.date())
    async with make_app(path).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("N", "end", "enter")
        past = await on_screen(pilot, "ResultsScreen")
        await pilot.press("slash")
        await on_screen(pilot, "FindDialog")
        await typed(pilot, "multi-factor")
        await pilot.press("enter")
        talk = await interview(pilot)
        assert talk.current.id == "multi-factor" and talk.answer is not None and talk.answer.level == "3" and not talk.answer.carried
        await pilot.press("escape")
        assert await on_screen(pilot, "ResultsScreen") is past
