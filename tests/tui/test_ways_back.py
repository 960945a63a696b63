"""The map of the screens: where Esc leads from each of them, whichever way one came, and that sentences are told whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.tui.app import ReadinessApp
from readiness.tui.commands import ROOMS
from readiness.tui.screens.base import Room

from .conftest import NOON
from .driving import everything, interview, on_screen, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]

SCREENS = {name: f"{name.title()}Screen" for name in ROOMS}
# Where a field has the focus, letters are text.
FIELDS = ("export", "importing")
CLOSED = "a closed round"
# Whole ways: the keys, and the screens that each Esc then leads to, one after the other.
WAYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "a question opened from the results": (("r", "enter"), ("ResultsScreen", "InterviewScreen")),
    "a question opened from the plan": (("p", "enter"), ("PlanScreen", "InterviewScreen")),
    "a question opened from the plan opened from the results": (
        ("r", "p", "enter"),
        ("PlanScreen", "ResultsScreen", "InterviewScreen"),
    ),
    "the report from a visited question": (
        ("r", "enter", "x"),
        ("InterviewScreen", "ResultsScreen", "InterviewScreen"),
    ),
    "the capacity from the plan": (("r", "p", "c"), ("PlanScreen", "ResultsScreen", "InterviewScreen")),
    "round and progress": (("r", "N", "P"), ("RoundScreen", "ResultsScreen", "InterviewScreen")),
    "back to a screen below is no new one": (("r", "p", "s", "r"), ("InterviewScreen",)),
    "an explanation": (("r", "y"), ("ResultsScreen", "InterviewScreen")),
    "what is behind a question": (("r", "enter", "y"), ("InterviewScreen", "ResultsScreen", "InterviewScreen")),
    "the help": (("r", "question_mark"), ("ResultsScreen", "InterviewScreen")),
    "the commands": (("p", "colon"), ("PlanScreen", "InterviewScreen")),
    "a form": (("p", "down", "m"), ("PlanScreen", "InterviewScreen")),
    CLOSED: (("P", "N", "end", "enter"), ("InterviewScreen", "RoundScreen", "ProgressScreen", "InterviewScreen")),
}


@pytest.mark.parametrize("first", [name for name in ROOMS if name not in ("interview", *FIELDS)])
async def test_esc_goes_back_to_where_one_came_from(first: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press(ROOMS[first].keys)
        below = await on_screen(pilot, SCREENS[first])
        for second in ROOMS.keys() - {first, "interview"}:
            await pilot.press(ROOMS[second].keys)
            await on_screen(pilot, SCREENS[second])
            await pilot.press("escape")
            assert await on_screen(pilot, SCREENS[first]) is below
        await pilot.press("escape")
        await interview(pilot)
        await pilot.press("escape")
        await interview(pilot)
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")


@pytest.mark.parametrize("way", WAYS)
async def test_a_way_back_is_the_way_there(way: str, make_file: MakeFile, make_app: MakeApp) -> None:
    keys, back = WAYS[way]
    file = make_file()
    if way == CLOSED:
        with Assessment.open(file, write=True, recorder="Ann") as opened:
            start_round(opened, "second", today=NOON.date())
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        before = talk.current.id
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        for name in back:
            await pilot.press("escape")
            await on_screen(pilot, name)
        assert len(pilot.app.screen_stack) == 3 and talk.current.id == before


@pytest.mark.parametrize(("room", "turn", "shown"), [("r", "m", "heat"), ("p", "t", "timeline")])
async def test_esc_turns_a_picture_back_into_its_list(room: str, turn: str, shown: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press(room)
        await pilot.pause()
        screen = pilot.app.screen
        for leave in ("escape", "q"):
            await pilot.press(turn)
            await until(pilot, lambda: screen.query_one(f"#{shown}").display)
            await pilot.press(leave)
            await until(pilot, lambda: not screen.query_one(f"#{shown}").display)
            assert pilot.app.screen is screen
        await pilot.press("escape")
        await interview(pilot)


@pytest.mark.parametrize("name", ["interview", "scope", "plan", "round", "progress"])
async def test_a_sentence_too_long_for_the_status_line_is_told_whole(name: str, make_file: MakeFile, make_app: MakeApp) -> None:
    words = [f"word{number}" for number in range(14)]
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        if name != "interview":
            await pilot.press(ROOMS[name].keys)
        screen = await on_screen(pilot, SCREENS[name])
        assert isinstance(screen, Room)
        screen.tell(" ".join(words))
        await until(pilot, lambda: all(word in everything(pilot) for word in words))
        assert "keys" in everything(pilot).splitlines()[-1]
        screen.tell("short")
        await until(pilot, lambda: everything(pilot).splitlines()[-2].strip().startswith("short"))
