"""redact from the command line: the text never on it nor printed, asked for once more, and only with a name and a reason."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cli_cases import Outcome, assert_refused, contents

from readiness.assessment import Assessment
from readiness.renewing import renewal, take
from readiness.rounds import start_round
from readiness.storage import put, remove
from scoring.model import Answer, Commitment, Item, Vendor

Run = Callable[..., Outcome]
FILE = "acme.readiness"
SECRET = "hunter2 Secret"
GIVEN = ("--by", "Dora", "--why", "A password was pasted")


class Typing(io.StringIO):
    """Standard input as a terminal or a pipe would give it."""

    def __init__(self, text: str, *, terminal: bool) -> None:
        super().__init__(text)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def pasted(acme: Path) -> Path:
    """The secret in a note, in the history, and in a round that was closed since."""
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        one.answer(Answer(question="mfa-enforced", level="3", note=f"it is {SECRET}"))
        one.answer(Answer(question="security-owner", level="3", note="harmless"))
        start_round(one, "Q1 2027")
        one.answer(Answer(question="mfa-enforced", level="4", note=f"was {SECRET}, {SECRET}"))
    return acme


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def piped(text: str = f"{SECRET}\n", *, terminal: bool = False) -> None:
        monkeypatch.setattr("sys.stdin", Typing(text, terminal=terminal))

    return piped


def test_looking_counts_and_never_prints_it(readiness: Run, pasted: Path, piped: Callable[..., None]) -> None:
    before = contents(pasted.parent)
    piped()
    out = readiness("redact", FILE, "--text", "--dry-run").out
    assert out.startswith("The text stands in 4 places, history and closed rounds among them:\n")
    assert "       4  the answer to mfa-enforced\n" in out
    assert SECRET not in out
    piped()
    assert json.loads(readiness("redact", FILE, "--text", "--dry-run", "--json").out)["places"] == {"the answer to mfa-enforced": 4}
    piped("nowhere at all")
    assert readiness("redact", FILE, "--text", "--dry-run").out == "Found nowhere.\n"
    assert contents(pasted.parent) == before


def test_looking_names_the_places_by_their_own_words_without_the_text(readiness: Run, acme: Path, piped: Callable[..., None]) -> None:
    keys = [f"01a208a4-1111-7111-8111-0123456789a{end}" for end in "abc"]
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        one.append([put(Commitment(id=keys[0], text=f"We answer {SECRET} within a day"))])
        event, _ = one.append([put(Vendor(id=keys[1], name="Nimbus", service=SECRET)), put(Item(id=keys[2], title=SECRET))])
        one.append([replace(remove(event.subject), based_on=event.id)])
    piped()
    places = json.loads(readiness("redact", FILE, "--text", "--dry-run", "--json").out)["places"]
    assert places == {"commitment We answer [redacted] within a day": 1, "vendor Nimbus": 1, "item [redacted]": 1}


def test_it_goes_and_who_when_and_why_stay(readiness: Run, pasted: Path, piped: Callable[..., None]) -> None:
    piped()
    outcome = readiness("redact", FILE, "--text", *GIVEN, "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(f"Erased in 4 places of {FILE}; the history says by whom and why.\nNot reached by this:\n")
    assert "solid-state disk" in outcome.out
    assert all(SECRET.encode() not in (found or b"") for found in contents(pasted.parent).values())
    with Assessment.open(pasted) as one:
        one._store.verify()
        assert one.answers["mfa-enforced"].note == "was [redacted], [redacted]"
        assert one.looking_at(one.rounds[0]).scorecard().controls["mfa-enforced"].answer is not None
    history = " ".join(readiness("history", FILE).out.split())
    assert "a redaction: by Dora; places 4; what text; why A password was pasted" in history
    assert "the answer to mfa-enforced" not in history.rpartition("a redaction")[2]
    assert readiness("close", FILE).out.count("1 redaction, the last one on ") == 1
    assert readiness("score", FILE).code == readiness("score", FILE, "--round", "1").code == 0


def test_one_questions_notes(readiness: Run, pasted: Path) -> None:
    out = readiness("redact", FILE, "--note", "mfa-enforced", *GIVEN, "--yes", "--json").out
    assert json.loads(out)["places"] == {"the answer to mfa-enforced": 3}
    assert SECRET.encode() not in pasted.read_bytes()
    with Assessment.open(pasted) as one:
        assert one.answers["security-owner"].note == "harmless"


@pytest.fixture
def replaced(acme: Path) -> Path:
    """A note on each of two questions that another library makes one of; the newer one's moved along and was then confirmed."""
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        library = one.library
        olds = ("mfa-enforced", "security-owner")
        for old in olds:
            one.answer(Answer(question=old, level="3", note=f"{old} says {SECRET}"))
        made = library.question_by_id[olds[0]].model_copy(update={"id": "newcomer", "replaces": olds})
        kept = (made if question.id == olds[0] else question for question in library.questions if question.id != olds[1])
        take(one, renewal(one, library.with_questions(tuple(kept))))
        one.answer(one.answers["newcomer"].model_copy(update={"carried": False}))
    return acme


@pytest.mark.parametrize(
    ("question", "gone", "also"),
    [
        ("mfa-enforced", {"mfa-enforced"}, ""),
        ("security-owner", {"security-owner", "newcomer"}, "newcomer"),
        ("newcomer", {"security-owner", "newcomer"}, "security-owner"),
    ],
)
def test_a_note_that_moved_to_another_question_is_followed_both_ways(
    readiness: Run, replaced: Path, question: str, gone: set[str], also: str
) -> None:
    shown = readiness("redact", FILE, "--note", question, "--dry-run").out
    assert (f"so the notes of {also} go with it" in " ".join(shown.split())) == bool(also)
    assert readiness("redact", FILE, "--note", question, *GIVEN, "--yes").code == 0
    with Assessment.open(replaced) as one:
        notes = {event.subject.rpartition(":")[2] for event in one.history() if SECRET in str(event.payload)}
    assert notes == {"mfa-enforced", "security-owner", "newcomer"} - gone


@pytest.mark.parametrize(("typed", "gone"), [("y", True), ("n", False), ("", False)])
def test_a_person_is_asked_once_more(
    readiness: Run, pasted: Path, piped: Callable[..., None], monkeypatch: pytest.MonkeyPatch, typed: str, gone: bool
) -> None:
    piped(terminal=True)
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: SECRET)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed)
    outcome = readiness("redact", FILE, "--text", *GIVEN)
    assert outcome.code == 0
    assert SECRET not in outcome.out + outcome.err
    assert "The text stands in 4 places" in outcome.out
    assert (SECRET.encode() not in pasted.read_bytes()) == gone
    assert ("Nothing was changed." in outcome.out) != gone


def test_shipped_wording_stays_and_own_wording_goes(readiness: Run, acme: Path, piped: Callable[..., None]) -> None:
    with Assessment.open(acme, write=True, recorder="Ann") as one:
        word = one.questions[0].text.split()[-1].strip("?")
        digest, text = one.round.library, one.questions[0].text
        one.answer(Answer(question=one.questions[0].id, level="3", note=f"about {word} {word}"))
    piped(word)
    assert readiness("redact", FILE, "--text", *GIVEN, "--yes").out.startswith("Erased in 2 places")
    with Assessment.open(acme) as one:
        assert (one.round.library, one.questions[0].text) == (digest, text)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "say what to redact"),
        (("--text", "--note", "mfa-enforced"), "say what to redact"),
        (("--note", "mfa-enforced", "--words"), "belong to --text"),
        (("--text",), "--by and --why"),
        (("--text", "--by", "Dora"), "--by and --why"),
        (("--text", *GIVEN), "--yes"),
        (("--note", "nonsense", *GIVEN, "--yes"), "nonsense: nobody answered this question"),
        (("--note", "code-of-conduct", *GIVEN, "--yes"), "nobody answered"),
        (("--note", "security-owner", "--by", "x" * 201, "--why", "y", "--yes"), "200 characters"),
        (("--text", "--by", "Dora", "--why", f"it was {SECRET}", "--yes"), "repeats what is to be removed"),
    ],
)
def test_what_is_refused(readiness: Run, pasted: Path, piped: Callable[..., None], options: tuple[str, ...], said: str) -> None:
    piped()
    before = contents(pasted.parent)
    assert_refused(readiness("redact", FILE, *options), said)
    assert contents(pasted.parent) == before


@pytest.mark.parametrize(("text", "said"), [("", "2 characters or more"), (" x \n", "2 characters"), ("said", "give a longer piece")])
def test_what_cannot_be_looked_for(readiness: Run, pasted: Path, piped: Callable[..., None], text: str, said: str) -> None:
    piped(text)
    before = contents(pasted.parent)
    assert_refused(readiness("redact", FILE, "--text", *GIVEN, "--yes"), said)
    assert contents(pasted.parent) == before
