"""The quick commands stay quick: what they never use, they never import. Each runs in a fresh interpreter."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEAVY = {"aiohttp", "textual", "textual_serve", "questionary", "prompt_toolkit", "reportlab", "docx", "lxml", "xlsxwriter"}

RUN = """
import json, sys
from readiness.__main__ import main
try:
    code = main()
except SystemExit as stop:
    code = stop.code
print()
print(json.dumps([code or 0, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def python(*arguments: str, home: Path) -> str:
    """What a fresh interpreter prints, run with ``home`` as HOME and as its working directory."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "READINESS_"))} | {"HOME": str(home)}
    run = subprocess.run([sys.executable, *arguments], cwd=home, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory, assessment_in: Callable[[Path], Path]) -> Path:
    """The assessment file that the demo leaves."""
    home = tmp_path_factory.mktemp("demo-home")
    python("-m", "readiness", "demo", "demo", home=home)
    return assessment_in(home / "demo")


def modules_loaded_by(*arguments: str, home: Path) -> set[str]:
    """The top-level modules in memory once ``readiness`` has run with ``arguments`` and succeeded."""
    code, modules = json.loads(python("-c", RUN, *arguments, home=home).splitlines()[-1])
    assert code == 0
    return set(modules)


@pytest.mark.parametrize("arguments", [["--version"], ["questions"]], ids=" ".join)
def test_a_light_command_loads_no_front_end(arguments: list[str], tmp_path: Path) -> None:
    loaded = modules_loaded_by(*arguments, home=tmp_path)
    assert "readiness" in loaded
    assert loaded & HEAVY == set()


def test_score_loads_no_front_end(assessment: Path, tmp_path: Path) -> None:
    loaded = modules_loaded_by("score", str(assessment), "--json", home=tmp_path)
    assert "scoring" in loaded
    assert loaded & HEAVY == set()


def names_after(statement: str, home: Path) -> set[str]:
    """The modules in memory once a statement has run."""
    return set(json.loads(python("-c", f"{statement}\nimport json, sys; print(json.dumps([*sys.modules]))", home=home)))


def test_the_first_frame_is_drawn_before_what_reads_assessments_is_loaded(tmp_path: Path) -> None:
    drawn = "from readiness.tui.app import ReadinessApp; ReadinessApp().first_screen()"
    loaded = names_after(drawn, tmp_path)
    assert "textual" in loaded
    assert loaded & {"pydantic", "sqlite_utils", "yaml", "jinja2", "questionnaires.model", "scoring.score", "readiness.assessment"} == set()


def test_opening_a_file_needs_no_yaml_no_templates_and_nothing_that_migrates(assessment: Path, tmp_path: Path) -> None:
    opened = (
        f"from pathlib import Path; from readiness.assessment import Assessment; Assessment.open(Path({str(assessment)!r})).scorecard()"
    )
    loaded = names_after(opened, tmp_path)
    assert "sqlite3" in loaded
    assert loaded & {"yaml", "jinja2", "sqlite_utils", "pandas", "numpy"} == set()


def test_making_a_file_loads_sqlite_utils_without_pandas(tmp_path: Path) -> None:
    made = "from readiness.storage import Store; Store.create('new.readiness', recorder='Ann').close()"
    loaded = names_after(made, tmp_path)
    assert "sqlite_utils" in loaded
    assert loaded & {"pandas", "numpy"} == set()


def test_opening_the_program_loads_no_parser_of_commands(tmp_path: Path) -> None:
    loaded = names_after("import readiness.cli, readiness.cli.interactive; from readiness.tui.app import ReadinessApp", tmp_path)
    assert "textual" in loaded
    assert loaded & {"click", "tomllib", "readiness.cli.group"} == set()


def test_the_program_loads_no_tls_and_whoever_needs_it_later_finds_it(tmp_path: Path) -> None:
    opened = "from readiness.cli.interactive import without_tls\nwith without_tls(): import readiness.tui.app"
    loaded = names_after(opened, tmp_path)
    assert "asyncio" in loaded and loaded & {"ssl", "_ssl"} == set()
    assert "_ssl" in names_after(f"{opened}\nfrom http.client import HTTPSConnection", tmp_path)
    assert "_ssl" in names_after(f"import ssl, sys\n{opened}\nassert sys.modules['ssl'] is ssl", tmp_path)
