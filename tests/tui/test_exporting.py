"""The report from the full-screen program: in every format, for every reader, stopped half way, and by the name alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.widgets import Input

from readiness.reports.choosing import Choice
from readiness.reports.files import Cancelled
from readiness.reports.versions import VERSIONS as REPORT_VERSIONS
from readiness.reports.writing import SUFFIXES, report_data, write_data
from readiness.storage import put
from readiness.tui.app import ReadinessApp
from readiness.tui.dialogs.form import Cycle
from readiness.tui.state.exporting import EVERYBODY, FORMAT_OF, FORMATS, VERSIONS, file_name, holds, readers
from scoring.model import Person

from .conftest import NOON
from .driving import interview, on_screen, text_of, until

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


def test_every_format_and_version_of_a_report_is_offered() -> None:
    assert tuple(FORMAT_OF) == SUFFIXES
    assert set(VERSIONS) == set(REPORT_VERSIONS) - {"person"} and next(iter(VERSIONS)) == EVERYBODY


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        ("team", "acme-plan.pdf"),
        ("board", "acme-for-board.pdf"),
        ("Ida / O’Neil", "acme-for-ida-o-neil.pdf"),
        ("../..", "acme-for-owner.pdf"),
        ("李", "acme-for-李.pdf"),
    ],
)
def test_a_file_is_named_after_its_reader(reader: str, name: str) -> None:
    assert file_name("acme", reader, ".pdf") == name


@pytest.mark.parametrize("suffix", [one.suffix for one in FORMATS])
async def test_each_format_is_written(suffix: str, make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("x")
        await on_screen(pilot, "ExportScreen")
        await pilot.press("tab", *["right"] * list(FORMAT_OF).index(suffix))
        name = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: name.value == f"acme-plan{suffix}")
        assert text_of(pilot, "#good-for") == FORMAT_OF[suffix].good_for
        await pilot.press("enter")
        await until(pilot, lambda: text_of(pilot, "#outcome").startswith(f"Wrote acme-plan{suffix}"))
        assert "100%" in text_of(pilot, "#bar")
    assert Path(f"acme-plan{suffix}").stat().st_size > 500


async def test_name_format_and_reader_go_together(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        talk.assessment.change_scope([put(Person(id="ida", name="Ida", role="it"))])
        assert [words for _, words in readers(talk.assessment)][-3:] == ["Ida", "Founder", "IT or operations"]
        await pilot.press("x")
        screen = await on_screen(pilot, "ExportScreen")
        name, chosen = screen.query_one(Input), screen.query_one("#format", Cycle)
        # An ending that is typed chooses the format.
        name.value = "mine.docx"
        await until(pilot, lambda: chosen.value == ".docx")
        assert name.value == "mine.docx" and text_of(pilot, "#good-for") == FORMAT_OF[".docx"].good_for
        # A name of one's own keeps its words, and takes the ending of the format.
        await pilot.press("tab", "left")
        await until(pilot, lambda: name.value == "mine.md")
        await pilot.press("down", "right")
        await until(pilot, lambda: text_of(pilot, "#holds") == holds("board"))
        assert name.value == "mine.md"
        name.value = "acme-for-board.md"
        await pilot.press("right")
        await until(pilot, lambda: name.value == "acme-for-auditor.md")
        await pilot.press("shift+tab", "right", "right", "right")
        await until(pilot, lambda: chosen.value == ".json")
        await pilot.press("enter")
        assert "made for team; for auditor use .pdf" in text_of(pilot, "#outcome")
        await pilot.press("left", "down", "right", "right", "enter")
        await until(pilot, lambda: "Wrote acme-for-ida.xlsx" in text_of(pilot, "#outcome"))
        await pilot.press("escape")
        await interview(pilot)
    assert Path("acme-for-ida.xlsx").exists()


@pytest.mark.parametrize(
    ("typed", "steps", "name", "written"),
    [
        ("q3", 0, "q3", "q3.pdf"),
        ("q3.2026", 0, "q3.2026", "q3.2026.pdf"),
        ("q3.DOCX", 0, "q3.DOCX", "q3.DOCX"),
        ("q3.docx", 1, "q3.xlsx", "q3.xlsx"),
        ("q3", 1, "q3.html", "q3.html"),
        ("notes.txt", 2, "notes.txt.md", "notes.txt.md"),
    ],
)
async def test_ending_and_format_stay_in_step(
    typed: str, steps: int, name: str, written: str, make_file: MakeFile, make_app: MakeApp
) -> None:
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("x")
        screen = await on_screen(pilot, "ExportScreen")
        assert text_of(pilot, "#outcome") == "Enter writes acme-plan.pdf, for the team."
        field, chosen = screen.query_one(Input), screen.query_one("#format", Cycle)
        field.value = typed
        await pilot.press("tab", *["right"] * steps)
        await until(pilot, lambda: text_of(pilot, "#outcome") == f"Enter writes {written}, for the team.")
        assert (field.value, chosen.value) == (name, Path(written).suffix.lower())
        await pilot.press("enter")
        await until(pilot, lambda: text_of(pilot, "#outcome").startswith(f"Wrote {written}"))
    assert Path(written).exists()


async def test_the_paper_is_the_one_in_the_settings(make_file: MakeFile, make_app: MakeApp) -> None:
    async with make_app(make_file(), paper="letter").run_test(size=(80, 24)) as pilot:
        await interview(pilot)
        await pilot.press("x")
        await on_screen(pilot, "ExportScreen")
        await pilot.press("enter")
        await until(pilot, lambda: text_of(pilot, "#outcome").startswith("Wrote acme-plan.pdf"))
    assert {tuple(map(int, page.mediabox[2:])) for page in PdfReader("acme-plan.pdf").pages} == {(612, 792)}


@pytest.mark.parametrize("suffix", list(FORMAT_OF))
def test_any_format_can_be_stopped_and_leaves_nothing(suffix: str, make_file: MakeFile, tmp_path: Path) -> None:
    from readiness.assessment import Assessment

    with Assessment.open(make_file()) as assessment:
        data, _ = report_data(assessment, NOON.date())
    target, seen = tmp_path / f"plan{suffix}", list[float]()
    with pytest.raises(Cancelled):
        write_data(data, target, Choice(), seen.append, lambda: bool(seen))
    assert not target.exists() and seen == sorted(seen)
    write_data(data, target, Choice(), seen.append, lambda: False)
    assert target.exists() and seen[-1] == 1.0
