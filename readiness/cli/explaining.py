"""Prints how a verdict or figure came about: each control, the rule that applied, what would change it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.cli.output import figure_text
from readiness.cli.text import say, say_wrapped
from readiness.errors import ReadinessError
from readiness.exchange.results import figure_data
from scoring.evidence import REMARK_TEXT
from scoring.explain import RULE_TEXT, ControlLine, Explanation, GroupExplanation, Lift, explain, explain_group
from scoring.headline import GLYPHS, verdict_word
from scoring.model import ReportType
from scoring.score import GroupResult, Scorecard

_STATES = {"open": "open", "no-events": "no events", "carved-out": "carved out", "not-applicable": "not applicable"}


def explanation_data(assessment: Assessment, card: Scorecard, wanted: str) -> dict[str, Any]:
    """What ``wanted`` (a criterion, series, category or ``all``) came from, as JSON-able data. Raises ReadinessError."""
    library = assessment.asked.library
    group = _group(library, card, wanted)
    told = explain_group(library, card, group) if group else explain(library, card, _criterion(card, wanted))
    return asdict(told) | {"figure": figure_data(told.figure)}


def print_explanation(assessment: Assessment, card: Scorecard, wanted: str) -> None:
    """Prints how ``wanted`` came about, for both report types. Raises ReadinessError if it is not in scope."""
    library = assessment.asked.library
    other: ReportType = 1 if card.report_type == 2 else 2
    group = _group(library, card, wanted)
    if group is not None:
        _print_group(library, card, explain_group(library, card, group))
        return
    criterion = _criterion(card, wanted)
    _print_criterion(card, explain(library, card, criterion))
    beside = explain(library, assessment.scorecard(other), criterion)
    say()
    say_wrapped(f"For Type {'I' * other}: {_verdict(card, beside.verdict)}, {_figure(beside)}. {RULE_TEXT[beside.rule]}", indent="")


def _group(library: Library, card: Scorecard, wanted: str) -> GroupResult | None:
    name = wanted.casefold()
    if name == "all":
        return card.overall
    for category in library.categories:
        if name in (category.id.casefold(), category.title.casefold()):
            return card.categories.get(category.id) or card.description_block
    return card.series.get(wanted.upper())


def _criterion(card: Scorecard, wanted: str) -> str:
    known = {**card.criteria, **card.description}
    if wanted.upper() not in known:
        raise ReadinessError(
            f"{wanted[:60]}: nothing in this scope to explain; name a criterion such as {next(iter(known))}, a category, or all."
        )
    return wanted.upper()


def _verdict(card: Scorecard, verdict: Any) -> str:
    return verdict_word(verdict, screen=card.screen)


def _figure(told: Explanation | GroupExplanation) -> str:
    return figure_text(told.figure.low, told.figure.value, told.figure.high)


def _print_criterion(card: Scorecard, told: Explanation) -> None:
    verdict = f"{_verdict(card, told.verdict)} for Type {'I' * card.report_type}"
    say_wrapped(f"{GLYPHS[told.verdict]} {told.criterion} {told.title}: {verdict}, {_figure(told)}", indent="")
    say_wrapped(RULE_TEXT[told.rule], indent="")
    if told.verdict_low != told.verdict_high:
        say_wrapped(f"Possible: from {_verdict(card, told.verdict_low)} to {_verdict(card, told.verdict_high)}.", indent="")
    for line in told.controls:
        _print_line(line)
    _print_lifts("To be partly met", told.to_partly)
    _print_lifts(f"To be {_verdict(card, 'met')}" if not card.screen else f"To show {_verdict(card, 'met')}", told.to_met)


def _print_line(line: ControlLine) -> None:
    counts = f"rung {line.rung}" if line.state == "rated" else _STATES[line.state]
    if line.state == "rated" and line.stated != line.rung:
        lifted = "a compensating control" if line.stands_in is None else line.stands_in
        counts += f" (stated {line.stated}, lifted by {lifted})"
    credit = "left out" if line.credit is None and line.state != "open" else "open" if line.credit is None else f"credit {line.credit:g}"
    basis = f", {line.basis}" if line.basis is not None and line.state == "rated" else ""
    say()
    say_wrapped(
        f"{'→' if line.decides else ' '} {line.question} ({line.role}, weight {line.weight:g}): {counts}{basis}; {credit}",
        indent=" ",
        hanging=3,
    )
    say_wrapped(line.text, indent="    ")
    for remark in line.remarks:
        say_wrapped(REMARK_TEXT[remark], indent="    ")


def _print_lifts(title: str, lifts: tuple[Lift, ...] | None) -> None:
    if lifts is None:
        say()
        say_wrapped(f"{title}: not by answers alone; its key controls are left out.", indent="")
    elif lifts:
        steps = [f"{lift.question} {'open' if lift.start is None else lift.start} → {lift.to}" for lift in lifts]
        say()
        say_wrapped(f"{title}: {'; '.join(steps)}.", indent="")


def _print_group(library: Library, card: Scorecard, told: GroupExplanation) -> None:
    say_wrapped(
        f"{GLYPHS[told.verdict]} {told.id}: {_verdict(card, told.verdict)} for Type {'I' * card.report_type}, {_figure(told)}", indent=""
    )
    say_wrapped(
        "The verdict is the weakest of its criteria; the figure is the weighted credit of its controls, each counted once.", indent=""
    )
    titles = {criterion.id: criterion.title for criterion in library.criteria}
    if told.weakest:
        say()
        say_wrapped("Held there by:", indent="")
        for criterion in told.weakest:
            say_wrapped(f"{criterion:6} {titles[criterion]}", hanging=7)
    if told.losses:
        say()
        say_wrapped("What costs most, in percentage points:", indent="")
        for loss in told.losses:
            say_wrapped(f"{f'{loss.points:.1f}':>5}  {loss.question}, rung {loss.rung}: {loss.text}", hanging=7)
    if told.open_points:
        say()
        say_wrapped(f"{told.open_points:.1f} points are still open.", indent="")
