"""Help and comfort: terms, tour, commands found by words, keys of one's own, motion, and colours as they are drawn."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_once import shipped_once
from textual.widgets import Input

import readiness.tui
from readiness.assessment import Assessment
from readiness.paths import config_file, tour_file
from readiness.tui.app import ReadinessApp
from readiness.tui.commands import APP_COMMANDS, key_text
from readiness.tui.dialogs.touring import TourDialog
from readiness.tui.keys import all_screens, key_named, keymap_of
from readiness.tui.state.touring import STEPS, tour_wanted
from readiness.tui.widgets.listing import Listing
from scoring.model import Answer

from .driving import everything, interview, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
FOLDER = Path(readiness.tui.__file__).parent
FILE = "settings.toml"


# Terms


async def test_a_term_is_found_from_the_interview_and_from_its_help(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press("equals_sign")
        await on_screen(pilot, "GlossaryDialog")
        await typed(pilot, "cuec")
        await pilot.pause()
        assert "What customers have to do themselves" in text_of(pilot, "#meaning")
        await pilot.press("escape", "question_mark")
        await on_screen(pilot, "HelpDialog")
        await pilot.press("D")
        await on_screen(pilot, "GlossaryDialog")
        await pilot.press("escape")
        await on_screen(pilot, "HelpDialog")


async def test_a_term_leads_to_the_next_and_a_misspelt_one_says_so(make_app: MakeApp) -> None:
    glossary = {entry.id: entry for entry in shipped_once().glossary}
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("equals_sign")
        screen = await on_screen(pilot, "GlossaryDialog")
        await typed(pilot, "rung")
        await pilot.press("enter", "down")
        await pilot.pause()
        follower = glossary[glossary["rung"].see[1]]
        assert screen.query_one(Listing).highlighted_id == follower.id
        assert follower.meaning.split()[0] in text_of(pilot, "#meaning")
        screen.query_one(Input).value = "rnug"
        await until(pilot, lambda: "No term" in text_of(pilot, "#error"))
        assert text_of(pilot, "#meaning") == ""
        await pilot.press("enter", "escape")
        await on_screen(pilot, "StartScreen")


async def test_every_meaning_is_in_sight_on_a_small_terminal(make_app: MakeApp) -> None:
    longest = max(shipped_once().glossary, key=lambda entry: len(entry.meaning) + len(", ".join(entry.also)))
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("equals_sign")
        screen = await on_screen(pilot, "GlossaryDialog")
        screen.query_one(Input).value = longest.term
        await until(pilot, lambda: longest.meaning.split()[0] in text_of(pilot, "#meaning"))
        box = screen.query_one("#meaning")
        for entry in shipped_once().glossary:
            screen._explain(entry.id)  # type: ignore[attr-defined]
            assert box.visual.get_height(box.styles, box.content_size.width) <= box.content_size.height, entry.id  # type: ignore[attr-defined]


# The tour


async def test_the_tour_comes_first_and_once_seen_never_again(make_app: MakeApp) -> None:
    tour_file().unlink()
    assert len(STEPS) == 5
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "TourDialog")
        for at, (title, _) in enumerate(STEPS, 1):
            assert text_of(pilot, "#title") == f"{at} of 5 · {title}"
            assert tour_wanted()
            await pilot.press("enter")
        await on_screen(pilot, "StartScreen")
    assert stat.S_IMODE(os.stat(tour_file()).st_mode) == 0o600
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("f3", "right", "left", "left")
        await on_screen(pilot, "TourDialog")
        assert text_of(pilot, "#title").startswith("1 of 5")


@pytest.mark.parametrize(("key", "again"), [("s", False), ("q", False), ("escape", True)])
async def test_the_tour_is_skipped_for_now_or_for_good(key: str, again: bool, make_file: MakeFile, make_app: MakeApp) -> None:
    tour_file().unlink()
    async with make_app(make_file()).run_test() as pilot:
        # Over the file that was named, which is there at once afterwards.
        await on_screen(pilot, "TourDialog")
        await pilot.press("right", key)
        await interview(pilot)
    assert tour_wanted() is again


def test_a_state_folder_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    TourDialog()
    from readiness.tui.state.touring import put_away

    put_away()
    assert tour_file().parent.parent == tmp_path / "state"


# Commands by words


@pytest.mark.parametrize("screen", ["start", "portfolio", "scope", "interview", "results", "plan", "round", "progress", "export"])
def test_what_works_everywhere_clashes_with_no_screen(screen: str) -> None:
    own = {key for command in all_screens()[screen] for key in command.keys.split(",")}
    assert [command.id for command in APP_COMMANDS if own & set(command.keys.split(","))] == []
    for command in APP_COMMANDS:
        assert hasattr(ReadinessApp, f"action_{command.action.removeprefix('app.')}")


async def test_every_command_of_a_screen_is_found_and_done(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        talk = await interview(pilot)
        await pilot.press("colon")
        screen = await on_screen(pilot, "PaletteDialog")
        listed = {option.id for option in screen.query_one(Listing).options}
        assert {"answer.0", "answer.3", "undo", "room.plan", "help", "quit", "glossary", "tour", "theme"} <= listed
        await typed(pilot, "answer 4")
        question = talk.current.id
        await pilot.press("enter")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: talk.current.id != question)
        stated = talk.assessment.answers[question]
        assert stated.level == "4"
        await pilot.press("ctrl+p")
        await on_screen(pilot, "PaletteDialog")
        await typed(pilot, "room.plan")
        await pilot.press("enter")
        await on_screen(pilot, "PlanScreen")


async def test_a_command_that_hangs_on_a_row_takes_the_highlighted_one(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("colon")
        await on_screen(pilot, "PaletteDialog")
        await typed(pilot, "results.open")
        await pilot.press("enter")
        await on_screen(pilot, "InterviewScreen")


# Keys of one's own


async def test_keys_are_mapped_anew_and_shown_as_they_are(make_file: MakeFile, make_app: MakeApp) -> None:
    app = make_app(make_file(), keys={"note": "f", "flag": "m", "help": "f6 ,", "answer.3": "K"})
    assert app._warnings == []
    async with app.run_test(size=(120, 40)) as pilot:
        talk = await interview(pilot)
        first = talk.current.id
        await pilot.press("m")
        await until(pilot, lambda: first in talk.assessment.answers and talk.assessment.answers[first].flagged)
        await pilot.press("f")
        await on_screen(pilot, "FormDialog")
        await pilot.press("escape", "question_mark", "f1")
        await on_screen(pilot, "InterviewScreen")
        assert "F6 , keys" in everything(pilot)
        await pilot.press("K")
        await until(pilot, lambda: talk.assessment.answers.get(first) is not None and talk.assessment.answers[first].level == "3")
        await pilot.press("comma")
        await on_screen(pilot, "HelpDialog")
        shown = everything(pilot)
        assert re.search(r"0 1 2 K 4 5 +States the rung", shown)
        assert re.search(r"\bf +A note beside the answer on the screen", shown)


async def test_sentences_name_the_keys_in_force(make_file: MakeFile, make_app: MakeApp) -> None:
    keys = {"note.last": "f8", "back": "f9", "card": "f10", "why": "f7", "answer.na": "K", "undo": "f4", "plan.capacity": "B"}
    app = make_app(make_file(), keys=keys)
    assert app._warnings == []
    async with app.run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        assert "K not applicable" in text_of(pilot, "#others")
        await pilot.press("4")
        assert text_of(pilot, "#status").endswith("F8 adds a note to it")
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        assert "B goes to where they are stated." in text_of(pilot, "#summary")
        await pilot.press("down", "enter")
        await interview(pilot)
        assert text_of(pilot, "#status") == "Opened from the plan; F10 or F9 goes back there."
        await pilot.press("f3")
        await on_screen(pilot, "TourDialog")
        await pilot.press("right", "right")
        assert "K if it has no subject" in text_of(pilot, "#words") and "F4 takes it back" in text_of(pilot, "#words")


def test_every_key_named_in_a_sentence_is_one_of_its_screen() -> None:
    """A sentence of a screen asks for keys by command ids; those of a mixin are the interview's, the plan's or the scope's."""
    homes = {"interviewing": "interview", "tending": "plan", "scoping": "scope"}
    screens = all_screens()
    wrong = []
    for path in Path(readiness.tui.__file__).parent.rglob("*.py"):
        home = homes.get(path.parent.name, path.stem.removesuffix("_keys"))
        ids = {command.id for command in (*screens.get(home, ()), *APP_COMMANDS)}
        wrong += [(path.name, one) for one in re.findall(r"self\.key\([\"']([a-z_.]+)[\"']\)", path.read_text()) if one not in ids]
    assert wrong == []


def test_the_tour_names_keys_that_there_are() -> None:
    screens = all_screens()
    ids = {command.id for command in (*screens["interview"], *screens["start"], *APP_COMMANDS)}
    named = {found for _, text in STEPS for found in re.findall(r"\{([^}]*)\}", text)}
    assert {"undo", "room.scope", "tour"} <= named <= ids


async def test_escape_does_not_end_the_program_at_its_start(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("escape", "escape")
        assert text_of(pilot, "#status") == "This is the start; q leaves the program."
        assert pilot.app.is_running and pilot.app._exit is False
        await pilot.press("q")
        assert pilot.app._exit is True


REFUSED = {
    "undoo": ("x", "keys.undoo is left out: no command has this name; did you mean undo?"),
    "zzz": ("x", "keys.zzz is left out: no command has this name; : in the program lists them."),
    "answer": ("x", "keys.answer is left out: each of its keys means something else; name one of them, such as answer.1."),
    "undo": ("f", "keys.undo is left out: f is the key of flag on the interview screen already; pick another, or move that one too."),
    "glossary": (
        "z",
        "keys.glossary is left out: z is the key of undo on the interview screen already; pick another, or move that one too.",
    ),
    "note": ("hyper+x", "keys.note is left out: 'hyper+x' is no key; write a character, F5, ctrl+r, shift+up or the like."),
    "flag": (" ", "keys.flag is left out: name one to 5 keys, separated by spaces."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_key_that_cannot_be_is_told_in_one_sentence(name: str) -> None:
    text, said = REFUSED[name]
    keymap, warnings = keymap_of({name: text, "basis": "Q"}, all_screens(), FILE)
    assert warnings == [f"{FILE}: {said}"]
    assert keymap == {"basis": ("Q",)}


def test_two_lines_for_one_key_keep_the_first() -> None:
    keymap, warnings = keymap_of({"note": "Q", "flag": "Q"}, all_screens(), FILE)
    assert keymap == {"note": ("Q",)}
    assert warnings == [
        f"{FILE}: keys.flag is left out: Q is the key of note on the interview screen already; pick another, or move that one too."
    ]


async def test_a_bad_line_is_told_at_the_start_and_stops_nothing(make_app: MakeApp) -> None:
    app = make_app(keys={"undoo": "x"})
    async with app.run_test(notifications=True) as pilot:
        await on_screen(pilot, "StartScreen")
        assert [note.message for note in app._notifications] == [
            f"{config_file()}: keys.undoo is left out: no command has this name; did you mean undo?"
        ]


@given(st.text(min_size=1, max_size=12))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    try:
        key = key_named(text)
    except ValueError:
        return
    assert key and "," not in key and key_named(key) == key
    assert key_text(key)


@given(
    st.dictionaries(st.sampled_from(["note", "flag", "undo", "help", "answer.2", "room.plan", "glossary"]), st.sampled_from("abfmzQUp?=:"))
)
def test_no_two_commands_of_a_screen_share_a_key(stated: dict[str, str]) -> None:
    screens = all_screens()
    keymap, _ = keymap_of(stated, screens, FILE)
    for commands in screens.values():
        taken: dict[str, str] = {}
        for command in (*commands, *APP_COMMANDS):
            for own, keys in command.keys_now(keymap).items():
                for key in keys:
                    action = command.action.replace("{key}", own)
                    assert taken.setdefault(key, action) == action


# The place of a question


@pytest.mark.parametrize("size", [(80, 18), (120, 18)])
async def test_the_number_of_a_question_is_whole_beside_a_scrollbar(size: tuple[int, int], make_app: MakeApp, tmp_path: Path) -> None:
    with Assessment.create(tmp_path / "full.readiness", "Acme", question_set="full", recorder="Ben") as made:
        path = made.path
    async with make_app(path).run_test(size=size) as pilot:
        talk = await interview(pilot)
        screen = pilot.app.screen
        by_length = sorted(talk.questions, key=lambda one: sum(map(len, one.anchors)) + len(one.text))
        longest = by_length[-1].id
        talk.assessment.answer(Answer(question=longest, level="3", note="A long note. " * 20, walkthrough="Told."))
        bars = []
        for question in (by_length[0].id, longest):
            talk.go_to(question)
            screen.redraw()  # type: ignore[attr-defined]
            await pilot.pause()
            await pilot.pause()
            bars.append(screen.query_one("#card").show_vertical_scrollbar)
            place = screen.query_one("#place").region
            drawn = everything(pilot).splitlines()[place.y][place.x : place.right]
            number = [one.id for one in talk.questions].index(question) + 1
            assert drawn.rstrip().endswith(f" {number} of {len(talk.questions)}")
        assert bars[1]
