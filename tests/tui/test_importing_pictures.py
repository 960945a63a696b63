"""Pictures of the import: before a file is read, what one would change, and what keeps another out."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readiness.tui.app import ReadinessApp

from .driving import on_screen, text_of, typed, until
from .test_pictures import LOOKS, THREE_SIZES, after, settings

Compare = Callable[..., bool]
MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
NOVEMBER = 1_795_000_000
FILES = {
    "sound": "multi-factor: 4\nowner-named: {level: 4, note: Bo.}\nrules-of-conduct: 1\naccess-review: 2\nleaver-access: unsure\n",
    "refused": "multi-factor: 4\nowner-named: 7\nCC6.1: 3\naccess-review: {level: 3, last_done: soon}\nleaver-access: unsure\n",
}


async def read(pilot: Pilot[None]) -> None:
    """Reads the file and waits for what it would change."""
    await after((["I"], "ImportingScreen"))(pilot)
    await typed(pilot, "answers.yaml")
    await pilot.press("enter")
    await until(pilot, lambda: "refused" in text_of(pilot, "#bar"))
    await pilot.pause()


@pytest.fixture
def app_beside(make_file: MakeFile, make_app: MakeApp) -> Callable[..., ReadinessApp]:
    """An app beside a file of answers that was saved on the eve of what stands."""

    def make(name: str, **stated: str) -> ReadinessApp:
        path = Path("answers.yaml")
        path.write_text(FILES[name])
        os.utime(path, (NOVEMBER, NOVEMBER))
        return make_app(make_file(), **stated)

    return make


@THREE_SIZES
def test_before_a_file_is_read(size: tuple[int, int], snap_compare: Compare, app_beside: Callable[..., ReadinessApp]) -> None:
    assert snap_compare(app_beside("sound"), terminal_size=size, run_before=after((["I"], "ImportingScreen")))


@THREE_SIZES
@pytest.mark.parametrize("name", list(FILES))
def test_preview(name: str, size: tuple[int, int], snap_compare: Compare, app_beside: Callable[..., ReadinessApp]) -> None:
    assert snap_compare(app_beside(name), terminal_size=size, run_before=read)


@LOOKS
@pytest.mark.parametrize("name", list(FILES))
def test_look(
    name: str, look: str, snap_compare: Compare, app_beside: Callable[..., ReadinessApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert snap_compare(app_beside(name, **settings(look, monkeypatch)), terminal_size=(120, 40), run_before=read)


def test_opening(snap_compare: Compare, make_app: MakeApp, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file opens; what reads it never comes to its end here."""
    monkeypatch.setattr("readiness.tui.screens.start.StartScreen.read_file", lambda *_: None)

    async def opening(pilot: Pilot[None]) -> None:
        await on_screen(pilot, "StartScreen")
        await until(pilot, lambda: "stops" in text_of(pilot, "#status"))

    assert snap_compare(make_app(make_file()), terminal_size=(80, 24), run_before=opening)
