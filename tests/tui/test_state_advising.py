"""Advice on the scope screen: beside its category, as lines of its own, and to be read in full, also where a file is read-only."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.tui.app import ReadinessApp
from readiness.tui.state import advising, scoping
from readiness.tui.state.steps import STEPS, sections

from .conftest import HOSTILE
from .driving import everything, interview, on_screen, text_of, to_row
from .small_library import small_library

REASON = f"The readers ask for it {HOSTILE}."
FACTS = [
    {
        "id": "asked",
        "topic": "report",
        "type": "choices",
        "text": "What do they ask for?",
        "why": "It is read for that.",
        "choices": {"uptime": "Uptime", "none": "Nothing"},
    },
    {"id": "whole_company", "topic": "report", "type": "yes-no", "text": "All of it?", "why": "It costs more."},
]
ADVICE = [
    {"id": "asked-for", "about": "category", "subject": "A", "says": "include", "when": {"asked": "uptime"}, "reason": REASON},
    {
        "id": "missing",
        "about": "category",
        "subject": "A",
        "says": "warn",
        "when": {"asked": "uptime"},
        "unless": {"scope_categories": "A"},
        "reason": "It was asked for and is not chosen.",
    },
    {
        "id": "width",
        "about": "width",
        "subject": "Too wide",
        "says": "warn",
        "when": {"whole_company": True},
        "reason": "Take the product.",
    },
    {"id": "kept", "about": "pitfall", "subject": "Small", "says": "note", "when": {"whole_company": False}, "reason": "Keep it so."},
]


@pytest.fixture
def file() -> Path:
    """An assessment of a library that gives advice."""
    plain = small_library().model_dump()
    library = Library.model_validate(plain | {"facts": [*FACTS, *plain["facts"]], "advice": ADVICE})
    path = Path("advised.readiness").absolute()
    Assessment.create(path, "Acme", recorder="Ann", library=library).close()
    return path


@pytest.fixture
def assessment(file: Path) -> Iterator[Assessment]:
    with Assessment.open(file, write=True, recorder="Ben") as opened:
        yield opened


TODAY = date(2026, 11, 23)


def rows(assessment: Assessment) -> dict[str, scoping.ScopeRow]:
    return {row.id: row for step in STEPS for section in sections(assessment, step.id, TODAY) for row in section.rows}


def state(assessment: Assessment, **facts: str | list[str]) -> None:
    for fact, typed in facts.items():
        assessment.change_scope(scoping.fact_drafts(assessment.library, fact, typed))


def test_facts_about_the_report_are_asked_before_the_categories(assessment: Assessment) -> None:
    def titles() -> list[str]:
        return [section.title for section in sections(assessment, "categories", TODAY)]

    assert titles() == ["What the report is for", "Categories"]
    state(assessment, whole_company="yes")
    assert titles() == ["What the report is for", "Categories", "Advice"]


def test_a_category_says_where_it_stands_and_why(assessment: Assessment) -> None:
    row = rows(assessment)["category:A"]
    assert (row.value, row.help) == ("not settled yet", "Facts about the report would settle it; the advice in full names them.")
    state(assessment, asked=["uptime"])
    row = rows(assessment)["category:A"]
    assert row.label == "[ ] Availability" and row.value == "left out though recommended"
    assert row.help.startswith("It was asked for and is not chosen. The readers ask for it [/foo]") and "\x1b" not in row.help
    assessment.change_scope(scoping.category_drafts(assessment.library, assessment.scope, "A"))
    row = rows(assessment)["category:A"]
    assert row.label == "[x] Availability" and row.value == "recommended"
    state(assessment, asked=["none"])
    assert rows(assessment)["category:A"].value == "chosen though nothing stated speaks for it"


def test_notes_are_lines_and_warnings_are_marked(assessment: Assessment) -> None:
    state(assessment, whole_company="yes")
    found = rows(assessment)
    assert (found["advice:width"].label, found["advice:width"].value) == ("! Too wide", "Take the product.")
    state(assessment, whole_company="no")
    found = rows(assessment)
    assert "advice:width" not in found and found["advice:kept"].label == "  Small"


def test_all_of_it_can_be_read(assessment: Assessment) -> None:
    assert advising.in_full(assessment, "category:A") == (
        "Availability: not settled yet",
        [("Facts not stated that would decide", "- What do they ask for?")],
    )
    state(assessment, asked=["uptime"], whole_company="yes")
    title, paragraphs = advising.in_full(assessment, "category:A") or ("", [])
    assert title == "Availability: left out though recommended"
    assert [heading for heading, _ in paragraphs] == ["Why", "Mind"]
    assert "\u202e" not in paragraphs[0][1]
    assert advising.in_full(assessment, "advice:width") == ("Too wide", [("Warning", "Take the product.")])
    assert [advising.in_full(assessment, row) for row in ("category:CC", "fact:asked", "advice:gone", "")] == [None] * 4


async def test_the_screen_shows_advice_and_reads_it_out(file: Path, make_app: Callable[..., ReadinessApp]) -> None:
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        state(talk.assessment, asked=["uptime"], whole_company="yes")
        await pilot.press("s")
        await to_row(pilot, "advice:width")
        assert text_of(pilot, "#help") == "! Too wide: Take the product."
        for key in ("enter", "space", "y"):
            await pilot.press(key)
            await on_screen(pilot, "ReaderDialog")
            assert "Take the product." in everything(pilot)
            await pilot.press("escape")
            await on_screen(pilot, "ScopeScreen")
        await to_row(pilot, "category:A")
        await pilot.press("y")
        await on_screen(pilot, "ReaderDialog")
        assert "The readers ask for it [/foo]" in everything(pilot)
        await pilot.press("escape")
        await on_screen(pilot, "ScopeScreen")
        await pilot.press("enter")
        assert talk.assessment.scope.categories == ("CC", "A")
        await to_row(pilot, "organisation")
        await pilot.press("y")
        await on_screen(pilot, "ReaderDialog")
        assert "The organisation the report is about." in everything(pilot)


async def test_advice_can_be_read_where_nothing_may_be_written(
    file: Path, make_app: Callable[..., ReadinessApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Assessment.open(file, write=True, recorder="Ben") as assessment:
        state(assessment, whole_company="yes")
    # The tests may run as root, who may write anywhere.
    monkeypatch.setattr("readiness.storage.files.os.access", lambda *_: False)
    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("s")
        await to_row(pilot, "advice:width")
        assert "read-only" in everything(pilot).splitlines()[0]
        await pilot.press("enter")
        await on_screen(pilot, "ReaderDialog")
