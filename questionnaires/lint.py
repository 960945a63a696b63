"""Judges a library that loads: references that lead nowhere, cycles, criteria without a firm key question, careless text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path

from questionnaires.conditions import Condition, FactValue, NumberRange
from questionnaires.coverage import coverage
from questionnaires.loader import LibraryError, Origins, read_folder
from questionnaires.model import Fact, Library, Question
from questionnaires.steps import StepError, check_step, render_step
from questionnaires.wording import ended, nearest

MAX_WORDS = 30
ALIKE = 0.6
_STOP = frozenset(
    {"been", "does", "each", "every", "from", "have", "into", "than", "that", "their", "them", "there", "they", "this"}
    | {"what", "when", "where", "which", "with", "your"}
)
BANNED = re.compile(r"\b(complian(?:t|ce)|certif(?:ied|ication)|pass(?:es|ed)?|fail(?:s|ed)?)\b(?! (?:over|back))", re.IGNORECASE)
_CATEGORY_WORDS = {"all", "system"}

Place = tuple[str | int, ...]
Finding = tuple[Place, str]


def lint_folder(folder: Traversable | Path) -> list[str]:
    """Every fault of the library in ``folder``, one sentence each with file:line:column; empty when it is clean."""
    try:
        library, origins = read_folder(folder)
    except LibraryError as error:
        return error.problems
    return [_sentence(path, what, origins) for path, what in lint(library)]


def _sentence(path: Place, what: str, origins: Origins) -> str:
    return ended(f"{origins.locate(path)}: {'.'.join(str(part) for part in path)}: {what}")


def lint(library: Library) -> Iterator[Finding]:
    """Faults of a loaded library as (path into the library, what is wrong and what would be right)."""
    yield from unsound(library)
    for index, question in enumerate(library.questions):
        path = ("questions", index)
        yield from _wording(question, path)
        yield from _remediation(library, question, path)
        yield from _applicability(library, question, path)
    yield from _anchors_reused(library)
    yield from _asked_twice(library)
    yield from _points_traced(library)
    yield from _quick_wins(library)
    yield from _firm_keys(library)


def unsound(library: Library) -> Iterator[Finding]:
    """Faults that scoring and planning could not live with: ids that clash or lead nowhere, and cycles."""
    yield from _unique(library)
    yield from _framework(library)
    for index, question in enumerate(library.questions):
        yield from _references(library, question, ("questions", index))
    yield from _cycles(library)


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
    for index, point in enumerate(library.points):
        if point.id.rpartition(".")[0] not in library.criterion_by_id:
            yield ("points", index, "id"), f"{point.id} belongs to no criterion of this library"
        if point.applies not in categories | _CATEGORY_WORDS:
            yield ("points", index, "applies"), f"{point.applies} is neither all, system nor a category"


def _points_traced(library: Library) -> Iterator[Finding]:
    known = {point.id for point in library.points}
    for point in library.unasked_points:
        if point not in known:
            yield ("unasked_points", point), f"{point} is no point of this library{nearest(point, known)}"
    for index, covered in enumerate(coverage(library)):
        if covered.missing:
            yield (
                ("points", index, "id"),
                f"{covered.point.id} is touched by no question; name it in one, or in unasked_points with the reason",
            )
        elif covered.questions and covered.reason is not None:
            yield ("unasked_points", covered.point.id), f"{covered.point.id} is asked about by {covered.questions[0]}; take it off the list"


def _references(library: Library, question: Question, path: Place) -> Iterator[Finding]:
    known: dict[str, tuple[Iterable[str], Iterable[str]]] = {
        "criteria": (question.criteria, library.criterion_by_id),
        "points": (question.points, {point.id for point in library.points}),
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
        choices = set(available)
        for entry in named:
            if entry not in choices:
                yield (*path, key), f"{entry} is unknown here{nearest(entry, choices)}"
    for point in question.points:
        if point.rpartition(".")[0] not in question.criteria:
            yield (*path, "points"), f"{point} belongs to a criterion that the question does not name"


def _wording(question: Question, path: Place) -> Iterator[Finding]:
    for key, text in _texts(question):
        found = BANNED.search(text)
        if found:
            yield (*path, *key), f"says {found.group(0)!r}; nobody but an auditor concludes, describe what is there instead"
    words = len(question.text.split())
    if words > MAX_WORDS:
        yield (*path, "text"), f"has {words} words; at most {MAX_WORDS}, one fact a question"
    for rung, anchor in enumerate(question.anchors):
        if len(anchor.split()) > MAX_WORDS:
            yield (*path, "anchors", rung), f"has {len(anchor.split())} words; at most {MAX_WORDS}"
    for one, other in combinations(range(6), 2):
        if question.anchors[one].casefold() == question.anchors[other].casefold():
            yield (*path, "anchors", other), f"reads the same as rung {one}; neighbouring rungs must be told apart"


def _texts(question: Question) -> Iterator[tuple[Place, str]]:
    yield ("text",), question.text
    yield ("why",), question.why
    yield ("tiny",), question.tiny
    for rung, anchor in enumerate(question.anchors):
        yield ("anchors", rung), anchor
    for index, step in enumerate(question.remediation):
        yield ("remediation", index, "do"), step.do
    for index, variant in enumerate(question.variants):
        path: Place = ("variants", index)
        yield (*path, "reason"), variant.reason
        for key in ("text", "why", "tiny"):
            if (text := getattr(variant, key)) is not None:
                yield (*path, key), text
        for rung, anchor in enumerate(variant.anchors or ()):
            yield (*path, "anchors", rung), anchor
        for place, step in enumerate(variant.remediation or ()):
            yield (*path, "remediation", place, "do"), step.do


def _remediation(library: Library, question: Question, path: Place) -> Iterator[Finding]:
    for place, text in _texts(question):
        if place[-1] != "do":
            continue
        try:
            check_step(text, library.fact_by_id)
            _rehearse(text, library)
        except StepError as error:
            yield (*path, *place), str(error)
    if not any(step.upto == 4 for step in question.remediation):
        yield (*path, "remediation"), "has no step with upto: 4; say what must be kept to go from running to on record"
    if not (question.evidence.design or question.evidence.operation):
        yield (*path, "evidence"), "names no evidence; say what an auditor would ask for"


def _rehearse(text: str, library: Library) -> None:
    """Writes the step out with every fact stated, none, and all but one. Raises StepError where that cannot be done."""
    if "{" not in text:
        return
    stated = {fact.id: _example(fact) for fact in library.facts}
    render_step(text, stated)
    for unknown in (stated, *({fact: value} for fact, value in stated.items())):
        render_step(text, {fact: value for fact, value in stated.items() if fact not in unknown})


def _example(fact: Fact) -> FactValue:
    match fact.type:
        case "yes-no":
            return True
        case "number":
            return fact.minimum if fact.minimum is not None else fact.maximum if fact.maximum is not None else 1
        case "text":
            return "text"
        case "choice":
            return next(iter(fact.choices))
        case "choices":
            return tuple(fact.choices)


def _applicability(library: Library, question: Question, path: Place) -> Iterator[Finding]:
    conditions: list[tuple[Place, Condition]] = [(("applies_when",), question.applies_when)]
    conditions += [(("variants", index, "when"), variant.when) for index, variant in enumerate(question.variants)]
    if question.proposes_na is not None:
        conditions.append((("proposes_na", "when"), question.proposes_na.when))
        if not question.waivable:
            yield (*path, "proposes_na"), "proposes not applicable on a question that cannot be waived; set waivable or remove it"
    for place, condition in conditions:
        for fact_id, wanted in condition.root.items():
            fact = library.fact_by_id.get(fact_id)
            if fact is not None and (wrong := _mismatch(fact, wanted)):
                yield (*path, *place, fact_id), wrong
    common = {category.id for category in library.categories if category.common}
    firm = [
        criterion
        for criterion, role in question.criteria.items()
        if role == "key" and criterion in library.criterion_by_id and library.criterion_by_id[criterion].category in common
    ]
    if question.waivable and firm:
        yield (*path, "waivable"), f"a key control of a common criterion ({firm[0]}) may not be waived"


def _mismatch(fact: Fact, wanted: object) -> str | None:
    """Why a condition can never fit its fact, or None."""
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if isinstance(wanted, NumberRange):
        return None if fact.type == "number" else f"{fact.id} is {fact.type}; a range fits numbers only"
    for value in values:
        if fact.type == "yes-no" and not isinstance(value, bool):
            return f"{fact.id} is yes or no; write true or false"
        if fact.type == "number" and (isinstance(value, bool) or not isinstance(value, int)):
            return f"{fact.id} is a number"
        if fact.type == "text" and not isinstance(value, str):
            return f"{fact.id} is text; put {value!r} in quotes"
        if fact.type in ("choice", "choices") and value not in fact.choices:
            return f"{value!r} is no choice of {fact.id}; choices are {', '.join(fact.choices)}"
    return None


def _anchors_reused(library: Library) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, question in enumerate(library.questions):
        for rung, anchor in enumerate(question.anchors):
            owner = first.setdefault(anchor.casefold(), question.id)
            if owner != question.id:
                yield ("questions", index, "anchors", rung), f"reads the same as an anchor of {owner}; write it for this control"


def _asked_twice(library: Library) -> Iterator[Finding]:
    """No two questions with much the same words: the share of content words in common (Jaccard) stays below ALIKE."""
    words = [frozenset(word for word in re.findall(r"[a-z]{4,}", q.text.lower()) if word not in _STOP) for q in library.questions]
    for (one, first), (other, second) in combinations(enumerate(words), 2):
        if first and second and len(first & second) >= ALIKE * len(first | second):
            yield ("questions", other, "text"), f"asks much the same as {library.questions[one].id}; merge them or tell them apart"


def _cycles(library: Library) -> Iterator[Finding]:
    after = {question.id: question.after for question in library.questions}
    for index, question in enumerate(library.questions):
        if question.id in _before(question.id, after):
            yield ("questions", index, "after"), f"{question.id} comes after itself; break the cycle"


def _quick_wins(library: Library) -> Iterator[Finding]:
    """No quick win waits behind paperwork."""
    after = {question.id: question.after for question in library.questions}
    for index, question in enumerate(library.questions):
        if not question.quick_win:
            continue
        paper = [
            earlier
            for earlier in _before(question.id, after)
            if earlier in library.question_by_id and library.question_by_id[earlier].type in ("policy", "governance", "periodic")
        ]
        if paper:
            yield ("questions", index, "after"), f"a quick win may not wait for paperwork ({min(paper)}); make it sooner_than there"


def _before(start: str, after: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        entry = waiting.pop()
        if entry not in found:
            found.add(entry)
            waiting.extend(after.get(entry, ()))
    return found


def _firm_keys(library: Library) -> Iterator[Finding]:
    """Each common criterion that is asked at all keeps a key question nobody may waive, inherit or branch away, in each set."""
    common = {category.id for category in library.categories if category.common}
    for is_quick in (True, False):
        firm = Counter(
            criterion
            for question in library.questions
            if (question.quick or not is_quick) and not question.waivable and not question.inheritable and not question.applies_when.root
            for criterion, role in question.criteria.items()
            if role == "key" and not question.only_with
        )
        for index, criterion in enumerate(library.criteria):
            if criterion.category in common and not firm[criterion.id]:
                which = "quick set" if is_quick else "full set"
                yield ("criteria", index, "id"), f"{criterion.id} has no key question in the {which} that nobody may waive; add one"
