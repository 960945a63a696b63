"""Rows about what to do: gaps, remediation items, work packages and evidence to prepare. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questionnaires.model import Library
from readiness.reports.model import EvidenceGroup, EvidenceRow, GapRow, ItemCard, PackageBlock, StepRow
from readiness.reports.related import related_to_package
from readiness.reports.words import COST_WORDS, FREQUENCY_WORDS, KIND_WORDS
from scoring.gaps import Gap
from scoring.plan import Plan, RemediationItem
from scoring.score import Control, Scorecard

_DECIDED = 2  # the rung from which a control is more than chance


def item_cards(library: Library, plan: Plan) -> dict[str, ItemCard]:
    """The plan's items by question id, numbered from 1 in plan order."""
    numbers = {item.question: number for number, item in enumerate(plan.items, start=1)}
    target = library.rating.target["type_1" if plan.report_type == 1 else "type_2"]
    return {item.question: _card(library, item, numbers, target) for item in plan.items}


def _card(library: Library, item: RemediationItem, numbers: Mapping[str, int], target: int) -> ItemCard:
    question = library.question_by_id[item.question]
    return ItemCard(
        number=numbers[item.question],
        question=item.question,
        title=item.title,
        why=question.why.strip(),
        tiny=question.tiny.strip(),
        severity=item.severity,
        kind=item.kind,
        kind_word=KIND_WORDS[item.kind],
        rung=item.rung,
        target=max(target, item.rung),
        present=question.anchors[item.rung],
        aim=question.anchors[max(target, item.rung)],
        steps=tuple(StepRow(step.text.strip(), step.days) for step in item.steps),
        owner=role_title(library, item.owner),
        effort_days=item.effort_days,
        lead_days=item.lead_days,
        cost=COST_WORDS[item.cost],
        criteria=item.criteria,
        after=tuple(sorted((numbers[before], library.question_by_id[before].text) for before in item.after)),
        quick_win=item.quick_win,
        evidence=item.evidence,
        compensated=item.compensated,
        nothing_written=item.nothing_written,
    )


def role_title(library: Library, role: str) -> str:
    """An owner role's title, or the bare id of a role the library does not know."""
    known = library.role_by_id.get(role)
    return known.title if known else role


def gap_rows(library: Library, found: Sequence[Gap], items: Mapping[str, ItemCard]) -> tuple[GapRow, ...]:
    """The gaps in the library's order, each with its item's number and package."""
    return tuple(
        GapRow(
            number=items[gap.question].number,
            question=gap.question,
            text=library.question_by_id[gap.question].text,
            criterion=gap.criteria[0] if gap.criteria else library.question_by_id[gap.question].home,
            rung=gap.rung,
            kind=gap.kind,
            kind_word=KIND_WORDS[gap.kind],
            severity=gap.severity,
            package=library.theme_by_id[library.question_by_id[gap.question].theme].title,
            compensated=gap.compensated,
            nothing_written=gap.nothing_written,
        )
        for gap in found
    )


def package_blocks(library: Library, plan: Plan, items: Mapping[str, ItemCard]) -> tuple[PackageBlock, ...]:
    """The plan's packages in order, numbered from 1, each with its items."""
    return tuple(
        PackageBlock(
            number=number,
            id=package.id,
            title=package.title,
            summary=package.summary,
            severity=package.severity,
            effort_days=package.effort_days,
            owners=tuple(role_title(library, owner) for owner in package.owners),
            criteria=package.criteria,
            quick_win=package.quick_win,
            items=tuple(items[question] for question in package.questions),
            related=related_to_package(library, package.questions),
        )
        for number, package in enumerate(plan.packages, start=1)
    )


def evidence_groups(library: Library, card: Scorecard, plan: Plan) -> tuple[EvidenceGroup, ...]:
    """Evidence for every control that exists in some form (rung 2 or above) or that the plan builds, by owner role in order.

    Controls left out need none here, and what is still open may not be needed at all.
    """
    planned = {item.question for item in plan.items}
    wanted = [control for control in card.controls.values() if control.question.id in planned or _exists(control)]
    owners = [role.id for role in library.roles]
    owners += [owner for owner in dict.fromkeys(control.question.owner for control in wanted) if owner not in owners]
    groups = ((owner, [control for control in wanted if control.question.owner == owner]) for owner in owners)
    return tuple(EvidenceGroup(role_title(library, owner), tuple(map(_evidence, members))) for owner, members in groups if members)


def _exists(control: Control) -> bool:
    """Whether a settled answer says that there is a control: by rung, or one that had no events yet."""
    answer = control.answer
    return control.state == "no-events" or (control.state == "rated" and answer is not None and (answer.rung or 0) >= _DECIDED)


def _evidence(control: Control) -> EvidenceRow:
    question = control.question
    noted = control.answer.evidence if control.answer is not None else ()
    return EvidenceRow(
        question=question.id,
        text=question.text,
        criterion=question.home,
        frequency=FREQUENCY_WORDS[question.frequency],
        wanted=question.evidence,
        noted=tuple(f"{entry.title}: {entry.reference}" if entry.title else entry.reference for entry in noted),
    )
