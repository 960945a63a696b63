"""What stands on an interview card: headings, the answer in words, the reasons behind the question. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import Event, StoredAnswer
from readiness.tui.state.evidence import evidence_line
from readiness.tui.state.interview import Interview, Undoing
from readiness.tui.state.pace import Pace
from readiness.tui.state.text import clean, local_moment, one_line, percent_range, share, type_word
from scoring.evidence import REMARK_TEXT
from scoring.headline import GLYPHS, verdict_word
from scoring.model import Answer, Scope, Vendor
from scoring.objections import objection, takes

if TYPE_CHECKING:
    from scoring.whatif import VerdictChange

LEVEL_TEXT = {
    "na": "not applicable",
    "unsure": "unsure, ask someone",
    "no-events": "no events yet",
    "carved-out": "carved out",
    "unanswered": "not answered yet",
}
RUNG_WORDS = ("absent", "ad hoc", "decided", "partial", "running", "on record since a known date")


class Header(NamedTuple):
    """The line above the interview: what is assessed at the left, where it stands at the right."""

    organisation: str
    round: str
    type: str
    low: float
    high: float
    answered: int
    asked: int
    read_only: bool = False
    here: str = ""

    @property
    def about(self) -> str:
        """Who sits here and what is walked, if that is narrowed; else round and type."""
        return self.here or f"{self.round} · {self.type}"

    @property
    def figures(self) -> str:
        """Readiness bounds in percent."""
        return percent_range(self.low, self.high)

    @property
    def progress(self) -> str:
        """How many are answered."""
        return share(self.answered, self.asked)


def header(assessment: Assessment, *, read_only: bool = False, here: str = "") -> Header:
    """The header of the current round, for the scope's report type; ``here`` stands in place of both."""
    scope, card = assessment.scope, assessment.scorecard()
    return Header(
        organisation=one_line(scope.organisation),
        round=one_line(assessment.round.name),
        type=type_word(scope.report_type),
        low=card.readiness.low,
        high=card.readiness.high,
        answered=card.answered_count,
        asked=card.asked,
        read_only=read_only,
        here=here,
    )


def here(interview: Interview) -> str:
    """Who sits here and what is walked; empty when anybody answers everything."""
    assessment = interview.assessment
    sitter = one_line(interview.sitter.name, 30) if interview.sitter is not None else ""
    walked = interview.sift.words(assessment.library, assessment.scope)
    return " · ".join(part for part in (sitter, walked) if part)


def live_line(interview: Interview, pace: Pace) -> str:
    """How much was shown, how fast it goes and how long the rest of the walk will take, as far as these are known."""
    card = interview.assessment.scorecard()
    parts = [f"{100 * card.shown:.0f} % shown" if card.answered_count else "", pace.words(interview.open_ahead)]
    return " · ".join(part for part in parts if part)


def verdict_line(changes: Iterable[VerdictChange], *, screen: bool) -> str:
    """The verdicts that an answer has changed: ``CC6.2 ◐ partly met → ● met``; one of them and how many more."""
    found = list(changes)
    if not found:
        return ""
    first = found[0]
    before, after = (f"{GLYPHS[verdict]} {verdict_word(verdict, screen=screen)}" for verdict in (first.before, first.after))
    more = f", {len(found) - 1} more" if len(found) > 1 else ""
    return f"{first.criterion} {before} → {after}{more}"


def place(interview: Interview) -> str:
    """Where the question stands: ``CC6.2 Granting and removing access``."""
    criterion = interview.assessment.library.criterion_by_id[interview.current.home]
    return f"{criterion.id} {one_line(criterion.title)}"


def standing(interview: Interview) -> str:
    """Its weight and number in the walk: ``key control · 12 of 65``, ``key control · beside 12`` when the walk leaves it out."""
    role = "key control" if interview.current.role == "key" else "supporting"
    walked = [question.id for question in interview.walk]
    number = share(walked.index(interview.current.id) + 1, len(walked)) if interview.current.id in walked else f"beside {len(walked)}"
    flag = "⚑ flagged · " if interview.answer is not None and interview.answer.flagged else ""
    return f"{flag}{role} · {number}"


def other_levels(interview: Interview) -> list[tuple[str, str, bool]]:
    """The answers besides rungs that the question takes: level, words, and whether the scope's facts propose it."""
    proposed = bool(proposed_reason(interview))
    return [(level, LEVEL_TEXT[level], level == "na" and proposed) for level in takes(interview.current) if not level.isdigit()]


def proposed_reason(interview: Interview) -> str:
    """Why the scope's facts propose "not applicable" for the current question, or nothing. Never an answer by itself."""
    proposal = interview.current.proposes_na
    facts = interview.assessment.scope.facts
    return clean(proposal.reason) if proposal is not None and proposal.when.holds(facts) is True else ""


def better_carved_out(question: Question, vendors: Sequence[Vendor], key: str) -> str:
    """Says of a question that a provider can run that ``key`` carves it out to the scope's ``vendors``; empty where none can."""
    if not question.inheritable or not vendors:
        return ""
    names = " or ".join(one_line(vendor.name, 30) for vendor in vendors[:2])
    return f"If {names} runs this for you, {key} says so better: its report then stands for it."


def level_text(answer: Answer, scope: Scope) -> str:
    """An answer's level with what belongs to it: ``3``, ``carved out to AWS``, ``not applicable: no office``."""
    if answer.rung is not None:
        return f"rung {answer.rung}"
    if answer.level == "carved-out":
        vendor = scope.vendor(answer.vendor)
        return f"carved out to {one_line(vendor.name if vendor is not None else answer.vendor)}"
    if answer.level == "na":
        return f"not applicable: {one_line(answer.reason)}"
    return LEVEL_TEXT[answer.level]


def stated_line(answer: Answer, before: Answer | None, scope: Scope) -> str:
    """An answer that was just stated, and what stood there if that was another: ``leaver-access: rung 3 (was 4)``."""
    said = f"{answer.question}: {level_text(answer, scope)}"
    if before is None or not replaces(answer, before):
        return said
    return f"{one_line(said, 60)} (was {LEVEL_TEXT.get(before.level, before.level)})"


def shows_more(answer: Answer, before: Answer | None) -> bool:
    """Whether an answer that was only said has got evidence which may have been shown."""
    had = len(before.evidence) if before is not None else 0
    return len(answer.evidence) > had and answer.basis == "said" and answer.level not in ("unsure", "unanswered")


def basis_gone(answer: Answer, before: Answer | None) -> str:
    """Says that what was shown or tested was another level, which takes that with it; empty where it was not so."""
    gone = before is not None and replaces(answer, before) and before.basis != answer.basis == "said"
    return f"now said, no longer {before.basis}" if gone and before is not None else ""


def replaces(answer: Answer, before: Answer | None) -> bool:
    """Whether another answer stood there: then `stated_line` says which, and that is not to be cut away."""
    return before is not None and before.level not in ("unanswered", answer.level)


def answer_line(interview: Interview) -> str:
    """Everything kept beside the answer, the most telling first; without the note."""
    answer = interview.answer
    pending = f"basis of the answer to come: {interview.pending_basis}" if interview.pending_basis else ""
    if answer is None:
        return " · ".join(filter(None, ("not answered yet", pending)))
    parts = [level_text(answer, interview.assessment.scope)]
    if answer.to_confirm:
        parts.append("carried over, press its key again to confirm")
    parts += filter(None, [pending if answer.level == "unanswered" else _basis(answer)])
    if answer.nothing_written:
        parts.append("nothing written")
    if answer.respondent:
        parts.append(f"by {one_line(answer.respondent, 40)}")
    if answer.owner:
        parts.append(f"owner {one_line(answer.owner, 40)}")
    if answer.operating_since:
        parts.append(f"since {answer.operating_since}")
    if answer.last_done:
        parts.append(f"last {answer.last_done}")
    if answer.evidence:
        parts.append(f"{len(answer.evidence)} evidence")
    if answer.walkthrough:
        parts.append("one case told")
    control = interview.assessment.scorecard().controls[interview.current.id]
    if control.stands_in is not None:
        parts.append(f"counts as rung {control.rung}: {control.stands_in} stands in")
    return " · ".join(parts)


def _basis(answer: Answer) -> str:
    """How the answer is known; nothing for one that says that nobody knows."""
    return "" if answer.level == "unsure" else answer.basis


def compensating_line(interview: Interview) -> str:
    """The compensating control beside the answer in one line, or nothing."""
    answer = interview.answer
    if answer is None or answer.compensating is None:
        return ""
    stated = answer.compensating
    return f"rung {stated.rung}, {one_line(stated.owner, 40)}: {one_line(stated.reason)}"


def undo_question(interview: Interview, found: Undoing) -> str:
    """Asks whether to take back what another person, or an earlier session, said."""
    question = interview.assessment.library.question_by_id.get(found.question)
    what = f" to “{one_line(question.text, 100)}”" if question is not None else ""
    who, when = one_line(found.event.recorder) or "Somebody", local_moment(found.event.recorded_at)
    return f"{who} said “{_said(found.event)}”{what} at {when}, not in this session. Take it back? The history keeps both."


def _said(event: Event) -> str:
    level = "taken back" if event.kind.removes else str(event.payload.get("level", ""))
    return f"rung {level}" if level.isdigit() else LEVEL_TEXT.get(level, one_line(level, 40))


def remark_line(interview: Interview) -> str:
    """What a careful reader would note beside the answer."""
    control, answer = interview.assessment.scorecard().controls[interview.current.id], interview.answer
    if answer is not None and (why := objection(interview.current, answer, interview.assessment.scope)):
        return f"counts as open: {one_line(why)}"
    return "; ".join(REMARK_TEXT[remark] for remark in control.remarks)


def evidence_lines(question: Question) -> list[str]:
    """The evidence an auditor asks for, by what it proves."""
    wanted = question.evidence
    kinds = (("design", wanted.design), ("operation", wanted.operation), ("population", wanted.population))
    return [f"{name}: {'; '.join(one_line(entry) for entry in entries)}" for name, entries in kinds if entries]


def reasons(interview: Interview) -> list[tuple[str, str]]:
    """What stands behind the question, as heading and text: why, evidence, tiny companies, then criteria and related work elsewhere."""
    assessment, question = interview.assessment, interview.current
    card, library = assessment.scorecard(), assessment.library
    sections = [
        ("Why auditors ask", clean(question.why).strip()),
        ("Last round", last_round(interview)),
        *_rules(interview),
        ("What good looks like", good(interview)),
        ("Evidence they want", "\n".join(evidence_lines(question))),
        ("If you are tiny", clean(question.tiny).strip()),
    ]
    serves = [
        f"{GLYPHS[result.verdict]} {criterion} {one_line(library.criterion_by_id[criterion].title)}"
        f" ({'key' if role == 'key' else 'supports'}; {verdict_word(result.verdict, screen=card.screen)})"
        for criterion, role in question.criteria.items()
        if (result := card.criteria.get(criterion)) is not None
    ]
    sections.append(("Serves", "\n".join(serves)))
    from readiness.tui.state.related import RELATED_TITLE, related_lines
    from scoring.related import related_ids

    sections.append((RELATED_TITLE, related_lines(related_ids(library, question))))
    return [(title, text) for title, text in sections if text]


def good(interview: Interview) -> str:
    """The rung that the report type asks for, with its sentence; where that is not the highest, the highest as well."""
    assessment, question = interview.assessment, interview.current
    report_type = assessment.scope.report_type
    target = assessment.library.rating.target["type_1" if report_type == 1 else "type_2"]
    asked = f"{type_word(report_type)} asks for rung {target}: {one_line(question.anchors[target])}"
    best = len(question.anchors) - 1
    return asked if target == best else f"{asked}\nBest of all, rung {best}: {one_line(question.anchors[best])}"


def stored_before(interview: Interview) -> StoredAnswer | None:
    """What was answered in the round before; None if nothing was. Raises ReadinessError where that is damaged."""
    return interview.assessment.answers_before.get(interview.current.id)


def last_round(interview: Interview) -> str:
    """What was answered in the round before, by whom, when and with what note, or why that can't be read; empty if nothing was."""
    try:
        stored = stored_before(interview)
    except ReadinessError as error:
        return f"! It can't be read: {one_line(str(error))}"
    if stored is None:
        return ""
    answer = stored.answer
    parts = [level_text(answer, interview.assessment.scope), *filter(None, [_basis(answer)])]
    if answer.respondent:
        parts.append(f"by {one_line(answer.respondent, 40)}")
    parts.append(local_moment(stored.recorded_at)[:10])
    note = f"\n“{one_line(answer.note, 300)}”" if answer.note.strip() else ""
    return " · ".join(parts) + note


def _rules(interview: Interview) -> list[tuple[str, str]]:
    """What the library lets this scope do differently: another wording, not applicable by its facts, controls that stand in."""
    assessment, question = interview.assessment, interview.current
    variant = question.variant_for(assessment.scope.facts)
    proposed = proposed_reason(interview)
    asked = assessment.scorecard().controls
    others = []
    for other in question.alternatives:
        found = assessment.library.question_by_id.get(other)
        if found is not None:
            state = "" if other in asked else " (not asked in this set or scope)"
            counts = " — counts here now" if other in asked and asked[question.id].stands_in == other else ""
            others.append(f"- {one_line(found.title)}{state}{counts}")
    return [
        ("Worded for your facts", clean(variant.reason) if variant is not None else ""),
        ("Perhaps not applicable", f"{proposed}\nIt is yours to state; your auditor has to agree." if proposed else ""),
        ("Can stand in for it", "\n".join(others)),
    ]


def detail_sections(interview: Interview) -> list[tuple[str, str]]:
    """`reasons` and, below, the whole note and everything that was ever said about the question."""
    sections = reasons(interview)
    answer = interview.answer
    if remark := remark_line(interview):
        sections.append(("To settle", remark))
    if answer is not None and answer.note:
        sections.append(("Note", clean(answer.note)))
    if answer is not None and answer.walkthrough:
        sections.append(("One case from end to end", clean(answer.walkthrough)))
    if answer is not None and answer.compensating is not None:
        stated = answer.compensating
        proof = f"\nEvidence: {clean(stated.evidence)}" if stated.evidence else ""
        sections.append(("Compensating control", f"Rung {stated.rung}, owner {one_line(stated.owner)}\n{clean(stated.reason)}{proof}"))
    if answer is not None and answer.evidence:
        sections.append(("Evidence kept", "\n".join(evidence_line(one) for one in answer.evidence)))
    said = []
    for event in interview.assessment.history(interview.current.id):
        undone = " (undo)" if event.undoes else ""
        said.append(f"{local_moment(event.recorded_at)}  {one_line(event.recorder) or 'somebody'}: {_said(event)}{undone}")
    if said:
        sections.append(("History", "\n".join(said)))
    return sections
