"""Picks the questions that a scope and a set ask. An unknown fact never removes a question."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires.model import Library, Question
from scoring.model import QuestionSet, Scope


def chosen_categories(library: Library, scope: Scope) -> tuple[str, ...]:
    """Category ids in the library's order: the common ones always, others as the scope chose; never the description block."""
    return tuple(c.id for c in library.scored_categories if c.common or c.id in scope.categories)


def description_criteria(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[str, ...]:
    """Ids of the criteria of the system description, which only the full set asks about; not of those for the other report type alone."""
    blocks = {category.id for category in library.categories if category.description and question_set == "full"}
    others = {criterion for question in library.questions if not _of_type(question, scope) for criterion in question.criteria}
    if others:
        others -= {criterion for question in library.questions if _of_type(question, scope) for criterion in question.criteria}
    return tuple(criterion.id for criterion in library.criteria if criterion.category in blocks and criterion.id not in others)


def _of_type(question: Question, scope: Scope) -> bool:
    return question.only_type is None or question.only_type == scope.report_type


def chosen_criteria(library: Library, scope: Scope) -> tuple[str, ...]:
    """Criterion ids of the chosen categories, in the standard's order."""
    chosen = set(chosen_categories(library, scope))
    return tuple(criterion.id for criterion in library.criteria if criterion.category in chosen)


def reworded(library: Library, scope: Scope) -> Library:
    """The library as the scope's facts make it read: each question with the first of its variants that fits."""
    questions = tuple(question.reworded(scope.facts) for question in library.questions)
    if all(one is other for one, other in zip(questions, library.questions, strict=True)):
        return library
    return library.with_questions(questions)


def rewordings(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[tuple[Question, str], ...]:
    """The questions asked in another wording than usual, each with the reason a report keeps."""
    asked = applicable_questions(library, scope, question_set)
    return tuple((question, variant.reason) for question in asked if (variant := question.variant_for(scope.facts)) is not None)


def applicable_questions(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[Question, ...]:
    """The questions asked, in the standard's order.

    A question is asked when its home criterion belongs to a chosen category or the system description, its own categories
    (``only_with``) are chosen, it is for the scope's report type (``only_type``) and in the set, and the stated facts do not rule it out.
    """
    described = set(description_criteria(library, scope, question_set))
    chosen = set(chosen_categories(library, scope))
    return tuple(
        question
        for question in library.questions_in_order
        if (question.quick or question_set == "full")
        and (library.criterion_by_id[question.home].category in chosen or question.home in described)
        and (not question.only_with or chosen & set(question.only_with))
        and _of_type(question, scope)
        and question.applies_when.holds(scope.facts) is not False
    )


def removed_by_facts(library: Library, scope: Scope, question_set: QuestionSet) -> tuple[Question, ...]:
    """Questions of the set that only the stated facts rule out; a report names them with the fact as the reason."""
    asked = {question.id for question in applicable_questions(library, scope, question_set)}
    without_facts = scope.model_copy(update={"facts": {}})
    everything: Iterable[Question] = applicable_questions(library, without_facts, question_set)
    return tuple(question for question in everything if question.id not in asked)
