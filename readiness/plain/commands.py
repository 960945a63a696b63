"""What can be typed at a question, each with its word and its line of help; one table feeds the help and the interview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from questionnaires.model import Question
from readiness.errors import ReadinessError, StaleWrite
from readiness.exchange.evidence_files import known_fields, not_here, read_files
from readiness.plain.desk import Desk, InputEnded
from readiness.plain.reading import choose, read_back, what_is_left
from readiness.plain.sitting import person_named
from readiness.plain.terminal import plain
from scoring.model import BASES

Run = Callable[[Desk, Question, str], None]

OPENING = "Type 0 to 5 for the sentence that fits, u if unsure, s to skip, z to take back, q to stop, and Enter. h lists everything else."
RUNGS = ("0", "1", "2", "3", "4", "5")
WRITTEN_RUNGS = RUNGS[3:]
DAY = "as in 2026-03-31; Enter to leave it"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to type: its letter, longer words for it, what it does in a line of help."""

    key: str
    words: tuple[str, ...]
    help: str
    run: Run


def respond(desk: Desk, question: Question, reply: str) -> None:
    """Does what one reply asks for and says what came of it. Raises InputEnded."""
    word, rest = [*reply.split(maxsplit=1), "", ""][:2]
    try:
        if word in RUNGS:
            _answer(desk, question, {"level": word}, rest)
        elif run := _BY_WORD.get(word.lower()):
            run(desk, question, rest)
        else:
            desk.say("That is none of the answers; h lists them.")
    except StaleWrite as error:
        # The other program's answer is what the person now decides on.
        desk.shown = ""
        desk.say(f"Not saved: {error}")
    except ReadinessError as error:
        desk.say(f"Not saved: {error}")


# Answers


def _unsure(desk: Desk, question: Question, note: str) -> None:
    _answer(desk, question, {"level": "unsure"}, note)


def _no_events(desk: Desk, question: Question, owner: str) -> None:
    earlier = desk.sitting.assessment.answers.get(question.id)
    owner = owner or (earlier.owner if earlier is not None else "")
    if not owner and question.no_events:
        owner = _needed(desk, "Who is ready to do it when it happens?")
    if owner or not question.no_events:
        _answer(desk, question, {"level": "no-events", "owner": owner})


def _not_applicable(desk: Desk, question: Question, reason: str) -> None:
    # What can't be waived is not asked for a reason: saving says so.
    reason = reason or (_needed(desk, "Reason:") if question.waivable else "-")
    if reason:
        _answer(desk, question, {"level": "na", "reason": reason})


def _carved_out(desk: Desk, question: Question, vendor: str) -> None:
    # What can't be left to a provider is not asked for one: saving says so.
    if not question.inheritable:
        vendor = vendor or "-"
    elif not (vendor := plain(vendor)):
        known = ", ".join(one.name for one in desk.sitting.assessment.scope.vendors if one.can_be_left_controls) or "none is declared yet"
        vendor = plain(_needed(desk, f"Which provider? ({known})"))
    if not vendor:
        return
    if question.inheritable and not _is_provider(desk, vendor):
        reply = desk.ask(f"{vendor[:80]} is not declared as a subservice organisation. Declare it now? y or n:")
        if reply.lower() not in ("y", "yes"):
            desk.say("Not saved.")
            return
        desk.sitting.declare_provider(vendor)
    _answer(desk, question, {"level": "carved-out", "vendor": vendor})


def _is_provider(desk: Desk, name: str) -> bool:
    vendor = desk.sitting.assessment.scope.vendor(name)
    return vendor is not None and vendor.subservice


def _still_true(desk: Desk, question: Question, _rest: str) -> None:
    earlier = desk.sitting.assessment.answers.get(question.id)
    if earlier is None or earlier.level in ("unsure", "unanswered"):
        desk.say("There is no earlier answer to keep.")
    else:
        desk.saved(desk.sitting.confirm(question))


def _answer(desk: Desk, question: Question, fields: dict[str, Any], note: str = "") -> None:
    desk.saved(desk.sitting.answer(question, {**fields, **({"note": note} if note else {})}))


def _needed(desk: Desk, prompt: str) -> str:
    """What the person types; nothing, with a word on it, if they type nothing or the input ends."""
    missing = "Not saved: what was asked for is missing."
    try:
        typed = desk.ask(prompt)
    except InputEnded:
        desk.say(missing)
        raise
    if not typed:
        desk.say(missing)
    return typed


# Beside the answer


def _beside(desk: Desk, question: Question, **details: object) -> None:
    desk.sitting.beside(question, **details)
    still_open = desk.sitting.assessment.answers[question.id].level in ("unsure", "unanswered")
    desk.say("Saved; the question stays open until you answer." if still_open else "Saved.")


def _note(desk: Desk, question: Question, note: str) -> None:
    if note := note or _needed(desk, "Note:"):
        _beside(desk, question, note=note)


def _walkthrough(desk: Desk, question: Question, told: str) -> None:
    if told := told or _needed(desk, "The latest case: what started it, who did what and when, what is left of it to see:"):
        _beside(desk, question, walkthrough=told)


def _owner(desk: Desk, question: Question, owner: str) -> None:
    if owner := owner or _needed(desk, "Who owns the control?"):
        _beside(desk, question, owner=owner)


def _flag(desk: Desk, question: Question, _rest: str) -> None:
    earlier = desk.sitting.assessment.answers.get(question.id)
    flagged = earlier is None or not earlier.flagged
    _beside(desk, question, flag=flagged)
    desk.say("Flagged for follow-up." if flagged else "No longer flagged.")


def _basis(desk: Desk, _question: Question, basis: str) -> None:
    basis = (basis or desk.ask("How do you know: said, shown or tested?")).lower()
    known = next((one for one in BASES if one == basis), None)
    if known is None:
        desk.say("Type b and one of said, shown, tested.")
        return
    desk.sitting.basis = known
    desk.say(f"The answers that follow are marked as {known}.")


def _evidence(desk: Desk, question: Question, reference: str) -> None:
    if reference := reference or _needed(desk, "Path, link or ticket:"):
        earlier = desk.sitting.assessment.answers.get(question.id)
        kept = [one.model_dump() for one in earlier.evidence] if earlier is not None else []
        if any(one["reference"] == reference for one in kept):
            desk.say("Not saved again: that reference stands beside the answer already.")
            return
        assessment = desk.sitting.assessment
        prints, problems = read_files([reference], assessment.path.absolute().parent)
        read = known_fields(prints[reference], assessment.today) if reference in prints else {}
        _beside(desk, question, evidence=[*kept, {"reference": reference, **read}])
        said = not_here(reference, assessment.path.absolute().parent)
        desk.say(*problems, *([said] if said else []))


def _dates(desk: Desk, question: Question, _rest: str) -> None:
    # Each is kept at once, so that neither is lost with the other.
    for key, prompt in (("last_done", "Last done"), ("operating_since", "Operating since")):
        if day := desk.ask(f"{prompt} ({DAY}):"):
            try:
                _beside(desk, question, **{key: day})
            except ReadinessError as error:
                desk.say(f"Not saved: {error}")


def _nothing_written(desk: Desk, question: Question, level: str) -> None:
    earlier = desk.sitting.assessment.answers.get(question.id)
    if not level and earlier is not None and earlier.level in WRITTEN_RUNGS:
        _beside(desk, question, nothing_written=not earlier.nothing_written)
        desk.say("Marked: nothing written." if not earlier.nothing_written else "Mark taken away: nothing remarked.")
        return
    level = level or desk.ask("Which sentence fits, 3, 4 or 5?")
    if level not in WRITTEN_RUNGS:
        desk.say("Not saved: nothing written is a remark on rungs 3 to 5: it works, but no rule is written.")
        return
    _answer(desk, question, {"level": level, "nothing_written": True})


def _compensating(desk: Desk, question: Question, level: str) -> None:
    """Asks for everything that an own alternative needs, then keeps it with the control's own rung in one answer."""
    earlier = desk.sitting.assessment.answers.get(question.id)
    if not level and earlier is not None and earlier.rung is not None:
        level = earlier.level
    level = level or _rung_asked(desk, "Which sentence fits the control itself, 0 to 5?")
    if level not in RUNGS:
        desk.say("Not saved: a compensating control stands beside a rung from 0 to 5.")
        return
    reason = _needed(desk, "What do you do instead, and why does it make up for it? Your auditor has to agree.")
    if not reason:
        return
    try:
        rung = _rung_asked(desk, "How well does that work, 0 to 5?")
        owner = _needed(desk, "Who owns it?") if rung else ""
        proof = desk.ask("Evidence: path, link or ticket; Enter for none:") if owner else ""
    except InputEnded:
        _keep_words(desk, question, reason)
        raise
    if not owner:
        _keep_words(desk, question, reason)
        return
    stated = {"rung": int(rung), "reason": reason, "owner": owner, "evidence": proof}
    _answer(desk, question, {"level": level, "compensating": stated})


def _rung_asked(desk: Desk, prompt: str) -> str:
    """A digit from 0 to 5, asked for until it is one; empty if the person types nothing."""
    while (typed := desk.ask(prompt)) and typed not in RUNGS:
        desk.say("Type a number from 0 to 5, or just Enter to leave it.")
    return typed


def _keep_words(desk: Desk, question: Question, reason: str) -> None:
    """Keeps what was already told about an alternative as a note, after what the note says."""
    earlier = desk.sitting.assessment.answers.get(question.id)
    before = f"{earlier.note}\n" if earlier is not None and earlier.note else ""
    desk.sitting.beside(question, note=f"{before}{reason}")
    desk.say("What you do instead is kept as a note.")


# Moving, and the sitting itself


def _who(desk: Desk, _question: Question, name: str) -> None:
    named = person_named(desk.sitting.assessment.scope, name or desk.ask("Who answers from here on?"))
    desk.sitting.respondent = named
    desk.say(f"The answers that follow are {named}'s." if named else "The answers that follow carry no name.")


def _skip(desk: Desk, question: Question, _rest: str) -> None:
    desk.sitting.leave(question.id)


def _previous(desk: Desk, _question: Question, _rest: str) -> None:
    if desk.sitting.last_stated:
        _go_to(desk, desk.sitting.last_stated)
    else:
        desk.say("Nothing was answered in this sitting yet.")


def _undo(desk: Desk, _question: Question, _rest: str) -> None:
    desk.say(desk.sitting.undo())
    if desk.sitting.at:
        desk.shown = ""


def _redo(desk: Desk, _question: Question, _rest: str) -> None:
    desk.say(desk.sitting.redo())


def _find(desk: Desk, _question: Question, words: str) -> None:
    if words := words or desk.ask("Words or an id:"):
        chosen = choose(desk, words)
        if chosen is not None:
            _go_to(desk, chosen.id)


def _go_to(desk: Desk, question_id: str) -> None:
    desk.sitting.go_to(question_id)
    desk.shown = ""


def _left(desk: Desk, _question: Question, words: str) -> None:
    what_is_left(desk, words)


def _read_back(desk: Desk, _question: Question, _rest: str) -> None:
    target = read_back(desk, desk.sitting.said_by_respondent())
    if target is not None:
        _go_to(desk, target)


def _again(desk: Desk, _question: Question, _rest: str) -> None:
    desk.shown = ""


def _why(desk: Desk, question: Question, _rest: str) -> None:
    desk.explain(question)


def _help(desk: Desk, _question: Question, _rest: str) -> None:
    desk.say(*help_lines())


def _quit(desk: Desk, _question: Question, _rest: str) -> None:
    desk.stopped = True


COMMANDS = (
    Command("u", ("unsure",), "u, unsure: stays open for somebody else to answer; a note may follow", _unsure),
    Command("n", ("na",), "n and the reason, not applicable", _not_applicable),
    Command("e", ("no-events",), "e and who is ready for it: no events yet that would need this control", _no_events),
    Command("c", ("carved-out",), "c and the provider's name, carved out to it", _carved_out),
    Command("y", ("yes", "keep"), "y, still true: keeps an earlier answer as it is", _still_true),
    Command("m", ("note",), "m and a note; where there is no answer yet, the question stays open", _note),
    Command("t", ("walkthrough",), "t and one real case, told from its start to its end", _walkthrough),
    Command("o", ("owner",), "o and a name: who owns the control", _owner),
    Command("x", ("flag",), "x, flag for follow-up, or take the flag away", _flag),
    Command("b", ("basis",), "b and said, shown or tested: how you know the answers that follow", _basis),
    Command("v", ("evidence",), "v and a path, link or ticket: where the evidence lies", _evidence),
    Command("d", ("dates",), "d, dates: when it was last done, and since when it operates", _dates),
    Command("w", ("unwritten",), "w and 3, 4 or 5: it works, but nothing is written", _nothing_written),
    Command("k", ("compensating",), "k, compensating control: what you do instead, asked step by step", _compensating),
    Command("i", ("who", "by"), "i and a name: who answers from here on", _who),
    Command("s", ("skip",), "s, skip for now", _skip),
    Command("p", ("previous", "back"), "p, back to the answer given last, to add to it or change it", _previous),
    Command("z", ("undo",), "z, take back what was said last", _undo),
    Command("g", ("redo",), "g, give again what z took back", _redo),
    Command("f", ("find",), "f and words or an id: find a question and go to it", _find),
    Command(
        "l", ("left", "list"), "l, what is left and how long it may take; with a criterion or words, the questions left on them", _left
    ),
    Command("r", ("read",), "r, read back what was said so far, to confirm or correct", _read_back),
    Command("a", ("again",), "a, the question again", _again),
    Command("?", ("why",), "?, why this is asked, and the evidence an auditor would ask for", _why),
    Command("h", ("help",), "h, this list", _help),
    Command("q", ("quit", "exit", "stop"), "q, stop; everything answered is kept", _quit),
)
_BY_WORD: dict[str, Run] = {word: command.run for command in COMMANDS for word in (command.key, *command.words)}


def help_lines() -> list[str]:
    """Everything that can be typed, a line each."""
    first = ["Type one of these and press Enter:", "0 to 5, the sentence that fits; a note may follow, as in: 3 only in production"]
    return first + [command.help for command in COMMANDS]
