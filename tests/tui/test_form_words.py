"""What a form says of the key that does what it is for: only one that keeps something says that it saves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.tui.app import ReadinessApp

from .driving import everything, interview, on_screen, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("keys", "below"), [(("F",), "InterviewScreen"), (("r", "f"), "ResultsScreen")])
async def test_a_filter_shows_and_has_nothing_to_lose(
    keys: tuple[str, ...], below: str, size: tuple[int, int], make_file: MakeFile, make_app: MakeApp
) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press(*keys)
        await on_screen(pilot, "FormDialog")
        await until(pilot, lambda: "Ctrl+S show" in everything(pilot))
        assert "save" not in everything(pilot).partition("Ctrl+S show")[2].splitlines()[0]
        await pilot.press("right", "escape")
        await on_screen(pilot, below)


@pytest.mark.parametrize(("key", "said"), [("o", "Enter open"), ("d", "Enter make"), ("n", "Ctrl+S make")])
async def test_the_start_opens_and_makes(key: str, said: str, make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press(key)
        await on_screen(pilot, "FormDialog")
        await until(pilot, lambda: said in everything(pilot))
        # What was typed is lost by no single Escape.
        await pilot.press("a", "escape")
        await until(pilot, lambda: f"Nothing was done yet. {said}s it, Esc again throws it away." in everything(pilot))
        await pilot.press("escape")
        await on_screen(pilot, "StartScreen")


async def test_the_age_of_answers_asked_first_is_shown_by(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("N", "a")
        await on_screen(pilot, "FormDialog")
        await until(pilot, lambda: "Enter show" in everything(pilot))
