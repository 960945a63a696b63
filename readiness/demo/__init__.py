"""A worked example to look around in: an invented company, its assessment file and its remediation-plan PDF."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from readiness.assessment import Assessment
from readiness.exchange.answers import read_answers
from readiness.exchange.facts import read_facts

ORGANISATION = "Larkfield Software (invented example)"
FILE_NAME = "larkfield.readiness"


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
            assessment.answer_all(read_answers(data / "answers.yaml", assessment.library, assessment.scope))
        except BaseException:
            # Stopped half-way: the next call must not take an example without answers for the whole one.
            target.unlink(missing_ok=True)
            raise
    return target
