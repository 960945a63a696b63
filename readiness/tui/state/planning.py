"""What the plan screen shows: work packages in order, their items, and what stands behind each. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from questionnaires.model import Library
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.tending import live
from readiness.tui.state.dating import UNDATED, Dating, chart, item_days, package_days, results_line, results_text
from readiness.tui.state.related import RELATED_TITLE, related_lines
from readiness.tui.state.tended import decided_text, marks, role_title
from readiness.tui.state.text import clean, days_text, one_line, type_word
from scoring.headline import headline, with_gaps
from scoring.live import LiveItem, open_plan
from scoring.plan import Plan, RemediationItem, WorkPackage
from scoring.related import touched
from scoring.schedule import ScheduledItem


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A package (``number`` set, ``question`` its first item's) or an item of one; ``question`` is empty for an item of one's own.

    ``item`` is the key of the item whose decisions an edit changes, empty for a package; ``marks`` say what was decided, in words.
    """

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
    item: str = ""
    marks: str = ""


def left_to_do(assessment: Assessment, today: date) -> tuple[Plan, tuple[LiveItem, ...]]:
    """The plan without what people set aside as done or accepted, with their owners, merged and own items; and all items."""
    decided = live(assessment, today=today)
    return open_plan(assessment.plan(), decided), decided


def plan_summary(assessment: Assessment, plan: Plan, dating: Dating = UNDATED) -> tuple[str, str]:
    """The headline, and what the plan amounts to and leads to."""
    card = assessment.scorecard()
    still_open = card.open_count
    if not plan.items:
        known = bool(assessment.plan().items)
        summary = "Nothing is left to plan: all is set aside." if known else "No gap is known yet, so there is nothing to plan."
    else:
        quick = sum(item.quick_win for item in plan.items)
        wins = f", {count_text(quick, 'quick win')}" if quick else ""
        summary = (
            f"{count_text(len(plan.items), 'item')} in {count_text(len(plan.packages), 'work package')}, "
            f"{days_text(plan.effort_days).removesuffix(' d')} person-days{wins}."
        )
    if still_open:
        summary += f" {count_text(still_open, 'open question')}: any gap there is not in here yet."
    return clean(headline(card)), _with_dates(summary, dating)


def _with_dates(summary: str, dating: Dating) -> str:
    return "\n".join(filter(None, (summary, results_line(dating), dating.wanted)))


def short_summary(assessment: Assessment, plan: Plan, dating: Dating = UNDATED) -> tuple[str, str]:
    """`plan_summary` in one line each, for a screen where every row counts."""
    card = assessment.scorecard()
    gaps, total = len(with_gaps(card)), len(card.criteria)
    if gaps:
        verdict = (
            f"Not ready for {type_word(card.report_type)} today: {gaps} of {total} criteria {'has a gap' if gaps == 1 else 'have gaps'}."
        )
    else:
        verdict = clean(headline(card)).partition(". ")[0].removesuffix(".") + "."
    if not plan.items:
        return verdict, plan_summary(assessment, plan, dating)[1]
    quick = sum(item.quick_win for item in plan.items)
    still_open = card.open_count
    parts = [count_text(len(plan.items), "item"), f"{days_text(plan.effort_days).removesuffix(' d')} person-days"]
    parts += [count_text(quick, "quick win")] if quick else []
    parts += [f"{count_text(still_open, 'question')} still open"] if still_open else []
    return verdict, _with_dates(" · ".join(parts), dating)


def plan_rows(
    assessment: Assessment, plan: Plan, dating: Dating = UNDATED, chart_width: int = 0, decided: Iterable[LiveItem] = ()
) -> list[PlanRow]:
    """Packages in the order to take them up, each followed by its items.

    ``chart_width`` is how many cells a chart of the weeks may take; 0 for none. ``decided`` are the items that `left_to_do` gave.
    """
    library, made = assessment.library, dating.schedule
    known = {one.key: one for one in decided}
    items = {item.question: item for item in plan.items}
    rows: list[PlanRow] = []
    for number, package in enumerate(plan.packages, 1):
        days = _package_dates(library, plan, package, dating, chart_width)
        inside = [items[question] for question in package.questions]
        rows.append(_package(library, package, number, inside, days))
        rows += [
            _item(
                library,
                item,
                items,
                made.items[item.question] if made is not None else None,
                known.get(item.question),
            )
            for item in inside
        ]
    return rows


def aside_rows(library: Library, decided: Iterable[LiveItem]) -> list[PlanRow]:
    """What is not in the plan: items done or accepted, and those whose gap is closed since, with what was decided about them."""
    return [
        PlanRow(
            id=f"aside:{one.key}",
            question=_opens(library, one.gaps[0].question if one.gaps else one.questions[0] if one.questions else ""),
            number=0,
            title=one_line(one.title),
            severity=one.severity,
            owner=role_title(library, one.owner),
            effort=days_text(one.effort_days),
            lead="",
            quick_win=False,
            criteria="",
            after=False,
            sections=(("Decided", decided_text(library, one)), ("Gap", f"{one.severity} severity" if one.gaps else "none known now")),
            item=one.key,
            marks=marks(one),
        )
        for one in decided
        if not one.to_do
    ]


def _package_dates(library: Library, plan: Plan, package: WorkPackage, dating: Dating, chart_width: int) -> list[tuple[str, str]]:
    made = dating.schedule
    if made is None:
        return []
    drawn = chart(plan, made, chart_width, package.id)
    return [
        ("Dates", package_days(made.packages[package.id])),
        *([("Weeks", drawn)] if drawn else []),
        ("What the dates lead to", results_text(library, made, dating.stated)),
    ]


def _opens(library: Library, question: str) -> str:
    """The question itself where there is one: an item of one's own has none behind it."""
    return question if question in library.question_by_id else ""


def _package(
    library: Library, package: WorkPackage, number: int, items: Sequence[RemediationItem], dates: list[tuple[str, str]]
) -> PlanRow:
    owners = ", ".join(role_title(library, owner) for owner in package.owners)
    known = library.question_by_id
    elsewhere = related_lines(touched(library, (known[question] for item in items for question in item.closes if question in known)))
    return PlanRow(
        id=f"package:{package.id}",
        question=_opens(library, package.questions[0]),
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
            *dates,
            ("Owners", owners),
            ("Criteria", " ".join(package.criteria)),
            *([(RELATED_TITLE, elsewhere)] if elsewhere else []),
        ),
    )


def _item(
    library: Library,
    item: RemediationItem,
    items: Mapping[str, RemediationItem],
    days: ScheduledItem | None,
    one: LiveItem | None = None,
) -> PlanRow:
    done = days.done if days is not None else None
    lead = f"{item.lead_days} days" if item.lead_days else "none"
    proof = [entry for kind in (item.evidence.design, item.evidence.operation, item.evidence.population) for entry in kind]
    cost = " + ".join(item.costs)
    facts = [f"{item.severity} severity", f"{item.kind} gap", f"at rung {item.rung}"]
    facts += [word for word, stands in (("quick win", item.quick_win), ("nothing written", item.nothing_written)) if stands]
    if item.compensated:
        facts.append("compensating control: agree with your auditor")
    sections = [
        ("Decided", decided_text(library, one, done) if one is not None else ""),
        ("Gap", ", ".join(facts)),
        ("Owner and effort", f"{role_title(library, item.owner)}, {days_text(item.effort_days)}; waiting time {lead}; cost {cost}"),
        ("Dates", item_days(library, days) if days is not None else ""),
        ("Steps", "\n".join(f"{n}. {clean(step.text)} ({days_text(step.days)})" for n, step in enumerate(item.steps, 1))),
        ("Comes first", "\n".join(one_line(items[earlier].title) for earlier in item.after if earlier in items)),
        ("Evidence it leaves", "\n".join(f"- {one_line(entry)}" for entry in proof)),
        ("Criteria", " ".join(item.criteria)),
    ]
    return PlanRow(
        id=item.question,
        question=_opens(library, item.question),
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
        item=item.question,
        marks=marks(one, done) if one is not None else "",
    )
