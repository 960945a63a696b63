"""The plain interview through pipes: lines in, lines out, not one control sequence, and the end of input at any moment loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_cases import levels

from readiness.assessment import Assessment
from readiness.plain.commands import COMMANDS
from readiness.plain.interview import interview


def piped(*arguments: str, lines: bytes, term: str = "xterm-256color") -> subprocess.CompletedProcess[bytes]:
    """The real program with these bytes as its input."""
    command = [sys.executable, "-m", "readiness", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, env=os.environ | {"TERM": term}, timeout=60, check=False)


@pytest.mark.parametrize(
    ("start", "lines"),
    [
        ("interview", b""),
        ("--plain", b"3 only here\n4"),
        ("interview", b"3 only here\n4\nn\n"),
        ("interview", b"3 only here\r\n4\r\nq\r\n"),
    ],
)
def test_lines_in_lines_out(path: Path, start: str, lines: bytes) -> None:
    ran = piped(start, str(path), lines=lines)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert sorted(levels(path).values()) == (["3", "4"] if lines else [])
    assert b"\x1b" not in ran.stdout
    assert f"readiness interview {path}" in " ".join(ran.stdout.decode().split())


def test_without_any_input_at_all(path: Path) -> None:
    command = f'"{sys.executable}" -m readiness interview "{path}" <&-'
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Go on whenever you like with:" in " ".join(ran.stdout.split())


def test_bytes_that_are_no_text_do_not_swallow_the_lines_around_them(path: Path) -> None:
    ran = piped("interview", str(path), lines=b"3\n\xff\xfe\n4 \xff\n\x00\n5\n")
    assert ran.returncode == 0
    assert sorted(levels(path).values()) == ["3", "4", "5"]
    assert b"That is none of the answers" in ran.stdout


def test_any_output_encoding_does(path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "readiness", "interview", str(path)]
    ran = subprocess.run(command, input="m “quoted” →\n3\nq\n\n".encode(), capture_output=True, env=environment, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


WORDS = [command.key for command in COMMANDS] + [
    "0",
    "3",
    "5",
    "",
    "w 4",
    "k 1",
    "b shown",
    "i Bo",
    "m x",
    "v y",
    "2026-02-01",
    "1",
    "l cc1",
]


@settings(max_examples=40, deadline=None)
@given(replies=st.lists(st.sampled_from(WORDS), max_size=12))
def test_whatever_is_typed_the_file_stays_sound_and_ends_by_saying_how_to_go_on(
    tmp_path_factory: pytest.TempPathFactory, started: Path, replies: list[str]
) -> None:
    copy = tmp_path_factory.mktemp("typed") / "acme.readiness"
    copy.write_bytes(started.read_bytes())
    with Assessment.open(copy, write=True, recorder="Rec") as assessment:
        said: list[str] = []
        waiting = iter(replies)
        interview(assessment, lambda _question: next(waiting, None), said.append)
        answers = dict(assessment.answers)
    assert said[-1].startswith("What to do next: readiness plan ")
    with Assessment.open(copy) as other:
        assert other.answers == answers
