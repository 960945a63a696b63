"""Undo and redo as the screens use them: one step of this run of the program, and what to say of it. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.errors import ReadinessError
from readiness.storage import Family, parts
from readiness.tui.state.text import one_line
from readiness.undoing import ChangedSince, Step, Way, summary
from readiness.undoing import turn as turn_steps

if TYPE_CHECKING:
    from readiness.tui.session import Session


@dataclass(frozen=True, slots=True)
class Turned:
    """A step that was undone or redone: what it was about. ``refused`` tells why it was not.

    ``questions`` are those of the current round whose answers it was about; ``whole``: none of ``said`` is to be cut away.
    """

    way: Way
    said: str
    questions: tuple[str, ...] = ()
    refused: ReadinessError | None = None
    whole: bool = False


def turn(session: Session, way: Way) -> Turned | None:
    """Undoes or redoes the newest step of this session; None where there is none. Never raises."""
    assessment = session.assessment
    try:
        rounds = {one.id: one.name for one in assessment.rounds}
        found = turn_steps(assessment, way, run=True, left_out=session.left_out)
        if not found:
            return None
        rounds |= {one.id: one.name for one in assessment.rounds}
        imported = _imported(session, found[0])
        said = one_line(imported or summary(found[0], rounds))
        return Turned(way, said, _questions(found[0], assessment.round.id), whole=bool(imported))
    except ChangedSince as error:
        # Told once; the next key goes on to what was done before it.
        session.left_out.add(error.step.key)
        return Turned(way, "", _questions(error.step, assessment.round.id), error)
    except ReadinessError as error:
        return Turned(way, "", refused=error)


def _imported(session: Session, step: Step) -> str:
    """The import that a step was, in words; empty for any other step, and for what an earlier session imported."""
    return next((session.imports[event.id] for event in step.events if event.id in session.imports), "")


def _questions(step: Step, round_id: str) -> tuple[str, ...]:
    places = (parts(subject) for subject in step.subjects)
    return tuple(ids[1] for family, *ids in places if family is Family.ANSWER and ids[0] == round_id)
