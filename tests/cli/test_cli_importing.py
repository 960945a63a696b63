"""import --dry-run: says what an import would change and what it would be refused for, and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.errors import FileProblem

Run = Callable[..., Outcome]


def test_a_dry_run_says_what_the_import_then_does(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mfa-enforced: 3\nchange-review: 4\n")
    (tmp_path / "b.csv").write_text("question,level\nmfa-enforced,4\nchange-review,4\ndata-flow-map,unsure\n")
    os.utime(tmp_path / "b.csv", (4_000_000_000, 4_000_000_000))
    readiness("import", "acme.readiness", "a.yaml")
    before = contents(tmp_path)
    said = readiness("import", "acme.readiness", "b.csv", "--dry-run")
    changes = "2 answers from b.csv: 1 new, 1 replaced (mfa-enforced 3 → 4), 1 as before.\n"
    assert (said.code, said.out, said.err) == (0, f"Would save {changes}", "")
    assert contents(tmp_path) == before
    assert readiness("import", "acme.readiness", "b.csv").out == f"Saved {changes}"
    assert readiness("import", "acme.readiness", "b.csv", "--dry-run").out == "Nothing to save from b.csv: 3 as before.\n"


def test_a_dry_run_names_what_may_be_newer_here(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mfa-enforced: 4\n")
    os.utime(tmp_path / "a.yaml", (1_700_000_000, 1_700_000_000))
    readiness("answer", "acme.readiness", "mfa-enforced", "3")
    said = readiness("import", "acme.readiness", "a.yaml", "--dry-run").out.splitlines()
    assert said[0] == "Would save 1 answer from a.yaml: 1 replaced (mfa-enforced 3 → 4)."
    assert said[1].startswith("  mfa-enforced 3 → 4 may go over a newer answer: ours was recorded ")
    assert said[1].endswith(", the file last saved 2023-11-14 22:13.")


def test_a_dry_run_counts_beside_what_is_refused(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("change-review: 3\nmfa-enforced: 6\nzzz: 1\n")
    before = contents(tmp_path)
    said = readiness("import", "acme.readiness", "a.yaml", "--dry-run")
    assert said.code == 2
    assert said.out == "Nothing would be saved from a.yaml: 2 rows refused; else 1 new.\n"
    assert said.err == readiness("import", "acme.readiness", "a.yaml").err
    assert "a.yaml:2: mfa-enforced: level" in said.err and "\na.yaml:3: zzz: no such question" in said.err
    assert contents(tmp_path) == before


def test_a_dry_run_works_on_a_file_for_reading_only(readiness: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("mfa-enforced: 4\n")

    def refuse(path: Path) -> None:
        raise FileProblem(f"{path} is read-only")

    monkeypatch.setattr("readiness.storage.files.require_writable", refuse)
    assert readiness("import", "acme.readiness", "a.yaml", "--dry-run").out == "Would save 1 answer from a.yaml: 1 new.\n"
    assert_refused(readiness("import", "acme.readiness", "a.yaml"), "acme.readiness is read-only")


def test_a_dry_run_refuses_what_an_import_refuses(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mfa-enforced: 3")
    (tmp_path / "folder.yaml").mkdir()
    for name, said in (("a.txt", "answers come as .yaml or .csv"), ("folder.yaml", "is a folder"), ("no.csv", "no such file")):
        assert_refused(readiness("import", "acme.readiness", name, "--dry-run"), f"{name}: {said}")


def test_hostile_text_is_told_harmlessly(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'question,level,note\nmfa-enforced,3,"{HOSTILE}"\n"{HOSTILE}",3,\n', newline="")
    said = readiness("import", "acme.readiness", "a.csv", "--dry-run")
    assert said.code == 2
    assert_harmless(said.out + said.err)
