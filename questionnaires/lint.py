"""Judges a library that loads: what is not sound, facts and steps that clash, and all that other modules find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from questionnaires.conditions import Condition, FactValue, misfit
from questionnaires.coverage import coverage
from questionnaires.data import Finding, Place
from questionnaires.firmness import beyond_reach, without_firm_key
from questionnaires.likeness import anchors_astray, asked_twice
from questionnaires.lint_advice import careless_advice
from questionnaires.lint_glossary import careless_glossary
from questionnaires.loader import LibraryError, Origins, read_folder
from questionnaires.locale_lint import lint_translations
from questionnaires.model import Fact, Library, Question, Step
from questionnaires.soundness import all_before, unsound
from questionnaires.steps import StepError, check_step, render_step
from questionnaires.style import careless_texts
from questionnaires.wording import dotted, ended, nearest

MOST_FINDINGS = 500


def lint_folder(folder: Traversable | Path) -> list[str]:
    """Every fault of the library in ``folder``, one sentence each with file:line:column, at most MOST_FINDINGS; empty when it is clean."""
    try:
        library, origins = read_folder(folder)
        translations = lint_translations(folder, library, origins)
    except LibraryError as error:
        return error.problems
    return [_sentence(path, what, origins) for path, what in islice(lint(library), MOST_FINDINGS)] + translations


def _sentence(path: Place, what: str, origins: Origins) -> str:
    return ended(f"{origins.locate(path)}: {dotted(path)}: {what}")


def lint(library: Library) -> Iterator[Finding]:
    """Faults of a loaded library as (path into the library, what is wrong and what would be right)."""
    yield from unsound(library)
    for index, question in enumerate(library.questions):
        path = ("questions", index)
        yield from _remediation(library, question, path)
        yield from _applicability(library, question, path)
    yield from careless_advice(library)
    yield from careless_glossary(library)
    yield from careless_texts(library)
    yield from asked_twice(library)
    yield from anchors_astray(library)
    yield from _points_traced(library)
    yield from _quick_wins(library)
    yield from without_firm_key(library)
    yield from beyond_reach(library)


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


def _remediation(library: Library, question: Question, path: Place) -> Iterator[Finding]:
    written: list[tuple[Place, Iterable[Step]]] = [(path, question.remediation)]
    written += [((*path, "variants", index), variant.remediation or ()) for index, variant in enumerate(question.variants)]
    for place, steps in written:
        for index, step in enumerate(steps):
            try:
                check_step(step.do, library.fact_by_id)
                _rehearse(step.do, library)
            except StepError as error:
                yield (*place, "remediation", index, "do"), str(error)
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
            if fact is not None and (wrong := misfit(fact.id, fact.type, fact.choices, wanted)):
                yield (*path, *place, fact_id), wrong
    common = {category.id for category in library.categories if category.common}
    firm = [
        criterion
        for criterion, role in question.criteria.items()
        if role == "key" and criterion in library.criterion_by_id and library.criterion_by_id[criterion].category in common
    ]
    if question.waivable and firm:
        yield (*path, "waivable"), f"a key control of a common criterion ({firm[0]}) may not be waived"


def _quick_wins(library: Library) -> Iterator[Finding]:
    """No quick win waits behind paperwork."""
    after = {question.id: question.after for question in library.questions}
    for index, question in enumerate(library.questions):
        if not question.quick_win:
            continue
        paper = [
            earlier
            for earlier in all_before(question.id, after)
            if earlier in library.question_by_id and library.question_by_id[earlier].type in ("policy", "governance", "periodic")
        ]
        if paper:
            yield ("questions", index, "after"), f"a quick win may not wait for paperwork ({min(paper)}); make it sooner_than there"
