"""What stays beside an answer when its question is answered again: what is known of the control does, its old level's basis not."""

from __future__ import annotations

from typing import Any

from scoring.model import RUNG_OF, Answer, Level

# They speak of the level that was: who said it and how it was known, why it did not apply, who ran it.
_OF_THE_LEVEL = ("basis", "respondent", "reason", "vendor")


def standing(before: Answer, level: Level) -> dict[str, Any]:
    """The fields of ``before`` that stay beside the new ``level``, which may be the same; all others are to be said anew."""
    kept = {name: value for name, value in before if name not in ("level", "recorder", "carried")}
    if level != before.level:
        for name in _OF_THE_LEVEL:
            del kept[name]
    rung = RUNG_OF.get(level)
    if rung is None:
        del kept["compensating"]
    if rung is None or rung < 3:
        del kept["nothing_written"]
    return kept


def unanswered(question_id: str) -> Answer:
    """What something is kept beside where nobody has answered the question yet."""
    return Answer(question=question_id, level="unanswered")
