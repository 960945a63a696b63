"""The key line of the rounds: confirming is named where there is something to confirm, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.tui.app import ReadinessApp

from .driving import everything, interview, listed, on_screen, until
from .rounds_cases import second
from .test_rounds_journeys import go

__all__ = ["second"]
MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_confirming_is_named_where_it_does_something(second: Path, make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app(second).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        rows = listed(pilot)
        for kind, named in {"first:": True, "round:": False, "owner:": True}.items():
            go(pilot, next(row for row in rows if row.startswith(kind)))
            await until(pilot, lambda named=named: ("c confirm" in everything(pilot).splitlines()[-1]) is named)  # type: ignore[misc]


async def test_a_first_round_has_nothing_to_confirm(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        await until(pilot, lambda: "n next round" in everything(pilot).splitlines()[-1])
        assert "c confirm" not in everything(pilot)
