"""No name of a round, a file, a person or a question breaks the screens of rounds, progress and many files."""

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from readiness.assessment import Assessment
from readiness.rounds import confirm, start_round, waiting
from readiness.tui.app import ReadinessApp
from readiness.tui.widgets.listing import Listing
from scoring.model import Answer

from .conftest import NOON
from .driving import everything, interview, on_screen, until
from .small_library import small_library
from .test_hostile_text import PIECES, TEXT, forbidden, spoilt_file

MakeApp = Callable[..., ReadinessApp]
NUMBERS = itertools.count()


def spoilt_rounds(folder: Path, text: str) -> Path:
    """Two rounds with this text wherever it may stand, one control worse and the rest half confirmed."""
    path = spoilt_file(folder / f"{next(NUMBERS)}.readiness", small_library(), text)
    name = f"x{text}"[:150]
    with Assessment.open(path, write=True, recorder=name) as one:
        start_round(one, f"y{name}", today=NOON.date())
        rated = [question for question, answer in waiting(one).items() if answer.rung is not None]
        one.answer(Answer(question=rated[0], level="0", note=text, respondent=name))
        confirm(one, rated[1:2], by=name)
    return path


async def walk(app: ReadinessApp, size: tuple[int, int]) -> str:
    """Opens everything that the three screens have; what was shown."""
    shown = ""
    async with app.run_test(size=size) as pilot:
        await interview(pilot)
        for screen, keys in {
            "RoundScreen": ("N", "o", "c", "a", "n", "question_mark"),
            "ProgressScreen": ("P", "f", "t", "question_mark"),
        }.items():
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
                shown += everything(pilot)
                while type(app.screen).__name__.endswith("Dialog"):
                    await pilot.press("escape")
            await on_screen(pilot, screen)
            listing = pilot.app.screen.query_one(Listing)
            for place, option in enumerate(list(listing.options)):
                if not option.disabled and place < listing.option_count:
                    listing.highlighted = place
                    await pilot.pause()
                    shown += everything(pilot)
        await pilot.press("i", "q")
        await on_screen(pilot, "StartScreen")
        await pilot.press("p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "Reading" not in everything(pilot))
        shown += everything(pilot)
    return shown


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=TEXT)
def test_no_text_breaks_the_screens(text: str, make_app: MakeApp, tmp_path: Path) -> None:
    assert forbidden(asyncio.run(walk(make_app(spoilt_rounds(tmp_path, text)), (80, 24)))) == set()


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_is_taken_for_anything_but_text(piece: str, make_app: MakeApp, tmp_path: Path) -> None:
    shown = asyncio.run(walk(make_app(spoilt_rounds(tmp_path, f"{piece}a{piece}")), (120, 40)))
    assert forbidden(shown) == set()
    assert not piece.startswith("[") or piece in shown
