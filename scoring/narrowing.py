"""Which open questions would settle most: how far their answers can narrow the verdicts, worked out rung by rung."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from questionnaires.model import RUNGS
from scoring.asked import Asked, Members
from scoring.controls import Control, alone, beside, with_alternatives
from scoring.model import Answer, Scope
from scoring.score import RANK, TypeKey
from scoring.scorer import Scorer

_TYPES: tuple[TypeKey, ...] = ("type_1", "type_2")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What answering one open question settles.

    ``steps`` is how many steps between verdicts (not met, partly, met) the criteria's bounds close by, on average over the six
    rungs, each as likely as the next, Type I and Type II added up. ``points`` is how much the overall readiness figure of
    Type II narrows, in percentage points. ``criteria`` are those whose bounds can close.
    """

    question: str
    steps: float
    points: float
    criteria: tuple[str, ...]


def narrowing(
    questions: Asked, scope: Scope, answers: Mapping[str, Answer], today: date | None = None, count: int = 7
) -> tuple[Narrowing, ...]:
    """The ``count`` open questions whose answers narrow the verdicts most, the most useful first.

    Exact for one answer at a time; two questions may settle the same criterion, so their steps do not add up.
    """
    each = alone(questions, scope, answers, today)
    scorers = {type_key: Scorer(questions, type_key, beside(questions, each)) for type_key in _TYPES}
    overall = next(group for group in questions.groups if group.kind == "overall")
    weights = questions.weights_in(overall)
    whole = sum(weights.values()) or 1.0
    found = [
        _one(questions, each, scorers, place, 100 * weights.get(place, 0.0) / whole)
        for place, control in enumerate(each)
        if control.state == "open" and place not in questions.described
    ]
    found.sort(key=lambda one: (-one.steps, -one.points))
    return tuple(found[:count])


def _one(questions: Asked, each: list[Control], scorers: Mapping[TypeKey, Scorer], place: int, points: float) -> Narrowing:
    lifted = [other for other, stand_ins in questions.alternatives.items() if place in stand_ins]
    touched = _touched(questions, [place, *lifted])
    widths = {key: {c: _width(scorer, members) for c, members in touched.items()} for key, scorer in scorers.items()}
    before = {key: {p: scorer.at(p) for p in (place, *lifted)} for key, scorer in scorers.items()}
    closed = 0
    criteria: set[str] = set()
    for rung in RUNGS:
        supposed = each[place]._replace(state="rated", rung=rung, lowest=rung, highest=rung)
        now = [*each[:place], supposed, *each[place + 1 :]]
        for key, scorer in scorers.items():
            for one in (place, *lifted):
                stand_ins = [now[other] for other in questions.alternatives.get(one, ())]
                scorer.put(one, with_alternatives(now[one], stand_ins) if stand_ins and now[one].rung is not None else now[one])
            for criterion, members in touched.items():
                gain = widths[key][criterion] - _width(scorer, members)
                closed += gain
                if gain > 0:
                    criteria.add(criterion)
    for key, scorer in scorers.items():
        for other, control in before[key].items():
            scorer.put(other, control)
    ordered = tuple(criterion for criterion in touched if criterion in criteria)
    return Narrowing(each[place].question.id, closed / len(RUNGS), points, ordered)


def _touched(questions: Asked, places: list[int]) -> dict[str, Members]:
    """The criteria whose verdict can depend on one of these places; a question on providers' reports may reach any of them."""
    everywhere = not set(questions.reports).isdisjoint(places)
    wanted = sum(questions.bits[place] for place in places)
    return {criterion: members for criterion, members in questions.criteria.items() if everywhere or members.weighed.every & wanted}


def _width(scorer: Scorer, members: Members) -> int:
    low, high = scorer.bounds(members)
    return 0 if low == high else RANK[high] - RANK[low]
