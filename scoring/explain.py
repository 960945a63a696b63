"""How a verdict or a figure came about, line by line: each control, the rule that applied, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Library, Rating, Role
from scoring.controls import Control, State
from scoring.evidence import Remark
from scoring.model import Basis
from scoring.score import CriterionResult, Figure, GroupResult, Scorecard, TypeKey, Verdict

Rule = Literal[
    "absent-key",
    "below-target",
    "below-floor",
    "all-at-target",
    "open",
    "no-key-left",
    "only-no-events",
    "keys-waived",
    "all-waived",
    "unasked",
]
RULE_TEXT: dict[Rule, str] = {
    "absent-key": "Not met, because a key control is absent or ad hoc; no other control makes up for it.",
    "below-target": "Partly met: every key control is there, but at least one is below its target.",
    "below-floor": "Partly met: the key controls are at target, but a supporting control is below the floor.",
    "all-at-target": "Met: every key control is at its target and no control is below the floor.",
    "open": "Not settled: open answers could still lead to different verdicts.",
    "no-key-left": "Not settled: every key control is left out (no events, or a provider's), so what they would have shown stays open.",
    "only-no-events": "Partly met at best: its key controls had nothing to act on, and that alone never makes a criterion met.",
    "keys-waived": "Judged by its other controls, none of them below the floor: every key control was waived with a reason.",
    "all-waived": "Not applicable: every control asked for here was waived with a reason.",
    "unasked": "Not settled: nothing is asked about this criterion.",
}


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control in a criterion. ``weight`` includes its role (0 for a provider's report the verdict rests on
    without the question belonging here); ``credit`` is what its rung earns, 0-1, None when left out.

    ``stated`` is the rung people chose, ``rung`` the one that counts (a compensating control or a stand-in may lift it).
    """

    question: str
    text: str
    role: Role
    weight: float
    state: State
    stated: int | None
    rung: int | None
    credit: float | None
    basis: Basis | None
    remarks: tuple[Remark, ...]
    compensated: bool
    stands_in: str | None
    decides: bool


@dataclass(frozen=True, slots=True)
class Lift:
    """A rung that one control would have to reach; ``start`` is None while its question is open."""

    question: str
    start: int | None
    to: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one criterion's verdict came about for one report type.

    ``to_partly`` and ``to_met`` are the smallest changes of answers that would lead there, empty when it is there already or
    when answers alone cannot (None).
    """

    criterion: str
    title: str
    verdict: Verdict
    verdict_low: Verdict
    verdict_high: Verdict
    figure: Figure
    rule: Rule
    controls: tuple[ControlLine, ...]
    to_partly: tuple[Lift, ...] | None
    to_met: tuple[Lift, ...] | None


@dataclass(frozen=True, slots=True)
class Loss:
    """Percentage points of the highest possible figure that one control's answer keeps away."""

    question: str
    text: str
    rung: int
    points: float


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """How the verdict and figure of a category, a series or the whole came about.

    ``weakest`` are the criteria that hold it down; ``losses`` the answers that cost most, ``open_points`` what is still open.
    """

    id: str
    verdict: Verdict
    figure: Figure
    weakest: tuple[str, ...]
    losses: tuple[Loss, ...]
    open_points: float


def explain(library: Library, card: Scorecard, criterion_id: str) -> Explanation:
    """How the verdict of one criterion came about. Raises KeyError if the criterion is not in scope."""
    result = card.result(criterion_id)
    key: TypeKey = "type_1" if card.report_type == 1 else "type_2"
    rating = library.rating
    decided = set(result.decided_by)
    members = [card.controls[question_id] for question_id in result.questions]
    # With a key control left to a provider, the verdict rests on what its report shows, as if that were a key control here.
    rests = any(card.controls[question_id].question.criteria.get(criterion_id) == "key" for question_id in result.carved_out)
    lines = tuple(_line(rating, key, criterion_id, control, rests, control.question.id in decided) for control in members)
    rule = _rule(rating, key, result, lines)
    return Explanation(
        criterion=criterion_id,
        title=library.criterion_by_id[criterion_id].title,
        verdict=result.verdict,
        verdict_low=result.verdict_low,
        verdict_high=result.verdict_high,
        figure=result.figure,
        rule=rule,
        controls=lines,
        to_partly=_lifts(rating, key, card, result, lines, "partly"),
        to_met=_lifts(rating, key, card, result, lines, "met"),
    )


def _line(rating: Rating, key: TypeKey, criterion_id: str, control: Control, rests: bool, decides: bool) -> ControlLine:
    named = control.question.criteria.get(criterion_id)
    role: Role = "key" if named is None or (rests and control.question.provider_report) else named
    rung = control.rung
    if control.state == "no-events" and key == "type_1":
        rung = rating.target[key]
    answer = control.answer
    return ControlLine(
        question=control.question.id,
        text=control.question.title,
        role=role,
        weight=control.question.weight * rating.role_weight[named] if named is not None else 0.0,
        state=control.state,
        stated=answer.rung if answer is not None else None,
        rung=rung,
        credit=None if rung is None else rating.credit[key][rung],
        basis=answer.basis if answer is not None and control.state != "open" else None,
        remarks=control.remarks,
        compensated=control.compensated,
        stands_in=control.stands_in,
        decides=decides,
    )


def _rule(rating: Rating, key: TypeKey, result: CriterionResult, lines: tuple[ControlLine, ...]) -> Rule:
    if not lines:
        return "unasked"
    if result.verdict == "not_applicable":
        return "all-waived"
    if result.verdict == "not_met":
        return "absent-key"
    if result.verdict == "met":
        return "keys-waived" if _keys_waived(lines) else "all-at-target"
    keys = [line for line in lines if line.role == "key" and line.state in ("rated", "open", "no-events") and not _left_out(line, key)]
    if keys and all(line.state == "no-events" for line in keys):
        return "only-no-events"
    if result.verdict == "partly":
        below = any(line.rung is not None and line.rung < rating.target[key] for line in keys)
        return "below-target" if below else "below-floor"
    return "open" if any(line.state == "open" for line in lines) else "no-key-left"


def _keys_waived(lines: tuple[ControlLine, ...]) -> bool:
    return {line.state for line in lines if line.role == "key"} == {"not-applicable"}


def _left_out(line: ControlLine, key: TypeKey) -> bool:
    return line.state == "no-events" and key == "type_2"


def _lifts(
    rating: Rating, key: TypeKey, card: Scorecard, result: CriterionResult, lines: tuple[ControlLine, ...], wanted: Literal["partly", "met"]
) -> tuple[Lift, ...] | None:
    """The smallest change of answers that settles the verdict at ``wanted`` or better; None when answers alone cannot."""
    if result.verdict == "not_applicable" or result.verdict_low == "met" or result.verdict_low == wanted:
        return ()
    counted = [line for line in lines if line.state in ("rated", "open") or (line.state == "no-events" and key == "type_1")]
    keys = [line for line in counted if line.role == "key"]
    if not (keys or _keys_waived(lines)) or (keys and wanted == "met" and all(line.state == "no-events" for line in keys)):
        return None
    key_rung = rating.target[key] if wanted == "met" else rating.absent_up_to + 1
    other_rung = rating.floor if wanted == "met" else 0
    lifts = []
    for line in counted:
        needed = key_rung if line.role == "key" else other_rung
        at = line.rung if line.state != "open" else None
        if (at is None and (needed > 0)) or (at is not None and at < needed):
            lifts.append(Lift(line.question, at, needed))
    return tuple(_without_stand_ins(lifts, card))


def _without_stand_ins(lifts: list[Lift], card: Scorecard) -> list[Lift]:
    """The lifts still needed once controls stand in for one another, by their own rungs: a stand-in is not lifted by a third."""
    own = {question_id: _own_rung(control) for question_id, control in card.controls.items()}

    def reached(lift: Lift, kept: list[Lift]) -> bool:
        rungs = own | {one.question: one.to for one in kept}
        mine = (lift.question, *card.controls[lift.question].question.alternatives)
        return any(rungs.get(one, 0) >= lift.to for one in mine)

    kept = lifts
    # An open question has to be answered whatever stands in for it.
    for lift in [one for one in lifts if one.start is not None]:
        fewer = [one for one in kept if one is not lift]
        if all(reached(one, fewer) for one in lifts):
            kept = fewer
    return kept


def _own_rung(control: Control) -> int:
    """The rung before another control stands in; 0 while there is none."""
    if control.stands_in is not None:
        return control.answer.rung or 0 if control.answer is not None else 0
    return control.rung or 0


def explain_group(library: Library, card: Scorecard, group: GroupResult, most: int = 10) -> GroupExplanation:
    """How the verdict and figure of ``group`` came about: the weakest criteria and the ``most`` costly answers."""
    key: TypeKey = "type_1" if card.report_type == 1 else "type_2"
    rating = library.rating
    results = [card.result(criterion_id) for criterion_id in group.criteria]
    weights: dict[str, float] = {}
    unasked = 0.0
    for result in results:
        if not result.questions:
            unasked += rating.unasked_weight
        for question_id in result.questions:
            question = card.controls[question_id].question
            role = question.criteria.get(result.id)
            if role is not None:
                weights[question_id] = max(weights.get(question_id, 0.0), question.weight * rating.role_weight[role])
    counted = {q: w for q, w in weights.items() if card.controls[q].state in ("rated", "open") or _counts(card.controls[q], key)}
    total = sum(counted.values()) + unasked
    losses = []
    for question_id, weight in counted.items():
        control = card.controls[question_id]
        if control.rung is not None and total:
            points = 100 * weight * (1 - rating.credit[key][control.rung]) / total
            if points > 0:
                losses.append(Loss(question_id, control.question.title, control.rung, points))
    losses.sort(key=lambda loss: -loss.points)
    weakest = tuple(result.id for result in results if result.verdict == group.verdict)
    still_open = unasked + sum(weight for q, weight in counted.items() if card.controls[q].state == "open")
    return GroupExplanation(
        id=group.id,
        verdict=group.verdict,
        figure=group.figure,
        weakest=weakest,
        losses=tuple(losses[:most]),
        open_points=100 * still_open / total if total else 100.0,
    )


def _counts(control: Control, key: TypeKey) -> bool:
    return control.state == "no-events" and key == "type_1"
