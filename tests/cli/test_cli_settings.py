"""Configuration and the program's own small files: defaults, then the file, then the environment; private, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.config import load_config
from readiness.paths import config_file, write_private


def test_defaults_need_no_file(tmp_path: Path) -> None:
    config, warnings = load_config(tmp_path / "none.toml")
    assert warnings == []
    assert (config.theme, config.advance) == ("readiness-dark", True)
    assert config.recorder


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "c.toml"
    file.write_text('recorder = "Ada"\ntheme = "other"\nadvance = false\n')
    monkeypatch.setenv("READINESS_RECORDER", "Bo")
    monkeypatch.setenv("READINESS_CONFIG", str(file))
    config, warnings = load_config()
    assert warnings == []
    assert (config.recorder, config.theme, config.advance) == ("Bo", "other", False)


def test_one_bad_setting_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('recorder = "Ada"\ntheme = 5\n')
    config, warnings = load_config(file)
    assert (config.recorder, config.theme) == ("Ada", "readiness-dark")
    assert warnings == [f"{file}: theme must be text, found the number 5; put it in quotes; the default is used."]


@pytest.mark.parametrize(("written", "read"), [('"letter"', "letter"), ('"A4"', "a4"), ('"Letter"', "letter")])
def test_paper_is_named_in_any_case(tmp_path: Path, written: str, read: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(f"paper = {written}\n")
    assert (load_config(file)[0].paper, load_config(file)[1]) == (read, [])


def test_unknown_paper_is_told_and_the_usual_one_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "c.toml"
    for written, found in (('"a5"', "the text 'a5'"), ("7", "the number 7"), ("[]", "a list"), ("true", "")):
        file.write_text(f"paper = {written}\n")
        config, (warning,) = load_config(file)
        assert config.paper == "a4"
        assert warning.startswith(f"{file}: paper must be 'a4' or 'letter', found {found}") and warning.endswith("; the default is used.")
    monkeypatch.setenv("READINESS_PAPER", "letter")
    assert load_config(file) == (load_config(file)[0], []) and load_config(file)[0].paper == "letter"


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    load_config()
    assert not config_file().parent.exists()


def test_a_private_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "new" / "recent.json"
    write_private(path, "one")
    write_private(path, "two")
    assert path.read_text() == "two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_private_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_private(tmp_path / "folder", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_lines_of_keys_are_read_by_their_whole_name_and_bad_ones_left_out(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('motion = false\n[keys]\nundo = "ctrl+z"\nroom.plan = "P"\n"room.scope" = "Q"\nnote = 5\nanswer.3 = ["a"]\n')
    config, warnings = load_config(file)
    assert not config.motion
    assert config.keys == {"undo": "ctrl+z", "room.plan": "P", "room.scope": "Q"}
    assert [warning.partition(" must be text, found ")[0] for warning in warnings] == [f"{file}: keys.note", f"{file}: keys.answer.3"]
    file.write_text("keys = 5\n")
    config, warnings = load_config(file)
    assert config.keys == {} and len(warnings) == 1 and warnings[0].startswith(f"{file}: keys must be ")
    file.write_text(f"[keys]\n{'.'.join('a' * 2_000)} = 1\n")
    assert load_config(file)[0].keys == {}
