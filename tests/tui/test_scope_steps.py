"""The scope in steps: every one can be reached, each says what it asks, and nothing that leaves the scope is lost."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from read_once import shipped_once
from textual.widgets import Static

from readiness.assessment import Assessment
from readiness.storage import put, set_scope
from readiness.tui.app import ReadinessApp
from readiness.tui.screens.scope import COMMANDS, ScopeScreen
from readiness.tui.state import scoping
from readiness.tui.state.scoping import ScopeRow
from readiness.tui.state.steps import STEPS, calendar, lists_of, sections, step_of
from readiness.tui.widgets.listing import Listing
from scoring.model import Answer, Capacity, Person, Planning, System

from .driving import everything, interview, on_screen, text_of, to_row, typed

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
TODAY = date(2026, 11, 23)


@pytest.fixture
def assessment(make_file: MakeFile) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Assessment]:
    with Assessment.create(tmp_path / "shipped.readiness", "Acme", recorder="Ben", library=shipped_once()) as made:
        yield made


def rows(assessment: Assessment, step: str) -> dict[str, scoping.ScopeRow]:
    return {row.id: row for section in sections(assessment, step, TODAY) for row in section.rows}


# State


def test_each_step_is_found_by_its_rows(shipped: Assessment) -> None:
    for step in STEPS:
        found = rows(shipped, step.id)
        assert found and step.asks
        assert {step_of(shipped, row) for row in found} == {step.id}
        assert {row.removeprefix("add:") for row in found if row.startswith("add:")} == set(lists_of(step.id))
        assert step_of(shipped, step.id) == step.id
    assert [step_of(shipped, unknown) for unknown in ("", "fact:gone", "nothing")] == ["who"] * 3


def test_every_list_and_fact_is_on_one_step_alone(shipped: Assessment) -> None:
    every = [row for step in STEPS for row in rows(shipped, step.id)]
    assert len(every) == len(set(every))
    assert {f"add:{name}" for name in scoping.LISTS} | {f"fact:{fact.id}" for fact in shipped.library.facts} <= set(every)


def test_there_is_a_digit_for_each_step() -> None:
    keys = next(command.keys for command in COMMANDS if command.id == "scope.step")
    assert keys.split(",") == [str(number) for number in range(1, len(STEPS) + 1)]


def test_a_type_says_what_it_means_for_the_calendar(shipped: Assessment) -> None:
    short, full = calendar(shipped, 1, TODAY)
    assert short == "in place on one date; a report 2 to 6 weeks later"
    assert "With everything in place today, a report would be likely 2026-12-07 to 2027-01-04." in full and "time for the plan" in full
    shipped.change_scope([set_scope("planning", Planning(window_months=6).model_dump(mode="json"))])
    short, full = calendar(shipped, 2, TODAY)
    assert short == "working through 6 months; a report 3 to 8 weeks later"
    assert "it would end 2027-05-22, with a report likely 2027-06-12 to 2027-07-17." in full


def test_with_a_capacity_the_types_say_the_plans_dates(shipped: Assessment) -> None:
    shipped.answer(Answer(question=shipped.questions[0].id, level="0"))
    planning = Planning(start=date(2026, 12, 1), capacity=Capacity(total=2), window_months=3)
    shipped.change_scope([set_scope("planning", planning.model_dump(mode="json"))])
    assert "By the plan, Type I is there not before 2026-12-" in calendar(shipped, 1, TODAY)[1]
    assert "By the plan, the window opens not before 2026-12-" in calendar(shipped, 2, TODAY)[1]
    shipped.change_scope([set_scope("window", {"from": "2027-06-01", "to": "2027-11-30"})])
    said = calendar(shipped, 2, TODAY)[1]
    assert "By the plan, a window could open not before 2026-12-" in said and "and ends 2027" not in said
    assert "The window you stated opens on 2027-06-01 and ends on 2027-11-30: it could open by then, unless open questions" in said
    shipped.change_scope([set_scope("window", {"from": "2026-12-01", "to": "2027-05-31"})])
    said = calendar(shipped, 2, TODAY)[1]
    assert "The window you stated opens on 2026-12-01, before the plan lets it: not before" in said
    assert "By the plan, the window opens not before 2026-12-" in said


def test_a_role_says_who_stands_for_it(assessment: Assessment) -> None:
    assert rows(assessment, "people")["role:it"].value == "nobody named"
    assessment.change_scope([put(Person(id="ida", name="Ida", role="it"))])
    assert rows(assessment, "people")["role:it"].value == "Ida"


def test_what_comes_back_under_its_name_has_its_answers_again(assessment: Assessment) -> None:
    assessment.answer(Answer(question="physical-places", level="carved-out", vendor="aws"))
    assessment.change_scope(scoping.removal_drafts(assessment.scope, "vendors", "aws"))
    assert assessment.scorecard().controls["physical-places"].state == "open"
    typed = {**scoping.entry_values(assessment.scope, "vendors", None), "name": " aws ", "subservice": "yes", "method": "carve-out"}
    assert scoping.former_id(assessment, "vendors", typed) == "aws"
    assessment.change_scope(scoping.new_entry_drafts(assessment, "vendors", typed))
    assert assessment.scorecard().controls["physical-places"].state != "open"
    # Somebody of the same name who is there is somebody else; so is a name never heard.
    assert scoping.former_id(assessment, "vendors", typed) == ""
    assert scoping.former_id(assessment, "vendors", {"name": "Other"}) == ""
    assert scoping.former_id(assessment, "people", {"name": "aws"}) == ""
    assert scoping.former_id(assessment, "entities", {"name": "aws"}) == ""


# Screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_steps_are_walked_to_and_fro(make_file: MakeFile, make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app(make_file()).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("s")
        screen = await on_screen(pilot, "ScopeScreen")

        def here() -> str:
            number = next(number for number, step in enumerate(STEPS, 1) if text_of(pilot, "#asks").startswith(f"{step.title}. "))
            line = everything(pilot).splitlines()[1]
            assert f"Step {number} of 6" in line and f"[{number} {STEPS[number - 1].short}]" in line
            return STEPS[number - 1].id

        walked = [here()]
        for key in ("right_square_bracket", "right", "tab", "l", "right"):
            await pilot.press(key)
            await pilot.pause()
            walked.append(here())
        assert walked == [step.id for step in STEPS]
        await pilot.press("right")
        assert text_of(pilot, "#status") == "This is the last step."
        for key in ("left_square_bracket", "left", "shift+tab", "h"):
            await pilot.press(key)
        await pilot.pause()
        assert here() == "categories"
        for number, step in enumerate(STEPS, 1):
            await pilot.press(str(number))
            await pilot.pause()
            assert here() == step.id
        await pilot.press("1", "left")
        assert text_of(pilot, "#status") == "This is the first step."
        # The last line of each step goes on to the next, and in the end to the questions.
        for step in STEPS[1:]:
            await pilot.press("G", "enter")
            await pilot.pause()
            assert here() == step.id
        assert screen.query_one(Listing).highlighted_id == "planning:capacity"
        await pilot.press("G", "enter")
        await interview(pilot)
        # Opened again, it is where it was left.
        await pilot.press("s")
        await on_screen(pilot, "ScopeScreen")
        assert here() == "capacity"


@pytest.mark.parametrize("width", [80, 120])
async def test_one_long_value_shortens_no_label(width: int, make_file: MakeFile, make_app: MakeApp) -> None:
    path = make_file()
    values = {"AWS": f"Application, database, {'files, ' * 20}and the copy of all of it"}
    names = ("AWS", "The shared inboxes that property managers read", "A tool")
    with Assessment.open(path, write=True, recorder="Ben") as opened:
        opened.change_scope([put(System(id=str(n), name=name, description=values.get(name, "short"))) for n, name in enumerate(names)])
    async with make_app(path).run_test(size=(width, 30)) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "systems:1")
        lines = everything(pilot).splitlines()
        assert all(any(f" {name} " in line for line in lines) for name in names)
        long = next(line for line in lines if "Application, database" in line)
        assert "…" in long and sum("…" in line for line in lines) == 1
        assert len({line.index(value) for line in lines for value in ("Application", "short") if value in line and ": " not in line}) == 1


async def test_a_click_goes_to_a_step(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await on_screen(pilot, "ScopeScreen")
        column = everything(pilot).splitlines()[1].index("4 Vendors")
        await pilot.click(offset=(column + 1, 1))
        await pilot.pause()
        assert text_of(pilot, "#asks").startswith("Vendors. ")


async def test_answers_leave_with_the_scope_and_come_back_with_it(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "category:A")
        await pilot.press("enter")
        assert text_of(pilot, "#status").endswith(" · The quick set asks about Security alone; widen to the full set for Availability")
        await to_row(pilot, "set")
        await pilot.press("enter")
        talk.assessment.answer(Answer(question="capacity", level="4", note="Graphs"))
        await to_row(pilot, "category:A")
        await pilot.press("enter")
        assert "capacity" not in {question.id for question in talk.questions}
        assert text_of(pilot, "#status") == "saved 14:02:11 · Availability · 1 answer kept until asked for again"
        await pilot.press("enter")
        assert text_of(pilot, "#status") == "saved 14:02:11 · Availability · 1 answer of before there again"
        assert "capacity" in {question.id for question in talk.questions}
        assert talk.assessment.answers["capacity"].note == "Graphs"


async def test_a_new_file_leads_into_the_steps_and_out_of_each(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Acme")
        await pilot.press("ctrl+s")
        screen = await on_screen(pilot, "ScopeScreen")
        assert isinstance(screen, ScopeScreen)
        assert everything(pilot).splitlines()[1].strip().startswith("Step 1 of 6")
        for number in range(1, len(STEPS) + 1):
            await pilot.press(str(number), "q")
            await interview(pilot)
            await pilot.press("s")
            await on_screen(pilot, "ScopeScreen")
            assert f"Step {number} of 6" in everything(pilot)


async def test_a_role_and_the_only_list_of_a_step_are_filled_from_anywhere_on_it(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "role:it")
        await pilot.press("enter")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Ida")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "ScopeScreen")
        assert [(person.name, person.role) for person in talk.assessment.scope.people] == [("Ida", "it")]
        await pilot.press("4", "G", "a")
        await on_screen(pilot, "FormDialog")
        await typed(pilot, "Mailer")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "ScopeScreen")
        assert "Mailer" in [vendor.name for vendor in talk.assessment.scope.vendors]
        await pilot.press("6", "a")
        assert text_of(pilot, "#status") == "This step has no list to add to."
        await pilot.press("3", "enter")
        assert talk.assessment.scope.report_type == 1
        await pilot.press("enter")
        assert text_of(pilot, "#status") == "It is Type I already."


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_has_no_room_below_the_lines_is_read_with_a_key_that_is_named(size: tuple[int, int], make_app: MakeApp) -> None:
    file = Path("long.readiness").absolute()
    with Assessment.create(file, "Acme", recorder="Ann") as assessment:
        row = max((one for one in assessment.library.facts if one.topic == "report"), key=lambda one: len(f"{one.text} {one.why}"))
    async with make_app(file).run_test(size=size) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, f"fact:{row.id}")
        screen = pilot.app.screen
        assert isinstance(screen, ScopeScreen)
        pane = screen.query_one("#help", Static)
        for text in ("short", "\n".join(["word " * 40] * 9)):
            screen._rows[f"fact:{row.id}"] = ScopeRow(f"fact:{row.id}", "Label", "value", text)
            screen._explain(f"fact:{row.id}")
            await pilot.pause()
            shown = text_of(pilot, "#help")
            assert ("… y reads it all" in shown) == (text != "short")
            assert len(shown.splitlines()) <= pane.content_size.height
        await pilot.press("y")
        await on_screen(pilot, "ReaderDialog")
        assert "\n".join(["word " * 40] * 9).split()[0] in everything(pilot)
        await pilot.press("escape")
        await on_screen(pilot, "ScopeScreen")


async def test_a_digit_right_after_the_steps_is_no_answer(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        here, answers = talk.current.id, dict(talk.assessment.answers)
        await pilot.press("s")
        screen = await on_screen(pilot, "ScopeScreen")
        assert isinstance(screen, ScopeScreen)
        moments = iter([10.0, 10.9])
        screen.session.moment = lambda: next(moments, 11.1)
        await pilot.press("2", "escape")
        await on_screen(pilot, "InterviewScreen")
        await pilot.press("3")
        assert text_of(pilot, "#status") == "0–5 answer here now; nothing was answered."
        assert talk.current.id == here and talk.assessment.answers == answers
        await pilot.press("3")
        assert talk.assessment.answers[here].level == "3"
