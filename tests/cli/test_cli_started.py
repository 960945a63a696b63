"""The commands that the program proposes: each can be typed as it stands, however the program was started."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import Outcome

from readiness.cli.output import OWN_THEMES, recorder_name
from readiness.cli.started import command_name, typed
from readiness.tui.themes import THEMES

Run = Callable[..., Outcome]
SCRIPT = f"#!{sys.executable}\nimport sys\nfrom readiness.__main__ import main\nsys.exit(main())\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as after ``make run``: the program in ``.venv/bin``, and none on PATH."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert shutil.which("readiness") is None
    script = tmp_path / ".venv" / "bin" / "readiness"
    script.parent.mkdir(parents=True)
    script.write_text(SCRIPT)
    script.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "path", "name"),
    [
        (".venv/bin/readiness", "", ".venv/bin/readiness"),
        ("{here}/.venv/bin/readiness", "", ".venv/bin/readiness"),
        ("{here}/.venv/bin/readiness", "{here}/.venv/bin", "readiness"),
        (".venv/bin/readiness", "{here}/other", ".venv/bin/readiness"),
        ("./readiness", "", "./readiness"),
        ("/somewhere/readiness/__main__.py", "{here}/.venv/bin", "readiness"),
        ("/somewhere/readiness/__main__.py", "", f"{shlex.quote(sys.executable)} -m readiness"),
        ("-c", "", "readiness"),
        ("/somewhere/pytest", "", "readiness"),
        ("", "", "readiness"),
    ],
)
def test_the_program_is_named_as_it_can_be_typed(checkout: Path, monkeypatch: pytest.MonkeyPatch, argv: str, path: str, name: str) -> None:
    for other in ("other", "."):
        (checkout / other).mkdir(exist_ok=True)
        shutil.copy(checkout / ".venv/bin/readiness", checkout / other / "readiness")
    monkeypatch.setattr(sys, "argv", [argv.format(here=checkout)])
    monkeypatch.setenv("PATH", f"{path.format(here=checkout)}:/usr/bin:/bin" if path else "/usr/bin:/bin")
    monkeypatch.chdir(checkout)
    assert command_name() == name


def test_arguments_are_quoted_for_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c"])
    assert typed("plan", Path("my files/it's.readiness")) == "`readiness plan 'my files/it'\"'\"'s.readiness'`"


def test_what_the_program_proposes_runs(checkout: Path) -> None:
    made = subprocess.run([".venv/bin/readiness", "new", "a b.readiness", "--org", "X"], capture_output=True, text=True, check=True)
    proposed = re.findall(r"`([^`]*)`", made.stdout.splitlines()[-1])
    assert proposed == [".venv/bin/readiness 'a b.readiness'", ".venv/bin/readiness import 'a b.readiness' ANSWERS.yaml"]
    score = [".venv/bin/readiness", "score", "a b.readiness"]
    scored = subprocess.run(score, capture_output=True, text=True, check=True)
    for line in re.findall(r"`([^`]*)`", scored.stdout.splitlines()[-1]):
        assert subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False).returncode == 0, line


def test_a_theme_that_textual_brings_is_known(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(OWN_THEMES) == set(THEMES)
    for theme in (*OWN_THEMES, "nord"):
        monkeypatch.setenv("READINESS_THEME", theme)
        recorder_name()
    assert capsys.readouterr().err == ""
