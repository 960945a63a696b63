"""What a question allows as an answer: the one place that says why a statement cannot stand."""

from __future__ import annotations

from questionnaires.model import Question
from scoring.model import LEVELS, Answer, Level, Scope


def takes(question: Question) -> tuple[Level, ...]:
    """The levels that a question takes as an answer, whatever the scope: every rung, unsure, and those it has room for."""
    room = {"na": question.waivable, "no-events": question.no_events, "carved-out": question.inheritable}
    return tuple(level for level in LEVELS if room.get(level, True))


def objection(question: Question, answer: Answer, scope: Scope) -> str | None:
    """Why this answer cannot stand for this question in this scope, with what to do instead; None when it can."""
    if answer.level == "na" and not question.waivable:
        return "cannot be waived: every company needs this control in some form; answer with a rung, 0 if there is nothing"
    if answer.level == "no-events" and not question.no_events:
        return "always has cases to look at, so no-events does not fit; answer with a rung"
    if answer.level == "carved-out":
        if not question.inheritable:
            return "cannot be left to a provider; answer with a rung for your own part"
        vendor = scope.vendor(answer.vendor)
        if vendor is None:
            return f"names the vendor {answer.vendor!r}, which the scope does not declare; add it to vendors first"
        if not vendor.subservice:
            return f"names {vendor.name}, which is not declared as a subservice organisation; mark it so in the scope first"
        if not vendor.can_be_left_controls:
            return f"{vendor.name}'s controls are inside your report (inclusive): answer with a rung"
    return None
