"""What translators are given: entries to fill in, fingerprints renewed, and how far each file is."""

from __future__ import annotations

from pathlib import Path

import pytest
from locale_cases import german_library, of, refusals, say

from questionnaires.lint import lint_folder
from questionnaires.loader import load_library
from questionnaires.translating import left_to_translate, main, progress, stamped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return german_library(tmp_path / "lib")


def test_what_is_left_is_printed_as_entries_to_fill_in(folder: Path) -> None:
    printed = left_to_translate(folder, "de", "doors.yaml")
    assert printed.startswith(f'questions:\n- id: side-door\n  of: "{of(folder, "side-door")}"\n  # Is the side-door shut?\n  text: ""\n')
    assert "front-door" not in printed
    doors = folder / "locale" / "de" / "doors.yaml"
    doors.write_text(doors.read_text() + printed.removeprefix("questions:\n"), encoding="utf-8")
    assert all("must not be empty" in problem for problem in refusals(folder))
    doors.write_text(doors.read_text().replace('""', '"Übersetzt"'), encoding="utf-8")
    assert load_library(folder, "de").question_by_id["side-door"].text == "Übersetzt"
    assert left_to_translate(folder, "de", "doors.yaml") == ""


def test_a_rich_entry_is_printed_in_its_shape(folder: Path) -> None:
    say(folder)
    doors = folder / "locale" / "de" / "doors.yaml"
    doors.write_text(left_to_translate(folder, "de", "doors.yaml").replace('""', '"Ü"'), encoding="utf-8")
    assert {problem.partition(": ")[2].split(":")[0] for problem in refusals(folder)} == {
        "questions.0.remediation.0",
        "questions.0.remediation.1",
    }


def test_stamping_renews_what_changed_and_nothing_else(folder: Path) -> None:
    doors = folder / "doors.yaml"
    doors.write_text(doors.read_text().replace("An open front-door", "Any open front-door"))
    there = folder / "locale" / "de" / "doors.yaml"
    before = there.read_text(encoding="utf-8")
    text, changed = stamped(folder, "de", "doors.yaml")
    assert changed == 1
    assert len(text) == len(before)
    assert main(["de", "doors.yaml", "--stamp", "--library", str(folder)]) == 0
    assert there.read_text(encoding="utf-8") == text
    assert lint_folder(folder) == []
    assert stamped(folder, "de", "doors.yaml") == (text, 0)


def test_progress_counts_entries_by_file(folder: Path) -> None:
    assert list(progress(folder, "de")) == ["doors.yaml: 1 of 2", "library.yaml: 0 of 14"]


def test_the_helper_says_what_it_cannot_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["de", "none.yaml", "--stamp", "--library", str(folder)]) == 2
    assert main(["de", "doors.yaml", "--library", str(folder / "none")]) == 2
    assert main(["de", "--library", str(folder)]) == 0
    said = capsys.readouterr()
    assert "none.yaml" in said.err
    assert "no such folder" in said.err
    assert said.out == "doors.yaml: 1 of 2\nlibrary.yaml: 0 of 14\n"
