"""undo and redo from the command line: what they say, what they leave, and how far they reach by themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment
from readiness.storage import Subject, log, put, remove, worded
from scoring.model import Answer, Commitment, Item, Vendor

Run = Callable[..., Outcome]
FILE = "acme.readiness"


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('recorder = "Ann"\n')
    monkeypatch.setenv("READINESS_CONFIG", str(config))


def answers(path: Path) -> dict[str, str]:
    with Assessment.open(path) as one:
        return {name: answer.level for name, answer in one.answers.items()}


def test_back_and_forth(readiness: Run, acme: Path) -> None:
    readiness("answer", FILE, "mfa-enforced", "2")
    readiness("answer", FILE, "mfa-enforced", "4")
    readiness("answer", FILE, "security-owner", "5")
    dry = readiness("undo", FILE, "2", "--dry-run")
    assert answers(acme) == {"mfa-enforced": "4", "security-owner": "5"}
    lines = dry.out.splitlines()
    assert [line.partition(" (of ")[0] for line in lines] == [
        "Would be taken back: the answer to security-owner",
        "Would be taken back: the answer to mfa-enforced",
    ]
    assert readiness("undo", FILE, "2").out.startswith("Taken back: the answer to security-owner (of ")
    assert answers(acme) == {"mfa-enforced": "2"}
    assert readiness("redo", FILE).out.startswith("Brought again: the answer to mfa-enforced (of ")
    assert answers(acme) == {"mfa-enforced": "4"}
    data = json.loads(readiness("redo", FILE, "--json").out)
    assert [one["what"] for one in data["redo"]] == ["the answer to security-owner"]
    out = " ".join(readiness("history", FILE, "mfa-enforced").out.split())
    assert "level 2 -> 4 [undone and redone since]" in out
    assert out.count("(undoes ") == 1 and out.count("(redoes what was undone ") == 1
    readiness("undo", FILE, "9")
    assert "level 2; basis said [undone since]" in " ".join(readiness("history", FILE, "mfa-enforced").out.split())
    assert readiness("undo", FILE).out == "Nothing to undo: Ann changed nothing here that could be taken back.\n"


def test_a_thing_is_called_by_its_own_words_and_else_by_its_kind(readiness: Run, acme: Path) -> None:
    key = "01a208a4-1111-7111-8111-0123456789ab"
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        for thing in (Commitment(id=key, text="We answer within a day. " * 9), Vendor(id=key, name="Nimbus"), Item(id=key, title="Ask")):
            (event,) = one.append([put(thing)])
            one.append([replace(remove(event.subject), based_on=event.id)])
    out = " ".join(readiness("undo", FILE, "6", "--dry-run").out.split())
    said = [part.partition(" (of ")[0] for part in out.split("Would be taken back: ")[1:]]
    words = "commitment We answer within a day. We answer within a day. We answer w…"
    assert said == ["item Ask", "item Ask", "vendor Nimbus", "vendor Nimbus", words, words]
    assert key not in out
    assert [worded(Subject(f"{kind}:{key}"), {"name": " "}) for kind in ("vendor", "round", "request")] == [
        "vendor",
        "round",
        "a request for evidence",
    ]


def test_another_set_is_called_one(readiness: Run, acme: Path) -> None:
    readiness("scope", FILE, "--set", "full")
    assert readiness("undo", FILE).out.startswith("Taken back: the change of question set from quick to full (of ")
    assert readiness("redo", FILE).out.startswith("Brought again: the change of question set from quick to full (of ")


def test_more_than_there_is(readiness: Run, acme: Path) -> None:
    readiness("answer", FILE, "mfa-enforced", "2")
    assert readiness("undo", FILE, "5").out.endswith("That is all: 1 change of the 5 asked for.\n")


def test_another_session_only_when_asked(readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "utc_now", lambda: "2026-01-05T10:00:00.000Z")
    readiness("answer", FILE, "mfa-enforced", "2")
    monkeypatch.undo()
    monkeypatch.chdir(acme.parent)
    monkeypatch.setenv("READINESS_CONFIG", str(acme.parent / "config.toml"))
    said = readiness("undo", FILE).out
    assert said == "Nothing of the last 8 hours to undo by Ann; --older reaches back to what was changed on 2026-01-05.\n"
    assert answers(acme) == {"mfa-enforced": "2"}
    assert readiness("undo", FILE, "--older").out == "Taken back: the answer to mfa-enforced (of 2026-01-05 10:00 UTC).\n"
    assert answers(acme) == {}


def test_somebody_else_was_there_since(readiness: Run, acme: Path) -> None:
    readiness("answer", FILE, "mfa-enforced", "2")
    with Assessment.open(acme, write=True, recorder="Bo") as other:
        other.answer(Answer(question="mfa-enforced", level="5"))
    before = acme.read_bytes()
    assert_refused(
        readiness("undo", FILE),
        "the answer to mfa-enforced was changed since by Bo at",
        "nothing was taken back",
        "`readiness history acme.readiness` shows both",
    )
    assert acme.read_bytes() == before


@pytest.mark.parametrize("arguments", [("0",), ("x",), ("-1",), ("1", "2")])
def test_what_is_no_number_of_steps(readiness: Run, acme: Path, arguments: tuple[str, ...]) -> None:
    before = contents(acme.parent)
    assert_refused(readiness("undo", FILE, *arguments), "--help")
    assert contents(acme.parent) == before


def test_hostile_words_stay_words(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder=HOSTILE) as other:
        other.answer(Answer(question="mfa-enforced", level="5"))
    readiness("answer", FILE, "security-owner", "2")
    assert_harmless(readiness("undo", FILE, "--dry-run").out)
