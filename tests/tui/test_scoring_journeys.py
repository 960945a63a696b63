"""Explanations, what to answer next, what if and the plan's dates, driven with the keyboard alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.tui.app import ReadinessApp
from readiness.tui.widgets.listing import Listing

from .driving import everything, interview, on_screen, text_of, to_row, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
async def test_a_verdict_is_explained_down_to_the_question(make_file: MakeFile, make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        talk = await interview(pilot)
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("tab", "g", "down", "down", "y")
        await on_screen(pilot, "ExplainDialog")
        await until(pilot, lambda: "Weakest criteria, Type II" in everything(pilot))
        assert "CC6 Access" in everything(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "CC6.2 Granting and removing access" in text_of(pilot, "#title"))
        await until(pilot, lambda: "Controls" in everything(pilot))
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "leaver-access"
        await pilot.press("escape")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("tab", "y")
        await on_screen(pilot, "ExplainDialog")
        assert text_of(pilot, "#title").startswith("CC6.1")
        await pilot.press("y", "Y")
        await until(pilot, lambda: "The whole assessment" in everything(pilot))
        await pilot.press("escape")
        await on_screen(pilot, "ResultsScreen")


async def test_all_of_an_explanation_can_be_read_with_the_arrows(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("r", "Y")
        await on_screen(pilot, "ExplainDialog")
        await until(pilot, lambda: "What costs most" in everything(pilot))
        await pilot.press(*["down"] * 12)
        await pilot.pause()
        seen = everything(pilot)
        assert "points · rung 4" in seen and "Held there by" not in seen
        await pilot.press(*["up"] * 12)
        await pilot.pause()
        assert "Held there by" in everything(pilot)


async def test_a_criterion_is_explained_from_the_list_of_its_series(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("r")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("tab", "g", "down", "enter")
        await on_screen(pilot, "CriteriaDialog")
        await pilot.press("y")
        await on_screen(pilot, "ExplainDialog")
        await pilot.press("escape")
        await on_screen(pilot, "CriteriaDialog")
        await pilot.press("down", "y")
        await until(pilot, lambda: "CC1.2" in text_of(pilot, "#title"))
        await until(pilot, lambda: "Controls" in everything(pilot))
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "owner-named"


async def test_the_questions_that_settle_most_are_one_key_away(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("r", "n")
        await on_screen(pilot, "ChooseDialog")
        assert "Answer these 3 to settle most" in everything(pilot)
        await pilot.press("1")
        await interview(pilot)
        assert talk.current.id == talk.assessment.narrowing()[0].question
        for question in ("leaver-access", "access-review", "physical-places"):
            talk.go_to(question)
            await pilot.press("2")
        await pilot.press("r", "n")
        await on_screen(pilot, "ReaderDialog")
        assert "Nothing is open" in everything(pilot)


@SIZES
@pytest.mark.parametrize("room", ["r", "p"])
async def test_supposing_compares_and_leaves_no_trace(make_file: MakeFile, make_app: MakeApp, room: str, size: tuple[int, int]) -> None:
    file = make_file()
    before = file.read_bytes()
    async with make_app(file).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press(room)
        below = await on_screen(pilot, {"r": "ResultsScreen", "p": "PlanScreen"}[room])
        await pilot.press("w")
        await on_screen(pilot, "SupposeDialog")
        assert "supposed, not stored" in everything(pilot)
        assert "Nothing is marked" in text_of(pilot, "#text")
        await pilot.press("space")
        await until(pilot, lambda: "1 item" in text_of(pilot, "#text"))
        told = text_of(pilot, "#text")
        assert "today" in told and "supposed" in told and "CC6.1" in told and "→" in told
        await pilot.press("down", "space")
        await until(pilot, lambda: "Nothing is marked" in text_of(pilot, "#text"))
        await pilot.press("enter", "down", "space", "c")
        await until(pilot, lambda: "Nothing is marked" in text_of(pilot, "#text"))
        await pilot.press("space", "escape")
        await until(pilot, lambda: pilot.app.screen is below)
        await pilot.press("w")
        await on_screen(pilot, "SupposeDialog")
        assert "Nothing is marked" in text_of(pilot, "#text")
        await pilot.press("q")
    assert file.read_bytes() == before


async def test_a_capacity_stated_on_the_scope_screen_dates_the_plan(make_file: MakeFile, make_app: MakeApp, reread: Reread) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        sentence = "they need the person-days a week that you can give the plan. c goes to where they are stated."
        assert everything(pilot).replace("\n", " ").count("No dates yet") == 1 and sentence in text_of(pilot, "#summary")
        await pilot.press("t")
        await until(pilot, lambda: "No dates yet" not in text_of(pilot, "#summary"))
        assert everything(pilot).count("No dates yet") == 1 and sentence in text_of(pilot, "#scale")
        await pilot.press("t", "c")
        scope = await on_screen(pilot, "ScopeScreen")
        await until(pilot, lambda: [one.highlighted_id for one in scope.query(Listing)] == ["planning:capacity"])

        async def fill(row: str, text: str) -> None:
            await to_row(pilot, f"planning:{row}")
            await pilot.press("enter")
            await on_screen(pilot, "FormDialog")
            await typed(pilot, text)
            await pilot.press("ctrl+s")
            await on_screen(pilot, "ScopeScreen")

        await fill("capacity", "5")
        await fill("start", "2026-12-01")
        await fill("holidays", "2026-12-25")
        await fill("window_months", "6")
        assert text_of(pilot, "#status") == "saved 14:02:11 · months of the window to plan for"
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        assert "Type I not before 2026-12-" in text_of(pilot, "#summary")
        assert "Work: 2026-12-01" in text_of(pilot, "#text") and "█" in text_of(pilot, "#text")
    kept = reread(file).scope.planning
    assert kept is not None and kept.capacity is not None
    assert kept.model_dump(mode="json") == {
        "start": "2026-12-01",
        "capacity": {"total": 5.0, "by_role": {}},
        "holidays": ["2026-12-25"],
        "window_months": 6,
    }


@pytest.mark.parametrize(("room", "keys"), [("r", ("y", "Y", "n", "w")), ("p", ("w",))])
async def test_the_help_shows_these_keys(make_file: MakeFile, make_app: MakeApp, room: str, keys: tuple[str, ...]) -> None:
    async with make_app(make_file()).run_test(size=(120, 40)) as pilot:
        await interview(pilot)
        await pilot.press(room, "f1")
        await on_screen(pilot, "HelpDialog")
        shown = everything(pilot)
        assert [key for key in keys if not re.search(rf"│ +{key}  [A-Z]", shown)] == []
