"""Finds questions by anything that stands in them or beside their answers, also when a word is misspelt. Knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from questionnaires.model import Library, Question
from scoring.finding import found
from scoring.model import Answer

_WORD = re.compile(r"[\w.]+")
_LONGEST_WORD = 40
_MOST_TYPED = 200
_ALIKE = 0.75


class Finder:
    """The text of every question and its answer as words, collected once for many searches.

    Misspelt words are matched against the words there are, one by one: a matcher that tries every placing of the letters in a
    whole text takes longer than anybody waits, and text from a file could be made to stop it for good.
    """

    def __init__(self, questions: Sequence[Question], library: Library, answers: Mapping[str, Answer]) -> None:
        self._questions = questions
        self._texts = {question.id: _text(question, library, answers.get(question.id)) for question in questions}
        self._words = {question_id: frozenset(_words(text)) for question_id, text in self._texts.items()}
        self._known = frozenset().union(*self._words.values())

    def find(self, typed: str) -> list[Question]:
        """Questions that hold all the words, named by id or criterion first, then as worded, then anywhere, then spelt alike.

        All of them for no words.
        """
        words = typed[:_MOST_TYPED].casefold().split()
        first = found(self._questions, " ".join(words))
        taken = {question.id for question in first}
        holding = [one for one in self._questions if one.id not in taken and all(word in self._texts[one.id] for word in words)]
        if first or holding:
            return [*first, *holding]
        alike = [self._alike(word) for word in _words(" ".join(words))]
        if not alike:
            return []
        return [one for one in self._questions if all(self._words[one.id] & likely for likely in alike)]

    def _alike(self, typed: str) -> frozenset[str]:
        """The known words that somebody may have meant."""
        word = typed[:_LONGEST_WORD]
        holding = {known for known in self._known if word in known}
        if holding:
            return frozenset(holding)
        close = get_close_matches(word, self._known, n=5, cutoff=_ALIKE)
        return frozenset(close) | {known for known in self._known if _in_order(word, known)}


def _in_order(typed: str, known: str) -> bool:
    """Whether a word begins with the same letter and has the others in order, as when somebody leaves some out."""
    if len(typed) < 3 or not known.startswith(typed[0]) or len(known) > 2 * len(typed):
        return False
    letters = iter(known)
    return all(letter in letters for letter in typed)


def _words(text: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text)]


def _text(question: Question, library: Library, answer: Answer | None) -> str:
    evidence = question.evidence
    parts = [question.id, question.control, question.text, question.why, question.tiny, question.theme, question.owner, *question.anchors]
    parts += [*evidence.design, *evidence.operation, *evidence.population, *(step.do for step in question.remediation)]
    for criterion in question.criteria:
        parts += [criterion, library.criterion_by_id[criterion].title]
    if answer is not None:
        parts += [answer.note, answer.walkthrough, answer.reason, answer.respondent, answer.owner]
        parts += [text for one in answer.evidence for text in (one.reference, one.title)]
        if answer.compensating is not None:
            parts += [answer.compensating.reason, answer.compensating.owner, answer.compensating.evidence]
    return "\n".join(parts).casefold()
