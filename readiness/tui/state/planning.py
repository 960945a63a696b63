"""What the plan screen shows: work packages in order, their items, and what stands behind each. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.tui.state.related import RELATED_TITLE, related_lines
from readiness.tui.state.text import clean, count_text, days_text, one_line, type_word
from scoring.headline import headline, verdict_counts
from scoring.plan import Plan, RemediationItem, WorkPackage
from scoring.related import touched


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A package (``number`` set, ``question`` its first item's) or an item of one."""

    id: str
    question: str
    number: int
    title: str
    severity: str
    owner: str
    effort: str
    lead: str
    quick_win: bool
    criteria: str
    after: bool
    sections: tuple[tuple[str, str], ...]


def plan_summary(assessment: Assessment, plan: Plan) -> tuple[str, str]:
    """The headline, and what the plan amounts to."""
    card = assessment.scorecard()
    still_open = card.open_count
    if not plan.items:
        summary = "No gap is known yet, so there is nothing to plan."
    else:
        quick = sum(item.quick_win for item in plan.items)
        wins = f", {count_text(quick, 'quick win')}" if quick else ""
        summary = (
            f"{count_text(len(plan.items), 'item')} in {count_text(len(plan.packages), 'work package')}, "
            f"{days_text(plan.effort_days).removesuffix(' d')} person-days{wins}."
        )
    if still_open:
        summary += f" {count_text(still_open, 'open question')}: any gap there is not in here yet."
    return clean(headline(card)), summary


def short_summary(assessment: Assessment, plan: Plan) -> tuple[str, str]:
    """`plan_summary` in one line each, for a screen where every row counts."""
    card = assessment.scorecard()
    counts, total = verdict_counts(card), len(card.criteria)
    gaps = counts["not_met"] + counts["partly"]
    if gaps:
        verdict = (
            f"Not ready for {type_word(card.report_type)} today: {gaps} of {total} criteria {'has a gap' if gaps == 1 else 'have gaps'}."
        )
    else:
        verdict = clean(headline(card)).partition(". ")[0].removesuffix(".") + "."
    if not plan.items:
        return verdict, plan_summary(assessment, plan)[1]
    quick = sum(item.quick_win for item in plan.items)
    still_open = card.open_count
    parts = [count_text(len(plan.items), "item"), f"{days_text(plan.effort_days).removesuffix(' d')} person-days"]
    parts += [count_text(quick, "quick win")] if quick else []
    parts += [f"{count_text(still_open, 'question')} still open"] if still_open else []
    return verdict, " · ".join(parts)


def plan_rows(assessment: Assessment, plan: Plan) -> list[PlanRow]:
    """Packages in the order to take them up, each followed by its items."""
    items = {item.question: item for item in plan.items}
    rows: list[PlanRow] = []
    for number, package in enumerate(plan.packages, 1):
        rows.append(_package(assessment.library, package, number))
        rows += [_item(assessment.library, items[question]) for question in package.questions]
    return rows


def role_title(library: Library, role: str) -> str:
    """An owner role in words."""
    return one_line(library.role_by_id[role].title if role in library.role_by_id else role)


def _package(library: Library, package: WorkPackage, number: int) -> PlanRow:
    owners = ", ".join(role_title(library, owner) for owner in package.owners)
    elsewhere = related_lines(touched(library, (library.question_by_id[question] for question in package.questions)))
    return PlanRow(
        id=f"package:{package.id}",
        question=package.questions[0],
        number=number,
        title=one_line(package.title),
        severity=package.severity,
        owner=owners,
        effort=days_text(package.effort_days),
        lead="",
        quick_win=package.quick_win,
        criteria=" ".join(package.criteria),
        after=False,
        sections=(
            ("What it is", clean(package.summary)),
            ("Size", f"{count_text(len(package.questions), 'item')}, {days_text(package.effort_days)}; severity {package.severity}"),
            ("Owners", owners),
            ("Criteria", " ".join(package.criteria)),
            *([(RELATED_TITLE, elsewhere)] if elsewhere else []),
        ),
    )


def _item(library: Library, item: RemediationItem) -> PlanRow:
    lead = f"{item.lead_days} days" if item.lead_days else "none"
    proof = [entry for kind in (item.evidence.design, item.evidence.operation, item.evidence.population) for entry in kind]
    facts = [f"{item.severity} severity", f"{item.kind} gap", f"at rung {item.rung}"]
    facts += [word for word, stands in (("quick win", item.quick_win), ("nothing written", item.nothing_written)) if stands]
    if item.compensated:
        facts.append("compensating control: agree with your auditor")
    sections = [
        ("Gap", ", ".join(facts)),
        ("Owner and effort", f"{role_title(library, item.owner)}, {days_text(item.effort_days)}; waiting time {lead}; cost {item.cost}"),
        ("Steps", "\n".join(f"{n}. {clean(step.text)} ({days_text(step.days)})" for n, step in enumerate(item.steps, 1))),
        ("Comes first", "\n".join(one_line(library.question_by_id[earlier].text) for earlier in item.after)),
        ("Evidence it leaves", "\n".join(f"- {one_line(entry)}" for entry in proof)),
        ("Criteria", " ".join(item.criteria)),
    ]
    return PlanRow(
        id=item.question,
        question=item.question,
        number=0,
        title=one_line(item.title),
        severity=item.severity,
        owner=role_title(library, item.owner),
        effort=days_text(item.effort_days),
        lead=f"+{item.lead_days}" if item.lead_days else "",
        quick_win=item.quick_win,
        criteria=" ".join(item.criteria),
        after=bool(item.after),
        sections=tuple((title, text) for title, text in sections if text),
    )
