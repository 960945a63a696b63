"""How an import ends where something lies over its screen, or the file can't be looked at just then."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.errors import FileProblem
from readiness.storage import Store
from readiness.tui.app import ReadinessApp

from .driving import everything, interview, listed, on_screen, until
from .test_importing_journeys import PATIENCE, ROWS, answers_in, outcome, to_import

MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]
Reread = Callable[..., Assessment]


async def test_what_lies_over_the_screen_stays_when_the_import_is_done(
    make_file: MakeFile, make_app: MakeApp, reread: Reread, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers_in(ROWS)
    file = make_file()
    reached, go_on = threading.Event(), threading.Event()
    whole = Assessment.answer_all

    def slowly(self: Assessment, answers: object) -> int:
        reached.set()
        assert go_on.wait(PATIENCE)
        return whole(self, answers)  # type: ignore[arg-type]

    async with make_app(file).run_test(size=(80, 24)) as pilot:
        await to_import(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        monkeypatch.setattr(Assessment, "answer_all", slowly)
        await pilot.press("enter")
        await until(pilot, reached.is_set)
        await pilot.press("f1")
        await on_screen(pilot, "HelpDialog")
        go_on.set()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HelpDialog"
        await pilot.press("escape")
        await on_screen(pilot, "ImportingScreen")
        assert outcome(pilot).startswith("Imported: 2 new, 1 changed from answers.yaml; z takes it back once") and listed(pilot) == []
        await pilot.press("escape")
        talk = await interview(pilot)
        assert talk.assessment.answers["multi-factor"].level == "4"
        await pilot.press("z")
        await until(pilot, lambda: reread(file).answers["multi-factor"].level == "3")


async def test_a_file_that_cannot_be_looked_at_is_told_before_and_after(
    make_file: MakeFile, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the transaction as well: then all of it is there all the same, and that is said."""

    def locked(_: Store) -> int:
        raise FileProblem("The file is locked.")

    answers_in(ROWS)
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        talk = await interview(pilot)
        await to_import(pilot)
        with monkeypatch.context() as patched:
            patched.setattr(Store, "data_version", locked)
            await pilot.press("enter")
            await until(pilot, lambda: outcome(pilot) == "The file is locked.")
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 3 answers"))
        with monkeypatch.context() as patched:
            patched.setattr(Store, "data_version", locked)
            await pilot.press("enter")
            await on_screen(pilot, "ProblemDialog")
            assert "The file is locked." in everything(pilot)
        await pilot.press("escape")
        await on_screen(pilot, "InterviewScreen")
        assert "imported" in everything(pilot)
        assert talk.assessment.answers["multi-factor"].level == "4"


async def test_figures_that_need_two_lines_are_shown_whole(make_file: MakeFile, make_app: MakeApp) -> None:
    blank = "leaver-access,\naccess-review,\nphysical-places,\n"
    path = answers_in(f"question,level\nmulti-factor,4\nowner-named,3\n{blank}", "answers.csv")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    async with make_app(make_file()).run_test(size=(80, 24)) as pilot:
        await to_import(pilot, "answers.csv")
        await pilot.press("enter")
        await until(pilot, lambda: outcome(pilot).startswith("Enter imports 2 answers"))
        assert "2 changed (2 maybe older than ours)" in everything(pilot) and "3 not filled in" in " ".join(everything(pilot).split())
