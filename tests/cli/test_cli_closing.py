"""close: a closed file takes no change from anywhere, is read and printed as before, and says who closed it until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, data

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.rounds import start_round

Run = Callable[..., Outcome]
FILE = "acme.readiness"
LATER = (date.today() + timedelta(days=400)).isoformat()
CLOSING = ("close", FILE, "--retain-until", LATER, "--by", "Dora", "--why", "Report issued")

WRITES = [
    ("answer", FILE, "mfa-enforced", "3"),
    ("scope", FILE, "--set", "full"),
    ("round", FILE, "--new", "Q1 2027"),
    ("undo", FILE),
]


@pytest.fixture
def closed(readiness: Run, answered: Path) -> Path:
    assert readiness(*CLOSING).code == 0
    return answered


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_refused_in_one_sentence(readiness: Run, closed: Path, write: tuple[str, ...]) -> None:
    before = closed.read_bytes()
    outcome = readiness(*write)
    if write[0] == "undo":
        # Who closed it did nothing else here.
        assert "Nothing" in outcome.out
    else:
        assert_refused(
            outcome, f"{FILE} was closed by Dora on {date.today()}", "`readiness close FILE --reopen --by NAME --why TEXT` opens it again"
        )
    assert closed.read_bytes() == before


def test_a_closed_file_takes_no_final_version_and_says_both_ways_on(readiness: Run, closed: Path) -> None:
    before = closed.read_bytes()
    outcome = readiness("final", FILE, "--by", "Dora", "--role", "Founder", "--acknowledge")
    assert_refused(outcome, "nothing was made final", f"readiness close {FILE} --reopen", f"readiness report {FILE} -o report.pdf")
    assert closed.read_bytes() == before


def test_a_program_that_had_it_open_is_refused_as_well(readiness: Run, answered: Path) -> None:
    with Assessment.open(answered, write=True, recorder="Eve") as other:
        other.answer(other.answers["mfa-enforced"].model_copy(update={"level": "4"}))
        readiness(*CLOSING)
        for write in (
            lambda: other.clear_answer("mfa-enforced"),
            lambda: start_round(other, "Q1 2027"),
            lambda: other.keep_library(other.library.model_copy(update={"version": "9"})),
        ):
            with pytest.raises(ReadinessError, match="was closed by Dora"):
                write()
        other.refresh()
        assert other.engagement is not None and other.engagement.closed


def test_reading_and_reports_go_on(readiness: Run, closed: Path, tmp_path: Path) -> None:
    before = closed.read_bytes()
    for reading in (("score", FILE), ("plan", FILE), ("history", FILE), ("items", FILE), ("portfolio", "."), ("compare", FILE)):
        assert readiness(*reading).code in (0, 2), reading
    assert readiness("score", FILE).code == 0
    assert readiness("report", FILE, "-o", "r.md").code == 0
    assert closed.read_bytes() == before


def test_where_it_stands(readiness: Run, answered: Path) -> None:
    assert "is open to changes" in readiness("close", FILE).out
    said = readiness(*CLOSING).out
    assert said.startswith(f"{FILE} is closed to changes, by Dora; to be kept until {LATER}.\n")
    found = data(readiness, "close", FILE)
    assert found == {
        "file": FILE,
        "closed": True,
        "retain_until": LATER,
        "by": "Dora",
        "why": "Report issued",
        "redactions": [],
    }
    history = readiness("history", FILE).out
    assert "how long the file is kept: " in history and "Report issued" in history


def test_reopened_with_a_reason_and_closed_again(readiness: Run, closed: Path) -> None:
    assert_refused(readiness("close", FILE, "--reopen", "--by", "Dora"), "for a reason")
    assert_refused(readiness("close", FILE, "--reopen", "--why", "An error"), "--by")
    assert "Reopened by Dora: An error" in readiness("close", FILE, "--reopen", "--by", "Dora", "--why", "An error").out
    assert readiness("answer", FILE, "mfa-enforced", "5").code == 0
    assert_refused(readiness("close", FILE, "--reopen", "--by", "Dora", "--why", "Again"), "is not closed")
    assert readiness(*CLOSING).code == 0
    assert_refused(readiness("answer", FILE, "mfa-enforced", "4"), "was closed by Dora")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--retain-until", "2020-01-01", "--by", "Dora"), "that day is over"),
        (("--retain-until", LATER), "--by"),
        (("--retain-until", LATER, "--by", "x" * 201), "--by"),
        (("--retain-until", LATER, "--reopen"), "stand alone"),
        (("--by", "Dora"), "--by and --why belong to"),
        (("--retain-until", "soon"), "soon"),
    ],
)
def test_what_is_refused(readiness: Run, answered: Path, options: tuple[str, ...], said: str) -> None:
    before = answered.read_bytes()
    assert_refused(readiness("close", FILE, *options), said)
    assert answered.read_bytes() == before
