"""What an import would change, in words and rows, and the completion of a path: without a terminal."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.exchange.answers import Refused
from readiness.importing import Incoming, Preview
from readiness.tui.state.importing import MOST_ROWS, completed, figures, groups, taken_over, verdict
from scoring.model import Answer

from .conftest import HOSTILE
from .small_library import small_library

NEW = Incoming("a.yaml:1", Answer(question="owner-named", level="3"), "new", "3")
CHANGED = Incoming("a.yaml:2", Answer(question="multi-factor", level="4"), "changed", "4, note, last done")
OLDER = Incoming("a.yaml:3", Answer(question="leaver-access", level="4"), "changed", "2 → 4", older="ours was recorded later")
SAME = Incoming("a.yaml:4", Answer(question="rules-of-conduct", level="1"), "same", "1", unasked="it belongs to the full set")


def found(*rows: Incoming, refused: tuple[Refused, ...] = (), unread: tuple[str, ...] = ()) -> Preview:
    return Preview(Path("folder/a.yaml"), rows, refused, unread)


def test_every_row_is_counted_once() -> None:
    refused = (Refused("a.yaml:5", "no"),)
    assert figures(found(NEW, CHANGED, OLDER, SAME, refused=refused)) == (
        "1 new · 2 changed (1 maybe older than ours) · 1 as before · 1 refused"
    )
    assert figures(found()) == "0 new · 0 changed · 0 as before · 0 refused"
    assert figures(replace(found(NEW), blank=7)) == "1 new · 0 changed · 0 as before · 0 refused · 7 not filled in"


def test_what_stands_in_the_way_comes_first() -> None:
    listed = groups(
        found(NEW, CHANGED, OLDER, SAME, refused=(Refused("/a:b/a.yaml:5", "no such question."),), unread=("x.pdf: gone",)), small_library()
    )
    assert [group.title for group in listed] == [
        "Refused (1)",
        "Changed; what stands here may be newer (1)",
        "Changed (1)",
        "New (1)",
        "Kept, but not asked here and counted nowhere (1)",
        "Evidence kept by its name alone (1)",
    ]
    assert [group.problem for group in listed] == [True, False, False, False, False, False]
    refused, older, changed, *_ = (group.lines[0] for group in listed)
    assert (refused.about, refused.what) == ("line 5", "no such question.")
    assert older.more.endswith(" · ours was recorded later") and older.what == "2 → 4"
    assert changed.what == "4, note, last done"
    assert changed.more == "Is multi-factor sign-in on for everyone?"


def test_a_long_list_says_how_many_more_there_are() -> None:
    (group,) = groups(found(refused=tuple(Refused(f"a.yaml:{line}", "no") for line in range(MOST_ROWS + 7))), small_library())
    assert group.title == f"Refused ({MOST_ROWS + 7})"
    assert len(group.lines) == MOST_ROWS + 1 and group.lines[-1].what == "and 7 more"


def test_hostile_text_is_harmless_in_every_row() -> None:
    listed = groups(found(refused=(Refused(f"{HOSTILE}:5", HOSTILE * 90),), unread=(HOSTILE,)), small_library())
    for group in listed:
        for line in group.lines:
            text = line.about + line.what + line.more
            assert text.isprintable() and len(text) < 500


def test_what_can_be_done_is_said() -> None:
    refused = Refused("a.yaml:5", "no")
    assert verdict(found(NEW, CHANGED), "Enter", "Esc") == "Enter imports 2 answers; Esc leaves everything as it is."
    assert verdict(found(NEW, refused=(refused,)), "Enter", "Esc").startswith("One row is refused, so nothing can be imported")
    assert verdict(found(refused=(refused, refused)), "F5", "Esc") == (
        "2 rows are refused, so nothing can be imported: mend the file, then F5 reads it again."
    )
    assert verdict(found(SAME), "Enter", "Esc").startswith("There is nothing to import")
    assert verdict(found(), "Enter", "Esc") == "The file holds no answers."
    assert verdict(replace(found(), blank=7), "Enter", "Esc") == "There is nothing to import: no row is filled in."
    assert taken_over(found(NEW, CHANGED, SAME), "z") == "1 new, 1 changed from a.yaml; z takes it back"
    assert taken_over(found(CHANGED), "z") == "1 changed from a.yaml; z takes it back"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("answers.yaml", "answers.csv", "answers.pdf", ".hidden.yaml", "bad\x1b.yaml", "UPPER.CSV"):
        (tmp_path / name).touch()
    (tmp_path / "april").mkdir()
    (tmp_path / "april" / "one.yml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("a", "answers.csv"),
        ("answers.y", "answers.yaml"),
        ("answers.p", None),
        ("answers.yaml", None),
        ("ap", "april/"),
        ("april/", "april/one.yml"),
        ("./U", "./UPPER.CSV"),
        (".h", ".hidden.yaml"),
        ("b", None),
        ("", None),
        ("nowhere/x", None),
        ("a\0", None),
        ("~nobody-at-all/x", None),
        ("x" * 5000 + "/", None),
    ],
)
def test_a_path_is_completed(folder: Path, typed: str, whole: str | None) -> None:
    assert completed(typed) == whole


def test_a_path_from_the_root_is_completed(folder: Path) -> None:
    assert completed(f"{folder}/ans") == f"{folder}/answers.csv"
    assert (completed("/") or "/").startswith("/")


def test_a_path_from_home_is_completed(folder: Path) -> None:
    Path("~").expanduser().joinpath("mine.yaml").touch()
    assert completed("~/m") == "~/mine.yaml"


def test_a_folder_that_cannot_be_looked_into_completes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "scandir", refuse)
    assert completed("a") is None
