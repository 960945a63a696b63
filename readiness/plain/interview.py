"""Asks the open questions one after the other as plain text; every answer is on disk before the next question."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import questionary

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.config import load_config
from readiness.errors import ReadinessError
from readiness.exchange.answers import make_answer
from scoring.headline import headline

Ask = Callable[[str], str | None]
Say = Callable[[str], None]

HELP = "Type a rung 0 to 5 (a note may follow), u unsure, n REASON not applicable, e no events, c VENDOR carved out, w why, z undo, s skip, q quit."
_LEVELS = {"u": "unsure", "n": "na", "e": "no-events", "c": "carved-out"}


def plain_interview(file: Path | None) -> None:
    """Runs the interview on ``file``, asking for its name first if there is none. Raises ReadinessError."""
    name = str(file) if file is not None else _prompt("Which assessment file? (`readiness new FILE --org NAME` starts one) ")
    if not name:
        return
    config, _ = load_config()
    with Assessment.open(Path(name), write=True, recorder=config.recorder) as assessment:
        interview(assessment, _prompt, print)


def _prompt(question: str) -> str | None:
    """One line from the user; None at the end of input or on ctrl+c."""
    try:
        answer = questionary.text(question, qmark="").unsafe_ask()
    except (EOFError, KeyboardInterrupt):
        return None
    return str(answer)


def interview(assessment: Assessment, ask: Ask, say: Say) -> None:
    """The loop itself, over any way to ask and say; ends when nothing is open, at the end of input, or on q."""
    skipped: set[str] = set()
    last: list[str] = []
    say(HELP)
    while (question := _next_open(assessment, skipped)) is not None:
        _show(assessment, question, say)
        reply = ask("Answer: ")
        word, _, rest = (reply or "q").strip().partition(" ")
        if word == "q":
            break
        if word == "s":
            skipped.add(question.id)
        elif word == "w":
            say(_plain(question.why))
            say(_plain("Evidence: " + "; ".join((*question.evidence.design, *question.evidence.operation))))
        elif word == "z":
            say(f"Taken back: {last[-1]}." if last and assessment.undo_answer(last.pop()) else "Nothing to take back.")
        elif word in _LEVELS or word in set("012345"):
            try:
                assessment.answer(make_answer(question.id, _fields(word, rest), assessment.library, assessment.scope))
            except ReadinessError as error:
                say(_plain(str(error)))
            else:
                last.append(question.id)
                say("Saved.")
        else:
            say(HELP)
    card = assessment.scorecard()
    say(f"{card.answered_count} of {card.asked} questions answered; everything is saved in {assessment.path}.")
    say(headline(card))


def _fields(word: str, rest: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"level": _LEVELS.get(word, word)}
    if rest.strip():
        fields[{"n": "reason", "c": "vendor"}.get(word, "note")] = rest.strip()
    return fields


def _next_open(assessment: Assessment, skipped: set[str]) -> Question | None:
    controls = assessment.scorecard().controls
    waiting = (question for question in assessment.questions if controls[question.id].state == "open" and question.id not in skipped)
    return next((q for q in waiting if q.id not in assessment.answers or assessment.answers[q.id].level != "unsure"), None)


def _show(assessment: Assessment, question: Question, say: Say) -> None:
    card = assessment.scorecard()
    say("")
    say(f"{question.home}, question {card.answered_count + 1} of {card.asked}: {question.id}")
    say(_plain(question.text))
    for rung, anchor in enumerate(question.anchors):
        say(f"  {rung}  {_plain(anchor)}")


def _plain(text: str) -> str:
    """One line without control characters, whatever a library or file contains."""
    return " ".join("".join(" " if unicodedata.category(char).startswith("C") else char for char in text).split())
