"""Fixture of the plain interview's tests: a started assessment, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.exchange.facts import FactsFile, ScopeInput


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("started") / "acme.readiness"
    stated = ScopeInput(FactsFile.model_validate({"vendors": [{"name": "AWS", "subservice": True}]}))
    Assessment.create(path, "Acme", recorder="Rec", scope_input=stated).close()
    return path


@pytest.fixture
def path(started: Path, tmp_path: Path) -> Path:
    """The assessment's file, the test's own."""
    return Path(shutil.copyfile(started, tmp_path / "acme.readiness"))
