"""A worked example to look around in: an invented company, four rounds of its assessment over a year, and its remediation-plan PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import read_answers
from readiness.exchange.evidence_files import never
from readiness.exchange.facts import read_facts
from readiness.rounds import confirm, start_round, waiting
from readiness.storage.files import write_new
from readiness.tending import Changes, change_item

ORGANISATION = "Larkfield Software (invented example)"
FILE_NAME = "larkfield.readiness"

# The rounds before the current one: the day each was closed, what was decided in it about remediation items, and the next one's name.
EARLIER: tuple[tuple[date, dict[str, Changes], str], ...] = (
    (
        date(2026, 1, 30),
        {
            "device-encryption": {"owner": "Tomasz Wilk", "due": date(2026, 4, 30)},
            "managed-devices": {"owner": "Tomasz Wilk", "due": date(2026, 4, 30)},
            "incident-plan": {"owner": "Tomasz Wilk", "due": date(2026, 6, 30)},
        },
        "Spring 2026",
    ),
    (date(2026, 4, 30), {"device-encryption": {"status": "done"}}, "Summer 2026"),
    (date(2026, 7, 31), {"managed-devices": {"status": "done"}}, "Autumn 2026"),
)


def make_demo(folder: Path, recorder: str = "demo", *, cancelled: Callable[[], bool] = never) -> Path:
    """The demo assessment in ``folder``, made if it is not there yet. One that is there is left exactly as it is.

    Raises ReadinessError if the folder cannot be written, or once it is ``cancelled``; then nothing is there that was not before.
    """
    target = folder / FILE_NAME
    if target.exists():
        return target
    # Made elsewhere and put there whole: however it is stopped, nobody takes an example without answers for the whole one.
    with TemporaryDirectory(prefix="readiness-") as place:
        made = Path(place) / FILE_NAME
        with as_file(files("readiness.demo")) as data, Assessment.create(made, ORGANISATION, recorder=recorder) as assessment:
            assessment.apply_facts(read_facts(data / "facts.yaml", assessment.library))
            for day, decided, name in EARLIER:
                _answer(assessment, data / f"round-{assessment.round.number}.yaml")
                for item, changes in decided.items():
                    change_item(assessment, item, changes, today=day)
                _go_on(cancelled)
                start_round(assessment, name, today=day)
            _answer(assessment, data / "answers.yaml")
        _go_on(cancelled)
        write_new(target, made.read_bytes())
    return target


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ReadinessError("Stopped; no demo was made.")


def _answer(assessment: Assessment, path: Path) -> None:
    """What a round answered; all it says nothing about was confirmed as it stood."""
    assessment.answer_all(read_answers(path, assessment.library, assessment.scope))
    confirm(assessment, waiting(assessment))
