"""From controls below target to gaps: what kind each is and how severe, by the library's one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.model import SEVERITIES, Library, Role, Severity
from scoring.score import Control, Scorecard, TypeKey

GapKind = Literal["design", "implementation", "operating", "evidence", "documentation", "scope"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One control below its target. ``rung`` is the stated one; ``criteria`` the chosen criteria it serves, home first."""

    question: str
    rung: int
    kind: GapKind
    severity: Severity
    criteria: tuple[str, ...]
    compensated: bool
    nothing_written: bool


def gaps(library: Library, scorecard: Scorecard) -> tuple[Gap, ...]:
    """The gaps of a scorecard in the library's order. Open questions are no gaps: nobody knows yet."""
    type_key: TypeKey = "type_1" if scorecard.report_type == 1 else "type_2"
    in_scope = {**scorecard.criteria, **scorecard.description}
    found = (
        _gap(library, control, type_key, in_scope, control.question.home in scorecard.description)
        for control in scorecard.controls.values()
    )
    return tuple(gap for gap in found if gap is not None)


def _gap(library: Library, control: Control, type_key: TypeKey, in_scope: Mapping[str, object], of_scope: bool) -> Gap | None:
    if control.state != "rated" or control.answer is None or control.answer.rung is None:
        return None
    question, rating = control.question, library.rating
    # A compensating control leaves the gap as stated; a control that stands in closes it as far as it goes.
    rung = control.rung if control.stands_in is not None and control.rung is not None else control.answer.rung
    criteria = tuple(criterion for criterion in question.criteria if criterion in in_scope)
    role: Role = "key" if any(question.criteria[criterion] == "key" for criterion in criteria) else "supports"
    lower = rating.severity_lower[type_key][role][rung]
    unwritten = control.answer.nothing_written and question.written_expected
    if lower is None and not unwritten:
        return None
    kind: GapKind
    if lower is None:
        kind, lower = "documentation", rating.documentation_lower
    else:
        kind = "scope" if of_scope else _kind(control, rung, rating.absent_up_to, rating.floor)
    if control.compensated:
        lower += rating.compensated_lower
    return Gap(
        question=question.id,
        rung=rung,
        kind=kind,
        severity=SEVERITIES[max(0, SEVERITIES.index(question.severity) - lower)],
        criteria=criteria,
        compensated=control.compensated,
        nothing_written=unwritten,
    )


def _kind(control: Control, rung: int, absent_up_to: int, floor: int) -> GapKind:
    """Design at rungs 0-1, implementation at 2-3; above, operating if an occurrence is known missed, else evidence."""
    if rung <= absent_up_to:
        return "design"
    if rung <= floor:
        return "implementation"
    return "operating" if "overdue" in control.remarks else "evidence"
