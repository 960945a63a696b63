"""The open questions whose answers would settle most, in words. Knows no terminal."""

from __future__ import annotations

from readiness.assessment import Assessment
from readiness.tui.state.text import one_line

# Two lines of a dialog, and no more than that for what an answer could settle.
_CELLS = 138
_CRITERIA = 4


def settling(assessment: Assessment) -> tuple[str, list[tuple[str, str]]]:
    """A title, and each question's id with its words and the criteria its answer could settle; none once nothing is open."""
    found = assessment.narrowing()
    choices = []
    for one in found:
        shown, more = one.criteria[:_CRITERIA], len(one.criteria) - _CRITERIA
        about = f" → {' '.join(shown)}{f' and {more} more' if more > 0 else ''}" if shown else ""
        text = one_line(assessment.library.question_by_id[one.question].text, _CELLS - len(about))
        choices.append((one.question, f"{text}{about}"))
    title = "Answer this one to settle most" if len(found) == 1 else f"Answer these {len(found)} to settle most"
    return title, choices
