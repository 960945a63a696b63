"""The use case behind a portfolio: where every assessment file of a folder stands, one file open at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.requesting import request_list
from readiness.storage import is_assessment
from readiness.tending import live
from scoring.asked import Asked
from scoring.model import QuestionSet, ReportType
from scoring.score import Figure

SUFFIX = ".readiness"
# Copies that this program keeps before it changes a file's format.
_BACKUP = ".bak"
# Files asked with the same questions share them in memory; more than a few different ones are forgotten again.
_LIBRARIES_KEPT = 4
_ASKINGS_KEPT = 16

# All that what is asked depends on: the library by its hash, the set, the categories and the facts.
_Asking = tuple[str, QuestionSet, ReportType, tuple[str, ...], str]

Event = Literal["item due", "as of", "window opens", "window ends"]
SortKey = Literal["organisation", "file", "type", "answered", "readiness", "unmet", "overdue", "next", "round", "retention"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one assessment stands: ``answered`` is a share 0-1, ``readiness`` percent, ``unmet`` criterion ids of verdict not met,
    those of the system description included.

    ``overdue`` counts remediation items, ``overdue_requests`` evidence that nobody brought by its day. ``next_date`` is the first
    day to come on which an item is due, a window opens or ends, or a Type I report is as of; ``closed`` files take no change, and
    are to be kept until ``retain_until``.
    """

    file_id: str
    organisation: str
    report_type: ReportType
    question_set: QuestionSet
    round: str
    answered: float
    readiness: Figure
    unmet: tuple[str, ...]
    overdue: int
    overdue_requests: int
    next_date: date | None
    next_event: Event | None
    closed: bool = False
    retain_until: date | None = None

    def past_retention(self, today: date) -> bool:
        """Whether the file is closed and the day until which it was to be kept is over: somebody may dispose of it."""
        return self.closed and self.retain_until is not None and self.retain_until < today


@dataclass(frozen=True, slots=True)
class Row:
    """One file: where it stands, or in one sentence why it cannot be read."""

    path: Path
    standing: Standing | None
    problem: str


def files_in(folder: Path, *, recursive: bool = False) -> Iterator[Path]:
    """The assessment files of a folder, by name: all called so, and others whose header says so, but no backups of older formats.

    Links to other folders are not followed. Raises ReadinessError for a folder that cannot be listed; one below it is left out.
    """

    def refused(error: OSError) -> None:
        if error.filename is None or Path(error.filename) == folder:
            reason = "is no folder" if isinstance(error, NotADirectoryError) else error.strerror or "cannot be listed"
            raise ReadinessError(f"{folder}: {reason}; name a folder that holds assessment files.")

    for where, below, names in os.walk(folder, onerror=refused):
        below[:] = sorted(below) if recursive else []
        for name in sorted(names):
            path = Path(where) / name
            if name.endswith(SUFFIX) or (not name.endswith(_BACKUP) and is_assessment(path)):
                yield path


def rows(paths: Iterator[Path], *, today: date | None = None) -> Iterator[Row]:
    """Where each file stands, read one after the other; a file that cannot be read is a row with its reason."""
    libraries: dict[str, Library] = {}
    askings: dict[_Asking, Asked] = {}
    for path in paths:
        if len(libraries) > _LIBRARIES_KEPT:
            libraries.clear()
            askings.clear()
        if len(askings) > _ASKINGS_KEPT:
            askings.clear()
        try:
            with Assessment.open(path, libraries=libraries) as assessment:
                _share(assessment, askings)
                yield Row(path, _standing(assessment, today), "")
        except ReadinessError as error:
            # The sentence opens with the path, which stands in the row already.
            yield Row(path, None, str(error).removeprefix(str(path)).lstrip(": "))


def _share(assessment: Assessment, askings: dict[_Asking, Asked]) -> None:
    """Lets a file that asks the same of the same library as one before it use what was worked out for that one."""
    scope = assessment.scope
    # Written out, because 1 and true are equal and not the same.
    key = (assessment.round.library, assessment.round.set, scope.report_type, scope.categories, repr(sorted(scope.facts.items())))
    known = askings.get(key)
    if known is None:
        askings[key] = assessment.asked
    else:
        assessment.asked, assessment.library = known, known.library


def _standing(assessment: Assessment, today: date | None) -> Standing:
    day = today or assessment.today
    scope, card, kept = assessment.scope, assessment.scorecard(), assessment.engagement
    # What is due is worth planning for only where somebody stated a day.
    items = live(assessment, today=day) if any(item.due is not None for item in assessment.items) else ()
    dates: list[tuple[date, Event]] = [(one.stored.due, "item due") for one in items if one.to_do and one.stored and one.stored.due]
    day_of, window = scope.own_as_of, scope.own_window
    dates += [(day_of, "as of")] if day_of is not None else []
    dates += [(window.start, "window opens"), (window.end, "window ends")] if window is not None else []
    next_date, next_event = min((one for one in dates if one[0] >= day), default=(None, None))
    return Standing(
        file_id=assessment.file_id,
        organisation=scope.organisation,
        report_type=scope.report_type,
        question_set=assessment.round.set,
        round=assessment.round.name,
        answered=card.answered,
        readiness=card.readiness,
        unmet=tuple(result.id for result in (*card.criteria.values(), *card.description.values()) if result.verdict == "not_met"),
        overdue=sum(one.overdue for one in items),
        overdue_requests=_overdue_requests(assessment, day),
        next_date=next_date,
        next_event=next_event,
        closed=kept is not None and kept.closed,
        retain_until=kept.retain_until if kept is not None else None,
    )


def _overdue_requests(assessment: Assessment, day: date) -> int:
    """How many requests nobody met by their day; the list is made only where somebody stated a day that is over."""
    if not any(one.due is not None and one.due < day for one in assessment.requests):
        return 0
    return sum(one.overdue for one in request_list(assessment, today=day))


def in_order(found: Sequence[Row], key: SortKey) -> list[Row]:
    """The rows with what needs attention first: most unmet or overdue, lowest share, soonest date; unreadable ones last."""
    by = _ORDERS[key]

    def place(row: Row) -> tuple[Any, ...]:
        if row.standing is None:
            return (1, str(row.path))
        return (0, by(row, row.standing), row.standing.organisation.casefold(), str(row.path))

    return sorted(found, key=place)


_ORDERS: dict[SortKey, Callable[[Row, Standing], Any]] = {
    "organisation": lambda row, one: one.organisation.casefold(),
    "file": lambda row, one: str(row.path),
    "type": lambda row, one: one.report_type,
    "answered": lambda row, one: one.answered,
    "readiness": lambda row, one: one.readiness.low,
    "unmet": lambda row, one: -len(one.unmet),
    "overdue": lambda row, one: -one.overdue - one.overdue_requests,
    "next": lambda row, one: one.next_date or date.max,
    "round": lambda row, one: one.round.casefold(),
    "retention": lambda row, one: (not one.closed, one.retain_until or date.max),
}
SORT_KEYS: tuple[SortKey, ...] = tuple(_ORDERS)
