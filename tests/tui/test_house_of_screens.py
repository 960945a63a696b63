"""Rules that hold for every screen: help tells all keys, styles stay at home, colours can be read, a crash tells no answers."""

import ast
import importlib
import inspect
import json
import os
import pkgutil
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from read_once import shipped_once
from textual.color import Color
from textual.css.scalar import Scalar
from textual.css.stylesheet import Stylesheet

import readiness.tui
from readiness.assessment import Assessment
from readiness.paths import crash_log
from readiness.tui import screens, themes
from readiness.tui.app import ReadinessApp
from readiness.tui.keys import all_screens
from readiness.tui.screens.base import CommandScreen, Room
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.widgets.card import Anchors

from .driving import interview, on_screen

FOLDER = Path(readiness.tui.__file__).parent


def screen_classes() -> list[type[CommandScreen]]:
    found = []
    for module in pkgutil.iter_modules(screens.__path__, "readiness.tui.screens."):
        for _, cls in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(cls, CommandScreen) and cls not in (CommandScreen, Room) and cls.__module__ == module.name:
                found.append(cls)
    return found


SCREENS = screen_classes()


def test_there_are_ten_screens() -> None:
    names = {cls.__name__.removesuffix("Screen").lower() for cls in SCREENS}
    assert (
        names
        == {"start", "portfolio", "scope", "interview", "results", "plan", "round", "progress", "export", "importing"}
        == set(all_screens())
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_no_sentence_names_a_key_that_its_command_may_have_elsewhere(screen: type[CommandScreen]) -> None:
    source = ast.parse(Path(inspect.getfile(screen)).read_text())
    commands = {id(part) for call in ast.walk(source) if _calls(call, "Command") for part in ast.walk(call)}
    docstrings = {id(one.value) for one in ast.walk(source) if isinstance(one, ast.Expr)}
    own = {command.shown for command in screen.COMMANDS_HERE} & {"Enter", "Esc"}
    for one in ast.walk(source):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in commands | docstrings:
            assert not own & set(re.findall(r"[A-Za-z]+", one.value)), one.value


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


@pytest.mark.parametrize("screen", SCREENS)
def test_keys_footer_and_help_are_one_list(screen: type[CommandScreen]) -> None:
    bound = {(binding.key, binding.action) for binding in screen.BINDINGS}  # type: ignore[union-attr]
    listed = {(binding.key, binding.action) for command in screen.COMMANDS_HERE for binding in command.bindings}
    assert bound == listed
    assert len({key for key, _ in listed}) == len(listed)
    ids = [command.id for command in screen.COMMANDS_HERE]
    assert len(set(ids)) == len(ids)
    for command in screen.COMMANDS_HERE:
        assert command.help.endswith(".") and command.label and command.shown
        assert all(binding.id and binding.tooltip for binding in command.bindings)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_command_has_its_action(screen: type[CommandScreen]) -> None:
    for command in screen.COMMANDS_HERE:
        name = command.action.partition("(")[0]
        owner = ReadinessApp if name.startswith("app.") else screen
        assert hasattr(owner, f"action_{name.rpartition('.')[2]}"), command


@pytest.mark.parametrize("style", sorted(FOLDER.rglob("*.tcss")), ids=lambda path: path.name)
def test_each_rule_is_under_its_screen(style: Path) -> None:
    owner = "Dialog" if style.stem == "dialog" else f"{style.stem.title()}Screen"
    selectors = re.findall(r"^([^\s{/*][^{]*)\{", style.read_text(), re.MULTILINE)
    assert selectors
    assert [selector for selector in selectors if not re.match(rf"{owner}\b|\w+{owner}\b", selector)] == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2."""

    def luminance(colour: str) -> float:
        channels = [channel / 255 for channel in Color.parse(colour).rgb]
        red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", [themes.DARK, themes.LIGHT], ids=["dark", "light"])
def test_all_text_can_be_read(colours: dict[str, str]) -> None:
    weak = {(text, ground) for text in themes.TEXT for ground in themes.GROUND if contrast(colours[text], colours[ground]) < 4.5}
    assert weak == set()


@pytest.mark.parametrize("name", [*themes.THEMES, "nord", "no-such-theme"])
async def test_any_theme_starts(name: str, make_app: Callable[..., ReadinessApp]) -> None:
    app = make_app(theme=name)
    async with app.run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        assert app.theme == (name if name in app.available_themes else "readiness-dark")


async def test_a_crash_tells_no_answers(
    make_file: Callable[..., Path], make_app: Callable[..., ReadinessApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        answer = "the secret answer"
        raise ValueError(answer)

    monkeypatch.setattr(InterviewScreen, "action_basis", broken)
    app = make_app(make_file())
    with pytest.raises(ValueError, match="secret"):
        async with app.run_test() as pilot:
            await interview(pilot)
            await pilot.press("b")
    assert "stopped because of an unforeseen error" in app.crash and "secret" not in app.crash
    kept = crash_log().read_text()
    assert "secret" not in kept.replace('answer = "the secret answer"', "") and "ValueError" in kept
    assert stat.S_IMODE(os.stat(crash_log()).st_mode) == 0o600
    assert app._exit_renderables == []


async def test_a_screen_brings_its_styles_and_leaves_the_others_parsed(
    make_file: Callable[..., Path], make_app: Callable[..., ReadinessApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(_: Stylesheet) -> None:
        raise AssertionError("all styles were parsed again")

    app = make_app(make_file())
    async with app.run_test() as pilot:
        await interview(pilot)
        # A theme has values of its own for every style: choosing one has to.
        monkeypatch.setattr(Stylesheet, "reparse", again)
        assert app.screen.query_one("#line").styles.max_height == Scalar.parse("2")
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen.query_one("#box").styles.width == Scalar.parse("76")


def test_the_first_frame_needs_nothing_heavy() -> None:
    code = "import json, sys; import readiness.tui.app, readiness.tui.screens.start; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(run.stdout))
    assert loaded & {"sqlite_utils", "reportlab", "jinja2", "questionary", "yaml", "readiness.assessment", "readiness.storage"} == set()


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_word_an_auditor_would_object_to(path: Path) -> None:
    assert (
        re.findall(r"\b(compliant|certified|pass|passed|fail|failed)\b", re.sub(r"\n +pass\n", "\n", path.read_text()), re.IGNORECASE) == []
    )


async def test_all_six_anchors_of_every_shipped_question_are_in_sight(make_app: Callable[..., ReadinessApp], tmp_path: Path) -> None:
    library = shipped_once()
    everything = [category.id for category in library.scored_categories]
    with Assessment.create(tmp_path / "full.readiness", "Acme", categories=everything, question_set="full", recorder="Ben") as made:
        path = made.path
    clipped = []
    async with make_app(path).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        for question in talk.questions:
            talk.go_to(question.id)
            screen.redraw()
            await pilot.pause()
            if screen.query_one(Anchors).region.bottom > screen.query_one("#card").region.bottom:
                clipped.append(question.id)
    assert clipped == []
