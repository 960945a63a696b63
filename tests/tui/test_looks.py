"""How the screens look: motion, colours as they are drawn, themes, no colour at all, no emoji."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot

import readiness.tui
from readiness.config import Config
from readiness.paths import config_file
from readiness.tui import themes
from readiness.tui.app import ReadinessApp
from readiness.tui.widgets.listing import Listing

from .driving import everything, interview, on_screen
from .test_house_of_screens import contrast

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
FOLDER = Path(readiness.tui.__file__).parent


def test_nothing_moves_where_that_is_asked_for(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ReadinessApp(config=Config(motion=False)).animation_level == "none"
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "full")
    assert ReadinessApp(config=Config()).animation_level == "full"
    assert ReadinessApp(config=Config(motion=False)).animation_level == "none"
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    assert ReadinessApp(config=Config(motion=True)).animation_level == "none"


def test_colours_are_named_by_our_themes_alone() -> None:
    """Text in any of TEXT stands on any of GROUND readably; so nothing else may be text or ground."""
    text, ground = set[str](), set[str]()
    for path in [*FOLDER.rglob("*.tcss"), *FOLDER.rglob("*.py")]:
        source = path.read_text()
        rest = source.replace("border-title-color", "color")
        ground |= set(re.findall(r"(?:[\s{;]background:|\bon) \$([a-z-]+)", source))
        rest = re.sub(r"\b(?:background|background-tint|border[a-z-]*): [^;]*;|\bon \$[a-z-]+", "", rest)
        text |= set(re.findall(r"\$([a-z][a-z-]+)", rest))
    assert text <= set(themes.TEXT) and ground <= set(themes.GROUND)
    assert {"quiet", "accent"} <= text and {"background", "surface"} <= ground


# Lines, bars and scrollbars are no text.
DRAWN = re.compile("[─-▟\\s]*")
WALKS: dict[str, tuple[str, ...]] = {
    "InterviewScreen": ("left", "left"),
    "ScopeScreen": ("s",),
    "ResultsScreen": ("r",),
    "PlanScreen": ("p", "down"),
    "RoundScreen": ("N",),
    "ProgressScreen": ("P",),
    "ExportScreen": ("x",),
    "ImportingScreen": ("I",),
    "HelpDialog": ("question_mark",),
    "ReaderDialog": ("y",),
    "FormDialog": ("left", "d"),
    "FindDialog": ("slash", "x", "q"),
    "GlossaryDialog": ("equals_sign",),
    "PaletteDialog": ("colon", "p"),
    "TourDialog": ("f3",),
}


def weak_spots(pilot: Pilot[None]) -> set[tuple[str, str, str]]:
    """Text of the top screen (of a dialog: its box) whose drawn colours have a contrast below 4.5, with those colours."""
    screen = pilot.app.screen
    region = screen.query_one("#box").region if screen.is_modal else screen.region
    found, seen = set(), 0
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            inside = region.contains(x, y)
            x += segment.cell_length
            style = segment.style
            if not inside or DRAWN.fullmatch(segment.text) or style is None or style.color is None or style.bgcolor is None:
                continue
            seen += 1
            colour, ground = (Color.from_rich_color(one).hex for one in (style.color, style.bgcolor))
            if contrast(colour, ground) < 4.5 or style.dim:
                found.add((segment.text.strip(), colour, ground))
    assert seen
    return found


@pytest.mark.parametrize("theme", list(themes.THEMES))
@pytest.mark.parametrize("name", list(WALKS))
async def test_what_is_drawn_can_be_read(name: str, theme: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(), theme=theme).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        await pilot.press(*WALKS[name])
        await on_screen(pilot, name)
        await pilot.pause()
        assert weak_spots(pilot) == set()


async def test_a_theme_is_picked_and_how_to_keep_it_is_said(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(notifications=True) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("f2")
        screen = await on_screen(pilot, "ChooseDialog")
        offered = [option.id for option in screen.query_one(Listing).options]
        assert set(offered) == set(app.available_themes) and offered[:2] == list(themes.THEMES)
        await pilot.press("2")
        await on_screen(pilot, "StartScreen")
        assert app.theme == "readiness-light"
        assert [note.message for note in app._notifications] == [f'To keep it, write theme = "readiness-light" in {config_file()}']


@pytest.mark.parametrize("theme", ["readiness-dark", "ansi-dark", "ansi-light", "nord"])
async def test_no_colour_leaves_every_word(theme: str, make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_file()
    shown = []
    for plain in (False, True):
        if plain:
            monkeypatch.setenv("NO_COLOR", "1")
        app = make_app(path, theme=theme)
        async with app.run_test(size=(120, 40)) as pilot:
            await interview(pilot)
            await pilot.press("r")
            await on_screen(pilot, "ResultsScreen")
            shown.append(everything(pilot))
        assert app.no_color is plain
    assert shown[0] == shown[1] and "not met" in shown[0]


# Characters that terminals draw as emoji unless told otherwise (Emoji_Presentation in Unicode's emoji-data.txt), and what asks for it.
EMOJI = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce"
    "\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c"
    "\u2b50\u2b55\ufe0f\U0001f000-\U0001faff]"
)


@pytest.mark.parametrize("room", ["readiness", "scoring", "questionnaires"])
def test_no_emoji_in_what_the_program_says(room: str) -> None:
    assert EMOJI.search("\u26a1") and not EMOJI.search("↯●◐○·–▸✓→")
    sources = [path for kind in ("py", "yaml", "tcss", "j2", "js", "css", "html") for path in (FOLDER.parents[1] / room).rglob(f"*.{kind}")]
    assert sources
    assert [f"{path.name}: {found[0]!r}" for path in sources if (found := EMOJI.search(path.read_text(encoding="utf-8")))] == []
