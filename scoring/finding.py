"""Finds questions by id, criterion or words."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires.model import Question


def found(questions: Iterable[Question], words: str) -> list[Question]:
    """Questions that hold all the words, those named by id or criterion first; all of them for no words."""
    wanted = words.casefold().split()

    def rank(question: Question) -> int | None:
        names = " ".join((question.id, *question.criteria)).casefold()
        text = f"{names} {question.control} {question.text}".casefold()
        if all(word in names for word in wanted):
            return 0
        if all(word in text for word in wanted):
            return 1
        rest = f"{text} {question.why} {' '.join(question.anchors)} {question.tiny}".casefold()
        return 2 if all(word in rest for word in wanted) else None

    ranked = [(place, question) for question in questions if (place := rank(question)) is not None]
    return [question for _, question in sorted(ranked, key=lambda pair: pair[0])]
