"""The cached library is the shipped one, or it is not used."""

from pathlib import Path

import pytest

import readiness.shipped
from questionnaires.loader import canonical_text, load_library
from readiness.shipped import shipped_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from library_cases import question, write_library

    return write_library(tmp_path / "lib", question("front-door"))


def entry(cache: Path) -> Path:
    (one,) = cache.iterdir()
    return one


def test_the_cache_serves_the_very_same_library(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first = shipped_library(folder, cache)
    monkeypatch.setattr(readiness.shipped, "load_library", lambda _folder: pytest.fail("the YAML was read although the cache holds it"))
    assert canonical_text(shipped_library(folder, cache)) == canonical_text(first) == canonical_text(load_library(folder))
    assert entry(cache).stat().st_mode & 0o777 == 0o600


def test_a_changed_file_is_never_answered_from_the_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shipped_library(folder, cache)
    for path in folder.rglob("*.yaml"):
        path.write_text(path.read_text().replace("A small library", "Another library"))
    assert shipped_library(folder, cache).title == "Another library"


@pytest.mark.parametrize(
    "spoil", [lambda text: text.replace("front-door", "back-door"), lambda text: text[:-20], lambda text: "", lambda text: "x"]
)
def test_a_damaged_or_altered_entry_is_made_anew(folder: Path, tmp_path: Path, spoil) -> None:
    cache = tmp_path / "cache"
    sound = canonical_text(shipped_library(folder, cache))
    kept = entry(cache)
    kept.write_text(spoil(kept.read_text()))
    assert canonical_text(shipped_library(folder, cache)) == sound


def test_a_home_that_cannot_be_written_to_only_costs_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert shipped_library(folder, tmp_path / "file" / "cache").title == "A small library"
