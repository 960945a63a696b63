"""Compares the questions of a library pairwise by their words: which two ask the same, and which anchor asks another's question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log, sqrt

from questionnaires.data import Finding
from questionnaires.model import Library, Question

ALIKE = 0.65
TAKEN_IN = 0.7
# What fewer words ask cannot be told from chance in an anchor.
_FEW = 4
_STOP = frozenset(
    {"and", "any", "are", "been", "but", "can", "did", "does", "each", "every", "for", "from", "has", "have", "how", "into", "its"}
    | {"not", "one", "only", "our", "out", "than", "that", "the", "their", "them", "then", "there", "they", "this", "was", "were"}
    | {"what", "when", "where", "which", "who", "whom", "with", "you", "your"}
)

Vector = Mapping[str, float]


def content_words(text: str) -> list[str]:
    """The words that carry meaning: three letters or more, without those that hold every sentence together."""
    return [word for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in _STOP]


class Weights:
    """How telling each word is among some texts: log(1 + texts / texts that have it), the smoothed inverse document frequency."""

    def __init__(self, texts: Sequence[str]) -> None:
        having = Counter(word for text in texts for word in set(content_words(text)))
        self._unknown = log(1 + len(texts))
        self._known = {word: log(1 + len(texts) / count) for word, count in having.items()}

    def of(self, words: Iterable[str]) -> float:
        """The weight of several words together."""
        return sum(self._known.get(word, self._unknown) for word in words)

    def vector(self, text: str) -> Vector:
        """The text's words by weight, (1 + log(times it occurs)) x weight of the word, scaled to length 1."""
        weighed = {word: (1 + log(times)) * self.of([word]) for word, times in Counter(content_words(text)).items()}
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1
        return {word: weight / length for word, weight in weighed.items()}


def likeness(questions: Sequence[Question]) -> Iterator[tuple[int, int, float]]:
    """Each pair of questions, by position, with the cosine of their words, 0 to 1: the texts, or texts with rung 4 if these are closer."""
    nearest: dict[tuple[int, int], float] = {}
    for texts in ([q.text for q in questions], [f"{q.text} {q.anchors[4]}" for q in questions]):
        weights = Weights(texts)
        vectors = [weights.vector(text) for text in texts]
        for one, other in combinations(range(len(questions)), 2):
            cosine = sum(weight * vectors[other].get(word, 0) for word, weight in vectors[one].items())
            nearest[one, other] = max(cosine, nearest.get((one, other), 0))
    yield from ((one, other, cosine) for (one, other), cosine in nearest.items())


def asked_twice(library: Library) -> Iterator[Finding]:
    """Questions as alike as ALIKE or more, each named at the later one."""
    for one, other, alike in likeness(library.questions):
        if alike >= ALIKE:
            yield ("questions", other, "text"), f"asks much the same as {library.questions[one].id}; merge them or tell them apart"


def anchors_astray(library: Library) -> Iterator[Finding]:
    """Anchors with TAKEN_IN or more, by weight, of the words that another question asks with: they rate a second control."""
    weights = Weights([question.text for question in library.questions])
    asked = {question.id: frozenset(content_words(question.text)) for question in library.questions}
    whole = {name: weights.of(words) for name, words in asked.items() if len(words) >= _FEW}
    asking: dict[str, list[str]] = {}
    for name in whole:
        for word in asked[name]:
            asking.setdefault(word, []).append(name)
    for index, question in enumerate(library.questions):
        for rung, anchor in enumerate(question.anchors):
            taken: dict[str, float] = {}
            for word in frozenset(content_words(anchor)) - asked[question.id]:
                for name in asking.get(word, ()):
                    taken[name] = taken.get(name, 0) + weights.of([word])
            for name, weight in taken.items():
                if weight >= TAKEN_IN * whole[name]:
                    yield ("questions", index, "anchors", rung), f"asks about the control of {name}; keep to this question's own"
