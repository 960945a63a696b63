"""Answers to scorecard: verdicts first, percentages second, each with the bounds that open questions leave.

The rules stand in the library's rating data and in the project's words: a criterion is not met if a key control is absent or
ad hoc, met if every key control is at target and nothing is below the floor, else partly. Open answers leave bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Library
from scoring.asked import Asked, Group, Member, asked
from scoring.controls import Control, State, controls
from scoring.model import Answer, QuestionSet, ReportType, Scope

__all__ = [
    "RANK",
    "RULES_VERSION",
    "Control",
    "CriterionResult",
    "Figure",
    "GroupResult",
    "Scorecard",
    "Scorer",
    "State",
    "TypeKey",
    "Verdict",
    "score",
    "score_asked",
]

RULES_VERSION = "1"

Verdict = Literal["not_met", "partly", "met", "not_assessed", "not_applicable"]
RANK: dict[Verdict, int] = {"not_met": 0, "partly": 1, "met": 2}
"""The verdicts that bounds can take, from worst to best; not applicable has no rank."""
TypeKey = Literal["type_1", "type_2"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Readiness in percent (0-100): lowest and highest possible value, and the value of what is answered (None: nothing)."""

    low: float
    value: float | None
    high: float


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion's verdict with its bounds over all completions, and the answers that made it."""

    id: str
    verdict: Verdict
    verdict_low: Verdict
    verdict_high: Verdict
    figure: Figure
    answered: float
    questions: tuple[str, ...]
    decided_by: tuple[str, ...]
    not_tested: tuple[str, ...]
    carved_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A series, a category or the whole: the weakest verdict of its criteria, and its readiness."""

    id: str
    verdict: Verdict
    verdict_low: Verdict
    verdict_high: Verdict
    figure: Figure
    answered: float
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Where an assessment stands for one report type. ``screen``: a quick set, which never shows a criterion as met.

    ``asked``, ``answered`` and ``shown`` count the questions on criteria; those on the system description (``description``,
    and as a whole ``description_block``) stand apart, outside every figure.
    """

    report_type: ReportType
    question_set: QuestionSet
    asked: int
    answered_count: int
    shown_count: int
    controls: dict[str, Control]
    criteria: dict[str, CriterionResult]
    series: dict[str, GroupResult]
    categories: dict[str, GroupResult]
    overall: GroupResult
    description: dict[str, CriterionResult]
    description_block: GroupResult | None

    def result(self, criterion_id: str) -> CriterionResult:
        """The result of a criterion, one of the system description included. Raises KeyError if it is not in scope."""
        return self.criteria[criterion_id] if criterion_id in self.criteria else self.description[criterion_id]

    @property
    def open_count(self) -> int:
        """How many of all questions, those on the system description included, have no settled answer."""
        return sum(1 for control in self.controls.values() if control.state == "open")

    @property
    def screen(self) -> bool:
        """True for the quick set: a screen prints "no gap seen", never met."""
        return self.question_set == "quick"

    @property
    def answered(self) -> float:
        """Share of the questions asked that have a settled answer, 0-1."""
        return self.answered_count / self.asked if self.asked else 0.0

    @property
    def shown(self) -> float:
        """Share of the settled answers whose control was shown or tested, not only said, 0-1."""
        return self.shown_count / self.answered_count if self.answered_count else 0.0

    @property
    def readiness(self) -> Figure:
        """Overall readiness in percent."""
        return self.overall.figure


def score(
    library: Library,
    scope: Scope,
    question_set: QuestionSet,
    answers: Mapping[str, Answer],
    report_type: ReportType,
    today: date | None = None,
) -> Scorecard:
    """The scorecard of these answers for Type I (1) or Type II (2).

    Answers to questions that are not asked are ignored; a statement the rules do not allow (not applicable on a question that
    cannot be waived, carved out to an undeclared vendor) counts as open. ``today`` only dates remarks.
    """
    return score_asked(asked(library, scope, question_set), scope, answers, report_type, today)


def score_asked(
    questions: Asked, scope: Scope, answers: Mapping[str, Answer], report_type: ReportType, today: date | None = None
) -> Scorecard:
    """The same over what was asked of this scope before: the cheap way to score it again."""
    counted = controls(questions, scope, answers, today)
    scorer = Scorer(questions, "type_1" if report_type == 1 else "type_2", counted)
    criteria = {criterion_id: scorer.criterion(criterion_id, members) for criterion_id, members in questions.criteria.items()}
    description = {criterion_id: scorer.criterion(criterion_id, members) for criterion_id, members in questions.description.items()}
    every = {**criteria, **description}
    groups = {(group.kind, group.id): scorer.group(group, every) for group in questions.groups}
    answered = [c for place, c in enumerate(counted) if c.state != "open" and place not in questions.described]
    return Scorecard(
        report_type=report_type,
        question_set=questions.question_set,
        asked=len(counted) - len(questions.described),
        answered_count=len(answered),
        shown_count=sum(1 for control in answered if control.answer is not None and control.answer.basis != "said"),
        controls={control.question.id: control for control in counted},
        criteria=criteria,
        series={group_id: result for (kind, group_id), result in groups.items() if kind == "series"},
        categories={group_id: result for (kind, group_id), result in groups.items() if kind == "category"},
        overall=groups["overall", "all"],
        description=description,
        description_block=groups.get(("description", "description")),
    )


class Scorer:
    """Verdicts and figures for one report type over one list of controls."""

    def __init__(self, questions: Asked, type_key: TypeKey, counted: list[Control]) -> None:
        self._rating = rating = questions.library.rating
        self._target = rating.target[type_key]
        self._counts_no_events = type_key == "type_1"
        self._controls = counted
        self._report_places = questions.reports
        self._credit = credit = rating.credit[type_key]
        self._open = [control.state == "open" for control in counted]
        # Lowest and highest rung each control can count with; None when it is left out. Beside them their credit.
        self._ranges = [self._range(control) for control in counted]
        self._credits = [None if bounds is None else (credit[bounds[0]], credit[bounds[1]]) for bounds in self._ranges]

    def _range(self, control: Control) -> tuple[int, int] | None:
        if control.state == "open" or control.state == "rated":
            return control.lowest, control.highest
        if control.state == "no-events" and self._counts_no_events:
            return self._target, self._target
        return None

    def put(self, place: int, control: Control) -> None:
        """Lets another control count at that place from now on."""
        self._controls[place] = control
        self._open[place] = control.state == "open"
        bounds = self._ranges[place] = self._range(control)
        self._credits[place] = None if bounds is None else (self._credit[bounds[0]], self._credit[bounds[1]])

    def at(self, place: int) -> Control:
        """The control that counts at that place."""
        return self._controls[place]

    def bounds(self, members: tuple[Member, ...]) -> tuple[Verdict, Verdict]:
        """A criterion's lowest and highest possible verdict, nothing else."""
        states = {self._controls[member.place].state for member in members}
        return self._verdict_bounds(members, states, self._left(members, states))

    def _left(self, members: tuple[Member, ...], states: set[State]) -> bool:
        """Whether a key control of the criterion is left to a provider."""
        return "carved-out" in states and any(m.key and self._controls[m.place].state == "carved-out" for m in members)

    def criterion(self, criterion_id: str, members: tuple[Member, ...]) -> CriterionResult:
        """One criterion's verdict, bounds and figure."""
        own = [self._controls[member.place] for member in members]
        states = {control.state for control in own}
        left = self._left(members, states)
        low, high = self._verdict_bounds(members, states, left)
        resting = [self._controls[place] for place in self._reports(members)] if left else []
        names = [control.question.id for control in own]
        figure, answered = self._figure(members)
        return CriterionResult(
            id=criterion_id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            questions=tuple(dict.fromkeys((*names, *(control.question.id for control in resting)))) if resting else tuple(names),
            decided_by=self._decided_by(members, resting, low, high),
            not_tested=_named(own, "no-events") if "no-events" in states and not self._counts_no_events else (),
            carved_out=_named(own, "carved-out") if "carved-out" in states else (),
        )

    def group(self, group: Group, results: Mapping[str, CriterionResult]) -> GroupResult:
        """The weakest verdict of the member criteria; each control counts once, in its strongest role."""
        assessed = [result for criterion_id in group.criteria if (result := results[criterion_id]).verdict != "not_applicable"]
        low = _weakest(result.verdict_low for result in assessed)
        high = _weakest(result.verdict_high for result in assessed)
        figure, answered = self._figure(group.members, group.unasked)
        return GroupResult(
            id=group.id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            criteria=group.criteria,
        )

    def _verdict_bounds(self, members: tuple[Member, ...], states: set[State], left: bool) -> tuple[Verdict, Verdict]:
        """The verdict's bounds over all completions; ``left`` says that a key control is a provider's."""
        if states == {"not-applicable"}:
            return "not_applicable", "not_applicable"
        own, ranges, is_open = self._controls, self._ranges, self._open
        low_key = high_key = low_all = high_all = 5
        keys: list[int] = []
        may_be_left = left
        for place, key, _ in members:
            bounds = ranges[place]
            if bounds is None:
                continue
            low, high = bounds
            low_all = low if low < low_all else low_all
            high_all = high if high < high_all else high_all
            if key:
                keys.append(place)
                if is_open[place] and own[place].question.inheritable:
                    may_be_left = True
                low_key = low if low < low_key else low_key
                high_key = high if high < high_key else high_key
        # A provider's reports matter once a key control is left to a provider, or still may be.
        read = [bounds for place in self._reports(members) if (bounds := ranges[place]) is not None] if may_be_left else []
        rests_on_reports = bool(read) and left
        # Left-out key controls (no events, carved out) never make a criterion met by themselves: what they would have shown stays open.
        if not keys and not rests_on_reports:
            low_key = 0
        if may_be_left:
            low_key = min((low_key, *(bounds[0] for bounds in read)))
        if left:
            high_key = min((high_key, *(bounds[1] for bounds in read)))
        lowest, highest = self._verdict(low_key, low_all), self._verdict(high_key, high_all)
        if "no-events" in states and keys and not rests_on_reports and all(own[place].state == "no-events" for place in keys):
            lowest, highest = (min(verdict, "partly", key=RANK.__getitem__) for verdict in (lowest, highest))
        return lowest, highest

    def _reports(self, members: tuple[Member, ...]) -> tuple[int, ...]:
        """The questions on provider's reports that a criterion rests on once a key control of it is left to a provider."""
        own = {member.place for member in members if member.key}
        return tuple(place for place in self._report_places if place not in own)

    def _verdict(self, weakest_key: int, weakest: int) -> Verdict:
        if weakest_key <= self._rating.absent_up_to:
            return "not_met"
        return "met" if weakest_key >= self._target and weakest >= self._rating.floor else "partly"

    def _decided_by(self, members: tuple[Member, ...], resting: list[Control], low: Verdict, high: Verdict) -> tuple[str, ...]:
        """The questions whose answers, or missing answers, made the verdict."""
        every = [(self._controls[place], key) for place, key, _ in members]
        if resting:
            asked_here = {control.question.id for control, key in every if key}
            every = [(c, k) for c, k in every if c not in resting] + [(c, True) for c in resting if c.question.id not in asked_here]
        if low != high:
            found = [c for c, _ in every if c.state == "open" or c.lowest != c.highest]
        elif low == "not_met":
            found = [c for c, key in every if key and c.rung is not None and c.rung <= self._rating.absent_up_to]
        elif low == "partly":
            floor, short = self._rating.floor, self._target
            found = [c for c, key in every if c.rung is not None and (c.rung < floor or (key and c.rung < short))]
        else:
            found = [c for c, _ in every if c.state == "rated" or c.state == "no-events"]
        return tuple(control.question.id for control in found)

    def _figure(self, members: tuple[Member, ...], unasked: int = 0) -> tuple[Figure, float]:
        """Weighted credit in percent, and the share answered (0-1).

        A criterion nothing is asked about widens the bounds like one open key control.
        """
        lowest = settled = earned = 0.0
        total = highest = unasked * self._rating.unasked_weight
        still_open = 0
        credits, is_open = self._credits, self._open
        for place, _, weight in members:
            credit = credits[place]
            if credit is None:
                continue
            low, high = credit
            total += weight
            least = weight * low
            lowest += least
            highest += weight * high
            if is_open[place]:
                still_open += 1
            else:
                settled += weight
                earned += least
        answered = (len(members) - still_open) / len(members) if members else 0.0
        if total == 0:
            return Figure(0.0, None, 100.0), answered
        return Figure(100 * lowest / total, 100 * earned / settled if settled else None, 100 * highest / total), answered


def _named(own: list[Control], state: State) -> tuple[str, ...]:
    return tuple(control.question.id for control in own if control.state == state)


def _weakest(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=RANK.__getitem__, default="not_applicable")
