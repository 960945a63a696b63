"""The program as a browser gets it: one file and its closing, the PDF as a download, and packets that never mix."""

import os
import threading
from io import BytesIO
from pathlib import Path

import pytest

from readiness.config import Config
from readiness.tui.app import ReadinessApp
from readiness.tui.served import OnlyScreen, Packets, ServedApp
from readiness.tui.state.recent import load_recent

from .conftest import NOON, MakeApp, MakeFile
from .driving import interview, on_screen, text_of, typed, until


def served(file: Path) -> ServedApp:
    """The served program with a still clock."""
    app = ServedApp(file, config=Config(recorder="Ben"), clock=lambda: NOON)
    app.animation_level = "none"
    return app


async def test_closing_the_file_ends_the_program_and_remembers_where_it_stopped(make_file: MakeFile) -> None:
    app = served(make_file())
    async with app.run_test() as pilot:
        await interview(pilot)
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0
    assert load_recent()[0].question


async def test_no_start_screen_with_other_files_lies_below(make_file: MakeFile) -> None:
    app = served(make_file())
    async with app.run_test() as pilot:
        await interview(pilot)
        assert [type(screen).__name__ for screen in app.screen_stack] == ["Screen", "OnlyScreen", "InterviewScreen"]
        below = app.screen_stack[1]
        assert isinstance(below, OnlyScreen)
        assert below.COMMANDS_HERE == ()


async def test_a_file_that_cannot_be_opened_is_told_before_the_program_ends(tmp_path: Path) -> None:
    app = served(tmp_path / "gone.readiness")
    async with app.run_test() as pilot:
        await on_screen(pilot, "ProblemDialog")
        await pilot.press("enter")
        await until(pilot, lambda: not app.is_running)


async def export(app: ReadinessApp, name: str) -> str:
    """Opens the export, types a name and writes; what the screen says then."""
    async with app.run_test() as pilot:
        await interview(pilot)
        for key, screen in (("r", "ResultsScreen"), ("p", "PlanScreen"), ("x", "ExportScreen")):
            await pilot.press(key)
            await on_screen(pilot, screen)
        assert text_of(pilot, ".label") == "Download as"
        await pilot.press("ctrl+u")
        await typed(pilot, name)
        await pilot.press("enter")
        await until(pilot, lambda: text_of(pilot, "#outcome") not in ("", "Writing … Esc stops."))
        return text_of(pilot, "#outcome")


@pytest.mark.parametrize("name", ["../elsewhere/plan.pdf", "acme.pdf"])
async def test_a_plan_is_handed_to_the_browser_and_nothing_stays_here(
    make_app: MakeApp, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    app = make_app(make_file())
    # A file of that name here is none of the browser's business.
    (tmp_path / "acme.pdf").write_bytes(b"kept")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".pdf"}
    delivered: list[tuple[bytes, str]] = []

    def deliver(content: BytesIO, *, save_filename: str, mime_type: str) -> None:
        assert mime_type == "application/pdf"
        delivered.append((content.read(), save_filename))

    monkeypatch.setattr(ReadinessApp, "is_web", True)
    monkeypatch.setattr(app, "deliver_binary", deliver)
    said = await export(app, name)
    assert said.startswith(f"Handed {Path(name).name} to the browser")
    ((content, filename),) = delivered
    assert content.startswith(b"%PDF-")
    assert filename == Path(name).name
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.pdf")} == before


def test_packets_of_several_threads_never_mix() -> None:
    reading, writing = os.pipe()
    packets = Packets(writing)
    # Each far bigger than a pipe holds: the system would let others in between.
    threads = [threading.Thread(target=packets.write, args=(bytes([65 + number]) * 500_000,)) for number in range(4)]
    for thread in threads:
        thread.start()
    with os.fdopen(reading, "rb") as stream:
        seen = stream.read(4 * 500_000)
    for thread in threads:
        thread.join()
    os.close(writing)
    assert sorted({seen[start : start + 500_000] for start in range(0, len(seen), 500_000)}) == [
        bytes([65 + n]) * 500_000 for n in range(4)
    ]
