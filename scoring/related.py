"""What the same work serves elsewhere: ids of other frameworks related to controls, always through the criteria these serve.

A pair is a criterion and an id, so a control is related to every id of each criterion it serves, as key or in support. That says
where its work is asked for too, never that it "satisfies" anything there; a count is the most that the work can touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionnaires.model import Framework, Library, Question

RELATED_NOTE = (
    "Related through the criteria that a control serves, never 'satisfies'. "
    "Indicative: this project's own judgement, without a published mapping behind it."
)
COUNT_NOTE = (
    "Counted through the criteria that the plan's controls serve, so each number is the most that the work touches. "
    "Related, never 'satisfies'."
)


@dataclass(frozen=True, slots=True)
class RelatedId:
    """An id of another framework, with the short names of the published mappings behind it and the levels it stands in."""

    id: str
    sources: tuple[str, ...]
    levels: tuple[str, ...]

    @property
    def indicative(self) -> bool:
        """Whether no published mapping stands behind it."""
        return not self.sources


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many ids of one level are related, out of those of the level that are mapped here at all."""

    name: str
    count: int
    mapped: int


@dataclass(frozen=True, slots=True)
class Related:
    """The distinct ids of one framework that some controls are related to, in the framework's order of ids."""

    framework: Framework
    ids: tuple[RelatedId, ...]

    @property
    def mapped(self) -> int:
        """How many ids of the framework are related to any criterion of the library."""
        return len(self.framework.related_ids)

    @property
    def published(self) -> int:
        """How many of the ids have a published mapping behind them."""
        return sum(not related.indicative for related in self.ids)

    @property
    def counted(self) -> int:
        """How many of the ids belong to what the framework's total counts; 0 without a total."""
        total = self.framework.total
        return 0 if total is None else sum(related.id.startswith(total.prefix) for related in self.ids)

    @property
    def share(self) -> float | None:
        """``counted`` as a share (0-1) of the framework's total, or None without one."""
        total = self.framework.total
        return None if total is None else self.counted / total.count

    @property
    def levels(self) -> tuple[LevelCount, ...]:
        """The ids by level, in the levels' order; an id counts in each of its levels. Empty without levels."""
        levels = self.framework.levels
        if levels is None:
            return ()
        return tuple(
            LevelCount(
                name,
                sum(name in related.levels for related in self.ids),
                sum(name in stated for stated in levels.ids.values()),
            )
            for name in levels.names
        )


def related_ids(library: Library, question: Question) -> tuple[Related, ...]:
    """What a question's criteria are related to, by framework in the library's order; frameworks without such an id left out."""
    return tuple(related for related in touched(library, [question]) if related.ids)


def touched(library: Library, questions: Iterable[Question]) -> tuple[Related, ...]:
    """What the criteria of all these questions together are related to, for every framework in the library's order."""
    served = {criterion for question in questions for criterion in question.criteria}
    criteria = [criterion.id for criterion in library.criteria if criterion.id in served]
    return tuple(_related(framework, criteria) for framework in library.frameworks)


def _related(framework: Framework, criteria: Sequence[str]) -> Related:
    """An id has the sources of all its pairs with these criteria."""
    found: dict[str, set[str]] = {}
    for criterion in criteria:
        for other, sources in framework.related.get(criterion, {}).items():
            found.setdefault(other, set()).update(sources)
    levels = framework.levels.ids if framework.levels is not None else {}
    return Related(
        framework,
        tuple(
            RelatedId(other, tuple(source for source in framework.sources if source in found[other]), levels.get(other, ()))
            for other in sorted(found, key=_by_number)
        ),
    )


def _by_number(other: str) -> list[str | int]:
    """A sort key that puts A.5.9 before A.5.10: text and numbers take turns."""
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"([0-9]+)", other))]


def ids_text(ids: Sequence[RelatedId], most: int = 0) -> str:
    """Ids on one line, those with a published mapping first and the others named indicative.

    Beyond ``most`` (0: all) they are only counted; which to name then goes by how many published mappings stand behind each.
    """
    ranked = sorted(ids, key=lambda related: -len(related.sources) if most else related.indicative)
    shown, rest = (ranked[:most], ranked[most:]) if most else (ranked, [])
    firm = ", ".join(related.id for related in shown if not related.indicative)
    loose = ", ".join(related.id for related in shown if related.indicative)
    text = "; ".join(part for part in (firm, f"indicative: {loose}" if loose else "") if part)
    if not rest:
        return text
    hidden = sum(related.indicative for related in rest)
    return f"{text} and {len(rest)} more{f' ({hidden} indicative)' if hidden and not loose else ''}"


def levels_text(ids: Sequence[RelatedId]) -> str:
    """Ids by the levels they stand in, the most levels first: ``low, moderate, high: AC-2; moderate, high: AC-5; none: PM-1``."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for related in ids:
        groups.setdefault(related.levels, []).append(related.id)
    ranked = sorted(groups.items(), key=lambda group: -len(group[0]))
    return "; ".join(f"{', '.join(levels) or 'none'}: {', '.join(members)}" for levels, members in ranked)


def compact_text(related: Related, most: int) -> str:
    """At most that many ids by name, and how many of all of them stand in each level: for places with little room."""
    levels = related.framework.levels
    if levels is None:
        return ids_text(related.ids, most)
    return f"{ids_text(related.ids, most)}; {levels.title}: {', '.join(f'{level.name} {level.count}' for level in related.levels)}"


def touched_text(related: Related) -> str:
    """How much of a framework is related, in words: of what is mapped here, and of its whole where that is known."""
    text = f"{len(related.ids)} of {related.mapped} ids mapped here, {related.published or 'none'} with a published mapping"
    total = related.framework.total
    return text if total is None else f"{text}; {related.counted} of its {total.count} {total.of}"


def level_counts_text(related: Related) -> str:
    """The ids by level in words: ``low 12 of 78, moderate 20 of 92 ids mapped here``."""
    return ", ".join(f"{level.name} {level.count} of {level.mapped}" for level in related.levels) + " ids mapped here"
