"""A small assessment in an empty working folder, a clock that stands still, and an app over both."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.config import Config
from readiness.storage import put
from readiness.tui.app import ReadinessApp
from readiness.tui.state.touring import put_away
from scoring.model import Answer, Vendor

from .small_library import small_library

NOON = datetime(2026, 11, 23, 14, 2, 11)
HOSTILE = "[/foo] <b> \x1b[31mred\u202e [bold]"
MakeFile = Callable[..., Path]
MakeApp = Callable[..., ReadinessApp]


@pytest.fixture(autouse=True)
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes, nothing moves, the tour was seen, and the working folder is empty: names are short and the same everywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("readiness.storage.log.utc_now", lambda: "2026-11-23T14:02:11.000Z")
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    put_away()


@pytest.fixture
def make_file() -> MakeFile:
    """Makes an assessment of the small library: some questions answered, one subservice organisation."""

    def make(name: str = "acme.readiness", organisation: str = "Acme", *, answered: int = 3, vendor: str = "AWS") -> Path:
        path = Path(name).absolute()
        with Assessment.create(path, organisation, recorder="Ann", library=small_library()) as assessment:
            assessment.change_scope([put(Vendor(id="aws", name=vendor, service="Hosting", subservice=True, method="carve-out"))])
            stated = [
                Answer(question="rules-of-conduct", level="1", note="Contracts hold some."),
                Answer(question="owner-named", level="4", basis="shown", respondent="CTO"),
                Answer(question="multi-factor", level="3"),
            ]
            assessment.answer_all(stated[:answered])
        return path

    return make


@pytest.fixture
def make_app() -> MakeApp:
    """Makes an app with a still clock."""

    def make(file: Path | None = None, **settings: object) -> ReadinessApp:
        app = ReadinessApp(file, config=Config(**{"recorder": "Ben", **settings}), clock=lambda: NOON)
        app.animation_level = "none"
        return app

    return make


@pytest.fixture
def reread() -> Iterator[Callable[[Path], Assessment]]:
    """Opens a file as another program would, for reading or for answering as somebody else."""
    opened: list[Assessment] = []

    def read(path: Path, *, write: bool = False) -> Assessment:
        opened.append(Assessment.open(path, write=write, recorder="Eve"))
        return opened[-1]

    yield read
    for assessment in opened:
        assessment.close()
