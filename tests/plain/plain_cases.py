"""What the plain interview's tests share: scripted talk, and what another program sees in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readiness.assessment import Assessment
from readiness.plain.interview import interview

Talk = Callable[..., list[str]]
Reply = str | BaseException | None


def hold(assessment: Assessment, *replies: Reply, **how: object) -> list[str]:
    """Holds the interview with these replies and returns what was said and asked; after the last one comes the end of input."""
    said: list[str] = []
    waiting = iter(replies)

    def ask(question: str) -> str | None:
        said.append(question)
        reply = next(waiting, None)
        if isinstance(reply, BaseException):
            raise reply
        return reply

    interview(assessment, ask, said.append, **how)  # type: ignore[arg-type]
    assert list(waiting) == []
    return said


def levels(path: Path) -> dict[str, str]:
    """What is on disk, as another program sees it."""
    with Assessment.open(path) as other:
        return {key: answer.level for key, answer in other.answers.items()}


def first(assessment: Assessment, **wanted: bool) -> str:
    """The first question with these properties."""
    return next(q.id for q in assessment.questions if all(getattr(q, key) == value for key, value in wanted.items()))


def reach(assessment: Assessment, question_id: str) -> list[str]:
    """Replies that skip to a question."""
    return ["s"] * [question.id for question in assessment.questions].index(question_id)
