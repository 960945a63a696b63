"""Holds a library's texts to the house style: nothing claimed that only an auditor may say, one fact a question, easy to read.

The rules on how English joins facts and how it reads are for libraries written in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from questionnaires.data import RUNGS, Finding, Place
from questionnaires.model import Library, Question
from questionnaires.texts import leaves

MAX_WORDS = 30
MAX_SENTENCE = 35
# School grades; docs/writing-questions.md says why these.
MAX_GRADE_ASKED = 10.0
MAX_GRADE_WHY = 12.0

CONCLUSIONS = re.compile(r"\b(complian(?:t|ce)|certif(?:ied|ication)|pass(?:es|ed)?|fail(?:s|ed)?)\b(?! (?:over|back))", re.IGNORECASE)
_SPACE = r"\s+"
_NUMBER = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"

_ASKS_INDIRECTLY = r"(?:what|which|who|whom|whose|when|where|why|how|whether)\b"
_CONDITION = r"(?:when|whenever|where|wherever|if|before|after|once|until|while)\b"
_BEFORE = r"(?:about|at|by|exactly|for|from|in|of|on|since|to|until|with)"
_AFTER = r"(?:after|at|before|by|for|from|in|into|on|over|to|up|with)"
_DONE = r"(?:\w+ed|written|kept|held|told|sent|shown|given|drawn|made|done|found|put|taken|seen|built|rebuilt|gone|brought)"
# Verbs that are controls in themselves. Deciding is left out: it is what a review is for.
_ACT = (
    r"(?:act|alert|approve|check|compare|correct|delete|drop|encrypt|fix|hold|keep|log|mend|monitor|plan|record|remove|repair|replace"
    r"|report|restore|review|revoke|scan|tell|test|train|update)"
)
_OBJECT = r"(?:it|them|the|their|its|this|that|these|those|each|every|all|any|a|an|no|what|who|whom|which|whoever|whatever)\b"
_ONE_OF = r"(?:it|they|you|we|the|your|their|each|every|all|any|some\w*|no\w*)\b"
# Each with what to quote as its first group.
_SECOND_FACT = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"\?[^?]*?(\w+\?)",
        r"\b(as well as)\b",
        # No comma stands before the last "and" of a list in this house, so one that stands there begins another clause.
        rf",\s+(and\s+(?!(?:{_BEFORE}\s+)?{_ASKS_INDIRECTLY})[\w'-]+)",
        # Neither in the case asked about ("When it is lost and found, ...") nor in the content ("how it is set up and built").
        # A rule that is written but not approved is half a rule: those two words ask for one state, a rule in force.
        rf"^(?:{_CONDITION}[^,]*,\s*)?+\w+(?:(?!\b{_ASKS_INDIRECTLY}).)*?\b((?!written and (?:approved|agreed)\b)"
        rf"{_DONE}(?: {_AFTER}(?: \w+){{0,4}})? and (?:\w+ly )?{_DONE})\b",
        rf"\b(and (?:\w+ly )?{_ACT} {_OBJECT})",
        rf"\b((?:and|or) (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must) {_ONE_OF})",
    )
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


class _Wording(NamedTuple):
    """A question as it reads without any facts, or as one of its variants makes it read."""

    path: Place
    written: frozenset[str]
    question: Question


def careless_texts(library: Library) -> Iterator[Finding]:
    """Every text that claims what nobody but an auditor may, questions of two facts, texts too long or too hard, anchors or names alike."""
    yield from _claims(library)
    english = library.language.partition("-")[0] == "en"
    wordings = [wording for index, question in enumerate(library.questions) for wording in _wordings(index, question)]
    for wording in wordings:
        yield from _lengths(wording)
        if english:
            yield from _second_fact(wording)
            yield from _hard_to_read(wording)
    yield from _anchors_reused(wordings)
    yield from _names_reused(library)


def _names_reused(library: Library) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, question in enumerate(library.questions):
        owner = first.setdefault(question.control.casefold(), question.id) if question.control else question.id
        if owner != question.id:
            yield ("questions", index, "control"), f"is also the name of {owner}; name what only this control does"


def _wordings(index: int, question: Question) -> Iterator[_Wording]:
    fields = ("text", "why", "anchors")
    yield _Wording(("questions", index), frozenset(fields), question)
    for place, variant in enumerate(question.variants):
        changed = {key: value for key in fields if (value := getattr(variant, key)) is not None}
        yield _Wording(("questions", index, "variants", place), frozenset(changed), question.model_copy(update=changed))


def _claims(library: Library) -> Iterator[Finding]:
    """Words that conclude, "and/or", and the library's own list of wrong claims about its framework, in any text at all."""
    wrong = [
        (CONCLUSIONS, "nobody but an auditor concludes, describe what is there instead"),
        (re.compile(r"\band\s*/\s*or\b", re.IGNORECASE), "say which of the two it is, or both"),
        *((_any_of(claim.never), claim.instead) for claim in library.claims),
    ]
    for path, text in leaves(library.model_dump(mode="json", exclude={"claims"})):
        for pattern, instead in wrong:
            if found := pattern.search(text):
                yield path, f"says {found.group(0)!r}; {instead}"


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds phrases as whole words in any case and over line ends; # stands for a number."""
    words = ([_NUMBER if word == "#" else re.escape(word) for word in phrase.split()] for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(_SPACE.join(phrase) for phrase in words)})(?!\w)", re.IGNORECASE)


def _lengths(wording: _Wording) -> Iterator[Finding]:
    words = len(wording.question.text.split())
    if words > MAX_WORDS and "text" in wording.written:
        yield (*wording.path, "text"), f"has {words} words; at most {MAX_WORDS}, one fact a question"
    if "why" in wording.written:
        longest = max(len(sentence.split()) for sentence in _SENTENCE_END.split(wording.question.why.strip()))
        if longest > MAX_SENTENCE:
            yield (*wording.path, "why"), f"has a sentence of {longest} words; at most {MAX_SENTENCE}, cut it in two"
    if "anchors" not in wording.written:
        return
    anchors = wording.question.anchors
    for rung, anchor in enumerate(anchors):
        if len(anchor.split()) > MAX_WORDS:
            yield (*wording.path, "anchors", rung), f"has {len(anchor.split())} words; at most {MAX_WORDS}"
    for one, other in combinations(RUNGS, 2):
        if anchors[one].casefold() == anchors[other].casefold():
            yield (*wording.path, "anchors", other), f"reads the same as rung {one}; neighbouring rungs must be told apart"


def _second_fact(wording: _Wording) -> Iterator[Finding]:
    if "text" not in wording.written:
        return
    for pattern in _SECOND_FACT:
        if found := pattern.search(wording.question.text):
            yield (
                (*wording.path, "text"),
                f"adds a second fact with {found.group(1)!r}; ask for one, and give the other a question of its own",
            )
            return


def _hard_to_read(wording: _Wording) -> Iterator[Finding]:
    question = wording.question
    asked = grade([question.text, *question.anchors])
    if asked > MAX_GRADE_ASKED and (written := wording.written & {"text", "anchors"}):
        yield (*wording.path, max(written)), f"reads, with its anchors, {_graded(asked, MAX_GRADE_ASKED)}"
    why = grade([question.why])
    if why > MAX_GRADE_WHY and "why" in wording.written:
        yield (*wording.path, "why"), f"reads {_graded(why, MAX_GRADE_WHY)}"


def _graded(found: float, most: float) -> str:
    return f"at grade {found:.1f} (Automated Readability Index), at most {most:.0f}; use shorter words and sentences"


def grade(texts: list[str]) -> float:
    """The Automated Readability Index of some texts together: about the years of school a reader needs, lower is easier.

    4.71 letters a word + 0.5 words a sentence - 21.43, after Smith and Senter, Automated Readability Index (1967). The parts of
    a hyphenated word count as words; a sentence ends with a full stop, a question mark or an exclamation mark.
    """
    sentences = [words for text in texts for sentence in _SENTENCE_END.split(text.strip()) if (words := _WORD.findall(sentence))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43


def _anchors_reused(wordings: list[_Wording]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for wording in wordings:
        if "anchors" not in wording.written:
            continue
        for rung, anchor in enumerate(wording.question.anchors):
            owner = first.setdefault(anchor.casefold(), wording.question.id)
            if owner != wording.question.id:
                yield (*wording.path, "anchors", rung), f"reads the same as an anchor of {owner}; write it for this control"
