"""Asks the open questions one after the other as plain text; every answer is on disk before the next question."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.exchange.answers import make_answer
from scoring.headline import headline
from scoring.model import BASES, Answer, Basis

Ask = Callable[[str], str | None]
Say = Callable[[str], None]

HELP = """\
Type one of these and press Enter:
0 to 5, the sentence that fits; a note may follow, as in: 3 only in production
u, unsure; a note may follow
n and the reason, not applicable
e, no events: nothing happened yet that would need this control
c and the provider's name, carved out to it
y, still true: keeps an answer from earlier as it is
b and said, shown or tested: how you know the answers that follow
w, why this is asked, and the evidence an auditor would ask for
r, read the question again
s, skip for now
z, take back the last answer
q, quit; everything answered is kept
?, this list"""
LEAST_WIDTH = 40
_LEVELS = {"u": "unsure", "n": "na", "e": "no-events", "c": "carved-out"} | {digit: digit for digit in "012345"}
_LONG_FORMS = {"unsure": "u", "na": "n", "no-events": "e", "carved-out": "c", "yes": "y", "why": "w", "skip": "s", "quit": "q", "exit": "q"}


def plain_interview(file: Path | None, *, recorder: str, command: str = "readiness") -> None:
    """Runs the interview on ``file``, asking for its name first if there is none. Raises ReadinessError.

    ``recorder`` is who types; ``command`` is what starts this program, for the commands it proposes.
    """
    name = str(file) if file is not None else prompt(f"Which assessment file? (`{command} new FILE --org NAME` starts one)")
    if not name or not name.strip():
        return
    with Assessment.open(Path(name.strip()), write=True, recorder=recorder) as assessment:
        interview(assessment, prompt, _print, command)


def prompt(question: str) -> str | None:
    """One line from the user; None at the end of input or on ctrl+c. A dumb terminal gets no control sequence at all."""
    try:
        if os.environ.get("TERM", "") in ("", "dumb"):
            return input(f"{question} ")
        import questionary

        return str(questionary.text(question, qmark="").unsafe_ask())
    except UnicodeDecodeError:
        return ""
    except (EOFError, KeyboardInterrupt):
        _print("")
        return None


def _print(line: str) -> None:
    sys.stdout.write(f"{wrapped(line, shutil.get_terminal_size().columns)}\n")
    sys.stdout.flush()


def wrapped(line: str, width: int) -> str:
    """The line broken at words to the terminal's width; what goes on under a rung stands under its sentence."""
    indent = "   " if line[:1].isdigit() and line[1:3] == ": " else ""
    broken = textwrap.wrap(line, max(LEAST_WIDTH, width), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(broken)


@dataclass
class _Sitting:
    """What one sitting remembers besides the file: what was answered, what is put off, how the person knows."""

    answered: list[str] = field(default_factory=list)
    put_off: set[str] = field(default_factory=set)
    basis: Basis = "said"


def interview(assessment: Assessment, ask: Ask, say: Say, command: str = "readiness") -> None:
    """The loop itself, over any way to ask and say; ends when nothing is open, at the end of input, on ctrl+c, or on q."""
    sitting = _Sitting()
    shown = ""
    for line in HELP.splitlines():
        say(line)
    try:
        while (question := _next_open(assessment, sitting)) is not None:
            if question.id != shown:
                _show(assessment, question, say)
                shown = question.id
            reply = ask("Answer:")
            word, _, rest = (reply or "").strip().partition(" ")
            word = _LONG_FORMS.get(word.lower(), word.lower())
            if reply is None or word == "q":
                break
            if word == "r":
                shown = ""
            else:
                _respond(assessment, question, word, rest.strip(), sitting, ask, say)
    except KeyboardInterrupt:
        say("")
    _take_leave(assessment, sitting, say, command)


def _respond(assessment: Assessment, question: Question, word: str, rest: str, sitting: _Sitting, ask: Ask, say: Say) -> None:
    """Does what one reply asks for and says what came of it."""
    try:
        if word in _LEVELS:
            fields = _fields(question, word, rest, assessment, ask)
            if fields is None:
                say("Not saved: the reason or provider is missing.")
                return
            fields["basis"] = sitting.basis
            _save(assessment, make_answer(question.id, fields, assessment.library, assessment.scope), sitting, say)
        elif word == "y":
            earlier = assessment.answers.get(question.id)
            if earlier is None or earlier.level == "unsure":
                say("There is no earlier answer to keep.")
            else:
                _save(assessment, earlier.model_copy(update={"carried": False}), sitting, say)
        elif word == "z":
            say(_undo(assessment, sitting))
        elif word == "b" and rest.lower() in BASES:
            sitting.basis = rest.lower()  # type: ignore[assignment]  # one of BASES, just checked
            say(f"The answers that follow are marked as {sitting.basis}.")
        elif word == "s":
            sitting.put_off.add(question.id)
        elif word == "w":
            say(_plain(question.why))
            evidence = (*question.evidence.design, *question.evidence.operation)
            if evidence:
                say(_plain(f"Evidence: {'; '.join(evidence)}."))
        elif word == "?":
            for line in HELP.splitlines():
                say(line)
        else:
            say("That is none of the answers; ? lists them.")
    except ReadinessError as error:
        say(_plain(f"Not saved: {error}"))


def _fields(question: Question, word: str, rest: str, assessment: Assessment, ask: Ask) -> dict[str, Any] | None:
    """The answer's fields, asking for a reason or provider that is missing where the question allows one; None without it."""
    fields: dict[str, Any] = {"level": _LEVELS[word]}
    if word == "n":
        fields["reason"] = rest or (ask("Reason:") if question.waivable else "-")
    elif word == "c":
        known = ", ".join(vendor.name for vendor in assessment.scope.vendors if vendor.subservice) or "none is declared yet"
        fields["vendor"] = rest or (ask(_plain(f"Which provider? ({known})")) if question.inheritable else "-")
    elif rest:
        fields["note"] = rest
    return fields if all(str(value or "").strip() for value in fields.values()) else None


def _save(assessment: Assessment, answer: Answer, sitting: _Sitting, say: Say) -> None:
    assessment.answer(answer)
    sitting.answered.append(answer.question)
    if answer.level == "unsure":
        sitting.put_off.add(answer.question)
    say("Saved.")


def _undo(assessment: Assessment, sitting: _Sitting) -> str:
    if not sitting.answered:
        return "Nothing to take back in this sitting."
    question_id = sitting.answered[-1]
    undone = assessment.undo_answer(question_id)
    sitting.answered.pop()
    sitting.put_off.discard(question_id)
    return f"Taken back: {question_id}." if undone else "Nothing to take back."


def _next_open(assessment: Assessment, sitting: _Sitting) -> Question | None:
    """The first question without an answer, then the first one unsure or carried over, as the file stands now."""
    assessment.refresh()
    controls = assessment.scorecard().controls
    waiting = [q for q in assessment.questions if controls[q.id].state == "open" and q.id not in sitting.put_off]
    return next((q for q in waiting if q.id not in assessment.answers), waiting[0] if waiting else None)


def _show(assessment: Assessment, question: Question, say: Say) -> None:
    card = assessment.scorecard()
    say("")
    say(f"{question.home}, {card.answered_count} of {card.asked} answered: {question.id}")
    say(_plain(question.text))
    for rung, anchor in enumerate(question.anchors):
        say(f"{rung}: {_plain(anchor)}")
    earlier = assessment.answers.get(question.id)
    if earlier is not None:
        note = f" Note: {earlier.note}" if earlier.note else ""
        say(_plain(f"Earlier answer: {earlier.level}.{note}"))


def _take_leave(assessment: Assessment, sitting: _Sitting, say: Say, command: str) -> None:
    file = shlex.quote(str(assessment.path))
    card = assessment.scorecard()
    say("")
    say(_plain(f"{card.answered_count} of {card.asked} questions answered; everything is saved in {assessment.path}."))
    if card.answered_count < card.asked:
        if sitting.put_off:
            say(f"{len(sitting.put_off)} put off in this sitting.")
        say(_plain(f"Go on whenever you like with: {command} {file}"))
    say(headline(card))
    say(_plain(f"What to do next: {command} plan {file}"))


def _plain(text: str) -> str:
    """One line without control characters, whatever a library or file contains."""
    return " ".join("".join(" " if unicodedata.category(char).startswith("C") else char for char in text).split())
