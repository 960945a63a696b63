"""From gaps to a remediation plan: one item a gap, items of one theme as a work package, both in an order that works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from questionnaires.model import SEVERITIES, CostBand, EvidenceWanted, Library, Question, Severity
from questionnaires.steps import render_step
from scoring.controls import Control
from scoring.gaps import Gap, GapKind, gaps
from scoring.model import ReportType, Scope
from scoring.order import dependents, ordered
from scoring.owners import declared_owners, shown_owner
from scoring.ranges import added
from scoring.score import Scorecard

_MISSING: frozenset[GapKind] = frozenset(("design", "implementation", "scope"))
_PACKAGE_STEPS: dict[GapKind, int] = {"design": 0, "scope": 1, "implementation": 1, "operating": 1, "evidence": 2, "documentation": 2}


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step as plain text for this organisation; ``days`` is effort in person-days (least, most)."""

    text: str
    days: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RemediationItem:
    """What closes one gap. ``after`` names the questions of other items in this plan that must be done first.

    What people decided comes with it: ``merged`` are questions of other gaps that the same work closes, ``rank`` its place ahead
    of the computed order (1 is first). An item of their own has its own id in place of a question. ``cost`` is the highest band of
    what it closes, ``further_costs`` are the others': their money adds up.
    """

    question: str
    title: str
    kind: GapKind
    severity: Severity
    rung: int
    criteria: tuple[str, ...]
    owner: str
    effort_days: tuple[float, float]
    lead_days: int
    cost: CostBand
    quick_win: bool
    after: tuple[str, ...]
    package: str
    steps: tuple[PlannedStep, ...]
    evidence: EvidenceWanted
    compensated: bool
    nothing_written: bool
    merged: tuple[str, ...] = ()
    rank: int | None = None
    further_costs: tuple[CostBand, ...] = ()

    @property
    def closes(self) -> tuple[str, ...]:
        """The questions whose gaps it closes."""
        return (self.question, *self.merged)

    @property
    def costs(self) -> tuple[CostBand, ...]:
        """The bands whose money adds up, highest first; "none" only where nothing else is."""
        bands = tuple(band for band in (self.cost, *self.further_costs) if band != "none")
        return bands or ("none",)


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """Items of one theme, with shared subject; ``effort_days`` adds up its items', in person-days (least, most)."""

    id: str
    title: str
    summary: str
    questions: tuple[str, ...]
    criteria: tuple[str, ...]
    severity: Severity
    effort_days: tuple[float, float]
    owners: tuple[str, ...]
    quick_win: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Remediation items and work packages, each in the order to take them up, for one report type."""

    report_type: ReportType
    items: tuple[RemediationItem, ...]
    packages: tuple[WorkPackage, ...]

    @property
    def effort_days(self) -> tuple[float, float]:
        """Person-days of the whole plan (least, most)."""
        return added([item.effort_days for item in self.items])


def plan(library: Library, scope: Scope, scorecard: Scorecard) -> Plan:
    """The remediation plan for every gap of ``scorecard``.

    Hard dependencies on controls that do not work yet always hold; inside them quick wins of high severity, then severity
    (inherited from what comes after an item), the number of criteria reached, and effort; soft preferences bend the order last
    and never hold up a quick win.
    """
    found = {gap.question: gap for gap in gaps(library, scorecard)}
    questions = {question_id: scorecard.controls[question_id].question for question_id in found}
    # A control that works and only lacks records already gives what comes after it the ground to stand on.
    missing = {question_id for question_id, gap in found.items() if gap.kind in _MISSING}
    hard = {question_id: tuple(q for q in question.after if q in missing) for question_id, question in questions.items()}
    owners = declared_owners(library, scope.people)
    items = {
        question_id: _item(scope, owners, scorecard.controls[question_id], gap, hard[question_id]) for question_id, gap in found.items()
    }
    order = _item_order(items, questions, hard)
    return Plan(
        report_type=scorecard.report_type,
        items=tuple(items[question_id] for question_id in order),
        packages=_packages(library, items, questions, order, hard),
    )


def _item(scope: Scope, owners: Mapping[str, str], control: Control, gap: Gap, after: tuple[str, ...]) -> RemediationItem:
    question, answer = control.question, control.answer
    needed = [step for step in question.remediation if step.upto >= gap.rung]
    if gap.kind == "documentation":
        needed = list(question.remediation[-1:])
    steps = tuple(PlannedStep(render_step(step.do, scope.facts), step.days) for step in needed)
    return RemediationItem(
        question=question.id,
        title=question.title,
        kind=gap.kind,
        severity=gap.severity,
        rung=gap.rung,
        criteria=gap.criteria,
        # Whoever answers for the control mends it, unless an item says otherwise.
        owner=(shown_owner(answer.owner, owners) if answer is not None else "") or question.owner,
        effort_days=added([step.days for step in steps]),
        lead_days=question.lead_days,
        cost=question.cost,
        quick_win=question.quick_win and gap.kind in ("design", "implementation"),
        after=after,
        package=question.theme,
        steps=steps,
        evidence=question.evidence,
        compensated=gap.compensated,
        nothing_written=gap.nothing_written,
    )


def urgent_win(item: RemediationItem) -> bool:
    """A quick win of high severity or above: taken up before everything it does not need."""
    return item.quick_win and _urgency(item.severity) <= 1


def _urgency(severity: Severity) -> int:
    """0 for critical, rising as severity falls."""
    return len(SEVERITIES) - 1 - SEVERITIES.index(severity)


def _item_order(items: Mapping[str, RemediationItem], questions: Mapping[str, Question], hard: Mapping[str, tuple[str, ...]]) -> list[str]:
    ids = list(items)
    waiting = dependents(ids, hard)
    inherited = {i: min(_urgency(items[later].severity) for later in (i, *waiting[i])) for i in ids}
    reach = {i: len({criterion for later in (i, *waiting[i]) for criterion in items[later].criteria}) for i in ids}
    soft = [
        (earlier, later) for earlier in ids for later in questions[earlier].sooner_than if later in items and not items[later].quick_win
    ]

    def priority(question_id: str) -> tuple[float, ...]:
        item = items[question_id]
        return (0 if urgent_win(item) else 1, inherited[question_id], -reach[question_id], item.effort_days[1])

    return ordered(ids, hard, soft, priority)


def _needs(ids: list[str], edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """What comes before each id, from (earlier, later) pairs."""
    needs: dict[str, set[str]] = {entry: set() for entry in ids}
    for earlier, later in edges:
        needs[later].add(earlier)
    return needs


def _packages(
    library: Library,
    items: Mapping[str, RemediationItem],
    questions: Mapping[str, Question],
    order: list[str],
    hard: Mapping[str, tuple[str, ...]],
) -> tuple[WorkPackage, ...]:
    """Packages by severity (inherited), those with a critical quick win first, absent controls before partial, records last.

    Among equals those with a quick win of their own severity, then those that reach more criteria.
    Two packages may need each other; their items' own dependencies still hold.
    """
    members: dict[str, list[str]] = {}
    for question_id in order:
        members.setdefault(items[question_id].package, []).append(question_id)
    packages = {theme: _package(library, theme, [items[q] for q in questions_]) for theme, questions_ in members.items()}
    themes = [theme.id for theme in library.themes if theme.id in packages]
    pairs = [(before, question_id) for question_id in order for before in hard[question_id]]
    pairs += [(question_id, later) for question_id in order for later in questions[question_id].sooner_than if later in items]
    edges = [(items[earlier].package, items[later].package) for earlier, later in pairs]
    # Edges count as soft between packages: where two themes need each other no order satisfies both, and the first edge holds.
    usable = [(earlier, later) for earlier, later in edges if earlier != later and not packages[later].quick_win]
    waiting = dependents(themes, _needs(themes, usable))
    position = {theme: index for index, theme in enumerate(themes)}

    def priority(theme: str) -> tuple[float, ...]:
        package = packages[theme]
        inherited = min(_urgency(packages[later].severity) for later in (theme, *waiting[theme]))
        step = min(_PACKAGE_STEPS[items[q].kind] for q in package.questions if items[q].severity == package.severity)
        wins = any(items[q].quick_win and items[q].severity == package.severity for q in package.questions)
        return (inherited, 0 if package.quick_win else 1, step, 0 if wins else 1, -len(package.criteria), position[theme])

    return tuple(packages[theme] for theme in ordered(themes, {}, usable, priority))


def _package(library: Library, theme_id: str, items: list[RemediationItem]) -> WorkPackage:
    theme = library.theme_by_id[theme_id]
    reached = {criterion for item in items for criterion in item.criteria}
    return WorkPackage(
        id=theme.id,
        title=theme.title,
        summary=theme.summary,
        questions=tuple(item.question for item in items),
        criteria=tuple(criterion.id for criterion in library.criteria if criterion.id in reached),
        severity=max((item.severity for item in items), key=SEVERITIES.index),
        effort_days=added([item.effort_days for item in items]),
        owners=tuple(dict.fromkeys(item.owner for item in items)),
        quick_win=any(item.quick_win and _urgency(item.severity) == 0 for item in items),
    )
