"""Rows about what to do: gaps, remediation items, work packages and evidence to prepare. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questionnaires.model import Library
from readiness.reports.model import EvidenceGroup, EvidenceRow, GapRow, ItemCard, PackageBlock, SetAsideRow, StepRow
from readiness.reports.related import related_to_package
from readiness.reports.words import AGREED_WORDS, COST_WORDS, FREQUENCY_WORDS, KIND_WORDS
from scoring.gaps import Gap
from scoring.live import STATE_TEXT, LiveItem
from scoring.plan import Plan, RemediationItem
from scoring.requests import evidence_controls
from scoring.score import Control, Scorecard


def item_cards(library: Library, plan: Plan, decided: Sequence[LiveItem]) -> dict[str, ItemCard]:
    """The items of an open plan by their name in it, numbered from 1 in plan order; ``decided`` are those it is what is left of."""
    by_key = {one.key: one for one in decided if one.to_do}
    numbers = {item.question: number for number, item in enumerate(plan.items, start=1)}
    target = library.rating.target["type_1" if plan.report_type == 1 else "type_2"]
    return {item.question: _card(library, item, by_key[item.question], numbers, target) for item in plan.items}


def _card(library: Library, item: RemediationItem, decided: LiveItem, numbers: Mapping[str, int], target: int) -> ItemCard:
    question = library.question_by_id.get(item.question)
    rung = decided.gaps[0].rung if decided.gaps else item.rung
    return ItemCard(
        number=numbers[item.question],
        question=item.question,
        closes=item.closes if question else (),
        title=item.title,
        why=question.why.strip() if question else "",
        tiny=question.tiny.strip() if question else "",
        severity=item.severity,
        kind=item.kind,
        kind_word=KIND_WORDS[item.kind],
        rung=rung,
        target=max(target, rung),
        present=question.anchors[rung] if question else "",
        aim=question.anchors[max(target, rung)] if question else "",
        steps=tuple(StepRow(step.text.strip(), step.days) for step in item.steps),
        owner=role_title(library, item.owner) or "nobody yet",
        effort_days=item.effort_days,
        lead_days=item.lead_days,
        cost=" + ".join(COST_WORDS[band] for band in item.costs),
        criteria=item.criteria,
        after=tuple(sorted((numbers[before], library.question_by_id[before].title) for before in item.after)),
        quick_win=item.quick_win,
        evidence=item.evidence,
        compensated=item.compensated,
        nothing_written=item.nothing_written,
        own=question is None,
        state=""
        if decided.state == "open" and not decided.overdue
        else STATE_TEXT[decided.state] + (", overdue" if decided.overdue else ""),
        due=decided.stored.due if decided.stored else None,
        response=_response(decided),
    )


def _response(one: LiveItem) -> str:
    """Management's answer to a gap, in words."""
    stored = one.stored
    if stored is None:
        return ""
    return ": ".join(text for text in (AGREED_WORDS[stored.agreed], stored.response.strip()) if text)


def set_aside_rows(decided: Sequence[LiveItem]) -> tuple[SetAsideRow, ...]:
    """Accepted risks, then items done, each with what it does not do."""
    rows = []
    for one in sorted((one for one in decided if one.set_aside), key=lambda one: one.state == "done"):
        stored = one.stored
        if stored is not None:
            accepted = one.state == "risk-accepted"
            rows.append(
                SetAsideRow(
                    title=one.title,
                    questions=one.questions,
                    state=STATE_TEXT[one.state],
                    until=stored.accepted_until,
                    day=stored.done_on,
                    by=stored.accepted_by,
                    reason=stored.reason.strip(),
                    effect="does not change a verdict" if accepted else "answer again; until then the gap stands" if one.gaps else "",
                )
            )
    return tuple(rows)


def role_title(library: Library, role: str) -> str:
    """An owner role's title, or the bare id of a role the library does not know."""
    known = library.role_by_id.get(role)
    return known.title if known else role


def gap_rows(library: Library, found: Sequence[Gap], items: Mapping[str, ItemCard]) -> tuple[GapRow, ...]:
    """The gaps in the library's order, each with its item's number and package."""
    numbers = {question: card.number for card in items.values() for question in card.closes}
    return tuple(
        GapRow(
            number=numbers.get(gap.question, 0),
            question=gap.question,
            text=library.question_by_id[gap.question].title,
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
            owners=tuple(role_title(library, owner) for owner in package.owners) or ("nobody yet",),
            criteria=package.criteria,
            quick_win=package.quick_win,
            items=tuple(items[question] for question in package.questions),
            related=related_to_package(library, (name for question in package.questions for name in items[question].closes)),
        )
        for number, package in enumerate(plan.packages, start=1)
    )


def evidence_groups(library: Library, card: Scorecard, plan: Plan) -> tuple[EvidenceGroup, ...]:
    """Evidence for every control that exists in some form or that the plan builds, by owner role in order."""
    wanted = evidence_controls(card, plan)
    owners = [role.id for role in library.roles]
    owners += [owner for owner in dict.fromkeys(control.question.owner for control in wanted) if owner not in owners]
    groups = ((owner, [control for control in wanted if control.question.owner == owner]) for owner in owners)
    return tuple(EvidenceGroup(role_title(library, owner), tuple(map(_evidence, members))) for owner, members in groups if members)


def _evidence(control: Control) -> EvidenceRow:
    question = control.question
    noted = control.answer.evidence if control.answer is not None else ()
    return EvidenceRow(
        question=question.id,
        text=question.title,
        criterion=question.home,
        frequency=FREQUENCY_WORDS[question.frequency],
        wanted=question.evidence,
        noted=tuple(f"{entry.title}: {entry.reference}" if entry.title else entry.reference for entry in noted),
    )
