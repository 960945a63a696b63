"""Texts begun in the full-screen program and not saved: no command shows them, only redaction knows of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_cases import Outcome

from readiness.assessment import Assessment
from readiness.storage import Store
from scoring.model import Answer

Run = Callable[..., Outcome]
FILE = "acme.readiness"
HALF = "hunter2 and half a sen"
DAY = ("--date", "2026-11-23")
SHOWN = (
    ("score", FILE, "--json"),
    ("plan", FILE, "--json"),
    ("items", FILE, "--json"),
    ("history", FILE, "--json"),
    ("round", FILE, "--json"),
    ("evidence", FILE, "--json"),
    ("portfolio", ".", "--json"),
    ("export", FILE, "-o", "answers.csv", "--which", "all"),
    ("export", FILE, "-o", "answers.yaml", "--which", "all"),
    *(("report", FILE, "-o", f"plan.{form}", *DAY) for form in ("json", "md", "html", "docx", "xlsx", "pdf")),
)


@pytest.fixture
def answered(acme: Path) -> Path:
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        one.answer(Answer(question="mfa-enforced", level="1", note="harmless"))
    return acme


@pytest.fixture
def begin(answered: Path) -> Callable[[], None]:
    """Begins a note, a case and a text of the plan."""

    def begin() -> None:
        with Assessment.open(answered, write=True, recorder="Ann") as one:
            for form in ("note", "case", "response"):
                one.unfinished.keep(form, "mfa-enforced", {"value": HALF}, {"value": "harmless"})

    return begin


def everything_shown(readiness: Run, folder: Path) -> Iterator[object]:
    for command in SHOWN:
        outcome = readiness(*command)
        assert outcome.code == 0, outcome
        yield outcome
        if "-o" in command:
            written = folder / command[command.index("-o") + 1]
            yield written.read_bytes()
            written.unlink()


def test_nothing_that_is_shown_or_written_knows_of_them(readiness: Run, answered: Path, begin: Callable[[], None], tmp_path: Path) -> None:
    before = list(everything_shown(readiness, tmp_path))
    begin()
    after = list(everything_shown(readiness, tmp_path))
    assert after == before
    assert HALF not in str(after)


def test_a_new_round_has_them_still_and_keeps_none_of_them(readiness: Run, answered: Path, begin: Callable[[], None]) -> None:
    begin()
    assert readiness("round", FILE, "--new", "Q1 2027").code == 0
    with Store.open(answered, write=False) as store:
        assert HALF not in str(store.dump()) + str(store.history())
        assert {one.form for one in store.unfinished.all()} == {"note", "case", "response"}


def test_redact_finds_and_erases_them(readiness: Run, answered: Path, begin: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    monkeypatch.setattr("sys.stdin", io.StringIO("hunter2\n"))
    outcome = readiness("redact", FILE, "--text", "--yes", "--by", "Dora", "--why", "A password was pasted")
    assert outcome.code == 0 and outcome.out.startswith("Erased in 3 places of acme.readiness")
    assert b"hunter2" not in answered.read_bytes()


def test_redact_of_a_note_takes_the_one_that_was_begun(readiness: Run, answered: Path, begin: Callable[[], None]) -> None:
    begin()
    outcome = readiness("redact", FILE, "--note", "mfa-enforced", "--yes", "--by", "Dora", "--why", "Pasted by mistake")
    assert outcome.code == 0
    with Store.open(answered, write=False) as store:
        assert {one.form for one in store.unfinished.all()} == {"case", "response"}
