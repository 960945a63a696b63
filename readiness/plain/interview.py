"""Asks questions one after the other as plain text, reads back what was said, and says how to go on, however it ends."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from readiness.assessment import Assessment
from readiness.plain.commands import OPENING, respond
from readiness.plain.desk import Ask, Desk, InputEnded, Say
from readiness.plain.reading import read_back, take_leave, to_correct, whom_to_ask
from readiness.plain.sitting import Sitting
from readiness.plain.terminal import print_line, prompt
from scoring.filters import Choice


def plain_interview(file: Path | None, *, recorder: str, command: str = "readiness") -> None:
    """Runs the interview on ``file``, asking for its name first if there is none. Raises ReadinessError.

    ``recorder`` is who types; ``command`` is what starts this program, for the commands it proposes.
    """
    name = str(file) if file is not None else prompt(f"Which assessment file? (`{command} new FILE --org NAME` starts one)")
    if not name or not name.strip():
        return
    with Assessment.open(Path(name.strip()), write=True, recorder=recorder) as assessment:
        interview(assessment, prompt, print_line, command)


def interview(
    assessment: Assessment,
    ask: Ask,
    say: Say,
    command: str = "readiness",
    *,
    choice: Choice | None = None,
    respondent: str = "",
    at: str = "",
    options: Sequence[str] = (),
) -> None:
    """The interview over any way to ask and say; ends when nothing is left, at the end of input, on ctrl+c, or on q.

    ``choice`` narrows what is asked, ``respondent`` is who answers, ``at`` the id of a question to begin with, answered or not;
    ``options`` are the command line's, for going on with the same.
    """
    desk = Desk(Sitting(assessment, choice or Choice(), respondent, at), ask, say)
    if desk.sitting.respondent:
        desk.say(f"The answers are {desk.sitting.respondent}'s.")
    try:
        if desk.sitting.current() is None:
            desk.say("Nothing is left to ask" + (" of what you chose." if desk.sitting.choice.narrowed else "."))
        else:
            desk.say(OPENING)
        _converse(desk)
        _confirm(desk)
        whom_to_ask(desk)
    except InputEnded:
        pass
    except KeyboardInterrupt:
        desk.say("")
    file = str(assessment.path)
    take_leave(desk, f"{command} {shlex.join(['interview', file, *options])}", f"{command} {shlex.join(['plan', file])}")


def _converse(desk: Desk, *, named_only: bool = False) -> None:
    """Asks until nothing is left or the person stops; ``named_only``: just questions gone to by name. Raises InputEnded."""
    while (question := desk.sitting.current()) is not None:
        if named_only and not desk.sitting.at:
            return
        if question.id != desk.shown:
            desk.read(question)
        respond(desk, question, desk.ask("Answer:"))
        if desk.stopped:
            return


def _confirm(desk: Desk) -> None:
    """Reads back what was said in this sitting and lets it be corrected until it is right. Raises InputEnded."""
    answers = desk.sitting.said_here()
    target = read_back(desk, answers) if answers else None
    while target is not None:
        desk.sitting.go_to(target)
        desk.stopped, desk.shown = False, ""
        _converse(desk, named_only=True)
        target = to_correct(desk, desk.sitting.said_here())
