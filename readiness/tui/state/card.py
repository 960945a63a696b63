"""What stands on an interview card: headings, the answer in words, the reasons behind the question. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Question
from readiness.assessment import Assessment
from readiness.tui.state.interview import Interview
from readiness.tui.state.text import clean, local_moment, one_line, percent_range, share, type_word
from scoring.evidence import REMARK_TEXT
from scoring.headline import GLYPHS, verdict_word
from scoring.model import Answer, Scope

LEVEL_TEXT = {"na": "not applicable", "unsure": "unsure, ask someone", "no-events": "no events yet", "carved-out": "carved out"}
LEVEL_KEYS = {"na": "n", "unsure": "u", "no-events": "e", "carved-out": "c"}


@dataclass(frozen=True, slots=True)
class Header:
    """The line above the interview: what is assessed at the left, where it stands at the right."""

    organisation: str
    round: str
    type: str
    low: float
    high: float
    answered: int
    asked: int

    @property
    def about(self) -> str:
        """Round and type."""
        return f"{self.round} · {self.type}"

    @property
    def figures(self) -> str:
        """Readiness bounds in percent."""
        return percent_range(self.low, self.high)

    @property
    def progress(self) -> str:
        """How many are answered."""
        return share(self.answered, self.asked)


def header(assessment: Assessment) -> Header:
    """The header of the current round, for the scope's report type."""
    scope, card = assessment.scope, assessment.scorecard()
    return Header(
        organisation=one_line(scope.organisation),
        round=one_line(assessment.round.name),
        type=type_word(scope.report_type),
        low=card.readiness.low,
        high=card.readiness.high,
        answered=card.answered_count,
        asked=card.asked,
    )


def place(interview: Interview) -> str:
    """Where the question stands: ``CC6.2 Granting and removing access``."""
    criterion = interview.assessment.library.criterion_by_id[interview.current.home]
    return f"{criterion.id} {one_line(criterion.title)}"


def standing(interview: Interview) -> str:
    """Its weight and number: ``key control · 12 of 65``."""
    role = "key control" if interview.current.role == "key" else "supporting"
    return f"{role} · {share(interview.index + 1, len(interview.questions))}"


def other_levels(interview: Interview) -> list[tuple[str, str]]:
    """The answers besides rungs that the question takes: key and words."""
    takes = {
        "na": interview.current.waivable,
        "unsure": True,
        "no-events": interview.current.no_events,
        "carved-out": interview.current.inheritable,
    }
    return [(LEVEL_KEYS[level], LEVEL_TEXT[level]) for level, taken in takes.items() if taken]


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


def answer_line(interview: Interview) -> str:
    """Everything kept beside the answer, the most telling first; without the note."""
    answer = interview.answer
    if answer is None:
        return f"not answered yet{f' · basis of the answer to come: {interview.pending_basis}' if interview.pending_basis else ''}"
    parts = [level_text(answer, interview.assessment.scope)]
    if answer.carried:
        parts.append("carried over, press its key again to confirm")
    parts.append(answer.basis)
    if answer.nothing_written:
        parts.append("nothing written")
    if answer.respondent:
        parts.append(f"by {one_line(answer.respondent, 40)}")
    if answer.operating_since:
        parts.append(f"since {answer.operating_since}")
    if answer.last_done:
        parts.append(f"last {answer.last_done}")
    if answer.evidence:
        parts.append(f"{len(answer.evidence)} evidence")
    if answer.compensating is not None:
        parts.append(f"compensating control at {answer.compensating.rung}")
    return " · ".join(parts)


def remark_line(interview: Interview) -> str:
    """What a careful reader would note beside the answer."""
    control = interview.assessment.scorecard().controls[interview.current.id]
    return "; ".join(REMARK_TEXT[remark] for remark in control.remarks)


def evidence_lines(question: Question) -> list[str]:
    """The evidence an auditor asks for, by what it proves."""
    wanted = question.evidence
    kinds = (("design", wanted.design), ("operation", wanted.operation), ("population", wanted.population))
    return [f"{name}: {'; '.join(one_line(entry) for entry in entries)}" for name, entries in kinds if entries]


def reasons(interview: Interview) -> list[tuple[str, str]]:
    """What stands behind the question, as heading and text: why, evidence, tiny companies, then criteria and history."""
    assessment, question = interview.assessment, interview.current
    card, library = assessment.scorecard(), assessment.library
    sections = [
        ("Why auditors ask", clean(question.why).strip()),
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
    return [(title, text) for title, text in sections if text]


def detail_sections(interview: Interview) -> list[tuple[str, str]]:
    """`reasons` and, below, the whole note and everything that was ever said about the question."""
    sections = reasons(interview)
    answer = interview.answer
    if remark := remark_line(interview):
        sections.append(("To settle", remark))
    if answer is not None and answer.note:
        sections.append(("Note", clean(answer.note)))
    if answer is not None and answer.evidence:
        sections.append(("Evidence kept", "\n".join(one_line(one.reference) for one in answer.evidence)))
    said = []
    for event in interview.assessment.history(interview.current.id):
        level = "taken back" if event.kind.removes else str(event.payload.get("level", ""))
        undone = " (undo)" if event.undoes else ""
        said.append(f"{local_moment(event.recorded_at)}  {one_line(event.recorder) or 'somebody'}: {level}{undone}")
    if said:
        sections.append(("History", "\n".join(said)))
    return sections
