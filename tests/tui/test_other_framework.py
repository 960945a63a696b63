"""The full-screen program over an assessment that is asked with another framework, and a new one where an own library is configured."""

from collections.abc import Callable
from pathlib import Path

import pytest

from questionnaires.loader import load_library
from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.tui.app import ReadinessApp

from .driving import everything, interview, on_screen, text_of, typed, until

MakeApp = Callable[..., ReadinessApp]
FOLDER = Path(__file__).parents[2] / "examples" / "libraries" / "hipaa_safeguards"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(FOLDER)


async def test_every_room_speaks_of_the_framework_that_is_asked(make_app: MakeApp, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "clinic.readiness"
    Assessment.create(path, "Clinic", recorder="Ann", library=library).close()
    async with make_app(path).run_test(size=(100, 30)) as pilot:
        talk = await interview(pilot)
        assert talk.current.id == "ephi-risk-analysis"
        await pilot.press("1")
        await until(pilot, lambda: talk.assessment.answers.get("ephi-risk-analysis") is not None)
        seen = everything(pilot)
        for key, name in (("s", "ScopeScreen"), ("r", "ResultsScreen"), ("p", "PlanScreen"), ("x", "ExportScreen")):
            await pilot.press(key)
            await on_screen(pilot, name)
            seen += everything(pilot)
        assert "Safeguards" in seen
        assert "HA1" in seen
        assert "SOC 2" not in seen


async def test_a_new_assessment_is_asked_with_the_configured_library(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app(library=str(FOLDER)).run_test(size=(100, 30)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await on_screen(pilot, "FormDialog")
        assert "Safeguards is always in" in everything(pilot)
        await typed(pilot, "Clinic")
        await pilot.press("ctrl+s")
        await on_screen(pilot, "ScopeScreen")
    with Assessment.open(tmp_path / "assessment.readiness") as made:
        assert made.library.key == "hipaa-safeguards"


async def test_a_configured_library_that_cannot_be_read_is_told(make_app: MakeApp, tmp_path: Path) -> None:
    async with make_app(library="nowhere").run_test(size=(100, 30)) as pilot:
        await on_screen(pilot, "StartScreen")
        await pilot.press("n")
        await until(pilot, lambda: "nowhere: no such folder" in text_of(pilot, "#status"))
    assert list(tmp_path.iterdir()) == []
