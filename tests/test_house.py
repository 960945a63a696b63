"""House rules that no linter knows: module length and docstrings, top-level folders, and names that bind us to one machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 400
FOLDERS = {".ci", "benchmarks", "docs", "examples", "questionnaires", "readiness", "scoring", "tests"}

# In two halves, so that this file does not break its own rule.
REGISTRY_HOSTS = [
    "".join(halves)
    for halves in (
        ("python", "hosted"),
        ("pypi.", "org"),
        ("pypi.", "python.org"),
        ("registry.", "npmjs"),
        ("deb.", "debian.org"),
        ("conda.", "anaconda.org"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w.~-])(?:/(?:work|root|home|Users)/\w|/tmp/(?:bash_jobs|pytest-))")


def kept_files() -> list[Path]:
    """The files that are tracked or would be with the next ``git add``, relative to the checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    return sorted(path for name in listed.split("\0") if name and (ROOT / (path := Path(name))).is_file())


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return kept_files()


@pytest.fixture(scope="module")
def texts(files: list[Path]) -> dict[Path, str]:
    """The content of every kept file that is text, by its path."""
    contents = {path: (ROOT / path).read_bytes() for path in files}
    return {path: content.decode("utf-8") for path, content in contents.items() if b"\0" not in content}


def offenders(texts: dict[Path, str], pattern: re.Pattern[str]) -> list[str]:
    """Where ``pattern`` stands, as ``path:line: match``."""
    return [
        f"{path}:{number}: {match[0]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]


def test_modules_are_short_enough_to_know(texts: dict[Path, str]) -> None:
    lengths = {str(path): len(text.splitlines()) for path, text in texts.items() if path.suffix == ".py"}
    assert lengths
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_opens_with_a_docstring(texts: dict[Path, str]) -> None:
    modules = {path: text for path, text in texts.items() if path.suffix == ".py"}
    assert [str(path) for path, text in modules.items() if not ast.get_docstring(ast.parse(text))] == []


def test_no_registry_is_named(texts: dict[Path, str]) -> None:
    assert offenders(texts, re.compile("|".join(map(re.escape, REGISTRY_HOSTS)), re.IGNORECASE)) == []


def test_no_path_of_one_machine_is_named(texts: dict[Path, str]) -> None:
    assert offenders(texts, MACHINE_PATH) == []


@pytest.mark.parametrize(("line", "named"), [("cd /ro" + "ot/x", True), ("see https://example.com/home/page", False), ("~/work/x", False)])
def test_machine_paths_are_told_from_addresses(line: str, named: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is named


def test_no_other_top_level_folder(files: list[Path]) -> None:
    assert {path.parts[0] for path in files if len(path.parts) > 1} - FOLDERS == set()


def test_versions_are_pinned_by_name_alone(texts: dict[Path, str]) -> None:
    pins = [line for line in texts[Path("constraints.txt")].splitlines() if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
