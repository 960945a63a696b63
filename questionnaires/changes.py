"""What changes between two libraries for whoever answers the one and is then asked with the other."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Library, Question

_READ = ("text", "anchors", "variants")


@dataclass(frozen=True, slots=True)
class Changes:
    """Question ids, in the order in which the newer library (for ``gone``, the older) asks them; each stands in one list.

    ``replaced`` maps a new question to those it takes the place of; ``reworded`` ones have another text or other anchors;
    ``revised`` ones read the same, and something else about them changed: weight, evidence, steps.
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    reworded: tuple[str, ...]
    replaced: dict[str, tuple[str, ...]]
    revised: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything about the questions changes."""
        return bool(self.new or self.gone or self.reworded or self.replaced or self.revised)


def changes(older: Library, newer: Library) -> Changes:
    """How the questions of ``newer`` differ from those of ``older``."""
    before, after = older.question_by_id, newer.question_by_id
    asked = [question.id for question in newer.questions_in_order]
    replaced = {
        name: olds
        for name in asked
        if name not in before and (olds := tuple(old for old in after[name].replaces if old in before and old not in after))
    }
    superseded = {old for olds in replaced.values() for old in olds}
    kept = [name for name in asked if name in before]
    reworded = tuple(name for name in kept if _reads_otherwise(before[name], after[name]))
    return Changes(
        new=tuple(name for name in asked if name not in before and name not in replaced),
        gone=tuple(question.id for question in older.questions_in_order if question.id not in after and question.id not in superseded),
        reworded=reworded,
        replaced=replaced,
        revised=tuple(name for name in kept if name not in reworded and before[name] != after[name]),
    )


def _reads_otherwise(one: Question, other: Question) -> bool:
    return any(getattr(one, field) != getattr(other, field) for field in _READ)
