"""What if, on the command line: supposed answers or finished items beside today's figures. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from readiness.assessment import Assessment
from readiness.cli.output import figure_text
from readiness.cli.text import say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.answers import similar_questions
from readiness.exchange.results import figure_data
from scoring.headline import GLYPHS, headline, verdict_word
from scoring.model import LEVELS, Answer
from scoring.score import Scorecard
from scoring.whatif import difference, finished


def supposed_answers(assessment: Assessment, card: Scorecard, answers: Sequence[str], done: Sequence[str]) -> dict[str, Answer]:
    """The answers that ``ID=LEVEL`` texts and the names of items or work packages stand for. Raises ReadinessError."""
    plan = assessment.plan(card.report_type)
    known = {item.question for item in plan.items} | {package.id for package in plan.packages}
    for name in done:
        if name not in known:
            raise ReadinessError(f"--done {name[:60]}: neither an item nor a work package of the plan; `readiness plan` lists them.")
    supposed = finished(assessment.library, plan, assessment.answers, set(done))
    for text in answers:
        question, _, level = text.partition("=")
        if question not in assessment.library.question_by_id:
            hint = similar_questions(assessment.library, question) or "; `readiness questions` lists them."
            raise ReadinessError(f"--suppose {question[:60]}: no such question{hint}")
        if level not in LEVELS or level in ("na", "carved-out"):
            raise ReadinessError(f"--suppose {text[:60]}: write ID=LEVEL with a rung from 0 to 5, unsure or no-events.")
        stated = assessment.answers.get(question)
        base = stated or Answer(question=question, level=level)
        change = {"level": level, "nothing_written": False, "compensating": None, "carried": False}
        supposed[question] = base.model_copy(update=change)
    return supposed


def supposition_data(assessment: Assessment, before: Scorecard, after: Scorecard) -> dict[str, Any]:
    """What the supposed answers change, as JSON-able data."""
    told = difference(assessment.asked.library, before, after)
    figures = {"before": figure_data(told.before), "after": figure_data(told.after)}
    return {**asdict(told), **figures, "headline": headline(after)}


def print_supposition(assessment: Assessment, before: Scorecard, after: Scorecard) -> None:
    """Prints today's figures and the supposed ones side by side."""
    told = difference(assessment.asked.library, before, after)
    say("Supposed, not stored:")
    say(f"  today     {figure_text(told.before.low, told.before.value, told.before.high)}")
    say(f"  supposed  {figure_text(told.after.low, told.after.value, told.after.high)}")
    for change in told.verdicts:
        was, now = (f"{GLYPHS[v]} {verdict_word(v, screen=before.screen)}" for v in (change.before, change.after))
        say(f"  {change.criterion:6} {was} → {now}")
    say_wrapped(f"gaps closed: {', '.join(told.closed) or 'none'}")
    if told.opened:
        say_wrapped(f"now rated, and still below target: {', '.join(told.opened)}")
    say()
    say_wrapped(f"So it would read: {headline(after)}", indent="")
