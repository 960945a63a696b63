"""Writes docs/pictures/screen-*.svg: the full-screen program on the demo company, for the README.

Run by `make pictures`. Dates on the screens are those of the day it is run.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from readiness.config import Config
from readiness.demo import make_demo
from readiness.tui.app import ReadinessApp
from readiness.tui.state.touring import put_away

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (120, 36)
# The picture's name, and the keys that lead from the interview to what it shows.
SCREENS = {
    "interview": ("slash", *"leaver", "enter"),
    "results": ("r",),
    "heat-map": ("r", "m"),
    "plan": ("p",),
    "timeline": ("p", "t"),
    "progress": ("P",),
}


async def draw(file: Path, keys: tuple[str, ...]) -> str:
    """The screen that the keys lead to, as SVG that asks nothing of any network."""
    app = ReadinessApp(file, config=Config(recorder="Ada"))
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        while type(app.screen).__name__ != "InterviewScreen":
            await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        return without_remote_fonts(app.export_screenshot(title="readiness"))


def without_remote_fonts(svg: str) -> str:
    """The picture in whatever monospaced face the reader has: the one Textual names comes from elsewhere.

    Some readers drop the spaces a text begins with, unless told to keep them.
    """
    return re.sub(r"@font-face\s*\{[^}]*\}", "", svg).replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> None:
    """Draws every screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        # What the program remembers of its user stays as it is.
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = place
        put_away()
        make_demo(Path(place))
        file = next(Path(place).glob("*.readiness"))
        for name, keys in SCREENS.items():
            (PICTURES / f"screen-{name}.svg").write_text(asyncio.run(draw(file, keys)), encoding="utf-8")
    print(f"Wrote {PICTURES}.")


if __name__ == "__main__":
    main()
