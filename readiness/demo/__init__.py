"""A worked example to look around in: an invented company, four rounds of its assessment over a year, and its remediation-plan PDF."""

from __future__ import annotations

from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from readiness.assessment import Assessment
from readiness.exchange.answers import read_answers
from readiness.exchange.facts import read_facts
from readiness.rounds import confirm, start_round, waiting
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


def make_demo(folder: Path, recorder: str = "demo") -> Path:
    """The demo assessment in ``folder``, made if it is not there yet. One that is there is left exactly as it is.

    Raises ReadinessError if the folder cannot be written.
    """
    target = folder / FILE_NAME
    if target.exists():
        return target
    with as_file(files("readiness.demo")) as data, Assessment.create(target, ORGANISATION, recorder=recorder) as assessment:
        try:
            assessment.apply_facts(read_facts(data / "facts.yaml", assessment.library))
            for day, decided, name in EARLIER:
                _answer(assessment, data / f"round-{assessment.round.number}.yaml")
                for item, changes in decided.items():
                    change_item(assessment, item, changes, today=day)
                start_round(assessment, name, today=day)
            _answer(assessment, data / "answers.yaml")
        except BaseException:
            # Stopped half-way: the next call must not take an example without answers for the whole one.
            target.unlink(missing_ok=True)
            raise
    return target


def _answer(assessment: Assessment, path: Path) -> None:
    """What a round answered; all it says nothing about was confirmed as it stood."""
    assessment.answer_all(read_answers(path, assessment.library, assessment.scope))
    confirm(assessment, waiting(assessment))
