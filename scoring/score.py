"""Answers to scorecard: verdicts first, percentages second, each with the bounds that open questions leave.

The rules stand in the library's rating data and in the project's words: a criterion is not met if a key control is absent or
ad hoc, met if every key control is at target and nothing is below the floor, else partly. Open answers leave bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from questionnaires.model import Library, Question, Rating, Role
from scoring.evidence import Remark, remarks
from scoring.model import Answer, QuestionSet, ReportType, Scope
from scoring.objections import objection
from scoring.select import applicable_questions, chosen_categories, chosen_criteria, description_criteria, reworded

RULES_VERSION = "1"

Verdict = Literal["not_met", "partly", "met", "not_assessed", "not_applicable"]
State = Literal["rated", "open", "no-events", "carved-out", "not-applicable"]
_RANK: dict[Verdict, int] = {"not_met": 0, "partly": 1, "met": 2}
_LEFT_OUT: dict[str, State] = {"no-events": "no-events", "carved-out": "carved-out", "na": "not-applicable"}
TypeKey = Literal["type_1", "type_2"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Readiness in percent (0-100): lowest and highest possible value, and the value of what is answered (None: nothing)."""

    low: float
    value: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Control:
    """One question with its answer as it counts.

    ``rung`` is the effective one, None unless rated; ``lowest`` and ``highest`` are the rungs it can count with once its own
    question and those of controls that can stand in for it are answered. ``stands_in`` names the control that lifts it.
    """

    question: Question
    answer: Answer | None
    state: State
    rung: int | None
    compensated: bool
    remarks: tuple[Remark, ...]
    lowest: int = 0
    highest: int = 5
    stands_in: str | None = None

    @property
    def claimed(self) -> bool:
        """At the top rung by word only."""
        return "claimed" in self.remarks


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
    library = reworded(library, scope)
    alone = {
        question.id: _control(library.rating, question, answers.get(question.id), scope, today)
        for question in applicable_questions(library, scope, question_set)
    }
    controls = {question_id: _with_alternatives(control, alone) for question_id, control in alone.items()}
    scorer = _Scorer(library, "type_1" if report_type == 1 else "type_2", controls)
    criteria = {criterion_id: scorer.criterion(criterion_id) for criterion_id in chosen_criteria(library, scope)}
    common = {category.id for category in library.categories if category.common}
    series = {
        entry.id: scorer.group(entry.id, [c for c in criteria.values() if library.criterion_by_id[c.id].series == entry.id])
        for entry in library.series
        if any(library.criterion_by_id[criterion_id].series == entry.id for criterion_id in criteria)
    }
    categories = {
        category: scorer.group(category, [c for c in criteria.values() if library.criterion_by_id[c.id].category in common | {category}])
        for category in chosen_categories(library, scope)
    }
    description = {criterion_id: scorer.criterion(criterion_id) for criterion_id in description_criteria(library, question_set)}
    counted = [control for control in controls.values() if control.question.home not in description]
    answered = [control for control in counted if control.state != "open"]
    return Scorecard(
        report_type=report_type,
        question_set=question_set,
        asked=len(counted),
        answered_count=len(answered),
        shown_count=sum(1 for control in answered if control.answer is not None and control.answer.basis != "said"),
        controls=controls,
        criteria=criteria,
        series=series,
        categories=categories,
        overall=scorer.group("all", list(criteria.values())),
        description=description,
        description_block=scorer.group("description", list(description.values())) if description else None,
    )


def _control(rating: Rating, question: Question, answer: Answer | None, scope: Scope, today: date | None) -> Control:
    state: State = "open"
    rung: int | None = None
    compensated = False
    if answer is not None and not answer.is_open and objection(question, answer, scope) is None:
        if answer.rung is not None:
            state, rung = "rated", answer.rung
            if answer.compensating is not None:
                lifted = min(answer.compensating.rung, rating.compensated_up_to)
                compensated = lifted > rung
                rung = max(rung, lifted)
        else:
            state = _LEFT_OUT[answer.level]
    noted = remarks(question, answer, today) if answer is not None and state == "rated" else ()
    bounds = (0, 5) if rung is None else (rung, rung)
    return Control(question, answer, state, rung, compensated, noted, *bounds)


def _with_alternatives(control: Control, alone: Mapping[str, Control]) -> Control:
    """The control as it counts beside those that can stand in for it: the better one counts, an open one still may."""
    others = [alone[other] for other in control.question.alternatives if other in alone]
    if control.rung is None or not others:
        return control
    best = max(others, key=lambda other: -1 if other.rung is None else other.rung)
    lifted = best.rung is not None and best.rung > control.rung
    rung = best.rung if lifted and best.rung is not None else control.rung
    return replace(
        control,
        rung=rung,
        lowest=rung,
        highest=5 if any(other.state == "open" for other in others) else rung,
        stands_in=best.question.id if lifted else None,
    )


class _Scorer:
    """Verdicts and figures for one report type over one set of controls."""

    def __init__(self, library: Library, type_key: TypeKey, controls: Mapping[str, Control]) -> None:
        rating = library.rating
        self._rating = rating
        self._credit = rating.credit[type_key]
        self._target = rating.target[type_key]
        self._counts_no_events = type_key == "type_1"
        self._provider_reports = [control for control in controls.values() if control.question.provider_report]
        self._by_criterion: dict[str, list[Control]] = {}
        for control in controls.values():
            for criterion_id in control.question.criteria:
                self._by_criterion.setdefault(criterion_id, []).append(control)

    def criterion(self, criterion_id: str) -> CriterionResult:
        """One criterion's verdict, bounds and figure."""
        controls = self._by_criterion.get(criterion_id, [])
        low, high = self._verdict_bounds(criterion_id, controls)
        reports = self._reports(criterion_id, controls) if self._rests_on_a_provider(criterion_id, controls) else []
        return CriterionResult(
            id=criterion_id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=self._figure((control, control.question.criteria[criterion_id]) for control in controls),
            answered=_answered(controls),
            questions=tuple(dict.fromkeys(control.question.id for control in (*controls, *reports))),
            decided_by=self._decided_by(criterion_id, controls, reports, low, high),
            not_tested=tuple(c.question.id for c in controls if c.state == "no-events" and not self._counts_no_events),
            carved_out=tuple(c.question.id for c in controls if c.state == "carved-out"),
        )

    def group(self, group_id: str, members: list[CriterionResult]) -> GroupResult:
        """The weakest verdict of the member criteria; each control counts once, in its strongest role."""
        assessed = [member for member in members if member.verdict != "not_applicable"]
        low = _weakest(m.verdict_low for m in assessed)
        high = _weakest(m.verdict_high for m in assessed)
        roles: dict[str, tuple[Control, Role]] = {}
        for member in members:
            for control in self._by_criterion.get(member.id, []):
                role = control.question.criteria[member.id]
                if control.question.id not in roles or role == "key":
                    roles[control.question.id] = (control, role)
        return GroupResult(
            id=group_id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=self._figure(roles.values(), sum(1 for member in members if not member.questions)),
            answered=_answered([control for control, _ in roles.values()]),
            criteria=tuple(member.id for member in members),
        )

    def _range(self, control: Control) -> tuple[int, int] | None:
        """Lowest and highest rung the control can count with, or None when it is left out."""
        if control.state in ("open", "rated"):
            return control.lowest, control.highest
        if control.state == "no-events" and self._counts_no_events:
            return self._target, self._target
        return None

    def _verdict_bounds(self, criterion_id: str, controls: list[Control]) -> tuple[Verdict, Verdict]:
        if controls and all(control.state == "not-applicable" for control in controls):
            return "not_applicable", "not_applicable"
        ranges = [(c, r) for c in controls if (r := self._range(c)) is not None]
        keys = [(c, r) for c, r in ranges if c.question.criteria[criterion_id] == "key"]
        reports = self._reports(criterion_id, controls)
        read = [r for c in reports if (r := self._range(c)) is not None]
        left = self._rests_on_a_provider(criterion_id, controls)
        may_leave = any(c.state == "open" and c.question.inheritable and c.question.criteria[criterion_id] == "key" for c in controls)
        rests_on_reports = bool(read) and left
        # Left-out key controls (no events, carved out) never make a criterion met by themselves: what they would have shown stays open.
        undecided = [] if keys or rests_on_reports else [(0, 5)]
        lows = [r[0] for _, r in keys] + [r[0] for r in undecided] + [r[0] for r in read if left or may_leave]
        highs = [r[1] for _, r in keys] + [r[1] for r in undecided] + [r[1] for r in read if left]
        low = self._verdict(lows, [r[0] for _, r in ranges])
        high = self._verdict(highs, [r[1] for _, r in ranges])
        if keys and not rests_on_reports and all(control.state == "no-events" for control, _ in keys):
            low, high = (min(verdict, "partly", key=_RANK.__getitem__) for verdict in (low, high))
        return low, high

    def _rests_on_a_provider(self, criterion_id: str, controls: list[Control]) -> bool:
        """Whether a key control of the criterion is left to a provider."""
        return any(control.state == "carved-out" and control.question.criteria[criterion_id] == "key" for control in controls)

    def _reports(self, criterion_id: str, controls: list[Control]) -> list[Control]:
        """The questions on provider's reports that a criterion rests on once a key control of it is left to a provider."""
        own = {control.question.id for control in controls if control.question.criteria[criterion_id] == "key"}
        return [control for control in self._provider_reports if control.question.id not in own]

    def _verdict(self, keys: list[int], every: list[int]) -> Verdict:
        if min(keys) <= self._rating.absent_up_to:
            return "not_met"
        if min(keys) >= self._target and min(every, default=5) >= self._rating.floor:
            return "met"
        return "partly"

    def _decided_by(
        self, criterion_id: str, controls: list[Control], reports: list[Control], low: Verdict, high: Verdict
    ) -> tuple[str, ...]:
        """The questions whose answers, or missing answers, made the verdict."""
        key = {c.question.id for c in controls if c.question.criteria[criterion_id] == "key"} | {c.question.id for c in reports}
        every = {c.question.id: c for c in (*controls, *reports)}.values()

        def named(which: Callable[[Control], bool]) -> tuple[str, ...]:
            return tuple(control.question.id for control in every if which(control))

        if low != high:
            return named(lambda c: c.state == "open" or c.lowest != c.highest)
        if low == "not_met":
            return named(lambda c: c.question.id in key and c.rung is not None and c.rung <= self._rating.absent_up_to)
        if low == "partly":
            short = self._target
            return named(lambda c: c.rung is not None and (c.rung < self._rating.floor or (c.question.id in key and c.rung < short)))
        return named(lambda c: c.state in ("rated", "no-events"))

    def _figure(self, members: Iterable[tuple[Control, Role]], unasked: int = 0) -> Figure:
        """Weighted credit in percent; a criterion nothing is asked about widens the bounds like one open key control."""
        lowest = settled = earned = 0.0
        total = highest = unasked * self._rating.unasked_weight
        for control, role in members:
            weight = control.question.weight * self._rating.role_weight[role]
            bounds = self._range(control)
            if bounds is None:
                continue
            total += weight
            lowest += weight * self._credit[bounds[0]]
            highest += weight * self._credit[bounds[1]]
            if control.state != "open":
                settled += weight
                earned += weight * self._credit[bounds[0]]
        if total == 0:
            return Figure(0.0, None, 100.0)
        return Figure(
            low=100 * lowest / total,
            value=100 * earned / settled if settled else None,
            high=100 * highest / total,
        )


def _weakest(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=_RANK.__getitem__, default="not_applicable")


def _answered(controls: list[Control]) -> float:
    return sum(1 for control in controls if control.state != "open") / len(controls) if controls else 0.0
