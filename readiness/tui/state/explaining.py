"""How a verdict or a figure came about, in words: both report types side by side, then each control or answer. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Library
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.tui.state.text import one_line, percent_range, type_word
from scoring.evidence import REMARK_TEXT
from scoring.explain import RULE_TEXT, ControlLine, Explanation, GroupExplanation, Lift, explain, explain_group
from scoring.headline import GLYPHS, verdict_word
from scoring.score import Figure, GroupResult, Scorecard, Verdict

Kind = Literal["criterion", "series", "category", "whole"]
Subject = tuple[Kind, str]
WHOLE: Subject = ("whole", "")
HOW_GROUPS_ARE_MADE = "The verdict is the weakest of its criteria; the figure is the weighted credit of its controls, each counted once."
_STATES = {"open": "open", "no-events": "no events", "carved-out": "carved out", "not-applicable": "not applicable"}
_MOST_LOSSES = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One report type's part: its name, verdict in glyph and word, bounds, and sentences. ``chosen``: what the report is for."""

    title: str
    chosen: bool
    verdict: str
    bounds: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that can be opened: a control's question, or a criterion that is explained in turn.

    ``marked``: it decides the verdict.
    """

    kind: Literal["question", "criterion"]
    id: str
    marked: bool
    head: str
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation: what it is about, both types, a sentence, headed entries, and what is to be said at the end."""

    title: str
    sides: tuple[Side, Side]
    note: str
    blocks: tuple[tuple[str, tuple[Entry, ...]], ...]


def explained(assessment: Assessment, subject: Subject) -> Told | None:
    """How the verdict and the figure of ``subject`` came about; None where the scope no longer holds it."""
    kind, name = subject
    cards = (assessment.scorecard(1), assessment.scorecard(2))
    if kind == "criterion":
        if name not in cards[0].criteria and name not in cards[0].description:
            return None
        return _criterion(assessment, cards, name)
    groups = [_group(card, kind, name) for card in cards]
    if groups[0] is None or groups[1] is None:
        return None
    return _group_told(assessment, subject, cards, (groups[0], groups[1]))


def _group(card: Scorecard, kind: Kind, name: str) -> GroupResult | None:
    if kind == "whole":
        return card.overall
    return card.series.get(name) if kind == "series" else card.categories.get(name)


# A criterion


def _criterion(assessment: Assessment, cards: tuple[Scorecard, Scorecard], name: str) -> Told:
    library = assessment.library
    told = (explain(library, cards[0], name), explain(library, cards[1], name))
    sides = (_side(assessment, cards[0], told[0]), _side(assessment, cards[1], told[1]))
    chosen = told[assessment.scope.report_type - 1]
    lifts = [_needed(cards[0].screen, one) for one in told]
    entries = tuple(
        _control(lines, lifts, ahead=chosen.controls[place])
        for place, lines in enumerate(zip(told[0].controls, told[1].controls, strict=True))
    )
    return Told(
        title=f"{name} {one_line(library.criterion_by_id[name].title)}",
        sides=sides,
        note="→ decides the verdict. Weight counts how much a control matters and its role here; credit is what its rung earns, 0 to 1.",
        blocks=(("Controls", entries),) if entries else (),
    )


def _verdict(card: Scorecard, verdict: Verdict) -> str:
    return verdict_word(verdict, screen=card.screen)


def _bounds(figure: Figure) -> str:
    return percent_range(figure.low, figure.high)


def _side(assessment: Assessment, card: Scorecard, told: Explanation) -> Side:
    verdict = f"{GLYPHS[told.verdict]} {_verdict(card, told.verdict)}"
    rule = RULE_TEXT[told.rule]
    if card.screen and told.rule == "all-at-target":
        # A screen shows no criterion as met, whatever its few controls say.
        rule = "No gap seen: every key control asked for is at its target and no control is below the floor."
    lines = [rule]
    if told.verdict_low != told.verdict_high:
        lines.append(f"Possible: {_verdict(card, told.verdict_low)} to {_verdict(card, told.verdict_high)}.")
    lines += _way(card, "partly", told.to_partly) + _way(card, "met", told.to_met)
    return Side(
        title=type_word(card.report_type),
        chosen=card.report_type == assessment.scope.report_type,
        verdict=verdict,
        bounds=_bounds(told.figure),
        lines=tuple(lines),
    )


def _way(card: Scorecard, wanted: Verdict, lifts: tuple[Lift, ...] | None) -> list[str]:
    """What would lead to a verdict; nothing where it is there already."""
    word = _verdict(card, wanted)
    if lifts is None:
        return [f"To {word}: not by answers alone, its key controls are left out."]
    if not lifts:
        return []
    return [f"To {word}: {count_text(len(lifts), 'control')}, see below."]


def _needed(screen: bool, told: Explanation) -> Mapping[str, tuple[str, ...]]:
    """By question id, the rungs that it would have to reach, in words."""
    found: dict[str, list[str]] = {}
    wanted: tuple[tuple[Verdict, tuple[Lift, ...] | None], ...] = (("partly", told.to_partly), ("met", told.to_met))
    for verdict, lifts in wanted:
        for lift in lifts or ():
            found.setdefault(lift.question, []).append(f"{lift.to} for {verdict_word(verdict, screen=screen)}")
    return {question: tuple(words) for question, words in found.items()}


def _control(lines: tuple[ControlLine, ControlLine], lifts: Sequence[Mapping[str, tuple[str, ...]]], ahead: ControlLine) -> Entry:
    """A control; ``ahead`` is its line for the report's own type."""
    details = [f"{type_word(number)}: {_earns(line, lifts[number - 1])}" for number, line in enumerate(lines, 1)]
    details += [REMARK_TEXT[remark] for remark in ahead.remarks]
    decides = [type_word(number) for number, line in enumerate(lines, 1) if line.decides]
    words = {0: "", 1: f" · decides {''.join(decides)}", 2: " · decides both types"}[len(decides)]
    return Entry(
        kind="question",
        id=ahead.question,
        marked=bool(decides),
        head=f"{ahead.role} · weight {ahead.weight:g} · {_counts(ahead)}{words}",
        text=one_line(ahead.text),
        details=tuple(details),
    )


def _counts(line: ControlLine) -> str:
    if line.state != "rated":
        return _STATES[line.state]
    basis = f" · {line.basis}" if line.basis is not None else ""
    if line.stated == line.rung:
        return f"rung {line.rung}{basis}"
    lifted = "a compensating control" if line.stands_in is None else line.stands_in
    return f"rung {line.rung}{basis} · stated {line.stated}, lifted by {lifted}"


def _earns(line: ControlLine, needed: Mapping[str, tuple[str, ...]]) -> str:
    """What the control counts with, and the rung that would lead further."""
    credit = "left out" if line.credit is None else f"credit {line.credit:g}"
    words = needed.get(line.question, ())
    return " · ".join(["open" if line.state == "open" else credit, *([f"needs {', '.join(words)}"] if words else [])])


# A series, a category, the whole


def _group_told(
    assessment: Assessment, subject: Subject, cards: tuple[Scorecard, Scorecard], groups: tuple[GroupResult, GroupResult]
) -> Told:
    library, own = assessment.library, assessment.scope.report_type - 1
    everything = len(cards[0].controls)
    told = tuple(explain_group(library, card, group, everything) for card, group in zip(cards, groups, strict=True))
    sides = (_group_side(own == 0, cards[0], groups[0], told[0]), _group_side(own == 1, cards[1], groups[1], told[1]))
    kept_away = [{loss.question: loss.points for loss in one.losses} for one in told]
    losses = tuple(
        Entry(
            kind="question",
            id=loss.question,
            marked=False,
            head=f"{loss.points:.1f} points · rung {loss.rung}",
            text=one_line(loss.text),
            details=(
                " · ".join(f"{type_word(number)} {points.get(loss.question, 0.0):.1f}" for number, points in enumerate(kept_away, 1)),
            ),
        )
        for loss in told[own].losses[:_MOST_LOSSES]
    )
    blocks = (
        (f"Weakest criteria, {sides[own].title}", _weakest(library, cards, told[own].weakest)),
        (f"What costs most, in percentage points for {sides[own].title}", losses),
    )
    return Told(
        title=_title(library, subject),
        sides=sides,
        note=HOW_GROUPS_ARE_MADE,
        blocks=tuple((title, entries) for title, entries in blocks if entries),
    )


def _group_side(chosen: bool, card: Scorecard, group: GroupResult, told: GroupExplanation) -> Side:
    lines = [f"Held there by {len(told.weakest)} of {count_text(len(group.criteria), 'criterion', 'criteria')}."]
    if told.open_points:
        lines.append(f"{told.open_points:.1f} points are still open.")
    return Side(
        title=type_word(card.report_type),
        chosen=chosen,
        verdict=f"{GLYPHS[told.verdict]} {_verdict(card, told.verdict)}",
        bounds=_bounds(told.figure),
        lines=tuple(lines),
    )


def _weakest(library: Library, cards: tuple[Scorecard, Scorecard], names: Sequence[str]) -> tuple[Entry, ...]:
    found = []
    for name in names:
        results = [card.result(name) for card in cards]
        words = [f"{type_word(number)}: {_verdict(cards[0], result.verdict)}" for number, result in enumerate(results, 1)]
        title = one_line(library.criterion_by_id[name].title)
        found.append(Entry("criterion", name, False, f"{name} {title}", "", (" · ".join(words),)))
    return tuple(found)


def _title(library: Library, subject: Subject) -> str:
    kind, name = subject
    if kind == "whole":
        return "The whole assessment"
    if kind == "category":
        return one_line(library.category_by_id[name].title)
    return f"{name} {one_line(next(series.title for series in library.series if series.id == name))}"
