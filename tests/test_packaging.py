"""What people install: the built archives hold what the program reads at run time, and the installed wheel works on its own."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

import readiness

# One worker builds and installs once for all of them.
pytestmark = pytest.mark.xdist_group("packaging")

ROOT = Path(__file__).parent.parent
ROOMS = {"readiness", "scoring", "questionnaires"}
DATA = {".yaml", ".tcss", ".ttf", ".otf", ".md", ".txt", ".json", ".j2", ".css", ".html", ".js"}


@dataclass(frozen=True)
class Archives:
    """The two files of a release."""

    wheel: Path
    sdist: Path


@dataclass(frozen=True)
class Installed:
    """A fresh environment that holds the wheel and nothing of this checkout; each run starts in an empty home."""

    bin: Path
    home: Path

    def readiness(self, *arguments: str) -> str:
        """What the installed ``readiness`` prints; an exit code other than 0 fails the test."""
        run = subprocess.run(
            [self.bin / "readiness", *arguments],
            cwd=self.home,
            env={"HOME": str(self.home), "PATH": os.defpath, "LC_ALL": "C.UTF-8", "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """Both archives, the wheel built from the sdist as an installer would do."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT], check=True, capture_output=True)
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return Archives(wheel, sdist)


@pytest.fixture(scope="session")
def installed(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv")
    bin_ = folder / "venv" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", bin_ / "python", "--disable-pip-version-check"]
    # Three short runs need few of the modules that pip would compile.
    subprocess.run([*pip, "install", "--quiet", "--no-compile", "-c", ROOT / "constraints.txt", archives.wheel], check=True)
    home = folder / "home"
    home.mkdir()
    return Installed(bin_, home)


@pytest.fixture(scope="session")
def demo(installed: Installed) -> Path:
    """The folder that the installed program's demo has filled."""
    installed.readiness("demo", "demo")
    return installed.home / "demo"


def names_in_wheel(archives: Archives) -> set[str]:
    with zipfile.ZipFile(archives.wheel) as wheel:
        return set(wheel.namelist())


def names_in_sdist(archives: Archives) -> set[str]:
    with tarfile.open(archives.sdist) as sdist:
        return {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in sdist.getnames()}


def run_time_files() -> set[str]:
    """Every module, data file and type marker of the three rooms, as it stands in this checkout."""
    return {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA | {".py"} or path.name == "py.typed"
    }


def test_the_wheel_holds_the_three_rooms_and_nothing_else(archives: Archives) -> None:
    tops = {PurePosixPath(name).parts[0] for name in names_in_wheel(archives)}
    assert tops == ROOMS | {f"readiness-{readiness.__version__}.dist-info"}


def test_the_rooms_hold_library_styles_and_fonts() -> None:
    suffixes = {PurePosixPath(name).suffix for name in run_time_files()}
    assert {".yaml", ".tcss"} <= suffixes
    assert suffixes & {".ttf", ".otf"}


def test_no_run_time_file_is_missing_from_either_archive(archives: Archives) -> None:
    assert run_time_files() - names_in_wheel(archives) == set()
    assert run_time_files() - names_in_sdist(archives) == set()


def test_the_sdist_carries_licence_and_changes(archives: Archives) -> None:
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"} <= names_in_sdist(archives)


def test_the_wheel_carries_both_licences(archives: Archives) -> None:
    names = {PurePosixPath(name).name for name in names_in_wheel(archives) if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "OFL.txt"}


def test_the_installed_program_knows_its_version(installed: Installed) -> None:
    assert readiness.__version__ in installed.readiness("--version")


def test_the_installed_program_makes_the_demo_pdf(demo: Path) -> None:
    pdfs = list(demo.rglob("*.pdf"))
    assert pdfs
    assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in pdfs)


def test_the_installed_program_scores_the_demo(demo: Path, installed: Installed, assessment_in: Callable[[Path], Path]) -> None:
    assert json.loads(installed.readiness("score", str(assessment_in(demo)), "--json"))
