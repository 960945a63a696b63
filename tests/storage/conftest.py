"""Fixtures of the storage tests: a new store, and a file with something of everything in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_cases import fill

from readiness.storage import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acme.rdns"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.create(path, recorder="Ann") as store:
        yield store


@pytest.fixture
def filled(path: Path) -> Path:
    with Store.create(path, recorder="Ann") as store:
        fill(store)
    return path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder whose path any user may walk; pytest's own folders are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)
