"""The plan changed in place, its timeline, the heat map and the table of gaps, driven with the keyboard alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from readiness.assessment import Assessment
from readiness.storage import put, set_scope
from readiness.tending import change_item
from readiness.tui.app import ReadinessApp
from readiness.tui.screens.plan import PlanScreen
from readiness.tui.screens.results import ResultsScreen
from readiness.tui.widgets.heat import HeatMap
from scoring.model import Item, Person

from .driving import everything, interview, on_screen, text_of, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
PLANNING = {"start": "2026-12-01", "capacity": {"total": 0.5}, "window_months": 6}


async def plan_of(pilot: Pilot[None]) -> PlanScreen:
    """Goes to the plan; its first item is under the cursor."""
    await interview(pilot)
    await pilot.press("p")
    screen = await on_screen(pilot, "PlanScreen")
    assert isinstance(screen, PlanScreen)
    await pilot.press("down")
    return screen


def stored(screen: PlanScreen, question: str = "multi-factor") -> Item:
    """What is decided about an item."""
    return next(item for item in screen.session.assessment.items if question in item.questions)


async def saved(pilot: Pilot[None], what: str) -> None:
    """Waits for the status line to say that it is in the file."""
    await on_screen(pilot, "PlanScreen")
    await until(pilot, lambda: text_of(pilot, "#status").startswith(f"saved 14:02:11 · {what}"))


@SIZES
async def test_what_is_decided_about_an_item_is_changed_in_place(make_file: MakeFile, make_app: MakeApp, size: tuple[int, int]) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.change_scope([put(Person(id="ada", name="Ada [/x]", role="it"))])
    async with make_app(file).run_test(size=size) as pilot:
        screen = await plan_of(pilot)
        await pilot.press("o")
        await on_screen(pilot, "ChooseDialog")
        assert "1 as suggested: IT or operations" in everything(pilot)
        await pilot.press("4")
        await saved(pilot, "owner")
        assert stored(screen).owner == "Ada [/x]"
        await pilot.press("b")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "soon")
        await pilot.press("enter")
        assert "write the day as" in text_of(pilot, "#error")
        await pilot.press(*["backspace"] * 4)
        await typed(pilot, "2026-11-01")
        await pilot.press("enter")
        await saved(pilot, "due")
        assert stored(screen).due == date(2026, 11, 1)
        assert "overdue since 2026-11-01" in everything(pilot)
        await pilot.press("S", "2")
        await saved(pilot, "status")
        assert stored(screen).status == "in-progress"
        await pilot.press("a")
        await on_screen(pilot, "FormDialog")
        await pilot.press("right", "right", "tab")
        await typed(pilot, "Next year.")
        await pilot.press("ctrl+s")
        await saved(pilot, "management's response")
        assert (stored(screen).agreed, stored(screen).response) == ("no", "Next year.")
        await pilot.press("m")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Ask.")
        await pilot.press("ctrl+s")
        await saved(pilot, "note")
        await pilot.press("f")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "2027-01-04")
        await pilot.press("enter")
        await saved(pilot, "first day of work")
        assert stored(screen).start == date(2027, 1, 4) and stored(screen).note == "Ask."
        await pilot.press("delete")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("2")
        await saved(pilot, "taken back")
        assert stored(screen).due is None and stored(screen).owner == "Ada [/x]"
        await pilot.press("delete")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("up", "enter")
        await until(pilot, lambda: screen.session.assessment.items == ())


async def test_an_item_done_stands_aside_and_enter_answers_again(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await plan_of(pilot)
        await pilot.press("S", "3")
        await saved(pilot, "status")
        assert "done, answer again · Is multi-factor" in everything(pilot)
        await pilot.press("G")
        await until(pilot, lambda: "Done is not proven" in text_of(pilot, "#text"))
        await pilot.press("enter")
        talk = await interview(pilot)
        assert talk.current.id == "multi-factor"


async def test_a_risk_is_accepted_with_a_day_a_reason_and_a_name(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        screen = await plan_of(pilot)
        verdict = screen.session.assessment.scorecard().criteria["CC6.1"].verdict
        await pilot.press("S", "4")
        await on_screen(pilot, "FormDialog")
        await pilot.press("ctrl+s")
        assert text_of(pilot, "#error") == "Give the day until which the risk is accepted."
        await typed(pilot, "2026-01-01")
        await pilot.press("tab")
        await typed(pilot, "Small.")
        await pilot.press("tab")
        await typed(pilot, "Ada")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "give a day from today on" in text_of(pilot, "#error"))
        await pilot.press("shift+tab", "shift+tab", *["backspace"] * 10)
        await typed(pilot, "2027-01-01")
        await pilot.press("ctrl+s")
        await saved(pilot, "risk accepted")
        assert "risk accepted until 2027-01-01" in everything(pilot)
        assert stored(screen).accepted_by == "Ada" and stored(screen).reason == "Small."
        assert screen.session.assessment.scorecard().criteria["CC6.1"].verdict == verdict


async def test_items_are_placed_merged_and_added(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(120, 40)) as pilot:
        screen = await plan_of(pilot)
        await pilot.press("plus")
        await saved(pilot, "place")
        assert stored(screen).rank == 1
        await pilot.press("plus")
        await on_screen(pilot, "ProblemDialog")
        assert "is the first already" in everything(pilot)
        await pilot.press("enter")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("minus")
        await until(pilot, lambda: stored(screen).rank is None)
        await pilot.press("M")
        await on_screen(pilot, "ChooseDialog")
        await pilot.press("1")
        await saved(pilot, "merged")
        assert len(stored(screen).questions) == 2
        await pilot.press("e")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "!")
        await pilot.press("enter")
        await saved(pilot, "changed")
        assert stored(screen).title.endswith("!")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Tell them")
        await pilot.press("tab")
        await typed(pilot, "1-2")
        await pilot.press("tab", "left", "ctrl+s")
        await saved(pilot, "added")
        own = next(item for item in screen.session.assessment.items if not item.questions)
        assert (own.title, own.effort_days, own.severity) == ("Tell them", (1, 2), "high")
        await pilot.press("G")
        await until(pilot, lambda: screen.highlighted_item is not None and screen.highlighted_item.id == own.id)
        await pilot.press("enter")
        assert "has no question behind it" in text_of(pilot, "#status")


async def test_a_package_has_nothing_to_decide(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        screen = await plan_of(pilot)
        await pilot.press("up", "o")
        assert "Go to an item first" in text_of(pilot, "#status")
        await pilot.press("down", "e")
        assert "Its title is its question" in text_of(pilot, "#status")
        # An arrow ends what could have been typed for the form that did not open.
        await pilot.press("down", "up", "Y")
        assert "Nothing was decided about this item yet" in text_of(pilot, "#status")
        assert screen.session.assessment.items == ()


async def test_a_file_for_reading_only_says_so_kindly(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        screen = await plan_of(pilot)
        screen.session.read_only = True
        for key in ("o", "b", "S", "m", "a", "f", "plus", "minus", "M", "n", "e", "z"):
            await pilot.press(key)
            assert type(pilot.app.screen) is PlanScreen
            assert text_of(pilot, "#status").startswith("This file is read-only here")
        assert screen.session.assessment.items == ()


@pytest.mark.parametrize(("key", "owner"), [("t", "it"), ("m", "ceo")])
async def test_of_two_changes_one_is_kept(make_file: MakeFile, make_app: MakeApp, reread: Reread, key: str, owner: str) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        screen = await plan_of(pilot)
        await pilot.press("o")
        await on_screen(pilot, "ChooseDialog")
        change_item(reread(file, write=True), "multi-factor", {"owner": "it", "note": "Theirs."}, today=date(2026, 11, 23))
        await pilot.press("2")
        await on_screen(pilot, "StaleDialog")
        assert "Eve changed it at" in everything(pilot) and "owner · Is multi-factor" in everything(pilot)
        await pilot.press(key)
        await on_screen(pilot, "PlanScreen")
        await until(pilot, lambda: stored(screen).owner == owner)
        # Mine is laid over theirs: what it does not speak of stays.
        assert stored(screen).note == "Theirs."


@SIZES
async def test_the_timeline_is_walked_by_weeks(make_file: MakeFile, make_app: MakeApp, size: tuple[int, int]) -> None:
    file = make_file()
    with Assessment.open(file, write=True, recorder="Ann") as assessment:
        assessment.change_scope([set_scope("planning", {**PLANNING, "capacity": {"total": 0.1}})])
    async with make_app(file).run_test(size=size) as pilot:
        screen = await plan_of(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "▼ today, 2026-11-23" in text_of(pilot, "#scale"))
        assert "weeks 1 to " in text_of(pilot, "#scale") and "◆ critical" in text_of(pilot, "#days")
        await until(pilot, lambda: screen.highlighted_item is not None and screen.highlighted_item.key == "multi-factor")
        await pilot.press("right")
        assert "weeks 2 to " in text_of(pilot, "#scale")
        await pilot.press("greater_than_sign", "left")
        assert "weeks 5 to " in text_of(pilot, "#scale")
        await pilot.press("S", "2")
        await saved(pilot, "status")
        assert "! Is multi" in everything(pilot) and "in progress · Work: " in text_of(pilot, "#days")
        await pilot.press("t")
        await until(pilot, lambda: screen.query_one("#both").display and screen.highlighted_item is not None)
        await pilot.press("t", "enter")
        talk = await interview(pilot)
        assert talk.current.id == "multi-factor"


async def test_without_dates_the_timeline_says_what_is_missing(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await plan_of(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "c goes to where they are stated." in text_of(pilot, "#scale"))
        await pilot.press("right", "less_than_sign", "o")
        assert "Go to an item first" in text_of(pilot, "#status")


# Results


@SIZES
async def test_every_criterion_is_reached_on_the_heat_map(make_file: MakeFile, make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        talk = await interview(pilot)
        await pilot.press("r", "m")
        screen = await on_screen(pilot, "ResultsScreen")
        await until(pilot, lambda: "[○ CC1.1 ]" in everything(pilot))
        seen = []
        for _ in range(4):
            cell = screen.query_one(HeatMap).cell
            assert cell is not None and text_of(pilot, "#cell") == cell.told
            seen.append(cell.row.id)
            await pilot.press("right")
            await pilot.pause()
        assert seen == ["CC1.1", "CC1.2", "CC6.1", "CC6.2"]
        await pilot.press("left", "y")
        await on_screen(pilot, "ExplainDialog")
        assert text_of(pilot, "#title").startswith("CC6.1")
        await pilot.press("escape")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "multi-factor"
        await pilot.press("escape")
        await on_screen(pilot, "ResultsScreen")
        await pilot.press("tab")
        assert screen.query_one("#lists").display and not screen.query_one("#heat").display


async def test_back_from_the_heat_map_leads_to_the_lists_first(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        for key in ("escape", "q"):
            await pilot.press("r", "m")
            screen = await on_screen(pilot, "ResultsScreen")
            assert screen.query_one("#heat").display
            await pilot.press(key)
            assert pilot.app.screen is screen and screen.query_one("#lists").display and not screen.query_one("#heat").display
            await pilot.press(key)
            await interview(pilot)


async def test_gaps_are_sorted_and_narrowed(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("r")
        screen = await on_screen(pilot, "ResultsScreen")
        assert isinstance(screen, ResultsScreen) and "Gaps (3) · by severity" in everything(pilot)
        await pilot.press("o", "o")
        assert "by owner" in everything(pilot) and "Founder " in everything(pilot)
        await pilot.press("f")
        await on_screen(pilot, "FormDialog")
        await pilot.press("right", "tab", "tab", "right", "ctrl+s")
        await on_screen(pilot, "ResultsScreen")
        await until(pilot, lambda: "Gaps (1 of 3) · by owner · design gaps · Founder" in everything(pilot))
        await pilot.press("enter")
        await interview(pilot)
        assert talk.current.id == "rules-of-conduct"
