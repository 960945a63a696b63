"""Which controls must be running before an observation window may open: one rule for today's answer and for planned dates.

``scoring.window`` asks it of today's answers, the schedule of planned ones. The rule is the project's own (its words page): key
configurations, policies and event-driven controls work, and key controls due quarterly or oftener have run once. What comes
round more rarely can run inside the window, so it never holds the opening up as long as it is planned.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from questionnaires.model import ControlType, Frequency, Question, Rating
from scoring.asked import Asked

_ALWAYS_IN_FORCE: frozenset[ControlType] = frozenset({"configuration", "policy", "event"})
_RARE: frozenset[Frequency] = frozenset({"semi-annual", "annual"})


def runs_rarely(question: Question) -> bool:
    """Whether the control is a run that comes round more rarely than quarterly, such as a yearly test."""
    return question.type not in _ALWAYS_IN_FORCE and question.frequency in _RARE


def must_run_before(question: Question, key: bool) -> bool:
    """Whether a window may open only once this control runs at ``opening_rung``.

    ``key`` says whether it is a key control of a criterion in scope: supporting controls, and what only serves the system
    description (which is written about the window, not before it), never hold a window up.
    """
    return key and not runs_rarely(question)


def opening_rung(rating: Rating) -> int:
    """The rung such a control needs: running, with a latest example to show. From there on the window makes the record."""
    return rating.target["type_1"]


def key_controls(asked: Asked) -> frozenset[str]:
    """Ids of the questions that ask for a key control of a criterion in scope; the system description is none."""
    keys = reduce(or_, (members.keys for members in asked.criteria.values()), 0)
    return frozenset(question_id for question_id, bit in zip(asked.ids, asked.bits, strict=True) if keys & bit)
