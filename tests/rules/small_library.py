"""A library small enough to reason about by hand: two common criteria, one of availability, and the real rating table."""

from typing import Any

from read_once import shipped_once

from questionnaires.model import Library, Question
from scoring.model import Answer, Scope

_SHIPPED = shipped_once()
_KEPT = {"CC1.1", "CC1.2", "A1.1"}
_FRAMEWORK = Library.model_validate(_SHIPPED.model_dump() | {"questions": [], "points": [], "frameworks": [], "advice": []})


def question(question_id: str, criteria: dict[str, str], **changes: Any) -> Question:
    """A control question with harmless defaults."""
    data: dict[str, Any] = {
        "id": question_id,
        "text": f"Is {question_id} in place?",
        "why": "Because.",
        "criteria": criteria,
        "type": "configuration",
        "theme": "access-hardening",
        "anchors": [f"{question_id} at rung {rung}" for rung in range(6)],
        "no_events": False,
        "inheritable": False,
        "waivable": False,
        "written_expected": True,
        "evidence": {"design": ["a page"]},
        "frequency": "continuous",
        "owner": "it",
        "severity": "high",
        "weight": 2,
        "quick": True,
        "quick_win": False,
        "lead_days": 0,
        "cost": "none",
        "remediation": [{"upto": 2, "days": [1, 2], "do": "Do it."}, {"upto": 4, "days": [0.1, 0.2], "do": "Keep it."}],
        "tiny": "Small is fine.",
    }
    return Question.model_validate(data | changes)


def library(*questions: Question) -> Library:
    """The shipped framework cut down to three criteria, asking these questions."""
    kept = tuple(criterion for criterion in _FRAMEWORK.criteria if criterion.id in _KEPT)
    return _FRAMEWORK.model_copy(update={"questions": tuple(questions), "criteria": kept})


def scope(**changes: Any) -> Scope:
    """A scope with nothing chosen but the common criteria."""
    return Scope.model_validate({"organisation": "Test Ltd"} | changes)


def answer(question_id: str, level: int | str, **changes: Any) -> Answer:
    """An answer with that level."""
    return Answer.model_validate({"question": question_id, "level": level} | changes)
