"""Rows about what was said: answers, open questions, remarks, what is left out and why, and the scope. Pure."""

from __future__ import annotations

from questionnaires.conditions import Condition
from questionnaires.model import Library, Question
from readiness.reports.planned import role_title
from readiness.reports.said import (
    AnswerRow,
    CompensatingRow,
    IndexRow,
    LeftOutKind,
    LeftOutRow,
    OpenKind,
    OpenRow,
    RemarkRow,
    RemovedRow,
    RewordedRow,
    ScopeGroup,
    ScopeLine,
)
from readiness.reports.words import BASIS_WORDS, day_text, fact_text, level_text
from scoring import freshness
from scoring.advice import CategoryAdvice, advise
from scoring.evidence import REMARK_TEXT
from scoring.model import Answer, QuestionSet, Scope, Vendor
from scoring.objections import objection
from scoring.parked import candidates
from scoring.score import Control, Scorecard
from scoring.select import removed_by_facts, rewordings


def left_out_rows(library: Library, scope: Scope, card: Scorecard) -> tuple[LeftOutRow, ...]:
    """Controls that are not applicable, carved out or had no events, each with its reason and effect."""
    effects: dict[LeftOutKind, str] = {
        "not-applicable": "Left out of verdicts and figures; the description of the system explains it.",
        "carved-out": "Left out; rests on having read the provider's report and mapped the controls it expects of you.",
        "no-events": "Counts at target for Type I; listed as not tested for Type II.",
    }
    rows = []
    for kind, effect in effects.items():
        for control in card.controls.values():
            if control.state == kind and control.answer is not None:
                vendor = scope.vendor(control.answer.vendor)
                rows.append(
                    LeftOutRow(
                        kind=kind,
                        question=control.question.id,
                        text=control.question.title,
                        criterion=control.question.home,
                        reason=control.answer.reason.strip() or control.answer.note.strip(),
                        vendor=vendor.name if vendor else "",
                        respondent=control.answer.respondent,
                        effect=effect,
                    )
                )
    return tuple(rows)


def compensating_rows(card: Scorecard) -> tuple[CompensatingRow, ...]:
    """Compensating controls on settled answers, whether or not they lift a verdict."""
    rows = []
    for control in card.controls.values():
        answer = control.answer
        if control.state == "rated" and answer is not None and answer.compensating is not None and answer.rung is not None:
            own = answer.compensating
            rows.append(
                CompensatingRow(
                    question=control.question.id,
                    text=control.question.title,
                    criterion=control.question.home,
                    rung=answer.rung,
                    own_rung=own.rung,
                    counts_as=answer.rung if control.rung is None else control.rung,
                    reason=own.reason,
                    owner=own.owner,
                    evidence=own.evidence,
                )
            )
    return tuple(rows)


def removed_rows(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[RemovedRow, ...]:
    """Questions that the stated facts rule out, with those facts."""
    return tuple(
        RemovedRow(question.id, question.text, question.home, _ruling_facts(library, scope, question))
        for question in removed_by_facts(library, scope, question_set)
    )


def reworded_rows(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[RewordedRow, ...]:
    """Questions asked in the wording that the stated facts call for, with the reason for it."""
    return tuple(RewordedRow(q.id, q.text, q.home, reason) for q, reason in rewordings(library, scope, question_set))


def _ruling_facts(library: Library, scope: Scope, question: Question) -> tuple[tuple[str, str], ...]:
    found = []
    for fact_id, wanted in question.applies_when.root.items():
        if Condition({fact_id: wanted}).holds(scope.facts) is False:
            fact = library.fact_by_id.get(fact_id)
            value = scope.facts[fact_id]
            found.append((fact.text, fact_text(fact, value)) if fact else (fact_id, str(value)))
    return tuple(found)


def open_rows(library: Library, scope: Scope, card: Scorecard) -> tuple[OpenRow, ...]:
    """Questions without a settled answer, with the role and the people who should know; unsure ones first."""
    rank: dict[OpenKind, int] = {"not-allowed": 0, "unsure": 1, "carried": 2, "unanswered": 3}
    rows = [_open(library, scope, control) for control in card.controls.values() if control.state == "open"]
    return tuple(sorted(rows, key=lambda row: rank[row.kind]))


def _open(library: Library, scope: Scope, control: Control) -> OpenRow:
    answer = control.answer
    kind: OpenKind
    if answer is None or answer.level == "unanswered":
        kind, state = "unanswered", "not answered yet"
    elif answer.carried:
        kind, state = "carried", f"carried over ({level_text(answer).lower()}), to be confirmed"
    elif answer.level == "unsure":
        kind, state = "unsure", "unsure"
    else:
        kind, state = "not-allowed", objection(control.question, answer, scope) or "not settled"
    owner = role_title(library, control.question.owner)
    whom = candidates(library, scope, control.question, [answer.respondent] if answer is not None and answer.level == "unsure" else [])
    people = whom.left or whom.did_not_know
    return OpenRow(
        kind=kind,
        question=control.question.id,
        text=control.question.text,
        criterion=control.question.home,
        key=control.question.role == "key",
        state=state,
        who=whom.nobody_left or (f"{', '.join(people)} ({owner})" if people else owner),
        owners=(*people, owner),
        note=(answer.note or answer.reason).strip() if answer is not None else "",
    )


def remark_rows(card: Scorecard) -> tuple[RemarkRow, ...]:
    """Answers that need another look, with the remarks in words."""
    return tuple(
        RemarkRow(
            control.question.id,
            control.question.title,
            control.question.home,
            tuple(REMARK_TEXT[remark] for remark in control.remarks),
        )
        for control in card.controls.values()
        if control.remarks
    )


def answer_rows(scope: Scope, card: Scorecard) -> tuple[AnswerRow, ...]:
    """Every answer given to a question of this round, in the library's order."""
    return tuple(_answer(scope, control, control.answer) for control in card.controls.values() if control.answer is not None)


def _answer(scope: Scope, control: Control, answer: Answer) -> AnswerRow:
    vendor = scope.vendor(answer.vendor) if answer.vendor else None
    details: list[tuple[str, str]] = []
    if control.state == "open":
        details.append(("Counts as open", _why_open(control, answer, scope)))
    for label, text in (
        ("Reason", answer.reason),
        ("Provider", vendor.name if vendor else answer.vendor),
        ("Operating since", day_text(answer.operating_since) if answer.operating_since else ""),
        ("Last done", day_text(answer.last_done) if answer.last_done else ""),
        ("Owner", answer.owner),
        ("One case", answer.walkthrough),
        ("Follow-up", "flagged" if answer.flagged else ""),
    ):
        if text.strip():
            details.append((label, text))
    for entry in answer.evidence:
        dated = f" (collected {day_text(entry.collected_on)})" if entry.collected_on else ""
        known_by = "".join(f", {text}" for text in freshness.details(entry)) + (f", SHA-256 {entry.sha256}" if entry.sha256 else "")
        details.append(("Evidence", (f"{entry.title}: " if entry.title else "") + entry.reference + dated + known_by))
    if answer.compensating is not None:
        own = answer.compensating
        details.append(("Compensating", f"{own.reason} (rung {own.rung}, {own.owner})"))
    if control.remarks:
        details.append(("Remarks", "; ".join(REMARK_TEXT[remark] for remark in control.remarks)))
    return AnswerRow(
        question=control.question.id,
        text=control.question.text,
        criterion=control.question.home,
        level=level_text(answer),
        rung=answer.rung,
        anchor="" if answer.rung is None else control.question.anchors[answer.rung],
        basis="" if answer.level in ("unsure", "unanswered") else BASIS_WORDS[answer.basis],
        respondent=_respondent(answer),
        note=answer.note.strip(),
        details=tuple(details),
    )


def index_rows(card: Scorecard) -> tuple[IndexRow, ...]:
    """Every piece of evidence that an answer names, numbered in the library's order."""
    named = [
        (control.question, control.answer, entry)
        for control in card.controls.values()
        if control.answer is not None
        for entry in control.answer.evidence
    ]
    return tuple(
        IndexRow(
            number=number,
            question=question.id,
            text=question.title,
            criterion=question.home,
            title=entry.title,
            reference=entry.reference,
            collected_on=entry.collected_on,
            known="; ".join(freshness.details(entry)),
            sha256=entry.sha256,
            basis="not answered" if answer.level == "unanswered" else BASIS_WORDS[answer.basis],
            respondent=_respondent(answer),
        )
        for number, (question, answer, entry) in enumerate(named, start=1)
    )


def _respondent(answer: Answer) -> str:
    """Who said it; of what nobody has said, nobody."""
    return "" if answer.level == "unanswered" else answer.respondent.strip() or answer.recorder.strip()


def _why_open(control: Control, answer: Answer, scope: Scope) -> str:
    if answer.level == "unanswered":
        return "not answered yet"
    if answer.carried:
        return "carried over and not confirmed"
    if answer.level == "unsure":
        return "unsure; somebody else should know"
    return objection(control.question, answer, scope) or "not settled"


def scope_groups(library: Library, scope: Scope) -> tuple[ScopeGroup, ...]:
    """What the report is about, as stated: product, entities, systems, vendors, commitments, people and facts."""
    facts = [
        ScopeLine(library.fact_by_id[fact_id].text, fact_text(library.fact_by_id[fact_id], scope.facts[fact_id]))
        for fact_id in library.fact_by_id
        if fact_id in scope.facts
    ]
    groups = (
        ("Product or system", [ScopeLine("", scope.product.strip())] if scope.product.strip() else []),
        ("Legal entities", [ScopeLine(entity, "") for entity in scope.entities]),
        ("Systems", [ScopeLine(system.name, system.description) for system in scope.systems]),
        ("Vendors", [ScopeLine(vendor.name, _vendor(vendor)) for vendor in scope.vendors]),
        ("Commitments to customers", [ScopeLine(entry.source, entry.text) for entry in scope.commitments]),
        ("People", [ScopeLine(person.name, role_title(library, person.role)) for person in scope.people]),
        ("Facts stated", facts),
    )
    return tuple(ScopeGroup(title, tuple(lines)) for title, lines in groups if lines)


def advice_groups(library: Library, scope: Scope) -> tuple[ScopeGroup, ...]:
    """Advice on the scope: categories with their reasons, then warnings and notes. None from a library that holds no advice."""
    advice = advise(library, scope)
    lines = [
        ScopeLine(f"{category.title}: {category.disagreement or category.standing}", _reasons(library, category))
        for category in advice.categories
    ]
    lines += [ScopeLine(note.subject, note.text) for note in advice.notes]
    return (ScopeGroup("Advice on the scope", tuple(lines)),) if lines else ()


def _reasons(library: Library, category: CategoryAdvice) -> str:
    """Reasons and remarks; facts that would decide are named while none speaks for the category."""
    asked = category.open_facts if category.standing == "not settled yet" else ()
    questions = [library.fact_by_id[fact].text for fact in asked]
    return " ".join([*category.reasons, *category.remarks, *(["To be answered first:", *questions] if questions else [])])


def _vendor(vendor: Vendor) -> str:
    words = [vendor.service.strip()] if vendor.service.strip() else []
    if vendor.subservice:
        words.append(f"subservice organisation, {vendor.method or 'method not chosen yet'}")
    return "; ".join(words)
