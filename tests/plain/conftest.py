"""Fixtures of the plain interview's tests: a started assessment, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from plain_cases import Talk, hold

from readiness.assessment import Assessment
from readiness.exchange.facts import FactsFile, ScopeInput


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("started") / "acme.readiness"
    stated = ScopeInput(
        FactsFile.model_validate({"vendors": [{"name": "AWS", "subservice": True}], "people": [{"name": "Ada Marsh", "role": "it"}]})
    )
    Assessment.create(path, "Acme", recorder="Rec", scope_input=stated).close()
    return path


@pytest.fixture
def path(started: Path, tmp_path: Path) -> Path:
    """The assessment's file, the test's own."""
    return Path(shutil.copyfile(started, tmp_path / "acme.readiness"))


@pytest.fixture
def assessment(path: Path) -> Iterator[Assessment]:
    """The assessment, open for the interview."""
    with Assessment.open(path, write=True, recorder="Rec") as opened:
        yield opened


@pytest.fixture
def talk(assessment: Assessment) -> Talk:
    """Holds the interview with these replies and returns what was said; after the last reply comes the end of input."""

    def talk(*replies: str | BaseException | None, **how: object) -> list[str]:
        return hold(assessment, *replies, **how)

    return talk
