"""A form says itself what the file would refuse, and stays open with all that was typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from readiness.assessment import Assessment
from readiness.storage import put
from readiness.tui.app import ReadinessApp
from readiness.tui.dialogs.form import Cycle, FormDialog
from readiness.tui.state import card
from scoring.model import Vendor

from .driving import everything, interview, on_screen, text_of, to_row, typed, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
TOO_LONG = "x" * 20_001


async def form(pilot: Pilot[None], *keys: str) -> FormDialog:
    """Opens a form by its keys."""
    await pilot.press(*keys)
    screen = await on_screen(pilot, "FormDialog")
    assert isinstance(screen, FormDialog)
    return screen


async def refused(pilot: Pilot[None], said: str) -> FormDialog:
    """Saves, and waits for the form that is still open to say why not."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: said in text_of(pilot, "#error"))
    assert isinstance(pilot.app.screen, FormDialog)
    return pilot.app.screen


def fill(dialog: FormDialog, field: str, text: str) -> None:
    """Puts a text into a field."""
    dialog.query_one(f".field-{field}", Input).value = text


@SIZES
async def test_a_day_to_come_costs_nothing_typed_beside_it(size: tuple[int, int], make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        talk = await interview(pilot)
        talk.go_to("owner-named")
        dialog = await form(pilot, "d")
        await pilot.press("tab")
        await typed(pilot, "Priya")
        fill(dialog, "last_done", "2099-01-01")
        await refused(pilot, "last done 2099-01-01 is still to come; give a day up to today")
        assert dialog.values["owner"] == "Priya"
        fill(dialog, "last_done", "2026-01-01")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "InterviewScreen")
        assert talk.answer is not None and talk.answer.owner == "Priya"


async def test_a_case_and_a_note_beside_what_no_longer_stands_stay_typed(make_file: MakeFile, make_app: MakeApp) -> None:
    file = make_file()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        talk.go_to(next(one.id for one in talk.questions if one.inheritable))
        talk.save(talk.stated("carved-out", vendor="aws"))
        talk.assessment.change_scope([put(Vendor(id="aws", name="AWS", service="Hosting"))])
        for key in ("m", "W", "v"):
            dialog = await form(pilot, key)
            await typed(pilot, "Told")
            await refused(pilot, "not declared as a subservice organisation")
            assert "Told" in dialog.values.values()
            await pilot.press("escape", "escape")
            await on_screen(pilot, "InterviewScreen")


async def test_reasons_names_and_vendors_too_long_stay_typed(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        talk.assessment.change_scope([put(Vendor(id="aws", name="AWS"))])
        for wanted, key, field in (("waivable", "n", "value"), ("no_events", "e", "value"), ("inheritable", "c", "name")):
            talk.go_to(next(one.id for one in talk.questions if getattr(one, wanted) and one.id not in talk.assessment.answers))
            dialog = await form(pilot, key)
            fill(dialog, field, TOO_LONG)
            await refused(pilot, "20" if field == "value" else "A name has 1 to 200 characters.")
            assert dialog.values[field] == TOO_LONG
            await pilot.press("escape", "escape")
            await on_screen(pilot, "InterviewScreen")


async def test_somebody_of_a_name_that_is_there_stays_typed(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("H")
        await on_screen(pilot, "ChooseDialog")
        dialog = await form(pilot, "1")
        fill(dialog, "name", "y" * 201)
        await refused(pilot, "A name has 1 to 200 characters.")
        assert dialog.values["name"] == "y" * 201


@SIZES
async def test_decisions_about_the_plan_stay_typed(size: tuple[int, int], make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("p")
        await on_screen(pilot, "PlanScreen")
        await pilot.press("down")
        dialog = await form(pilot, "b")
        await typed(pilot, "2999-01-01")
        await refused(pilot, "due 2999-01-01 makes no sense; give a day from 2000 to 2100.")
        assert dialog.values["value"] == "2999-01-01"
        await pilot.press("escape", "escape")
        await on_screen(pilot, "PlanScreen")
        dialog = await form(pilot, "n")
        fill(dialog, "title", "z" * 20_001)
        await refused(pilot, "title")
        assert dialog.values["title"] == "z" * 20_001


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_a_form_keeps_its_key_line_at_any_height(size: tuple[int, int], make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "planning:capacity")
        dialog = await form(pilot, "enter")
        await until(pilot, lambda: "Ctrl+S save" in everything(pilot))
        await typed(pilot, "much")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "write a number" in text_of(pilot, "#error"))
        await pilot.pause()
        assert "Ctrl+S save" in everything(pilot)
        body = dialog.query_one("#body")
        # What has no room can be seen to go on.
        assert body.show_vertical_scrollbar == (body.max_scroll_y > 0)


@SIZES
async def test_a_path_to_nothing_is_kept_and_said_so(size: tuple[int, int], make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        talk = await interview(pilot)
        talk.go_to("owner-named")
        await form(pilot, "v")
        await typed(pilot, "/nonexistent/kms.png")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "InterviewScreen")
        await until(pilot, lambda: "no file there now: kept as words, without a fingerprint" in text_of(pilot, "#status"))
        assert talk.answer is not None and [one.reference for one in talk.answer.evidence] == ["/nonexistent/kms.png"]


async def test_the_details_claim_no_written_rule_unasked(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        talk.go_to("owner-named")
        dialog = await form(pilot, "d")
        cycle = dialog.query_one(".field-nothing_written", Cycle)
        assert cycle.choices == (("no", "nothing remarked"), ("yes", "works, but nothing is written")) and cycle.value == "no"


async def test_not_applicable_points_to_a_carve_out_that_says_more(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        shared = next(one for one in talk.questions if one.inheritable)
        said = "If AWS runs this for you, c says so better: its report then stands for it."
        assert card.better_carved_out(shared, talk.vendors, "c") == said
        assert card.better_carved_out(shared, (), "c") == ""
        talk.go_to("leaver-access")
        assert not talk.current.inheritable
        assert card.better_carved_out(talk.current, talk.vendors, "c") == ""
        await form(pilot, "n")
        await until(pilot, lambda: "Why does this not apply to you?" in everything(pilot))
        assert "says so better" not in everything(pilot)


async def test_a_fact_refused_is_named_and_stays_typed(make_file: MakeFile, make_app: MakeApp) -> None:
    file = Path("shipped.readiness").absolute()
    Assessment.create(file, "Acme", recorder="Ann").close()
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "fact:deadline_months")
        dialog = await form(pilot, "enter")
        await typed(pilot, "twelve")
        await refused(pilot, "The answer to “In how many months do they want the report, at the latest?” must be a whole number")
        assert dialog.values["value"] == "twelve"
