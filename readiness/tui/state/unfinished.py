"""What was begun in a form and not saved: a notice when the file is opened, where to go on, a sentence over the form. Knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from questionnaires.wording import count_text
from readiness.errors import ReadinessError
from readiness.tui.state.text import local_moment, one_line

if TYPE_CHECKING:
    from readiness.assessment import Assessment
    from readiness.storage.unfinished import Unfinished

_ROOM = 54  # cells that a narrow screen leaves to the names
_NAMED = 3
_SAVED = 150  # cells of a text that was saved meanwhile


def notice(assessment: Assessment) -> str:
    """How many texts wait to be saved or dropped, and on what; empty where none does. Those on questions not asked now wait unnamed."""
    try:
        begun = assessment.unfinished.all()
        names = _names(assessment) if begun else {}
    except ReadinessError:
        # Whatever is wrong with the file is told by what reads the answers.
        return ""
    found = [one for one in begun if one.about in names]
    if not found:
        return ""
    room = _ROOM // min(len(found), _NAMED) - 2
    listed = [one_line(names[one.about], room) for one in found[:_NAMED]]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    forms = {one.form for one in found}
    kind = forms.pop().replace("-", " ") if len(forms) == 1 else "text"
    return f"{count_text(len(found), f'unfinished {kind}')} kept: {', '.join(listed)}{more}"


def waiting_at(assessment: Assessment) -> str | None:
    """The question on which the newest of them waits; None where none waits on a question that is asked."""
    try:
        asked = {question.id for question in assessment.questions}
        begun = [one for one in assessment.unfinished.all() if one.about in asked]
    except ReadinessError:
        return None
    return max(begun, key=lambda one: one.at).about if begun else None


def _names(assessment: Assessment) -> dict[str, str]:
    own = {item.id: item.title for item in assessment.items}
    return own | {question.id: f"{question.home} {question.title}" for question in assessment.questions}


def offered(begun: Unfinished, before: Mapping[str, str]) -> str:
    """What to say over a form that shows what was ``begun``; ``before`` is what stands in the file now."""
    sentence = f"Kept from an unfinished edit on {local_moment(begun.at)[:16]}. Ctrl+S saves it, Esc twice drops it."
    changed = [text for field, text in before.items() if begun.before.get(field, text) != text]
    if changed:
        now = one_line(" · ".join(filter(None, changed)), _SAVED) or "(nothing)"
        sentence += f" Meanwhile this was saved here: {now} — saving puts yours in its place."
    return sentence
