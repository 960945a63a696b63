"""Traces points of focus to the questions that touch them: the matrix of criterion by points, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Library, PointOfFocus


@dataclass(frozen=True, slots=True)
class PointCoverage:
    """One point of focus, the questions that name it, and the reason why none has to."""

    point: PointOfFocus
    criterion: str
    questions: tuple[str, ...]
    reason: str | None

    @property
    def missing(self) -> bool:
        """Neither asked about nor listed with a reason."""
        return not self.questions and self.reason is None


def coverage(library: Library) -> tuple[PointCoverage, ...]:
    """Every point of focus in the library's order. Points are aids: this traces questions, it scores nothing."""
    naming: dict[str, list[str]] = {}
    for question in library.questions:
        for point in question.points:
            naming.setdefault(point, []).append(question.id)
    return tuple(
        PointCoverage(point, point.id.rpartition(".")[0], tuple(naming.get(point.id, ())), library.unasked_points.get(point.id))
        for point in library.points
    )
