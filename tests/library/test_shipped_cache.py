"""The cached library is the shipped one, or it is not used."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import questionnaires.loader
from questionnaires.loader import LibraryError, canonical_text, load_library
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
    monkeypatch.setattr(questionnaires.loader, "load_library", lambda _folder: pytest.fail("the YAML was read although the cache holds it"))
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


GATES = 'themes:\n- {id: gates, title: "Gate", summary: "All about gates."}\n'
GERMAN = 'themes:\n- {id: doors, title: "Tore", summary: "Alles an Toren."}\n'


def alter_in_place(path: Path) -> None:
    """Same name, same length, same times: only the bytes tell."""
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Gate", "Arch").replace("Tore", "Ture"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.read_text(encoding="utf-8") != text
    assert path.stat().st_size == before.st_size


def rename(path: Path) -> None:
    path.rename(path.with_name("other.yaml"))


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("change", [alter_in_place, rename, delete])
@pytest.mark.parametrize(("name", "text"), [("more/gates.yaml", GATES), ("locale/de/doors.yaml", GERMAN)])
def test_whatever_happens_to_a_file_further_down_the_folder_makes_another_entry(
    folder: Path, tmp_path: Path, change: Callable[[Path], None], name: str, text: str
) -> None:
    cache = tmp_path / "cache"
    shipped_library(folder, cache)
    before = set(cache.iterdir())
    path = folder / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert canonical_text(shipped_library(folder, cache)) == canonical_text(load_library(folder))
    with_it = set(cache.iterdir())
    assert len(with_it - before) == 1
    change(path)
    assert canonical_text(shipped_library(folder, cache)) == canonical_text(load_library(folder))
    # A folder that is again as it was may be answered from the entry made of it then; anything else needs one of its own.
    assert len(set(cache.iterdir()) - with_it) == (change is not delete)


def test_a_deleted_file_is_never_answered_from_the_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert shipped_library(folder, cache).questions
    (folder / "doors.yaml").unlink()
    assert shipped_library(folder, cache).questions == ()
    (folder / "library.yaml").unlink()
    with pytest.raises(LibraryError, match=r"library\.yaml is missing"):
        shipped_library(folder, cache)


def test_a_sound_entry_of_another_library_is_not_served_under_this_ones_name(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shipped_library(folder, cache)
    old = entry(cache).read_bytes()
    entry(cache).unlink()
    (folder / "library.yaml").write_text((folder / "library.yaml").read_text().replace("A small library", "Another library"))
    shipped_library(folder, cache)
    entry(cache).write_bytes(old)
    assert shipped_library(folder, cache).title == "Another library"


def test_a_home_that_cannot_be_written_to_only_costs_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert shipped_library(folder, tmp_path / "file" / "cache").title == "A small library"


def write_german(folder: Path, title: str) -> None:
    """A translation of the small library's theme."""
    from questionnaires.texts import fingerprint, texts

    stamp = fingerprint(texts("themes", load_library(folder).themes[0]))
    below = folder / "locale" / "de"
    below.mkdir(parents=True, exist_ok=True)
    (below / "library.yaml").write_text("language: {name: German, translated_from: English}\n", encoding="utf-8")
    (below / "doors.yaml").write_text(f'themes:\n- {{id: doors, of: "{stamp}", title: {title}, summary: "Tür."}}\n', encoding="utf-8")


def test_each_language_has_an_entry_of_its_own(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    write_german(folder, "Türen")
    for _ in range(2):
        assert shipped_library(folder, cache, "de").theme_by_id["doors"].title == "Türen"
        assert shipped_library(folder, cache).theme_by_id["doors"].title == "Doors"
    assert len(list(cache.iterdir())) == 2


def test_a_changed_translation_is_never_answered_from_the_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    write_german(folder, "Türen")
    shipped_library(folder, cache, "de")
    write_german(folder, "Tore ")
    assert shipped_library(folder, cache, "de").theme_by_id["doors"].title == "Tore"


def test_an_unknown_language_leaves_nothing_in_the_cache(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no such language"):
        shipped_library(folder, tmp_path / "cache", "../fr")
    assert not (tmp_path / "cache").exists()
