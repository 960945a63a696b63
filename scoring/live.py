"""The plan with what people decided about it: owners, dates, merged and own items, accepted risks, things done.

Decisions are stored apart from the plan and laid over it each time it is made, so they survive re-planning. Nothing here
changes a verdict: an accepted risk stays a gap, and an item done asks for its control to be answered again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from questionnaires.model import COST_BANDS, SEVERITIES, EvidenceWanted, Library, Severity
from scoring.model import Item, Person
from scoring.order import dependents, ordered
from scoring.owners import declared_owners, working_role
from scoring.plan import Plan, RemediationItem, WorkPackage
from scoring.ranges import added

OWN_PACKAGE = "own-items"
State = Literal["open", "in-progress", "done", "risk-accepted", "acceptance-expired", "closed"]
STATE_TEXT: dict[State, str] = {
    "open": "open",
    "in-progress": "in progress",
    "done": "done",
    "risk-accepted": "risk accepted",
    "acceptance-expired": "acceptance expired",
    "closed": "no gap now",
}


@dataclass(frozen=True, slots=True)
class LiveItem:
    """One thing to do: the gaps it mends (none for an item of one's own), and what was decided about it.

    ``stored`` is None while nobody has decided anything. ``state`` is the stored status, but ``acceptance-expired`` once the
    date of an accepted risk has passed, and ``closed`` once none of its questions shows a gap any more. ``overdue``: due
    before today and neither done, closed nor accepted. ``answer_again``: done, while a gap is still stated.
    """

    id: str
    title: str
    gaps: tuple[RemediationItem, ...]
    questions: tuple[str, ...]
    stored: Item | None
    state: State
    owner: str
    severity: Severity
    effort_days: tuple[float, float]
    overdue: bool
    answer_again: bool

    @property
    def to_do(self) -> bool:
        """Whether work is still to be planned for it."""
        return self.state in ("open", "in-progress", "acceptance-expired")

    @property
    def set_aside(self) -> bool:
        """Whether somebody took it out of what is to do: its risk is accepted, or it is done."""
        return self.state in ("done", "risk-accepted")

    @property
    def key(self) -> str:
        """What it is called in an `open_plan`: its first gap's question, or its id if it closes none."""
        return self.gaps[0].question if self.gaps else self.id


def live_items(plan: Plan, stored: Iterable[Item], today: date) -> tuple[LiveItem, ...]:
    """Every gap of the plan and every stored item once: ranked ones first, then in the plan's order, own and closed ones last.

    A question named by several stored items belongs to the first of them. Merged items that would have to wait for themselves
    stand apart again, each with what was decided about them together.
    """
    by_question = {item.question: item for item in plan.items}
    place = {item.question: number for number, item in enumerate(plan.items)}
    taken: set[str] = set()
    merged: list[tuple[str, ...]] = []
    found: list[LiveItem] = []
    for item in stored:
        # An item of one's own under a question's name, as only a foreign file has, is taken for that question's.
        named = item.questions or ((item.id,) if item.id in by_question else ())
        mine = tuple(by_question[q] for q in named if q in by_question and q not in taken)
        taken.update(gap.question for gap in mine)
        together = tuple(gap.question for gap in mine)
        if len(mine) > 1 and tangled(plan, together, merged):
            found += [replace(_live(item, (gap.question,), (gap,), today), id=gap.question) for gap in mine]
        else:
            merged.append(together)
            found.append(_live(item, named, mine, today))
    for gap in plan.items:
        if gap.question not in taken:
            found.append(_untouched(gap))
    last = len(place)

    def order(one: LiveItem) -> tuple[int, int, int]:
        rank = one.stored.rank if one.stored is not None else None
        first = min((place[gap.question] for gap in one.gaps), default=last)
        return (0 if rank is not None else 1, rank or 0, first + (last if one.state == "closed" else 0))

    return tuple(sorted(found, key=order))


def tangled(plan: Plan, questions: Collection[str], merged: Iterable[Collection[str]] = ()) -> tuple[str, ...]:
    """What makes items that are taken as one wait for themselves: each of these waits for one of them, and one of them for it.

    Empty for items that can be one. ``merged`` are others that are taken as one already: what waits for one of them waits for all.
    """
    after = {item.question: item.after for item in plan.items}
    for group in merged:
        after |= dict.fromkeys(group, tuple(before for question in group for before in after.get(question, ()) if before not in group))
    needs = {question: [before for before in after.get(question, ()) if before not in questions] for question in questions}
    waited_for = dependents(list(after), {**after, **needs})
    ahead = {before for before, later in waited_for.items() if before not in questions and not later.isdisjoint(questions)}
    behind = {later for question in questions for later in waited_for.get(question, ())}
    return tuple(question for question in after if question in ahead & behind)


def _untouched(gap: RemediationItem) -> LiveItem:
    return LiveItem(
        id=gap.question,
        title=gap.title,
        gaps=(gap,),
        questions=(gap.question,),
        stored=None,
        state="open",
        owner=gap.owner,
        severity=gap.severity,
        effort_days=gap.effort_days,
        overdue=False,
        answer_again=False,
    )


def _live(item: Item, questions: tuple[str, ...], gaps: tuple[RemediationItem, ...], today: date) -> LiveItem:
    state: State = item.status
    if questions and not gaps:
        state = "closed"
    elif item.status == "risk-accepted" and item.accepted_until is not None and item.accepted_until < today:
        state = "acceptance-expired"
    own = item.severity or "medium"
    efforts = [gap.effort_days for gap in gaps] or [item.effort_days or (0.0, 0.0)]
    return LiveItem(
        id=item.id,
        # A merged item has a title of its own; a gap's is its question, whatever that says by now.
        title=gaps[0].title if len(questions) == 1 and gaps else item.title,
        gaps=gaps,
        questions=questions,
        stored=item,
        state=state,
        owner=item.owner or (gaps[0].owner if gaps else ""),
        severity=max((gap.severity for gap in gaps), key=SEVERITIES.index, default=own),
        effort_days=added(efforts),
        overdue=item.due is not None and item.due < today and state in ("open", "in-progress", "acceptance-expired"),
        answer_again=state == "done" and bool(gaps),
    )


def open_plan(plan: Plan, items: Iterable[LiveItem]) -> Plan:
    """The plan that is left to schedule: owners as decided, merged and own items as one, done and accepted ones taken out.

    What waits for a thing that is done or accepted no longer waits. Items that people ranked come first, with what they need
    before them. Packages are those of the plan, cut to what is left, and one for the items of one's own.
    """
    todo = [one for one in items if one.to_do]
    stands_for = {gap.question: one.key for one in todo for gap in one.gaps}
    made = _in_order([_work(one, stands_for) for one in todo])
    own = tuple(item for item in made if item.package == OWN_PACKAGE)
    packages = [_cut(package, mine) for package in plan.packages if (mine := [item for item in made if item.package == package.id])]
    if own:
        base = WorkPackage(OWN_PACKAGE, "Your own items", "What you added by hand.", (), (), "low", (0, 0), (), False)
        packages.append(_cut(base, own))
    return replace(plan, items=made, packages=tuple(packages))


def _in_order(items: Sequence[RemediationItem]) -> tuple[RemediationItem, ...]:
    """The items as they stand, but each after what it needs, which takes over its place."""
    known = {item.question: item for item in items}
    needs = {item.question: item.after for item in items}
    place = {question: number for number, question in enumerate(known)}
    waiting = dependents(list(known), needs)
    soonest = {question: min(place[later] for later in (question, *waiting[question])) for question in known}
    return tuple(known[question] for question in ordered(list(known), needs, (), lambda question: (soonest[question], place[question])))


def pins(items: Iterable[LiveItem]) -> dict[str, date]:
    """The first days of work that people chose, by the item's name in the `open_plan`."""
    return {one.key: one.stored.start for one in items if one.to_do and one.stored is not None and one.stored.start is not None}


def due_too_soon(one: LiveItem, done: date | None) -> bool:
    """Whether an item is due before the day on which the schedule has it ``done``, its waiting included (None: not scheduled)."""
    due = one.stored.due if one.stored is not None else None
    return one.to_do and due is not None and done is not None and due < done


def owned_by_roles(plan: Plan, library: Library, people: Sequence[Person]) -> Plan:
    """The plan with a role in every owner's place, as capacities are stated by role: that of the person who owns an item.

    Whoever has no role, or is declared nowhere, leaves the work with the role that usually owns the control.
    """
    known = declared_owners(library, people)

    def role(item: RemediationItem) -> str:
        question = library.question_by_id.get(item.question)
        return working_role(library, people, known, item.owner) or (question.owner if question is not None else item.owner)

    return replace(plan, items=tuple(replace(item, owner=role(item)) for item in plan.items))


def _cut(package: WorkPackage, items: Sequence[RemediationItem]) -> WorkPackage:
    reached = dict.fromkeys(criterion for item in items for criterion in item.criteria)
    return replace(
        package,
        questions=tuple(item.question for item in items),
        criteria=tuple(dict.fromkeys(criterion for criterion in (*package.criteria, *reached) if criterion in reached)),
        severity=max((item.severity for item in items), key=SEVERITIES.index),
        effort_days=added(item.effort_days for item in items),
        owners=tuple(dict.fromkeys(item.owner for item in items if item.owner)),
        quick_win=any(item.quick_win and item.severity == SEVERITIES[-1] for item in items),
    )


def _work(one: LiveItem, stands_for: Mapping[str, str]) -> RemediationItem:
    rank = one.stored.rank if one.stored is not None else None
    if not one.gaps:
        return RemediationItem(
            question=one.key,
            title=one.title,
            kind="implementation",
            severity=one.severity,
            rung=0,
            criteria=(),
            owner=one.owner,
            effort_days=one.effort_days,
            lead_days=0,
            cost="none",
            quick_win=False,
            after=(),
            package=OWN_PACKAGE,
            steps=(),
            evidence=EvidenceWanted(),
            compensated=False,
            nothing_written=False,
            rank=rank,
        )
    first = one.gaps[0]
    own = {gap.question for gap in one.gaps}
    costs = sorted((gap.cost for gap in one.gaps), key=COST_BANDS.index, reverse=True)
    waits = [stands_for[before] for gap in one.gaps for before in gap.after if before in stands_for]
    return replace(
        first,
        title=one.title,
        severity=one.severity,
        rung=min(gap.rung for gap in one.gaps),
        owner=one.owner,
        effort_days=one.effort_days,
        lead_days=max(gap.lead_days for gap in one.gaps),
        cost=costs[0],
        further_costs=tuple(costs[1:]),
        criteria=tuple(dict.fromkeys(criterion for gap in one.gaps for criterion in gap.criteria)),
        quick_win=any(gap.quick_win for gap in one.gaps),
        after=tuple(dict.fromkeys(before for before in waits if before not in own)),
        steps=tuple(step for gap in one.gaps for step in gap.steps),
        evidence=_joined(gap.evidence for gap in one.gaps),
        merged=tuple(gap.question for gap in one.gaps[1:]),
        rank=rank,
    )


def _joined(wanted: Iterable[EvidenceWanted]) -> EvidenceWanted:
    """Everything that any of these asks for, once, in order."""
    listed = list(wanted)
    return EvidenceWanted(
        design=tuple(dict.fromkeys(entry for one in listed for entry in one.design)),
        operation=tuple(dict.fromkeys(entry for one in listed for entry in one.operation)),
        population=tuple(dict.fromkeys(entry for one in listed for entry in one.population)),
    )
