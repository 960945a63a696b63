"""Fixtures of the command-line tests: a started assessment, and one command line run as ``readiness`` runs it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cli_cases import Outcome, stated
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.cli import run
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.rounds import start_round


@pytest.fixture
def readiness(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Runs one command line in ``tmp_path`` and returns its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)
    # Read once: most of a short command's time goes there, and the tests that run the real program read it anew.
    monkeypatch.setattr("readiness.cli.library.shipped_library", shipped_once)
    # Otherwise click would take colour commands out, because the captured output is no terminal, and hide them from the tests.
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)

    def readiness(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(arguments)
        return Outcome(code, *capsys.readouterr())

    return readiness


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assessment of the quick set with a subservice organisation and a few answers, made once."""
    path = tmp_path_factory.mktemp("started") / "acme.readiness"
    vendors = [{"name": "AWS", "subservice": True, "method": "carve-out"}, {"name": "Ticketwise"}]
    stated = ScopeInput(FactsFile.model_validate({"vendors": vendors, "people": [{"name": "Ada"}]}), {"headcount": 12})
    Assessment.create(path, "Acme", recorder="Rec", scope_input=stated).close()
    return path


@pytest.fixture
def acme(started: Path, tmp_path: Path) -> Path:
    """A copy of it as ``acme.readiness`` in ``tmp_path``."""
    return Path(shutil.copyfile(started, tmp_path / "acme.readiness"))


@pytest.fixture(scope="session")
def answered_once(started: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every question answered with rung 3, by different people."""
    path = Path(shutil.copyfile(started, tmp_path_factory.mktemp("answered") / "acme.readiness"))
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        assessment.answer_all(
            stated(question.id, respondent="Bo" if place % 2 else "Ada", note=f"note {place}", last_done=date(2026, 1, 1))
            for place, question in enumerate(assessment.questions)
        )
    return path


@pytest.fixture
def answered(answered_once: Path, tmp_path: Path) -> Path:
    """A copy of it as ``acme.readiness`` in ``tmp_path``."""
    return Path(shutil.copyfile(answered_once, tmp_path / "acme.readiness"))


@pytest.fixture(scope="session")
def second_once(answered_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in its second round, nothing confirmed yet."""
    path = Path(shutil.copyfile(answered_once, tmp_path_factory.mktemp("second") / "acme.readiness"))
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        start_round(assessment, "Q1 2027")
    return path


@pytest.fixture
def second(second_once: Path, tmp_path: Path) -> Path:
    """A copy of it as ``acme.readiness`` in ``tmp_path``."""
    return Path(shutil.copyfile(second_once, tmp_path / "acme.readiness"))
