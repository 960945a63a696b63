"""The tree says why its figures add up to more than there are questions, where somebody looks at it."""

from collections.abc import Callable
from pathlib import Path

from readiness.tui.app import ReadinessApp

from .driving import everything, interview, on_screen, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


async def test_the_tree_beside_a_wide_interview_says_so_with_the_focus(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        assert "counts in each criterion it serves" not in everything(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "counts in each criterion it serves" in everything(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "counts in each criterion it serves" not in everything(pilot))


async def test_the_tree_over_a_narrow_interview_says_so_in_one_line(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("t")
        await on_screen(pilot, "TreeDialog")
        await until(pilot, lambda: "A question counts in each criterion it serves." in everything(pilot))


async def test_the_help_says_so(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("question_mark", "end")
        await on_screen(pilot, "HelpDialog")
        await until(pilot, lambda: "The tree: a question counts in each criterion it serves." in " ".join(everything(pilot).split()))
