"""Advice on the scope in the words of its screen: what stands beside a category, and what can be read in full. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.assessment import Assessment
from readiness.tui.state.text import clean, one_line
from scoring.advice import CategoryAdvice, Note

Paragraphs = list[tuple[str, str]]


def standing(category: CategoryAdvice) -> str:
    """Where a category stands, or that the scope chose otherwise."""
    return category.disagreement or category.standing


def in_short(category: CategoryAdvice) -> str:
    """The reasons in one paragraph; what would decide where there is none yet."""
    texts = (*category.remarks, *category.reasons) if category.disagreement else (*category.reasons, *category.remarks)
    if not texts:
        return "Facts about the report would settle it; the advice in full names them."
    return one_line(" ".join(texts))


def label(note: Note) -> str:
    """What a note is about; ! marks a warning."""
    return f"{'!' if note.warns else ' '} {one_line(note.subject)}"


def in_full(assessment: Assessment, row_id: str) -> tuple[str, Paragraphs] | None:
    """Title and headed paragraphs on a row ``category:A`` or ``advice:ID``; None where there is no advice."""
    kind, _, key = row_id.partition(":")
    advice = assessment.advice()
    if kind == "category":
        return next((_category(assessment, one) for one in advice.categories if one.id == key), None)
    if kind == "advice":
        return next(
            ((one_line(one.subject), [("Warning" if one.warns else "Advice", clean(one.text))]) for one in advice.notes if one.id == key),
            None,
        )
    return None


def _category(assessment: Assessment, category: CategoryAdvice) -> tuple[str, Paragraphs]:
    against = category.standing == "not settled yet"
    questions = [assessment.library.fact_by_id[fact].text for fact in category.open_facts]
    paragraphs = [
        ("What speaks against it so far" if against else "Why", _lines(category.reasons)),
        ("Mind", _lines(category.remarks)),
        ("Facts not stated that would decide", _lines(questions)),
    ]
    return f"{one_line(category.title)}: {standing(category)}", [(title, text) for title, text in paragraphs if text]


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(f"- {one_line(text)}" for text in texts)
