"""Drives an app as a person would: keys only, waiting for what shows rather than for time to pass."""

from collections.abc import Callable
from math import inf

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from readiness.tui.in_order import InOrder
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.screens.scope import ScopeScreen
from readiness.tui.state.interview import Interview
from readiness.tui.widgets.listing import Listing

PATIENCE = 2000


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Lets the app work until the condition holds; fails if it never does."""
    for _ in range(PATIENCE):
        if condition():
            return
        await pilot.pause()
    raise AssertionError("the app came to rest without what was awaited")


async def on_screen(pilot: Pilot[None], name: str) -> Screen[object]:
    """Waits for a screen of that class to be on top, drawn."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name and pilot.app.screen.is_mounted)
    await pilot.pause()
    return pilot.app.screen


def looked_up(pilot: Pilot[None]) -> None:
    """As if whoever types had stopped for a moment: what comes now is not meant for a field that did not open."""
    assert isinstance(pilot.app, InOrder)
    pilot.app._refused_at = None


async def interview(pilot: Pilot[None]) -> Interview:
    """Waits for the interview; its state."""
    screen = await on_screen(pilot, "InterviewScreen")
    assert isinstance(screen, InterviewScreen)
    # As if whoever came back from the scope's steps had looked: a digit is an answer.
    screen.session.steps_left = -inf
    return screen.session.interview


async def typed(pilot: Pilot[None], text: str) -> None:
    """Types text key by key."""
    named = {" ": "space", ".": "full_stop", "-": "minus", "/": "slash", ",": "comma", "~": "tilde", "_": "underscore"}
    await pilot.press(*[named.get(char, char) for char in text])


async def to_row(pilot: Pilot[None], row: str) -> Listing:
    """On the scope screen, waits until a line is highlighted, whichever step it is on; the list it stands in."""
    screen = await on_screen(pilot, "ScopeScreen")
    assert isinstance(screen, ScopeScreen)
    await until(pilot, lambda: bool(screen.query(Listing)))
    screen.go_to(row)
    listing = screen.query_one(Listing)
    await until(pilot, lambda: listing.highlighted_id == row)
    return listing


def listed(pilot: Pilot[None]) -> list[str]:
    """The ids of the rows on the top screen that can be walked."""
    return [option.id or "" for option in pilot.app.screen.query_one(Listing).options if not option.disabled]


def text_of(pilot: Pilot[None], selector: str) -> str:
    """What a widget of the top screen says."""
    found = pilot.app.screen.query_one(selector)
    return str(found.visual if isinstance(found, Static) else found.render())


def everything(pilot: Pilot[None]) -> str:
    """All text of the top screen, as drawn."""
    return "\n".join("".join(segment.text for segment in strip) for strip in pilot.app.screen._compositor.render_strips())
