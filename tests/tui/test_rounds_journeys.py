"""A team's second run, closed rounds, two people at once, progress and the portfolio: by keyboard alone."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readiness.assessment import Assessment
from readiness.demo import make_demo
from readiness.rounds import start_round
from readiness.tui.app import ReadinessApp
from readiness.tui.screens.interview import InterviewScreen
from readiness.tui.state.recent import load_recent
from readiness.tui.themes import THEMES
from readiness.tui.widgets.listing import Listing
from scoring.model import Answer

from .driving import everything, interview, listed, looked_up, on_screen, text_of, typed, until
from .rounds_cases import second
from .test_looks import weak_spots

__all__ = ["second"]
MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


def go(pilot: Pilot[None], row: str) -> None:
    """Highlights a row."""
    listing = pilot.app.screen.query_one(Listing)
    listing.highlighted = listing.get_option_index(row)


async def test_a_teams_second_run(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    """Starts the next round, confirms most of it at once, answers what changed, and sees why the figure moved."""
    path = make_file()
    with Assessment.open(path, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question=name, level="2") for name in ("leaver-access", "physical-places", "access-review")])
    async with make_app(path).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        assert "First round · round 1" in text_of(pilot, "#title")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "First round")
        await pilot.press("enter")
        assert "there is a round named First round already" in text_of(pilot, "#error")
        await pilot.press("ctrl+u")
        await typed(pilot, "Winter")
        await pilot.press("enter")
        await on_screen(pilot, "ConfirmDialog")
        assert "First round is closed: " in everything(pilot) and "y or Enter yes" in everything(pilot)
        await pilot.press("n")
        await on_screen(pilot, "RoundScreen")
        assert len(reread(path).rounds) == 1, "nothing is started without a yes"
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Winter")
        await pilot.press("enter")
        await on_screen(pilot, "ConfirmDialog")
        await pilot.press("y")
        await on_screen(pilot, "RoundScreen")
        assert "Winter · round 2" in text_of(pilot, "#title")
        assert text_of(pilot, "#status").startswith("started 14:02:11 · Winter, 6 answers carried over")
        assert listed(pilot)[:3] == ["all:", "owner:ceo", "owner:it"]
        go(pilot, "owner:it")
        await pilot.press("enter")
        go(pilot, "in:owner:it:leaver-access")
        await pilot.press("enter")
        talk = await interview(pilot)
        assert talk.current.id == "leaver-access" and "carried over" in everything(pilot)
        await pilot.press("4", "escape")
        await on_screen(pilot, "RoundScreen")
        go(pilot, "all:")
        await pilot.press("c")
        await on_screen(pilot, "ConfirmDialog")
        await pilot.press("y")
        await on_screen(pilot, "RoundScreen")
        assert text_of(pilot, "#status") == "confirmed 14:02:11 · 5 answers"
        assert "Nothing is left to confirm" in everything(pilot)
        await pilot.press("P")
        await on_screen(pilot, "ProgressScreen")
        assert "First round" in text_of(pilot, "#headline") and "Winter" in text_of(pilot, "#headline")
        shown = everything(pilot)
        assert "Nothing fell back" in shown and re.search(r"Improved \(1\) +\+\d+\.\d +█+", shown)
        go(pilot, next(row for row in listed(pilot) if row.startswith("cause:improved")))
        await pilot.press("enter")
        await on_screen(pilot, "ChooseDialog")
        assert "2 → 4" in everything(pilot)
        await pilot.press("1")
        assert (await interview(pilot)).current.id == "leaver-access"
        await pilot.press("q")
        await on_screen(pilot, "ProgressScreen")
    kept = reread(path)
    assert [one.name for one in kept.rounds] == ["First round", "Winter"]
    assert {name: (answer.level, answer.carried) for name, answer in kept.answers.items()} == {
        "rules-of-conduct": ("1", False),
        "owner-named": ("4", False),
        "multi-factor": ("3", False),
        "leaver-access": ("4", False),
        "physical-places": ("2", False),
        "access-review": ("2", False),
    }


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_what_changed_comes_first_and_is_confirmed_one_by_one(
    second: Path, make_app: MakeApp, reread: Reread, size: tuple[int, int]
) -> None:
    async with make_app(second).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        assert listed(pilot)[:3] == ["first:multi-factor", "first:access-review", "first:rules-of-conduct"]
        assert pilot.app.screen.query_one(Listing).highlighted_id == "first:multi-factor"
        await pilot.press("n")
        assert text_of(pilot, "#status") == "nothing in Autumn is confirmed or answered yet; go on with it first."
        assert "its remediation item is done" in everything(pilot)
        looked_up(pilot)
        await pilot.press("c")
        await until(pilot, lambda: "first:multi-factor" not in listed(pilot))
        assert pilot.app.screen.query_one(Listing).highlighted_id == "first:access-review"
        assert text_of(pilot, "#status") == "confirmed 14:02:11 · multi-factor"
        await pilot.press("space")
        await until(pilot, lambda: listed(pilot)[0] == "first:rules-of-conduct")
        await pilot.press("a")
        await on_screen(pilot, "FormDialog")
        await pilot.press("ctrl+u", "x", "enter")
        assert "number of days" in text_of(pilot, "#error")
        await pilot.press("ctrl+u", "9", "0", "0", "enter")
        await on_screen(pilot, "RoundScreen")
        assert not [row for row in listed(pilot) if row.startswith("first:")]
        await pilot.press("o")
        assert "criterion:CC6.2" in listed(pilot)
    assert not reread(second).answers["multi-factor"].carried
    assert reread(second).answers["owner-named"].carried


async def test_a_group_with_signs_of_change_asks_which(second: Path, make_app: MakeApp, reread: Reread) -> None:
    async with make_app(second).run_test() as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        go(pilot, "owner:it")
        await pilot.press("c")
        await on_screen(pilot, "ChooseDialog")
        assert "the 2 without a sign of change" in everything(pilot)
        await pilot.press("1")
        await on_screen(pilot, "RoundScreen")
        assert text_of(pilot, "#status") == "confirmed 14:02:11 · 2 answers"
    kept = reread(second).answers
    assert {name for name, answer in kept.items() if not answer.carried} == {"leaver-access", "physical-places"}


async def test_whoever_sits_here_confirms(second: Path, make_app: MakeApp, reread: Reread) -> None:
    async with make_app(second).run_test() as pilot:
        await interview(pilot)
        await pilot.press("H")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("1")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Cy")
        await pilot.press("ctrl+s")
        await interview(pilot)
        await pilot.press("N", "c")
        await on_screen(pilot, "RoundScreen")
        await until(pilot, lambda: "confirmed" in text_of(pilot, "#status"))
    assert reread(second).answers["multi-factor"].respondent == "Cy"


async def test_two_people_confirm_at_once(second: Path, make_app: MakeApp, reread: Reread) -> None:
    """Somebody answers in another program while the screen stands: the sentence says who, and theirs stays."""
    async with make_app(second).run_test() as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        reread(second, write=True).answer(Answer(question="multi-factor", level="5", respondent="Eve"))
        go(pilot, "all:")
        await pilot.press("c")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("2")
        await on_screen(pilot, "ReaderDialog")
        assert "multi-factor: Eve changed it at 2026-11-23" in everything(pilot)
        await pilot.press("escape")
        await on_screen(pilot, "RoundScreen")
        assert text_of(pilot, "#status") == "confirmed 14:02:11 · 5 answers"
        reread(second, write=True).answer(Answer(question="multi-factor", level="4", respondent="Eve"))
    kept = reread(second).answers
    assert kept["multi-factor"].level == "4" and not any(answer.carried for answer in kept.values())


async def test_a_round_is_not_started_over_somebody_elses_words(second: Path, make_app: MakeApp, reread: Reread) -> None:
    async with make_app(second).run_test() as pilot:
        await interview(pilot)
        await pilot.press("N", "c")
        await on_screen(pilot, "RoundScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Winter")
        await pilot.press("enter")
        await on_screen(pilot, "ConfirmDialog")
        start_round(reread(second, write=True), "Spring", today=date(2026, 11, 23))
        await pilot.press("y")
        await on_screen(pilot, "ProblemDialog")
        said = " ".join(line.strip() for line in re.findall("│(.*)│", everything(pilot)))
        assert "Eve wrote to the file at 2026-11-23 " in said and "so no round was started: look at it again" in said
        await pilot.press("escape")
        await on_screen(pilot, "RoundScreen")
        assert "Spring · round 3" in text_of(pilot, "#title")
    assert [one.name for one in reread(second).rounds] == ["First round", "Autumn", "Spring"]


async def test_a_closed_round_is_looked_at_as_it_was_and_stays_so(second: Path, make_app: MakeApp, reread: Reread) -> None:
    before = len(reread(second).history())
    async with make_app(second).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        here = talk.current.id
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        go(pilot, listed(pilot)[-1])
        await pilot.press("enter")
        screen = await on_screen(pilot, "ResultsScreen")
        assert everything(pilot).splitlines()[0].startswith(" read-only") and "First round" in everything(pilot)
        assert screen.session.assessment.round.closed  # type: ignore[attr-defined]
        await pilot.press("i")
        past = await on_screen(pilot, "InterviewScreen")
        for key in ("4", "n", "b", "m", "M", "d", "v", "a", "w", "z", "f", "u"):
            await pilot.press(key)
            await on_screen(pilot, "InterviewScreen")
            assert text_of(pilot, "#status").startswith("First round is closed and stays as it was"), key
            looked_up(pilot)
            await pilot.press("left", "right")
        await pilot.press("s", "enter")
        await on_screen(pilot, "ScopeScreen")
        assert text_of(pilot, "#status").startswith("First round is closed")
        looked_up(pilot)
        await pilot.press("p", "S")
        await on_screen(pilot, "PlanScreen")
        assert text_of(pilot, "#status").startswith("First round is closed")
        await pilot.press("w")
        await on_screen(pilot, "SupposeDialog")
        await pilot.press("escape", "P")
        await on_screen(pilot, "ProgressScreen")
        assert "There is no round before this one" in text_of(pilot, "#headline")
        await pilot.press("i")
        assert await on_screen(pilot, "InterviewScreen") is past
        await pilot.press("q")
        await on_screen(pilot, "RoundScreen")
        go(pilot, listed(pilot)[-1])
        await pilot.press("enter")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        assert [type(one).__name__ for one in pilot.app.screen_stack][-2:] == ["InterviewScreen", "RoundScreen"]
        await pilot.press("i")
        now = await on_screen(pilot, "InterviewScreen")
        assert isinstance(now, InterviewScreen) and now.session.interview.current.id == here
        await pilot.press("3")
        assert "saved" in text_of(pilot, "#status")
        await pilot.press("q")
        await on_screen(pilot, "StartScreen")
    assert len(reread(second).history()) == before + 1
    assert load_recent()[0].round == "Autumn"


async def test_progress_opens_criteria_controls_rounds_and_other_types(second: Path, make_app: MakeApp) -> None:
    with Assessment.open(second, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question=name, level="0") for name in ("multi-factor", "leaver-access")])
    async with make_app(second).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        await pilot.press("r", "P")
        await on_screen(pilot, "ProgressScreen")
        rows = listed(pilot)
        assert rows[0].startswith("criterion:CC6.1") and "Fell back" in everything(pilot)
        assert "All rounds" in text_of(pilot, "#charts") and "as planned" in text_of(pilot, "#charts")
        await pilot.press("enter")
        await on_screen(pilot, "ExplainDialog")
        assert "CC6.1" in everything(pilot)
        await pilot.press("escape", "T")
        await on_screen(pilot, "ProgressScreen")
        assert "Type I:" in text_of(pilot, "#headline")
        await pilot.press("f")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("1")
        await on_screen(pilot, "ProgressScreen")
        await pilot.press("t", "escape", "r")
        await on_screen(pilot, "ResultsScreen")


async def test_on_a_small_screen_all_of_the_progress_can_be_read(second: Path, make_app: MakeApp) -> None:
    async with make_app(second).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("P")
        await on_screen(pilot, "ProgressScreen")
        await pilot.press("G")
        await until(pilot, lambda: "the plan of First round" in everything(pilot))
        assert "as planned" in everything(pilot)
        go(pilot, next(row for row in listed(pilot) if row.startswith("round:")))
        await pilot.press("enter")
        await on_screen(pilot, "ResultsScreen")
        assert "read-only" in everything(pilot).splitlines()[0]
        await pilot.press("q", "q")
        await on_screen(pilot, "ProgressScreen")


async def test_one_round_alone_has_no_progress_and_says_how_to_get_there(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test() as pilot:
        await interview(pilot)
        await pilot.press("P")
        await on_screen(pilot, "ProgressScreen")
        assert "There is no round before this one" in text_of(pilot, "#headline")
        await pilot.press("f", "t", "T", "question_mark")
        await on_screen(pilot, "HelpDialog")
        await pilot.press("escape", "N")
        await on_screen(pilot, "RoundScreen")


async def test_the_demos_four_rounds_move(make_app: MakeApp, tmp_path: Path) -> None:
    path = make_demo(tmp_path / "demo")
    async with make_app(path).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        await pilot.press("P")
        await on_screen(pilot, "ProgressScreen")
        charts = text_of(pilot, "#charts")
        shares = [float(found) for found in re.findall(r"([\d.]+) %", charts)[:4]]
        assert shares == sorted(shares) and len(shares) == 4
        assert "Fell back" in everything(pilot)
        await pilot.press("f")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("1")
        await on_screen(pilot, "ProgressScreen")
        assert "First round" in text_of(pilot, "#headline")


async def test_a_read_only_file_shows_its_rounds_and_starts_none(second: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.storage.files.os.access", lambda *_: False)
    content = second.read_bytes()
    async with make_app(second).run_test() as pilot:
        await interview(pilot)
        await pilot.press("N")
        await on_screen(pilot, "RoundScreen")
        for key in ("c", "n"):
            await pilot.press(key)
            await on_screen(pilot, "RoundScreen")
            assert text_of(pilot, "#status").startswith("This file is read-only here")
    assert second.read_bytes() == content


@pytest.mark.parametrize("theme", list(THEMES))
async def test_what_is_drawn_can_be_read(second: Path, make_file: MakeFile, make_app: MakeApp, theme: str) -> None:
    with Assessment.open(second, write=True, recorder="Ann") as one:
        one.answer_all([Answer(question=name, level="0") for name in ("multi-factor", "leaver-access")])
    Path("c.readiness").write_text("junk")
    async with make_app(second, theme=theme).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        for key, name in (("N", "RoundScreen"), ("P", "ProgressScreen"), ("G", "ProgressScreen")):
            await pilot.press(key)
            await on_screen(pilot, name)
            assert weak_spots(pilot) == set()
        await pilot.press("i", "q", "p")
        await on_screen(pilot, "PortfolioScreen")
        await until(pilot, lambda: "can't be read" in text_of(pilot, "#summary"))
        await pilot.pause()
        assert weak_spots(pilot) == set()


async def test_a_hasty_enter_closes_no_round_with_open_questions(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    path = make_file()
    async with make_app(path).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("N")
        for key, rounds in (("enter", 1), ("y", 2)):
            await on_screen(pilot, "RoundScreen")
            await pilot.press("n")
            await on_screen(pilot, "FormDialog")
            await typed(pilot, "Winter")
            await pilot.press("enter")
            await on_screen(pilot, "ConfirmDialog")
            assert "y yes   n, Enter or Esc no" in everything(pilot)
            await pilot.press(key)
            await on_screen(pilot, "RoundScreen")
            assert len(reread(path).rounds) == rounds
        await pilot.press("z")
        assert [one.closed for one in reread(path).rounds] == [False], "taken back at once, as it was said"
