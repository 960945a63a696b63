"""Rows about other frameworks: which of their ids the plan's controls are related to, in words and counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.model import Library
from scoring.related import compact_text, level_counts_text, touched

_LISTED = 5


@dataclass(frozen=True, slots=True)
class RelatedIds:
    """One framework's ids related to a work package: the best supported by name, the others counted."""

    framework: str
    ids: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """How much of one framework the whole plan is related to: ids, out of those mapped here, with a published mapping behind.

    ``whole`` says it of the framework's total and ``levels`` by level; each is empty where the framework states none.
    """

    framework: str
    count: int
    mapped: int
    published: int
    whole: str
    levels: str


def related_to_package(library: Library, questions: Iterable[str]) -> tuple[RelatedIds, ...]:
    """What the controls with these question ids are related to, short enough for a heading."""
    found = touched(library, (library.question_by_id[question] for question in questions))
    return tuple(RelatedIds(related.framework.title, compact_text(related, _LISTED)) for related in found if related.ids)


def related_rows(library: Library, questions: Iterable[str]) -> tuple[RelatedRow, ...]:
    """What the controls with these question ids are related to, a row for each framework with such ids."""
    rows = []
    for related in touched(library, (library.question_by_id[question] for question in questions)):
        total, levels = related.framework.total, related.framework.levels
        if related.ids:
            rows.append(
                RelatedRow(
                    framework=related.framework.name,
                    count=len(related.ids),
                    mapped=related.mapped,
                    published=related.published,
                    whole="" if total is None else f"{related.counted} of {total.count} {total.of}",
                    levels="" if levels is None else f"{levels.title}: {level_counts_text(related)}",
                )
            )
    return tuple(rows)
