"""What a library must hold before anything is scored or planned with it: ids that are unique and lead somewhere, no cycles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from questionnaires.data import Finding, Place
from questionnaires.lint_advice import unsound_advice
from questionnaires.model import Framework, Library, Question
from questionnaires.wording import nearest

_CATEGORY_WORDS = {"all", "system"}


def unsound(library: Library) -> Iterator[Finding]:
    """Faults that scoring and planning could not live with: ids that clash or lead nowhere, and cycles."""
    yield from _unique(library)
    yield from _framework(library)
    points = {point.id for point in library.points}
    for index, question in enumerate(library.questions):
        yield from _references(library, question, points, ("questions", index))
    yield from _cycles(library)
    yield from _replaced(library)
    yield from unsound_advice(library)


def _unique(library: Library) -> Iterator[Finding]:
    lists: dict[str, Iterable[str]] = {
        "categories": (category.id for category in library.categories),
        "series": (entry.id for entry in library.series),
        "roles": (role.id for role in library.roles),
        "questions": (question.id for question in library.questions),
        "themes": (theme.id for theme in library.themes),
        "facts": (fact.id for fact in library.facts),
        "criteria": (criterion.id for criterion in library.criteria),
        "points": (point.id for point in library.points),
        "advice": (entry.id for entry in library.advice),
        "glossary": (entry.id for entry in library.glossary),
    }
    for name, ids in lists.items():
        seen: set[str] = set()
        for index, entry in enumerate(ids):
            if entry in seen:
                yield (name, index, "id"), f"{entry} stands twice; ids must be unique"
            seen.add(entry)


def _framework(library: Library) -> Iterator[Finding]:
    series = {entry.id for entry in library.series}
    categories = {category.id for category in library.categories}
    for index, criterion in enumerate(library.criteria):
        if criterion.series not in series:
            yield ("criteria", index, "series"), f"{criterion.series} is not a series of this library"
        if criterion.category not in categories:
            yield ("criteria", index, "category"), f"{criterion.category} is not a category of this library"
    for index, framework in enumerate(library.frameworks):
        for criterion_id, related in framework.related.items():
            if criterion_id not in library.criterion_by_id:
                yield ("frameworks", index, "related", criterion_id), f"{criterion_id} is no criterion of this library"
            for other, sources in related.items():
                if unknown := [source for source in sources if source not in framework.sources]:
                    yield ("frameworks", index, "related", criterion_id, other), f"{unknown[0]} is not among this framework's sources"
        yield from _related_sizes(framework, ("frameworks", index))
    for index, point in enumerate(library.points):
        if point.id.rpartition(".")[0] not in library.criterion_by_id:
            yield ("points", index, "id"), f"{point.id} belongs to no criterion of this library"
        if point.applies not in categories | _CATEGORY_WORDS:
            yield ("points", index, "applies"), f"{point.applies} is neither all, system nor a category"


def _related_sizes(framework: Framework, path: Place) -> Iterator[Finding]:
    """Levels state every related id and no other; the total is not smaller than what is related."""
    if (levels := framework.levels) is not None:
        for other in levels.ids:
            if other not in framework.related_ids:
                hint = nearest(other, framework.related_ids)
                yield (*path, "levels", "ids", other), f"{other} is not among this framework's related ids{hint}"
        if missing := sorted(framework.related_ids - set(levels.ids)):
            yield (*path, "levels", "ids"), f"{missing[0]} is missing; name its levels, or [] if it stands in none"
    if (total := framework.total) is not None:
        counted = sum(other.startswith(total.prefix) for other in framework.related_ids)
        if counted > total.count:
            yield (*path, "total", "count"), f"{total.count} is less than the {counted} ids related here; correct one of them"


def _references(library: Library, question: Question, points: Collection[str], path: Place) -> Iterator[Finding]:
    known: dict[str, tuple[Iterable[str], Collection[str]]] = {
        "criteria": (question.criteria, library.criterion_by_id),
        "points": (question.points, points),
        "only_with": (question.only_with, library.category_by_id),
        "theme": ((question.theme,), library.theme_by_id),
        "owner": ((question.owner,), library.role_by_id),
        "alternatives": (question.alternatives, library.question_by_id),
        "variants": ((fact for variant in question.variants for fact in variant.when.root), library.fact_by_id),
        "proposes_na": (question.proposes_na.when.root if question.proposes_na else (), library.fact_by_id),
        "after": (question.after, library.question_by_id),
        "sooner_than": (question.sooner_than, library.question_by_id),
        "applies_when": (question.applies_when.root, library.fact_by_id),
    }
    for key, (named, available) in known.items():
        for entry in named:
            if entry not in available:
                yield (*path, key), f"{entry} is unknown here{nearest(entry, set(available))}"
    for point in question.points:
        if point.rpartition(".")[0] not in question.criteria:
            yield (*path, "points"), f"{point} belongs to a criterion that the question does not name"


def _cycles(library: Library) -> Iterator[Finding]:
    after = {question.id: question.after for question in library.questions}
    for index, question in enumerate(library.questions):
        if question.id in all_before(question.id, after):
            yield ("questions", index, "after"), f"{question.id} comes after itself; break the cycle"


def _replaced(library: Library) -> Iterator[Finding]:
    """What is replaced is gone, and by one question only: an answer can be carried over to one place."""
    successor: dict[str, str] = {}
    for index, question in enumerate(library.questions):
        for old in question.replaces:
            if old in library.question_by_id:
                yield ("questions", index, "replaces"), f"{old} is still asked here; leave it out, or do not replace it"
            elif successor.setdefault(old, question.id) != question.id:
                yield ("questions", index, "replaces"), f"{successor[old]} replaces {old} already; an answer has one place to go"


def all_before(start: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    """The ids that come before ``start``, near or far, by what each one comes ``after``."""
    found: set[str] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        entry = waiting.pop()
        if entry not in found:
            found.add(entry)
            waiting.extend(after.get(entry, ()))
    return found
